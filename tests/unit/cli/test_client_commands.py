"""Shows how the branch's own clients get certificates, and what stops a wrong one from being made or used."""

import shutil
import tomllib
from datetime import UTC, datetime

import pytest

from federation.trust.peer_certificate import verify_client_certificate
from node.folder.branch_folder import BranchFolder
from node.folder.roster_files import RosterFiles
from tests.support.command_line import run


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clients") / "32"
    assert run("init", folder, "--branch", "32", "--new-federation").code == 0
    for code in ("X1", "X2"):
        made = run(
            "unit", "add", folder, code, "--name", f"{code}机构", "--level", "county-college", "--region", "320102"
        )
        assert made.code == 0, made.err
    assert run("operator", "add", folder, "教务系统", "--unit", "X1", "--duty", "filing").code == 0
    return folder


@pytest.fixture
def folder(founded, tmp_path):
    return shutil.copytree(founded, tmp_path / "32")


def issued(folder, name, kind, *more):
    ran = run("client", "issue", folder, "--name", name, "--kind", kind, *more, "--json")
    assert ran.code == 0, ran.err
    return ran.json


def listed(folder):
    return {one["name"]: one for one in run("client", "list", folder, "--json").json["clients"]}


def name_in(folder, certificate):
    roster = RosterFiles(BranchFolder(folder)).trusted().current
    ca = (folder / "keys" / "client-ca.crt").read_text()
    return verify_client_certificate(certificate, ca, roster.federation_id, "32", datetime.now(UTC))


def test_a_certificate_is_issued_with_a_key_for_its_owner_alone_and_the_lines_to_add(folder):
    told = issued(folder, "window-x1", "柜台", "--for", "X1")
    key, certificate = folder / "keys" / "client-window-x1.key", folder / "keys" / "client-window-x1.crt"
    assert (told["key"], told["certificate"], told["listed"]) == (str(key), str(certificate), False)
    assert key.stat().st_mode & 0o077 == 0
    assert name_in(folder, certificate.read_bytes()) == "window-x1"
    assert tomllib.loads(told["add_to_node_toml"]) == {"clients": {"counters": ["window-x1:X1"]}}
    assert listed(folder)["window-x1"]["kind"] == "unlisted"
    with (folder / "node.toml").open("a") as file:
        file.write(f"\n{told['add_to_node_toml']}\n")
    found = listed(folder)
    assert (found["window-x1"]["kind"], found["window-x1"]["for"]) == ("counter", "X1")
    assert found["window-x1"]["valid_until"] == told["valid_until"]
    # The next of its kind is told with those that are there.
    other = issued(folder, "window-x2", "counter", "--for", "X2")
    assert tomllib.loads(other["add_to_node_toml"])["clients"]["counters"] == ["window-x1:X1", "window-x2:X2"]


def test_portals_and_systems_are_told_apart(folder):
    portal = issued(folder, "kiosk", "portal")
    assert tomllib.loads(portal["add_to_node_toml"])["clients"] == {"portals": ["local", "kiosk"]}
    system = issued(folder, "academic", "业务系统", "--for", "教务系统")
    assert tomllib.loads(system["add_to_node_toml"])["clients"] == {"systems": ["academic:教务系统"]}


def test_a_certificate_is_replaced_only_when_that_is_asked_for(folder):
    issued(folder, "kiosk", "portal")
    place = folder / "keys" / "client-kiosk.crt"
    before = place.read_bytes()
    again = run("client", "issue", folder, "--name", "kiosk", "--kind", "portal")
    assert again.code == 4
    assert place.read_bytes() == before
    issued(folder, "kiosk", "portal", "--renew")
    assert place.read_bytes() != before
    assert name_in(folder, place.read_bytes()) == "kiosk"
    assert place.with_suffix(".key").stat().st_mode & 0o077 == 0


def test_a_client_is_never_given_the_authoritys_files(folder):
    keys = folder / "keys"
    before = [(keys / name).read_bytes() for name in ("client-ca.crt", "client-ca.key")]
    for more in ((), ("--renew",)):
        assert run("client", "issue", folder, "--name", "ca", "--kind", "portal", *more).code == 3
    assert [(keys / name).read_bytes() for name in ("client-ca.crt", "client-ca.key")] == before


@pytest.mark.parametrize("name", ["A", "-a", "a_b", "../a", "", "a" * 64, "柜台"])
def test_a_name_that_no_certificate_can_have_is_refused(folder, name):
    files = sorted((folder / "keys").iterdir())
    ran = run("client", "issue", folder, "--name", name, "--kind", "portal")
    assert ran.code == 3
    assert sorted((folder / "keys").iterdir()) == files


@pytest.mark.parametrize(
    "options", [("counter",), ("system", "--for", " "), ("portal", "--for", "X1"), ("peer",), ("unlisted",)]
)
def test_a_client_is_bound_to_what_its_kind_needs(folder, options):
    assert run("client", "issue", folder, "--name", "a", "--kind", *options).code == 2
    assert not (folder / "keys" / "client-a.crt").exists()


@pytest.mark.parametrize(
    "options", [("counter", "--for", "X9"), ("system", "--for", "无此人"), ("system", "--for", "X1")]
)
def test_a_client_is_bound_to_a_unit_or_operator_that_there_is(folder, options):
    assert run("client", "issue", folder, "--name", "a", "--kind", *options).code == 1
    assert not (folder / "keys" / "client-a.crt").exists()


def test_a_client_is_bound_to_no_closed_unit_and_no_suspended_operator(folder):
    assert run("operator", "suspend", folder, "教务系统").code == 0
    assert run("unit", "close", folder, "X2", "--reason", "撤并").code == 0
    for options in (("counter", "--for", "X2"), ("system", "--for", "教务系统")):
        assert run("client", "issue", folder, "--name", "a", "--kind", *options).code == 1
        assert not (folder / "keys" / "client-a.crt").exists()


def test_a_name_that_is_listed_as_something_else_is_refused(folder):
    assert run("client", "issue", folder, "--name", "local", "--kind", "counter", "--for", "X1", "--renew").code == 3
    again = issued(folder, "local", "portal", "--renew")
    assert (again["listed"], again["add_to_node_toml"]) == (True, None)


def test_without_the_authoritys_key_nothing_is_issued(folder):
    (folder / "keys" / "client-ca.key").unlink()
    ran = run("client", "issue", folder, "--name", "kiosk", "--kind", "portal")
    assert ran.code == 4
    assert "client-ca.key" in ran.err
    assert not (folder / "keys" / "client-kiosk.key").exists()


def test_people_are_told_what_to_do_with_it(folder):
    ran = run("client", "issue", folder, "--name", "kiosk", "--kind", "门户")
    assert ran.code == 0
    assert 'portals = ["local", "kiosk"]' in ran.out
    assert "[clients]" in ran.out
    shown = run("client", "list", folder)
    assert "未列入配置" in shown.out
    assert "PRIVATE" not in ran.out + shown.out

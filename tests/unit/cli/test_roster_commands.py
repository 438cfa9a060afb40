"""Shows how a branch joins by files alone: invite, init, propose, sign, apply."""

import json

import pytest

from tests.support.command_line import run


@pytest.fixture
def founded(tmp_path):
    assert run("roster", "init", tmp_path / "32", "--branch", "32").code == 0
    return tmp_path / "32"


@pytest.fixture
def invited(founded, tmp_path):
    told = run("roster", "invite", founded, "--branch", "33", "-o", tmp_path / "invitation", "--json").json
    arguments = ("--branch", "33", "--invite", tmp_path / "invitation", "--fingerprint", told["fingerprint"])
    ran = run("init", tmp_path / "33", *arguments, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["fingerprint"] == told["fingerprint"]
    return tmp_path / "33"


@pytest.fixture
def proposed(founded, invited, tmp_path):
    proposal = tmp_path / "proposal.json"
    ran = run("roster", "propose", founded, "--add", invited / "join-request.json", "-o", proposal, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["enough"] is False
    return proposal


def test_until_the_roster_has_it_an_invited_branch_is_told_to_wait(invited):
    ran = run("doctor", invited)
    assert ran.code == 6
    assert "roster apply" in ran.err


def test_a_branch_joins_once_enough_have_signed_and_everybody_applied(founded, invited, proposed):
    assert run("roster", "apply", founded, proposed).code == 6, "nobody has signed"
    assert run("roster", "sign", founded, proposed, "--json").json["enough"] is False
    assert run("roster", "sign", invited, proposed, "--json").json["enough"] is True
    for folder in (founded, invited):
        assert run("roster", "apply", folder, proposed, "--json").json["version"] == 2
        assert run("roster", "apply", folder, proposed).code == 0, "the same roster again changes nothing"
    findings = {one["name"]: one["ok"] for one in run("doctor", invited, "--json").json["findings"]}
    assert findings["roster"] is True
    shown = run("roster", "show", invited, "--json").json
    assert [one["branch"] for one in shown["branches"]] == ["32", "33"]


def test_a_branch_that_was_away_applies_an_exported_chain(founded, invited, proposed, tmp_path):
    for folder in (founded, invited):
        run("roster", "sign", folder, proposed)
    run("roster", "apply", founded, proposed)
    later = tmp_path / "later.json"
    run("roster", "propose", founded, "--address", "32=bank.example:7432", "--new-epoch", "-o", later)
    for folder in (founded, invited):
        run("roster", "apply", folder, proposed)
        assert run("roster", "sign", folder, later).code == 0
    run("roster", "apply", founded, later)
    chain = tmp_path / "chain.json"
    run("roster", "show", founded, "--export", chain)
    assert run("roster", "apply", invited, chain, "--json").json["version"] == 3
    assert run("roster", "show", invited, "--json").json["branches"][0]["addresses"] == ["bank.example:7432"]


def test_a_branch_is_closed_where_its_log_ended(founded, invited, proposed, tmp_path):
    for folder in (founded, invited):
        run("roster", "sign", folder, proposed)
    run("roster", "apply", founded, proposed)
    closing = tmp_path / "closing.json"
    assert run("roster", "propose", founded, "--close", "32", "-o", closing).code == 0
    branches = json.loads(closing.read_bytes())["roster"]["branches"]
    assert [branch["closed"] and branch["closed"]["size"] for branch in branches] == [0, None]
    for code, exit_code in (("33", 1), ("34", 6)):
        refused = run("roster", "propose", founded, "--close", code, "-o", tmp_path / "none.json")
        assert refused.code == exit_code, "a log that was never heard of isn't closed at an unknown size"


def test_what_may_not_follow_is_not_signed(founded, proposed):
    altered = json.loads(proposed.read_bytes())
    altered["roster"]["version"] = 5
    proposed.write_text(json.dumps(altered))
    assert run("roster", "sign", founded, proposed).code in (3, 6)


def test_an_altered_invitation_makes_no_folder(founded, tmp_path):
    run("roster", "invite", founded, "--branch", "33", "-o", tmp_path / "invitation")
    altered = (tmp_path / "invitation").read_bytes().replace(b"127.0.0.1:7432", b"127.0.0.1:7433")
    (tmp_path / "invitation").write_bytes(altered)
    ran = run("init", tmp_path / "33", "--branch", "33", "--invite", tmp_path / "invitation")
    assert ran.code == 6
    assert not (tmp_path / "33").exists()


def test_an_invitation_is_for_one_branch_only(founded, tmp_path):
    run("roster", "invite", founded, "--branch", "33", "-o", tmp_path / "invitation")
    assert run("init", tmp_path / "34", "--branch", "34", "--invite", tmp_path / "invitation").code == 6
    assert run("roster", "invite", founded, "--branch", "32", "-o", tmp_path / "again").code == 6


def test_a_folder_is_not_made_twice(founded):
    ran = run("init", founded, "--branch", "32", "--new-federation")
    assert ran.code == 4
    assert "不予覆盖" in ran.err


@pytest.mark.parametrize("option", ["--address", "--tls-ca"])
def test_a_change_without_a_value_is_wrong_usage(founded, tmp_path, option):
    assert run("roster", "propose", founded, option, "32", "-o", tmp_path / "x").code == 2


def test_a_key_that_is_no_hex_is_wrong_usage(founded, tmp_path):
    assert run("roster", "propose", founded, "--drop-root-key", "xyz", "-o", tmp_path / "x").code == 2

"""Shows that node.toml is read strictly: each wrong key and value is refused by its full name."""

import pytest

from federation.error_catalogue import describe
from federation.errors import ConfigurationInvalid
from node.config_reading import load_config, setting_names

WHOLE = """
branch = "32"
name = "江苏"
adapter = "jiangsu"
[listen]
peers = "127.0.0.1:7432"
clients = "127.0.0.1:8432"
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text, environment=None):
        path = tmp_path / "node.toml"
        path.write_text(text, "utf-8")
        return load_config(path, environment or {})

    return read_text


def refusal(read, text, environment=None):
    with pytest.raises(ConfigurationInvalid) as caught:
        read(text, environment)
    return caught.value.facts["key"], caught.value.facts["reason"]


def test_what_is_not_said_has_its_default(read, tmp_path):
    config = read(WHOLE)
    assert config.database.url == f"sqlite+aiosqlite:///{tmp_path / 'data/node.db'}"
    assert config.high_water_mark == tmp_path / "state/high-water-mark.json"
    assert (config.sync.interval_s, config.sync.stale_after_s) == (15, 120)
    assert config.imports.max_rows == 200_000
    assert config.keys.log == "file:keys/log.pem"


def test_clients_are_listed_by_kind_and_the_folders_own_probe_is_a_portal(read):
    assert read(WHOLE).clients.portals == ("local",)
    told = {"DELTABANK_CLIENTS__COUNTERS": "window-1:X1, centre:32"}
    assert read(WHOLE, told).clients.counters == ("window-1:X1", "centre:32")


def test_a_byte_order_mark_is_passed_over(read):
    assert read("\ufeff" + WHOLE).branch == "32"


@pytest.mark.parametrize(
    ("wrong", "key", "reason"),
    [
        ("[database]\nurll = 'x'", "database.urll", "unknown-key:database.url"),
        ("[databse]\nurl = 'x'", "databse.url", "unknown-key:database.url"),
        ("[sync]\nmax_rows = 3", "sync.max_rows", "unknown-key:imports.max_rows"),
        ("[sync]\nzzz = 3", "sync.zzz", "no-such-key"),
        ("[clients]\ncounters = ['window']", "clients", "client-form"),
        ("[clients]\nsystems = ['academic:']", "clients", "client-form"),
        ("[clients]\nportals = ['a']\ncounters = ['a:X1']", "clients", "client-twice"),
        ("[sync]\ninterval_s = 'often'", "sync.interval_s", "kind:number"),
        ("[sync]\ninterval_s = 0", "sync.interval_s", "range"),
        ("[imports]\nmax_rows = 1.5", "imports.max_rows", "kind:whole"),
        ("[imports]\nmax_rows = true", "imports.max_rows", "kind:whole"),
        ("[logging]\njson = 'perhaps'", "logging.json", "kind:true-false"),
        ("[logging]\nlevel = 'loud'", "logging.level", "level:debug, info, warning, error"),
        ("[keys]\nlog = 3", "keys.log", "kind:text"),
        ("[database]\nurl = 'mysql://host/db'", "database.url", "database-url"),
        ("[database]\nurl = 'sqlite:///:memory:'", "database.url", "database-url"),
        ("[database]\nurl = 'postgresql://me:secret@host/db'", "database.url", "password-in-url"),
        (
            "[database]\nurl = 'postgresql://me@host/db'\npassword_file = 'nowhere'",
            "database.password_file",
            "password-file",
        ),
    ],
)
def test_a_wrong_key_or_value_is_refused_by_name(read, wrong, key, reason):
    assert refusal(read, f"{WHOLE}\n{wrong}\n") == (key, reason)


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        (WHOLE.replace('branch = "32"', ""), "branch", "missing"),
        (WHOLE.replace('"32"', '"99"'), "branch", "branch-code"),
        (WHOLE.replace('"jiangsu"', '"jiangxi"'), "adapter", "adapter:jiangsu, zhejiang, declared:neutral"),
        (WHOLE.replace("127.0.0.1:7432", "7432"), "listen.peers", "address"),
        (WHOLE.replace("127.0.0.1:7432", "host:70000"), "listen.peers", "address"),
        (WHOLE + "announce = 'x'\n", "listen.announce", "address"),
        ("database = 3\n" + WHOLE, "database", "kind:section"),
        ("branch = \n", "node.toml", "not-toml:line 1"),
    ],
)
def test_a_wrong_basis_is_refused_by_name(read, text, key, reason):
    assert refusal(read, text) == (key, reason)


def test_a_missing_file_is_told_as_such(tmp_path):
    with pytest.raises(ConfigurationInvalid) as caught:
        load_config(tmp_path / "node.toml", {})
    assert caught.value.facts["reason"] == "missing-file"


def test_the_environment_goes_before_the_file(read):
    environment = {
        "DELTABANK_NODE__NAME": "江苏二",
        "DELTABANK_SYNC__INTERVAL_S": "2.5",
        "DELTABANK_IMPORTS__MAX_ROWS": "7",
        "DELTABANK_LOGGING__JSON": "false",
        "DELTABANK_LISTEN__ANNOUNCE": "a.example:1, b.example:2",
        "DELTABANK_LANG": "en",
        "PATH": "/bin",
    }
    config = read(WHOLE, environment)
    assert config.name == "江苏二"
    assert config.sync.interval_s == 2.5
    assert config.imports.max_rows == 7
    assert config.logging.json is False
    assert config.listen.announce == ("a.example:1", "b.example:2")


def test_a_wrong_variable_is_refused_by_its_own_name(read):
    variable = "DELTABANK_SYNC__INTERVALS"
    assert refusal(read, WHOLE, {variable: "3"}) == (variable, "unknown-key:sync.interval_s")


def test_a_password_comes_from_a_file_and_is_not_shown(read, tmp_path):
    (tmp_path / "secret").write_text("p@ss/word\n", "utf-8")
    config = read(f"{WHOLE}\n[database]\nurl = 'postgresql://me@host:5432/db'\npassword_file = 'secret'\n")
    assert config.database.url == "postgresql+asyncpg://me:p%40ss%2Fword@host:5432/db"
    assert "p%40ss" not in repr(config)


def test_a_declared_adapter_is_found_beside_the_file(read, tmp_path):
    assert read(WHOLE.replace("jiangsu", "declared:neutral")).adapter == "declared:neutral"
    assert read(WHOLE.replace("jiangsu", "declared:own.toml")).adapter == f"declared:{tmp_path / 'own.toml'}"


def test_a_near_miss_is_told_to_a_person_with_the_key_meant(read):
    with pytest.raises(ConfigurationInvalid) as caught:
        read(f"{WHOLE}\n[databse]\nurl = 'x'\n")
    for language in ("zh", "en"):
        told = describe(caught.value, language)
        assert "databse.url" in told
        assert "database.url" in told


def test_every_setting_is_named_once():
    names = setting_names()
    assert len(set(names)) == len(names)

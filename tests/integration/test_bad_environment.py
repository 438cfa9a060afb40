"""Shows that a wrong environment is told in one line with what to do, by a documented exit code, and harms nothing.

Real folders and real processes; after each mishap the log is what it was, and works again once put right.
"""

import contextlib
import ctypes
import os
import re
import resource
import socket
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.registry import template_named
from samples.people import everywhere, people
from tests.support.command_line import run
from tests.support.served_federation import LOOPBACK, PROGRAM, ROOT, SAMPLES, ServedBranch, free_port
from tests.support.workbooks import headers_of, save

CODE = "31"
SAMPLE = SAMPLES / "shanghai-achievements.xlsx"
ACCEPTED = 64
CONFIGURATION, UNAVAILABLE, INTEGRITY = 4, 5, 7
ENDS_WITHIN_S = 60
ROWS = 5_000
DROP_CAPABILITY, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
LIBC = ctypes.CDLL(None)
ADVICE = re.compile(r"请|应为|执行|检查|改正")
# A slow machine's import tells how far it is before it ends.
PROGRESS = re.compile(r"正在导入 .* 行")


@pytest.fixture
def branch(tmp_path) -> ServedBranch:
    """A freshly made branch on its own, with a few entries."""
    made = ServedBranch(tmp_path / CODE, CODE)
    ports = ("--listen-peers", f"{LOOPBACK}:{free_port()}", "--listen-clients", f"{LOOPBACK}:{free_port()}")
    made.run("init", made.folder, "--branch", CODE, "--new-federation", *ports)
    made.import_file(SAMPLE)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process of its own ended."""

    code: int
    out: str
    err: str


def process(*words: object, before=None, **environment: str) -> Ended:
    """`deltabank WORDS` as a process of its own, in which `before` is called first."""
    ended = subprocess.run(
        [*PROGRAM, *(str(word) for word in words)],
        env={**os.environ, "DELTABANK_LANG": "zh", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=ENDS_WITHIN_S,
        preexec_fn=before,
    )
    return Ended(code=ended.returncode, out=ended.stdout, err=ended.stderr)


def assert_told(ended, code: int, *words: str) -> None:
    """The last line on standard error has advice; nothing but progress stands before it, no traceback."""
    assert ended.code == code, ended.err
    assert ended.out == ""
    *progress, line = ended.err.strip().splitlines()
    assert all(PROGRESS.match(one) for one in progress), ended.err
    assert all(word in line for word in words), line
    assert ADVICE.search(line), line
    assert "Traceback" not in line


def assert_whole(branch: ServedBranch) -> None:
    """Nothing was lost, and the branch goes on."""
    assert branch.fsck()["entries"] == ACCEPTED
    report = branch.import_file(SAMPLE)
    assert (report["accepted"], report["duplicate"]) == (0, ACCEPTED)
    assert branch.look_up(everywhere()[0].document_number)["achievements"]


@pytest.mark.parametrize("command", [("serve",), ("doctor",), ("log", "head")])
def test_a_wrong_configuration_key_is_named_with_the_one_that_may_be_meant(branch, command):
    toml = branch.folder / "node.toml"
    before = toml.read_text()
    toml.write_text(before.replace("interval_s", "intervall_s"))
    assert_told(run(*command, branch.folder), CONFIGURATION, "sync.intervall_s", "sync.interval_s")
    toml.write_text(before)
    assert_told(
        run(*command, branch.folder, environment={"DELTABANK_LANG": "zh", "DELTABANK_SYNC__INTERVALL_S": "3"}),
        CONFIGURATION,
        "DELTABANK_SYNC__INTERVALL_S",
        "sync.interval_s",
    )
    assert_whole(branch)


@pytest.mark.parametrize("key", ["log.pem", "node.key", "wrapping.key", "peer.key", "peer.crt"])
def test_a_missing_key_file_is_named(branch, key):
    path = branch.folder / "keys" / key
    path.rename(path.with_suffix(".away"))
    for words in (("serve", branch.folder), ("import", branch.folder, SAMPLE), ("doctor", branch.folder)):
        assert_told(run(*words), CONFIGURATION, key)
    path.with_suffix(".away").rename(path)
    assert_whole(branch)


@pytest.mark.parametrize("key", ["service.key", "service.crt", "client-ca.crt"])
def test_a_missing_key_of_the_clients_port_keeps_the_node_from_serving(branch, key):
    path = branch.folder / "keys" / key
    path.rename(path.with_suffix(".away"))
    assert_told(run("serve", branch.folder), CONFIGURATION, key)
    path.with_suffix(".away").rename(path)
    assert_whole(branch)


@pytest.mark.parametrize("key", ["service.key", "service.crt", "client-ca.crt"])
def test_an_emptied_key_of_the_clients_port_keeps_the_node_from_serving(branch, key):
    path = branch.folder / "keys" / key
    content = path.read_bytes()
    path.write_bytes(b"")
    assert_told(run("serve", branch.folder), CONFIGURATION, key)
    path.write_bytes(content)
    assert_whole(branch)


def test_a_service_key_that_others_may_read_keeps_the_node_from_serving(branch):
    path = branch.folder / "keys" / "service.key"
    path.chmod(0o644)
    assert_told(run("serve", branch.folder), CONFIGURATION, "service.key")
    path.chmod(0o600)
    assert_whole(branch)


def test_an_unreachable_database_is_said_to_be(branch):
    elsewhere = {"DELTABANK_LANG": "zh", "DELTABANK_DATABASE__URL": f"postgresql://bank@{LOOPBACK}:{free_port()}/bank"}
    for words in (("serve", branch.folder), ("import", branch.folder, SAMPLE), ("migrate", branch.folder)):
        assert_told(run(*words, environment=elsewhere), UNAVAILABLE, "数据库")
    assert_whole(branch)


def test_a_database_file_that_is_none_is_said_to_be_damaged(branch):
    path = branch.database
    path.rename(path.with_suffix(".away"))
    path.write_bytes(b"not a database at all" * 1_000)
    for words in (("serve", branch.folder), ("import", branch.folder, SAMPLE)):
        assert_told(run(*words), INTEGRITY)
    path.with_suffix(".away").rename(path)
    assert_whole(branch)


@pytest.mark.parametrize("setting", ["listen.peers", "listen.clients"])
def test_a_port_in_use_is_named(branch, setting):
    with socket.create_server((LOOPBACK, 0)) as taken:
        address = f"{LOOPBACK}:{taken.getsockname()[1]}"
        variable = f"DELTABANK_{setting.replace('.', '__').upper()}"
        assert_told(process("serve", branch.folder, **{variable: address}), UNAVAILABLE, address)
    assert_whole(branch)


def test_a_second_node_on_one_folder_is_told_that_its_port_is_in_use(branch):
    branch.start()
    try:
        assert_told(process("serve", branch.folder), UNAVAILABLE, LOOPBACK)
        assert_whole(branch)
    finally:
        assert branch.stop() == 0


def test_an_outdated_schema_is_told_with_the_command_that_helps(branch):
    with contextlib.closing(sqlite3.connect(branch.database)) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("DELETE FROM alembic_version")
        connection.commit()
    for words in (("serve", branch.folder), ("import", branch.folder, SAMPLE)):
        assert_told(run(*words), CONFIGURATION, "deltabank migrate")
    with contextlib.closing(sqlite3.connect(branch.database)) as connection:
        connection.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        connection.commit()
    assert_whole(branch)


def bound_by_rights() -> None:
    # The superuser passes over rights of files; without these capabilities rights hold for it too.
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        LIBC.prctl(DROP_CAPABILITY, capability, 0, 0, 0)


def test_a_read_only_folder_is_told_and_nothing_is_half_done(branch):
    places = [path for path in branch.folder.rglob("*") if path.is_dir()] + [branch.database]
    rights = {path: path.stat().st_mode for path in places}
    for path in places:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        for words in (("import", branch.folder, SAMPLE), ("serve", branch.folder)):
            assert_told(process(*words, before=bound_by_rights), UNAVAILABLE, "权限")
    finally:
        for path, mode in rights.items():
            path.chmod(mode)
    assert_whole(branch)


@pytest.mark.parametrize("room_bytes", [64 * 1024, 1_500 * 1024])
def test_a_disk_that_fills_up_during_an_import_is_told_and_the_import_goes_on_when_there_is_room(
    branch, tmp_path, room_bytes
):
    headers = headers_of(template_named("neutral-achievements"))
    what = ("茶艺", "某县社区学院", "20200615", 8, 8, "0.50", "")
    rows = [[one.name, "居民身份证", one.document_number, *what] for one in people(50_000, ROWS)]
    file = save(tmp_path / "many.xlsx", [headers[: len(rows[0])], *rows])

    # A limit on the size of files stands for a full disk: it needs no rights, and every write meets it.
    limit = branch.database.stat().st_size + room_bytes

    def filling_up() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    assert_told(process("import", branch.folder, file, before=filling_up), UNAVAILABLE)
    committed = branch.fsck()["entries"] - ACCEPTED
    assert 0 <= committed < ROWS
    print(f"{committed} of {ROWS} rows were committed before the disk was full")
    report = branch.import_file(file)
    assert (report["accepted"], report["duplicate"]) == (ROWS - committed, committed)
    assert branch.fsck()["entries"] == ACCEPTED + ROWS


def test_a_folder_that_is_none_is_named(tmp_path):
    for words in (("serve", tmp_path / "none"), ("doctor", tmp_path), ("import", tmp_path / "none", SAMPLE)):
        assert_told(run(*words), CONFIGURATION, str(Path(words[1])))

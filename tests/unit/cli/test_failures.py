"""Shows how command lines fail: one line that says what to do, a documented code, never a traceback."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import redirect_stderr

import pytest

from federation.errors import Recovering, WorkbookRefused
from node.cli.console.log_output import configure_logging
from node.cli.console.node_access import note_loop_fault
from node.cli.console.outcome import end
from node.cli.console.output_files import named_faults
from node.config import LoggingConfig
from tests.support.command_line import run
from tests.support.repository import ROOT

SAMPLES = ROOT / "samples"

ACCOUNTS = SAMPLES / "jiangsu-accounts.xlsx"
SECRET = "320102199001011234"


@pytest.fixture
def founded(tmp_path):
    folder = tmp_path / "32"
    assert run("init", folder, "--branch", "32", "--new-federation").code == 0
    return folder


def is_one_line(ran):
    return ran.out == "" and ran.err.count("\n") == 1 and "Traceback" not in ran.err


def test_a_folder_that_is_not_there_says_to_make_one(tmp_path):
    ran = run("check", tmp_path / "nowhere", ACCOUNTS)
    assert ran.code == 4
    assert is_one_line(ran)
    assert "deltabank init" in ran.err


def test_a_wrong_configuration_key_is_told_with_the_one_meant(founded):
    with (founded / "node.toml").open("a") as file:
        file.write("\n[databse]\nurl = 'sqlite:///data/node.db'\n")
    ran = run("doctor", founded)
    assert ran.code == 4
    assert is_one_line(ran)
    assert "databse.url" in ran.err
    assert "database.url" in ran.err


@pytest.mark.parametrize("name", ["log.pem", "node.key", "wrapping.key", "peer.key"])
def test_a_missing_key_file_is_named(founded, name):
    (founded / "keys" / name).unlink()
    ran = run("doctor", founded)
    assert ran.code == 4
    assert is_one_line(ran)
    assert name in ran.err


def test_a_key_that_others_may_read_is_refused(founded):
    (founded / "keys/log.pem").chmod(0o644)
    ran = run("doctor", founded)
    assert ran.code == 4
    assert "0600" in ran.err


def test_a_database_that_is_not_migrated_says_what_to_run(founded):
    for path in (founded / "data").iterdir():
        path.unlink()
    (founded / "data/node.db").touch()
    ran = run("doctor", founded)
    assert ran.code == 4
    assert is_one_line(ran)
    assert "deltabank migrate" in ran.err
    assert run("migrate", founded).code == 0


@pytest.mark.parametrize("command", [("doctor",), ("serve",), ("log", "head"), ("sync", "status")])
def test_a_lost_database_is_told_as_lost_and_none_is_made_in_its_place(founded, command):
    for path in (founded / "data").iterdir():
        path.unlink()
    ran = run(*command, founded)
    assert ran.code == 5
    assert is_one_line(ran)
    assert ran.err.index("从备份恢复") < ran.err.index("deltabank migrate")
    assert list((founded / "data").iterdir()) == []


@pytest.mark.parametrize("code", ["99", "shanghai", "310000", ""])
def test_a_branch_code_that_is_none_is_a_wrong_command_line(tmp_path, code):
    ran = run("init", tmp_path / "x", "--branch", code, "--new-federation")
    assert ran.code == 2
    assert is_one_line(ran)
    assert "分行代码应为两位省级代码，如 31、32、33、34" in ran.err
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("place", "why"), [("none/x", "上级目录不存在"), ("folder", "是目录"), ("file/x", "上级不是目录")]
)
@pytest.mark.parametrize(
    "command",
    [
        ("template", "jiangsu-accounts", "-o"),
        ("prove", "DIR", "--origin", "32", "--index", "0", "-o"),
        ("roster", "invite", "DIR", "--branch", "33", "-o"),
        ("roster", "propose", "DIR", "--new-epoch", "-o"),
        ("roster", "show", "DIR", "--export"),
    ],
)
def test_a_place_where_no_file_can_be_written_is_told_in_one_line(branch, tmp_path, command, place, why):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    output = tmp_path / place
    ran = run(*(branch.folder if word == "DIR" else word for word in command), output)
    assert ran.code == 4
    assert is_one_line(ran)
    assert f"无法写入文件 {output}：{why}" in ran.err


def test_a_writer_that_the_system_refuses_is_told_in_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("DELTABANK_LANG", "zh")

    def write():
        with named_faults(tmp_path / "x"):
            raise PermissionError(13, "denied")

    assert end(write, []) == 4
    assert capsys.readouterr().err == f"无法写入文件 {tmp_path / 'x'}：无权限。请换一个位置。\n"


def test_an_unreachable_database_is_told_in_one_line(founded):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody@127.0.0.1:{free.getsockname()[1]}/none"
        ran = run("doctor", founded, environment={"DELTABANK_LANG": "zh", "DELTABANK_DATABASE__URL": url})
    assert ran.code == 5
    assert is_one_line(ran)


def test_a_folder_made_without_its_database_says_how_to_go_on(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody@127.0.0.1:{free.getsockname()[1]}/none"
        ran = run("init", tmp_path / "32", "--branch", "32", "--new-federation", "--database-url", url)
    assert ran.code == 5
    assert "deltabank migrate" in ran.err
    assert run("roster", "show", tmp_path / "32").code == 0


def test_a_database_that_is_no_database_is_told_as_broken(founded):
    (founded / "data/node.db").write_bytes(b"not a database at all" * 400)
    ran = run("doctor", founded)
    assert ran.code == 7
    assert is_one_line(ran)


@pytest.mark.parametrize("which", ["--listen-peers", "--listen-clients"])
def test_a_port_in_use_is_named(tmp_path, which):
    other = "--listen-clients" if which == "--listen-peers" else "--listen-peers"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        run("init", tmp_path / "32", "--branch", "32", "--new-federation", which, address, other, "127.0.0.1:0")
        ran = subprocess.run(
            [sys.executable, "-m", "node.cli", "serve", str(tmp_path / "32")],
            cwd=ROOT, capture_output=True, text=True, timeout=60, env={**os.environ, "DELTABANK_LANG": "zh"},
        )  # fmt: skip
    assert ran.returncode == 5
    assert ran.stdout == ""
    told = [line for line in ran.stderr.splitlines() if not line.startswith("{")]
    assert len(told) == 1
    assert address in told[0]


@pytest.mark.parametrize("content", [b"", b"plain text", b"PK\x03\x04 not really", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
@pytest.mark.parametrize("command", ["check", "import"])
def test_what_is_no_workbook_is_refused_and_nothing_else_changes(branch, tmp_path, command, content):
    file = tmp_path / "成果.xlsx"
    file.write_bytes(content)
    before = run("log", "head", branch.folder, "--json").json
    ran = run(command, branch.folder, file)
    assert ran.code == 3
    assert is_one_line(ran)
    assert "成果.xlsx" in ran.err
    assert run("log", "head", branch.folder, "--json").json == before


def test_a_workbook_with_two_ways_of_importing_asks_for_one(branch):
    ran = run("check", branch.folder, SAMPLES / "jiangsu-achievements.xlsx")
    assert ran.code == 3
    assert is_one_line(ran)
    assert "--by" in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing",), "nothing"),
        (("log",), "子命令"),
        (("lookup", "DIR", "--basis", "self"), "--purpose"),
        (("lookup", "DIR", "--basis", "whim", "--purpose", "x"), "--basis"),
        (("lookup", "DIR", "--wat"), "--wat"),
        (("init", "DIR", "--branch", "32"), "--new-federation"),
        (("template", "jiangsu-accounts"), "-o"),
        (("prove", "DIR", "--origin", "32", "--index", "-1", "-o", "x"), "--index"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese_with_code_2(arguments, told, tmp_path):
    ran = run(*(tmp_path if argument == "DIR" else argument for argument in arguments))
    assert ran.code == 2
    assert is_one_line(ran)
    assert "用法有误" in ran.err
    assert told in ran.err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_document_number_typed_as_an_argument_is_not_repeated(branch, language):
    ran = run(
        "lookup", branch.folder, SECRET, "--purpose", "x", "--basis", "self", environment={"DELTABANK_LANG": language}
    )
    assert ran.code == 2
    assert SECRET not in ran.out + ran.err


def test_nobody_is_asked_for_a_document_where_nobody_types(branch):
    ran = run("lookup", branch.folder, "--purpose", "x", "--basis", "self")
    assert ran.code == 2
    assert "--document" in ran.err


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", 3), (b"320102199001011234\n320102199001011234\n", 3), (b"\xff\xfe\x00", 3), (b"1" * 5_000, 3), (b"12", 3)],
)
def test_a_file_without_exactly_one_document_number_is_refused(branch, content, code):
    ran = run("lookup", branch.folder, "--document", "-", "--purpose", "x", "--basis", "self", stdin=content)
    assert ran.code == code
    assert is_one_line(ran)


def test_a_lookup_without_a_purpose_is_not_allowed(branch):
    ran = run("lookup", branch.folder, "--document", branch.documents[0], "--purpose", " ", "--basis", "self")
    assert ran.code == 6


def test_with_json_an_error_is_json_too(tmp_path):
    ran = run("check", tmp_path / "nowhere", ACCOUNTS, "--json")
    assert ran.code == 4
    assert ran.json["error"]["code"] == "folder-not-ready"


def test_english_is_spoken_where_the_environment_says_so(tmp_path):
    for environment in ({"DELTABANK_LANG": "en"}, {"DELTABANK_LANG": "", "LC_ALL": "", "LANG": "en_GB.UTF-8"}):
        assert "there is no such folder" in run("doctor", tmp_path / "x", environment=environment).err
    for environment in ({"DELTABANK_LANG": "", "LC_ALL": "C.UTF-8", "LANG": "en_GB.UTF-8"}, {"DELTABANK_LANG": "zh"}):
        assert "目录不存在" in run("doctor", tmp_path / "x", environment=environment).err


def test_each_kind_of_failure_ends_with_its_own_code(capsys):
    def fail(error):
        def command():
            raise error

        return end(command, [])

    assert fail(WorkbookRefused(file="a", reason="macros")) == 3
    assert fail(Recovering(behind=3)) == 8
    assert fail(KeyboardInterrupt()) == 130
    assert end(lambda: None, []) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_a_fault_of_the_program_goes_to_the_folders_log_without_personal_data(founded, capsys):
    def faulty():
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise RuntimeError(f"row of {SECRET}") from error

    assert end(faulty, ["doctor", str(founded)]) == 70
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert str(founded / "state/faults.log") in told
    kept = (founded / "state/faults.log").read_text()
    assert "RuntimeError" in kept
    assert "KeyError" in kept
    assert "test_failures.py" in kept
    assert SECRET not in kept + told
    assert (founded / "state/faults.log").stat().st_mode & 0o777 == 0o600


def test_faults_of_background_tasks_are_logged_without_texts():
    written = io.StringIO()
    with redirect_stderr(written):
        configure_logging(LoggingConfig(level="info", json=True))
        note_loop_fault(None, {"message": "x", "exception": ValueError(SECRET)})
    line = json.loads(written.getvalue())
    assert line["error"] == ["builtins.ValueError"]


def test_control_characters_from_a_file_do_not_reach_the_terminal(branch, tmp_path):
    file = tmp_path / "a\x1b[31mb.xlsx"
    file.write_bytes(b"nothing")
    assert "\x1b" not in run("check", branch.folder, file).err


def test_a_serving_node_ends_with_0_when_told_to_stop(founded):
    environment = {
        **os.environ,
        "DELTABANK_LISTEN__PEERS": "127.0.0.1:0",
        "DELTABANK_LISTEN__CLIENTS": "127.0.0.1:0",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "node.cli", "serve", str(founded), "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    try:
        told = "".join(process.stdout.readline() for _ in range(4))
        assert set(json.loads(told)) == {"peers", "clients"}
        # What the node serves, other processes can use at the same time.
        assert run("check", founded, ACCOUNTS).code == 1
        assert run("import", founded, ACCOUNTS).code == 1
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_an_interrupted_command_ends_with_130(founded, tmp_path):
    fifo = tmp_path / "document"
    os.mkfifo(fifo)
    process = subprocess.Popen(
        [sys.executable, "-m", "node.cli", "lookup", str(founded), "--document", str(fifo), "--purpose", "x",
         "--basis", "self"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    descriptor = os.open(fifo, os.O_WRONLY)  # returns once the command reads
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    os.close(descriptor)
    assert process.returncode == 130
    assert "Traceback" not in errors

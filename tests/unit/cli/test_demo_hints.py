"""Shows that what the demonstration prints at its end can be typed as it stands."""

import subprocess

from federation.error_catalogue import ExitCode
from node.cli.console.terminal import Terminal
from node.cli.demo.command import _ending, _say_how_to_go_on
from tests.support.command_line import run
from tests.support.repository import ROOT


def test_the_hints_of_the_demonstration_work_as_printed(branch, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("DELTABANK_LANG", "zh")
    for code in ("31", "32"):
        (tmp_path / code).symlink_to(branch.folder)
    _say_how_to_go_on(tmp_path, Terminal(as_json=False), is_kept=False)
    hints = [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert len(hints) == 3
    for hint in hints:
        ran = subprocess.run(["sh", "-c", hint], cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, hint + ran.stderr
    assert "有效" in ran.stdout
    assert (tmp_path / "learner.txt").stat().st_mode & 0o777 == 0o600


def test_the_end_says_what_becomes_of_the_data(tmp_path, monkeypatch):
    monkeypatch.setenv("DELTABANK_LANG", "zh")
    kept, gone = (_ending(tmp_path, Terminal(as_json=False), is_kept=is_kept) for is_kept in (True, False))
    assert kept == f"按 Ctrl-C 结束，数据保留在 {tmp_path}。"
    assert gone == "按 Ctrl-C 结束并清理。"


def test_a_folder_that_is_in_use_is_named_with_what_to_do(tmp_path):
    (tmp_path / "file").touch()
    refused = run("demo", "--once", "--keep", tmp_path)
    assert refused.code == ExitCode.USAGE
    assert f"目录 {tmp_path} 不是空目录：请换一个空目录，或删除后重试" in refused.err

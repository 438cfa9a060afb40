"""Shows that what the demonstration prints at its end can be typed as it stands."""

import subprocess

from node.cli.console.terminal import Terminal
from node.cli.demo.command import _say_how_to_go_on
from tests.support.repository import ROOT


def test_the_hints_of_the_demonstration_work_as_printed(branch, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("DELTABANK_LANG", "zh")
    for code in ("31", "32"):
        (tmp_path / code).symlink_to(branch.folder)
    _say_how_to_go_on(tmp_path, Terminal(as_json=False))
    hints = [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert len(hints) == 3
    for hint in hints:
        ran = subprocess.run(["sh", "-c", hint], cwd=ROOT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, hint + ran.stderr
    assert "有效" in ran.stdout
    assert (tmp_path / "learner.txt").stat().st_mode & 0o777 == 0o600

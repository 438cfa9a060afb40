"""Shows that a screen of 80 columns cuts nothing off: long cells go on in the next line."""

import pytest

from node.cli.console import terminal
from tests.support.command_line import run
from tests.support.repository import ROOT


@pytest.mark.parametrize(
    "command",
    [("check", "DIR", ROOT / "samples/jiangsu-accounts.xlsx"), ("template", "--list"), ("log", "head", "DIR")],
)
def test_nothing_is_cut_off_at_80_columns(branch, monkeypatch, command):
    monkeypatch.setattr(terminal, "PIPE_COLUMNS", 80)
    out = run(*(branch.folder if word == "DIR" else word for word in command)).out
    assert out
    assert "…" not in out

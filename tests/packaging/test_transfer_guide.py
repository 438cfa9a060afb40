"""The Chinese guide to transfers and reports tells every state there is, in the words people see, and real commands."""

import re

import pytest

from federation.error_catalogue.case_words import STATES
from federation.error_catalogue.transfer_words import HOLD_VERDICTS, TRANSFER_STATUSES
from federation.reports.state import ReportState
from federation.transfer.states import FINAL, NEXT, HoldVerdict, Side, TransferStatus
from node.cli.console.record_words import REPORT_STATES
from node.model.report import REPORTS
from node.services.transfers.pending import NextStep
from tests.support.repository import ROOT

GUIDE = (ROOT / "docs/transfer-guide.zh-CN.md").read_text(encoding="utf-8")
TRANSFER_STATES = GUIDE.partition("## 六、")[2].partition("## 七、")[0]
COMMANDS = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
USED = sorted(set(re.findall(r"deltabank ([a-z]+(?: [a-z][a-z-]+)?)", GUIDE)))
SIDES = {Side.SENDING: "原存入分行", Side.RECEIVING: "接收分行"}


def row(state: str) -> list[str]:
    (line,) = re.findall(rf"^\| (.*`{state}` \|.*) \|$", TRANSFER_STATES, re.MULTILINE)
    return [cell.strip() for cell in line.split("|")]


@pytest.mark.parametrize("status", TransferStatus)
def test_every_status_of_a_transfer_is_told_with_who_owes_the_next_step(status):
    word, _, owed = row(f"{status}")
    assert word == f"{TRANSFER_STATUSES[status].zh} `{status}`"
    assert owed == SIDES[NEXT[status]] if status in NEXT else owed.startswith("已结束") and status in FINAL


def test_every_reason_to_decline_is_told_with_what_to_do():
    declining = [one for one in HoldVerdict if one > HoldVerdict.HELD]
    assert [one for one in declining if f"| {HOLD_VERDICTS[one].zh} | " not in GUIDE] == []


def test_every_hint_about_what_is_stuck_is_told():
    assert [one for one in NextStep if f"| `{one}` | " not in GUIDE] == []


@pytest.mark.parametrize("state", ReportState)
def test_every_verdict_on_a_report_is_told_as_the_command_tells_it(state):
    assert f"| {REPORT_STATES[state][0]} `{state}` | " in GUIDE


@pytest.mark.parametrize("state", sorted({REPORTS.first, *(one.to for one in REPORTS.transitions.values())}))
def test_every_state_of_an_application_for_a_report_is_told(state):
    assert f"| {STATES[state].zh} `{state}` | " in GUIDE


@pytest.mark.parametrize("command", USED)
def test_each_command_of_the_guide_is_one_that_the_program_has(command):
    assert re.search(rf"`deltabank {command}\b", COMMANDS)

"""Shows what people read where machines read codes: times, states, reasons and lists in their own language."""

from datetime import UTC, datetime

import pytest

from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.operating.source_reasons import source_reason_zh
from tests.support.command_line import run
from tests.support.repository import ROOT

ACCOUNTS = ROOT / "samples/jiangsu-accounts.xlsx"
ENGLISH = {"DELTABANK_LANG": "en"}


@pytest.mark.parametrize(("language", "told"), [("zh", "2026-11-22 00:42:54"), ("en", "2026-11-21T16:42:54+00:00")])
def test_a_time_is_told_by_the_clock_of_beijing_in_chinese_and_in_utc_in_english(monkeypatch, language, told):
    monkeypatch.setenv("DELTABANK_LANG", language)
    instant = datetime(2026, 11, 21, 16, 42, 54, tzinfo=UTC)
    assert shown_time(instant, Terminal(as_json=False)) == told
    assert shown_time(instant.isoformat(), Terminal(as_json=False)) == told
    assert shown_time(None, Terminal(as_json=False)) is None


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("", ""),
        ("peer-unavailable", "未能连接"),
        ("peer-faulty:garbled", "应答有误（无法解读）"),
        ("peer-faulty:fork-found", "应答有误（日志分叉）"),
        ("proof-invalid:proof-invalid", "存证证明不成立"),
        ("brand-new:other", "其他原因"),
    ],
)
def test_a_stored_reason_is_told_in_chinese(reason, told):
    assert source_reason_zh(reason) == told


def test_the_state_of_replication_is_told_in_chinese_with_the_branchs_name(branch):
    out = run("sync", "status", branch.folder).out
    assert "最新" in out
    assert "fresh" not in out
    assert "32 江苏省终身教育学分银行" in out


def test_rejections_and_remarks_are_two_lists_each_by_row(branch):
    report = run("check", branch.folder, ACCOUNTS, "--json").json
    out = run("check", branch.folder, ACCOUNTS).out
    rejected, _, remarks = out.partition("提示")
    assert f"退回：{len(report['errors'])} 处" in rejected
    assert bool(remarks) == bool(report["remarks"])
    rows = [int(line.split("│")[2]) for line in rejected.splitlines() if line.startswith("│") and "│" in line[1:]]
    assert rows == sorted(rows)
    assert rows


def test_in_english_it_is_said_why_cells_are_told_of_in_chinese(branch):
    out = run("check", branch.folder, ACCOUNTS, environment=ENGLISH).out
    assert "goes back to the unit that filed it" in out


def test_a_lookup_that_finds_nothing_says_so(branch):
    ran = run(
        "lookup", branch.folder, "--document", "-", "--document-type", "passport", "--purpose", "测试", "--basis",
        "self", stdin=b"E99999999",
    )  # fmt: skip
    assert ran.code == 0
    assert "未查到学习成果" in ran.out
    assert "最新" in ran.out


def test_a_lookup_shows_training_hours(branch):
    ran = run("lookup", branch.folder, "--document", branch.documents[0], "--purpose", "测试", "--basis", "self")
    assert "培训时数" in ran.out

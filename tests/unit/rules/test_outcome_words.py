"""Shows that an outcome is told once: what wants a reviewer isn't lacking, and what is lacking is told as such."""

import pytest

from federation.rules.outcome import Outcome, Shortfall, TraceLine, Verdict
from node.cli.console.terminal import Terminal
from node.cli.conversion.rule_files import tell_outcome


def told(capsys, verdict, *lacks):
    reviewer = [TraceLine(code=f"reviewer-{one.code}", values=one.values) for one in lacks]
    outcome = Outcome(
        verdict=verdict,
        reason=lacks[0].code,
        branch="32",
        version=1,
        rule="R1",
        grants=(),
        missing=lacks,
        trace=(TraceLine(code="fixed", values=("2",)), *(reviewer if verdict is Verdict.TO_REVIEWER else ())),
    )
    tell_outcome(outcome, Terminal(as_json=False))
    return capsys.readouterr().out.splitlines()


def lack(code, *values):
    return Shortfall(rule="R1", code=code, values=values)


@pytest.fixture(autouse=True)
def zh(monkeypatch):
    monkeypatch.setenv("DELTABANK_LANG", "zh")


def test_what_the_rule_leaves_to_a_reviewer_is_said_once(capsys):
    assert told(capsys, Verdict.TO_REVIEWER, lack("by-rule")) == ["转人工审核：规则规定由人工审核", "· 固定 2 学分"]


def test_missing_evidence_is_lacking_and_the_rest_stands_in_the_reasoning(capsys):
    lines = told(capsys, Verdict.TO_REVIEWER, lack("standing", "unknown"), lack("evidence", "score"), lack("by-rule"))
    assert lines == [
        "转人工审核：学习成果的现状不能转换",
        "所缺：须提供成绩（规则 R1）",
        "· 固定 2 学分",
        "· 须人工审核：成果现状为未知",
        "· 须人工审核：规则如此规定",
    ]


def test_a_standing_is_a_reason_and_nothing_that_is_missing(capsys, monkeypatch):
    assert told(capsys, Verdict.REJECTED, lack("standing", "converted"))[1] == "原因：成果现状为已转换（规则 R1）"
    monkeypatch.setenv("DELTABANK_LANG", "en")
    lines = told(capsys, Verdict.REJECTED, lack("standing", "converted"))
    assert lines[1] == "because: its standing is converted (rule R1)"

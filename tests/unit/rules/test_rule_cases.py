"""Shows that shipped rule sets say what their cases, readable by an official, expect; and what a wrong case tells."""

import random
import re

import pytest

from federation.errors import RulesInvalid
from federation.rules.case_files import parse_cases, run_case
from federation.rules.evaluation import evaluate
from federation.rules.trace_words import trace_words
from samples.rules import NAMES, cases_file
from tests.support.repository import ROOT
from tests.support.rules import shipped_rules

CASES = [
    pytest.param(name, case, id=f"{name}: {case.name}")
    for name in NAMES
    for case in parse_cases(cases_file(name).read_text(encoding="utf-8"), file=name)
]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_rules_say_what_the_case_expects(name, case):
    _, differences = run_case(shipped_rules(name), case)
    assert differences == ()


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_case_says_the_same_in_any_order_of_its_achievements(name, case):
    items = [item for item, _ in case.achievements]
    expected = evaluate(shipped_rules(name), items, used=case.used, on=case.on)
    places = list(range(len(items)))
    random.Random(len(items)).shuffle(places)
    found = evaluate(shipped_rules(name), [items[place] for place in places], used=case.used, on=case.on)
    assert list(found) == [expected[place] for place in places]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_a_shipped_set_applies_in_some_case(name):
    cases = parse_cases(cases_file(name).read_text(encoding="utf-8"), file=name)
    rules = shipped_rules(name)
    applied = {outcome.rule for case in cases for outcome in run_case(rules, case)[0]}
    assert {rule.id for rule in rules.rules} <= applied


def test_a_course_that_counts_already_is_told_with_the_name_of_its_scheme():
    (case,) = [
        one.values[1] for one in CASES if one.values[0] == "zhejiang" and one.values[1].name == "课程以前已计学分"
    ]
    (outcome,), _ = run_case(shipped_rules("zhejiang"), case)
    told = [trace_words(line, "zh") for line in outcome.trace]
    assert "《成人学历教育学分》的课程“思想道德与法治”已计学分" in told


def test_a_case_that_expects_something_else_tells_what_and_where():
    text = cases_file("jiangsu").read_text(encoding="utf-8").replace("credits = 1.5 }", "credits = 1.75 }", 1)
    case = parse_cases(text, file="x")[0]
    _, differences = run_case(shipped_rules("jiangsu"), case)
    (difference,) = differences
    assert (difference.case, difference.achievement, difference.of) == (case.name, 1, "grants")
    assert "1.75" in difference.expected
    assert "1.5" in difference.found


@pytest.mark.parametrize(
    ("found", "instead", "key"),
    [
        ("credit_hours = 24", "hours = 24", "case[1].achievement[1].hours"),
        ('verdict = "accepted"', 'verdict = "yes"', "case[1].achievement[1].expected.verdict"),
        ('class = "training"', 'class = "course"', "case[1].achievement[1].class"),
        ("on = 2026-11-20", "on = 'today'", "case[1].on"),
        ('class = "training"', 'class = "training"\nevidence = ["score"]', "case[1].achievement[1].evidence"),
    ],
)
def test_a_case_file_is_read_as_strictly_as_the_rules(found, instead, key):
    text = cases_file("jiangsu").read_text(encoding="utf-8").replace(found, instead, 1)
    with pytest.raises(RulesInvalid) as refused:
        parse_cases(text, file="jiangsu.toml")
    assert refused.value.facts["key"] == key


def test_a_file_without_cases_shows_nothing_and_is_refused():
    with pytest.raises(RulesInvalid):
        parse_cases("# nothing\n", file="x")


def test_the_example_in_the_guide_for_those_who_write_rules_is_met():
    guide = (ROOT / "docs/conversion-rules.zh-CN.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    (case,) = parse_cases(example, file="guide")
    assert run_case(shipped_rules("jiangsu"), case)[1] == ()

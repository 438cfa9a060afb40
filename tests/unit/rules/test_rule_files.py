"""Shows that a rules file is read strictly, and that whatever is wrong is told by line and key in both languages."""

import re
import tomllib

import pytest

from federation.error_catalogue import describe
from federation.error_catalogue.phrases import REASONS
from federation.errors import RulesInvalid
from federation.model.achievement_class import AchievementClass
from federation.rules.bounds import MAX_RULES
from federation.rules.outcome import Verdict
from federation.rules.reading import examine_rules, parse_rules
from federation.rules.rounding import RoundingMode
from federation.rules.rule_set import (
    Cap,
    Grant,
    Handling,
    Measure,
    OverCap,
    OwnDeposit,
    Period,
    Rule,
    RuleSet,
    Scheme,
    Source,
    WhenUnknown,
)
from federation.rules.toml_lines import key_lines, line_of
from federation.rules.toml_table import MAX_FILE_BYTES
from samples.rules import NAMES, rules_file
from tests.support.repository import ROOT

GOOD = rules_file("jiangsu").read_text(encoding="utf-8")


def altered(found: str, instead: str) -> str:
    assert found in GOOD
    return GOOD.replace(found, instead, 1)


def first_fault(text: str) -> RulesInvalid:
    with pytest.raises(RulesInvalid) as refused:
        parse_rules(text, file="jiangsu.toml")
    return refused.value


def line_in(text: str, fragment: str) -> int:
    return next(at for at, line in enumerate(text.splitlines(), start=1) if fragment in line)


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_rule_set_is_read_and_says_that_its_figures_are_examples(name):
    text = rules_file(name).read_text(encoding="utf-8")
    rules = parse_rules(text, file=name)
    assert "示例" in rules.title
    assert all("本项目举例" in source.note for source in rules.sources)
    assert {"31", "32", "33", "34"} - {rules.branch} >= {one for rule in rules.rules for one in rule.branches}


def test_amounts_are_read_exactly_as_hundredths():
    rules = parse_rules(GOOD, file="jiangsu.toml")
    grant = rules.rules[0].grants[0]
    assert (grant.credits, grant.per, grant.step, grant.at_most) == (100, 1_600, 50, 400)
    assert rules.rules[0].measure is Measure.CREDIT_HOURS
    assert rules.rules[0].unknown is WhenUnknown.REVIEWER
    assert rules.schemes[0].caps[0].period is Period.YEAR
    tenth = parse_rules(altered("step = 0.5", "step = 0.1"), file="x")
    assert tenth.rules[0].grants[0].step == 10


@pytest.mark.parametrize(
    ("found", "instead", "key", "reason"),
    [
        ('title = "浙江目录内非学历培训"', 'titel = "x"', "rule[1].titel", "known-keys"),
        ('branch = "32"', "branch = 32", "branch", "kind:text"),
        ('branch = "32"', 'branch = "3２"', "branch", "branch-code"),
        ("version = 1", "version = 1.5", "version", "kind:whole"),
        ("version = 1", "version = 0", "version", "range"),
        ("valid_from = 2026-01-01", 'valid_from = "2026-01-01"', "valid_from", "kind:day"),
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01T00:00:00", "valid_from", "kind:day"),
        ("step = 0.5", "step = 0.125", "rule[1].grant[1].step", "kind:amount"),
        ("step = 0.5", "step = nan", "rule[1].grant[1].step", "kind:amount"),
        ("step = 0.5", "step = 1e400", "rule[1].grant[1].step", "kind:amount"),
        ("step = 0.5", "step = -0.5", "rule[1].grant[1].step", "range"),
        ("step = 0.5", 'step = "0.5"', "rule[1].grant[1].step", "kind:amount"),
        ("within_months = 60", "within_months = 0", "rule[1].match.within_months", "range"),
        ("per = 16", "per = 0", "rule[1].grant[1].per", "range"),
        ("step = 0.5", "step = 0", "rule[1].grant[1].step", "range"),
        ("credits = 10", "credits = 99999999", "scheme[1].cap[1].credits", "range"),
        ('rounding = "down"\n', "", "rule[1].grant[1].rounding", "rounding-needed"),
        ('rounding = "down"', 'rounding = "about"', "rule[1].grant[1].rounding", "one-of"),
        ('unknown = "reviewer"\n', "", "rule[1].measure.unknown", "unknown-needed"),
        ('unknown = "reviewer"', 'unknown = "fixed"', "rule[1].grant[1].if_unknown", "if-unknown-needed"),
        ("at_most = 4", "at_most = 4\nif_unknown = 1", "rule[1].grant[1].if_unknown", "if-unknown-idle"),
        ('scheme = "community"', 'scheme = "comunity"', "rule[1].grant[1].scheme", "no-such-scheme"),
        ('source = "zhejiang-catalogue"', 'source = "elsewhere"', "rule[1].source", "no-such-source"),
        ('classes = ["training"]', 'classes = ["trainings"]', "rule[1].match.classes", "one-of"),
        ('branches = ["33"]', "branches = []", "rule[1].match.branches", "list-empty"),
        ('branches = ["33"]', 'branches = ["33", "33"]', "rule[1].match.branches", "listed-twice"),
        ('branches = ["33"]', "branches = [33]", "rule[1].match.branches", "kind:texts"),
        ('evidence = ["project-code", "course-code"]', 'evidence = ["project"]', "rule[1].evidence", "one-of"),
        ('id = "other-training"', 'id = "zhejiang-training"', "rule[2].id", "id-twice"),
        ('id = "other-training"', 'id = "其他"', "rule[2].id", "id-form"),
        ('period = "total"', 'period = "year"', "scheme[1].cap", "period-twice"),
        ('title = "江苏分行', 'title = "江\\u0007苏分行', "title", "text"),
        ("[[rule.grant]]", "[[rule.grants]]", "rule[1].grants", "known-keys"),
        ("[rule.measure]", "[rule.mesure]", "rule[1].mesure", "known-keys"),
    ],
)
def test_what_is_wrong_is_told_by_key_and_reason(found, instead, key, reason):
    rules, faults = examine_rules(altered(found, instead))
    assert rules is None
    assert key in {fault.key for fault in faults}
    told = next(fault for fault in faults if fault.key == key)
    assert told.reason == reason or told.reason.partition(":")[0] == reason


def test_the_line_is_that_of_the_key():
    text = altered("step = 0.5", "step = 0.125")
    error = first_fault(text)
    assert error.facts["line"] == line_in(text, "step = 0.125")
    assert error.facts["key"] == "rule[1].grant[1].step"
    assert f"第 {error.facts['line']} 行" in describe(error, "zh")
    assert f"line {error.facts['line']}" in describe(error, "en")


def test_a_key_that_is_missing_is_told_by_the_line_of_its_table():
    text = altered('unknown = "reviewer"\n', "")
    assert first_fault(text).facts["line"] == line_in(text, "[rule.measure]")


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_lines():
    text = altered("step = 0.5", "step = 0.125").replace('period = "year"', 'period = "month"')
    _, faults = examine_rules(text)
    assert [fault.key for fault in faults] == ["scheme[1].cap[1].period", "rule[1].grant[1].step"]
    assert faults[0].line < faults[1].line


def test_what_is_no_toml_is_told_by_its_line_and_nothing_of_the_text():
    text = altered("version = 1", "version = = 1")
    error = first_fault(text)
    assert error.facts["reason"] == "not-toml"
    assert error.facts["line"] == line_in(text, "version = = 1")


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "9" * 6_000,
        "x = " + "[" * 20_000 + "]" * 20_000,
        "x = 1" + "0" * 4_000 + ".5",
        "",
        "rule = 1",
        "[rule]\nid = 'x'",
        "[[rule]]\nmatch = []",
    ],
    ids=["endless number", "endless brackets", "endless decimals", "empty", "no table", "one table", "a list"],
)
def test_hostile_or_empty_files_are_refused_with_a_reason_in_words(text):
    _, faults = examine_rules(text)
    assert faults
    for fault in faults:
        error = RulesInvalid(file="x.toml", line=fault.line, key=fault.key, reason=fault.reason)
        assert not re.search(r"[a-z]+-[a-z]+：", describe(error, "zh"))


def test_a_file_of_several_megabytes_is_refused_unread():
    _, faults = examine_rules("# " + "x" * (3 * MAX_FILE_BYTES))
    assert [fault.reason.partition(":")[0] for fault in faults] == ["too-large"]


def test_more_rules_than_a_set_may_have_are_refused():
    rule = GOOD[GOOD.index("# 沪、皖的培训") : GOOD.index("# 学历教育课程")]
    many = "".join(rule.replace("other-training", f"rule-{number}") for number in range(MAX_RULES + 1))
    _, faults = examine_rules(GOOD.replace(rule, many))
    assert any(fault.key == "rule" and fault.reason.startswith("count") for fault in faults)


def test_every_reason_that_the_reader_knows_has_words():
    known = REASONS["rules-invalid"]
    for _, faults in map(examine_rules, ("", "rule = 1", "[[rule]]\nx = 1", "branch = 1\nversion = 'x'")):
        for fault in faults:
            assert fault.reason in known or fault.reason.partition(":")[0] in known


def test_lines_are_found_past_comments_texts_on_several_lines_lists_and_quoted_keys():
    text = (
        '# a = 1\ntitle = """\n[not.a.table]\nx = 1\n"""\nlist = [ # ]\n  "a = [",\n  "b",\n]\n'
        "\n[[a.'b.c']]\nk = 1\n[[a.\"b.c\"]]\nk = { x = 1, y = [2] }\n[a.other]\nlast = '''\n'''\nend = 1\n"
    )
    assert tomllib.loads(text)
    lines = key_lines(text)
    assert lines["title",] == 2
    assert lines["list",] == 6
    assert lines["a", "b.c", 0, "k"] == 12
    assert lines["a", "b.c", 1, "k"] == 14
    assert lines["a", "other", "last"] == 16
    assert lines["a", "other", "end"] == 18
    assert line_of(lines, ("a", "b.c", 1, "k", "y")) == 14
    assert line_of(lines, ("nowhere",)) == 1


def test_the_guide_for_those_who_write_rules_names_every_key_and_every_value():
    guide = (ROOT / "docs/conversion-rules.zh-CN.md").read_text(encoding="utf-8")
    keys = {"adopted_on", "measure", "of"}
    for kind in (RuleSet, Source, Scheme, Cap, Rule, Grant):
        keys |= set(kind.__struct_fields__)
    stated = {"sources": "source", "schemes": "scheme", "rules": "rule", "caps": "scheme.cap", "grants": "rule.grant"}
    for key in keys - {"adopted_on"}:
        assert stated.get(key, key) in guide, key
    for values in (Measure, Period, WhenUnknown, Handling, OwnDeposit, OverCap, RoundingMode, Verdict):
        for value in values:
            assert f"`{value}`" in guide, value
    for one in AchievementClass:
        assert f"`{one.code}`" in guide

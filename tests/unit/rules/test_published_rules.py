"""Shows how a rule set travels and which of what was published counts."""

from datetime import date

import msgspec
import pytest

from federation.errors import Malformed, TooLarge
from federation.model.entry import MAX_HEADER_BYTES, Kind, encode_header, parse_header
from federation.model.standing import is_plain
from federation.rules.evaluation import evaluate
from federation.rules.outcome import CapUsage
from federation.rules.versions import PublishedRules, fold_versions, in_force
from federation.rules.wire import MAX_BODY_BYTES, encode_rules, parse_rules_body, rules_header
from federation.v1 import entry_pb2
from samples.rules import NAMES
from tests.support.rules import ON, item_of, shipped_rules

RULES = shipped_rules("jiangsu")


def version(number: int, **changes: object) -> PublishedRules:
    return PublishedRules(rules=msgspec.structs.replace(RULES, version=number, **changes), index=number * 10)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_rule_set_fits_into_an_entry_about_nobody_and_reads_back(name):
    rules = shipped_rules(name)
    header = parse_header(encode_header(rules_header(rules)))
    assert header.kind == Kind.RULES_PUBLISHED
    assert is_plain(header)
    assert parse_rules_body(header.plain_body) == rules


def test_the_same_rules_have_the_same_entry_and_others_another():
    later = msgspec.structs.replace(RULES, version=2)
    assert rules_header(RULES) == rules_header(shipped_rules("jiangsu"))
    assert rules_header(RULES).entry_id != rules_header(later).entry_id


def test_what_a_decision_is_by_reads_the_same_after_publication():
    published = parse_rules_body(encode_rules(RULES))
    assert evaluate(published, [item_of(1)], used=CapUsage(), on=ON) == evaluate(
        RULES, [item_of(1)], used=CapUsage(), on=ON
    )


def test_a_rule_set_of_several_megabytes_is_refused_in_writing_and_in_reading():
    rule = RULES.rules[0]
    titles = tuple(f"{'长' * 250}{number}" for number in range(200))
    rules = tuple(msgspec.structs.replace(rule, id=f"r{number}", titles=titles) for number in range(40))
    with pytest.raises(TooLarge):
        encode_rules(msgspec.structs.replace(RULES, rules=rules))
    with pytest.raises(TooLarge):
        parse_rules_body(bytes(5 * 1024 * 1024))
    assert MAX_BODY_BYTES < MAX_HEADER_BYTES


def test_more_of_anything_than_a_set_may_have_is_refused_before_it_is_read():
    body = entry_pb2.RuleSetBody.FromString(encode_rules(RULES))
    for _ in range(600):
        body.rules.add(id="x")
    with pytest.raises(Malformed):
        parse_rules_body(body.SerializeToString())


@pytest.mark.parametrize(
    ("field", "value"),
    [("adopted_on", ""), ("adopted_on", "2025-2-30"), ("valid_from", "20260101"), ("branch", "xx"), ("version", 0)],
)
def test_a_body_that_says_something_out_of_bounds_is_refused(field, value):
    body = entry_pb2.RuleSetBody.FromString(encode_rules(RULES))
    setattr(body, field, value)
    with pytest.raises(Malformed):
        parse_rules_body(body.SerializeToString())


def test_a_rounding_mode_of_a_later_version_is_refused_not_guessed():
    body = entry_pb2.RuleSetBody.FromString(encode_rules(RULES))
    body.rules[0].grants[0].rounding = "half-down"
    with pytest.raises(Malformed):
        parse_rules_body(body.SerializeToString())


def test_rules_that_nobody_adopted_are_not_published():
    with pytest.raises(Malformed):
        encode_rules(msgspec.structs.replace(RULES, adopted_on=None))


def test_versions_follow_one_another_and_what_does_not_is_void():
    published = [version(2), version(1), version(1, title="改过的第一版"), version(3), version(2), version(4)]
    versions = fold_versions("32", published)
    assert [one.rules.version for one in versions] == [1, 2]
    assert versions[0].rules.title == RULES.title


def test_a_version_never_changes_and_old_ones_stay_readable():
    versions = fold_versions("32", [version(1), version(1, title="另一版"), version(2, title="第二版")])
    assert [one.rules.title for one in versions] == [RULES.title, "第二版"]


def test_another_branchs_rules_in_a_log_are_void():
    assert fold_versions("33", [version(1)]) == ()


def test_the_newest_version_that_began_is_in_force():
    versions = (version(1), version(2, valid_from=date(2027, 1, 1)))
    assert in_force(versions, date(2026, 12, 31)) == versions[0]
    assert in_force(versions, date(2027, 1, 1)) == versions[1]
    assert in_force(versions, date(2025, 12, 31)) is None


def test_a_version_that_ended_brings_no_older_one_back():
    versions = (version(1), version(2, valid_from=date(2027, 1, 1), valid_until=date(2027, 6, 30)))
    assert in_force(versions, date(2027, 7, 1)) is None

"""Shows what holds of every rule set and every application: caps, order, whole numbers, rounding, and both codecs."""

import ast
import random
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import federation.rules
from federation.errors import CreditBankError
from federation.rules.amounts import amount_text, fraction_text
from federation.rules.bounds import faults_of
from federation.rules.evaluation import evaluate
from federation.rules.outcome import Candidate, CapUsage, Credit, Verdict, period_key
from federation.rules.outcome_wire import encode_outcome, parse_outcome
from federation.rules.reading import parse_rules
from federation.rules.rounding import RoundingMode, round_to_step
from federation.rules.ruling import ruling_faults
from federation.rules.toml_lines import key_lines
from federation.rules.trace_words import missing_words, reason_words, trace_words
from federation.rules.wire import encode_rules, parse_rules_body
from federation.rules.writing import rules_text
from tests.support.rules import ON, SCHEMES, applications, rule_sets, usages

settings.register_profile("rules", max_examples=60, deadline=None, derandomize=True)
RULES = settings.get_profile("rules")


@RULES
@given(rules=rule_sets())
def test_rule_sets_drawn_here_are_well_formed(rules):
    assert not list(faults_of(rules))


@RULES
@given(rules=rule_sets(), items=applications(), used=usages())
def test_no_cap_is_ever_exceeded_even_if_a_reviewer_grants_all_that_is_proposed(rules, items, used):
    outcomes = evaluate(rules, items, used=used, on=ON)
    for scheme in rules.schemes:
        granted = sum(one.credits for outcome in outcomes for one in outcome.grants if one.scheme == scheme.id)
        for cap in scheme.caps:
            before = used.credits.get((scheme.id, period_key(cap.period, ON)), 0)
            assert granted <= max(0, cap.credits - before)


@RULES
@given(rules=rule_sets(), items=applications(), used=usages(), seed=st.integers(0, 2**16))
def test_the_order_in_which_achievements_are_given_changes_nothing(rules, items, used, seed):
    places = list(range(len(items)))
    random.Random(seed).shuffle(places)
    outcomes = evaluate(rules, items, used=used, on=ON)
    shuffled = evaluate(rules, [items[place] for place in places], used=used, on=ON)
    assert [outcomes[place] for place in places] == list(shuffled)


@RULES
@given(rules=rule_sets(), items=applications(), used=usages())
def test_a_grant_is_a_positive_whole_number_within_its_own_limit_and_of_the_stated_step(rules, items, used):
    limits = {rule.id: rule.grants for rule in rules.rules}
    for outcome in evaluate(rules, items, used=used, on=ON):
        assert (outcome.verdict is Verdict.REJECTED) <= (not outcome.grants)
        codes = [line.code for line in outcome.trace]
        if "formula" in codes:
            assert codes[codes.index("formula") + 1] == "rounded"
        for credit in outcome.grants:
            assert type(credit.credits) is int
            assert credit.credits > 0
            fitting = [
                one
                for one in limits[outcome.rule]
                if (one.scheme, one.course) == (credit.scheme, credit.course)
                and (one.at_most is None or credit.credits <= one.at_most)
            ]
            assert fitting
        if (
            "formula" in codes
            and "at-most" not in codes
            and len(outcome.grants) == 1
            and len(limits[outcome.rule]) == 1
        ):
            assert outcome.grants[0].credits % limits[outcome.rule][0].step == 0


@RULES
@given(rules=rule_sets(), items=applications(), used=usages())
def test_a_course_is_granted_once_and_an_achievement_counted_once(rules, items, used):
    outcomes = evaluate(rules, items, used=used, on=ON)
    courses = [(one.scheme, one.course) for outcome in outcomes for one in outcome.grants if one.course]
    assert len(courses) == len(set(courses))
    assert used.courses.isdisjoint(courses)
    granted = [(item.branch, item.achievement_id) for item, one in zip(items, outcomes, strict=True) if one.grants]
    assert len(granted) == len(set(granted))


@RULES
@given(rules=rule_sets(), items=applications(), used=usages())
def test_whatever_comes_of_it_is_told_in_both_languages_without_gaps(rules, items, used):
    for outcome in evaluate(rules, items, used=used, on=ON):
        for language in ("zh", "en"):
            told = [trace_words(line, language) for line in outcome.trace]
            told += [missing_words(one, language) for one in outcome.missing]
            told.append(reason_words(outcome.reason, language))
            assert all(told)
            assert not any("—" in line or "{" in line for line in told)
        assert reason_words(outcome.reason, "zh") != outcome.reason


@RULES
@given(rules=rule_sets(), items=applications(), used=usages())
def test_what_the_rules_propose_a_reviewer_may_grant(rules, items, used):
    for outcome in evaluate(rules, items[:1], used=used, on=ON):
        assert ruling_faults(rules, outcome.grants, used=used, on=ON) == ()


@RULES
@given(rules=rule_sets(), used=usages(), amounts=st.lists(st.tuples(st.sampled_from(SCHEMES), st.integers(1, 3_000))))
def test_what_a_reviewer_may_grant_exceeds_no_cap(rules, used, amounts):
    ruling = [Credit(scheme=scheme, course="", credits=amount) for scheme, amount in amounts]
    if ruling_faults(rules, ruling, used=used, on=ON):
        return
    for scheme in rules.schemes:
        granted = sum(one.credits for one in ruling if one.scheme == scheme.id)
        for cap in scheme.caps if granted else ():
            assert granted + used.credits.get((scheme.id, period_key(cap.period, ON)), 0) <= cap.credits


@RULES
@given(rules=rule_sets())
def test_a_rule_set_written_as_a_file_reads_back_as_it_was(rules):
    assert parse_rules(rules_text(rules), file="rules.toml") == msgspec.structs.replace(rules, adopted_on=None)


@RULES
@given(rules=rule_sets())
def test_a_published_rule_set_reads_back_as_it_was(rules):
    body = encode_rules(rules)
    assert parse_rules_body(body) == rules
    assert encode_rules(parse_rules_body(body)) == body


@RULES
@given(rules=rule_sets(), items=applications(), used=usages())
def test_an_outcome_reads_back_as_it_was(rules, items, used):
    for outcome in evaluate(rules, items, used=used, on=ON):
        assert parse_outcome(encode_outcome(outcome)) == outcome


@RULES
@given(rules=rule_sets(), data=st.data())
def test_altered_bytes_of_a_rule_set_are_refused_or_read_within_bounds(rules, data):
    body = bytearray(encode_rules(rules))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = parse_rules_body(bytes(body))
    except CreditBankError:
        return
    assert not list(faults_of(read))


@RULES
@given(data=st.binary(max_size=300))
def test_any_bytes_are_an_outcome_or_refused(data):
    try:
        outcome = parse_outcome(data)
    except CreditBankError:
        return
    assert outcome.verdict in Verdict


@given(
    numerator=st.integers(0, 10**12),
    denominator=st.integers(1, 10**7),
    step=st.integers(1, 10**4),
    mode=st.sampled_from(RoundingMode),
)
@example(numerator=5, denominator=2, step=1, mode=RoundingMode.HALF_EVEN)
@example(numerator=7, denominator=2, step=1, mode=RoundingMode.HALF_EVEN)
def test_rounding_is_that_of_decimal_arithmetic(numerator, denominator, step, mode):
    from fractions import Fraction

    exact = Fraction(numerator, denominator * step)
    floor = exact.numerator // exact.denominator
    rest = exact - floor
    expected = {
        RoundingMode.DOWN: floor,
        RoundingMode.UP: floor + (rest > 0),
        RoundingMode.HALF_UP: floor + (rest >= Fraction(1, 2)),
        RoundingMode.HALF_EVEN: round(exact),
    }[mode]
    assert round_to_step(numerator, denominator, step=step, mode=mode) == expected * step


@pytest.mark.parametrize(("numerator", "denominator", "step"), [(-1, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_rounding_takes_nothing_out_of_range(numerator, denominator, step):
    with pytest.raises(ValueError):
        round_to_step(numerator, denominator, step=step, mode=RoundingMode.DOWN)


@given(amount=st.integers(0, 10**9), divisor=st.integers(1, 10**6))
def test_amounts_are_written_as_they_are(amount, divisor):
    assert Decimal(amount_text(amount)) * 100 == amount
    written = fraction_text(amount, divisor)
    difference = Decimal(amount) / (100 * Decimal(divisor)) - Decimal(written.rstrip("…"))
    assert Decimal(0) <= difference < Decimal("0.0001") + Decimal("1e-20")
    assert written.endswith("…") == (amount * 10_000 % (divisor * 100) != 0)


def test_no_module_of_the_rules_computes_with_floats():
    for path in Path(federation.rules.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not isinstance(node, ast.Div), path.name
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path.name
            assert not (isinstance(node, ast.Name) and node.id == "float"), path.name


@given(text=st.text(alphabet="ab=[]{}\"'#.\n\\ ,1", max_size=80))
def test_lines_are_looked_for_in_any_text_without_failing(text):
    assert all(line >= 1 for line in key_lines(text).values())


def test_nothing_about_the_person_shows_in_a_candidates_representation():
    from tests.support.rules import item_of

    assert "家政" not in repr(item_of(1))
    assert isinstance(msgspec.structs.replace(item_of(1), index=2), Candidate)
    assert CapUsage().credits == {}

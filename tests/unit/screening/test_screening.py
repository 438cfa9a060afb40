"""All rules together: order doesn't matter, honest years stay quiet, nothing unmasked, rules are data."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import msgspec
import pytest

from adapters.screening.facts import Facts, ResultFact, RunKey
from adapters.screening.findings import MAX_EVIDENCE_LINES, MAX_REFS, Finding
from adapters.screening.sampling import sample
from adapters.zhejiang.screening.rulebook import RULES_FILE, in_force, load_rules
from adapters.zhejiang.screening.screening import CHECKS, check_rules, screen
from federation.errors import ConfigurationInvalid
from tests.support.repository import ROOT
from tests.support.screened_year import HonestYear, neighbours, project, resident, results_of, session
from tests.support.screening import ON, rule_with


@dataclass(frozen=True)
class Spoilt:
    """An honest year into which something of each kind was put, and what screening said of it."""

    facts: Facts
    found: list[Finding]


@pytest.fixture(scope="module")
def spoilt() -> Spoilt:
    year = HonestYear(units=8)
    first = len(year.results)
    crowded = project("P3301852690001", target_groups=("老年群体",), scale=20)
    cloned = project("P3301852690002", "Z330185000990", scale=None)
    people = neighbours(40, (20, 30), seed=77) + [resident("330185", date(1999, 1, 1), 100 + at) for at in range(10)]
    results = results_of(people, crowded, first) + results_of(people, cloned, first + 100)
    sessions = [session(crowded, people, "08:00", "20:00"), session(cloned, people, "09:00", "11:00")]
    facts = Facts(
        projects=[*year.projects, crowded, cloned],
        results=[*year.results, *results],
        sessions=[*year.sessions, *sessions],
        evaluations=year.evaluations,
    )
    return Spoilt(facts, screen(facts, ON))


def test_an_honest_year_raises_hardly_anything() -> None:
    year = HonestYear(seed=2, units=25)
    found = screen(year.facts, ON)
    assert len({ref for finding in found for ref in finding.refs}) < len(year.results) / 500


def test_what_was_put_into_an_honest_year_is_found_in_its_place(spoilt: Spoilt) -> None:
    crowded = {finding.rule for finding in spoilt.found if finding.project_code == "P3301852690001"}
    assert crowded >= {
        "scale-exceeded",
        "age-outside-target-group",
        "consecutive-numbers",
        "invented-numbers",
        "two-places-at-once",
        "impossible-hours-a-day",
    }
    assert "cloned-roster" in {finding.rule for finding in spoilt.found if finding.unit_code == "Z330185000990"}


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_facts_does_not_matter(spoilt: Spoilt, seed: int) -> None:
    random = Random(seed)
    shuffled = Facts(
        **{name: random.sample(held, len(held)) for name, held in msgspec.structs.asdict(spoilt.facts).items()}
    )
    assert screen(shuffled, ON) == spoilt.found


def test_facts_may_come_as_generators(spoilt: Spoilt) -> None:
    once = Facts(**{name: iter(held) for name, held in msgspec.structs.asdict(spoilt.facts).items()})
    assert screen(once, ON) == spoilt.found


def test_no_finding_shows_a_number_or_a_persons_key(spoilt: Spoilt) -> None:
    numbers = {one.document_number for one in spoilt.facts.results}
    for finding in spoilt.found:
        told = str(msgspec.to_builtins(finding))
        assert not re.search(r"(?<![0-9A-Z])[0-9]{17}[0-9X]", told)
        assert not any(number in told for number in numbers)


def test_facts_dont_show_people_in_traces(spoilt: Spoilt) -> None:
    row: ResultFact = next(iter(spoilt.facts.results))
    assert row.document_number not in repr(row)
    assert "b'" not in repr(next(iter(spoilt.facts.sessions)))


def test_findings_are_bounded_and_say_how_much_there_is() -> None:
    huge = project(scale=10)
    (finding,) = screen(
        Facts(projects=[huge], results=results_of(neighbours(400), huge)), ON, [rule_with("scale-exceeded")]
    )
    assert (len(finding.refs), finding.ref_count) == (MAX_REFS, 390)
    assert len(finding.evidence) <= MAX_EVIDENCE_LINES


def test_every_finding_says_rule_edition_threshold_and_evidence_in_chinese(spoilt: Spoilt) -> None:
    editions = {(rule.code, rule.edition) for rule in load_rules()}
    for finding in spoilt.found:
        assert (finding.rule, finding.edition) in editions
        for text in (finding.title, finding.threshold, finding.measured, *finding.evidence):
            assert re.search(r"[\u4e00-\u9fff]", text)
        assert finding.evidence
        assert finding.refs == tuple(sorted(set(finding.refs)))


def test_results_of_a_project_that_nobody_knows_are_screened_as_far_as_they_go() -> None:
    unknown = project("P3301852690009")
    counted = results_of([resident("330185", date(1980, 1, 1), 100 + at) for at in range(10)], unknown)
    assert {finding.rule for finding in screen(Facts(projects=[], results=counted), ON)} == {
        "consecutive-numbers",
        "invented-numbers",
    }


def test_every_rule_has_dated_data_and_every_edition_a_source_and_a_sentence() -> None:
    rules = load_rules()
    check_rules(rules)
    assert {rule.code for rule in rules} == set(CHECKS)
    for rule in rules:
        assert "浙学银〔2019〕2号 三·（三）" in rule.source
        assert rule.explanation.endswith("。")


def test_the_documents_explain_every_rule_by_code_title_and_threshold() -> None:
    text = (ROOT / "docs" / "screening.md").read_text(encoding="utf-8")
    for rule in load_rules():
        section = text.split(f"`{rule.code}`")[1]
        assert rule.title in text
        assert section
        for name in rule.thresholds:
            assert f"`{name}`" in text, f"{rule.code}: {name}"


def test_a_later_edition_applies_from_its_day_on(tmp_path: Path) -> None:
    later = RULES_FILE.read_text(encoding="utf-8").split("[[rule]]")[1]
    later = later.replace('"2026-1"', '"2027-1"').replace("2019-05-06", "2027-01-01")
    path = tmp_path / "rules.toml"
    path.write_text(RULES_FILE.read_text(encoding="utf-8") + "\n[[rule]]" + later, encoding="utf-8")
    rules = load_rules(path)
    assert in_force(rules, date(2026, 12, 31))["scale-exceeded"].edition == "2026-1"
    assert in_force(rules, date(2027, 1, 1))["scale-exceeded"].edition == "2027-1"
    assert in_force(rules, date(2019, 5, 5)) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("over_percent = 25", "over_per_cent = 25"),
        ("over_percent = 25", 'over_percent = "25"'),
        ('code = "scale-exceeded"', 'code = "scale-surpassed"'),
        ('severity = "hint"', 'severity = "mild"'),
        ("valid_from = 2019-05-06", "valid_from = 5"),
        ("[[rule]]", "[[rule"),
    ],
)
def test_a_file_with_a_wrong_key_value_or_rule_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULES_FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationInvalid):
        check_rules(load_rules(path))


def test_two_editions_of_one_day_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    text = RULES_FILE.read_text(encoding="utf-8")
    path.write_text(text + "\n[[rule]]" + text.split("[[rule]]")[1], encoding="utf-8")
    with pytest.raises(ConfigurationInvalid):
        load_rules(path)


RUNS = [RunKey(f"P33018526{number:05d}", 1 + number % 2) for number in range(200)]


def test_a_sample_is_the_same_for_the_same_seed_in_whatever_order_runs_come() -> None:
    drawn = sample(RUNS, "2026-12-31 核查", count=10)
    assert drawn == sample(reversed(RUNS + RUNS), "2026-12-31 核查", count=10)
    assert drawn != sample(RUNS, "another seed", count=10)
    assert drawn == sample(RUNS, "2026-12-31 核查", share=Fraction(1, 20))


def test_a_larger_sample_contains_the_smaller_and_a_share_is_rounded_up() -> None:
    assert sample(RUNS, "s", count=50)[:10] == sample(RUNS, "s", count=10)
    assert len(sample(RUNS[:3], "s", share=Fraction(1, 100))) == 1
    assert len(sample(RUNS, "s", count=1000)) == 200
    assert sample([], "s", share=Fraction(1, 2)) == []


@pytest.mark.parametrize("asked", [{}, {"count": 1, "share": Fraction(1)}, {"share": Fraction(3, 2)}, {"count": -1}])
def test_a_sample_needs_one_sensible_size(asked: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        sample(RUNS, "s", **asked)  # type: ignore[arg-type]

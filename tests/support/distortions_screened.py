"""A generated year as the screening reads it, and what came of the screening beside the truth.

Only what a node would know goes over: no strength, no form, no trace of what is honest. What a finding
accuses are the rows that it points at; a planted row is found if a rule made for its kind points at it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from adapters.screening import findings as finding_bounds
from adapters.screening.facts import EvaluationFact, Facts, ProjectFact, ResultFact, RunKey, SessionFact
from adapters.screening.findings import Finding
from adapters.zhejiang.screening.screening import screen
from federation.model.document import DocumentType
from tests.support.distortions.facts import Evaluation, Kind, Planted, Project, Year

HUNDREDTHS = 100
RULES_OF: Mapping[Kind, frozenset[str]] = {
    Kind.OVER_SCALE: frozenset({"scale-exceeded"}),
    Kind.TWO_PLACES: frozenset({"two-places-at-once"}),
    Kind.IMPOSSIBLE_HOURS: frozenset({"impossible-hours-a-day"}),
    Kind.CLONED_ROSTER: frozenset({"cloned-roster"}),
    Kind.INVENTED_NUMBERS: frozenset({"invented-numbers", "consecutive-numbers"}),
    Kind.UNFITTING_AGES: frozenset({"age-outside-target-group"}),
    Kind.DEADLINE_BURST: frozenset({"burst-before-deadline"}),
    Kind.IDENTICAL_EVALUATIONS: frozenset({"identical-evaluations"}),
}
"""The rules that were made for a kind: only they can find it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFound:
    """One line of the table: of a kind's instances how many were found, and what its rules accuse wrongly.

    Attributes:
        honest_accused: honest rows that some finding of the kind's rules points at.
        missed: ids of instances that no finding of these rules points at.
    """

    kind: Kind
    planted: int
    found: int
    honest_accused: int
    missed: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Which part was found; 1 of none."""
        return self.found / self.planted if self.planted else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """The whole table; `honest_accused` are the different honest rows that any finding points at."""

    kinds: tuple[KindFound, ...]
    honest: int
    honest_accused: int
    findings: int

    @property
    def share_accused(self) -> float:
        """Which part of the honest rows is accused at all."""
        return self.honest_accused / self.honest


def run_keys(year: Year) -> dict[str, RunKey]:
    """The project and number of each run, as results say it: a project's runs are counted from 1."""
    counted: Counter[str] = Counter()
    keys = {}
    for run in year.runs:
        counted[run.project] += 1
        keys[run.code] = RunKey(run.project, counted[run.project])
    return keys


def screened_facts(year: Year) -> Facts:
    """The year's facts; a result's `ref` is its place in `year.results`."""
    keys = run_keys(year)
    born = {person.number: person.birth for person in year.people}
    return Facts(
        projects=map(_project, year.projects),
        results=(
            ResultFact(
                ref=at,
                person=row.person,
                document_type=DocumentType.RESIDENT_ID,
                document_number=row.person,
                birth_date=born[row.person],
                project_code=row.project,
                course_code=row.course,
                run=keys[row.run].run,
                unit_code=row.unit,
                achieved_on=row.achieved,
                filed_at=row.filed,
                training_hours=row.training_hours * HUNDREDTHS,
            )
            for at, row in enumerate(year.results)
        ),
        sessions=_sessions(year, keys),
        evaluations=(
            EvaluationFact(
                project_code=keys[one.run].project_code,
                run=keys[one.run].run,
                person=one.person,
                outcome="",
                score=str(one.score),
                text=one.words,
                line=line,
            )
            for one, line in _with_lines(year.evaluations)
        ),
    )


def every_row(year: Year, on: date) -> list[Finding]:
    """The findings of a year with all their rows, however many: what is shown to people lists only the first."""
    shown = finding_bounds.MAX_REFS
    finding_bounds.MAX_REFS = len(year.results)
    try:
        return screen(screened_facts(year), on)
    finally:
        finding_bounds.MAX_REFS = shown


def detection(year: Year, truth: Sequence[Planted], found: Iterable[Finding]) -> Detection:
    """What the findings come to beside the truth.

    Args:
        year: all rows.
        truth: what was planted among them.
        found: findings with all their rows (`every_row`).
    """
    places = {row.code: at for at, row in enumerate(year.results)}
    planted = {places[code] for one in truth for code in one.results}
    # Rows that necessarily stand in the evidence (the class that was copied) are neither honest nor planted here.
    involved = {places[code] for one in truth for code in one.involved_results}
    accused: dict[str, set[int]] = defaultdict(set)
    findings = list(found)
    for finding in findings:
        accused[finding.rule].update(finding.refs)
    honest = len(year.results) - len(planted | involved)
    kinds = tuple(_kind(kind, rules, truth, places, accused, planted | involved) for kind, rules in RULES_OF.items())
    everybody = set().union(*accused.values()) if accused else set()
    return Detection(
        kinds=kinds,
        honest=honest,
        honest_accused=len(everybody - planted - involved),
        findings=len(findings),
    )


def _kind(
    kind: Kind,
    rules: Collection[str],
    truth: Iterable[Planted],
    places: Mapping[str, int],
    accused: Mapping[str, set[int]],
    not_honest: set[int],
) -> KindFound:
    rows = set().union(*(accused.get(rule, set()) for rule in rules))
    instances = [one for one in truth if one.kind is kind]
    missed = tuple(one.id for one in instances if rows.isdisjoint(places[code] for code in one.results))
    return KindFound(
        kind=kind,
        planted=len(instances),
        found=len(instances) - len(missed),
        honest_accused=len(rows - not_honest),
        missed=missed,
    )


def _project(one: Project) -> ProjectFact:
    return ProjectFact(
        project_code=one.code,
        unit_code=one.unit,
        county=one.county,
        category=one.category,
        target_groups=one.target_groups,
        scale=one.scale,
        training_hours=one.training_hours * HUNDREDTHS,
        starts_on=one.starts,
        ends_on=one.ends,
        year=one.year,
        quarter=one.quarter,
        first_quarter=one.quarter,
    )


def _with_lines(evaluations: Iterable[Evaluation]) -> Iterator[tuple[Evaluation, int]]:
    """Each with its line of its run's sheet, from 1 on."""
    lines: Counter[str] = Counter()
    for one in evaluations:
        lines[one.run] += 1
        yield one, lines[one.run]


def _sessions(year: Year, keys: Mapping[str, RunKey]) -> Iterator[SessionFact]:
    places = {run.code: run.place for run in year.runs}
    for one in year.sessions:
        yield SessionFact(
            project_code=keys[one.run].project_code,
            run=keys[one.run].run,
            date=one.day,
            start=one.starts,
            end=one.ends,
            place=places[one.run],
            present=one.signed_in,
        )

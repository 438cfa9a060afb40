"""What a year of training leaves behind, in plain values that know neither the node nor its adapters.

Everything refers to everything else by code: a result to its run, a run to its course and
project, a project to its unit (the school), all of them to people by document number. Dates
and times of day are Chinese local time. Hours are whole hours of the clock (60 minutes).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """An acceptance point: an adult school in a county (a GB/T 2260 code of six digits)."""

    code: str
    county: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A made-up person; `sex` is the GB/T 2261.1 code, `county` where they live (not where they were born)."""

    number: str = field(repr=False)
    name: str
    sex: str
    birth: date
    county: str
    household: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course of a project and how long it lasts."""

    code: str
    name: str
    training_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A declared training project.

    `scale` is how many different people all its runs together are for. `starts` and `ends` bound
    its sessions; results can be filed up to and including `filing_closes`, the quarter's last day.
    """

    code: str
    unit: str
    county: str
    name: str
    category: str
    target_groups: tuple[str, ...]
    scale: int
    training_hours: int
    year: int
    quarter: int
    starts: date
    ends: date
    filing_closes: date
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One holding (期次) of a course; `learners` is the roster, document numbers in the order of the sheet."""

    code: str
    project: str
    course: str
    unit: str
    teacher: str
    place: str
    learners: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One meeting of a run, with the sign-in sheet: the document numbers of those who came."""

    code: str
    run: str
    day: date
    starts: time
    ends: time
    signed_in: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a learner is said to have achieved; `filed` is aware (UTC+8), rows of one workbook share it."""

    code: str
    person: str
    unit: str
    project: str
    course: str
    run: str
    achieved: date
    filed: datetime
    training_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The teacher's line about a learner: a score from 0 to 100, and words (a grade, a phrase or both)."""

    run: str
    person: str
    score: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Everything of one year; results stand in the order in which they were filed."""

    schools: tuple[School, ...]
    people: tuple[Person, ...]
    projects: tuple[Project, ...]
    runs: tuple[Run, ...]
    sessions: tuple[Session, ...]
    results: tuple[Result, ...]
    evaluations: tuple[Evaluation, ...]


class Kind(StrEnum):
    """What can be wrong with a year."""

    OVER_SCALE = "over-scale"
    TWO_PLACES = "two-places"
    IMPOSSIBLE_HOURS = "impossible-hours"
    CLONED_ROSTER = "cloned-roster"
    INVENTED_NUMBERS = "invented-numbers"
    UNFITTING_AGES = "unfitting-ages"
    DEADLINE_BURST = "deadline-burst"
    IDENTICAL_EVALUATIONS = "identical-evaluations"


class Strength(StrEnum):
    """How bold the cheat was."""

    MODERATE = "moderate"
    CLEAR = "clear"
    BLATANT = "blatant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """The truth about one planted distortion.

    `results`, `runs`, `projects` and `units` came with it: none of these results is honest, even
    where a row has a real neighbour in it who only lends the scene credibility. `people` are those
    whom the trick turns on. `involved_*` are the honest rows that necessarily show in the evidence:
    the roster that was copied, the class where the person really sat.
    """

    id: str
    kind: Kind
    form: str
    strength: Strength
    units: tuple[str, ...]
    projects: tuple[str, ...]
    runs: tuple[str, ...]
    results: tuple[str, ...]
    people: tuple[str, ...]
    involved_runs: tuple[str, ...] = ()
    involved_results: tuple[str, ...] = ()

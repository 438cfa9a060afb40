"""What is screened: filed results, the projects they belong to, sessions held, evaluations given.

A person is an opaque key, equal for the same person in results, sessions and evaluations (a subject
token will do). Codes are upper case and checked before; `run` counts from 1, 0 if a row didn't say.

Source: 浙学银〔2019〕2号 二·（二） (what a ledger holds), 三·（二） (results against codes).
"""

from collections.abc import Iterable
from datetime import date, datetime, time

import msgspec

PersonKey = bytes | str


class RunKey(msgspec.Struct, frozen=True, order=True, gc=False):
    """One run (期次) of a project; orders by code, then run."""

    project_code: str
    run: int


class ResultFact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One filed result that stands.

    Attributes:
        ref: index of its entry in the branch's own log; no two facts share one.
        document_type: code of `federation.model.document.DocumentType`.
        document_number: canonical; read by the rules on numbers, kept by none.
        birth_date: as the document states it, or as was filed with one that states none.
        unit_code: institution code of the unit whose result it is.
        achieved_on: the day the person finished.
        filed_at: aware; when it was deposited.
        training_hours: hundredths of an hour; None if neither row nor catalogue says.
    """

    ref: int
    person: PersonKey
    document_type: int
    document_number: str
    birth_date: date | None
    project_code: str
    course_code: str
    run: int
    unit_code: str
    achieved_on: date
    filed_at: datetime
    training_hours: int | None

    def __repr__(self) -> str:
        """Shows where the row is, nothing of the person."""
        return f"ResultFact(ref={self.ref}, project_code={self.project_code!r}, run={self.run})"


class ProjectFact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A catalogued project, as its newest edition has it.

    Attributes:
        county: region code, 6 digits.
        category: label (one of the 18, or the unit's own wording).
        target_groups: labels, own wording allowed; empty if none was stated.
        scale: people declared; None if none was.
        training_hours: hundredths of an hour.
        starts_on, ends_on: the project's own period, if it states one.
        year, quarter: the catalogue's quarter; the last, where quarters are joined.
        first_quarter: the first of joined quarters; `quarter` itself otherwise.
    """

    project_code: str
    unit_code: str
    county: str
    category: str
    target_groups: tuple[str, ...]
    scale: int | None
    training_hours: int | None
    starts_on: date | None
    ends_on: date | None
    year: int
    quarter: int
    first_quarter: int


class SessionFact(msgspec.Struct, frozen=True, kw_only=True):
    """One session of a run, from its sign-in sheet (签到表).

    Attributes:
        start, end: local time of `date`; `end` is after `start`.
        place: as written; empty if not stated.
        present: who signed.
    """

    project_code: str
    run: int
    date: date
    start: time
    end: time
    place: str
    present: tuple[PersonKey, ...]

    def __repr__(self) -> str:
        """Shows which session it is, not who was there."""
        return f"SessionFact(project_code={self.project_code!r}, run={self.run}, date={self.date})"


class EvaluationFact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of a run's evaluation sheet (学习成果评价表); texts are empty where nothing was written.

    Attributes:
        line: its place on the sheet, from 1 on; 0 if that isn't known.
    """

    project_code: str
    run: int
    person: PersonKey
    outcome: str
    score: str
    text: str
    line: int = 0

    def __repr__(self) -> str:
        """Shows the run alone."""
        return f"EvaluationFact(project_code={self.project_code!r}, run={self.run})"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that one screening reads; each iterable is read once, in whatever order it comes."""

    projects: Iterable[ProjectFact]
    results: Iterable[ResultFact]
    sessions: Iterable[SessionFact] = ()
    evaluations: Iterable[EvaluationFact] = ()

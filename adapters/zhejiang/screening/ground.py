"""The facts as columns: what half a million rows can be held in, some 70 bytes each.

Rows are held in order of their entries, so nothing depends on the order in which facts came. People
become small numbers. Of a resident number region, birth date and sequence are kept.

Source: GB 11643 (structure of the number).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from adapters.screening.facts import EvaluationFact, Facts, PersonKey, ProjectFact, ResultFact, RunKey
from adapters.screening.facts import SessionFact as Session
from federation.model.document import DocumentType, check_character, mask_number

UNKNOWN = -1
RESIDENT_TYPES = (DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT)
# China has had one time zone, without summer time, since 1992.
LOCAL_OFFSET_S = 8 * 3600
DAY_S = 86_400
EPOCH_DAY = date(1970, 1, 1).toordinal()


class Held(NamedTuple):
    """A session: local day (ordinal), minutes of the day, who was there (small numbers)."""

    day: int
    start: int
    end: int
    run: int
    place: str
    present: "array[int]"


class Evaluated(NamedTuple):
    """One person's evaluation; the text folded, the line of the sheet 0 if unknown."""

    person: int
    outcome: str
    score: str
    text: str
    line: int


class Ground:
    """Everything that is screened, indexed by row, run, unit and person.

    Attributes:
        projects: by code.
        refs, persons, runs, achieved, filed, hours, regions, births, sequences: one value a row;
            `achieved` days as ordinals, `filed` seconds since 1970, `hours` hundredths or `UNKNOWN`,
            `regions` 0, `births` 0 and `sequences` `UNKNOWN` where the document states none.
        keys: of each run; `units`: the unit of each run.
        sessions: by day and start.
        evaluations: by run.
    """

    def __init__(self, facts: Facts) -> None:
        self.projects: dict[str, ProjectFact] = {fact.project_code: fact for fact in facts.projects}
        self.refs = array("q")
        self.persons = array("l")
        self.runs = array("l")
        self.achieved = array("l")
        self.filed = array("q")
        self.hours = array("q")
        self.regions = array("l")
        self.births = array("l")
        self.sequences = array("l")
        self.keys: list[RunKey] = []
        self.units: list[str] = []
        self._run_numbers: dict[tuple[str, int], int] = {}
        self._person_numbers: dict[PersonKey, int] = {}
        self._read_results(facts.results)
        self._put_in_order()
        self.rows_of_run: list[array[int]] = self._rows_by_run()
        self.sessions: list[Held] = self._read_sessions(facts.sessions)
        self.evaluations: Mapping[int, list[Evaluated]] = self._read_evaluations(facts.evaluations)
        self._person_numbers.clear()

    def __len__(self) -> int:
        return len(self.refs)

    def people_of(self, run: int) -> set[int]:
        """Who has a result in a run."""
        return {self.persons[row] for row in self.rows_of_run[run]}

    def filled_runs(self) -> Iterator[int]:
        """Runs with results, by key."""
        numbers = [run for run in range(len(self.keys)) if self.rows_of_run[run]]
        return iter(sorted(numbers, key=self.keys.__getitem__))

    def runs_of_projects(self) -> dict[str, list[int]]:
        """Runs with results by project code, each in order."""
        grouped: dict[str, list[int]] = defaultdict(list)
        for run in self.filled_runs():
            grouped[self.keys[run].project_code].append(run)
        return grouped

    def runs_of_units(self) -> dict[str, list[int]]:
        """Runs with results by unit, each in order."""
        grouped: dict[str, list[int]] = defaultdict(list)
        for run in self.filled_runs():
            grouped[self.units[run]].append(run)
        return grouped

    def refs_of(self, people: Iterable[int], runs: Iterable[int]) -> list[int]:
        """The entries of some people in some runs."""
        wanted = set(people)
        return [self.refs[row] for run in runs for row in self.rows_of_run[run] if self.persons[row] in wanted]

    def rows_of_repeaters(self) -> dict[int, list[int]]:
        """Rows of everybody who has results in more than one run, by person."""
        first: dict[int, int] = {}
        repeaters: set[int] = set()
        for person, run in zip(self.persons, self.runs, strict=True):
            if first.setdefault(person, run) != run:
                repeaters.add(person)
        grouped: dict[int, list[int]] = {person: [] for person in repeaters}
        for row, person in enumerate(self.persons):
            if person in repeaters:
                grouped[person].append(row)
        return grouped

    def filed_day(self, row: int) -> int:
        """The local day on which a row was filed, as an ordinal."""
        return (self.filed[row] + LOCAL_OFFSET_S) // DAY_S + EPOCH_DAY

    def masked(self, row: int) -> str:
        """The row's resident number for people's eyes."""
        born = date.fromordinal(self.births[row])
        first17 = f"{self.regions[row]:06d}{born:%Y%m%d}{self.sequences[row]:03d}"
        return mask_number(first17 + check_character(first17))

    def _run_number(self, project_code: str, run: int, unit_code: str) -> int:
        number = self._run_numbers.get((project_code, run))
        if number is None:
            number = self._run_numbers[project_code, run] = len(self.keys)
            self.keys.append(RunKey(project_code, run))
            project = self.projects.get(project_code)
            self.units.append(project.unit_code if project else unit_code)
        elif project_code not in self.projects and unit_code and unit_code < self.units[number]:
            # Without a project the least unit named by the rows, so that their order doesn't matter.
            self.units[number] = unit_code
        return number

    def _person_number(self, person: PersonKey) -> int:
        return self._person_numbers.setdefault(person, len(self._person_numbers))

    def _read_results(self, results: Iterable[ResultFact]) -> None:
        for fact in results:
            self.refs.append(fact.ref)
            self.persons.append(self._person_number(fact.person))
            self.runs.append(self._run_number(fact.project_code, fact.run, fact.unit_code))
            self.achieved.append(fact.achieved_on.toordinal())
            self.filed.append(int(fact.filed_at.timestamp()))
            self.hours.append(UNKNOWN if fact.training_hours is None else fact.training_hours)
            number = fact.document_number
            born = fact.birth_date
            self.births.append(born.toordinal() if born else 0)
            if born and fact.document_type in RESIDENT_TYPES and len(number) == 18 and number[:17].isdigit():
                self.regions.append(int(number[:6]))
                self.sequences.append(int(number[14:17]))
            else:
                self.regions.append(0)
                self.sequences.append(UNKNOWN)

    def _put_in_order(self) -> None:
        order = sorted(range(len(self.refs)), key=self.refs.__getitem__)
        for name in ("refs", "persons", "runs", "achieved", "filed", "hours", "regions", "births", "sequences"):
            column: array[int] = getattr(self, name)
            setattr(self, name, array(column.typecode, map(column.__getitem__, order)))

    def _rows_by_run(self) -> "list[array[int]]":
        grouped = [array("l") for _ in self.keys]
        for row, run in enumerate(self.runs):
            grouped[run].append(row)
        return grouped

    def _read_sessions(self, sessions: Iterable[Session]) -> list[Held]:
        held = []
        for fact in sessions:
            run = self._run_number(fact.project_code, fact.run, "")
            if run == len(self.rows_of_run):
                self.rows_of_run.append(array("l"))
            start = fact.start.hour * 60 + fact.start.minute
            end = fact.end.hour * 60 + fact.end.minute
            present = array("l", sorted({self._person_number(person) for person in fact.present}))
            held.append(Held(fact.date.toordinal(), start, end, run, "".join(fact.place.split()), present))
        return sorted(held, key=lambda one: (one.day, one.start, one.end, self.keys[one.run], one.place))

    def _read_evaluations(self, evaluations: Iterable[EvaluationFact]) -> dict[int, list[Evaluated]]:
        grouped: dict[int, list[Evaluated]] = defaultdict(list)
        texts: dict[str, str] = {}
        for fact in evaluations:
            run = self._run_number(fact.project_code, fact.run, "")
            if run == len(self.rows_of_run):
                self.rows_of_run.append(array("l"))
            folded = "".join(letter for letter in fact.text if letter.isalnum())
            text = texts.setdefault(folded, folded)
            person = self._person_number(fact.person)
            grouped[run].append(Evaluated(person, fact.outcome, fact.score.strip(), text, fact.line))
        return grouped

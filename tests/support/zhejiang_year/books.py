"""The year's workbooks of results, as schools and sub-centres hand them in: real files, some rows of them wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from xlsxwriter import Workbook

from adapters.zhejiang.coding import course_code, project_code
from adapters.zhejiang.dual_certificate import DUAL_CERTIFICATE
from adapters.zhejiang.results import RESULTS
from samples.people import Person
from samples.workbooks import Value
from tests.support.workbooks import headers_of
from tests.support.zhejiang_year.plan import Plan, School, Training

Row = list[Value]


FIRST_RUN, RUNS_STATED_EACH = "第1期", 2
"""Every so manieth project's rows say which run they are of; there is no more than the first."""


class Coded(NamedTuple):
    """A project's codes in the catalogue: its own, and its courses' in order."""

    code: str
    courses: tuple[str, ...]


@dataclass(slots=True)
class Book:
    """A workbook of results and what importing it must come to."""

    path: Path
    accepted: int = 0
    duplicate: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """All of them."""
        return self.accepted + self.duplicate + self.refused.total()


class ResultBooks:
    """Writes workbooks of results by code."""

    def __init__(self, plan: Plan, folder: Path, catalogue: Mapping[int, Coded], *, wrong_each: int) -> None:
        """Prepares it.

        Args:
            plan: what happened.
            folder: where they are written.
            catalogue: each training's entry, by its number.
            wrong_each: one wrong row, and one written twice, for so many right ones; 0 for none.
        """
        self._plan = plan
        self._folder = folder
        self._catalogue = catalogue
        self._wrong_each = wrong_each
        self._strangers = 0
        self._kinds = 0

    def write(self, name: str, trainings: Sequence[Training], elsewhere: Training | None) -> Book:
        """One workbook; `elsewhere` is a project of a unit that whoever files doesn't file for."""
        book = Book(self._folder / name)
        write_sheet(book.path, RESULTS.title, headers_of(RESULTS), self._rows(book, trainings, elsewhere))
        return book

    def _rows(self, book: Book, trainings: Sequence[Training], elsewhere: Training | None) -> Iterator[Row]:
        for one in trainings:
            project = self._catalogue[one.number]
            for course, person in self._plan.results(one):
                row = _result_row(person, project, course, one)
                yield row
                book.accepted += 1
                if self._wrong_each and book.accepted % self._wrong_each == 0:
                    yield list(row)
                    book.duplicate += 1
                    code, wrong = self._wrong(one, trainings, elsewhere)
                    yield wrong
                    book.refused[code] += 1

    def _wrong(self, training: Training, trainings: Sequence[Training], elsewhere: Training | None) -> tuple[str, Row]:
        self._strangers += 1
        self._kinds += 1
        project = self._catalogue[training.number]
        row = _result_row(self._plan.stranger(self._strangers), project, 0, training)
        others = [one for one in trainings if one.number != training.number]
        match self._kinds % 8:
            case 0:
                row[3] = f"{project.code[:-1]}{'A' if project.code[-1] != 'A' else 'B'}"
                return "code-check", row
            case 1:
                number = str(row[2])
                row[2] = number[:17] + ("1" if number[17] != "1" else "2")
                return "document-check-digit", row
            case 2:
                row[3] = project_code(training.school.county, training.year, 99_999)
                row[4] = course_code(str(row[3]), 1)
                return "project-unknown", row
            case 3 if elsewhere is not None:
                other = self._catalogue[elsewhere.number]
                row[3:5] = [other.code, other.courses[0]]
                return "project-not-yours", row
            case 4 if others:
                row[4] = self._catalogue[others[0].number].courses[0]
                return "course-of-other-project", row
            case 5:
                row[4] = course_code(project.code, 99)
                return "course-unknown", row
            case 6:
                row[5] = f"{training.days[0] - timedelta(days=1):%Y%m%d}"
                return "outside-period", row
            case _:
                row[6] = "999"
                return "hours-exceed-catalogue", row


def write_dual_certificates(path: Path, schools: Sequence[School], people: Iterable[Person], year: int) -> Path:
    """双证制 results, each of the schools' in turn."""
    rows = (
        [
            *(person.name, "居民身份证", person.document_number, "成人双证制高中教育培训"),
            *(schools[at % len(schools)].name, f"{year}1120", "160", "200", "合格", f"ZJ{year}{at:06d}"),
        ]
        for at, person in enumerate(people)
    )
    write_sheet(path, DUAL_CERTIFICATE.title, headers_of(DUAL_CERTIFICATE), rows)
    return path


def write_sheet(path: Path, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """One sheet as a stream, every cell a text, some ten times as fast as openpyxl writes it."""
    with Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        for at, row in enumerate(chain((headers,), rows)):
            for column, value in enumerate(row):
                if value != "":
                    sheet.write_string(at, column, str(value))


def _result_row(person: Person, project: Coded, course: int, training: Training) -> Row:
    return [
        *(person.name, "居民身份证", person.document_number, project.code, project.courses[course]),
        *(f"{training.held_on:%Y%m%d}", "", "", "合格", FIRST_RUN if training.number % RUNS_STATED_EACH == 0 else ""),
    ]

"""The year's workbooks, as schools and sub-centres hand them in: real files, some of whose rows are wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path

from xlsxwriter import Workbook

from adapters.zhejiang.coding import course_code, project_code
from adapters.zhejiang.declaration import INTRODUCED, MORE_PROJECTS
from adapters.zhejiang.dual_certificate import DUAL_CERTIFICATE
from adapters.zhejiang.projects import PROJECTS
from adapters.zhejiang.results import RESULTS
from federation.model.catalogue_parts import PublishedProject
from samples.people import Person
from samples.workbooks import Value
from tests.support.workbooks import headers_of, save
from tests.support.zhejiang_year.plan import Plan, School, Training

HOURS = (16, 20)
"""Training hours and credit hours of every project; of each of two courses half of both."""
REPORTER, PHONE = "云示例", "0571-80000000"
Row = list[Value]


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


def write_annex_1(path: Path, trainings: Sequence[Training], codes: Mapping[int, str], area: str) -> Path:
    """The summary sheet of some schools' projects; `codes` are institution codes by a school's number."""
    headers = headers_of(PROJECTS)[: -len(("所在区域", "填报人", "填报时间"))]
    lines: list[Row] = [[PROJECTS.heading], [f"所在区域：{area}"], [f"填报人：{REPORTER}"]]
    rows = [_project_row(at, one, codes[one.school.number], headers) for at, one in enumerate(trainings, 1)]
    return save(path, [*lines, headers, *rows], title="附件1")


def write_annex_2(path: Path, school: School, trainings: Sequence[Training], code: str) -> Path:
    """One school's declaration form, laid out as the notice prints it: quarter and assessment are missing from it."""
    rows: list[Row] = [
        ["浙江省成人学校社会培训项目申报表"],
        ["申报单位", school.name, "机构代码", code],
        ["地址", "某某市某某县某某路 1 号"],
        ["填报人", REPORTER, "联系电话", PHONE],
    ]
    for number, one in enumerate(trainings, 1):
        rows += [
            [f"培训项目 {number}：名称", one.name],
            ["项目类别", _category(one), "培训规模", f"{one.scale} 人"],
            ["培训对象", one.group, "培训形式", "面授"],
            ["培训时数", HOURS[0], "学时数", HOURS[1]],
            ["成果形式", "结业证书", "师资安排", "专职教师 2 名"],
            [f"培训项目介绍（{INTRODUCED}）"],
            [f"{one.name}的基本知识与技能"],
        ]
    return save(path, [*rows, [MORE_PROJECTS]], title="附件2")


def courses_text(training: Training) -> str:
    """Courses as annex 1 states them; "" for one that is named as the project."""
    half = f"（{HOURS[0] // 2}/{HOURS[1] // 2}）"
    return "" if len(training.counts) == 1 else "；".join(f"{one}{half}" for one in training.courses)


def quarter_text_of(training: Training) -> str:
    """As staff write it."""
    return f"{training.year}年第{'一二三四'[training.quarter - 1]}季度"


class ResultBooks:
    """Writes workbooks of results by code."""

    def __init__(self, plan: Plan, folder: Path, catalogue: Mapping[int, PublishedProject], *, wrong_each: int) -> None:
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
        _write(book.path, RESULTS.title, headers_of(RESULTS), self._rows(book, trainings, elsewhere))
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
                row[3:5] = [other.code, other.courses[0].code]
                return "project-not-yours", row
            case 4 if others:
                row[4] = self._catalogue[others[0].number].courses[0].code
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
    _write(path, DUAL_CERTIFICATE.title, headers_of(DUAL_CERTIFICATE), rows)
    return path


def _write(path: Path, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """One sheet as a stream, every cell a text, some ten times as fast as openpyxl writes it."""
    with Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        for at, row in enumerate(chain((headers,), rows)):
            for column, value in enumerate(row):
                if value != "":
                    sheet.write_string(at, column, str(value))


def _result_row(person: Person, project: PublishedProject, course: int, training: Training) -> Row:
    return [
        *(person.name, "居民身份证", person.document_number, project.code, project.courses[course].code),
        *(f"{training.held_on:%Y%m%d}", "", "", "合格", ""),
    ]


def _project_row(at: int, one: Training, code: str, headers: Sequence[str]) -> Row:
    cells: dict[str, Value] = {
        "序号": at,
        "项目名称": one.name,
        "项目类别": _category(one),
        "培训规模": one.scale,
        "培训对象": one.group,
        "培训形式": "面授",
        "培训时数": HOURS[0],
        "学时数": HOURS[1],
        "申报单位": one.school.name,
        "机构代码": code,
        "联系人（电话）": f"{REPORTER} {PHONE}",
        "季度": quarter_text_of(one),
        "成果形式": "结业证书",
        "师资安排": "专职教师 2 名",
        "考核考察方式": "实操考核",
        "培训内容": f"{one.name}的基本知识与技能",
        "课程": courses_text(one),
    }
    return [cells.get(header, "") for header in headers]


def _category(one: Training) -> str:
    return f"{one.category}（新）" if one.is_own_category else one.category

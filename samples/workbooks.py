"""Large correct workbooks, written as a stream: what benchmarks and soak runs import.

The accounts of a seed and the achievements of the same seed are about the same people.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from adapters.jiangsu.accounts import ACCOUNTS
from adapters.jiangsu.achievements import ACHIEVEMENTS
from samples.people import Person, person_at

Value = str | int | float | date
SEX_LABELS = {"1": "男", "2": "女"}
COLLEGES = ("玄武区社区学院", "江阴市社区学院", "昆山市社区学院", "如皋市社区学院", "东台市社区学院", "泰兴市社区学院")
ADDRESSES = (
    ("南京市", "玄武区"),
    ("无锡市", "江阴市"),
    ("苏州市", "昆山市"),
    ("南通市", "如皋市"),
    ("盐城市", "东台市"),
    ("泰州市", "泰兴市"),
)
EDUCATION_LABELS = ("小学", "初中", "普通高中", "中等职业教育", "大学专科", "大学本科")
TITLES = ("智能手机应用", "家庭急救常识", "果树修剪", "传统剪纸", "电商直播入门", "太极拳", "营养配餐", "法律常识")
SCHOOLS = ("江苏某开放大学", "南京某职业技术学院", "苏州某高等职业学校")
COURSES = (("大学英语（一）", "3"), ("计算机应用基础", "4"), ("管理学原理", "2.5"), ("高等数学", "5"))
CERTIFICATE_TITLES = (
    ("养老护理员职业技能等级证书", "四级"),
    ("保育师职业技能等级证书", "五级"),
    ("电工作业操作证", ""),
)
ISSUERS = ("江苏某职业技能鉴定中心", "南京某人才服务中心")
FIRST_DAY = date(2016, 1, 1)
NOTICE_DAYS = 1_826
"""Days of the 13th five-year period less one: every generated date lies in it."""


def write_accounts_workbook(path: Path, *, rows: int, seed: int = 1) -> None:
    """A correct accounts workbook (table 1) of people 0 to `rows` - 1 of a seed."""
    write_rows(
        path, ACCOUNTS.title, [column.header for column in ACCOUNTS.columns], map(account_row, _persons(rows, seed))
    )


def write_achievements_workbook(path: Path, *, rows: int, learners: int, seed: int = 1) -> None:
    """A correct achievements workbook (table 2): row n is about learner n modulo `learners`.

    Both the user number and the document number are filled, so either mode reads it. No
    two rows are alike up to 14,608 rows a learner.
    """
    headers = [column.header for column in ACHIEVEMENTS.columns]
    numbered = ((person_at(row % learners, seed), row // learners) for row in range(rows))
    write_rows(path, ACHIEVEMENTS.title, headers, (achievement_row(person, turn) for person, turn in numbered))


def account_row(person: Person) -> list[Value]:
    """Table 1's fifteen cells for a person."""
    place = int(person.user_number[-8:])
    city, district = ADDRESSES[place % len(ADDRESSES)]
    return [
        person.user_number,
        person.name,
        SEX_LABELS[person.sex],
        "居民身份证",
        person.document_number,
        EDUCATION_LABELS[place % len(EDUCATION_LABELS)],
        "无",
        "江苏省",
        city,
        district,
        "不便分类的其它从业人员",
        "非正式教育",
        "线下教育",
        "社区教育",
        "其它",
    ]


def achievement_row(person: Person, turn: int) -> list[Value]:
    """Table 2's five cells for a person's achievement number `turn`."""
    place = int(person.user_number[-8:])
    achieved_on = FIRST_DAY + timedelta(days=(place * 37 + turn * 101) % NOTICE_DAYS)
    return [
        person.user_number,
        COLLEGES[place % len(COLLEGES)],
        person.document_number,
        f"{TITLES[(place + turn // NOTICE_DAYS) % len(TITLES)]}培训",
        f"{achieved_on:%Y%m%d}",
    ]


def degree_row(person: Person, turn: int) -> list[Value]:
    """The nine cells of a degree result, course credit or self-study examination by turns."""
    place = int(person.user_number[-8:])
    course, points = COURSES[(place + turn) % len(COURSES)]
    is_examination = (place + turn) % 4 == 3
    return [
        person.name,
        "居民身份证",
        person.document_number,
        SCHOOLS[place % len(SCHOOLS)],
        course,
        str(60 + (place * 7 + turn * 11) % 40),
        points,
        f"20{18 + (place + turn) % 4}0{1 + (place + turn) % 9}15",
        "自学考试" if is_examination else "课程学分",
    ]


def certificate_row(person: Person, turn: int) -> list[Value]:
    """The eight cells of a certificate."""
    place = int(person.user_number[-8:])
    title, level = CERTIFICATE_TITLES[(place + turn) % len(CERTIFICATE_TITLES)]
    return [
        person.name,
        "居民身份证",
        person.document_number,
        title,
        f"S00003200000{turn % 10}{place:010d}",
        level,
        ISSUERS[place % len(ISSUERS)],
        f"20{18 + (place + turn) % 4}-0{1 + (place + turn) % 9}-20",
    ]


def neutral_row(person: Person, institution: str, title: str, on: str, at: int) -> list[Value]:
    """The ten cells of the neutral template."""
    hours = 8 + at % 5 * 4
    return [
        person.name,
        "居民身份证",
        person.document_number,
        title,
        institution,
        on,
        hours,
        hours * 1.25,
        f"{hours / 16:.2f}",
        "非学历教育",
    ]


def write_rows(path: Path, title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """One sheet with a header row; text stays text, numbers stay numbers."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.append(list(headers))
    for row in rows:
        sheet.append(list(row))
    workbook.save(path)


def _persons(rows: int, seed: int) -> Iterator[Person]:
    return (person_at(index, seed) for index in range(rows))

"""Writes the sample workbooks: mostly right, and wrong in the ways that real ones are.

    python -m samples.generate [--out DIR] [--rows N]

Without ``--rows`` the samples are written; with it also a large correct pair of
Jiangsu workbooks (N learners, 5 N achievements). README.md in this folder says what is
wrong in each sample; a test holds it against what the adapters find.
"""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from adapters.jiangsu.accounts import ACCOUNTS
from adapters.jiangsu.achievements import ACHIEVEMENTS, ACHIEVEMENTS_WITH_PLACE
from adapters.jiangsu.administrator import ADMINISTRATOR
from adapters.jiangsu.city_contacts import CITY_CONTACTS
from adapters.registry import template_named
from adapters.shared.certificates import CERTIFICATES
from adapters.shared.degree_results import DEGREE_RESULTS
from samples.forms import write_filled_form
from samples.people import people, person_at
from samples.workbooks import (
    Value,
    account_row,
    achievement_row,
    certificate_row,
    degree_row,
    neutral_row,
    write_accounts_workbook,
    write_achievements_workbook,
    write_rows,
)
from samples.zhejiang import write_zhejiang_samples

FOLDER = Path(__file__).parent
JIANGSU_LEARNERS = 120
ACHIEVEMENTS_PER_LEARNER = 2
Rows = list[list[Value]]
TOWNSHIPS = ("某某镇社区教育中心", "某某街道社区教育中心", "")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

NEUTRAL = {
    # branch: (institutions, titles, index of the first learner, how many, index of the first of its own)
    "shanghai": (("浦东新区社区学院", "徐汇区社区学院"), ("城市园艺", "英语会话", "非遗面塑"), 0, 30, 1_000),
    "zhejiang": (("某县成人学校", "某市社区学院"), ("茶叶加工", "家政服务", "垃圾分类科普"), 10, 30, 2_000),
    "anhui": (("某区老年学校", "某县社区学院"), ("黄梅戏唱腔", "中药材种植", "防诈骗常识"), 20, 30, 3_000),
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m samples.generate", description="write the sample workbooks")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to (default: this one)")
    parser.add_argument("--rows", type=int, default=0, help="also a large correct pair: N learners, 5 N achievements")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    write_samples(chosen.out)
    if chosen.rows > 0:
        write_accounts_workbook(chosen.out / f"jiangsu-accounts-{chosen.rows}.xlsx", rows=chosen.rows)
        write_achievements_workbook(
            chosen.out / f"jiangsu-achievements-{5 * chosen.rows}.xlsx", rows=5 * chosen.rows, learners=chosen.rows
        )


def write_samples(folder: Path) -> None:
    """Writes the sample workbooks."""
    accounts = [column.header for column in ACCOUNTS.columns]
    write_rows(folder / "jiangsu-accounts.xlsx", ACCOUNTS.title, accounts, jiangsu_accounts())
    achievements = [column.header for column in ACHIEVEMENTS.columns]
    write_rows(folder / "jiangsu-achievements.xlsx", ACHIEVEMENTS.title, achievements, jiangsu_achievements())
    with_place = [column.header for column in ACHIEVEMENTS_WITH_PLACE.columns]
    write_rows(folder / "jiangsu-college-achievements.xlsx", ACHIEVEMENTS.title, with_place, college_achievements())
    neutral = template_named("neutral-achievements")
    headers = [column.header for column in neutral.columns]
    for branch in NEUTRAL:
        write_rows(folder / f"{branch}-achievements.xlsx", neutral.title, headers, neutral_achievements(branch))
    for template, rows in ((DEGREE_RESULTS, degree_results()), (CERTIFICATES, certificates())):
        shared = [column.header for column in template.columns]
        write_rows(folder / f"{template.name}.xlsx", template.title, shared, rows)
    write_zhejiang_samples(folder)
    write_filled_form(folder / "jiangsu-administrator.xlsx", ADMINISTRATOR, ADMINISTRATOR_VALUES)
    write_filled_form(folder / "jiangsu-city-contacts.xlsx", CITY_CONTACTS, {"bureau": "苏州"}, CITY_CONTACT_ROWS)


def college_achievements() -> Rows:
    """What one county's college merged from its townships: forty rows, three of them wrong."""
    rows = []
    for at, person in enumerate(people(0, 40)):
        row = achievement_row(person, 11)
        row[1] = "昆山市社区学院"
        rows.append([*row, TOWNSHIPS[at % len(TOWNSHIPS)]])
    rows[7][2] = _other_check_digit(str(rows[7][2]))
    rows[18][4] = "20990101"
    rows[29][1] = "江阴市社区学院"  # well formed: for the node to refuse, whose operator isn't that college's
    return rows


def jiangsu_accounts() -> Rows:
    """Accounts of people 0 to 119, then twelve rows that are wrong and one in another province."""
    rows = [account_row(person) for person in people(0, JIANGSU_LEARNERS)]
    extra = [account_row(person) for person in people(JIANGSU_LEARNERS, 9)]
    extra[0][4] = int(str(extra[0][4])[:15] + "000")  # a numeric cell, as Excel leaves it
    extra[1][4] = _other_check_digit(str(extra[1][4]))
    extra[2][4] = _masked(str(extra[2][4]))
    extra[3][2] = "女" if extra[3][2] == "男" else "男"
    extra[4][1] = "云晴3"
    extra[5][9] = "不存在区"
    extra[6][6] = ""
    extra[7][4] = str(extra[7][4])[:15] + "000"
    extra[8][7:10] = ["安徽省", "合肥市", "庐阳区"]  # accepted, with a remark
    first = person_at(JIANGSU_LEARNERS + 9)
    dragged = [account_row(person) for person in people(JIANGSU_LEARNERS + 9, 4)]
    start = int(first.document_number[:17] + "2")
    for step, row in enumerate(dragged):
        row[4] = str(start + step)
    return rows + extra + dragged


def jiangsu_achievements() -> Rows:
    """Two achievements of each Jiangsu learner, a repeated row, then rows that are wrong."""
    learners = people(0, JIANGSU_LEARNERS)
    rows = [achievement_row(person, turn) for turn in range(ACHIEVEMENTS_PER_LEARNER) for person in learners]
    rows.append(list(rows[0]))  # once more: the node counts it as a duplicate
    changes: list[Callable[[list[Value]], None]] = [
        lambda row: _set(row, 2, int(str(row[2])[:15] + "000")),
        lambda row: _set(row, 2, _other_check_digit(str(row[2]))),
        lambda row: _set(row, 2, _masked(str(row[2]))),
        lambda row: _set(row, 2, "3.20102E+17"),
        lambda row: _set(row, 4, "20190230"),
        lambda row: _set(row, 4, "2019年8月"),
        lambda row: _set(row, 4, "20990101"),
        lambda row: _set(row, 3, ""),
        lambda row: _set(row, 1, ""),
        lambda row: _set(row, 0, 20190001),
        lambda row: _set(row, 4, "20140601"),  # accepted, with a remark
        lambda row: _set(row, 4, date(2019, 8, 1)),  # accepted: a date cell
        lambda row: _set(row, 4, "2019.8.1"),  # accepted
    ]
    wrong = [achievement_row(person, 7) for person in people(0, len(changes))]
    for row, change in zip(wrong, changes, strict=True):
        change(row)
    # Well formed, and for the node to refuse: a user number that no account has, and one
    # that belongs to another person than the document number.
    unknown = achievement_row(person_at(40), 7)
    unknown[0], unknown[2] = "JS0199999999", person_at(5_000).document_number
    crossed = achievement_row(person_at(41), 7)
    crossed[2] = person_at(42).document_number
    return [*rows, *wrong, unknown, crossed]


def neutral_achievements(branch: str) -> Rows:
    """A branch's sixty-odd rows in the neutral template, six of them wrong."""
    institutions, titles, first, count, own = NEUTRAL[branch]
    persons = (*people(first, count), *people(own, count))
    rows = [
        neutral_row(person, institutions[at % 2], titles[at % 3], f"20{19 + at % 2}{1 + at % 12:02d}15", at)
        for at, person in enumerate(persons)
    ]
    special = [
        neutral_row(person, institutions[0], titles[0], "20200615", at)
        for at, person in enumerate(people(own + count, 10))
    ]
    special[0][2] = int(str(special[0][2])[:15] + "000")
    special[1][2] = _other_check_digit(str(special[1][2]))
    special[2][6] = "十六"
    special[3][1] = ""
    special[4][1] = "学生证"
    special[5][5] = "去年夏天"
    special[6][2] = str(special[6][2]).translate(FULL_WIDTH)  # accepted: full-width digits
    special[7][1:3] = ["护照", f"E{own + 12_345_678}"]  # accepted
    special[8][6:9] = ["", "", ""]  # accepted: unknown, which is not zero
    special[9][5] = "2020年6月15日"  # accepted
    return rows + special


def degree_results() -> Rows:
    """Two results of each of people 0 to 29, then eight rows that are wrong and two that only look so."""
    rows = [degree_row(person, turn) for turn in range(2) for person in people(0, 30)]
    special = [degree_row(person, 0) for person in people(5_000, 10)]
    special[0][2] = int(str(special[0][2])[:15] + "000")
    special[1][2] = _other_check_digit(str(special[1][2]))
    special[2][6], special[2][8] = "", "课程学分"
    special[3][6] = "三学分"
    special[4][8] = "函授"
    special[5][7] = "2021年秋"
    special[6][5] = ""
    special[7][4] = ""
    special[8][5:7] = ["良好", 3]  # accepted: a grade, a numeric credit
    special[9][6], special[9][8] = "", "自考"  # accepted: an examination without credit, by its short name
    return rows + special


def certificates() -> Rows:
    """A certificate of each of people 0 to 39, then seven rows that are wrong and two that only look so."""
    rows = [certificate_row(person, 0) for person in people(0, 40)]
    special = [certificate_row(person, 1) for person in people(6_000, 9)]
    special[0][4] = 202_100_012_345
    special[1][4] = "2.0210001E+17"
    special[2][4] = "202132010500012000"
    special[3][4] = "2021****0012"
    special[4][2] = _masked(str(special[4][2]))
    special[5][6] = ""
    special[6][7] = "20211301"
    special[7][4] = "苏职鉴（2021）第００１２号"  # accepted: brackets and digits in full width
    special[8][5] = ""  # accepted: no level
    return rows + special


ADMINISTRATOR_VALUES: dict[str, Value] = {
    "name": "某某县社区学院",
    "uscc": "12320583MB0000002D",  # the check character is another's
    "nature": "事业单位",
    "legal_representative": "柳清溪",
    "address": "某某市某某县某某路 8 号",
    "contact.name": "竹晴川",
    "contact.department": "社区教育部",
    "contact.post": "干事",
    "contact.phone": "0512-80000000",
    "contact.mobile": "1390000000",  # a digit too few
    "contact.email": "lianluo@example.edu.cn",
    "administrator.name": "梅澄舟",
    "administrator.department": "信息中心",
    "administrator.post": "主任",
    "administrator.mobile": 13_900_000_001,  # a numeric cell
    "administrator.email": "guanli@example.edu.cn",
}
"""An application that is wrong in three places."""
CITY_CONTACT_ROWS: Rows = [
    ["社会教育处", "桂朝帆 处长", "0512-80000001", "13900000004", "shejiao@example.edu.cn"],
    ["职业教育处", "兰霞石 科员", "80000002", "", "zhijiao.example.edu.cn"],  # no mobile, no address
]


def _set(row: list[Value], place: int, value: Value) -> None:
    row[place] = value


def _other_check_digit(number: str) -> str:
    return number[:17] + ("1" if number[17] != "1" else "2")


def _masked(number: str) -> str:
    return f"{number[:6]}********{number[-4:]}"


if __name__ == "__main__":
    main()

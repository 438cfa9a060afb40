"""The year's declarations as workbooks: annex 1, annex 2, and a sub-centre's own design of the sheet."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from adapters.zhejiang.declaration import INTRODUCED, MORE_PROJECTS
from adapters.zhejiang.projects import PROJECTS
from samples.workbooks import Value
from tests.support.workbooks import headers_of, save
from tests.support.zhejiang_year.plan import HOURS, School, Training

REPORTER, PHONE = "云示例", "0571-80000000"
Row = list[Value]
ABOVE = ("所在区域", "填报人", "填报时间")
OWN_HEADERS = {
    "项目名称": "班级名称",
    "项目类别": "类别",
    "培训规模": "计划人数",
    "培训对象": "面向人群",
    "师资安排": "教师",
}
"""How a sub-centre with a design of its own calls annex 1's columns."""
OWN_MAPPING = "\n".join(
    [f'template = "{PROJECTS.name}"', "[columns]", *(f'"{ours}" = "{theirs}"' for ours, theirs in OWN_HEADERS.items())]
)


def write_annex_1(path: Path, trainings: Sequence[Training], codes: Mapping[int, str], area: str) -> Path:
    """The summary sheet of some schools' projects; `codes` are institution codes by a school's number."""
    headers = headers_of(PROJECTS)[: -len(ABOVE)]
    lines: list[Row] = [[PROJECTS.heading], [f"所在区域：{area}"], [f"填报人：{REPORTER}"]]
    rows = [_project_row(at, one, codes[one.school.number], headers) for at, one in enumerate(trainings, 1)]
    return save(path, [*lines, headers, *rows], title="附件1")


def write_own_design(path: Path, trainings: Sequence[Training], codes: Mapping[int, str]) -> tuple[Path, Path]:
    """The same in a sub-centre's own design: the sheet, and the mapping file that says what its headers mean."""
    headers = headers_of(PROJECTS)[: -len(ABOVE)]
    rows = [_project_row(at, one, codes[one.school.number], headers) for at, one in enumerate(trainings, 1)]
    save(path, [[OWN_HEADERS.get(one, one) for one in headers], *rows], title="本中心申报表")
    mapping = path.with_suffix(".toml")
    mapping.write_text(OWN_MAPPING, encoding="utf-8")
    return path, mapping


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

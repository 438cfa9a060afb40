"""Zhejiang's samples: one adult school's declared projects, a run's ledger, results by code, dual certificates.

The codes are those that a new branch gives out in this order: the city's office, the county's sub-centre, the
school; then the projects as the summary sheet lists them.
"""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from adapters.base import Column
from adapters.zhejiang.coding import course_code, institution_code, project_code
from adapters.zhejiang.declaration import DECLARATION
from adapters.zhejiang.dual_certificate import DUAL_CERTIFICATE
from adapters.zhejiang.ledger_sheets import EVALUATIONS, LEARNERS, SIGN_IN
from adapters.zhejiang.projects import PROJECTS
from adapters.zhejiang.results import RESULTS
from samples.forms import write_filled_form
from samples.people import Person, people
from samples.workbooks import Value, write_rows


def _with_another_check(code: str) -> str:
    return code[:-1] + ("A" if code[-1] != "A" else "B")


REGION, YEAR = "330106", 2022
SCHOOL, SCHOOL_CODE = "某某镇成人文化技术学校", institution_code(REGION, 2)
QUARTER, ACHIEVED_ON = "2022年第二季度", "20220610"
COURSES = ("家政礼仪", "收纳整理")
OFFERED = (
    ("家政服务员初级培训", "家政服务类培训", "农村劳动力、外来务工人员", "家政礼仪（8/10）；收纳整理（8/10）"),
    ("智能手机应用培训", "老年教育培训", "老年群体", ""),
    ("茶叶加工培训", "农村实用技术培训", "农村劳动力", ""),
    ("海岛观星培训", "海洋科普培训（新）", "在校学生", ""),
)
"""Name, category, target groups, courses."""
SESSIONS = (
    ("20220517", "9:00", "12:00", COURSES[0]),
    ("20220517", "13:30", "16:30", COURSES[0]),
    ("20220524", "9:00", "12:00", COURSES[1]),
    ("20220524", "13:30", "16:30", COURSES[1]),
)
ABOVE = ("所在区域", "填报人", "填报时间")
Rows = list[list[Value]]
DECLARED: dict[str, Value] = {
    "declaring_unit": SCHOOL,
    "institution_code": _with_another_check(SCHOOL_CODE),
    "address": "杭州市西湖区某某路 8 号",
    "reporter": "竹晴川",
    "phone": "0571-80000000",
    "project.project_name": "家庭急救常识培训",
    "project.category": "急救培训",  # no category of the list, and not marked as new
    "project.scale": "40",
    "project.target_groups": "老年群体",
    "project.form": "面授",
    "project.training_hours": "16",
    "project.credit_hours": "20",
    "project.result_form": "结业证书",
    "project.teachers": "县医院讲师 2 名",
}
"""A declaration that is wrong in two places."""


def write_zhejiang_samples(folder: Path) -> None:
    """Writes the seven of them."""
    _write_projects(folder / "zhejiang-projects.xlsx")
    write_filled_form(folder / "zhejiang-declaration.xlsx", DECLARATION, DECLARED)
    for template, name, rows in (
        (RESULTS, "results", results()),
        (DUAL_CERTIFICATE, "dual-certificate", dual_certificates()),
        (LEARNERS, "learners", learners()),
        (SIGN_IN, "sign-in", sign_ins()),
        (EVALUATIONS, "evaluations", evaluations()),
    ):
        write_rows(folder / f"zhejiang-{name}.xlsx", template.title, _headers(template.columns), rows)


def results() -> Rows:
    """Results of sixty people in three projects, one row twice, then nine that are wrong."""
    rows = [_result(person, at % 3) for at, person in enumerate(_attending())]
    rows.append(list(rows[0]))  # once more: the node counts it as a duplicate
    wrong = [_result(person, 0) for person in people(2_100, 9)]
    wrong[0][2] = int(str(wrong[0][2])[:15] + "000")
    wrong[1][3] = _with_another_check(str(wrong[1][3]))
    wrong[2][4] = course_code(project_code(REGION, YEAR, 2), 1)  # a course of another project
    wrong[3][3] = "家政服务员初级培训"
    wrong[4][5] = "今年夏天"
    wrong[5][6] = "十六"
    # Well formed, and for the node to refuse: no such project, not in its quarter, more hours than the catalogue has.
    wrong[6][3:5] = [project_code(REGION, YEAR, 99), course_code(project_code(REGION, YEAR, 99), 1)]
    wrong[7][5] = "20220701"
    wrong[8][6] = "99"
    return [*rows, *wrong]


def dual_certificates() -> Rows:
    """A dual certificate of each of ten people, then two rows that are wrong."""
    rows: Rows = [
        [
            *(person.name, "居民身份证", person.document_number, "成人双证制高中教育培训", SCHOOL, "20220620"),
            *("160", "200", "合格", f"ZJ2022{at:06d}"),
        ]
        for at, person in enumerate(people(40, 12), 1)
    ]
    rows[10][4] = ""
    rows[11][5] = "20220631"
    return rows


def learners() -> Rows:
    """Whoever attends the first project's run."""
    return [
        [one.name, "居民身份证", one.document_number, f"139000{at:05d}"] for at, one in enumerate(_of_first_run(), 1)
    ]


def sign_ins() -> Rows:
    """Four sessions; each learner missed one at most."""
    return [
        [*session, one.name, one.document_number, "缺" if (at + number) % 9 == 0 else "到"]
        for number, session in enumerate(SESSIONS)
        for at, one in enumerate(_of_first_run(), 1)
    ]


def evaluations() -> Rows:
    """How they did."""
    grades = (
        ("优秀", "92", "动作规范，能指导他人"),
        ("良好", "85", "能独立完成实操"),
        ("合格", "71", "收纳步骤仍需熟练"),
    )
    return [[one.name, one.document_number, *grades[at * 7 % 3]] for at, one in enumerate(_of_first_run())]


def _write_projects(path: Path) -> None:
    headers = [header for header in _headers(PROJECTS.columns) if header not in ABOVE]
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = PROJECTS.title
    for line in (PROJECTS.heading, "所在区域：杭州市西湖区", "填报人：竹晴川", "填报时间：2022年3月1日"):
        sheet.append([line])
    sheet.append(headers)
    for at, (name, category, groups, courses) in enumerate(OFFERED, 1):
        cells: dict[str, Value] = {
            "序号": at,
            "项目名称": name,
            "项目类别": category,
            "培训规模": 30,
            "培训对象": groups,
            "培训形式": "面授与实操",
            "培训时数": 16,
            "学时数": 20,
            "申报单位": SCHOOL,
            "机构代码": SCHOOL_CODE,
            "联系人（电话）": "竹晴川 0571-80000000",
            "季度": QUARTER,
            "成果形式": "结业证书",
            "师资安排": "本校专职教师 2 名、行业讲师 1 名",
            "考核考察方式": "实操考核",
            "培训内容": f"{name}的职业要求与基本技能",
            "课程": courses,
        }
        sheet.append([cells.get(header, "") for header in headers])
    workbook.save(path)


def _result(person: Person, offered: int) -> list[Value]:
    project = project_code(REGION, YEAR, offered + 1)
    return [
        *(person.name, "居民身份证", person.document_number, project, course_code(project, 1)),
        *(ACHIEVED_ON, "", "", "合格", ""),
    ]


def _attending() -> tuple[Person, ...]:
    return (*people(10, 30), *people(2_000, 30))


def _of_first_run() -> tuple[Person, ...]:
    return _attending()[::3]


def _headers(columns: Sequence[Column]) -> list[str]:
    return [column.header for column in columns]

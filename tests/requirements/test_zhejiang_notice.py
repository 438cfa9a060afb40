"""Shows, article by article, that Zhejiang's 2019 notice can be followed with the node alone.

Source: 浙学银〔2019〕2号, sections 1 to 4 and annexes 1 and 2 (docs/zhejiang.md lists article, code and test).
"""

from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from adapters.zhejiang.codes import CATEGORIES, TARGET_GROUPS
from adapters.zhejiang.coding import check_character
from adapters.zhejiang.declaration import DECLARATION
from adapters.zhejiang.dual_certificate import DUAL_CERTIFICATE
from adapters.zhejiang.projects import PROJECTS, PROJECTS_AS_PRINTED
from federation.clock import SteeredClock
from federation.errors import ActorRefused, CaseIncomplete, NotHere
from federation.model.ledger import ALL_PARTS, LedgerPart
from node.model.access import Basis, Duty
from node.model.catalogue import CatalogueQuery
from node.model.project import APPROVED, PUBLISHED, REQUIRED, RETURNED, SUBMITTED
from node.model.training_plan import PlanLine
from node.services.declaring.record_lists import ListScope
from node.services.ledgers.keeping import RunStatement
from node.services.ledgers.verifying import LedgerVerdict
from samples.people import person_at
from tests.support.forms import filled_form
from tests.support.ledgers import PDF
from tests.support.services import ACTOR, document_of
from tests.support.training import CITY, COUNTY, DECLARED, Q1, project, training
from tests.support.workbooks import headers_of, read, save
from tests.support.zhejiang_results import add_clerks, file_results, file_rows, result_row

EMPTY = {str: "", tuple: (), int: None}
TODAY = date(2027, 3, 20)
PRINTED = [
    *("序号", "项目名称", "项目类别", "培训规模", "培训对象", "培训形式", "培训时数", "学时数"),
    *("申报单位", "机构代码", "联系人（电话）"),
]


@pytest.fixture
async def at(tmp_path):
    """A city's office, two counties' centres, their schools and people, as the first quarter of 2027 ends."""
    async with training(tmp_path, SteeredClock(datetime(2027, 3, 20, 4, tzinfo=UTC))) as made:
        await add_clerks(made, "school", "centre", "other")
        duties = (Duty.PUBLICATION, Duty.AUDITING)
        await made.node.operators.add("省中心核查", unit=await made.node.units.root(), duties=duties, actor=ACTOR)
        made.people["auditor"] = await made.node.operators.acting("省中心核查", "nobody")
        yield made


async def states(at, actor="centre"):
    listed = await at.node.declaring.views.seen_by(at.people[actor])
    return {one.project.project_name: one.case.state for one in listed}


async def run_with_ledger(at, one, parts=("record",)):
    keeping, clerk = at.node.ledgers.keeping, at.people["school clerk"]
    run = await keeping.open(one.code, RunStatement(design="护理基础八讲"), actor=clerk)
    for part in parts:
        await keeping.attach(one.code, run.run, part, name=f"{part}.pdf", content=PDF, actor=clerk)
    return run


async def test_article_1_1_a_school_declares_its_trainings_to_its_sub_centre(at):
    ids = await at.submitted(project("剪纸"), project("茶艺", quarter=2))
    assert await states(at) == {"剪纸": SUBMITTED, "茶艺": SUBMITTED}
    with pytest.raises(ActorRefused):
        await at.node.declaring.review.approve(ids, actor=at.people["school"])
    with pytest.raises(ActorRefused):
        await at.node.declaring.review.approve(ids, actor=at.people["office"])
    await at.node.declaring.review.approve(ids, actor=at.people["centre"])
    assert set((await states(at)).values()) == {APPROVED}


async def test_article_1_1_a_yearly_plan_is_made_and_projects_go_on_record_with_the_education_authority(at):
    lines = [PlanLine(quarter=1, projects=2, scale=60), PlanLine(quarter=2, projects=1, scale=30)]
    await at.node.declaring.plans.file(2027, lines, actor=at.people["school"])
    await at.submitted(project("剪纸"))
    (standing,) = await at.node.declaring.plans.standings(2027, actor=at.people["centre"])
    assert (standing.quarters[0].planned.projects, standing.quarters[0].declared) == (2, 1)
    listed = ListScope(first_quarter=Q1, last_quarter=Q1)
    printed = await at.node.declaring.record_lists.render(listed, actor=at.people["centre"])
    assert "剪纸" in "".join(page.extract_text() for page in PdfReader(BytesIO(printed)).pages)
    await at.node.declaring.record_lists.hand_over(listed, receiver="某县教育局", actor=at.people["centre"])
    (handed,) = await at.node.declaring.record_lists.handed(actor=at.people["centre"])
    assert handed.handed.receiver == "某县教育局"


async def test_article_1_2_the_sub_centre_gathers_its_areas_projects_where_anybody_finds_them(at):
    await at.approved(project("剪纸"), school="school")
    await at.approved(project("茶艺"), school="school2")
    edition = await at.node.cataloguing.publishing.publish(Q1, Q1, actor=at.people["centre"])
    assert {one.unit_code for one in edition.whole.projects} == {at.codes["school"], at.codes["school2"]}
    answer = await at.node.cataloguing.search.search(CatalogueQuery(area=COUNTY))
    assert [line.project.name for line in answer.lines] == ["剪纸", "茶艺"]


async def test_article_1_3_the_sub_centre_guides_its_schools_and_files_with_them(at, tmp_path):
    edition = await at.published(project("剪纸"))
    one = edition.whole.projects[0]
    await run_with_ledger(at, one)
    (ledger,) = await at.node.ledgers.views.seen_by(at.people["centre clerk"])
    assert (ledger.unit.code, ledger.figure) == (at.codes["school"], "2/5")
    report = await file_results(at, tmp_path, [result_row(one, one.courses[0], person_at(1))], "centre clerk")
    assert report.accepted == 1


async def test_article_1_4_the_branch_office_sees_every_step_of_its_city_and_remarks(at):
    (case_id,) = await at.submitted(project("剪纸"))
    await at.node.declaring.review.remark(case_id, reason="请核实规模", actor=at.people["office"])
    seen = await at.node.declaring.views.find(case_id, actor=at.people["office"])
    assert [step.step for step in seen.steps] == ["file", "submit", "remark"]
    assert (seen.steps[-1].reason, seen.case.state) == ("请核实规模", SUBMITTED)
    with pytest.raises(NotHere):
        await at.node.declaring.review.remark(case_id, reason="试试", actor=at.people["school2"])


@pytest.mark.parametrize("missing", [code for code in REQUIRED if code != "project-name"])
async def test_article_2_1_a_project_says_all_that_the_notice_lists_before_it_is_submitted(at, missing):
    field = REQUIRED[missing]
    lacking = project("剪纸", **{field: EMPTY[type(getattr(project(), field))]})
    (filed,) = await at.node.declaring.filing.file([lacking], declaration=DECLARED, actor=at.people["school"])
    assert filed.missing == (missing,)
    with pytest.raises(CaseIncomplete):
        await at.node.declaring.filing.submit([filed.case.case_id], actor=at.people["school"])


async def test_article_2_2_every_run_has_a_ledger_of_five_parts(at):
    edition = await at.published(project("剪纸"))
    one = edition.whole.projects[0]
    await run_with_ledger(at, one, parts=("learners", "sign-in", "record"))
    (ledger,) = await at.node.ledgers.views.seen_by(at.people["school clerk"])
    assert len(ALL_PARTS) == 5
    assert ledger.wanting == (LedgerPart.EVALUATION,)


async def test_article_3_1_approved_projects_make_the_quarters_catalogue_the_first_two_joined(at):
    ids = await at.submitted(project("剪纸"), project("茶艺", quarter=2))
    review = at.node.declaring.review
    await review.give_back(ids[1:], reason="师资不详", actor=at.people["centre"])
    assert (await states(at))["茶艺"] == RETURNED
    await at.node.declaring.filing.alter(ids[1], {"teachers": "专职教师 3 名"}, actor=at.people["school"])
    await at.node.declaring.filing.submit(ids[1:], actor=at.people["school"])
    await review.approve(ids, actor=at.people["centre"])
    county = await at.node.cataloguing.publishing.publish(Q1, Q1 + 1, actor=at.people["centre"])
    assert [one.name for one in county.whole.projects] == ["剪纸", "茶艺"]
    assert set((await states(at)).values()) == {PUBLISHED}
    province = await at.node.cataloguing.province.publish(Q1, Q1 + 1, actor=at.people["province"])
    assert [(one.area, one.projects) for one in province.whole.includes] == [(COUNTY, 2)]


async def test_article_3_2_results_are_filed_by_the_codes_of_project_and_course(at, tmp_path):
    edition = await at.published(project("剪纸"), project("茶艺"))
    one, other = edition.whole.projects
    await at.approved(project("国画"), school="far", by="other")
    far = await at.node.cataloguing.publishing.publish(Q1, Q1, actor=at.people["other"])
    course, people = one.courses[0], [person_at(index) for index in range(8)]
    foreign = far.whole.projects[0]
    report = await file_results(
        at,
        tmp_path,
        [
            result_row(one, course, people[0]),
            result_row(one, course, people[1], training_hours="6"),
            result_row(one, course, people[0]),
            result_row(one, course, people[2], training_hours="99"),
            result_row(one, course, people[3], on="20261231"),
            result_row(one, other.courses[0], people[4]),
            result_row(foreign, foreign.courses[0], people[5]),
            result_row(one, course, people[6], run="9"),
        ],
    )
    assert (report.accepted, report.duplicate, report.rejected) == (2, 1, 5)
    assert Counter(issue.code for issue in report.errors) == Counter(
        ("hours-exceed-catalogue", "outside-period", "course-of-other-project", "project-not-yours", "run-unknown")
    )
    found = await at.node.lookup.look_up(
        document_of(people[1]), purpose="核对", basis=Basis.SELF, actor=at.people["school clerk"]
    )
    assert [(kept.institution, kept.title, kept.training_hours, kept.credit_hours) for kept in found.achievements] == [
        ("上城第一成人学校", "剪纸·护理基础", 600, 1600)
    ]


async def test_article_3_3_declaration_and_ledger_of_what_was_filed_are_checked(at, tmp_path):
    edition = await at.published(project("剪纸"))
    one = edition.whole.projects[0]
    run = await run_with_ledger(at, one)
    await file_results(at, tmp_path, [result_row(one, one.courses[0], person_at(1), run="1")])
    verify = at.node.ledgers.verification.verify
    shown = await verify(one.code, run.run, actor=at.people["auditor"])
    assert shown.verdict is LedgerVerdict.SAME
    await at.node.ledgers.keeping.alter(
        one.code, run.run, RunStatement(design="事后补写"), actor=at.people["school clerk"]
    )
    assert (await verify(one.code, run.run, actor=at.people["auditor"])).verdict is not LedgerVerdict.SAME


async def test_article_3_3_the_centre_audits_screens_and_reports_per_unit(at, tmp_path):
    edition = await at.published(project("剪纸", scale=10))
    one = edition.whole.projects[0]
    rows = [result_row(one, one.courses[0], person_at(number)) for number in range(30)]
    assert (await file_results(at, tmp_path, rows)).accepted == 30
    done = await at.node.auditing.running.run(Q1, Q1, actor=at.people["auditor"], seed="2027")
    (unit,) = done.audit.units
    assert (unit.code, unit.declared, unit.catalogued, unit.results) == (at.codes["school"], 1, 30, 30)
    found = {seen.body.finding.rule for seen in await at.node.auditing.views.seen_by(actor=at.people["auditor"])}
    assert "scale-exceeded" in found, "three times as many learners as were declared"
    with pytest.raises(ActorRefused):
        await at.node.auditing.running.run(Q1, Q1, actor=at.people["centre"])


async def test_article_4_1_a_units_own_design_is_read_by_its_mapping(at, tmp_path):
    mapping = tmp_path / "own.toml"
    mapping.write_text('template = "zhejiang-projects"\n[columns]\n"项目名称" = "班名"\n"培训规模" = "人数"\n', "utf-8")
    path = save(tmp_path / "own.xlsx", [["班名", "人数"], ["剪纸", 30]])
    filed = await at.node.declaring.workbooks.file(path, actor=at.people["school"], mapping=mapping)
    assert [(one.project.project_name, one.project.scale) for one in filed.projects] == [("剪纸", 30)]


async def test_article_4_2_the_institution_code_is_the_one_that_the_system_gave(at, tmp_path):
    code = at.codes["school"]
    assert code[:7] == f"Z{COUNTY}"
    assert code[-1] == check_character(code[:-1])
    wrong = f"{code[:-1]}{'A' if code[-1] != 'A' else 'B'}"
    rows = [[at_, "剪纸", *[""] * 7, stated, ""] for at_, stated in enumerate((code, wrong), 1)]
    reading = await read(
        save(tmp_path / "a.xlsx", [PRINTED, *rows]), adapter="zhejiang", mode=None, today=TODAY, kinds=("projects",)
    )
    assert [draft.institution_code for draft in reading.drafts] == [code]
    assert reading.codes == ["code-check"]


async def test_article_4_3_a_project_has_one_of_eighteen_categories_or_its_own_marked_as_new(at):
    assert len(CATEGORIES.labels) == 18
    listed = project("剪纸", category="18", category_is_new=False)
    own = project("观星", category="海洋科普培训", category_is_new=True)
    edition = await at.published(listed, own)
    assert [(one.category, one.category_is_new) for one in edition.whole.projects] == [
        ("传统文化（国学）教育培训", False),
        ("海洋科普培训", True),
    ]
    await at.node.cataloguing.merging.merge("海洋科普培训", "健康养生科普培训", actor=at.people["province"])
    await at.approved(project("潮汐", category="海洋科普培训", category_is_new=True, quarter=2))
    later = await at.node.cataloguing.publishing.publish(Q1 + 1, Q1 + 1, actor=at.people["centre"])
    assert [(one.category, one.category_is_new) for one in later.whole.projects] == [("健康养生科普培训", False)]


async def test_article_4_4_fourteen_target_groups_and_others_besides(tmp_path):
    assert len(TARGET_GROUPS.labels) == 14
    rows = [[1, "剪纸", "", "", "农村劳动力、渔民、海岛居民等", *[""] * 6]]
    reading = await read(
        save(tmp_path / "a.xlsx", [PRINTED, *rows]), adapter="zhejiang", mode=None, today=TODAY, kinds=("projects",)
    )
    assert [draft.target_groups for draft in reading.drafts] == [("农村劳动力", "船员（渔民）", "海岛居民")]


async def test_article_4_5_the_year_is_assessed_by_results_of_catalogue_projects_dual_certificates_apart(at, tmp_path):
    edition = await at.published(project("剪纸"))
    one = edition.whole.projects[0]
    rows = [result_row(one, one.courses[0], person_at(index)) for index in range(3)]
    await file_results(at, tmp_path, rows)
    dual = [
        *(person_at(9).name, "居民身份证", person_at(9).document_number, "成人双证制高中教育培训"),
        *("上城第一成人学校", "20270310", "160", "200", "合格", "ZJ2027000001"),
    ]
    report = await file_rows(at, tmp_path / "dual.xlsx", headers_of(DUAL_CERTIFICATE), [dual])
    assert report.accepted == 1
    figures = await at.node.assessment.live(2027, actor=at.people["auditor"])
    counts = {area.region: (area.counts.catalogue_results, area.counts.dual_certificates) for area in figures.areas}
    assert (counts["33"], counts[CITY], counts[COUNTY]) == ((3, 1), (3, 1), (3, 1))
    assert [(unit.code, unit.counts.projects) for unit in figures.units if unit.counts.projects] == [
        (at.codes["school"], 1)
    ]


async def test_annex_1_the_summary_sheet_as_printed_becomes_drafts_that_say_what_they_lack(at, tmp_path):
    assert [column.header for column in PROJECTS_AS_PRINTED.columns][: len(PRINTED)] == PRINTED
    assert {column.header for column in PROJECTS_AS_PRINTED.columns} < {column.header for column in PROJECTS.columns}
    row = [
        1,
        "剪纸",
        "老年教育培训",
        "40人",
        "老年人",
        "面授",
        16,
        20,
        "上城第一成人学校",
        at.codes["school"],
        "王示例",
    ]
    path = save(
        tmp_path / "a.xlsx",
        [
            ["浙江省成人学校社会培训项目申报汇总表"],
            ["所在区域：杭州市"],
            ["填报人：王示例"],
            ["填报时间：2027年1月8日"],
            PRINTED,
            row,
        ],
    )
    filed = await at.node.declaring.workbooks.file(path, actor=at.people["school"])
    assert set(filed.projects[0].missing) == {"result-form", "assessment", "teachers", "content", "year", "quarter"}


async def test_annex_2_the_form_declares_one_project_or_more_of_a_unit(at, tmp_path):
    second = {"B14": "收纳整理", "B15": "家政服务类培训", "E15": 20}
    path = filled_form(DECLARATION.name, tmp_path / "annex-2.xlsx", {"E2": at.codes["school"], **second})
    filed = await at.node.declaring.workbooks.file(path, actor=at.people["school"])
    assert [(one.project.project_name, bool(one.missing)) for one in filed.projects] == [
        ("家政服务员初级培训", False),
        ("收纳整理", True),
    ]
    assert {one.case.unit_id for one in filed.projects} == {at.people["school"].unit.unit_id}

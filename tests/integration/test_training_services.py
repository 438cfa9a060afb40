"""Shows trainings over `node.v1`: declared, reviewed, catalogued, searched, and results filed against the catalogue."""

import grpc
import pytest

from adapters.registry import code_scheme_of
from node.model.access import Basis
from node.v1 import catalogue_pb2, filing_pb2, projects_pb2
from samples.people import person_at
from tests.support.own_services import CALL_S, refused, uploaded
from tests.support.services import document_of
from tests.support.training import COUNTY
from tests.support.training_services import (
    OPERATOR,
    PORTAL,
    QUARTER,
    SHEET,
    SYSTEM,
    TODAY,
    publishing,
    stated_project,
    training_services,
)
from tests.support.workbooks import save
from tests.unit.adapters.test_zhejiang_declaration import TITLE

PERSON = person_at(3)
"""Of whom results are filed."""


@pytest.fixture
async def at(tmp_path):
    async with training_services(tmp_path) as made:
        yield made


def ids(actor: str, *case_ids: str, **more) -> projects_pb2.ProjectsRequest:
    return projects_pb2.ProjectsRequest(actor=actor, case_ids=case_ids, **more)


def named(actor: str, case_id: str) -> projects_pb2.ProjectRequest:
    return projects_pb2.ProjectRequest(actor=actor, case_id=case_id)


async def found(at, client: str = PORTAL, **asked):
    """Freshness, whether there is more, and the lines of a search."""
    events = [one async for one in at.catalogue(client).Search(catalogue_pb2.SearchCatalogueRequest(**asked))]
    assert [one.WhichOneof("event") for one in events] == ["summary", *["line"] * (len(events) - 1)]
    return events[0].summary, [one.line for one in events[1:]]


async def test_a_projects_way_over_grpc_from_its_declaration_to_the_catalogue(at):
    school, centre, office = at.projects("school"), at.projects("centre"), at.projects("office")
    lacking = stated_project(assessment="", courses=None)
    request = projects_pb2.FileProjectsRequest(
        actor="school经办",
        projects=[lacking],
        declared_by=projects_pb2.DeclaredBy(reporter="王某某", phone="0571-00000000", filed_on="2026-12-01"),
    )
    (filed,) = (await school.File(request, timeout=CALL_S)).projects
    assert (filed.case.state, filed.outcome, list(filed.missing)) == ("draft", "filed", ["assessment"])
    again = (await school.File(request, timeout=CALL_S)).projects[0]
    assert (again.case.case_id, again.outcome) == (filed.case.case_id, "unchanged")
    case_id = filed.case.case_id
    assert (await refused(school.Submit(ids("school经办", case_id))))[1] == "case-incomplete"
    stated = projects_pb2.StatedProject(assessment="实操考核", training_hours="12.5", starts_on=TODAY.isoformat())
    altered = projects_pb2.AlterProjectRequest(actor="school经办", case_id=case_id, stated=stated)
    assert (await school.Alter(altered, timeout=CALL_S)).state == "draft"
    for step, actor, stub, state in (
        ("Submit", "school经办", school, "submitted"),
        ("Recall", "school经办", school, "draft"),
        ("Submit", "school经办", school, "submitted"),
    ):
        assert (await getattr(stub, step)(ids(actor, case_id))).cases[0].state == state
    back = projects_pb2.ReasonedProjectsRequest(actor="centre经办", case_ids=[case_id], reason="请写明师资")
    assert (await centre.Return(back)).cases[0].state == "returned"
    await school.Submit(ids("school经办", case_id))
    assert (await centre.Approve(ids("centre经办", case_id))).cases[0].state == "approved"
    remark = projects_pb2.RemarkRequest(actor="office经办", case_id=case_id, reason="已抽查")
    assert (await office.Remark(remark)).state == "approved"
    published = await at.catalogue("centre").Publish(publishing())
    assert (published.is_new, published.edition.edition, published.edition.projects) == (True, 1, 1)
    assert not (await at.catalogue("centre").Publish(publishing())).is_new
    shown = await centre.Show(named("centre经办", case_id))
    assert (shown.summary.case.state, shown.catalogue_area, shown.first_quarter) == ("published", COUNTY, QUARTER)
    assert (shown.training_hours, shown.credit_hours, shown.starts_on) == (1250, 1650, TODAY.isoformat())
    assert (shown.declared_by.reporter, shown.declared_by.filed_on) == ("王某某", "2026-12-01")
    assert [one.step for one in shown.steps][-4:] == ["submit", "approve", "remark", "publish"]
    asked = projects_pb2.ListProjectsRequest(actor="office经办", states=["published"], year=TODAY.year)
    assert [one.project_code async for one in office.List(asked)] == [shown.summary.project_code]


async def test_drafts_are_given_up_and_several_are_decided_on_all_or_none(at):
    first, second = await at.declared(stated_project(), stated_project(project_name="插花"))
    await at.projects("school").Submit(ids("school经办", first))
    whole = await refused(at.projects("centre").Approve(ids("centre经办", first, second)))
    assert whole[1] == "step-refused"
    shown = await at.projects("centre").Show(named("centre经办", first))
    assert shown.summary.case.state == "submitted"
    assert (await at.projects("school").Drop(ids("school经办", second))).cases[0].state == "dropped"


async def test_a_summary_sheet_of_several_units_is_filed_by_their_sub_centre_and_once(at, tmp_path):
    codes = at.corner.codes
    rows = [
        ("家政服务", "11", 50, 16, 20, "上城第一成人学校", codes["school"], "张示例 13900000000"),
        ("插花", "11", 30, 8, 8, "上城第二成人学校", "", ""),
        ("茶艺", "11", 30, 8, 8, "", "", ""),
    ]
    path = save(tmp_path / "汇总表.xlsx", [SHEET, *rows])
    order = {"actor": "centre经办", "file_name": path.name}
    stub = at.projects("centre")
    for outcome in ("filed", "unchanged"):
        upload = uploaded(projects_pb2.DeclarationUpload, path.read_bytes(), **order)
        filed = await stub.FileWorkbook(upload, timeout=CALL_S)
        assert [one.outcome for one in filed.projects] == [outcome] * 3
        assert filed.template.startswith("zhejiang-projects@")
    assert {"assessment", "content", "quarter"} <= set(filed.projects[0].missing)
    listed = stub.List(projects_pb2.ListProjectsRequest(actor="centre经办"))
    assert {one.project_name: one.unit async for one in listed} == {
        "家政服务": codes["school"],
        "插花": codes["school2"],
        "茶艺": codes["centre"],
    }
    shown = await stub.Show(named("centre经办", filed.projects[0].case.case_id))
    assert (shown.declared_by.reporter, shown.declared_by.phone) == ("张示例", "13900000000")
    assert at.served.uploads == []


async def test_a_declaration_form_is_filed_with_who_reports_it(at, tmp_path):
    form = [
        [TITLE],
        ["申报单位", "上城第一成人学校", "机构代码", at.corner.codes["school"]],
        ["地址", "杭州市上城区某路1号"],
        ["填报人", "李示例", "联系电话", "0571-88880000"],
        ["培训项目 1：名称", "老年智能手机应用"],
        ["项目类别", "老年教育培训", "培训规模", "50人"],
        ["培训对象", "老年群体", "培训形式", "面授"],
        ["培训时数", 16, "学时数", "20"],
        ["成果形式", "作品", "师资安排", "本校教师"],
        ["培训项目介绍", "一、培训目的"],
    ]
    path = save(tmp_path / "申报表.xlsx", form)
    upload = uploaded(projects_pb2.DeclarationUpload, path.read_bytes(), actor="school经办", file_name=path.name)
    filed = await at.projects("school").FileWorkbook(upload, timeout=CALL_S)
    assert [(one.project_name, one.outcome) for one in filed.projects] == [("老年智能手机应用", "filed")], filed
    assert filed.template.startswith("zhejiang-declaration@")
    shown = await at.projects("school").Show(named("school经办", filed.projects[0].case.case_id))
    assert (shown.declared_by.reporter, shown.scale, shown.training_hours) == ("李示例", 50, 1600)


async def test_a_wrong_workbook_comes_back_with_its_cells_and_files_nothing(at, tmp_path):
    rows = [("家政服务", "11", 50, 16, 20, "", "", ""), ("插花", "11", "许多", 8, 8, "", "", "")]
    wrong = save(tmp_path / "汇总表.xlsx", [SHEET, *rows])
    nowhere = save(tmp_path / "别处.xlsx", [SHEET, ("插花", "11", 30, 8, 8, "查无此校", "", "")])
    for path, codes in ((wrong, {"people-form"}), (nowhere, {"declaring-unit-unknown"})):
        upload = uploaded(projects_pb2.DeclarationUpload, path.read_bytes(), actor="centre经办", file_name=path.name)
        filed = await at.projects("centre").FileWorkbook(upload, timeout=CALL_S)
        assert list(filed.projects) == []
        assert {one.code for one in filed.issues if one.is_error} == codes
        assert filed.issues_in_all == len(filed.issues)
    assert [one async for one in at.projects("centre").List(projects_pb2.ListProjectsRequest(actor="centre经办"))] == []
    rubbish = uploaded(projects_pb2.DeclarationUpload, b"no workbook", actor="centre经办", file_name="a.xlsx")
    assert (await refused(at.projects("centre").FileWorkbook(rubbish)))[1] == "template-unknown"


async def test_every_kind_of_client_searches_catalogues_page_by_page_with_freshness(at):
    names = ["社区养老护理", "茶艺", "插花"]
    await at.published(*(stated_project(project_name=name) for name in names))
    for client in (PORTAL, SYSTEM, "far"):
        summary, lines = await found(at, client)
        assert [(one.branch, one.status) for one in summary.branches] == [("33", "fresh")]
        assert (sorted(one.project.name for one in lines), summary.has_more) == (sorted(names), False)
    first, page = await found(at, limit=2)
    rest, last = await found(at, limit=2, offset=2)
    assert (first.has_more, rest.has_more) == (True, False)
    assert sorted(one.project.name for one in (*page, *last)) == sorted(names)
    category = page[0].project.category
    for asked, count in (
        ({"text": "茶艺"}, 1),
        ({"area": "3301", "quarter": QUARTER, "category": category, "branches": ["33", "33"]}, 3),
        ({"area": "3302"}, 0),
        ({"quarter": "2019-Q2"}, 0),
        ({"category": "没有这一类"}, 0),
    ):
        assert len((await found(at, **asked))[1]) == count, asked


async def test_a_new_edition_is_shown_and_the_one_before_it_still_is(at):
    one, other = await at.published(stated_project(), stated_project(project_name="插花"))
    amending = catalogue_pb2.AmendCatalogueRequest(
        actor="centre经办",
        quarter=QUARTER,
        reason="开班有变",
        withdrawn=[other.code],
        corrected=[
            catalogue_pb2.Correction(project_code=one.code, stated=projects_pb2.StatedProject(training_hours="12"))
        ],
    )
    amended = await at.catalogue("centre").Amend(amending)
    assert (amended.is_new, amended.edition.edition, amended.edition.reason) == (True, 2, "开班有变")
    for number, hours, count in ((0, 1200, 1), (1, 1600, 2)):
        asked = catalogue_pb2.ShowCatalogueRequest(area=COUNTY, quarter=QUARTER, edition=number)
        events = [event async for event in at.catalogue(PORTAL).Show(asked)]
        projects = {event.project.code: event.project for event in events[1:]}
        assert (len(projects), projects[one.code].training_hours) == (count, hours)
        assert events[0].edition.area == COUNTY
        freshness = events[0].edition.freshness
        assert (freshness.branch, freshness.status, freshness.behind) == (events[0].edition.branch, "fresh", 0)
        assert freshness.as_of
    listing = catalogue_pb2.ListEditionsRequest(area=COUNTY, with_superseded=True)
    editions = [(one.edition, one.is_current) async for one in at.catalogue(SYSTEM).ListEditions(listing)]
    assert editions == [(1, False), (2, True)]


def result(project: catalogue_pb2.PublishedProject, **changes) -> filing_pb2.Result:
    stated = {
        "achievement_class": "training",
        "name": PERSON.name,
        "document_type": 1,
        "document_number": PERSON.document_number,
        "project_code": project.code,
        "course_code": project.courses[0].code,
        "achieved_on": TODAY.isoformat(),
    }
    return filing_pb2.Result(**{**stated, **changes})


async def filed(at, *results: filing_pb2.Result, batch: str = "春季"):
    request = filing_pb2.FileResultsRequest(batch=batch, results=results)
    return await at.filing().FileResults(request, timeout=CALL_S)


async def test_a_system_files_results_against_the_published_catalogue_once(at):
    (project,) = await at.published()
    first = await filed(at, result(project), result(project, course_code=project.courses[1].code, credit_hours="4"))
    assert [one.outcome for one in first.outcomes] == ["accepted", "accepted"], first
    retried = await filed(at, result(project), result(project, name=f" {PERSON.name} "))
    assert [one.outcome for one in retried.outcomes] == ["duplicate", "duplicate"]
    actor = await at.corner.node.operators.registered(OPERATOR)
    looked = await at.corner.node.lookup.look_up(document_of(PERSON), purpose="核对", basis=Basis.DUTY, actor=actor)
    told = {(one.title, one.training_hours, one.credit_hours) for one in looked.achievements}
    assert told == {("社区养老护理·护理基础", 800, 1650), ("社区养老护理·急救常识", 800, 400)}
    assert {one.institution for one in looked.achievements} == {"上城第一成人学校"}


async def test_what_is_not_in_the_catalogue_is_refused_with_the_entries_that_come_nearest(at):
    (project,) = await at.published()
    typed_wrong = f"{project.code[:-2]}{9 - int(project.code[-2])}{project.code[-1]}"
    wrong = (
        (result(project, course_code=""), {"required"}),
        (result(project, project_code=typed_wrong), {"code-check"}),
        (result(project, achieved_on="2019-01-01"), {"outside-period"}),
        (result(project, training_hours="100"), {"hours-exceed-catalogue"}),
        (result(project, run="9"), {"run-unknown"}),
    )
    told = await filed(at, *(one for one, _ in wrong))
    assert (told.accepted, told.rejected) == (0, len(wrong))
    for outcome, (_, codes) in zip(told.outcomes, wrong, strict=True):
        assert codes <= {one.code for one in outcome.issues}
    # Well-formed, of the county and year, and given to no project.
    scheme = code_scheme_of("zhejiang")
    code = scheme.project_code(COUNTY, TODAY.year, 77)
    (refusal,) = (await filed(at, result(project, project_code=code, course_code=scheme.course_code(code, 1)))).outcomes
    (issue,) = refusal.issues
    assert (refusal.outcome, issue.code, issue.column) == ("rejected", "project-unknown", "项目编码")
    assert project.code in issue.message
    assert PERSON.document_number not in issue.message


async def test_another_units_project_is_refused_and_dual_certificates_need_no_catalogue(at):
    request = projects_pb2.FileProjectsRequest(actor="school2经办", projects=[stated_project(project_name="陶艺")])
    (theirs,) = (await at.projects("school2").File(request)).projects
    await at.projects("school2").Submit(ids("school2经办", theirs.case.case_id))
    await at.projects("centre").Approve(ids("centre经办", theirs.case.case_id))
    projects = await at.published()
    (foreign,) = [one for one in projects if one.name == "陶艺"]
    dual = filing_pb2.Result(
        achievement_class="dual-certificate",
        name=PERSON.name,
        document_type=1,
        document_number=PERSON.document_number,
        title="成人双证制高中教育培训",
        institution="上城第一成人学校",
        achieved_on=TODAY.isoformat(),
    )
    told = await filed(at, result(foreign), dual)
    assert [one.outcome for one in told.outcomes] == ["rejected", "accepted"], told
    assert [one.code for one in told.outcomes[0].issues] == ["project-not-yours"]
    dual.project_code = foreign.code
    coded = await filed(at, dual)
    assert [one.code for one in coded.outcomes[0].issues] == ["field-not-in-template"]


async def test_quarters_that_are_none_are_refused(at):
    for asked in ({"quarter": "2027Q1"}, {"quarter": "2027-Q5"}, {"text": "长" * 201}, {"category": "长" * 101}):
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await found(at, **asked)
        assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert (await refused(at.catalogue("centre").Publish(publishing(quarter=""))))[1] == "malformed"

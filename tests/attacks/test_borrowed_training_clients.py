"""Attacks on trainings by the branch's own clients: publishing, deciding and declaring for others come to nothing.

What is public is read by every client that is listed, and holds nothing about anybody.
"""

import asyncio

import grpc
import pytest

from node.model.access import Duty
from node.rpc.projects_service import MAX_WORKBOOK_BYTES
from node.v1 import catalogue_pb2, projects_pb2
from tests.support.own_services import CALL_S, refused, uploaded
from tests.support.services import ACTOR
from tests.support.training import COUNTY
from tests.support.training_services import (
    OPERATOR,
    PORTAL,
    QUARTER,
    SHEET,
    SYSTEM,
    publishing,
    stated_project,
    training_services,
)
from tests.support.workbooks import save

REFUSED = (grpc.StatusCode.PERMISSION_DENIED, "actor-refused")
REPORTER, PHONE = "王举报", "13900001234"


@pytest.fixture
async def at(tmp_path):
    async with training_services(tmp_path) as made:
        yield made


def filing(actor: str, **changes) -> projects_pb2.FileProjectsRequest:
    by = projects_pb2.DeclaredBy(reporter=REPORTER, phone=PHONE, address="某路 1 号")
    return projects_pb2.FileProjectsRequest(actor=actor, declared_by=by, projects=[stated_project()], **changes)


def ids(actor: str, *case_ids: str) -> projects_pb2.ProjectsRequest:
    return projects_pb2.ProjectsRequest(actor=actor, case_ids=case_ids)


async def test_a_portal_a_system_and_an_unlisted_certificate_publish_and_declare_nothing(at):
    await at.projects("school").Submit(ids("school经办", *await at.declared()))
    amending = catalogue_pb2.AmendCatalogueRequest(actor="centre经办", quarter=QUARTER, reason="改")
    for client in (PORTAL, SYSTEM, "stranger"):
        for actor in ("centre经办", OPERATOR, ""):
            assert (await refused(at.catalogue(client).Publish(publishing(actor))))[:2] == REFUSED
            assert (await refused(at.projects(client).File(filing(actor))))[:2] == REFUSED
        assert (await refused(at.catalogue(client).Amend(amending)))[:2] == REFUSED
    size = (await at.corner.node.own_log.head()).size
    assert size == 0


async def test_a_counter_acts_for_no_operator_of_another_unit_or_above_it(at):
    case_ids = await at.declared()
    await at.projects("school").Submit(ids("school经办", *case_ids))
    for client, actor in (
        ("school", "centre经办"),
        ("far", "centre经办"),
        ("other", "centre经办"),
        ("centre", "office经办"),
        ("centre", "other经办"),
        ("centre", "查无此人"),
    ):
        assert (await refused(at.projects(client).Approve(ids(actor, *case_ids))))[:2] == REFUSED
        assert (await refused(at.catalogue(client).Publish(publishing(actor))))[:2] == REFUSED
    assert (await refused(at.projects("school2").File(filing("school经办"))))[:2] == REFUSED


async def test_a_counters_operator_decides_on_nothing_of_their_own_unit_nor_of_another_county(at):
    school = await at.declared()
    await at.projects("school").Submit(ids("school经办", *school))
    assert (await refused(at.projects("other").Approve(ids("other经办", *school))))[0] is grpc.StatusCode.NOT_FOUND
    request = projects_pb2.FileProjectsRequest(actor="centre经办", projects=[stated_project()])
    own = [one.case.case_id for one in (await at.projects("centre").File(request)).projects]
    await at.projects("centre").Submit(ids("centre经办", *own))
    assert (await refused(at.projects("centre").Approve(ids("centre经办", *own))))[:2] == REFUSED
    assert (await refused(at.projects("school").Approve(ids("school经办", *school))))[:2] == REFUSED
    elsewhere = at.corner.codes["far"]
    assert (await refused(at.projects("school").File(filing("school经办", unit=elsewhere))))[:2] == REFUSED
    assert (await refused(at.catalogue("other").Publish(publishing("other经办", unit=at.corner.codes["centre"]))))[
        :2
    ] == REFUSED
    assert (await refused(at.catalogue("school").Publish(publishing("school经办"))))[:2] == REFUSED


async def test_a_sheet_that_names_another_units_code_is_refused_whole(at, tmp_path):
    codes = at.corner.codes
    for victim in ("school2", "far", "centre"):
        rows = [("自己的", "11", 30, 8, 8, "", codes["school"]), ("别人的", "11", 30, 8, 8, "", codes[victim])]
        path = save(tmp_path / f"{victim}.xlsx", [SHEET, *rows])
        upload = uploaded(projects_pb2.DeclarationUpload, path.read_bytes(), actor="school经办", file_name="a.xlsx")
        told = await at.projects("school").FileWorkbook(upload)
        # Told alike whether there is such a unit or not.
        assert [(one.row, one.column, one.code) for one in told.issues] == [(3, "机构代码", "declaring-unit-unknown")]
        assert list(told.projects) == []
    listed = projects_pb2.ListProjectsRequest(actor="office经办")
    assert [one async for one in at.projects("office").List(listed)] == []


async def test_an_oversized_endless_or_broken_off_declaration_is_refused_and_lies_nowhere(at):
    stub = at.projects("school")
    order = {"actor": "school经办", "file_name": "a.xlsx"}
    for content, changes, code in (
        (b"PK", {"size": MAX_WORKBOOK_BYTES + 1}, "too-large"),
        (b"PK" * 100, {"size": 10}, "malformed"),
        (b"PK", {"size": 10}, "malformed"),
        (b"PK", {"file_name": "../a.xlsx"}, "malformed"),
    ):
        upload = uploaded(projects_pb2.DeclarationUpload, content, **{**order, **changes})
        assert (await refused(stub.FileWorkbook(upload, timeout=CALL_S)))[1] == code
    many = projects_pb2.FileProjectsRequest(actor="school经办", projects=[stated_project(content="长" * 1_000)] * 400)
    assert (await refused(stub.File(many)))[0] is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert at.served.uploads == []


async def test_one_client_has_one_workbook_taken_in_at_a_time_by_whatever_service(at):
    begun = at.projects("school").FileWorkbook(timeout=CALL_S)
    order = projects_pb2.DeclarationUpload.Order(actor="school经办", file_name="a.xlsx", size=10)
    await begun.write(projects_pb2.DeclarationUpload(order=order))
    while not at.served.uploads:
        await asyncio.sleep(0.02)
    second = uploaded(projects_pb2.DeclarationUpload, b"PK", actor="school经办", file_name="b.xlsx")
    assert (await refused(at.projects("school").FileWorkbook(second)))[1] == "too-many-calls"
    begun.cancel()


async def test_catalogues_are_read_by_every_listed_client_and_name_nobody(at):
    request = filing("school经办")
    ((one,),) = [(await at.projects("school").File(request)).projects]
    await at.projects("school").Submit(ids("school经办", one.case.case_id))
    await at.projects("centre").Approve(ids("centre经办", one.case.case_id))
    await at.catalogue("centre").Publish(publishing())
    asked = catalogue_pb2.SearchCatalogueRequest()
    shown = catalogue_pb2.ShowCatalogueRequest(area=COUNTY, quarter=QUARTER)
    for client in (PORTAL, SYSTEM, "far"):
        stub = at.catalogue(client)
        told = [event async for event in stub.Search(asked)] + [event async for event in stub.Show(shown)]
        listed = [edition async for edition in stub.ListEditions(catalogue_pb2.ListEditionsRequest())]
        everything = b"".join(event.SerializeToString() for event in (*told, *listed))
        assert "社区养老护理".encode() in everything
        for secret in (REPORTER, PHONE, "某路 1 号", "school经办", "centre经办"):
            assert secret.encode() not in everything
    for call in (at.catalogue("stranger").Search(asked), at.catalogue("stranger").Show(shown)):
        assert (await refused(call))[:2] == REFUSED


async def test_searches_with_patterns_branches_or_pages_of_nonsense_find_nothing_and_break_nothing(at):
    await at.published()
    for asked in ({"text": "%"}, {"text": "_"}, {"area": "%"}, {"area": "_3"}, {"offset": 2**32 - 1}):
        events = [one async for one in at.catalogue(PORTAL).Search(catalogue_pb2.SearchCatalogueRequest(**asked))]
        assert [one.WhichOneof("event") for one in events] == ["summary"], asked
    unknown = catalogue_pb2.SearchCatalogueRequest(branches=["99"])
    assert (await refused(at.catalogue(PORTAL).Search(unknown)))[1] == "not-in-roster"
    for branch in ("99", "3", "x" * 1_000):
        listing = catalogue_pb2.ListEditionsRequest(branch=branch)
        assert (await refused(at.catalogue(PORTAL).ListEditions(listing)))[1] == "not-in-roster"


async def test_nothing_of_who_reports_stands_in_a_refusal_or_in_the_nodes_log(at, capsys):
    stub = at.projects("school")
    requests = (
        filing("school经办", unit="NIRGENDS"),
        projects_pb2.FileProjectsRequest(
            actor="school经办",
            declared_by=projects_pb2.DeclaredBy(reporter=REPORTER * 100, phone=PHONE, filed_on="下周"),
            projects=[stated_project()],
        ),
        projects_pb2.FileProjectsRequest(
            actor="school经办",
            declared_by=projects_pb2.DeclaredBy(reporter=REPORTER, phone=PHONE),
            projects=[stated_project(training_hours=PHONE)],
        ),
        filing(REPORTER),
    )
    told = [await refused(stub.File(request)) for request in requests]
    assert {code for _, code, _ in told} <= {"not-here", "declaration-refused", "actor-refused"}
    (case_id,) = await at.declared()
    told.append(await refused(at.projects("far").Show(projects_pb2.ProjectRequest(actor="far经办", case_id=case_id))))
    written = capsys.readouterr()
    everything = repr(told) + written.out + written.err
    for secret in (REPORTER, PHONE, "school经办"):
        assert secret not in everything


async def test_a_reader_without_a_duty_for_projects_sees_none(at):
    school = await at.corner.node.units.by_code(at.corner.codes["school"])
    await at.corner.node.operators.add("汇总员", unit=school, duties=[Duty.COLLECTION], actor=ACTOR)
    (case_id,) = await at.declared()
    show = projects_pb2.ProjectRequest(actor="汇总员", case_id=case_id)
    assert (await refused(at.projects("school").Show(show)))[:2] == REFUSED
    assert (await refused(at.projects("school").List(projects_pb2.ListProjectsRequest(actor="汇总员"))))[:2] == REFUSED

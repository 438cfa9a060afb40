"""Shows ledgers over `node.v1`: opened, filled, recorded, shown, held against the log; and what others get of them."""

import grpc
import pytest

from adapters.zhejiang.ledger_sheets import LEARNERS, SIGN_IN
from federation.model.document import mask_number
from node.model.access import Duty
from node.model.catalogue import CatalogueQuery
from node.rpc.ledgers_service import MAX_SHEET_BYTES
from node.v1 import filing_pb2, ledgers_pb2
from samples.people import person_at
from tests.support.ledgers import PDF
from tests.support.own_services import CALL_S, refused, uploaded
from tests.support.services import ACTOR
from tests.support.training_services import CLERK, OPERATOR, PORTAL, SYSTEM, TODAY, training_services
from tests.support.workbooks import headers_of, save

FIRST, SECOND = person_at(3), person_at(4)
REFUSED = (grpc.StatusCode.PERMISSION_DENIED, "actor-refused")


@pytest.fixture
async def at(tmp_path):
    async with training_services(tmp_path) as made:
        yield made


@pytest.fixture
async def code(at):
    """Of a project whose first run is registered."""
    (project,) = await at.published()
    opened = await at.ledgers().Open(ledgers_pb2.OpenRunRequest(project_code=project.code, teacher="某老师"))
    assert (opened.project_code, opened.run) == (project.code, 1)
    return project.code


def run(code: str, actor: str = CLERK, number: int = 1) -> ledgers_pb2.RunRequest:
    return ledgers_pb2.RunRequest(actor=actor, project_code=code, run=number)


def learners(path, *people):
    rows = [[one.name, "居民身份证", one.document_number, "0571-85000000"] for one in people]
    return save(path / "学员.xlsx", [headers_of(LEARNERS), *rows])


async def sent(at, code: str, path, part: str, client: str = SYSTEM, **order):
    named = {"project_code": code, "run": 1, "part": part, "file_name": path.name, **order}
    upload = uploaded(ledgers_pb2.LedgerUpload, path.read_bytes(), **named)
    events = [one async for one in at.ledgers(client).AddSheet(upload, timeout=CALL_S)]
    return events[0].report, b"".join(one.error_workbook for one in events[1:])


async def test_a_system_keeps_a_ledger_and_a_counter_sees_and_verifies_it(at, code, tmp_path):
    report, errors = await sent(at, code, learners(tmp_path, FIRST), "learners")
    assert (report.accepted, report.rejected, errors) == (1, 0, b"")
    added, _ = await sent(at, code, learners(tmp_path, SECOND), "learners", adds=True)
    assert added.accepted == 1
    day = f"{TODAY:%Y%m%d}"
    signed = [[day, "9:00", "11:15", "护理基础", one.name, "", "到"] for one in (FIRST, SECOND)]
    await sent(at, code, save(tmp_path / "签到.xlsx", [headers_of(SIGN_IN), *signed]), "sign-in")
    order = {"project_code": code, "run": 1, "part": "record", "file_name": "记录.pdf"}
    kept = await at.ledgers().Attach(uploaded(ledgers_pb2.LedgerUpload, PDF, **order), timeout=CALL_S)
    assert (kept.part, kept.size) == ("record", len(PDF))
    counter = at.ledgers("school")
    assert (await counter.Verify(run(code))).verdict == "never-recorded"
    recorded = await at.ledgers().Record(run(code, actor=""))
    assert recorded.HasField("entry_index")
    assert not (await at.ledgers().Record(run(code, actor=""))).HasField("entry_index")
    verified = await counter.Verify(run(code))
    assert (verified.verdict, [one.index for one in verified.recordings]) == ("same", [recorded.entry_index])
    shown = await counter.Show(run(code))
    assert (shown.project_name, shown.teacher, shown.is_recorded) == ("社区养老护理", "某老师", True)
    assert [(one.number, one.name) for one in shown.learners] == [(1, FIRST.name), (2, SECOND.name)]
    assert shown.learners[0].masked_number == mask_number(FIRST.document_number)
    assert [(one.on, one.starts_at, list(one.present)) for one in shown.sessions] == [
        (TODAY.isoformat(), "09:00", [1, 2])
    ]
    assert {"course-design", "evaluation"} <= {one.part for one in shown.gaps}
    await sent(at, code, learners(tmp_path, FIRST), "learners")
    assert (await counter.Verify(run(code))).verdict == "changed"
    assert at.served.uploads == []


async def test_results_name_a_registered_run(at, code):
    (project,) = [one for one in await _projects(at) if one.code == code]
    stated = {
        "achievement_class": "training",
        "name": FIRST.name,
        "document_type": 1,
        "document_number": FIRST.document_number,
        "project_code": code,
        "course_code": project.courses[0].code,
        "achieved_on": TODAY.isoformat(),
    }
    request = filing_pb2.FileResultsRequest(batch="一", results=[filing_pb2.Result(**stated, run="1")])
    assert (await at.filing().FileResults(request)).accepted == 1
    # The first results of a project record its ledgers.
    assert (await at.ledgers("school").Verify(run(code))).verdict == "same"


async def _projects(at):
    found = await at.corner.node.cataloguing.search.search(CatalogueQuery())
    return [line.project for line in found.lines]


async def test_a_wrong_sheet_is_taken_not_at_all_and_comes_back_as_a_workbook(at, code, tmp_path):
    path = learners(tmp_path, FIRST, SECOND)
    rows = [[FIRST.name, "居民身份证", FIRST.document_number, ""], ["王123", "居民身份证", "1", ""]]
    wrong = save(tmp_path / "有误.xlsx", [headers_of(LEARNERS), *rows])
    report, errors = await sent(at, code, wrong, "learners")
    assert (report.accepted, report.error_workbook_size) == (0, len(errors))
    assert errors.startswith(b"PK")
    assert FIRST.document_number not in repr(report)
    assert list(at.corner.node.folder.imports.glob("*")) == []
    assert at.served.uploads == []
    assert list((await at.ledgers("school").Show(run(code))).learners) == []
    for order, told in (
        ({"part": "sign-in"}, "workbook-refused"),
        ({"part": "record"}, "malformed"),
        ({"part": ""}, "malformed"),
        ({"size": MAX_SHEET_BYTES + 1}, "too-large"),
        ({"run": 2}, "not-here"),
    ):
        upload = {"project_code": code, "run": 1, "part": "learners", "file_name": path.name, **order}
        call = at.ledgers().AddSheet(uploaded(ledgers_pb2.LedgerUpload, path.read_bytes(), **upload))
        assert (await refused(call))[1] == told, order
    wrong_day = ledgers_pb2.OpenRunRequest(project_code=code, starts_on="下周")
    assert (await refused(at.ledgers().Open(wrong_day)))[1] == "malformed"


async def test_nobody_keeps_or_sees_a_ledger_that_is_not_theirs(at, code, tmp_path):
    path = learners(tmp_path, FIRST)
    await sent(at, code, path, "learners")
    far, neighbour = "拱墅填报", "邻校填报"
    for name, unit in ((far, "far"), (neighbour, "school2")):
        place = await at.corner.node.units.by_code(at.corner.codes[unit])
        await at.corner.node.operators.add(name, unit=place, duties=[Duty.FILING], actor=ACTOR)
    for client, actor, status in (
        ("far", far, grpc.StatusCode.NOT_FOUND),
        ("school2", neighbour, grpc.StatusCode.NOT_FOUND),
        ("far", CLERK, grpc.StatusCode.PERMISSION_DENIED),
        ("school", "school经办", grpc.StatusCode.PERMISSION_DENIED),
        (PORTAL, CLERK, grpc.StatusCode.PERMISSION_DENIED),
        (SYSTEM, "", grpc.StatusCode.PERMISSION_DENIED),
    ):
        for method in ("Show", "Verify"):
            told = await refused(getattr(at.ledgers(client), method)(run(code, actor)))
            assert told[0] is status, (client, actor)
            assert FIRST.name not in told[2]
    opening = ledgers_pb2.OpenRunRequest(actor=far, project_code=code)
    assert (await refused(at.ledgers("far").Open(opening)))[:2] == REFUSED
    for client in (PORTAL, "stranger"):
        upload = uploaded(ledgers_pb2.LedgerUpload, path.read_bytes(), actor=OPERATOR, project_code=code, run=1)
        assert (await refused(at.ledgers(client).AddSheet(upload)))[:2] == REFUSED

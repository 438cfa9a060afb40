"""Shows that a ledger's sheets are taken in wholly or not at all, held against the run's learners."""

from datetime import date, time

import pytest

from adapters.zhejiang.ledger_sheets import EVALUATIONS, LEARNERS, SIGN_IN
from federation.errors import ActorRefused, LedgerRefused, NotHere, StepRefused, WorkbookRefused
from federation.model.ledger import LedgerPart
from node.model.access import Duty
from node.services.filing.workbook_rows import WorkbookRows
from node.services.ledgers.keeping import RunStatement
from node.services.ledgers.sheets import LedgerSheets
from samples.people import person_at
from tests.support.deposits import operator
from tests.support.ledgers import CODE, with_projects
from tests.support.workbooks import WorkbookLimits, headers_of, save

FIRST, SECOND, THIRD = (person_at(index) for index in (1, 2, 3))


@pytest.fixture
async def node(node):
    await with_projects(node)
    return node


@pytest.fixture
async def clerk(node):
    made = await operator(node, "填报员", "X1", Duty.FILING)
    await node.ledgers.keeping.open(CODE, RunStatement(), actor=made)
    return made


@pytest.fixture
def take(node, clerk, tmp_path):
    """Takes rows in as one of the three sheets, by Zhejiang's templates; returns the report."""
    rows_of = WorkbookRows(
        adapter="zhejiang", limits=WorkbookLimits(), error_folder=tmp_path / "errors", kinds=("ledger",)
    )
    sheets = LedgerSheets(cases=node.ledgers.keeping._cases, rows=rows_of, clock=node.clock)
    templates = {"learners": LEARNERS, "sign-in": SIGN_IN, "evaluation": EVALUATIONS}

    async def taken(part, *rows, sheet="", is_whole=True, actor=clerk, run=1):
        path = save(tmp_path / f"{part}.xlsx", [headers_of(templates[sheet or part]), *rows])
        return await sheets.take(CODE, run, LedgerPart(part), path, actor=actor, is_whole=is_whole)

    return taken


def learner_row(person, phone="0571-85000000"):
    return [person.name, "居民身份证", person.document_number, phone]


def signed_row(person, day="20260302", said="到", number="", course=""):
    return [day, "9:00", "11:15", course, person.name, number, said]


def evaluated_row(person, outcome="合格", score="86", number=""):
    return [person.name, number, outcome, score, ""]


async def held(node, clerk):
    return (await node.ledgers.views.find(CODE, 1, actor=clerk)).run


async def test_the_three_sheets_make_a_ledger(node, clerk, take):
    await take("learners", learner_row(FIRST), learner_row(SECOND))
    report = await take("sign-in", signed_row(FIRST), signed_row(SECOND, said="缺"), signed_row(SECOND, "20260309"))
    assert (report.rows, report.accepted, report.errors) == (3, 3, ())
    await take("evaluation", evaluated_row(FIRST), evaluated_row(SECOND, "优秀", number=SECOND.document_number))
    run = await held(node, clerk)
    assert [(one.number, one.name) for one in run.learners] == [(1, FIRST.name), (2, SECOND.name)]
    assert [(one.on, one.starts_at, one.present) for one in run.sessions] == [
        (date(2026, 3, 2), time(9), (1,)),
        (date(2026, 3, 9), time(9), (2,)),
    ]
    assert [(one.learner, one.score) for one in run.evaluations] == [(1, "86"), (2, "86")]
    view = await node.ledgers.views.find(CODE, 1, actor=clerk)
    assert [step.step for step in view.steps] == ["file", "take-sheet", "take-sheet", "take-sheet"]
    assert {gap.code for gap in view.figure.gaps} == {"missing", "hours-short"}


async def test_all_errors_are_told_at_once_by_cell_and_nothing_is_taken(node, clerk, take):
    await take("learners", learner_row(FIRST), learner_row(SECOND))
    report = await take(
        "sign-in",
        signed_row(FIRST),
        signed_row(THIRD),
        signed_row(FIRST),
        signed_row(SECOND, day="没有日期"),
        signed_row(SECOND, number=FIRST.document_number),
    )
    assert [(one.row, one.code) for one in sorted(report.errors, key=lambda one: one.row)] == [
        (3, "not-a-learner"),
        (4, "signed-twice"),
        (5, "date-form"),
        (6, "learner-name-differs"),
    ]
    assert report.accepted == 0
    assert report.error_workbook.exists()
    assert (await held(node, clerk)).sessions == ()
    again = await take("evaluation", evaluated_row(THIRD), evaluated_row(FIRST), evaluated_row(FIRST))
    assert [one.code for one in again.errors] == ["not-a-learner", "evaluated-twice"]
    twice = await take("learners", learner_row(THIRD), learner_row(THIRD))
    assert [one.code for one in twice.errors] == ["learner-twice"]
    assert all(person.name not in one.message for one in report.errors for person in (FIRST, SECOND, THIRD))


async def test_a_name_that_two_learners_have_asks_for_the_number(node, clerk, take):
    namesake = [FIRST.name, "居民身份证", SECOND.document_number, ""]
    await take("learners", learner_row(FIRST), namesake)
    report = await take("sign-in", signed_row(FIRST))
    assert [(one.column, one.code) for one in report.errors] == [("姓名", "learner-ambiguous")]
    await take("sign-in", signed_row(FIRST, number=SECOND.document_number))
    assert (await held(node, clerk)).sessions[0].present == (2,)


async def test_a_sheet_replaces_what_was_there_or_is_added(node, clerk, take):
    await take("learners", learner_row(FIRST), learner_row(SECOND))
    await take("sign-in", signed_row(FIRST))
    await take("sign-in", signed_row(SECOND), signed_row(SECOND, "20260309"), is_whole=False)
    assert [one.present for one in (await held(node, clerk)).sessions] == [(1, 2), (2,)]
    await take("sign-in", signed_row(FIRST, said="缺"), is_whole=False)
    assert [one.present for one in (await held(node, clerk)).sessions] == [(2,), (2,)]
    await take("sign-in", signed_row(FIRST, "20260316"))
    assert [one.on for one in (await held(node, clerk)).sessions] == [date(2026, 3, 16)]
    await take("evaluation", evaluated_row(FIRST), evaluated_row(SECOND))
    await take("evaluation", evaluated_row(FIRST, score="90"), is_whole=False)
    assert [one.score for one in (await held(node, clerk)).evaluations] == ["90", "86"]
    await take("learners", learner_row(THIRD), is_whole=False)
    assert [one.number for one in (await held(node, clerk)).learners] == [1, 2, 3]
    await take("learners", learner_row(SECOND), learner_row(THIRD))
    view = await node.ledgers.views.find(CODE, 1, actor=clerk)
    assert [one.number for one in view.run.learners] == [2, 3]
    assert ("sign-in", "not-a-learner", 1) in {(gap.part.value, gap.code, gap.count) for gap in view.figure.gaps}


async def test_another_sheet_than_the_one_that_is_asked_for_is_refused(node, clerk, take):
    with pytest.raises(WorkbookRefused) as refused:
        await take("sign-in", learner_row(FIRST), sheet="learners")
    assert refused.value.facts["reason"] == "other-kind"


async def test_an_empty_sheet_empties_nothing(node, clerk, take):
    await take("learners", learner_row(FIRST))
    with pytest.raises(LedgerRefused) as refused:
        await take("learners")
    assert refused.value.facts == {"reason": "sheet-empty"}
    assert len((await held(node, clerk)).learners) == 1


async def test_rights_and_state_are_asked_before_the_file_is_read(node, clerk, take):
    inspector = await operator(node, "检查员", "S1", Duty.INSPECTION)
    neighbour = await operator(node, "邻县人员", "X2", Duty.FILING)
    with pytest.raises(ActorRefused):
        await take("learners", learner_row(FIRST), actor=inspector)
    with pytest.raises(NotHere):
        await take("learners", learner_row(FIRST), actor=neighbour)
    with pytest.raises(NotHere):
        await take("learners", learner_row(FIRST), run=2)
    await node.ledgers.keeping.close(CODE, 1, actor=clerk)
    with pytest.raises(StepRefused):
        await take("learners", learner_row(FIRST))

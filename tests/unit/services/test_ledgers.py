"""Shows how a run's ledger is kept, recorded and held against what was recorded, and by whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest

from federation.errors import ActorRefused, LedgerRefused, NotHere, StepRefused
from federation.model.entry import Kind, parse_header
from federation.model.ledger import ALL_PARTS, LedgerPart, parse_ledger
from node.model.access import Duty
from node.model.training_run import numbered
from node.services.ledgers.keeping import RunStatement
from node.services.ledgers.recording import LedgersOfFiled
from node.services.ledgers.verifying import LedgerVerdict
from tests.support.branches import START
from tests.support.deposits import operator
from tests.support.ledgers import CODE, JPEG, OTHERS, PDF, learner, with_projects
from tests.support.services import ACTOR

MARCH = RunStatement(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31), place="二楼教室")


@pytest.fixture
async def node(node):
    await with_projects(node)
    return node


@pytest.fixture
async def clerk(node):
    return await operator(node, "填报员", "X1", Duty.FILING)


async def opened(node, clerk, statement=MARCH):
    return await node.ledgers.keeping.open(CODE, statement, actor=clerk)


async def recordings(node):
    async with node.own_log.change() as change:
        found = await change.plain_entries.newest(node.own_log.log_id, Kind.LEDGER_RECORDED, 99)
    return [(index, parse_ledger(parse_header(header).plain_body)) for index, header in reversed(found)]


async def attach(node, clerk, part="record", content=PDF, name="记录.pdf", run=1):
    return await node.ledgers.keeping.attach(CODE, run, part, name=name, content=content, actor=clerk)


async def test_runs_of_a_project_are_numbered_from_one_on(node, clerk):
    assert [(await opened(node, clerk)).run for _ in range(3)] == [1, 2, 3]
    by_default = await opened(node, clerk, RunStatement())
    assert (by_default.run, by_default.starts_on, by_default.ends_on) == (4, date(2026, 1, 1), date(2026, 3, 31))
    async with node.own_log.change() as change:
        assert await change.training_runs.numbers([CODE, OTHERS.code]) == {CODE: {1, 2, 3, 4}}


async def test_two_runs_of_the_same_words_have_two_digests(node, clerk):
    await opened(node, clerk)
    await opened(node, clerk)
    first, second = await node.ledgers.views.seen_by(clerk)
    assert first.state.digest != second.state.digest


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (RunStatement(starts_on=date(2025, 12, 31)), "outside-period"),
        (RunStatement(ends_on=date(2026, 4, 1)), "outside-period"),
        (RunStatement(starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1)), "date-order"),
        (RunStatement(place="二楼\n教室"), "text-form"),
        (RunStatement(teacher="师" * 201), "text-form"),
        (RunStatement(design="课\x00程"), "text-form"),
    ],
)
async def test_what_cannot_be_stated_of_a_run_is_refused(node, clerk, statement, reason):
    with pytest.raises(LedgerRefused) as refused:
        await opened(node, clerk, statement)
    assert refused.value.facts == {"reason": reason}
    assert await node.ledgers.views.seen_by(clerk) == []
    await opened(node, clerk)
    with pytest.raises(LedgerRefused):
        await node.ledgers.keeping.alter(CODE, 1, statement, actor=clerk)


async def test_a_project_that_no_catalogue_has_has_no_runs(node, clerk):
    with pytest.raises(LedgerRefused) as refused:
        await node.ledgers.keeping.open("P3301022600099K", MARCH, actor=clerk)
    assert refused.value.facts == {"reason": "project-unknown"}


async def test_a_run_is_stated_anew_by_what_is_given_alone(node, clerk):
    await opened(node, clerk)
    altered = await node.ledgers.keeping.alter(CODE, 1, RunStatement(design="四次课"), actor=clerk)
    assert (altered.place, altered.design, altered.starts_on) == ("二楼教室", "四次课", date(2026, 3, 1))
    view = await node.ledgers.views.find(CODE, 1, actor=clerk)
    assert view.run == altered
    assert view.figure.figure == "1/5"
    assert [step.step for step in view.steps] == ["file", "alter"]


async def test_what_each_part_has_and_lacks_is_told_in_the_list_without_opening_a_case(node, clerk):
    await opened(node, clerk)
    for part in ALL_PARTS[:4]:
        await attach(node, clerk, part.value, content=PDF + part.value.encode())
    (listed,) = await node.ledgers.views.seen_by(clerk)
    assert (listed.figure, listed.wanting, listed.unit.code) == ("4/5", (LedgerPart.EVALUATION,), "X1")
    assert (await node.ledgers.views.find(CODE, 1, actor=clerk)).figure.figure == "4/5"


async def test_a_wrong_file_is_taken_out_while_it_is_not_recorded(node, clerk):
    await opened(node, clerk)
    wrong = await attach(node, clerk)
    await node.ledgers.keeping.detach(CODE, 1, wrong.digest, part="record", actor=clerk)
    assert (await node.ledgers.views.find(CODE, 1, actor=clerk)).attachments == ()
    kept = await attach(node, clerk)
    await node.ledgers.recording.record(CODE, 1, actor=clerk)
    later = await attach(node, clerk, content=JPEG, name="照片.jpg")
    again = await attach(node, clerk)
    assert again.digest == kept.digest
    with pytest.raises(LedgerRefused) as refused:
        await node.ledgers.keeping.detach(CODE, 1, kept.digest, part="record", actor=clerk)
    assert refused.value.facts == {"reason": "file-recorded"}
    await node.ledgers.keeping.detach(CODE, 1, later.digest, part="record", actor=clerk)
    assert (await node.ledgers.verification.verify(CODE, 1, actor=clerk)).verdict is LedgerVerdict.SAME
    for part, digest in (("evaluation", kept.digest), ("record", later.digest)):
        with pytest.raises(NotHere):
            await node.ledgers.keeping.detach(CODE, 1, digest, part=part, actor=clerk)


async def test_a_file_is_deleted_only_where_no_other_case_has_it(node, clerk):
    await opened(node, clerk)
    await opened(node, clerk)
    one = await attach(node, clerk)
    await attach(node, clerk, run=2)
    await node.ledgers.keeping.detach(CODE, 1, one.digest, part="record", actor=clerk)
    assert (await node.ledgers.views.content(CODE, 2, 1, actor=clerk))[1] == PDF
    await node.ledgers.keeping.detach(CODE, 2, one.digest, part="record", actor=clerk)
    async with node.own_log.change() as change:
        assert await change.cases.content(sha256(PDF).digest()) is None


async def test_a_closed_run_is_altered_no_more(node, clerk):
    await opened(node, clerk)
    attached = await attach(node, clerk)
    await node.ledgers.keeping.close(CODE, 1, actor=clerk)
    for refused in (
        node.ledgers.keeping.alter(CODE, 1, RunStatement(place="别处"), actor=clerk),
        attach(node, clerk, content=JPEG, name="a.jpg"),
        node.ledgers.keeping.detach(CODE, 1, attached.digest, part="record", actor=clerk),
        node.ledgers.keeping.close(CODE, 1, actor=clerk),
    ):
        with pytest.raises(StepRefused):
            await refused
    assert (await node.ledgers.recording.record(CODE, 1, actor=clerk)).index is not None


async def test_the_same_ledger_is_recorded_once_and_a_changed_one_again(node, clerk):
    await opened(node, clerk)
    await attach(node, clerk)
    first = await node.ledgers.recording.record(CODE, 1, actor=clerk)
    assert (await node.ledgers.recording.record(CODE, 1, actor=clerk)).index is None
    await node.ledgers.keeping.alter(CODE, 1, RunStatement(place="别处"), actor=clerk)
    second = await node.ledgers.recording.record(CODE, 1, actor=clerk)
    await node.ledgers.keeping.alter(CODE, 1, RunStatement(place="二楼教室"), actor=clerk)
    assert (await node.ledgers.recording.record(CODE, 1, actor=clerk)).index is None
    found = await recordings(node)
    assert [index for index, _ in found] == [first.index, second.index]
    assert [(one.project_code, one.run, one.parts) for _, one in found] == [(CODE, 1, (LedgerPart.RECORD,))] * 2
    verified = await node.ledgers.verification.verify(CODE, 1, actor=clerk)
    assert verified.verdict is LedgerVerdict.AS_EARLIER
    assert [one.is_same for one in verified.recordings] == [True, False]


async def test_a_ledger_that_was_never_recorded_says_so(node, clerk):
    await opened(node, clerk)
    verified = await node.ledgers.verification.verify(CODE, 1, actor=clerk)
    assert (verified.verdict, verified.recordings) == (LedgerVerdict.NEVER_RECORDED, ())


@dataclass
class Rows:
    """What was filed together, as far as recording asks for it."""

    import_id: str
    rows: list
    at: datetime


class Row:
    """A filed row, as far as recording asks for it."""

    def __init__(self, code):
        self.facts = self
        self.project_code = code


async def follow(node, consequence, import_id, *codes):
    filed = Rows(import_id=import_id, rows=[Row(code) for code in codes], at=node.clock.now())
    async with node.own_log.change() as change:
        await consequence.follow(change, filed)
    return [(one.project_code, one.run) for _, one in await recordings(node)]


async def test_the_first_results_of_a_project_in_an_import_record_its_changed_ledgers(node, clerk):
    consequence = LedgersOfFiled()
    await opened(node, clerk)
    await opened(node, clerk)
    await node.ledgers.keeping.open(OTHERS.code, RunStatement(), actor=ACTOR)
    assert await follow(node, consequence, "a", CODE, CODE, "") == [(CODE, 1), (CODE, 2)]
    await attach(node, clerk)
    assert len(await follow(node, consequence, "a", CODE)) == 2
    assert (await follow(node, consequence, "a", CODE, OTHERS.code))[2:] == [(OTHERS.code, 1)]
    assert (await follow(node, consequence, "b", CODE, OTHERS.code))[3:] == [(CODE, 1)]
    assert len(await follow(node, consequence, "c", CODE, OTHERS.code, "P3301022600099K")) == 4
    for run, verdict in ((1, LedgerVerdict.RECORDED_ANEW), (2, LedgerVerdict.SAME)):
        verified = await node.ledgers.verification.verify(CODE, run, actor=clerk)
        assert verified.verdict is verdict


async def test_only_the_units_own_people_write_and_inspectors_and_auditors_above_read(node, clerk):
    await opened(node, clerk)
    await attach(node, clerk)
    inspector = await operator(node, "检查员", "S1", Duty.INSPECTION)
    auditor = await operator(node, "核查员", "S1", Duty.AUDITING)
    for reader in (inspector, auditor):
        view = await node.ledgers.views.find(CODE, 1, actor=reader)
        assert view.project_name == "社区养老护理 1"
        assert (await node.ledgers.views.content(CODE, 1, 1, actor=reader))[1] == PDF
        assert len(await node.ledgers.views.seen_by(reader, projects=[CODE, OTHERS.code])) == 1
        await node.ledgers.verification.verify(CODE, 1, actor=reader)
        for refused in (
            node.ledgers.keeping.open(CODE, MARCH, actor=reader),
            node.ledgers.keeping.alter(CODE, 1, MARCH, actor=reader),
            attach(node, reader),
            node.ledgers.keeping.detach(CODE, 1, bytes(32), part="record", actor=reader),
            node.ledgers.keeping.close(CODE, 1, actor=reader),
            node.ledgers.recording.record(CODE, 1, actor=reader),
        ):
            with pytest.raises(ActorRefused):
                await refused
    above = await operator(node, "上级填报员", "S1", Duty.FILING)
    assert (await node.ledgers.keeping.open(CODE, MARCH, actor=above)).run == 2


async def test_a_look_at_a_ledger_is_recorded_with_each_learner(node, clerk):
    await opened(node, clerk)
    cases = node.ledgers.keeping._cases
    await cases.amend(CODE, 1, lambda run: numbered(run, [learner(1), learner(2)], is_whole=True), actor=clerk)
    view = await node.ledgers.views.find(CODE, 1, actor=clerk)
    async with node.own_log.change() as change:
        records = await change.audit.between(START, START + timedelta(days=1), "ledger-show")
    assert len({one.subject_index for one in records}) == 2
    assert {one.detail for one in records} == {view.case.case_id}

"""Shows how an audit is run, what it counts, and what becomes of its findings."""

from datetime import UTC, date, datetime, timedelta

import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, AuditRefused, NotHere, StepRefused
from federation.model.ledger import ALL_PARTS
from node.model.access import Duty
from node.model.audit_finding import ANSWERED, DECLARED, DISMISSED, RAISED, UPHELD
from node.services.blind_indexes import document_index
from node.services.ledgers.keeping import RunStatement
from samples.people import person_at
from tests.support.audits import (
    FILED,
    SEED,
    answered,
    audited,
    audited_corner,
    file_results,
    project_line,
    raised,
    upheld,
)
from tests.support.deposits import PDF
from tests.support.services import ACTOR, document_of, opened
from tests.support.training import Q1


@pytest.fixture
def clock():
    return SteeredClock(datetime(2027, 3, 20, 4, tzinfo=UTC))


@pytest.fixture
async def at(tmp_path, clock):
    async with audited_corner(tmp_path, clock) as corner:
        yield corner


async def rules_of(at, actor="auditor"):
    found = await at.node.auditing.views.seen_by(actor=at.people[actor])
    return {one.body.finding.rule: one.case.state for one in found}


async def test_an_audit_says_who_when_what_by_which_rules_and_seed(at, clock):
    done = await audited(at)
    audit = done.audit
    root = await at.node.units.root()
    assert (audit.scope_name, audit.quarters(), audit.ran_by) == (root.name, "2027-Q1", at.people["auditor"].name)
    assert (audit.ran_at, audit.seed, audit.results, audit.projects) == (clock.now(), SEED, FILED, 1)
    assert ("scale-exceeded", "2026-1") in audit.editions


async def test_each_unit_is_told_what_was_declared_catalogued_and_kept(at):
    (unit,) = (await audited(at)).audit.units
    assert unit.code == at.codes["school"]
    assert (unit.projects, unit.declared, unit.results, unit.catalogued) == (1, 1, FILED, FILED)
    assert (unit.runs, unit.ledgers_complete, unit.ledgers_recorded) == (1, 0, 0)


async def test_more_people_than_declared_and_a_missing_ledger_are_raised(at):
    await audited(at)
    found = await rules_of(at)
    assert {"scale-exceeded", "ledger-lacking"} <= found.keys()
    assert set(found.values()) == {RAISED}


async def test_the_finding_names_the_rows_beyond_the_scale(at):
    await audited(at)
    found = await at.node.auditing.views.find(await raised(at), actor=at.people["auditor"])
    assert found.body.finding.ref_count == 6
    assert found.body.finding.project_code == (await project_line(at)).project.code
    assert found.unit.code == at.codes["school"]


async def test_a_whole_ledger_is_counted_and_a_change_after_recording_is_raised(at):
    keeping, clerk = at.node.ledgers.keeping, at.people["clerk"]
    code = (await project_line(at)).project.code
    run = await keeping.open(code, RunStatement(design="剪纸八讲"), actor=clerk)
    for part in ALL_PARTS:
        await keeping.attach(code, run.run, part, name=f"{part}.pdf", content=PDF, actor=clerk)
    await at.node.ledgers.recording.record(code, run.run, actor=clerk)
    (unit,) = (await audited(at)).audit.units
    assert (unit.runs, unit.ledgers_complete, unit.ledgers_recorded) == (1, 1, 1)
    await keeping.alter(code, run.run, RunStatement(place="别处"), actor=clerk)
    done = await audited(at)
    assert done.audit.units[0].ledgers_recorded == 0
    assert done.audit.sample[0].verdict == "changed"
    assert "ledger-altered" in await rules_of(at)


async def test_the_same_audit_again_raises_nothing_twice(at):
    first = await audited(at)
    assert first.raised
    again = await audited(at)
    assert again.raised == ()
    assert again.audit.units[0].findings == len(first.raised)
    assert len(await at.node.auditing.views.audits(actor=at.people["auditor"])) == 2


async def test_a_matter_that_grew_stays_one_finding_also_once_it_is_decided(at, tmp_path):
    await upheld(at)
    await file_results(at, tmp_path, range(FILED, FILED + 4))
    assert (await audited(at)).raised == ()


async def test_the_same_seed_draws_the_same_runs(at):
    first, again = await audited(at), await audited(at)
    assert first.audit.sample == again.audit.sample
    assert (first.audit.drawn_of, len(first.audit.sample)) == (1, 1)
    assert (await audited(at, sample_size=0)).audit.sample == ()


async def test_only_the_units_in_scope_are_raised(at):
    other = await audited(at, unit=at.codes["other"])
    assert (other.raised, other.audit.units) == ((), ())
    city = await audited(at, unit=at.codes["office"])
    assert city.raised


@pytest.mark.parametrize(
    ("options", "reason"),
    [({"seed": "x" * 65}, "seed"), ({"seed": "一\n二"}, "seed"), ({"sample_size": 1001}, "sample-size")],
)
async def test_an_audit_that_cant_be_is_refused_with_its_reason(at, options, reason):
    with pytest.raises(AuditRefused) as refused:
        await audited(at, **options)
    assert refused.value.facts["reason"] == reason


async def test_quarters_out_of_order_or_more_than_a_year_are_refused(at):
    for first, last in ((Q1 + 1, Q1), (Q1, Q1 + 4)):
        with pytest.raises(AuditRefused):
            await at.node.auditing.running.run(first, last, actor=at.people["auditor"])


async def test_the_unit_sees_a_finding_once_it_was_told_and_has_days_to_answer(at):
    await audited(at)
    case_id = await raised(at)
    assert await rules_of(at, "clerk") == {}
    with pytest.raises(NotHere):
        await at.node.auditing.views.find(case_id, actor=at.people["clerk"])
    await at.node.auditing.decisions.declare([case_id], actor=at.people["auditor"])
    assert await rules_of(at, "clerk") == {"scale-exceeded": DECLARED}
    found = await at.node.auditing.views.find(case_id, actor=at.people["clerk"])
    assert found.body.answer_until == date(2027, 4, 4)


async def test_the_unit_answers_with_papers_and_the_history_keeps_every_answer(at):
    case_id = await answered(at, "第一次说明")
    await at.node.auditing.decisions.attach(case_id, name="说明.pdf", content=PDF, actor=at.people["clerk"])
    # Whoever declares may answer as well.
    await at.node.auditing.decisions.answer(case_id, "第二次说明", actor=at.people["school"])
    found = await at.node.auditing.views.find(case_id, actor=at.people["auditor"])
    assert (found.case.state, found.body.statement) == (ANSWERED, "第二次说明")
    assert [step.reason for step in found.steps if step.step == "answer"] == ["第一次说明", "第二次说明"]
    assert [file.name for file in found.attachments] == ["说明.pdf"]
    _, content = await at.node.auditing.views.content(case_id, 1, actor=at.people["auditor"])
    assert content == PDF


async def test_a_finding_is_upheld_or_dismissed_with_a_reason_and_that_is_the_end(at):
    case_id = await answered(at)
    with pytest.raises(ActorRefused):
        await at.node.auditing.decisions.uphold(case_id, reason=" ", actor=at.people["auditor"])
    assert (await at.node.auditing.decisions.uphold(case_id, reason="属实", actor=at.people["auditor"])).state == UPHELD
    with pytest.raises(StepRefused):
        await at.node.auditing.decisions.dismiss(case_id, reason="误报", actor=at.people["auditor"])
    with pytest.raises(StepRefused):
        await at.node.auditing.decisions.answer(case_id, "再说明", actor=at.people["clerk"])


async def test_a_false_alarm_is_dismissed_without_troubling_the_unit(at):
    await audited(at)
    taken = await at.node.auditing.decisions.dismiss(await raised(at), reason="误报", actor=at.people["auditor"])
    assert taken.state == DISMISSED


async def test_without_an_answer_nothing_is_upheld_before_the_days_are_over(at, clock):
    await audited(at)
    case_id = await raised(at)
    await at.node.auditing.decisions.declare([case_id], days=3, actor=at.people["auditor"])
    with pytest.raises(AuditRefused) as refused:
        await at.node.auditing.decisions.uphold(case_id, reason="属实", actor=at.people["auditor"])
    assert refused.value.facts["reason"] == "answer-awaited"
    clock.advance(timedelta(days=4))
    taken = await at.node.auditing.decisions.uphold(case_id, reason="逾期未说明", actor=at.people["auditor"])
    assert taken.state == UPHELD


async def test_inspectors_see_the_findings_of_their_city_at_once(at):
    await audited(at)
    assert "scale-exceeded" in await rules_of(at, "inspector")
    (outcome,) = await at.node.auditing.views.audits(actor=at.people["inspector"])
    seen = await at.node.auditing.views.outcome(outcome[0].case_id, actor=at.people["inspector"])
    assert [one.checked.code for one in seen.units] == [at.codes["school"]]


async def test_whoever_opens_the_rows_behind_a_finding_is_recorded_with_each_person(at):
    await audited(at)
    rows = await at.node.auditing.views.rows(await raised(at), actor=at.people["auditor"])
    people = {person_at(index).name: person_at(index) for index in range(FILED)}
    assert len({row.name for row in rows} & people.keys()) == 6
    assert all("*" in row.masked_number for row in rows)
    async with at.node.own_log.change() as change:
        index = document_index(at.node.auditing.views._key, document_of(people[rows[0].name]))
        (looked,) = await change.audit.of_subject(index, ["audit-rows"])
    assert looked.actor == "auditor"


async def test_the_outcome_follows_the_findings(at):
    case_id = await upheld(at)
    (case, _), *_ = await at.node.auditing.views.audits(actor=at.people["auditor"])
    outcome = await at.node.auditing.views.outcome(case.case_id, actor=at.people["auditor"])
    (unit,) = outcome.units
    assert (unit.upheld, unit.dismissed, unit.open) == (1, 0, unit.raised - 1)
    # Numbers of made-up people look invented: every row is pointed at, and counts once.
    assert (unit.checked.concerned, unit.share_concerned) == (FILED, 1.0)
    assert outcome.reasons == {case_id: "超出规模属实"}


async def test_upheld_findings_stand_in_the_yearly_assessment_and_are_not_published(at):
    await upheld(at)
    figures = await at.node.assessment.live(2027, actor=at.people["auditor"])
    assert {one.code: one.counts.upheld_findings for one in figures.units}[at.codes["school"]] == 1
    assert {one.region: one.counts.upheld_findings for one in figures.areas}["330102"] == 1
    published = await at.node.assessment.publish(2027, actor=at.people["auditor"])
    assert not any("finding" in field for row in published.figures.rows for field in row.__struct_fields__)


async def test_a_branch_whose_province_has_no_rules_says_so(tmp_path, clock):
    async with opened(tmp_path / "32", clock) as node:
        await node.operators.add("核查员", unit=await node.units.root(), duties=[Duty.AUDITING], actor=ACTOR)
        who = await node.operators.acting("核查员", "nobody")
        with pytest.raises(AuditRefused) as refused:
            await node.auditing.running.run(Q1, Q1, actor=who)
        assert refused.value.facts["reason"] == "no-screening"

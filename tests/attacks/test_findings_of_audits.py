"""Attacks on audits: a unit decides on its own finding, somebody audits without the right, a rule shows a number."""

import msgspec
import pytest

from adapters.registry import SCREENINGS
from adapters.screening.facts import RunKey
from adapters.screening.findings import Finding, Severity
from federation.errors import ActorRefused, AuditRefused, IntegrityBroken, NotHere
from node.model.audit_finding import DISMISSED, AuditFinding, encode_finding, fingerprints, masked, parse_finding
from samples.people import person_at
from tests.support.audits import answered, audited, audited_corner, raised
from tests.support.deposits import PDF
from tests.support.training import Q1

NUMBER = person_at(3).document_number


@pytest.fixture
async def at(tmp_path):
    async with audited_corner(tmp_path) as corner:
        yield corner


def finding(unit="Z33010200026", evidence=("依据",), **changes):
    made = Finding(
        rule="scale-exceeded",
        edition="2026-1",
        title="超出申报规模",
        severity=Severity.SERIOUS,
        threshold="限值",
        measured="实际",
        unit_code=unit,
        project_code="P330102270000016",
        run=1,
        related=(),
        refs=(1,),
        ref_count=1,
        evidence=tuple(evidence),
    )
    return msgspec.structs.replace(made, **changes)


@pytest.mark.parametrize("name", ["clerk", "school", "own auditor", "county auditor", "inspector"])
async def test_nobody_but_the_provincial_centre_decides_on_a_finding(at, name):
    case_id, decisions = await answered(at), at.node.auditing.decisions
    for step in (
        decisions.dismiss(case_id, reason="没问题", actor=at.people[name]),
        decisions.uphold(case_id, reason="有问题", actor=at.people[name]),
        decisions.declare([case_id], actor=at.people[name]),
    ):
        with pytest.raises(ActorRefused):
            await step
    shown = await at.node.auditing.views.find(case_id, actor=at.people["auditor"])
    assert shown.case.state == "answered"


@pytest.mark.parametrize("name", ["clerk", "school", "own auditor", "county auditor", "inspector", "province"])
async def test_nobody_but_the_provincial_centres_auditors_run_an_audit(at, name):
    with pytest.raises(ActorRefused):
        await at.node.auditing.running.run(Q1, Q1, actor=at.people[name])


async def test_another_unit_neither_sees_nor_answers_a_finding(at):
    case_id = await answered(at)
    for work in (
        at.node.auditing.views.find(case_id, actor=at.people["neighbour"]),
        at.node.auditing.views.rows(case_id, actor=at.people["neighbour"]),
        at.node.auditing.views.content(case_id, 1, actor=at.people["neighbour"]),
        at.node.auditing.decisions.answer(case_id, "代为说明", actor=at.people["neighbour"]),
    ):
        with pytest.raises(NotHere):
            await work
    assert await at.node.auditing.views.seen_by(actor=at.people["neighbour"]) == []


async def test_the_unit_above_and_the_centre_itself_put_no_words_into_a_units_mouth(at):
    case_id = await answered(at)
    with pytest.raises(AuditRefused):
        await at.node.auditing.decisions.answer(case_id, "替下级说明", actor=at.people["county auditor"])
    with pytest.raises(ActorRefused):
        await at.node.auditing.decisions.answer(case_id, "替单位说明", actor=at.people["auditor"])


async def test_a_unit_answers_no_finding_that_it_was_not_told_of(at):
    await audited(at)
    case_id = await raised(at)
    for work in (
        at.node.auditing.decisions.answer(case_id, "抢先说明", actor=at.people["clerk"]),
        at.node.auditing.decisions.attach(case_id, name="a.pdf", content=PDF, actor=at.people["clerk"]),
    ):
        with pytest.raises(NotHere):
            await work


async def test_a_units_own_auditor_sees_its_finding_no_earlier_than_its_clerks(at):
    await audited(at)
    assert await at.node.auditing.views.seen_by(actor=at.people["own auditor"]) == []


async def test_the_sub_centre_sees_nothing_of_other_counties_in_an_outcome(at):
    done = await audited(at)
    seen = await at.node.auditing.views.outcome(done.case.case_id, actor=at.people["own auditor"])
    assert {one.checked.code for one in seen.units} <= {at.codes["school"]}


async def test_a_dismissed_finding_is_not_raised_again_by_auditing_again(at):
    await audited(at)
    case_id = await raised(at)
    await at.node.auditing.decisions.dismiss(case_id, reason="误报", actor=at.people["auditor"])
    assert (await audited(at)).raised == ()
    assert (await at.node.auditing.views.find(case_id, actor=at.people["auditor"])).case.state == DISMISSED


class Leaking:
    """A province's rule that shows a number by mistake."""

    def editions(self, on):
        return {"scale-exceeded": "2026-1"}

    def screen(self, facts, on):
        rows = list(facts.results)
        list(facts.sessions), list(facts.evaluations)
        shown = rows[0]
        line = f"学习者{shown.document_number}（{shown.document_number}）在项目{shown.project_code}"
        return [finding(shown.unit_code, (line,), measured=f"{shown.document_number}重复", refs=(shown.ref,))]


async def test_a_number_that_a_rule_shows_by_mistake_is_masked_before_it_is_kept(tmp_path, monkeypatch):
    monkeypatch.setitem(SCREENINGS, "zhejiang", Leaking())
    async with audited_corner(tmp_path) as at:
        await audited(at)
        shown = await at.node.auditing.views.find(await raised(at), actor=at.people["auditor"])
        told = shown.body.finding
        numbers = [person_at(index).document_number for index in range(16)]
        assert not any(number in text for number in numbers for text in (*told.evidence, told.measured))
        assert "****" in told.evidence[0]


def test_codes_and_days_stay_readable_where_numbers_are_masked():
    kept = ("项目P33010227000001A第1期", "机构Z33010200026", "2027-03-31存入40条", "330303********1480")
    assert masked(finding(evidence=kept)).evidence == kept
    (hidden,) = masked(finding(evidence=(f"号码{NUMBER}。",))).evidence
    assert NUMBER not in hidden
    assert NUMBER[:15] not in masked(finding(threshold=f"旧号{NUMBER[:15]}")).threshold


def test_two_matters_of_one_place_are_two_and_the_same_one_is_one_whatever_its_rows():
    one, other = fingerprints([finding(), finding()], 2027)
    assert one != other
    grown = finding(refs=(1, 2), ref_count=2, evidence=("更多",))
    assert fingerprints([grown], 2027) == [one]
    for another in (finding(run=2), finding(rule="cloned-roster"), finding(related=(RunKey("P", 1),))):
        assert fingerprints([another], 2027) != [one]
    assert fingerprints([finding()], 2028) != [one]


def test_a_finding_that_was_tampered_with_is_told_without_showing_what_it_held():
    body = encode_finding(AuditFinding(fingerprint="ab", audit_id="cd", year=2027, finding=finding()))
    assert parse_finding(body).finding == finding()
    with pytest.raises(IntegrityBroken) as broken:
        parse_finding(body.replace(b'"run":1', b'"run":"%s"' % NUMBER.encode()))
    assert NUMBER not in str(broken.value)
    assert broken.value.__cause__ is None

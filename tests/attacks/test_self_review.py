"""Attack: somebody files a result of their own making and approves it themselves."""

import msgspec
import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused
from federation.model.reason import CorrectionReason, ReinstatementReason, RevocationReason
from node.model.access import Actor, Duty, Role
from node.services.amending.correcting import Corrections
from node.services.deposits.stating import Statement
from tests.support.branches import START
from tests.support.deposits import CERTIFICATE, DOCUMENT, PDF, TRAINING, add_units, operator, submitted
from tests.support.services import ACTOR, opened


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await add_units(node)
        yield node


async def refused_as_self_review(node, case_id, actor):
    await refused_for(node, "self-review", case_id, actor)


async def refused_for(node, reason, case_id, actor):
    size = (await node.own_log.head()).size
    for decide in (
        node.deposits.review.approve(case_id, actor=actor),
        node.deposits.review.give_back(case_id, reason="理由", actor=actor),
        node.deposits.review.refuse(case_id, reason="理由", actor=actor),
    ):
        with pytest.raises(ActorRefused) as refused:
            await decide
        assert refused.value.facts["reason"] == reason
    assert (await node.own_log.head()).size == size


async def test_nobody_reviews_what_they_filed_themselves(node):
    both = await operator(node, "兼职员", "S1", Duty.FILING, Duty.REVIEW)
    await refused_as_self_review(node, await submitted(node, CERTIFICATE, both), both)


async def test_the_local_administrator_reviews_not_what_they_filed_themselves_either(node):
    case_id = await submitted(node, TRAINING, ACTOR)
    await refused_as_self_review(node, case_id, ACTOR)


async def test_two_names_typed_at_a_branch_without_operators_are_no_two_people(node):
    case_id = await submitted(node, TRAINING, ACTOR)
    another = Actor(name="另一管理员", role=Role.LOCAL_ADMINISTRATOR, branch="32")
    await refused_for(node, "two-operators", case_id, another)
    # Nor is a name that was typed before anybody was registered a person afterwards.
    reviewer = await operator(node, "审核员", "32", Duty.REVIEW)
    typed = Actor(name="甲", role=Role.LOCAL_ADMINISTRATOR, branch="32")
    await refused_for(
        node, "two-operators", await submitted(node, msgspec.structs.replace(TRAINING, title="茶艺"), typed), reviewer
    )


async def test_who_approved_in_another_name_corrects_and_withdraws_it_in_none(node):
    manager = await operator(node, "管理员", "S1", Duty.FILING, Duty.REVIEW, Duty.MANAGEMENT)
    reviewer = await operator(node, "审核员", "S1", Duty.REVIEW)
    index = (
        await node.deposits.review.approve(await submitted(node, CERTIFICATE, manager), actor=reviewer)
    ).entry_index
    await node.operators.add("马甲", unit=await node.units.by_code("S1"), duties=[Duty.REVIEW], actor=manager)
    alias = await node.operators.acting("马甲", "nobody")
    typed = Actor(name="甲", role=Role.LOCAL_ADMINISTRATOR, branch="32")
    for actor, reason in ((alias, "self-review"), (typed, "two-operators")):
        for change in changes_of(node, index, actor):
            with pytest.raises(ActorRefused) as refused:
                await change
            assert refused.value.facts["reason"] == reason
    await node.withdrawing.withdraw(index, reason=RevocationReason.FRAUD, note="", actor=reviewer)
    for actor, reason in ((alias, "self-review"), (typed, "two-operators")):
        with pytest.raises(ActorRefused) as refused:
            await node.reinstating.reinstate(index, reason=ReinstatementReason.WITHDRAWN_IN_ERROR, note="", actor=actor)
        assert refused.value.facts["reason"] == reason


def changes_of(node, index, actor):
    """What would change the achievement of a deposit."""
    return (
        node.correcting.correct(
            index,
            Corrections(score="100"),
            document=DOCUMENT,
            reason=CorrectionReason.FILED_IN_ERROR,
            note="",
            actor=actor,
        ),
        node.withdrawing.withdraw(index, reason=RevocationReason.FILED_IN_ERROR, note="", actor=actor),
    )


async def test_a_name_in_other_letters_is_the_same_person(node):
    first = Actor(name="Admin 1", role=Role.LOCAL_ADMINISTRATOR, branch="32")
    case_id = await submitted(node, TRAINING, first)
    for name in ("admin1", "ＡＤＭＩＮ　１", " Admin 1 "):
        alias = Actor(name=name, role=Role.LOCAL_ADMINISTRATOR, branch="32")
        await refused_as_self_review(node, case_id, alias)


async def test_evidence_added_or_a_statement_altered_counts_as_filing(node):
    clerk = await operator(node, "填报员", "S1", Duty.FILING)
    helper = await operator(node, "补件员", "S1", Duty.FILING, Duty.REVIEW)
    corrector = await operator(node, "改件员", "S1", Duty.FILING, Duty.REVIEW)
    case = await node.deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=clerk)
    await node.deposits.filing.attach(case.case_id, name="伪造.pdf", content=PDF, actor=helper)
    await node.deposits.filing.alter(case.case_id, Statement(certificate_level="一级"), actor=corrector)
    await node.deposits.filing.submit(case.case_id, actor=clerk)
    for actor in (helper, corrector):
        await refused_as_self_review(node, case.case_id, actor)


async def test_a_reviewer_who_gave_it_back_decides_again(node):
    clerk = await operator(node, "填报员", "S1", Duty.FILING)
    reviewer = await operator(node, "审核员", "S1", Duty.REVIEW)
    case_id = await submitted(node, CERTIFICATE, clerk)
    await node.deposits.review.give_back(case_id, reason="材料不清", actor=reviewer)
    await node.deposits.filing.submit(case_id, actor=clerk)
    assert (await node.deposits.review.approve(case_id, actor=reviewer)).entry_index is not None


async def test_what_was_reviewed_is_not_corrected_or_withdrawn_by_those_who_filed_it(node):
    clerk = await operator(node, "填报员", "S1", Duty.FILING)
    both = await operator(node, "兼职员", "S1", Duty.FILING, Duty.REVIEW)
    reviewer = await operator(node, "审核员", "S1", Duty.REVIEW)
    case = await node.deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=both)
    await node.deposits.filing.attach(case.case_id, name="证书.pdf", content=PDF, actor=clerk)
    await node.deposits.filing.submit(case.case_id, actor=clerk)
    index = (await node.deposits.review.approve(case.case_id, actor=reviewer)).entry_index
    size = (await node.own_log.head()).size
    for actor, reason in ((clerk, "duty"), (both, "self-review")):
        for change in changes_of(node, index, actor):
            with pytest.raises(ActorRefused) as refused:
                await change
            assert refused.value.facts["reason"] == reason
    assert (await node.own_log.head()).size == size
    await node.withdrawing.withdraw(index, reason=RevocationReason.FRAUD, note="", actor=reviewer)
    assert (await node.own_log.head()).size == size + 1


async def test_an_alias_that_the_filer_registered_reviews_not_what_they_filed(node):
    administrator = await operator(node, "管理员", "S1", Duty.FILING, Duty.REVIEW, Duty.MANAGEMENT)
    case_id = await submitted(node, CERTIFICATE, administrator)
    place = await node.units.by_code("S1")
    await node.operators.add("马甲", unit=place, duties=[Duty.REVIEW, Duty.MANAGEMENT], actor=administrator)
    alias = await node.operators.acting("马甲", "nobody")
    await node.operators.add("马甲二", unit=place, duties=[Duty.REVIEW], actor=alias)
    further = await node.operators.acting("马甲二", "nobody")
    await node.operators.suspend("马甲", actor=administrator)
    for actor in (alias, further):
        await refused_as_self_review(node, case_id, actor)
    other = await operator(node, "另一审核员", "S1", Duty.REVIEW)
    assert (await node.deposits.review.approve(case_id, actor=other)).entry_index is not None

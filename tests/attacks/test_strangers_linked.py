"""Attack: somebody links a stranger's document to their own, to be shown the stranger's records."""

import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, NotHere, StepRefused
from federation.model.document import DocumentType, parse_document
from node.model.access import Actor, Basis, Duty, Role
from samples.people import person_at
from tests.support.branches import START
from tests.support.deposits import add_units, operator
from tests.support.services import ACTOR, account_row, accounts_file, document_of, opened, take_in

MINE, STRANGERS = document_of(person_at(0)), document_of(person_at(1))
PASSPORT = parse_document(DocumentType.PASSPORT, "E12345678")
WHY = "本人称两证均为其所有"


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await add_units(node)
        yield node


async def stated(node, clerk, other=STRANGERS):
    done = await node.linking.link(MINE, other, reason=WHY, actor=clerk)
    assert done.index is None
    return done.case.case_id


async def refused(call):
    with pytest.raises(ActorRefused) as caught:
        await call
    return caught.value.facts["reason"]


@pytest.mark.parametrize("other", [STRANGERS, PASSPORT], ids=["resident-id", "passport of nobody known"])
async def test_one_person_alone_links_nobodys_document(node, other):
    clerk = await operator(node, "填报员", "S1", Duty.FILING, Duty.REVIEW)
    size = (await node.own_log.head()).size
    case_id = await stated(node, clerk, other)
    assert await refused(node.linking.confirm(case_id, actor=clerk)) == "self-review"
    assert (await node.own_log.head()).size == size


async def test_names_typed_at_a_branch_without_operators_are_no_two_people(node):
    first, second = (Actor(name=name, role=Role.LOCAL_ADMINISTRATOR, branch="32") for name in ("甲", "乙"))
    case_id = await stated(node, first)
    assert await refused(node.linking.confirm(case_id, actor=second)) == "two-operators"
    # Nor does one of the two become a person by being registered afterwards.
    reviewer = await operator(node, "审核员", "32", Duty.REVIEW)
    assert await refused(node.linking.confirm(case_id, actor=reviewer)) == "two-operators"


async def test_an_alias_that_they_registered_confirms_nothing(node):
    manager = await operator(node, "管理员", "S1", Duty.FILING, Duty.REVIEW, Duty.MANAGEMENT)
    case_id = await stated(node, manager)
    place = await node.units.by_code("S1")
    await node.operators.add("马甲", unit=place, duties=[Duty.REVIEW], actor=manager)
    alias = await node.operators.acting("马甲", "nobody")
    assert await refused(node.linking.confirm(case_id, actor=alias)) == "self-review"


@pytest.mark.parametrize(
    ("unit", "duty", "outcome"),
    [
        ("X1", Duty.REVIEW, None),
        ("S1", Duty.FILING, None),
        ("32", Duty.REVIEW, None),
        ("X1", Duty.FILING, "duty"),
        ("S1", Duty.MANAGEMENT, "duty"),
        ("X2", Duty.REVIEW, "hidden"),
    ],
)
async def test_a_reviewer_there_or_somebody_above_confirms(node, unit, duty, outcome):
    case_id = await stated(node, await operator(node, "填报员", "X1", Duty.FILING))
    other = await operator(node, "另一人", unit, duty)
    if outcome == "hidden":
        with pytest.raises(NotHere):
            await node.linking.confirm(case_id, actor=other)
    elif outcome:
        assert await refused(node.linking.confirm(case_id, actor=other)) == outcome
    else:
        assert await node.linking.confirm(case_id, actor=other) == 0
        with pytest.raises(StepRefused):
            await node.linking.confirm(case_id, actor=other)


async def test_what_was_refused_or_withdrawn_is_not_confirmed_any_more(node):
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    reviewer = await operator(node, "审核员", "X1", Duty.REVIEW)
    first = await stated(node, clerk)
    assert await stated(node, clerk) == first
    await node.linking.refuse(first, reason="并非同一人", actor=reviewer)
    second = await stated(node, clerk)
    await node.linking.withdraw(second, actor=clerk)
    for case_id in (first, second):
        with pytest.raises(StepRefused):
            await node.linking.confirm(case_id, actor=reviewer)
    assert (await node.own_log.head()).size == 0


async def test_two_accounts_of_other_names_need_a_second_person_and_of_one_name_do_not(node, tmp_path):
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    name = person_at(0).name
    for number, who in enumerate((person_at(1).name, name)):
        passport = f"E1234567{number}"
        rows = [
            account_row(0),
            account_row(0, 协议单位用户号=f"P{number}", 证件类型="护照", 证件号码=passport, 姓名=who),
        ]
        await take_in(node, accounts_file(tmp_path / f"{number}.xlsx", rows))
        other = parse_document(DocumentType.PASSPORT, passport)
        done = await node.linking.link(MINE, other, reason=WHY, actor=clerk)
        assert (done.index is None) == (who != name)


async def test_a_second_person_is_told_why_and_sees_no_number(node):
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    reviewer = await operator(node, "审核员", "X1", Duty.REVIEW)
    await stated(node, clerk)
    (view,) = await node.linking.seen_by(reviewer)
    assert (view.reason, view.stated_by, view.place.code) == (WHY, "填报员", "X1")
    assert not {MINE.number, STRANGERS.number} & {number for _, number, _ in view.documents}
    assert await refused(node.linking.link(MINE, STRANGERS, actor=clerk)) == "reason-missing"


async def test_a_wrong_link_is_taken_back_and_followed_no_more(node):
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    reviewer = await operator(node, "审核员", "X1", Duty.REVIEW)
    await node.linking.confirm(await stated(node, clerk), actor=reviewer)
    looked = {"purpose": "本人查询", "basis": Basis.SELF, "actor": ACTOR}
    before = await trail_of_lookups(node)
    await node.lookup.look_up(MINE, **looked)
    assert await trail_of_lookups(node) - before == 2
    assert await node.linking.undo(STRANGERS, None, reason="并非同一人", actor=clerk) == [2]
    await node.lookup.look_up(MINE, **looked)
    assert await trail_of_lookups(node) - before == 3
    with pytest.raises(NotHere):
        await node.linking.undo(STRANGERS, MINE, reason="并非同一人", actor=clerk)


async def trail_of_lookups(node):
    now = node.clock.now()
    return len(
        await node.trail._audit.between(now.replace(year=now.year - 1), now.replace(year=now.year + 1), "lookup")
    )


async def test_the_same_pair_is_linked_once_and_again_after_it_was_taken_back(node):
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    reviewer = await operator(node, "审核员", "X1", Duty.REVIEW)
    first = await node.linking.confirm(await stated(node, clerk), actor=reviewer)
    assert (await node.linking.link(STRANGERS, MINE, reason=WHY, actor=clerk)).index == first
    assert (await node.own_log.head()).size == 2
    await node.linking.undo(MINE, STRANGERS, reason="重新核对", actor=clerk)
    again = await node.linking.confirm(await stated(node, clerk), actor=reviewer)
    assert again == 3
    assert (await node.logs.fsck(lambda read, total: None)).findings == ()

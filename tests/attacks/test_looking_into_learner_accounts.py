"""Attack: a filing operator of a sibling county, who knows a document's number alone, looks into its account."""

import msgspec
import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, DepositRefused, NotHere
from node.model.access import Actor, Basis, Duty
from node.model.deposit import parse_deposit
from samples.people import person_at
from tests.support.branches import START
from tests.support.deposits import COURSE, DOCUMENT, PERSON, add_units, operator
from tests.support.services import ACTOR, account_row, accounts_file, document_of, opened, take_in

NAMELESS = msgspec.structs.replace(COURSE, name="")
STRANGER = document_of(person_at(77))


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await add_units(node)
        await take_in(node, accounts_file(tmp_path / "x1.xlsx", [account_row(3)]), unit="X1")
        yield node


@pytest.fixture
async def neighbour(node) -> Actor:
    return await operator(node, "邻县", "X2", Duty.FILING)


async def become_a_member(node, tmp_path, **changed):
    rows = [account_row(3, 协议单位用户号="X2-1", **changed)]
    return await take_in(node, accounts_file(tmp_path / "x2.xlsx", rows), unit="X2")


async def show(node, actor):
    return await node.accounts.show(DOCUMENT, purpose="核对", basis=Basis.DUTY, actor=actor)


async def test_a_deposit_without_a_name_does_not_fill_in_a_strangers(node, neighbour):
    for document in (DOCUMENT, STRANGER):
        with pytest.raises(DepositRefused) as refused:
            await node.deposits.filing.file(NAMELESS, document=document, actor=neighbour)
        assert refused.value.facts["reason"] == "name"
    assert await node.deposits.views.seen_by(ACTOR) == []


async def test_the_name_is_filled_in_where_the_account_was_opened_and_above(node):
    for unit in ("X1", "S1"):
        clerk = await operator(node, f"填报{unit}", unit, Duty.FILING)
        case = await node.deposits.filing.file(NAMELESS, document=DOCUMENT, actor=clerk)
        assert parse_deposit(case.body).name == PERSON.name


async def test_names_tried_on_a_strangers_document_stay_in_the_trail(node, neighbour):
    now = node.clock.now()
    another = msgspec.structs.replace(COURSE, name="别的姓名")
    with pytest.raises(DepositRefused) as refused:
        await node.deposits.filing.file(another, document=DOCUMENT, actor=neighbour)
    assert refused.value.facts["reason"] == "name-differs"
    await node.deposits.filing.file(COURSE, document=DOCUMENT, actor=neighbour)
    year = now.replace(year=now.year + 1)
    tried = await node.trail._audit.between(now, year, "deposit-compare-name")
    filed = await node.trail._audit.between(now, year, "deposit-file")
    assert [one.actor for one in tried] == ["邻县"] * 2
    assert {len(one.subject_index) for one in [*tried, *filed]} == {16}
    assert {one.subject_index for one in filed} == {one.subject_index for one in tried}


async def test_one_imported_row_does_not_open_what_another_unit_stated(node, neighbour, tmp_path):
    with pytest.raises(NotHere):
        await show(node, neighbour)
    assert (await become_a_member(node, tmp_path)).accepted == 1
    view = await show(node, neighbour)
    assert (view.is_whole, view.account.details, view.conflicts) == (False, {}, ())
    assert view.account.learner.name == PERSON.name[0] + "*" * (len(PERSON.name) - 1)
    assert [one.unit.code for one in view.filings] == ["X2"]
    with pytest.raises(DepositRefused):
        await node.deposits.filing.file(NAMELESS, document=DOCUMENT, actor=neighbour)


async def test_a_later_member_renames_the_account_that_another_unit_opened(node, tmp_path):
    await become_a_member(node, tmp_path)
    manager = await operator(node, "邻县管理", "X2", Duty.FILING, Duty.MANAGEMENT)
    for call in (
        node.accounts.correct(DOCUMENT, "欧阳示例", reason="本县学员", actor=manager),
        node.accounts.keep(DOCUMENT, reason="本县学员", actor=manager),
    ):
        with pytest.raises(ActorRefused) as refused:
            await call
        assert refused.value.facts["reason"] == "place"
    above = await operator(node, "市管理", "S1", Duty.MANAGEMENT)
    view = await show(node, above)
    assert (view.is_whole, view.account.learner.name) == (True, PERSON.name)
    report = await take_in(node, accounts_file(tmp_path / "again.xlsx", [account_row(3)]), unit="X1")
    assert (report.duplicate, report.rejected) == (1, 0)

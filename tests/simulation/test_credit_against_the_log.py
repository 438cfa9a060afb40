"""Shows that the check of credit holds postings against what the logs say: each difference is found, nothing else."""

from functools import partial

import msgspec
import pytest
from sqlalchemy import delete

from node.model.credit import PostingKind
from node.model.transfer_application import Ruling
from node.storage.credit_postings import CreditPostingRepository
from node.storage.schema import credit_posting
from tests.support.books import assert_in_order
from tests.support.nodes import FederationOf
from tests.support.transfer_acts import ANN, revoke
from tests.support.transfer_offices import opened_offices, turn

CONVERTED, REVERSED, REJECTED = range(3)


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as running:
        yield running


@pytest.fixture
async def offices(federation):
    made = await opened_offices(federation)
    made["32"].rules.leave_all_to_reviewers()
    return made


async def decide(office, case, *accepted):
    rulings = [
        Ruling(
            request_index=case.entry_index,
            item=item,
            accepted=one,
            words="认定",
            credits=(("community", "", 150), ("elective", "", 50)) if one else (),
        )
        for item, one in enumerate(accepted)
    ]
    assert await office.deciding.review(case.case_id, rulings, actor=office.reviewer) == len(accepted)


@pytest.fixture
async def told(federation, offices):
    """One application of which one achievement was converted, one taken back, one rejected; and one just accepted."""
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸", "茶艺", "插花")
    await federation.rounds(2)
    ended = await jiangsu.ask(ANN, *(("33", index + number) for number in range(3)))
    await turn(federation, [zhejiang, jiangsu], 2)
    await decide(jiangsu, ended, True, True, False)
    await turn(federation, [zhejiang, jiangsu], 3)
    await revoke(federation["33"], index + REVERSED)
    await turn(federation, [jiangsu, zhejiang], 3)
    accepted = await jiangsu.ask(ANN, ("33", index + 3))
    await turn(federation, [zhejiang, jiangsu], 2)
    await decide(jiangsu, accepted, True)
    assert await jiangsu.statuses(ended) == ["converted", "reversed", "rejected"]
    assert await jiangsu.statuses(accepted) == ["accepted"]
    return ended.entry_index, accepted.entry_index


async def take_away(office, transfer, item, kind):
    """Removes postings as nobody may."""

    def work(connection):
        for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {name[0]}")
        of_item = (credit_posting.c.transfer == transfer) & (credit_posting.c.item == item)
        assert connection.execute(delete(credit_posting).where(of_item, credit_posting.c.kind == kind)).rowcount == 2

    await office.node.database.write(work)


async def book(office, like, **changes):
    """Books what nobody decided."""
    grants = [one for one in await office.postings.of_item(*like) if one.kind is PostingKind.GRANT]
    added = [msgspec.structs.replace(one, **changes) for one in grants]
    await CreditPostingRepository(office.node.database.write).add(added)


async def faults(office):
    found = await office.checking.check(actor=office.clerk)
    assert found.holds == (not found.faults)
    assert found.tally.is_conserved
    return {(one.transfer, one.item, one.part, one.reason) for one in found.faults}


async def test_what_is_booked_is_what_the_logs_say_at_every_moment(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index), ("33", index + 1))
    seen = set()

    async def moment():
        seen.add(tuple(await jiangsu.statuses(case)))
        await assert_in_order(offices.values())

    await moment()
    await turn(federation, [zhejiang, jiangsu], 2)
    await moment()
    await decide(jiangsu, case, True, False)
    await moment()
    there, here = zhejiang.attendant.attend, jiangsu.attendant.attend
    for act in (federation.rounds, there, federation.rounds, here):
        await act()
        await moment()
    await revoke(federation["33"], index)
    for act in (federation.rounds, here, federation.rounds, there, federation.rounds):
        await act()
        await moment()
    statuses = {first for first, _ in seen}
    assert statuses == {"requested", "held", "accepted", "converted", "reversing", "reversed"}


async def test_each_planted_difference_between_credit_and_the_log_is_found(offices, told):
    jiangsu, (ended, accepted) = offices["32"], told
    await assert_in_order(offices.values())
    checked = await jiangsu.checking.check(actor=jiangsu.clerk)
    assert (checked.transfers, checked.lines) == (2, 6)
    nowhere = 10_000
    expected = set()
    for plant, place, reason, parts in (
        (partial(take_away, jiangsu, ended, CONVERTED, PostingKind.FINALISE), (ended, CONVERTED), "final-missing", 2),
        (partial(take_away, jiangsu, ended, REVERSED, PostingKind.REVERSE), (ended, REVERSED), "reversal-missing", 2),
        (partial(book, jiangsu, (ended, CONVERTED), item=REJECTED), (ended, REJECTED), "grant-undecided", 2),
        (partial(book, jiangsu, (ended, CONVERTED), transfer=nowhere), (nowhere, 0), "grant-undecided", 2),
        (
            partial(book, jiangsu, (ended, CONVERTED), kind=PostingKind.REVERSE),
            (ended, CONVERTED), "reversal-undecided", 2,
        ),
        (
            partial(book, jiangsu, (accepted, 0), kind=PostingKind.FINALISE),
            (accepted, 0), "final-unconverted", 2,
        ),
    ):  # fmt: skip
        await plant()
        expected |= {(*place, part, reason) for part in range(parts)}
        assert await faults(jiangsu) == expected
    await take_away(jiangsu, accepted, 0, PostingKind.GRANT)
    found = await jiangsu.checking.check(actor=jiangsu.clerk)
    assert (accepted, 0, 0, "grant-missing") in {(one.transfer, one.item, one.part, one.reason) for one in found.faults}


async def test_a_posting_that_one_line_of_several_lacks_is_found(offices, told):
    jiangsu, (ended, _) = offices["32"], told
    await take_away(jiangsu, ended, CONVERTED, PostingKind.FINALISE)
    grants = [one for one in await jiangsu.postings.of_item(ended, CONVERTED) if one.part == 0]
    add = CreditPostingRepository(jiangsu.node.database.write).add
    await add([msgspec.structs.replace(one, kind=PostingKind.FINALISE) for one in grants])
    assert await faults(jiangsu) == {(ended, CONVERTED, 1, "final-missing")}

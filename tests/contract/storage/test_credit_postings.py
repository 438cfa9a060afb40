"""Shows that credit is booked once whatever is repeated, that nothing of it can be altered, and that it adds up."""

import asyncio
from datetime import date

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from federation.errors import CreditRefused
from federation.rules.outcome import Credit
from node.model.credit import CreditState, PostingKind, credit_faults, credit_lines, tally
from node.services.crediting.booking import CreditBooking
from node.storage.credit_postings import CreditPostingRepository
from node.storage.schema import credit_posting

ACCOUNT, OTHER = b"a" * 16, b"b" * 16
ON = date(2026, 11, 20)
LINES = (Credit(scheme="community", course="", credits=150), Credit(scheme="elective", course="管理学", credits=300))


@pytest.fixture
def postings(store):
    return CreditPostingRepository(store.database.read)


@pytest.fixture
def booking(store, postings):
    return CreditBooking(log_id=32, postings=postings, clock=store.branches.clock)


async def grant(store, booking, **changes):
    stated = {
        "account": ACCOUNT,
        "transfer": 5,
        "item": 0,
        "credits": LINES,
        "rules_version": 1,
        "on": ON,
        "entry_index": 9,
        **changes,
    }
    async with store.own_log.change() as change:
        return await booking.grant(change, **stated)


async def finalise(store, booking, item=0):
    async with store.own_log.change() as change:
        return await booking.finalise(change, transfer=5, item=item, log_id=33, entry_index=70)


async def reverse(store, booking, item=0):
    async with store.own_log.change() as change:
        return await booking.reverse(change, transfer=5, item=item, entry_index=12)


async def states(postings):
    return [line.state for line in credit_lines(await postings.of_accounts([ACCOUNT]))]


async def test_credit_is_provisional_then_final_and_each_posting_names_its_entry(store, booking, postings):
    assert await grant(store, booking)
    assert await states(postings) == [CreditState.PROVISIONAL] * 2
    assert await finalise(store, booking)
    assert await states(postings) == [CreditState.FINAL] * 2
    made = await postings.of_item(5, 0)
    assert [(one.kind, one.log_id, one.entry_index) for one in made] == [
        (PostingKind.GRANT, 32, 9),
        (PostingKind.GRANT, 32, 9),
        (PostingKind.FINALISE, 33, 70),
        (PostingKind.FINALISE, 33, 70),
    ]
    assert made[0].on == ON
    assert made[0].at == store.branches.clock.now()


async def test_the_same_booking_again_changes_nothing(store, booking, postings):
    for _ in range(3):
        await grant(store, booking)
    for _ in range(3):
        await finalise(store, booking)
    for _ in range(3):
        await reverse(store, booking)
    assert len(await postings.of_accounts([ACCOUNT])) == 6
    assert not await grant(store, booking)


async def test_credit_that_was_taken_back_is_not_made_final_afterwards(store, booking, postings):
    await grant(store, booking)
    await reverse(store, booking)
    with pytest.raises(CreditRefused) as refused:
        await finalise(store, booking)
    assert refused.value.facts["reason"] == "reversed"
    assert await states(postings) == [CreditState.REVERSED] * 2


@pytest.mark.parametrize(
    "change",
    [
        {"account": OTHER},
        {"credits": LINES[:1]},
        {"credits": (msgspec.structs.replace(LINES[0], credits=151), LINES[1])},
        {"rules_version": 2},
        {"on": date(2027, 1, 1)},
        {"entry_index": 10},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_the_same_item_granted_otherwise_is_refused_and_what_stood_stays(store, booking, postings, change):
    await grant(store, booking)
    with pytest.raises(CreditRefused) as refused:
        await grant(store, booking, **change)
    assert refused.value.facts["reason"] == "granted-otherwise"
    assert tally(credit_lines(await postings.of_accounts([ACCOUNT, OTHER]))).granted == 450


async def test_what_nobody_granted_is_neither_made_final_nor_taken_back(store, booking):
    for booked in (finalise, reverse):
        with pytest.raises(CreditRefused) as refused:
            await booked(store, booking)
        assert refused.value.facts["reason"] == "not-granted"
    with pytest.raises(CreditRefused):
        await grant(store, booking, credits=())


async def test_many_at_once_grant_once(store, booking, postings):
    granted = await asyncio.gather(*(grant(store, booking) for _ in range(8)))
    assert sorted(granted) == [False] * 7 + [True]
    assert len(await postings.of_accounts([ACCOUNT])) == 2


class PowerLost(Exception):
    """What ends a unit of work in the middle."""


async def interrupted_grant(store, booking):
    async with store.own_log.change() as change:
        await booking.grant(
            change, account=ACCOUNT, transfer=5, item=0, credits=LINES, rules_version=1, on=ON, entry_index=9
        )
        raise PowerLost


async def test_a_unit_of_work_that_fails_books_nothing(store, booking, postings):
    with pytest.raises(PowerLost):
        await interrupted_grant(store, booking)
    assert await postings.of_accounts([ACCOUNT]) == []


async def test_usage_counts_provisional_and_final_credit_by_year_and_frees_what_was_reversed(store, booking):
    await grant(store, booking)
    await grant(store, booking, item=1, credits=LINES[:1], on=date(2025, 12, 31))
    usage = await booking.usage([ACCOUNT], ON)
    assert usage.credits["community", "2026"] == 150
    assert usage.credits["community", "total"] == 300
    assert usage.courses == {("elective", "管理学")}
    await finalise(store, booking)
    assert await booking.usage([ACCOUNT, ACCOUNT], ON) == usage
    await reverse(store, booking)
    freed = await booking.usage([ACCOUNT], ON)
    assert freed.credits.get(("community", "2026"), 0) == 0
    assert freed.credits["community", "total"] == 150
    assert freed.courses == frozenset()
    assert (await booking.usage([OTHER], ON)).credits == {}


async def test_usage_within_a_unit_of_work_sees_what_it_booked(store, booking):
    async with store.own_log.change() as change:
        await booking.grant(
            change, account=ACCOUNT, transfer=5, item=0, credits=LINES, rules_version=1, on=ON, entry_index=9
        )
        within = await booking.usage([ACCOUNT], ON, change=change)
    assert within.credits["community", "2026"] == 150


async def test_everything_is_read_in_batches_that_split_no_transfer(store, booking, postings, monkeypatch):
    monkeypatch.setattr("node.storage.credit_postings.TRANSFERS_A_BATCH", 2)
    for transfer in (5, 6, 9, 11, 20):
        await grant(store, booking, transfer=transfer)
    found = [batch async for batch in postings.batches()]
    assert [sorted({one.transfer for one in batch}) for batch in found] == [[5, 6], [9, 11], [20]]
    assert not credit_faults([one for batch in found for one in batch])


@pytest.mark.parametrize("statement", ["UPDATE credit_posting SET credits = credits + 1", "DELETE FROM credit_posting"])
async def test_postings_are_append_only_in_the_database_itself(store, booking, statement):
    await grant(store, booking)
    with pytest.raises(DBAPIError):
        await store.database.write(lambda connection: connection.execute(text(statement)))
    assert await store.count(credit_posting) == 2


async def test_the_database_itself_refuses_a_second_posting_of_a_kind(store, booking, postings):
    await grant(store, booking)
    (first, *_) = await postings.of_item(5, 0)
    with pytest.raises(IntegrityError):
        await CreditPostingRepository(store.database.write).add([first])
    assert await store.count(credit_posting) == 2

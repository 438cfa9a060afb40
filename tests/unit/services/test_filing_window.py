"""Shows that a window's rows are filed in the index's order, in short transactions, and that its end is waited for."""

import asyncio
from datetime import date

import pytest

from node.services.filing.filing_window import (
    MOST_ROWS,
    ROWS_A_TRANSACTION,
    FilingUnderWay,
    FilingWindow,
    window_rows,
)
from node.services.filing.resolved import Resolved
from node.services.issuing import AchievementFacts
from samples.people import people
from tests.support.services import document_of

BATCHES, ROWS = 3, 1_500


def resolved(batch):
    return [
        Resolved(
            row=batch * ROWS + at,
            facts=AchievementFacts(
                document=document_of(person),
                name=person.name,
                institution_name="某县社区学院",
                title=f"第{batch}期培训",
                achieved_on=date(2019, 8, 1),
            ),
        )
        for at, person in enumerate(people(0, ROWS))
    ]


async def sealed(desk, rows):
    pairs = [(one.row, desk.issuer.seal_achievement(one.facts)) for one in rows]
    return sorted(pairs, key=lambda pair: pair[1].tokens[-1])


async def test_rows_of_several_batches_come_in_order_of_the_index_each_with_what_it_was_sealed_from(desk):
    window = FilingWindow("成果", BATCHES * ROWS)
    for batch in range(BATCHES):
        assert not window.is_full
        rows = resolved(batch)
        window.add(rows, sealed(desk, rows))
    assert window.is_full
    transactions = list(await window.transactions())
    assert [len(pairs) for _, pairs in transactions] == [ROWS_A_TRANSACTION, ROWS_A_TRANSACTION, 500]
    tokens = [one.tokens[-1] for _, pairs in transactions for _, one in pairs]
    assert tokens == sorted(tokens)
    for part, pairs in transactions:
        assert [one.row for one in part] == [row for row, _ in pairs]
    assert sorted(row for _, pairs in transactions for row, _ in pairs) == list(range(BATCHES * ROWS))


@pytest.mark.parametrize(
    ("stored", "rows"), [(0, ROWS_A_TRANSACTION), (10_000, ROWS_A_TRANSACTION), (500_000, 10_000), (10**7, MOST_ROWS)]
)
def test_a_window_grows_with_the_store_and_is_bounded(stored, rows):
    assert window_rows(stored) == rows


async def test_one_filing_is_under_way_at_a_time_and_its_failure_is_told_to_whoever_comes_next():
    under_way, order = FilingUnderWay(), []

    async def filing(name, *, fails=False):
        await asyncio.sleep(0)
        order.append(name)
        if fails:
            raise OSError

    await under_way.begin(lambda: filing("first"))
    await under_way.begin(lambda: filing("second", fails=True))
    assert order == ["first"]
    with pytest.raises(OSError):
        await under_way.begin(lambda: filing("third"))
    await under_way.stop()
    assert order == ["first", "second"]


async def test_who_is_interrupted_waits_for_the_transaction_and_drops_what_was_gathered():
    under_way, order, sealing = FilingUnderWay(), [], asyncio.Event()

    async def filing():
        for number in range(10):
            if under_way.is_stopped:
                return
            await asyncio.sleep(0.001)
            order.append(number)

    async def never():
        try:
            await asyncio.Event().wait()
        finally:
            sealing.set()
        return []

    async def work():
        try:
            await under_way.begin(filing)
            under_way.gather("成果").add([], never())
            await under_way.end()
        finally:
            await under_way.stop()

    task = asyncio.create_task(work())
    while not order:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert 1 <= len(order) < 10
    assert sealing.is_set()

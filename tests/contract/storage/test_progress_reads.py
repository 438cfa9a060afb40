"""Shows that counts are summed alike on both databases, and entries about nobody are found by kind."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from federation.errors import IntegrityBroken
from federation.model.entry import Entry, Header, Kind, encode_header
from node.storage.filing_counts import FilingCounts
from node.storage.migrating import downgrade, upgrade
from node.storage.plain_entries import PlainEntries
from node.storage.units import UnitRepository
from tests.support.branches import octets
from tests.support.memory_source import MemoryLog

START = date(2026, 1, 1)


def plain(kind, label):
    return Entry(encode_header(Header(kind=kind, entry_id=octets(label, 16), plain_body=label.encode())))


@pytest.fixture
async def filed(store):
    """A city and its county, and another city; (unit, day, what, count) at random."""
    units = UnitRepository(store.database.run)
    await units.ensure_root(code="32", name="省", level="p", region="32")
    root = await units.by_id(1)
    city = await units.add(code="A", name="甲", level="c", region="3201", parent=root, may_hold_account=True)
    await units.add(code="B", name="乙", level="k", region="320101", parent=city, may_hold_account=True)
    await units.add(code="C", name="丙", level="c", region="3202", parent=root, may_hold_account=True)
    counts, source, rows = FilingCounts(store.database.run), random.Random(3), []
    for _ in range(200):
        row = (source.randint(1, 4), START + timedelta(days=source.randint(0, 60)), source.choice("ab"), 1)
        rows.append(row)
        await counts.add(row[0], row[1], {row[2]: row[3]})
    return counts, rows


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (date(2026, 1, 1), 31),
        (date(2026, 1, 10), 5),
        (date(2026, 1, 10), 22),
        (date(2026, 1, 20), 30),
        (date(2026, 2, 1), 1),
        (date(2026, 2, 1), 28),
        (date(2026, 2, 28), 1),
        (date(2025, 12, 31), 70),
        (date(2027, 5, 5), 400),
    ],
)
async def test_months_of_a_period_are_the_sums_of_its_days_however_it_cuts_months(filed, first, days):
    counts, rows = filed
    beyond = first + timedelta(days=days)
    expected = Counter()
    for unit, day, what, count in rows:
        if day < beyond:
            expected[unit, day.replace(day=1) if day >= first else date.min, what] += count
    found = Counter()
    for unit, month, what, count in await counts.by_month(first, beyond):
        found[unit, month, what] += count
    assert found == expected


async def test_own_and_copied_entries_about_nobody_are_found_by_kind_newest_first(store, branches):
    await store.grow(5)
    await store.append(plain(Kind.PROGRESS_PUBLISHED, "one"), plain(Kind.ACCESS_DIGEST, "digest"))
    await store.grow(3)
    await store.append(plain(Kind.PROGRESS_PUBLISHED, "two"))
    log = MemoryLog(branches, "33")
    log.append([plain(Kind.PROGRESS_PUBLISHED, "theirs")])
    log.grow(4)
    await store.take(log, 5)
    found = PlainEntries(store.database.run)
    assert [index for index, _ in await found.newest(32, Kind.PROGRESS_PUBLISHED, 9)] == [10, 5]
    assert [index for index, _ in await found.newest(32, Kind.PROGRESS_PUBLISHED, 1)] == [10]
    assert [index for index, _ in await found.newest(33, Kind.PROGRESS_PUBLISHED, 9)] == [0]
    assert [index for index, _ in await found.newest(32, Kind.ACCESS_DIGEST, 9)] == [6]
    assert await store.copies.plain_kinds(store.origin, 0, 100) == {5: 7, 6: 6, 10: 7}


async def test_an_entry_about_nobody_that_is_not_as_it_should_be_is_not_found(store):
    empty = Header(kind=Kind.PROGRESS_PUBLISHED, entry_id=octets("empty", 16))
    await store.append(Entry(encode_header(empty)))
    assert await PlainEntries(store.database.run).newest(32, Kind.PROGRESS_PUBLISHED, 9) == []


async def test_a_batch_that_is_refused_leaves_nothing_to_be_found(store, branches):
    log = MemoryLog(branches, "33")
    log.append([plain(Kind.PROGRESS_PUBLISHED, "theirs")])

    def refuse(size, root):
        raise IntegrityBroken(what="root")

    with pytest.raises(IntegrityBroken):
        await store.copies.append_batch(log.origin, 0, log.items, source="33", verify=refuse)
    assert await PlainEntries(store.database.run).newest(33, Kind.PROGRESS_PUBLISHED, 9) == []


async def test_what_an_older_schema_holds_is_found_after_its_migration(store, filed):
    counts, _ = filed
    before = sorted(await counts.by_month(START, START + timedelta(days=365)))
    await store.append(plain(Kind.ACCESS_DIGEST, "digest"))
    await store.grow(2)
    await store.append(plain(Kind.PROGRESS_PUBLISHED, "one"))
    await downgrade(store.database, "0004")
    await upgrade(store.database)
    assert sorted(await counts.by_month(START, START + timedelta(days=365))) == before
    assert await store.copies.plain_kinds(store.origin, 0, 9) == {0: 6, 3: 7}

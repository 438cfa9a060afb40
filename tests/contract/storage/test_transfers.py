"""Shows that transfers are found in the database as the entries say them, in whatever order these came."""

import random
from hashlib import sha256

import msgspec
import pytest

from federation.model.entry import Citation, Entry, Header, Kind, encode_header, parse_header
from federation.model.reason import encode_reason
from federation.model.standing import Status
from federation.tlog.hashing import leaf_hash
from federation.transfer.entries import reversed_header
from federation.transfer.states import TransferStatus
from node.model.transfer import TakenBackCredit
from node.storage.schema import transfer, transfer_claim, transfer_entry, transfer_hold, transfer_item
from node.storage.transfer_rows import rebuild_transfers
from node.storage.transfers import TransferRepository
from tests.support.branches import octets
from tests.support.memory_source import MemoryLog, achievement_entry
from tests.support.transfer_stories import contested_story, write_closings
from tests.support.transfers import achievement, all_transfers, decided, held, request, write

MARK = 5
"""The column of a transfer that says whether it is to be looked at; no other table has so many."""
TABLES = (transfer, transfer_claim, transfer_entry, transfer_hold, transfer_item)


@pytest.fixture
def transfers(store):
    return TransferRepository(store.database.run)


def revocation(cite):
    return Header(
        kind=Kind.ACHIEVEMENT_REVOKED,
        entry_id=octets(f"revocation {cite.index}", 16),
        cites=(cite,),
        plain_body=encode_reason("fraud"),
    )


def correction(cite):
    """Of the achievement with that number: the same identity, said anew."""
    again = achievement(cite.index)
    return msgspec.structs.replace(
        again,
        kind=Kind.ACHIEVEMENT_CORRECTED,
        entry_id=octets(f"correction {cite.index}", 16),
        cites=(cite,),
        plain_body=encode_reason("filed-in-error"),
    )


def said(replayed):
    return [(item.status, item.held_at, item.released_at) for item in replayed.items]


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_arrives_in_whatever_order_the_rows_say_what_the_entries_say(store, branches, transfers, seed):
    logs, asked, also = contested_story(branches)
    draw = random.Random(seed)
    sizes = {log.origin: 0 for log in logs}
    while any(sizes[log.origin] < log.size for log in logs):
        log = draw.choice([log for log in logs if sizes[log.origin] < log.size])
        sizes[log.origin] = min(log.size, sizes[log.origin] + draw.randint(1, 4))
        await store.take(log, sizes[log.origin])
        pure = {one.request.citation: said(one) for one in all_transfers(logs, sizes).all()}
        for cite, code in ((asked, "31"), (also, "34")):
            found = await transfers.find(code, cite.index)
            assert (None if found is None else said(found.transfer)) == pure.get(cite)
            if found is not None:
                rows = [row for row in await store.rows(transfer_item) if row[0] == int(code) << 40 | cite.index]
                assert [row[3] for row in rows] == [status.value for status, *_ in pure[cite]]
    assert [status for status, *_ in pure[asked]] == [TransferStatus.REJECTED, TransferStatus.CONVERTED]
    assert [status for status, *_ in pure[also]] == [TransferStatus.CONVERTED, TransferStatus.DECLINED]
    first, second, third = (("33", octets(f"identity {number}", 16)) for number in range(3))
    assert await transfers.occupied([first, second, third, ("31", first[1])]) == {
        first: Status.CONVERTED,
        second: Status.CONVERTED,
    }
    before = [await store.rows(table) for table in TABLES]
    await store.database.write(rebuild_transfers)
    assert [[row[:MARK] for row in await store.rows(table)] for table in TABLES] == [
        [row[:MARK] for row in rows] for rows in before
    ]
    # Nobody knows any more what was to be looked at: everything is.
    assert all(row[MARK] for row in await store.rows(transfer))


async def test_who_owes_a_step_is_found(store, branches, transfers):
    nanjing, hangzhou = MemoryLog(branches, "31"), MemoryLog(branches, "33")
    first = write(hangzhou, achievement(1))
    asked = write(nanjing, request([first]))
    await store.take(hangzhou, hangzhou.size)
    await store.take(nanjing, nanjing.size)
    (owed,) = await transfers.owed_by_sending("33", 10)
    assert (owed.receiving, owed.sending, owed.reference) == ("31", "33", f"31-{asked.index}")
    assert await transfers.owed_by_sending("31", 10) == []
    answer = write(hangzhou, held(asked, [first], 1))
    await store.take(hangzhou, hangzhou.size)
    assert await transfers.owed_by_sending("33", 10) == []
    assert [one.reference for one in await transfers.owed_by_receiving("31", 10)] == [owed.reference]
    assert await transfers.holds_by("33", "31") == 1
    write(nanjing, decided(asked, answer, 2))
    await store.take(nanjing, nanjing.size)
    write_closings((nanjing, hangzhou), asked, hangzhou)
    await store.take(hangzhou, hangzhou.size)
    assert await transfers.owed_by_receiving("31", 10) == []
    assert await transfers.holds_by("33", "31") == 0
    assert [one.reference for one in await transfers.between("33", is_open=False, limit=5)] == [owed.reference]


async def test_only_transfers_whose_achievement_was_revoked_or_corrected_are_looked_at_again(
    store, branches, transfers
):
    nanjing, hangzhou = MemoryLog(branches, "31"), MemoryLog(branches, "33")
    kept, revoked, corrected = (write(hangzhou, achievement(number)) for number in range(3))
    asked = [
        write(nanjing, request([one], f"request {number}")) for number, one in enumerate((kept, revoked, corrected))
    ]
    for one, achieved in zip(asked, (kept, revoked, corrected), strict=True):
        write(nanjing, decided(one, write(hangzhou, held(one, [achieved], 1)), 1))
        write_closings((nanjing, hangzhou), one, hangzhou)
    await store.take(hangzhou, hangzhou.size)
    await store.take(nanjing, nanjing.size)
    assert await transfers.to_be_reversed("31", 10) == []
    write(hangzhou, revocation(revoked))
    write(hangzhou, correction(corrected))
    await store.take(hangzhou, hangzhou.size)
    shaken = await transfers.to_be_reversed("31", 10)
    assert [one.transfer.request.index for one in shaken] == [asked[1].index, asked[2].index]
    assert await transfers.to_be_reversed("33", 10) == []
    await transfers.calm("31", [asked[1].index])
    assert [one.transfer.request.index for one in await transfers.to_be_reversed("31", 10)] == [asked[2].index]


async def test_credit_that_any_branch_took_back_is_found_by_the_achievement_with_the_reason(store, branches, transfers):
    nanjing, hefei, hangzhou = (MemoryLog(branches, code) for code in ("31", "34", "33"))
    hangzhou.grow(3)
    kept, twice, _ = (
        Citation(origin=hangzhou.origin, index=index, leaf_hash=leaf_hash(one.header))
        for index, one in enumerate(hangzhou.items)
    )
    told = []
    for log, achieved, reason in (
        (nanjing, [kept, twice], "fraud"),
        (hefei, [twice], "person-asked"),
        (nanjing, [twice], ""),
    ):
        asked = write(log, request(achieved, f"request {len(told)}"))
        answer = write(hangzhou, held(asked, achieved, *(1 for _ in achieved)))
        decision = write(log, decided(asked, answer, *(1 for _ in achieved)))
        write_closings((nanjing, hefei, hangzhou), asked, hangzhou)
        if reason:
            # Of the first only what is asked for again.
            concerned = [int(one is twice) for one in achieved]
            write(log, reversed_header(asked, decision, concerned, reason))
            write_closings((nanjing, hefei, hangzhou), asked, hangzhou)
            told.append(TakenBackCredit(transfer=f"{log.code}-{asked.index}", reason=reason))
    for log in (hangzhou, nanjing, hefei):
        await store.take(log, log.size)
    first, second, third = (parse_header(one.header).achievement_id for one in hangzhou.items[:3])
    asked = [("33", first), ("33", second), ("33", second), ("33", third), ("31", second), ("33", octets("none", 16))]
    assert await transfers.reversals(asked) == {("33", second): told}
    assert await transfers.reversals([]) == {}


async def test_an_achievement_corrected_under_a_later_key_and_then_revoked_is_gone(store, branches, transfers):
    hangzhou = MemoryLog(branches, "33")
    hangzhou.grow(2)
    issued = Citation(origin=hangzhou.origin, index=0, leaf_hash=leaf_hash(hangzhou.items[0].header))
    # Sealed to another token than the first was, as under every epoch.
    part = achievement_entry(branches, "33", "corrected").private_part
    header = msgspec.structs.replace(
        correction(issued),
        key_epoch=2,
        achievement_id=parse_header(hangzhou.items[0].header).achievement_id,
        private_digest=sha256(part).digest(),
    )
    hangzhou.append([Entry(encode_header(header), part)])
    await store.take(hangzhou, hangzhou.size)
    assert await transfers.fates("33", [0, 1, 2]) == dict.fromkeys((0, 1, 2), Status.VALID)
    corrected = Citation(origin=hangzhou.origin, index=2, leaf_hash=leaf_hash(hangzhou.items[2].header))
    write(hangzhou, revocation(corrected))
    await store.take(hangzhou, hangzhou.size)
    assert await transfers.fates("33", [0, 1, 2]) == {0: Status.REVOKED, 1: Status.VALID, 2: Status.REVOKED}

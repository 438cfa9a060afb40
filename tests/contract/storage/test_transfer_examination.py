"""Shows that an examination finds what transfers are found by altered, lost or invented, and names the request."""

import random

import pytest
from sqlalchemy import delete, insert, select, update

from node.services.integrity.log_inspection import TRANSFER_OTHERWISE
from node.storage.positions import index_key, position_of
from node.storage.schema import log, transfer, transfer_claim, transfer_entry, transfer_hold, transfer_item
from node.storage.transfer_rows import reread_transfers
from tests.support.branches import octets
from tests.support.services import Desk
from tests.support.transfer_stories import contested_story

STRANGE = octets("an identity of nobody's", 16)
# As `contested_story` writes them.
FIRST, SECOND = "31/0", "34/0"
ASKED, ALSO = position_of(31, 0), position_of(34, 0)
ACHIEVEMENT, HELD = position_of(33, 0), 4
CLOSED_BRANCH = position_of(77, 3)
# What a branch has done itself, or is to look at again.
OWN = ("attended", "is_shaken")
UNHEARD = position_of(31, 90)


def hold(request_position, identity=STRANGE, log_id=33):
    return insert(transfer_hold).values(
        log_id=log_id,
        identity_key=index_key(identity),
        request_position=request_position,
        identity=identity,
        status="held",
    )


def claim(held_at, request_position):
    return insert(transfer_claim).values(
        log_id=33, identity=STRANGE, held_at=held_at, request_position=request_position
    )


DAMAGES = {
    "an item's status": (
        update(transfer_item).where(transfer_item.c.request_position == ASKED, transfer_item.c.item == 1)
        .values(status="rejected"), {FIRST},
    ),
    "every status": (update(transfer_item).values(status="held"), {FIRST, SECOND}),
    "an item's achievement": (
        update(transfer_item).where(transfer_item.c.request_position == ALSO, transfer_item.c.item == 0)
        .values(achievement_position=ACHIEVEMENT + 1), {SECOND},
    ),
    "an item lost": (delete(transfer_item).where(transfer_item.c.item == 1), {FIRST, SECOND}),
    "an item invented": (
        insert(transfer_item).values(
            request_position=ALSO, item=2, achievement_position=ACHIEVEMENT, status="converted"
        ), {SECOND},
    ),
    "a hold lost": (delete(transfer_hold).where(transfer_hold.c.request_position == ASKED), {FIRST}),
    "a hold's status": (
        update(transfer_hold).where(transfer_hold.c.request_position == ALSO).values(status="held"), {SECOND},
    ),
    "a hold moved": (
        update(transfer_hold).where(transfer_hold.c.request_position == ALSO).values(identity=STRANGE), {SECOND},
    ),
    "a hold invented": (hold(ASKED), {FIRST}),
    "a hold invented for what is no request": (hold(ACHIEVEMENT), {"33/0"}),
    "a hold invented for what isn't there yet": (hold(UNHEARD), {"31/90"}),
    "a hold invented of a log that nobody knows": (hold(CLOSED_BRANCH, log_id=77), {"77/3"}),
    "who owes a step": (
        update(transfer).where(transfer.c.request_position == ASKED).values(owed_by="receiving"), {FIRST},
    ),
    "who is asked": (update(transfer).where(transfer.c.request_position == ALSO).values(sending_log=31), {SECOND}),
    "a transfer lost": (delete(transfer).where(transfer.c.request_position == ASKED), {FIRST}),
    "a transfer invented": (
        insert(transfer).values(request_position=UNHEARD, receiving_log=31, sending_log=33, owed_by="sending"),
        {"31/90"},
    ),
    # What the other transfer got depends on it.
    "an entry lost": (
        delete(transfer_entry).where(transfer_entry.c.position == position_of(31, 1)), {FIRST, SECOND},
    ),
    "an entry moved": (
        update(transfer_entry).where(transfer_entry.c.position == position_of(31, 1)).values(request_position=ALSO),
        {FIRST, SECOND},
    ),
    "an entry that waits for nothing": (
        update(transfer_entry).where(transfer_entry.c.position == position_of(31, 1)).values(waits_for=UNHEARD),
        {FIRST},
    ),
    "an entry invented": (
        insert(transfer_entry).values(position=ACHIEVEMENT, request_position=ASKED), {FIRST},
    ),
    "an entry invented beyond the log": (
        insert(transfer_entry).values(position=UNHEARD, request_position=None), {"31/90"},
    ),
    "a claim lost": (
        delete(transfer_claim).where(transfer_claim.c.request_position == ALSO, transfer_claim.c.held_at == HELD + 1),
        {SECOND},
    ),
    "a claim moved": (
        update(transfer_claim).where(transfer_claim.c.held_at == HELD).values(request_position=ALSO), {FIRST, SECOND},
    ),
    "a claim invented": (claim(HELD, ASKED), {FIRST}),
    "a claim invented for what claims nothing": (claim(0, ASKED), {FIRST}),
}  # fmt: skip


async def named(store):
    """Where transfers are noted otherwise than the entries say."""
    report = await Desk(store).logs.fsck(lambda read, total: None)
    places = (one.split(": ") for one in report.findings)
    return {place for place, what in places if what == TRANSFER_OTHERWISE}


@pytest.fixture
async def told(store, branches):
    logs, asked, also = contested_story(branches)
    for one in logs:
        await store.take(one, one.size)
    assert (asked.index, also.index) == (0, 0)
    return store


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_has_arrived_in_whatever_order_an_untouched_database_is_clean(store, branches, seed):
    logs, _, _ = contested_story(branches)
    draw = random.Random(seed)
    left = [log for log in logs for _ in range(log.size)]
    draw.shuffle(left)
    sizes = dict.fromkeys(logs, 0)
    for one in left:
        sizes[one] += 1
        await store.take(one, sizes[one])
        assert await named(store) == set()


@pytest.mark.parametrize("what", DAMAGES)
async def test_attack_rows_of_transfers_altered_by_hand_are_found_and_mended_from_the_entries(told, what):
    statement, requests = DAMAGES[what]
    await told.database.write(lambda connection: connection.execute(statement))
    assert await named(told) == requests
    await told.database.write(reread_transfers)
    assert await named(told) == set()


async def test_everything_lost_is_made_anew(told):
    tables = transfer, transfer_claim, transfer_entry, transfer_hold, transfer_item
    noted = [select(*(column for column in table.c if column.name not in OWN)) for table in tables]

    async def rows():
        return await told.database.read(lambda connection: [set(connection.execute(query)) for query in noted])

    before = await rows()
    for table in tables:
        await told.database.write(lambda connection, table=table: connection.execute(delete(table)))
    assert await named(told) == {FIRST, SECOND}
    await told.database.write(reread_transfers)
    assert await rows() == before


async def test_what_a_branch_has_done_itself_is_in_no_log_and_no_finding(told):
    await told.database.write(lambda connection: connection.execute(update(transfer).values(attended="settled")))
    assert await named(told) == set()


@pytest.mark.parametrize("unknown", [31, 33, 34])
async def test_what_arrived_before_a_branch_was_known_counts_once_it_is(store, branches, unknown):
    logs, _, _ = contested_story(branches)
    await store.database.write(lambda connection: connection.execute(delete(log).where(log.c.log_id == unknown)))
    for one in logs:
        if one.code != str(unknown):
            await store.take(one, one.size)
    await store.copies.ensure([(one.code, one.origin) for one in branches.roster.branches])
    assert await named(store) == set()
    for one in logs:
        if one.code == str(unknown):
            await store.take(one, one.size)
    assert await named(store) == set()

"""Attack: a member branch asks for achievements of people who never stood at its counter.

It has valid keys, writes a request of the right form on its own log, and knows where the achievements stand. What it
lacks is the person's document, and with it the records' keys.
"""

from datetime import timedelta
from hashlib import sha256

import pytest

from federation.model.document import DocumentType, parse_document
from federation.model.entry import Citation, Entry, Kind, encode_header, parse_header, parse_private_part
from federation.model.sealing import derive_record_key
from federation.suite import default_suite
from federation.tlog.hashing import leaf_hash
from federation.transfer.disclosure import seal_keys, sealed_bytes
from federation.transfer.entries import RequestBody, parse_request, request_header
from federation.transfer.states import HoldVerdict
from tests.support.branches import octets
from tests.support.memory_source import plain_entry
from tests.support.nodes import FederationOf
from tests.support.transfer_offices import opened_offices, turn
from tests.support.workbooks import RESIDENT

ANN = parse_document(DocumentType.RESIDENT_ID, RESIDENT)
BOB = parse_document(DocumentType.PASSPORT, "X7654321")
REQUEST_ID = octets("the liar's request", 16)


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as running:
        yield running


@pytest.fixture
async def offices(federation):
    return await opened_offices(federation)


async def cited(node, index):
    (entry,) = await node.copies.entries(node.origin, index, 1)
    return Citation(origin=node.origin, index=index, leaf_hash=leaf_hash(entry.header))


async def record_key(node, index, document):
    """The key of a record, as `document` would give it."""
    (entry,) = await node.copies.entries(node.origin, index, 1)
    nonce = parse_private_part(entry.private_part).nonce
    keys = node.branches.keys.at(parse_header(entry.header).key_epoch)
    return derive_record_key(keys, document, nonce=nonce, suite=default_suite())


async def ask(liar, achievements, disclosed, entry_id=REQUEST_ID):
    """The request as its branch writes it, past every check of its own node."""
    now = liar.branches.clock.now().replace(microsecond=0)
    private = plain_entry(liar.origin, 0).private_part
    body = RequestBody(
        requested_at=now,
        expires_on=(now + timedelta(days=30)).date(),
        consent_digest=octets("no consent"),
        disclosed_keys=disclosed,
    )
    header = request_header(achievements, body, entry_id=entry_id, key_epoch=1, private_digest=sha256(private).digest())
    return await liar.append(Entry(encode_header(header), private))


def sealed(federation, keys, achievements, *, recipient="33", receiving="32", entry_id=REQUEST_ID):
    roster = federation.branches.roster
    return seal_keys(
        keys,
        roster.branch(recipient).wrapping_key,
        receiving=roster.branch(receiving).origin,
        entry_id=entry_id,
        achievements=achievements,
    )


async def answer(federation, offices, index):
    await turn(federation, [offices["33"]], 2)
    stored = await offices["33"].transfers.find("32", index)
    (item,) = stored.transfer.items
    return item.status.value, item.verdict


async def test_made_up_keys_hold_nothing(federation, offices):
    achievement = await cited(federation["33"], await offices["33"].issue(ANN, "短视频制作"))
    keys = sealed(federation, [octets("any key")], [achievement])
    index = await ask(federation["32"], [achievement], keys)
    assert await answer(federation, offices, index) == ("declined", HoldVerdict.NOT_THIS_PERSON)
    assert await offices["33"].transfers.holds_by("33", "32") == 0


async def test_another_persons_document_gives_no_key_to_it(federation, offices):
    at = await offices["33"].issue(ANN, "短视频制作")
    achievement = await cited(federation["33"], at)
    key = await record_key(federation["33"], at, BOB)
    index = await ask(federation["32"], [achievement], sealed(federation, [key], [achievement]))
    assert await answer(federation, offices, index) == ("declined", HoldVerdict.NOT_THIS_PERSON)


async def test_a_disclosure_that_cannot_be_opened_holds_nothing(federation, offices):
    achievement = await cited(federation["33"], await offices["33"].issue(ANN, "短视频制作"))
    index = await ask(federation["32"], [achievement], octets("noise", sealed_bytes(1)))
    assert await answer(federation, offices, index) == ("declined", HoldVerdict.NOT_THIS_PERSON)


async def test_what_the_person_disclosed_to_one_branch_serves_no_other(federation, offices):
    at = await offices["33"].issue(ANN, "短视频制作")
    await federation.rounds(2)
    honest = await offices["31"].ask(ANN, ("33", at))
    (entry,) = await federation["31"].copies.entries(federation["31"].origin, honest.entry_index, 1)
    header = parse_header(entry.header)
    assert header.kind == Kind.TRANSFER_REQUESTED
    copied = parse_request(header.plain_body, 1).disclosed_keys
    # The liar comes first: the honest branch's request hasn't been answered yet.
    index = await ask(federation["32"], header.cites, copied, header.entry_id)
    assert await answer(federation, offices, index) == ("declined", HoldVerdict.NOT_THIS_PERSON)
    await turn(federation, [offices["33"], offices["31"]], 4)
    assert (await offices["31"].statuses(honest))[0] != "declined"


async def test_the_right_key_holds_it(federation, offices):
    at = await offices["33"].issue(ANN, "短视频制作")
    achievement = await cited(federation["33"], at)
    key = await record_key(federation["33"], at, ANN)
    index = await ask(federation["32"], [achievement], sealed(federation, [key], [achievement]))
    assert await answer(federation, offices, index) == ("held", 0)

"""Shows that a record is handed out whole, opened by its person's document alone, and recorded."""

from contextlib import suppress
from datetime import date, timedelta

import pytest

from federation.errors import ActorRefused, NotHere, NotInRoster, NotThisDocument
from federation.model.entry import Citation, Entry, Header, Kind, encode_header
from federation.model.reason import RevocationReason, encode_reason
from federation.model.standing import Status
from federation.record.signed_record import parse_signed_record
from federation.record.verification import PrivatePartState, verify_signed_record
from federation.tlog.hashing import leaf_hash
from node.services.issuing import AchievementFacts
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT, MemoryLog, achievement_entry
from tests.support.services import ACTOR

FACTS = AchievementFacts(
    document=DOCUMENT, name="云晴川", institution_name="某学院", title="剪纸", achieved_on=date(2022, 8, 1)
)


@pytest.fixture
async def desk(desk):
    """One achievement of the usual document in the own log."""
    await desk.store.append(desk.issuer.seal_achievement(FACTS).entry)
    return desk


async def prove(desk, origin="32", index=0, document=None):
    proved = await desk.proving.prove(origin, index, document=document, actor=ACTOR)
    return verify_signed_record(parse_signed_record(proved.data), desk.branches.roster, document=DOCUMENT)


async def proofs(desk):
    now = desk.clock.now()
    return await desk.store.audit.between(now, now + timedelta(seconds=1), "prove")


@pytest.mark.parametrize("by", ["code", "origin"])
async def test_without_the_document_a_record_stays_sealed(desk, by):
    verified = await prove(desk, "32" if by == "code" else desk.store.origin)
    assert (verified.private_part, verified.body) == (PrivatePartState.PRESENT, None)


async def test_with_the_document_it_is_open_and_tied_to_the_person(desk):
    verified = await prove(desk, document=DOCUMENT)
    assert (verified.body.title, verified.belongs_to_presenter) == ("剪纸", True)
    assert verified.authentic_as_of == desk.clock.now()


async def test_with_anothers_document_nothing_is_handed_out_and_the_attempt_is_recorded(desk):
    with pytest.raises(NotThisDocument):
        await prove(desk, document=OTHER_DOCUMENT)
    (attempt,) = await proofs(desk)
    assert (attempt.detail, len(attempt.subject_index)) == ("32/0", 16)


async def test_guessing_whose_a_record_is_meets_the_limit_of_lookups(desk):
    async def guess_on():
        for _ in range(1_000):
            with suppress(NotThisDocument):
                await prove(desk, document=OTHER_DOCUMENT)

    with pytest.raises(ActorRefused):
        await guess_on()


async def test_who_had_what_proved_is_recorded(desk):
    await prove(desk, document=DOCUMENT)
    await prove(desk)
    opened, sealed = await proofs(desk)
    assert (opened.actor, opened.detail, sealed.detail) == ("测试员", "32/0", "32/0")
    assert (len(opened.subject_index), sealed.subject_index) == (16, b"")


@pytest.mark.parametrize("index", [-1, 1, 10**9])
async def test_a_leaf_that_is_not_there_is_not_here(desk, index):
    with pytest.raises(NotHere):
        await prove(desk, index=index)


@pytest.mark.parametrize("origin", ["99", "creditbank.delta/elsewhere/32"])
async def test_a_log_of_nobody_is_in_no_roster(desk, origin):
    with pytest.raises(NotInRoster):
        await prove(desk, origin)


async def test_a_log_without_a_checkpoint_proves_nothing(desk):
    with pytest.raises(NotHere):
        await prove(desk, "34")


async def test_anothers_record_is_proved_from_the_copy_up_to_its_checkpoint(desk):
    log = MemoryLog(desk.branches, "33")
    log.append([achievement_entry(desk.branches, "33", "茶艺")])
    await desk.store.take(log, 1, source="33")
    await desk.store.keep(log)
    verified = await prove(desk, "33", document=DOCUMENT)
    assert (verified.branch, verified.body.title) == ("33", "社区教育培训 茶艺")
    log.grow(2)
    await desk.store.take(log, 3, source="33")
    with pytest.raises(NotHere):
        await prove(desk, "33", index=1)


async def test_an_erased_record_is_proved_without_its_private_part_and_opens_to_nobody(desk):
    leaf = leaf_hash(await desk.store.copies.header(desk.store.origin, 0))
    cite = Citation(origin=desk.store.origin, index=0, leaf_hash=leaf)
    await desk.store.append(Entry(encode_header(Header(kind=Kind.ERASED, entry_id=bytes(16), cites=(cite,)))))
    assert (await prove(desk)).private_part is PrivatePartState.NOT_INCLUDED
    with pytest.raises(NotHere):
        await prove(desk, document=DOCUMENT)


async def test_a_record_that_was_revoked_since_is_proven_and_said_to_be_revoked(desk):
    origin, log_id = desk.store.origin, desk.store.own_log.log_id
    async with desk.store.own_log.change() as change:
        filed = (await change.entries.held(log_id, [0]))[0]
        header = Header(
            kind=Kind.ACHIEVEMENT_REVOKED,
            entry_id=bytes(16),
            cites=(Citation(origin=origin, index=0, leaf_hash=filed.leaf_hash),),
            plain_body=encode_reason(RevocationReason.FILED_IN_ERROR),
        )
        await change.append([Entry(encode_header(header))])
    proof = await desk.proving.prove("32", 0, document=None, actor=ACTOR)
    assert (proof.status, proof.by_index) == (Status.REVOKED, 1)
    assert verify_signed_record(parse_signed_record(proof.data), desk.branches.roster).index == 0

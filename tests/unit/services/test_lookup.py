"""Shows what a lookup answers, what it refuses, and that it is recorded before it is answered."""

import asyncio
from datetime import date, timedelta
from hashlib import sha256

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from federation.errors import ActorRefused, CreditBankError, Malformed
from federation.model.document import Document, DocumentType, parse_document
from federation.model.entry import Citation, Entry, Header, Kind, encode_header, encode_private_part, parse_header
from federation.model.sealing import SealContext, seal
from federation.model.standing import Status
from federation.tlog.hashing import leaf_hash
from federation.v1 import entry_pb2
from node.model.access import Actor, Basis, Role
from node.services.blind_indexes import document_index
from node.services.issuing import AchievementFacts, Issuer
from node.services.looking.access_trail import LOOKUP
from node.services.looking.freshness import FreshnessStatus
from node.services.looking.subject_keys import SubjectKeys
from tests.support.branches import octets
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT, MemoryLog
from tests.support.services import ACTOR, Desk

FACTS = AchievementFacts(
    document=DOCUMENT,
    name="云晴川",
    institution_name="某县社区学院",
    title="智能手机应用培训",
    achieved_on=date(2022, 8, 1),
    training_hours=1600,
)


def issued(desk: Desk, code: str = "32", **changes) -> Entry:
    """An achievement as that branch seals it."""
    issuer = Issuer(origin=desk.branches[code].origin, node_key=desk.store.key, subject_keys=desk.subject_keys)
    return issuer.seal_achievement(replace(FACTS, **changes)).entry


async def log_of(desk: Desk, code: str, *entries: Entry) -> MemoryLog:
    """That branch's log with these entries, copied here."""
    log = MemoryLog(desk.branches, code)
    log.append(entries)
    await desk.store.take(log, log.size, source=code)
    await desk.store.keep(log)
    return log


async def look_up(desk: Desk, document: Document = DOCUMENT, **changes):
    asked = {"purpose": "本人查询", "basis": Basis.SELF, "actor": ACTOR, **changes}
    return await desk.lookup.look_up(document, **asked)


async def step(desk: Desk, kind: Kind, index: int) -> None:
    origin = desk.store.origin
    cite = Citation(origin=origin, index=index, leaf_hash=leaf_hash(await desk.store.copies.header(origin, index)))
    size = (await desk.store.own_log.head()).size
    header = Header(kind=kind, entry_id=octets(f"step {size}", 16), cites=(cite,))
    await desk.store.append(Entry(encode_header(header)))


async def trail(desk: Desk, action: str = LOOKUP):
    now = desk.clock.now()
    return await desk.store.audit.between(now - timedelta(days=1), now + timedelta(days=1), action)


async def test_what_is_found_is_told_in_full_and_masked(desk):
    await desk.store.append(issued(desk))
    (view,) = (await look_up(desk)).achievements
    assert (view.branch, view.title, view.institution, view.achieved_on) == (
        "32",
        "智能手机应用培训",
        "某县社区学院",
        "2022-08-01",
    )
    assert (view.training_hours, view.credit_hours, view.credits) == (1600, None, None)
    assert (view.origin, view.index, view.status) == (desk.store.origin, 0, Status.VALID)
    assert view.masked_name == "云**"


async def test_only_the_persons_own_records_are_found(desk):
    await desk.store.append(issued(desk), issued(desk, document=OTHER_DOCUMENT, title="茶艺"))
    assert [one.title for one in (await look_up(desk, OTHER_DOCUMENT)).achievements] == ["茶艺"]
    assert (await look_up(desk, Document(DocumentType.OTHER, DOCUMENT.number))).achievements == ()


async def test_records_of_all_provinces_are_found_with_their_branch(desk):
    await desk.store.append(issued(desk))
    for code in ("31", "33", "34"):
        await log_of(desk, code, issued(desk, code, title=f"成果 {code}"))
    found = (await look_up(desk)).achievements
    assert sorted(one.branch for one in found) == ["31", "32", "33", "34"]
    assert all(one.origin == desk.branches[one.branch].origin for one in found)


async def test_what_became_of_a_record_is_told(desk):
    await desk.store.append(*(issued(desk, title=title) for title in ("甲", "乙", "丙", "丁")))
    await step(desk, Kind.ACHIEVEMENT_REVOKED, 1)
    await step(desk, Kind.ERASED, 2)
    cited = parse_header(await desk.store.copies.header(desk.store.origin, 3))
    await correct(desk, 3, cited.achievement_id)
    told = {(one.title, one.status) for one in (await look_up(desk)).achievements}
    assert told == {
        ("甲", Status.VALID),
        ("乙", Status.REVOKED),
        ("丁", Status.CORRECTED),
        ("丁（更正）", Status.VALID),
    }


async def correct(desk: Desk, index: int, identity: bytes) -> None:
    """Re-issues an achievement under its identity."""
    entry = issued(desk, title="丁（更正）")
    issuing = parse_header(entry.header)
    origin = desk.store.origin
    cite = Citation(origin=origin, index=index, leaf_hash=leaf_hash(await desk.store.copies.header(origin, index)))
    context = SealContext(suite=1, origin=origin, kind=Kind.ACHIEVEMENT_CORRECTED, epoch=1, entry_id=issuing.entry_id)
    body = await body_of(desk, entry)
    part = encode_private_part(
        seal(desk.subject_keys.current, DOCUMENT, nonce=octets("nonce", 16), context=context, plaintext=body)
    )
    header = replace(
        issuing,
        kind=int(Kind.ACHIEVEMENT_CORRECTED),
        cites=(cite,),
        achievement_id=identity,
        private_digest=sha256(part).digest(),
    )
    await desk.store.append(Entry(encode_header(header), part))


async def body_of(desk: Desk, entry: Entry) -> bytes:
    from federation.model.entry import parse_private_part
    from federation.model.sealing import context_of, open_with_document

    context = context_of(parse_header(entry.header), desk.store.origin)
    part = parse_private_part(entry.private_part)
    return open_with_document(desk.subject_keys.current, part, DOCUMENT, context)


async def test_the_same_deposit_in_two_provinces_is_flagged_and_two_in_one_are_not(desk):
    await desk.store.append(issued(desk), issued(desk, institution_name="另一学院"), issued(desk, title="茶艺"))
    await log_of(desk, "33", issued(desk, "33", title="智能手机 应用培训"), issued(desk, "33", title="书法"))
    told = {(one.branch, one.title): one.likely_duplicate for one in (await look_up(desk)).achievements}
    assert told == {
        ("32", "智能手机应用培训"): True,
        ("33", "智能手机 应用培训"): True,
        ("32", "茶艺"): False,
        ("33", "书法"): False,
    }


async def test_the_same_title_on_another_day_is_no_likely_duplicate(desk):
    await desk.store.append(issued(desk))
    await log_of(desk, "33", issued(desk, "33", achieved_on=date(2022, 8, 2)))
    assert not any(one.likely_duplicate for one in (await look_up(desk)).achievements)


async def test_linked_documents_lead_to_each_other(desk):
    await desk.store.append(issued(desk), issued(desk, document=OTHER_DOCUMENT, title="茶艺"))
    await desk.link(DOCUMENT, OTHER_DOCUMENT)
    for document in (DOCUMENT, OTHER_DOCUMENT):
        assert {one.title for one in (await look_up(desk, document)).achievements} == {"智能手机应用培训", "茶艺"}


async def test_links_are_followed_in_a_ring_and_only_so_far(desk):
    documents = [parse_document(DocumentType.PASSPORT, f"E1234567{number}") for number in range(8)]
    for number, document in enumerate(documents):
        await desk.store.append(issued(desk, document=document, title=f"成果 {number}"))
    for one, other in zip(documents, documents[1:] + documents[:1], strict=True):
        await desk.link(one, other)
    assert len((await look_up(desk, documents[0])).achievements) == 5


def linked_by_hand(desk: Desk, plaintext: bytes, code: str = "33", epoch: int = 1) -> Entry:
    """A link whose sealed body holds whatever a branch put there."""
    entry_id = octets(f"{code}/{plaintext.hex()}/{epoch}", 16)
    context = SealContext(
        suite=1, origin=desk.branches[code].origin, kind=Kind.SUBJECT_LINKED, epoch=epoch, entry_id=entry_id
    )
    keys = desk.subject_keys.current
    part = encode_private_part(seal(keys, DOCUMENT, nonce=entry_id, context=context, plaintext=plaintext))
    header = Header(kind=Kind.SUBJECT_LINKED, entry_id=entry_id, key_epoch=epoch, private_digest=sha256(part).digest())
    return Entry(encode_header(header), part)


async def test_attack_one_branchs_bad_links_hide_no_other_record(desk):
    await desk.store.append(issued(desk))
    bodies = [
        b"\xff\xff no body",
        entry_pb2.SubjectLinkedBody(document_type=77, document_number="E12345678").SerializeToString(),
        entry_pb2.SubjectLinkedBody(document_type=1, document_number="not canonical").SerializeToString(),
        entry_pb2.SubjectLinkedBody(document_type=3, document_number="").SerializeToString(),
    ]
    await log_of(desk, "33", *(linked_by_hand(desk, body) for body in bodies))
    assert [one.branch for one in (await look_up(desk)).achievements] == ["32"]


async def test_attack_a_record_of_an_epoch_that_nobody_has_hides_no_other_record(desk):
    await desk.store.append(issued(desk))
    await log_of(desk, "33", linked_by_hand(desk, b"", epoch=999))
    assert [one.branch for one in (await look_up(desk)).achievements] == ["32"]


async def test_attack_a_record_sealed_to_me_over_anothers_document_is_not_shown_as_mine(desk):
    # The token and seal are mine, the hash inside is another's: whose achievement it is can't be told.
    await desk.store.append(issued(desk))
    entry = issued(desk, document=OTHER_DOCUMENT, title="冒名成果")
    header = parse_header(entry.header)
    from federation.model.entry import parse_private_part
    from federation.model.sealing import context_of, open_with_document

    origin = desk.branches["33"].origin
    body = open_with_document(
        desk.subject_keys.current,
        parse_private_part(entry.private_part),
        OTHER_DOCUMENT,
        context_of(header, desk.store.origin),
    )
    context = replace(context_of(header, origin))
    part = encode_private_part(
        seal(desk.subject_keys.current, DOCUMENT, nonce=octets("n", 16), context=context, plaintext=body)
    )
    forged = replace(header, private_digest=sha256(part).digest())
    await log_of(desk, "33", Entry(encode_header(forged), part))
    assert [one.title for one in (await look_up(desk)).achievements] == ["智能手机应用培训"]


@pytest.mark.parametrize("purpose", ["", " \u3000\t"])
async def test_without_a_purpose_nothing_is_answered_or_recorded(desk, purpose):
    with pytest.raises(ActorRefused) as refused:
        await look_up(desk, purpose=purpose)
    assert refused.value.facts == {"reason": "purpose-missing"}
    assert await trail(desk) == []
    assert desk.subject_keys.lookups == 0


async def test_a_purpose_has_a_limit(desk):
    await look_up(desk, purpose="由" * 500)
    with pytest.raises(Malformed):
        await look_up(desk, purpose="由" * 501)


async def test_each_look_is_recorded_with_who_why_and_on_what_ground(desk):
    client = Actor(name="窗口甲", role=Role.CLIENT, branch="32")
    await look_up(desk, purpose="核对学分", basis=Basis.DUTY, actor=client)
    (record,) = await trail(desk)
    assert (record.actor, record.purpose, record.basis, record.at) == ("窗口甲", "核对学分", "duty", desk.clock.now())
    assert record.subject_index == document_index(desk.store.key, DOCUMENT)


async def test_a_look_that_finds_nothing_is_recorded_too(desk):
    await look_up(desk, parse_document(DocumentType.PASSPORT, "Z9999999"))
    assert len(await trail(desk)) == 1


async def test_where_nothing_can_be_recorded_nothing_is_answered(desk):
    await desk.store.append(issued(desk))
    await desk.store.database.write(lambda connection: connection.execute(text("ALTER TABLE audit RENAME TO gone")))
    with pytest.raises(CreditBankError):
        await look_up(desk)
    assert desk.subject_keys.lookups == 0
    await desk.store.database.write(lambda connection: connection.execute(text("ALTER TABLE gone RENAME TO audit")))
    assert len((await look_up(desk)).achievements) == 1


async def test_looks_at_once_are_each_recorded(desk):
    await asyncio.gather(*(look_up(desk, purpose=f"查询 {number}") for number in range(20)))
    assert sorted(one.purpose for one in await trail(desk)) == sorted(f"查询 {number}" for number in range(20))


async def test_more_looks_than_allowed_in_a_minute_are_refused_and_recorded(desk):
    slow = Desk(desk.store, per_minute=3)
    for _ in range(3):
        await look_up(slow)
    with pytest.raises(ActorRefused) as refused:
        await look_up(slow)
    assert refused.value.facts == {"reason": "rate-limit"}
    assert len(await trail(desk)) == 4
    desk.clock.advance(timedelta(seconds=59))
    with pytest.raises(ActorRefused):
        await look_up(slow)
    desk.clock.advance(timedelta(seconds=1))
    await look_up(slow)
    assert slow.subject_keys.lookups == 4


async def test_linked_documents_count_as_looks(desk):
    await desk.link(DOCUMENT, OTHER_DOCUMENT)
    await look_up(desk)
    assert desk.subject_keys.lookups == 2


def test_tokens_for_issuing_are_not_counted(desk):
    for _ in range(200):
        desk.subject_keys.all_tokens(DOCUMENT)
    assert desk.subject_keys.lookups == 0


def test_a_clock_set_back_by_an_hour_holds_up_no_lookup_for_an_hour(branches):
    keys = SubjectKeys(lambda: branches.keys, clock=branches.clock, lookups_per_minute=1)
    keys.tokens_for_lookup(DOCUMENT)
    branches.clock.advance(timedelta(hours=-1))
    keys.tokens_for_lookup(DOCUMENT)
    with pytest.raises(ActorRefused):
        keys.tokens_for_lookup(DOCUMENT)


async def test_every_answer_names_every_branch(desk):
    found = await look_up(desk)
    assert [(one.branch, one.status) for one in found.branches] == [
        ("31", FreshnessStatus.NEVER_SYNCED),
        ("32", FreshnessStatus.FRESH),
        ("33", FreshnessStatus.NEVER_SYNCED),
        ("34", FreshnessStatus.NEVER_SYNCED),
    ]


async def test_records_sealed_under_an_older_epoch_are_still_found(desk, monkeypatch):
    await desk.store.append(issued(desk))
    monkeypatch.setitem(desk.branches.secrets, 2, octets("epoch 2"))
    await desk.store.append(issued(desk, title="茶艺"))
    headers = [parse_header(one.header).key_epoch for one in await desk.store.copies.entries(desk.store.origin, 0, 2)]
    assert headers == [1, 2]
    assert {one.title for one in (await look_up(desk)).achievements} == {"智能手机应用培训", "茶艺"}

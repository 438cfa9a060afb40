"""Shows that a member branch's void corrections, repetitions and junk links bring nothing back and hide nothing."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from msgspec.structs import replace

from federation.model.document import Document, DocumentType, parse_document
from federation.model.entry import (
    Citation,
    Entry,
    Header,
    Kind,
    encode_header,
    encode_private_part,
    parse_header,
    parse_private_part,
)
from federation.model.link import encode_link
from federation.model.sealing import context_of, open_with_document, seal
from federation.model.standing import Status
from federation.tlog.hashing import leaf_hash
from node.model.access import Basis
from node.services.blind_indexes import document_index
from node.services.issuing import AchievementFacts, Issuer
from node.services.looking.access_trail import LOOKUP
from node.storage.schema import standing
from tests.support.branches import Branches, octets
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT, MemoryLog
from tests.support.services import ACTOR, Desk, new_store

FACTS = AchievementFacts(
    document=DOCUMENT,
    name="云晴川",
    institution_name="某县社区学院",
    title="智能手机应用培训",
    achieved_on=date(2022, 8, 1),
)


@pytest.fixture
async def desk(tmp_path):
    async with new_store(tmp_path, Branches()) as store:
        yield Desk(store)


def issuer_of(desk: Desk, code: str) -> Issuer:
    return Issuer(origin=desk.branches[code].origin, node_key=desk.store.key, subject_keys=desk.subject_keys)


def issued(desk: Desk, code: str, **changes) -> Entry:
    return issuer_of(desk, code).seal_achievement(replace(FACTS, **changes)).entry


def link(desk: Desk, code: str, one: Document, other: Document) -> Entry:
    """Half a link: a true one has its counterpart under the other document."""
    return issuer_of(desk, code).seal(Kind.SUBJECT_LINKED, one, encode_link(other)).entry


def cite(log: MemoryLog, index: int) -> Citation:
    return Citation(origin=log.origin, index=index, leaf_hash=leaf_hash(log.items[index].header))


def corrected(desk: Desk, log: MemoryLog, index: int, *, to_document: Document = DOCUMENT) -> Entry:
    """A correction of that entry, in which only the citation may be illegal."""
    origin, keys = log.origin, desk.subject_keys.current
    made = issuer_of(desk, log.code).seal_achievement(replace(FACTS, document=to_document)).entry
    header = replace(parse_header(made.header), kind=int(Kind.ACHIEVEMENT_CORRECTED), cites=(cite(log, index),))
    was = context_of(parse_header(made.header), origin)
    body = open_with_document(keys, parse_private_part(made.private_part), to_document, was)
    part = encode_private_part(
        seal(keys, to_document, nonce=octets(str(log.size), 16), context=context_of(header, origin), plaintext=body)
    )
    return Entry(encode_header(replace(header, private_digest=sha256(part).digest())), part)


def revoking(log: MemoryLog, index: int) -> Entry:
    header = Header(
        kind=Kind.ACHIEVEMENT_REVOKED, entry_id=octets(f"revoking {log.size}", 16), cites=(cite(log, index),)
    )
    return Entry(encode_header(header))


async def copied(desk: Desk, log: MemoryLog) -> None:
    await desk.store.take(log, log.size, source=log.code)
    await desk.store.keep(log)


async def shown(desk: Desk, document: Document = DOCUMENT) -> list[tuple[str, str, Status]]:
    found = await desk.lookup.look_up(document, purpose="本人查询", basis=Basis.SELF, actor=ACTOR)
    return [(one.branch, one.title, one.status) for one in found.achievements]


async def looks(desk: Desk) -> list[bytes]:
    now = desk.clock.now()
    records = await desk.store.audit.between(now - timedelta(days=1), now + timedelta(days=1), LOOKUP)
    return [one.subject_index for one in records]


async def test_attack_what_was_revoked_does_not_come_back_by_corrections_that_cite_it(desk):
    log = MemoryLog(desk.branches, "33")
    log.append([issued(desk, "33")])
    log.append([revoking(log, 0)])
    for _ in range(2):
        log.append([corrected(desk, log, 0)])
    log.append([corrected(desk, log, 2)])
    await copied(desk, log)
    assert await shown(desk) == [("33", FACTS.title, Status.REVOKED)]
    assert (await desk.logs.fsck(lambda read, total: None)).findings == ()


async def test_attack_two_corrections_of_one_entry_show_one_achievement(desk):
    log = MemoryLog(desk.branches, "33")
    log.append([issued(desk, "33")])
    for _ in range(2):
        log.append([corrected(desk, log, 0)])
    await copied(desk, log)
    assert [status for _, _, status in await shown(desk)] == [Status.CORRECTED, Status.VALID]


async def test_attack_one_achievement_filed_many_times_is_shown_once(desk):
    log = MemoryLog(desk.branches, "33")
    log.append([issued(desk, "33") for _ in range(3)])
    await copied(desk, log)
    assert await shown(desk) == [("33", FACTS.title, Status.VALID)]


async def test_an_achievement_issued_anew_after_a_revocation_is_shown(desk):
    log = MemoryLog(desk.branches, "33")
    log.append([issued(desk, "33")])
    log.append([revoking(log, 0)])
    log.append([issued(desk, "33")])
    await copied(desk, log)
    assert [status for _, _, status in await shown(desk)] == [Status.REVOKED, Status.VALID]


async def test_attack_a_void_corrections_standing_removed_by_hand_is_found_by_fsck(desk):
    log = MemoryLog(desk.branches, "33")
    log.append([issued(desk, "33")])
    log.append([revoking(log, 0)])
    log.append([corrected(desk, log, 0)])
    await copied(desk, log)
    query = standing.delete().where(standing.c.status == Status.VOID.value)
    await desk.store.database.write(lambda connection: connection.execute(query))
    (finding,) = (await desk.logs.fsck(lambda read, total: None)).findings
    assert finding.startswith("33/2: standing")


async def test_attack_a_one_sided_link_shows_nobodys_records_and_the_look_is_on_their_trail(desk):
    await desk.store.append(issued(desk, "32", document=OTHER_DOCUMENT, title="别人的成果"))
    log = MemoryLog(desk.branches, "33")
    log.append([link(desk, "33", DOCUMENT, OTHER_DOCUMENT)])
    await copied(desk, log)
    assert await shown(desk) == []
    assert await looks(desk) == [document_index(desk.store.key, one) for one in (DOCUMENT, OTHER_DOCUMENT)]


async def test_attack_two_halves_of_a_link_in_two_logs_are_no_link(desk):
    await desk.store.append(
        issued(desk, "32", document=OTHER_DOCUMENT, title="别人的成果"), link(desk, "32", OTHER_DOCUMENT, DOCUMENT)
    )
    log = MemoryLog(desk.branches, "33")
    log.append([link(desk, "33", DOCUMENT, OTHER_DOCUMENT)])
    await copied(desk, log)
    assert await shown(desk) == []


async def test_each_linked_document_that_is_opened_leaves_a_record_of_its_own(desk):
    await desk.store.append(issued(desk, "32", document=OTHER_DOCUMENT, title="本人另一证件的成果"))
    await desk.link(DOCUMENT, OTHER_DOCUMENT)
    assert [title for _, title, _ in await shown(desk)] == ["本人另一证件的成果"]
    assert await looks(desk) == [document_index(desk.store.key, one) for one in (DOCUMENT, OTHER_DOCUMENT)]


@pytest.mark.parametrize("two_sided", [False, True])
async def test_attack_one_branchs_junk_links_push_out_no_other_branchs_link(desk, two_sided):
    await desk.store.append(issued(desk, "32", document=OTHER_DOCUMENT, title="本人另一证件的成果"))
    await desk.link(DOCUMENT, OTHER_DOCUMENT)
    # A log that sorts before the true link's.
    log = MemoryLog(desk.branches, "31")
    for number in range(20):
        other = parse_document(DocumentType.PASSPORT, f"E0000{number:04}")
        log.append([link(desk, "31", DOCUMENT, other)])
        if two_sided:
            log.append([link(desk, "31", other, DOCUMENT)])
    await copied(desk, log)
    assert [title for _, title, _ in await shown(desk)] == ["本人另一证件的成果"]
    assert len(await looks(desk)) <= 9


async def test_attack_a_link_that_an_unknown_critical_step_made_doubtful_is_not_followed(desk):
    await desk.store.append(issued(desk, "32", document=OTHER_DOCUMENT, title="别人的成果"))
    log = MemoryLog(desk.branches, "33")
    log.append([link(desk, "33", DOCUMENT, OTHER_DOCUMENT), link(desk, "33", OTHER_DOCUMENT, DOCUMENT)])
    doubt = Header(kind=9_000, entry_id=octets("doubt", 16), cites=(cite(log, 1),), critical=True)
    log.append([Entry(encode_header(doubt))])
    await copied(desk, log)
    assert await shown(desk) == []

"""Shows that a credential is issued of what stands, to whoever shows the document, and verified with how it stands."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from federation.badges.verification import verify_credential
from federation.clock import SteeredClock
from federation.errors import ActorRefused, CredentialRefused, NotInRoster, PeerRefused
from federation.model.entry import Citation, Entry, Header, Kind, encode_header
from federation.model.reason import RevocationReason, encode_reason
from federation.model.standing import Status
from federation.tlog.hashing import leaf_hash
from node.model.access import Actor, Basis, Role
from node.services.badging.issuing import ISSUED, CredentialIssuing
from node.services.badging.verifying import VERIFIED, CredentialVerification
from node.services.issuing import AchievementFacts
from node.services.looking.freshness import FreshnessStatus
from node.services.looking.signed_records import SignedRecords
from node.storage.entries import EntryRepository
from node.storage.transfers import TransferRepository
from tests.support.credentials import document_certificate, make_credential, payload_of
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT
from tests.support.records import log_with_achievements, make_record
from tests.support.services import ACTOR

FACTS = AchievementFacts(
    document=DOCUMENT, name="云晴川", institution_name="某学院", title="剪纸", achieved_on=date(2022, 8, 1), credits=150
)
VALID_FOR = timedelta(days=30)


@pytest.fixture
async def desk(desk):
    """One achievement of the usual document in the own log."""
    await desk.store.append(desk.issuer.seal_achievement(FACTS).entry)
    return desk


@pytest.fixture
def issuing(desk):
    certificate = document_certificate(desk.branches)
    return issuing_at(desk, lambda: certificate, desk.clock)


def issuing_at(desk, certificate, clock):
    return CredentialIssuing(
        branch="32",
        lookup=desk.lookup,
        records=SignedRecords(own_log=desk.store.own_log, copies=desk.store.copies, rosters=desk.rosters),
        rosters=desk.rosters,
        subject_keys=desk.subject_keys,
        trail=desk.trail,
        certificate=certificate,
        valid_for=VALID_FOR,
        node_key=desk.store.key,
        clock=clock,
    )


@pytest.fixture
def verification(desk):
    return CredentialVerification(
        entries=EntryRepository(desk.store.database.read),
        transfers=TransferRepository(desk.store.database.read),
        freshness=desk.freshness,
        rosters=desk.rosters,
        trail=desk.trail,
        node_key=desk.store.key,
        clock=desk.clock,
    )


async def issue(issuing, *, origin="32", index=0, document=DOCUMENT, actor=ACTOR, purpose="求职"):
    return await issuing.issue(origin, index, document=document, purpose=purpose, basis=Basis.SELF, actor=actor)


async def revoke(desk):
    origin = desk.store.origin
    cite = Citation(origin=origin, index=0, leaf_hash=leaf_hash(await desk.store.copies.header(origin, 0)))
    body = encode_reason(RevocationReason.FILED_IN_ERROR)
    header = Header(kind=Kind.ACHIEVEMENT_REVOKED, entry_id=bytes(16), cites=(cite,), plain_body=body)
    await desk.store.append(Entry(encode_header(header)))


@pytest.mark.parametrize("by", ["code", "origin"])
async def test_the_credential_says_what_the_record_says_and_verifies(desk, issuing, by):
    made = await issue(issuing, origin="32" if by == "code" else desk.store.origin)
    verified = verify_credential(made.token.encode(), desk.branches.roster, document=DOCUMENT)
    assert (verified.body.title, verified.belongs_to_presenter, made.status) == ("剪纸", True, Status.VALID)
    assert verified.valid_until - verified.valid_from == VALID_FOR
    assert payload_of(made.token)["credentialSubject"]["creditsEarned"] == 1.5


async def test_all_credentials_of_a_branch_are_by_one_key_and_no_two_are_salted_alike(issuing):
    first, second = await issue(issuing), await issue(issuing)
    assert first.issuer == second.issuer
    salts = {payload_of(one.token)["credentialSubject"]["identifier"][0]["salt"] for one in (first, second)}
    assert len(salts) == 2


async def test_the_look_and_the_credential_are_recorded(desk, issuing):
    await issue(issuing)
    now = desk.clock.now()
    (record,) = await desk.store.audit.between(now, now + timedelta(seconds=1), ISSUED)
    assert (record.actor, record.detail, record.purpose, len(record.subject_index)) == ("测试员", "32/0", "求职", 16)
    assert len(await desk.store.audit.between(now, now + timedelta(seconds=1), "lookup")) == 1


async def test_anothers_record_and_one_that_is_not_there_are_refused_alike(issuing):
    for options in ({"document": OTHER_DOCUMENT}, {"index": 7}):
        with pytest.raises(CredentialRefused) as refused:
            await issue(issuing, **options)
        assert refused.value.facts == {"reason": "not-standing"}


async def test_what_was_revoked_is_not_issued(desk, issuing):
    await revoke(desk)
    with pytest.raises(CredentialRefused) as refused:
        await issue(issuing)
    assert refused.value.facts == {"reason": "not-standing"}


async def test_a_log_of_no_branch_is_not_in_the_roster(issuing):
    with pytest.raises(NotInRoster):
        await issue(issuing, origin="11")


async def test_a_system_and_whoever_says_no_purpose_are_refused(issuing):
    with pytest.raises(ActorRefused):
        await issue(issuing, actor=Actor(name="系统", role=Role.CLIENT, branch="32"))
    with pytest.raises(ActorRefused):
        await issue(issuing, purpose=" ")


async def test_with_an_expired_certificate_nothing_is_handed_out(desk):
    certificate = document_certificate(desk.branches)
    later = SteeredClock(desk.clock.now() + timedelta(days=400))
    with pytest.raises(PeerRefused) as refused:
        await issue(issuing_at(desk, lambda: certificate, later))
    assert refused.value.facts == {"reason": "expired"}


async def test_a_credential_is_verified_with_how_its_achievement_stands_now(desk, issuing, verification):
    token = (await issue(issuing)).token.encode()
    found = await verification.verify(token, document=DOCUMENT, actor=ACTOR)
    assert (found.status, found.is_in_time, found.verified.belongs_to_presenter) == (Status.VALID, True, True)
    assert (found.freshness.branch, found.freshness.status) == ("32", FreshnessStatus.FRESH)
    await revoke(desk)
    desk.clock.advance(VALID_FOR + timedelta(seconds=1))
    later = await verification.verify(token, actor=ACTOR)
    assert (later.status, later.is_in_time, later.verified.belongs_to_presenter) == (Status.REVOKED, False, None)


async def test_of_an_entry_that_has_not_arrived_or_is_another_here_nothing_is_said_to_stand(desk, verification):
    of_31 = make_credential(desk.branches, record=make_record(log_with_achievements(desk.branches, "31")))
    unheard = await verification.verify(of_31.token.encode(), actor=ACTOR)
    assert (unheard.status, unheard.freshness.status) == (Status.UNKNOWN, FreshnessStatus.NEVER_SYNCED)
    # Signed by this branch's key as well, and not what its log holds there: a log that was shown two ways.
    forked = make_credential(desk.branches)
    others = [replace(FACTS, title=f"课程{number}") for number in range(forked.statement.record_index)]
    await desk.store.append(*[desk.issuer.seal_achievement(one).entry for one in others])
    assert (await desk.store.own_log.head()).size == forked.statement.record_index + 1
    found = await verification.verify(forked.token.encode(), actor=ACTOR)
    assert (found.verified.record.branch, found.status) == ("32", Status.UNKNOWN)


async def test_who_verified_a_credential_is_recorded_and_with_a_document_by_whose(desk, issuing, verification):
    token, began = (await issue(issuing)).token.encode(), desk.clock.now()
    for document in (None, DOCUMENT):
        await verification.verify(token, document=document, actor=ACTOR)
    records = await desk.store.audit.between(began, began + timedelta(seconds=1), VERIFIED)
    assert [(one.detail, len(one.subject_index)) for one in records] == [("32/0", 0), ("32/0", 16)]

"""Shows `node.v1.Credentials` over real TLS: issued at counters to who shows the document, verified by all."""

import grpc
import pytest

from federation.badges.verification import verify_credential
from federation.model.reason import RevocationReason
from node.model.access import Duty
from node.services.badging.verifying import VERIFIED
from node.v1 import credentials_pb2, credentials_pb2_grpc
from samples.people import person_at
from tests.support.deposits import CERTIFICATE, DOCUMENT, PERSON, operator
from tests.support.own_services import CALL_S, CLERK, own_services_with_certificate, refused
from tests.support.services import ACTOR, document_of

WINDOW, PORTAL, SYSTEM_CLIENT = "window-x1", "portal", "academic"
STRANGER = document_of(person_at(5))


@pytest.fixture
async def served(tmp_path):
    async with own_services_with_certificate(tmp_path) as made:
        yield made


def credentials(served, client: str = WINDOW) -> credentials_pb2_grpc.CredentialsStub:
    return credentials_pb2_grpc.CredentialsStub(served.channel(client))


def wanted(**changes) -> credentials_pb2.IssueCredentialRequest:
    stated = {
        "actor": CLERK,
        "document_type": DOCUMENT.type,
        "document_number": DOCUMENT.number,
        "origin": "32",
        "index": 0,
        "purpose": "求职",
        "basis": "self",
        **changes,
    }
    return credentials_pb2.IssueCredentialRequest(**stated)


async def issued(served) -> credentials_pb2.IssuedCredential:
    return await credentials(served).Issue(wanted(), timeout=CALL_S)


def held(token: str, document=None, actor: str = "") -> credentials_pb2.VerifyCredentialRequest:
    shown = {} if document is None else {"document_type": document.type, "document_number": document.number}
    return credentials_pb2.VerifyCredentialRequest(actor=actor, token=token, **shown)


async def test_a_credential_is_issued_at_a_counter_and_proves_what_the_record_says(served):
    made = await issued(served)
    assert (made.branch, made.index, made.status) == ("32", 0, "valid")
    verified = verify_credential(made.token.encode(), served.node.rosters.current, document=DOCUMENT)
    assert (verified.body.title, verified.issuer_did) == (CERTIFICATE.title, made.issuer)
    assert verified.belongs_to_presenter
    assert verified.valid_until.isoformat() == made.valid_until


async def test_every_listed_client_verifies_it_and_is_told_how_it_stands_and_how_fresh_that_is(served):
    token = (await issued(served)).token
    for client, actor in ((PORTAL, "会话一"), (WINDOW, CLERK), (SYSTEM_CLIENT, "")):
        found = await credentials(served, client).Verify(held(f"{token}\n", actor=actor), timeout=CALL_S)
        assert (found.issued_by, found.branch, found.index, found.is_in_time) == ("32", "32", 0, True)
        assert (found.status, found.freshness.status) == ("valid", "fresh")
        assert (found.content.title, found.content.certificate_level) == (CERTIFICATE.title, "四级")
        assert not found.content.HasField("credits")
        assert not found.HasField("belongs_to_presenter")
        assert PERSON.name not in str(found)


async def test_a_document_ties_it_to_its_holder_and_to_nobody_else(served):
    token = (await issued(served)).token
    stub = credentials(served, PORTAL)
    assert (await stub.Verify(held(token, DOCUMENT), timeout=CALL_S)).belongs_to_presenter
    of_another = await stub.Verify(held(token, STRANGER), timeout=CALL_S)
    assert of_another.HasField("belongs_to_presenter")
    assert not of_another.belongs_to_presenter


async def test_what_was_revoked_since_is_said_so_and_no_longer_issued(served):
    token = (await issued(served)).token
    withdrawer = await operator(served.node, "省更正员", "32", Duty.FILING, Duty.REVIEW)
    await served.node.withdrawing.withdraw(0, reason=RevocationReason.FRAUD, note="", actor=withdrawer)
    found = await credentials(served, PORTAL).Verify(held(token), timeout=CALL_S)
    assert (found.is_in_time, found.status) == (True, "revoked")
    status, code, _ = await refused(credentials(served).Issue(wanted(), timeout=CALL_S))
    assert (status, code) == (grpc.StatusCode.FAILED_PRECONDITION, "credential-refused")


async def test_the_holder_is_told_who_had_it_issued_and_who_verified_it(served):
    token = (await issued(served)).token
    await credentials(served, PORTAL).Verify(held(token, DOCUMENT, actor="会话一"), timeout=CALL_S)
    looks = await served.node.looks.of_person(DOCUMENT, actor=ACTOR)
    told = {(one.action, one.actor) for one in looks}
    assert {("credential-issue", CLERK), (VERIFIED, "portal:会话一")} <= told

"""Attacks on credentials over gRPC: had issued by who may not or for strangers, and shown altered, cut or endless."""

import grpc
import pytest

from node.v1 import credentials_pb2, credentials_pb2_grpc
from samples.people import person_at
from tests.support.deposits import DOCUMENT, operator
from tests.support.own_services import CALL_S, CLERK, ELSEWHERE, own_services_with_certificate, refused
from tests.support.services import ACTOR, document_of

REFUSED = (grpc.StatusCode.PERMISSION_DENIED, "actor-refused")
WINDOW, PORTAL, SYSTEM_CLIENT, UNLISTED = "window-x1", "portal", "academic", "stranger"
STRANGER = document_of(person_at(5))


@pytest.fixture
async def served(tmp_path):
    async with own_services_with_certificate(tmp_path) as made:
        yield made


async def attempt(served, client: str = WINDOW, *, document=DOCUMENT, **changes):
    stated = {"actor": CLERK, "origin": "32", "index": 0, "purpose": "求职", "basis": "self", **changes}
    request = credentials_pb2.IssueCredentialRequest(
        document_type=document.type, document_number=document.number, **stated
    )
    stub = credentials_pb2_grpc.CredentialsStub(served.channel(client))
    return (await refused(stub.Issue(request, timeout=CALL_S)))[:2]


async def verification(served, token: str, client: str = PORTAL, actor: str = ""):
    request = credentials_pb2.VerifyCredentialRequest(actor=actor, token=token)
    stub = credentials_pb2_grpc.CredentialsStub(served.channel(client))
    return (await refused(stub.Verify(request, timeout=CALL_S)))[:2]


async def test_portals_systems_and_unlisted_certificates_have_none_issued(served):
    for client in (PORTAL, SYSTEM_CLIENT, UNLISTED):
        assert await attempt(served, client) == REFUSED
    assert await verification(served, "a.b.c", UNLISTED) == REFUSED


async def test_a_counter_has_none_issued_by_an_operator_elsewhere_or_without_a_duty(served):
    await operator(served.node, "无职责", "X1")
    for actor in (ELSEWHERE, "无职责", "查无此人", ""):
        assert await attempt(served, actor=actor) == REFUSED
        assert await verification(served, "a.b.c", WINDOW, actor) == REFUSED
    looks = await served.node.looks.of_person(DOCUMENT, actor=ACTOR)
    assert {"lookup", "credential-issue", "credential-verify"}.isdisjoint(one.action for one in looks)


async def test_a_stranger_gets_none_of_anothers_achievement_nor_of_what_is_not_there(served):
    failed = (grpc.StatusCode.FAILED_PRECONDITION, "credential-refused")
    assert await attempt(served, document=STRANGER) == failed
    assert await attempt(served, index=99) == failed


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"basis": "whim"}, "malformed"),
        ({"purpose": " "}, "actor-refused"),
        ({"origin": "99"}, "not-in-roster"),
        ({"origin": "nowhere/log"}, "not-in-roster"),
    ],
)
async def test_nonsense_in_a_request_is_refused_by_code(served, changes, code):
    assert (await attempt(served, **changes))[1] == code


async def test_an_altered_cut_or_invented_credential_proves_nothing(served):
    clerk = await served.node.operators.acting(CLERK, "nobody")
    stated = {"purpose": "求职", "basis": "self"}
    stub = credentials_pb2_grpc.CredentialsStub(served.channel(WINDOW))
    request = credentials_pb2.IssueCredentialRequest(
        actor=clerk.name, document_type=DOCUMENT.type, document_number=DOCUMENT.number, origin="32", **stated
    )
    token = (await stub.Issue(request, timeout=CALL_S)).token
    head, payload, signature = token.split(".")
    other = "A" if signature[0] != "A" else "B"
    status, code = await verification(served, f"{head}.{payload}.{other}{signature[1:]}")
    assert code == "credential-not-genuine"
    assert status is not grpc.StatusCode.OK
    for cut in ("", "a.b.c", token[:-2], f"{head}.{payload}", f"{token}.{signature}", "凭证"):
        assert (await verification(served, cut))[1] == "malformed"
    assert (await verification(served, "A" * (1 << 21)))[0] is grpc.StatusCode.RESOURCE_EXHAUSTED

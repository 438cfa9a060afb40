"""Shows who may call what: peers one protocol, own clients the other, nobody anything else (RELIABILITY 32, 34).

A served federation, its real certificates, and docs/endpoints.md held against protocols and nodes.
"""

import asyncio
import re
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from federation.keys import load_secret
from federation.trust.certificates import IssuedCertificate, create_branch_ca, issue_leaf
from federation.v1 import peer_pb2
from node.model.client import ClientKind
from node.node_key import NodeKey
from node.rpc.client_rules import RULES
from node.storage.audit import AuditRepository
from node.storage.database import Database
from node.v1 import (
    applications_pb2,
    branch_pb2,
    catalogue_pb2,
    conversion_pb2,
    credentials_pb2,
    deposits_pb2,
    filing_pb2,
    ledgers_pb2,
    projects_pb2,
    reports_pb2,
    rulemaking_pb2,
    transfers_pb2,
)
from samples.people import everywhere
from tests.support.own_client import CALL_S, LOCAL_CLIENT, PEER, look_up, own_channel, refusal
from tests.support.served_federation import ROOT, SAMPLES, ServedBranch, ServedFederation

LISTED = re.compile(r"^\| `([a-z0-9.]+)\.([A-Za-z]+)/([A-Za-z]+)` \|(.*)\|$", re.MULTILINE)
PEER_SERVICE = peer_pb2.DESCRIPTOR.services_by_name["Peer"]
NODE_SERVICES = (
    applications_pb2.DESCRIPTOR.services_by_name["Applications"],
    branch_pb2.DESCRIPTOR.services_by_name["Branch"],
    deposits_pb2.DESCRIPTOR.services_by_name["Deposits"],
    filing_pb2.DESCRIPTOR.services_by_name["Filing"],
    projects_pb2.DESCRIPTOR.services_by_name["Projects"],
    catalogue_pb2.DESCRIPTOR.services_by_name["Catalogue"],
    conversion_pb2.DESCRIPTOR.services_by_name["Conversion"],
    credentials_pb2.DESCRIPTOR.services_by_name["Credentials"],
    ledgers_pb2.DESCRIPTOR.services_by_name["Ledgers"],
    reports_pb2.DESCRIPTOR.services_by_name["Reports"],
    rulemaking_pb2.DESCRIPTOR.services_by_name["RuleMaking"],
    transfers_pb2.DESCRIPTOR.services_by_name["Transfers"],
)
CLIENT_SERVICES = (
    *NODE_SERVICES,
    health_pb2.DESCRIPTOR.services_by_name["Health"],
    reflection_pb2.DESCRIPTOR.services_by_name["ServerReflection"],
)
NOT_CONNECTED = grpc.StatusCode.UNAVAILABLE
UNKNOWN_METHODS = ("/federation.v1.Peer/Append", "/federation.v1.Peer/Erase", "/node.v1.Branch/Import")


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    with ServedFederation(tmp_path_factory.mktemp("endpoints")) as made:
        made["31"].import_file(SAMPLES / "shanghai-achievements.xlsx")
        made.await_equal()
        yield made


def listed() -> dict[str, dict[str, str]]:
    """The endpoints in the document, by the heading's port, with who may call them."""
    text = (ROOT / "docs" / "endpoints.md").read_text()
    peers, clients = text.split("## The port for other branches")[1].split("## The port for the branch's own clients")
    return {
        port: {f"/{package}.{service}/{method}": who for package, service, method, who in LISTED.findall(part)}
        for port, part in (("peers", peers), ("clients", clients))
    }


def methods_of(*services) -> set[str]:
    return {f"/{service.full_name}/{method.name}" for service in services for method in service.methods}


def call(branch: ServedBranch, port: str, method: str, shown: str | None, shown_from: Path):
    keys = branch.folder / "keys"
    with own_channel(keys, branch.code, branch.ports[port], shown=shown, shown_from=shown_from) as channel:
        return refusal(channel, method)


def is_served(answer) -> bool:
    """Whether the caller was let in and the method is there; an empty request may then be refused as such."""
    return answer is None or answer[0] in (
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.FAILED_PRECONDITION,
    )


def test_every_endpoint_of_both_protocols_is_listed_with_who_may_call_it_and_nothing_else_is():
    found = {port: set(endpoints) for port, endpoints in listed().items()}
    assert found == {"peers": methods_of(PEER_SERVICE), "clients": methods_of(*CLIENT_SERVICES)}


def test_who_may_call_an_endpoint_is_documented_as_the_gate_lets_them():
    who = listed()["clients"]
    for method in methods_of(*NODE_SERVICES):
        kinds = {kind for kind in ClientKind if re.search(rf"\b{kind}s\b", who[method])}
        assert kinds == RULES[method].kinds, method


def test_a_node_serves_its_clients_exactly_the_services_that_are_listed(federation):
    branch = federation["32"]
    with own_channel(branch.folder / "keys", "32", branch.ports["clients"]) as channel:
        request = reflection_pb2.ServerReflectionRequest(list_services="")
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        (answer,) = stub.ServerReflectionInfo(iter([request]), timeout=CALL_S)
    served = {one.name for one in answer.list_services_response.service}
    assert served == {service.full_name for service in CLIENT_SERVICES}


@pytest.mark.parametrize("method", sorted(methods_of(PEER_SERVICE)))
def test_invariant_9_a_peer_calls_the_peers_protocol_with_its_rostered_certificate_alone(federation, method):
    branch, keys = federation["32"], federation["33"].folder / "keys"
    assert is_served(call(branch, "peers", method, PEER, keys))
    for shown, folder in ((None, keys), (LOCAL_CLIENT, keys), (LOCAL_CLIENT, branch.folder / "keys")):
        assert call(branch, "peers", method, shown, folder)[0] is NOT_CONNECTED


@pytest.mark.parametrize("method", sorted(methods_of(*CLIENT_SERVICES) - {"/grpc.health.v1.Health/List"}))
def test_invariant_9_the_branchs_own_clients_call_the_clients_protocol_and_no_branch_does(federation, method):
    branch, keys = federation["32"], federation["32"].folder / "keys"
    answer = call(branch, "clients", method, LOCAL_CLIENT, keys)
    if method not in RULES or ClientKind.PORTAL in RULES[method].kinds:
        assert is_served(answer)
    else:
        # The certificate that every new folder has is a portal's.
        assert answer[0] is grpc.StatusCode.PERMISSION_DENIED
    for shown, whose in ((None, "32"), (PEER, "32"), (PEER, "33"), (LOCAL_CLIENT, "33")):
        assert call(branch, "clients", method, shown, federation[whose].folder / "keys")[0] is NOT_CONNECTED


def test_invariant_9_neither_port_serves_the_others_protocol_or_anything_unlisted(federation):
    branch = federation["32"]
    peer_keys, own_keys = federation["33"].folder / "keys", branch.folder / "keys"
    for method in (*listed()["clients"], *UNKNOWN_METHODS):
        assert call(branch, "peers", method, PEER, peer_keys)[0] is grpc.StatusCode.UNIMPLEMENTED
    for method in (*listed()["peers"], *UNKNOWN_METHODS):
        assert call(branch, "clients", method, LOCAL_CLIENT, own_keys)[0] is grpc.StatusCode.UNIMPLEMENTED


def test_what_a_killed_node_was_being_sent_is_gone_when_it_serves_again(federation):
    branch = federation["34"]
    branch.stop(signal.SIGKILL)
    left = branch.folder / "uploads" / "0" / "名单.xlsx"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"PK")
    branch.start()
    assert not left.exists()


def test_a_branch_that_no_roster_names_and_a_name_from_anothers_authority_are_refused(federation, tmp_path):
    branch, now = federation["32"], datetime.now(UTC)
    stranger = create_branch_ca(federation.federation_id, "33", now)
    leaf = issue_leaf(stranger, federation.federation_id, "33", now)
    (tmp_path / "peer.crt").write_bytes(leaf.certificate_pem)
    (tmp_path / "peer.key").write_bytes(leaf.private_key_pem)
    for method in listed()["peers"]:
        assert call(branch, "peers", method, PEER, tmp_path)[0] is NOT_CONNECTED
    # Branch 34's authority is in the pool, so TLS lets 33's name from it in; the gate doesn't.
    crossed = issue_leaf(authority_of(federation["34"]), federation.federation_id, "33", now)
    (tmp_path / "peer.crt").write_bytes(crossed.certificate_pem)
    (tmp_path / "peer.key").write_bytes(crossed.private_key_pem)
    for method in listed()["peers"]:
        assert call(branch, "peers", method, PEER, tmp_path)[0] is grpc.StatusCode.PERMISSION_DENIED


def authority_of(branch: ServedBranch) -> IssuedCertificate:
    keys = branch.folder / "keys"
    return IssuedCertificate(
        certificate_pem=(keys / "peer-ca.crt").read_bytes(), private_key_pem=(keys / "peer-ca.key").read_bytes()
    )


async def trail_of(branch: ServedBranch, since: datetime) -> list[tuple[str, str, str, str, bool]]:
    """(action, actor, purpose, basis, whether a person is named by index) of each record since then."""
    database = Database(f"sqlite+aiosqlite:///{branch.database}")
    audit = AuditRepository(database.run, NodeKey(load_secret("file:keys/node.key", branch.folder)))
    try:
        records = await audit.between(since, datetime.now(UTC) + timedelta(seconds=1))
    finally:
        await database.close()
    return [(one.action, one.actor, one.purpose, one.basis, bool(one.subject_index)) for one in records]


def test_every_read_of_personal_data_leaves_an_audit_record(federation, tmp_path):
    branch, number, since = federation["31"], everywhere()[0].document_number, datetime.now(UTC)
    who, shown = ("--as", "沈科员"), ("--document", "-")
    file = SAMPLES / "shanghai-achievements.xlsx"
    branch.run("check", branch.folder, file, *who, allowed=(1,))
    branch.run("import", branch.folder, file, *who, allowed=(1,))
    asked = ("lookup", branch.folder, *shown, "--purpose", "窗口查询", "--basis", "consent", *who)
    record = branch.run(*asked, stdin=number)["achievements"][0]
    where = ("--origin", record["origin"], "--index", record["index"])
    branch.run("prove", branch.folder, *where, "-o", tmp_path / "open", *shown, *who, stdin=number)
    branch.run("prove", branch.folder, *where, "-o", tmp_path / "sealed", *who)
    stranger = everywhere()[1].document_number
    branch.run("prove", branch.folder, *where, "-o", tmp_path / "no", *shown, *who, stdin=stranger, allowed=(3,))
    with own_channel(branch.folder / "keys", "31", branch.ports["clients"]) as channel:
        look_up(channel, number, purpose="自助终端", basis="self")
    assert asyncio.run(trail_of(branch, since)) == [
        ("check", "沈科员", "", "", False),
        ("import", "沈科员", "", "", False),
        ("lookup", "沈科员", "窗口查询", "consent", True),
        ("prove", "沈科员", "", "", True),
        ("prove", "沈科员", "", "", False),
        ("prove", "沈科员", "", "", True),
        ("lookup", "local:柜员", "自助终端", "self", True),
    ]


def test_what_looks_at_no_persons_data_leaves_none(federation):
    branch, since = federation["31"], datetime.now(UTC)
    for words in (("log", "head"), ("log", "fsck"), ("sync", "status")):
        branch.run(*words, branch.folder)
    branch.run("doctor", branch.folder, allowed=(0, 1))
    assert asyncio.run(trail_of(branch, since)) == []

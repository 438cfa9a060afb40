"""Who is let in to the peer service, with real certificates over real gRPC (RELIABILITY 21)."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from federation.errors import PeerRefused, PeerUnavailable
from federation.rpc.limits import ServingLimits
from federation.rpc.peer_client import PeerClient
from federation.tlog.hashing import EMPTY_ROOT
from federation.trust.certificates import (
    IssuedCertificate,
    create_branch_ca,
    create_client_ca,
    issue_client_leaf,
    issue_leaf,
)
from federation.trust.names import branch_uri, server_name
from federation.trust.roster import LogEnd
from federation.v1 import peer_pb2, peer_pb2_grpc
from tests.support.branches import FEDERATION_ID, START, Branches, at_addresses
from tests.support.memory_source import MemorySource, plain_entry
from tests.support.peers import QUICK, serving


@pytest.fixture
def branches() -> Branches:
    return Branches()


@pytest.fixture
def source(branches: Branches) -> MemorySource:
    source = MemorySource(branches, "32")
    source.logs[branches["32"].origin].grow(600)
    return source


async def ask_with(served, certificate: IssuedCertificate | None) -> str:
    """What becomes of a handshake with whatever certificate, beneath our own client."""
    pair = (
        {}
        if certificate is None
        else {"private_key": certificate.private_key_pem, "certificate_chain": certificate.certificate_pem}
    )
    credentials = grpc.ssl_channel_credentials(served.branches["32"].authority.certificate_pem, **pair)
    options = [("grpc.ssl_target_name_override", server_name("32")), ("grpc.use_local_subchannel_pool", 1)]
    async with grpc.aio.secure_channel(served.address, credentials, options) as channel:
        stub = peer_pb2_grpc.PeerStub(channel)
        try:
            await stub.FetchCheckpoints(peer_pb2.FetchCheckpointsRequest(), timeout=5)
        except grpc.aio.AioRpcError as error:
            return f"{error.code().name} {error.details() if error.code() is grpc.StatusCode.PERMISSION_DENIED else ''}"
    return "let in"


REFUSED_BY_TLS = "UNAVAILABLE "
REFUSED_BY_NAME = "PERMISSION_DENIED peer-refused"


async def test_a_rostered_branch_is_let_in(branches, source):
    async with serving(branches, source) as served:
        assert await ask_with(served, branches["33"].leaf) == "let in"


async def test_no_certificate_is_refused(branches, source):
    async with serving(branches, source) as served:
        assert await ask_with(served, None) == REFUSED_BY_TLS


async def test_a_certificate_without_encryption_gets_nowhere(branches, source):
    async with serving(branches, source) as served, grpc.aio.insecure_channel(served.address) as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await peer_pb2_grpc.PeerStub(channel).FetchCheckpoints(peer_pb2.FetchCheckpointsRequest(), timeout=5)
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


async def test_a_certificate_of_an_authority_outside_the_roster_is_refused(branches, source):
    stranger = create_branch_ca(FEDERATION_ID, "33", START)
    async with serving(branches, source) as served:
        assert await ask_with(served, issue_leaf(stranger, FEDERATION_ID, "33", START)) == REFUSED_BY_TLS


async def test_branch_33s_name_from_branch_34s_authority_is_refused(branches, source):
    forged = issue_leaf(branches["34"].authority, FEDERATION_ID, "33", START)
    async with serving(branches, source) as served:
        assert await ask_with(served, forged) == REFUSED_BY_NAME


async def test_an_unrostered_name_from_a_rostered_authority_is_refused(branches, source):
    forged = issue_leaf(branches["34"].authority, FEDERATION_ID, "35", START)
    async with serving(branches, source) as served:
        assert await ask_with(served, forged) == REFUSED_BY_NAME


async def test_a_certificate_of_another_federation_is_refused(branches, source):
    forged = issue_leaf(branches["33"].authority, "ffff0000ffff0000", "33", START)
    async with serving(branches, source) as served:
        assert await ask_with(served, forged) == REFUSED_BY_NAME


async def test_a_certificate_that_expired_by_our_clock_is_refused(branches, source):
    # The TLS layer asks the machine's clock; ours is the injected one, and has the last word.
    branches.clock.advance(timedelta(days=366))
    async with serving(branches, source) as served:
        assert await ask_with(served, branches["33"].leaf) == REFUSED_BY_NAME


async def test_a_certificate_that_expired_by_the_machines_clock_is_refused(branches, source):
    old = issue_leaf(branches["33"].authority, FEDERATION_ID, "33", START - timedelta(days=3_000))
    async with serving(branches, source) as served:
        assert await ask_with(served, old) == REFUSED_BY_TLS


async def test_a_client_certificate_of_the_branchs_own_service_is_refused(branches, source):
    own_clients = create_client_ca(FEDERATION_ID, "33", START)
    async with serving(branches, source) as served:
        assert await ask_with(served, issue_client_leaf(own_clients, FEDERATION_ID, "33", "portal", START)) == (
            REFUSED_BY_TLS
        )


async def test_a_client_certificate_from_the_peer_authority_is_refused(branches, source):
    forged = issue_client_leaf(branches["33"].authority, FEDERATION_ID, "33", "portal", START)
    async with serving(branches, source) as served:
        assert await ask_with(served, forged) == REFUSED_BY_NAME


async def test_a_leaf_that_names_two_branches_is_refused(branches, source):
    async with serving(branches, source) as served:
        forged = two_names(branches["34"].authority, "34", "33")
        assert await ask_with(served, forged) == REFUSED_BY_NAME


async def test_a_server_with_another_branchs_certificate_is_refused_by_the_client(branches, source):
    # Branch 34 answers at branch 33's address, with a leaf in branch 33's name from its own authority.
    branches.by_code["33"].leaf = issue_leaf(branches["34"].authority, FEDERATION_ID, "33", START)
    async with serving(branches, source, code="33") as served:
        peer = at_addresses(branches.roster, "33", served.address)
        async with PeerClient(peer, certificate=branches["31"].leaf, limits=QUICK) as client:
            with pytest.raises(PeerRefused, match="not-its-certificate"):
                await client.handshake(branches.roster)


async def test_a_branch_not_let_in_is_told_so(branches, source):
    forged = issue_leaf(branches["34"].authority, FEDERATION_ID, "33", START)
    async with serving(branches, source) as served, served.client("33", certificate=forged) as client:
        with pytest.raises(PeerRefused, match="not-let-in"):
            await client.handshake(branches.roster)
        with pytest.raises(PeerRefused, match="not-let-in"):
            await anext(client.watch())


async def test_removal_from_the_roster_ends_live_streams_and_refuses_the_live_connection(branches, source):
    async with (
        serving(branches, source) as served,
        served.client("33") as client,
        served.client("31") as other,
        aclosing(client.watch()) as notes,
        aclosing(other.watch()) as others,
    ):
        await anext(notes)
        await anext(others)
        source.current = branches.close("33", LogEnd(size=0, root=EMPTY_ROOT))
        served.server.roster_changed()
        with pytest.raises(PeerRefused):
            await anext(notes)
        # On the same connection, which TLS let in before.
        with pytest.raises(PeerRefused):
            await client.fetch_checkpoints()
        assert served.server.open_calls("33") == 0
        assert served.server.open_calls("31") == 1
        source.release(source.logs[branches["32"].origin].grow(1))
        assert await anext(others)


async def test_removal_stops_a_running_stream_of_entries_at_the_next_message(branches, source):
    origin = branches["32"].origin
    limits = ServingLimits(batch_entries=10, drain_s=0.2)
    async with serving(branches, source, limits=limits) as served, served.client("33") as client:
        original, served_batches = source.entries, 0

        async def entries(*asked):
            nonlocal served_batches
            served_batches += 1
            if served_batches == 3:
                # Nobody calls `roster_changed`: the check at each message has to notice.
                source.current = branches.close("33", LogEnd(size=0, root=EMPTY_ROOT))
            return await original(*asked)

        source.entries = entries
        stream = client.stream_entries(origin, 0, 600)
        await anext(stream)
        await anext(stream)
        with pytest.raises(PeerRefused):
            await anext(stream)


async def test_removal_ends_the_call_of_a_branch_that_does_not_read(branches, source):
    log = source.logs[branches["32"].origin]
    log.append([plain_entry(log.origin, log.size + step, private_bytes=60_000) for step in range(300)])
    limits = ServingLimits(batch_bytes=1_000_000, drain_s=0.2)
    async with (
        serving(branches, source, limits=limits) as served,
        served.client("33") as client,
        aclosing(client.stream_entries(log.origin, 0, log.size)) as batches,
    ):
        await anext(batches)
        await until_quiet(source)
        assert served.server.open_calls("33") == 1
        source.current = branches.close("33", LogEnd(size=0, root=EMPTY_ROOT))
        served.server.roster_changed()
        async with asyncio.timeout(5):
            while served.server.open_calls("33"):
                await asyncio.sleep(0.01)
    # It was stuck in the middle, not finished.
    assert max(start for _, start, _ in source.asked) < log.size - 100


async def test_a_removed_branchs_new_connection_is_refused_by_tls(branches, source):
    async with serving(branches, source) as served:
        source.current = branches.close("33", LogEnd(size=0, root=EMPTY_ROOT))
        assert await ask_with(served, branches["33"].leaf) == REFUSED_BY_TLS
        async with served.client("33") as client:
            with pytest.raises((PeerUnavailable, PeerRefused)):
                await client.fetch_checkpoints()


async def until_quiet(source: MemorySource) -> None:
    """Waits until the server asks its source for nothing more."""
    asked = -1
    while len(source.asked) != asked:
        asked = len(source.asked)
        await asyncio.sleep(0.2)


def two_names(authority: IssuedCertificate, *codes: str) -> IssuedCertificate:
    """A leaf that carries the URIs of several branches."""
    ca = x509.load_pem_x509_certificate(authority.certificate_pem)
    ca_key = serialization.load_pem_private_key(authority.private_key_pem, None)
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.UniformResourceIdentifier(branch_uri(FEDERATION_ID, code)) for code in codes]
    usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    builder = x509.CertificateBuilder(subject_name=x509.Name([]), issuer_name=ca.subject, public_key=key.public_key())
    builder = builder.serial_number(7).not_valid_before(START).not_valid_after(START + timedelta(days=300))
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    leaf = builder.sign(ca_key, hashes.SHA256())
    encoding = serialization.Encoding.PEM
    return IssuedCertificate(
        certificate_pem=leaf.public_bytes(encoding),
        private_key_pem=key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )

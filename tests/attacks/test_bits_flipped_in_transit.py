"""Shows that one flipped bit in anything copied is refused, and by which check.

First over real gRPC: branch 31 pulls branch 33's log through the relay 32, which flips one bit.
Then bit by bit, against the verifying functions themselves.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from federation.errors import CreditBankError, Malformed, PeerRefused, PrivatePartAltered, ProofInvalid
from federation.model.entry import Entry, parse_header, verify_private_part
from federation.tlog.hashing import leaf_hash
from federation.tlog.proofs import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from federation.tlog.right_edge import RightEdge
from federation.trust.peer_certificate import verify_peer_certificate
from node.sync.vetting import vet_checkpoint
from tests.support.branches import Branches
from tests.support.memory_source import MemoryLog, MemorySource, checkpoint_of
from tests.support.nodes import FederationOf
from tests.support.peers import serving

SIZE = 30


def flip(data: bytes, bit: int) -> bytes:
    """The bytes with one bit turned round; `bit` counts from the first byte's lowest."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        await federation["33"].grow(SIZE)
        await federation["32"].round()
        federation["31"].peers.cut = frozenset({"33"})
        yield federation


async def lie_about(federation: FederationOf, what: str) -> None:
    """Lets the relay flip one bit of `what`."""
    liar, origin = await federation["32"].lie(), federation.branches["33"].origin
    truth = liar.inner

    async def entries(asked: str, start: int, count: int, max_bytes: int) -> Sequence[Entry]:
        taken = list(await truth.entries(asked, start, count, max_bytes))
        one = taken[2]
        is_header = what == "entry-header"
        taken[2] = Entry(
            flip(one.header, 100) if is_header else one.header,
            one.private_part if is_header else flip(one.private_part, 100),
        )
        return taken

    async def consistency(asked: str, first: int, second: int) -> tuple[bytes, Sequence[bytes]]:
        root, proof = await truth.consistency(asked, first, second)
        return root, [flip(one, 3) if at == 0 else one for at, one in enumerate(proof)]

    async def checkpoints() -> Sequence[bytes]:
        notes = await truth.checkpoints()
        return [altered(note) if note.startswith(origin.encode()) else note for note in notes]

    def altered(note: bytes) -> bytes:
        lines = note.split(b"\n")
        line, at = {"origin": (0, -2), "size": (1, -1), "root": (2, 5), "signature": (4, -20), "cosignature": (5, -20)}[
            what.removeprefix("checkpoint-")
        ]
        found = bytearray(lines[line])
        found[at] ^= 1
        lines[line] = bytes(found)
        return b"\n".join(lines)

    if what in ("entry-header", "private-part"):
        liar.entries = entries
    elif what == "consistency-proof":
        liar.consistency = consistency
    else:
        liar.checkpoints = checkpoints


REFUSED_BY = {
    "entry-header": "proof-invalid:proof-invalid",
    "private-part": "private-part-altered:private-part-altered",
    "consistency-proof": "proof-invalid:proof-invalid",
    "checkpoint-size": "peer-faulty:signature-invalid",
    "checkpoint-root": "peer-faulty:signature-invalid",
    "checkpoint-signature": "peer-faulty:signature-invalid",
}


@pytest.mark.parametrize("what", REFUSED_BY)
async def test_a_flipped_bit_is_refused_and_the_check_that_refused_it_is_known(federation, what):
    await lie_about(federation, what)
    node = federation["31"]
    await node.round()
    assert await node.blamed() == {"32": REFUSED_BY[what]}
    assert await node.size_of("33") == 0
    assert (await node.copies.state(federation.branches["33"].origin)).quarantined_at is None
    node.peers.cut = frozenset()
    await federation["32"].deafen()
    await node.round()
    assert await node.log_of("33") == await federation["33"].log_of("33")


async def test_a_checkpoint_whose_origin_line_was_altered_is_nobodys_and_is_left_out(federation):
    await lie_about(federation, "checkpoint-origin")
    await federation["31"].round()
    assert await federation["31"].size_of("33") == 0


async def test_an_altered_cosignature_vouches_for_nothing_and_the_checkpoint_stands(federation):
    await lie_about(federation, "checkpoint-cosignature")
    node = federation["31"]
    await node.round()
    held = vet_checkpoint(await node.copies.note(federation.branches["33"].origin), federation.branches.roster)
    truth = vet_checkpoint(
        await federation["32"].copies.note(federation.branches["33"].origin), federation.branches.roster
    )
    assert await node.size_of("33") == SIZE
    # Its own is new; of those that came, the altered one is gone.
    assert len({one.name for one in truth.cosignatures} - {one.name for one in held.cosignatures}) == 1


# --- bit by bit -------------------------------------------------------------------


@pytest.fixture(scope="module")
def branches() -> Branches:
    return Branches()


@pytest.fixture(scope="module")
def log(branches) -> MemoryLog:
    log = MemoryLog(branches, "33")
    log.grow(21)
    return log


def refusals(data: bytes, verify, step: int = 1) -> dict[str, int]:
    """How often each code refused the bytes with one bit flipped; a bit that passes is counted as ``accepted``."""
    counts: dict[str, int] = {}
    for bit in range(0, 8 * len(data), step):
        code = "accepted"
        try:
            verify(flip(data, bit))
        except CreditBankError as error:
            code = error.code
        counts[code] = counts.get(code, 0) + 1
    return counts


def test_every_bit_of_a_header_is_held_by_the_root(log):
    root, leaves = log.edge.root(), [leaf_hash(one.header) for one in log.items]

    def verify(header: bytes) -> None:
        edge = RightEdge()
        edge.append([*leaves[:7], leaf_hash(header), *leaves[8:]])
        verify_consistency(21, 21, edge.root(), root, ())

    assert set(refusals(log.items[7].header, verify)) == {ProofInvalid.code}


def test_every_bit_of_a_private_part_is_held_by_the_digest_in_its_leaf(log):
    one = log.items[7]
    header = parse_header(one.header)
    assert hashlib.sha256(one.private_part).digest() == header.private_digest
    counts = refusals(
        one.private_part, lambda part: verify_private_part(header, part, origin=log.origin, index=7), step=3
    )
    assert set(counts) == {PrivatePartAltered.code}


def test_every_bit_of_an_inclusion_proof_is_held_by_the_root(log):
    proof = inclusion_proof(7, 21, log.tiles.read)
    leaf, root = leaf_hash(log.items[7].header), log.edge.root()

    def verify(joined: bytes) -> None:
        verify_inclusion(leaf, 7, 21, [joined[at : at + 32] for at in range(0, len(joined), 32)], root)

    assert set(refusals(b"".join(proof), verify)) == {ProofInvalid.code}


def test_every_bit_of_a_consistency_proof_is_held_by_the_roots(log):
    proof = consistency_proof(13, 21, log.tiles.read)
    edge = RightEdge()
    edge.append([leaf_hash(one.header) for one in log.items[:13]])

    def verify(joined: bytes) -> None:
        hashes = [joined[at : at + 32] for at in range(0, len(joined), 32)]
        verify_consistency(13, 21, edge.root(), log.edge.root(), hashes)

    assert set(refusals(b"".join(proof), verify)) == {ProofInvalid.code}


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (0, {"malformed", "not-in-roster", "signature-invalid"}),
        (1, {"malformed", "signature-invalid"}),
        (2, {"malformed", "signature-invalid"}),
        (4, {"malformed", "signature-invalid"}),
    ],
    ids=["origin", "size", "root", "signature"],
)
def test_every_bit_of_a_checkpoint_is_held_by_its_form_its_origins_roster_entry_or_its_signature(
    branches, log, line, codes
):
    lines = log.note.split(b"\n")

    def verify(altered: bytes) -> None:
        vet_checkpoint(b"\n".join([*lines[:line], altered, *lines[line + 1 :]]), branches.roster)

    assert set(refusals(lines[line], verify)) == codes


def test_no_bit_of_a_cosignature_can_be_changed_and_still_vouch(branches, log):
    lines = log.note.split(b"\n")
    assert vet_checkpoint(log.note, branches.roster).as_of is not None
    for bit in range(8 * len(lines[5])):
        with suppress(Malformed):
            heard = vet_checkpoint(b"\n".join([*lines[:5], flip(lines[5], bit), *lines[6:]]), branches.roster)
            assert (heard.as_of, heard.cosignatures) == (None, ())
            assert heard.signed.checkpoint == checkpoint_of(log.note)


def test_every_bit_of_a_certificate_is_held_by_its_authoritys_signature_or_its_form(branches):
    leaf = x509.load_pem_x509_certificate(branches["33"].leaf.certificate_pem).public_bytes(Encoding.DER)
    now = branches.clock.now()
    assert verify_peer_certificate(leaf, branches.roster, now) == "33"
    counts = refusals(leaf, lambda data: verify_peer_certificate(data, branches.roster, now), step=5)
    assert set(counts) <= {PeerRefused.code, Malformed.code}


async def test_a_server_that_shows_an_altered_certificate_is_refused_by_the_handshake():
    branches = Branches()
    der = x509.load_pem_x509_certificate(branches["33"].leaf.certificate_pem).public_bytes(Encoding.DER)
    # A bit of the authority's signature, which stands last.
    altered = x509.load_der_x509_certificate(flip(der, 8 * (len(der) - 10))).public_bytes(Encoding.PEM)
    branches["33"].leaf = replace(branches["33"].leaf, certificate_pem=altered)
    async with serving(branches, MemorySource(branches, "33"), code="33") as served, served.client("31") as client:
        with pytest.raises(PeerRefused) as refused:
            await client.fetch_checkpoints()
    assert refused.value.facts["reason"] == "not-its-certificate"

"""Shows that evidence convicts a log that forked, and never an honest one.

Whatever an honest branch signed, no relay, stale answer or garbage proof turns it into evidence.
"""

import dataclasses
import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from federation.errors import CreditBankError, KeyNotValidAtSize, Malformed, ProofInvalid, SignatureInvalid, TooLarge
from federation.tlog.evidence import MAX_JSON_BYTES, ForkEvidence, parse_fork_evidence, to_json, verify_fork_evidence
from federation.tlog.note import NoteSignature, with_signature
from federation.tlog.proofs import consistency_proof, root_at


@pytest.fixture(scope="module")
def forked(branch_of: Callable[..., Any]) -> Any:
    """The same origin and key, with another history from leaf 400 on."""
    return branch_of(altered_from=400)


def across(branch: Any, other: Any, first: int, second: int) -> ForkEvidence:
    """Evidence that `other`'s tree of `second` leaves doesn't begin with `branch`'s of `first` leaves."""
    return ForkEvidence(
        origin=branch.origin,
        first=branch.signed(first),
        second=other.signed(second),
        prefix_root=root_at(first, other.tiles.read),
        proof=tuple(consistency_proof(first, second, other.tiles.read)),
    )


def same_size(branch: Any, other: Any, size: int) -> ForkEvidence:
    return ForkEvidence(origin=branch.origin, first=branch.signed(size), second=other.signed(size))


def test_two_roots_of_one_size_convict(branch: Any, forked: Any) -> None:
    verify_fork_evidence(same_size(branch, forked, 500), branch.key_at)
    verify_fork_evidence(same_size(forked, branch, 500), branch.key_at)


@pytest.mark.parametrize(("first", "second"), [(401, 402), (500, 900), (512, 1000), (777, 778)])
def test_a_larger_tree_with_another_beginning_convicts(first: int, second: int, branch: Any, forked: Any) -> None:
    verify_fork_evidence(across(branch, forked, first, second), branch.key_at)
    verify_fork_evidence(across(forked, branch, first, second), branch.key_at)


def test_evidence_convicts_offline_after_a_way_through_a_file(branch: Any, forked: Any) -> None:
    evidence = across(branch, forked, 500, 900)
    assert parse_fork_evidence(to_json(evidence)) == evidence
    verify_fork_evidence(parse_fork_evidence(to_json(evidence)), branch.key_at)


@pytest.mark.parametrize(("first", "second"), [(0, 5), (1, 2), (300, 300), (300, 900), (400, 900)])
def test_honest_branch_is_not_accused_by_its_own_growth(first: int, second: int, branch: Any) -> None:
    with pytest.raises(ProofInvalid):
        verify_fork_evidence(across(branch, branch, first, second), branch.key_at)
    with pytest.raises(ProofInvalid):
        verify_fork_evidence(
            dataclasses.replace(across(branch, branch, first, second), prefix_root=None, proof=()), branch.key_at
        )


def test_honest_branch_is_not_accused_by_garbage_from_a_relay(branch: Any) -> None:
    random = Random(2)
    good = across(branch, branch, 300, 900)
    for _ in range(200):
        proof = [random.randbytes(32) if random.random() < 0.3 else value for value in good.proof]
        evidence = dataclasses.replace(
            good, prefix_root=random.randbytes(32), proof=tuple(proof[: random.randrange(len(proof) + 1)])
        )
        with pytest.raises(ProofInvalid):
            verify_fork_evidence(evidence, branch.key_at)


def test_honest_branch_is_not_accused_by_a_stale_checkpoint(branch: Any) -> None:
    """A lagging relay's smaller checkpoint after a larger one is no contradiction."""
    good = across(branch, branch, 300, 900)
    with pytest.raises(Malformed):
        verify_fork_evidence(dataclasses.replace(good, first=good.second, second=good.first), branch.key_at)


def test_honest_branch_is_not_accused_with_a_stranger_s_checkpoint(branch: Any, branch_of: Callable[..., Any]) -> None:
    forger = branch_of(altered_from=400, key=2)
    for evidence in (same_size(branch, forger, 500), across(branch, forger, 500, 900)):
        with pytest.raises(SignatureInvalid):
            verify_fork_evidence(evidence, branch.key_at)


def test_honest_branch_is_not_accused_with_another_branch_s_checkpoint(
    branch: Any, branch_of: Callable[..., Any]
) -> None:
    other = branch_of(altered_from=400, origin="credit-bank.example/branch/33")
    with pytest.raises(SignatureInvalid):
        verify_fork_evidence(same_size(branch, other, 500), branch.key_at)


def test_honest_branch_is_not_accused_by_one_checkpoint_under_two_sets_of_cosignatures(branch: Any) -> None:
    note_bytes = branch.signed(500)
    line = NoteSignature(name="witness.example", key_id=bytes(4), blob=bytes(72)).line()
    evidence = ForkEvidence(origin=branch.origin, first=note_bytes, second=with_signature(note_bytes, line))
    with pytest.raises(ProofInvalid):
        verify_fork_evidence(evidence, branch.key_at)


def test_evidence_signed_where_the_origin_has_no_key_is_refused(branch: Any, forked: Any) -> None:
    """What a thief signs with a retired key beyond its range convicts nobody."""

    def key_at(size: int) -> bytes:
        if size > 600:
            raise KeyNotValidAtSize(origin=branch.origin, size=size)
        public_key: bytes = branch.key.public
        return public_key

    with pytest.raises(KeyNotValidAtSize):
        verify_fork_evidence(across(branch, forked, 500, 900), key_at)


def test_proof_beside_checkpoints_of_one_size_is_refused(branch: Any, forked: Any) -> None:
    evidence = same_size(branch, forked, 500)
    for replaced in ({"proof": (bytes(32),)}, {"prefix_root": bytes(32)}):
        with pytest.raises(ProofInvalid):
            verify_fork_evidence(dataclasses.replace(evidence, **replaced), branch.key_at)


def test_a_part_that_is_not_of_its_form_is_refused(branch: Any, forked: Any) -> None:
    evidence = across(branch, forked, 500, 900)
    for replaced in (
        {"origin": "a b"},
        {"first": b"text\n"},
        {"second": b"\xff"},
        {"prefix_root": bytes(31)},
        {"proof": (bytes(33),)},
        {"proof": (bytes(32),) * 65},
    ):
        with pytest.raises(Malformed):
            dataclasses.replace(evidence, **replaced)


def test_json_with_a_field_too_many_too_few_or_of_another_kind_is_refused(branch: Any, forked: Any) -> None:
    fields = json.loads(to_json(across(branch, forked, 500, 900)))
    wrong = [{name: value for name, value in fields.items() if name != left_out} for left_out in fields]
    wrong += [fields | {name: 7} for name in fields] + [fields | {"more": 1}, fields | {"format": "fork-evidence/v2"}]
    wrong += [fields | {"first": "\ud800"}, fields | {"proof": [None]}, fields | {"proof": ["AAAA "]}]
    for altered in wrong:
        with pytest.raises(Malformed):
            parse_fork_evidence(json.dumps(altered).encode())


def test_json_with_a_repeated_field_is_refused(branch: Any, forked: Any) -> None:
    """Readers differ on which of the two counts."""
    data = to_json(across(branch, forked, 500, 900)).replace(b"{", b'{"origin": "credit-bank.example/branch/33",', 1)
    with pytest.raises(Malformed):
        parse_fork_evidence(data)


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[]", b"{", b"\xff", b'{"format":1,"format":2}', b"[" * 100_000, b"9" * 10_000]
)
def test_what_is_no_evidence_file_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_fork_evidence(data)


def test_oversized_evidence_file_is_refused() -> None:
    with pytest.raises(TooLarge):
        parse_fork_evidence(b" " * (MAX_JSON_BYTES + 1))


def test_flipped_byte_in_an_evidence_file_never_convicts_on_other_grounds(branch: Any, forked: Any) -> None:
    """Each changed file is refused, or is the same evidence (white space between fields)."""
    evidence = across(branch, forked, 500, 900)
    data = to_json(evidence)
    random = Random(10)
    for _ in range(300):
        at = random.randrange(len(data))
        mutated = data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]
        try:
            parsed = parse_fork_evidence(mutated)
            verify_fork_evidence(parsed, branch.key_at)
        except CreditBankError:
            continue
        assert parsed == evidence

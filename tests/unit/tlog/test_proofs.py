"""Shows that proofs are cheap to make, and that no altered, cut, padded or displaced proof is accepted."""

from collections.abc import Callable
from typing import Any

import pytest

from federation.errors import IntegrityBroken, Malformed, ProofInvalid
from federation.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash
from federation.tlog.proofs import (
    MAX_PROOF_HASHES,
    consistency_proof,
    inclusion_proof,
    root_at,
    verify_consistency,
    verify_inclusion,
)
from federation.tlog.tiles import MAX_TREE_SIZE, TileId, TileSet

SIZE, INDEX, EARLIER = 907, 300, 512


@pytest.fixture(scope="module")
def tiles(branch: Any) -> TileSet:
    tiles: TileSet = branch.tiles
    return tiles


@pytest.fixture(scope="module")
def refuse_inclusion(tiles: TileSet) -> Callable[..., None]:
    """Asserts that the good proof, with the given arguments replaced, is refused as an inclusion proof."""
    good: dict[str, Any] = {
        "leaf_hash": leaf_hash(b"%d 0" % INDEX),
        "index": INDEX,
        "size": SIZE,
        "proof": inclusion_proof(INDEX, SIZE, tiles.read),
        "root": root_at(SIZE, tiles.read),
    }
    verify_inclusion(**good)

    def refuse(**replaced: Any) -> None:
        with pytest.raises(ProofInvalid) as refused:
            verify_inclusion(**good | replaced)
        assert refused.value.facts == {"proof": "inclusion"}

    return refuse


@pytest.fixture(scope="module")
def refuse_consistency(tiles: TileSet) -> Callable[..., None]:
    """Asserts that the good proof, with the given arguments replaced, is refused as a consistency proof."""
    good: dict[str, Any] = {
        "first": EARLIER - 1,
        "second": SIZE,
        "first_root": root_at(EARLIER - 1, tiles.read),
        "second_root": root_at(SIZE, tiles.read),
        "proof": consistency_proof(EARLIER - 1, SIZE, tiles.read),
    }
    verify_consistency(**good)

    def refuse(**replaced: Any) -> None:
        with pytest.raises(ProofInvalid) as refused:
            verify_consistency(**good | replaced)
        assert refused.value.facts == {"proof": "consistency"}

    return refuse


def test_a_proof_in_a_log_of_ten_million_reads_few_tiles_and_each_once() -> None:
    size = 10_000_000
    read: list[TileId] = []

    def read_tile(tile: TileId) -> bytes:
        read.append(tile)
        return bytes(32 * 256)

    for index in (0, 1, 4_999_999, 9_999_999):
        read.clear()
        assert len(inclusion_proof(index, size, read_tile)) <= 24
        assert len(read) == len(set(read)) <= 8
    read.clear()
    consistency_proof(7_654_321, size, read_tile)
    assert len(read) == len(set(read)) <= 8


def test_truncated_inclusion_proof_is_refused(tiles: TileSet, refuse_inclusion: Callable[..., None]) -> None:
    proof = inclusion_proof(INDEX, SIZE, tiles.read)
    for cut in range(len(proof)):
        refuse_inclusion(proof=proof[:cut])
    refuse_inclusion(proof=proof[1:])


def test_padded_inclusion_proof_is_refused(tiles: TileSet, refuse_inclusion: Callable[..., None]) -> None:
    proof = inclusion_proof(INDEX, SIZE, tiles.read)
    refuse_inclusion(proof=[*proof, bytes(32)])
    refuse_inclusion(proof=[*proof, bytes(32)], root=node_hash(bytes(32), root_at(SIZE, tiles.read)))
    refuse_inclusion(proof=[*proof, proof[-1]])
    refuse_inclusion(proof=proof * 8)


def test_oversized_proof_is_refused(
    refuse_inclusion: Callable[..., None], refuse_consistency: Callable[..., None]
) -> None:
    refuse_inclusion(proof=[bytes(32)] * (MAX_PROOF_HASHES + 1))
    refuse_consistency(proof=[bytes(32)] * (MAX_PROOF_HASHES + 1))


def test_reordered_inclusion_proof_is_refused(tiles: TileSet, refuse_inclusion: Callable[..., None]) -> None:
    refuse_inclusion(proof=inclusion_proof(INDEX, SIZE, tiles.read)[::-1])


def test_hashes_of_another_length_are_refused(tiles: TileSet, refuse_inclusion: Callable[..., None]) -> None:
    proof = inclusion_proof(INDEX, SIZE, tiles.read)
    refuse_inclusion(proof=[proof[0][:31], *proof[1:]])
    refuse_inclusion(proof=[proof[0] + b"\0", *proof[1:]])
    refuse_inclusion(leaf_hash=b"")
    refuse_inclusion(root=b"")


def test_inner_node_passed_off_as_a_leaf_is_refused(tiles: TileSet) -> None:
    """Second preimage: a node's two children offered as one leaf's data hash to something else than the node."""
    proof = inclusion_proof(0, 4, tiles.read)
    children = leaf_hash(b"0 0") + proof[0]
    with pytest.raises(ProofInvalid):
        verify_inclusion(leaf_hash(children), 0, 2, proof[1:], root_at(4, tiles.read))


def test_leaf_moved_to_another_index_or_size_is_refused(refuse_inclusion: Callable[..., None]) -> None:
    for index in (-1, INDEX - 1, INDEX + 1, INDEX ^ 256, SIZE, SIZE + INDEX, MAX_TREE_SIZE):
        refuse_inclusion(index=index)
    for size in (-1, 0, INDEX, MAX_TREE_SIZE, MAX_TREE_SIZE + 1):
        refuse_inclusion(size=size)


def test_index_just_past_the_end_is_refused() -> None:
    """In a tree of one leaf the root is the leaf's hash, so only the bound stands in the way."""
    leaf = leaf_hash(b"only")
    verify_inclusion(leaf, 0, 1, [], leaf)
    with pytest.raises(ProofInvalid):
        verify_inclusion(leaf, 1, 1, [], leaf)


def test_root_of_one_size_claimed_for_another_is_refused(tiles: TileSet) -> None:
    """The hashes fit; only the number of them says that the size is another."""
    for first in range(1, 20):
        for second in range(first + 1, 20):
            roots = root_at(first, tiles.read), root_at(second, tiles.read)
            proof = consistency_proof(first, second, tiles.read)
            claimed = second + (1 << second.bit_length())
            with pytest.raises(ProofInvalid):
                verify_consistency(first, claimed, *roots, proof)
    with pytest.raises(ProofInvalid):
        verify_consistency(1, 3, root_at(1, tiles.read), root_at(2, tiles.read), consistency_proof(1, 2, tiles.read))


def test_truncated_consistency_proof_is_refused(tiles: TileSet, refuse_consistency: Callable[..., None]) -> None:
    proof = consistency_proof(EARLIER - 1, SIZE, tiles.read)
    for cut in range(len(proof)):
        refuse_consistency(proof=proof[:cut])
    refuse_consistency(proof=proof[1:])


def test_padded_consistency_proof_is_refused(tiles: TileSet, refuse_consistency: Callable[..., None]) -> None:
    proof = consistency_proof(EARLIER - 1, SIZE, tiles.read)
    refuse_consistency(proof=[*proof, bytes(32)])
    refuse_consistency(proof=[bytes(32), *proof])


def test_another_history_is_not_consistent(branch_of: Callable[..., Any], tiles: TileSet) -> None:
    """One leaf rewritten long ago: no root of one history is the prefix of the other's."""
    rewritten = branch_of(altered_from=7).tiles
    for first in (8, 100, 256, 511, 512):
        for proof in (
            consistency_proof(first, SIZE, tiles.read),
            consistency_proof(first, SIZE, rewritten.read),
        ):
            with pytest.raises(ProofInvalid):
                verify_consistency(first, SIZE, root_at(first, tiles.read), root_at(SIZE, rewritten.read), proof)


def test_shrunken_log_is_refused(tiles: TileSet, refuse_consistency: Callable[..., None]) -> None:
    refuse_consistency(first=SIZE, second=EARLIER - 1)
    refuse_consistency(first=-1)
    refuse_consistency(second=MAX_TREE_SIZE + 1)


def test_two_roots_of_one_size_are_refused(tiles: TileSet) -> None:
    root = root_at(SIZE, tiles.read)
    verify_consistency(SIZE, SIZE, root, root, [])
    with pytest.raises(ProofInvalid):
        verify_consistency(SIZE, SIZE, root, bytes(32), [])
    with pytest.raises(ProofInvalid):
        verify_consistency(SIZE, SIZE, root, root, [bytes(32)])


def test_the_empty_log_is_a_prefix_only_with_the_empty_root_and_an_empty_proof(tiles: TileSet) -> None:
    root = root_at(SIZE, tiles.read)
    verify_consistency(0, SIZE, EMPTY_ROOT, root, [])
    verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    for first_root, second, second_root, proof in (
        (root, SIZE, root, []),
        (EMPTY_ROOT, SIZE, root, [bytes(32)]),
        (root, 0, root, []),
    ):
        with pytest.raises(ProofInvalid):
            verify_consistency(0, second, first_root, second_root, proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0), (0, MAX_TREE_SIZE + 1)])
def test_no_proof_is_made_out_of_bounds(index: int, size: int, tiles: TileSet) -> None:
    with pytest.raises(Malformed):
        inclusion_proof(index, size, tiles.read)


def test_no_proof_is_made_for_sizes_in_the_wrong_order_or_beyond_what_is_held(tiles: TileSet) -> None:
    with pytest.raises(Malformed):
        consistency_proof(6, 5, tiles.read)
    with pytest.raises(Malformed):
        root_at(-1, tiles.read)
    with pytest.raises(IntegrityBroken):
        root_at(1001, tiles.read)

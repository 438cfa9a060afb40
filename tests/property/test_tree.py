"""Shows that tree, proofs and tiles equal a naive recursive tree's, for all sizes up to 256 and across tiles."""

import hashlib
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.errors import ProofInvalid
from federation.tlog.hashing import leaf_hash, node_hash
from federation.tlog.proofs import consistency_proof, inclusion_proof, root_at, verify_consistency, verify_inclusion
from federation.tlog.right_edge import RightEdge
from federation.tlog.tiles import TileId, TileSet, tile_width

LEAVES = [leaf_hash(index.to_bytes(4, "big")) for index in range(70_000)]
FULL_SIZES = range(257)


@cache
def naive_root(begin: int, end: int) -> bytes:
    """MTH over leaves [begin, end), as RFC 9162 section 2.1.1 writes it."""
    if begin == end:
        return hashlib.sha256(b"").digest()
    if end - begin == 1:
        return LEAVES[begin]
    middle = begin + naive_split(end - begin)
    return node_hash(naive_root(begin, middle), naive_root(middle, end))


def naive_inclusion(index: int, begin: int, end: int) -> list[bytes]:
    """PATH, as RFC 9162 section 2.1.3.1 writes it."""
    if end - begin == 1:
        return []
    middle = begin + naive_split(end - begin)
    if index < middle:
        return [*naive_inclusion(index, begin, middle), naive_root(middle, end)]
    return [*naive_inclusion(index, middle, end), naive_root(begin, middle)]


def naive_consistency(first: int, begin: int, end: int, *, whole: bool) -> list[bytes]:
    """SUBPROOF, as RFC 9162 section 2.1.4.1 writes it."""
    if first == end:
        return [] if whole else [naive_root(begin, end)]
    middle = begin + naive_split(end - begin)
    if first <= middle:
        return [*naive_consistency(first, begin, middle, whole=whole), naive_root(middle, end)]
    return [*naive_consistency(first, middle, end, whole=False), naive_root(begin, middle)]


def naive_split(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def grown(size: int) -> tuple[RightEdge, TileSet]:
    edge, tiles = RightEdge(), TileSet()
    tiles.put(edge.append(LEAVES[:size]))
    return edge, tiles


@pytest.fixture(scope="module")
def large() -> TileSet:
    """Tiles of 70,000 leaves: three tile levels."""
    return grown(len(LEAVES))[1]


def test_roots_of_all_sizes_up_to_256_equal_the_naive_tree_s() -> None:
    edge = RightEdge()
    tiles = grown(256)[1]
    for size in FULL_SIZES:
        assert edge.root() == root_at(size, tiles.read) == naive_root(0, size)
        edge.append(LEAVES[size : size + 1])


def test_inclusion_proofs_of_all_sizes_up_to_256_equal_the_naive_tree_s() -> None:
    tiles = grown(256)[1]
    for size in FULL_SIZES[1:]:
        root = naive_root(0, size)
        for index in range(size):
            proof = inclusion_proof(index, size, tiles.read)
            assert proof == naive_inclusion(index, 0, size)
            verify_inclusion(LEAVES[index], index, size, proof, root)


def test_consistency_proofs_of_all_pairs_up_to_256_equal_the_naive_tree_s() -> None:
    tiles = grown(256)[1]
    for second in FULL_SIZES[1:]:
        for first in range(1, second + 1):
            proof = consistency_proof(first, second, tiles.read)
            assert proof == naive_consistency(first, 0, second, whole=True)
            verify_consistency(first, second, naive_root(0, first), naive_root(0, second), proof)


def test_a_proof_holds_at_no_other_index_size_or_root() -> None:
    tiles = grown(70)[1]
    for size in (1, 2, 3, 7, 8, 9, 64, 69):
        for index in range(size):
            proof = inclusion_proof(index, size, tiles.read)
            for other in {index - 1, index + 1, size} - {index}:
                with pytest.raises(ProofInvalid):
                    verify_inclusion(LEAVES[index], other, size, proof, naive_root(0, size))
            with pytest.raises(ProofInvalid):
                verify_inclusion(LEAVES[index], index, size, proof, naive_root(0, size + 1))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.integers(0, 6), st.integers(250, 262), st.integers(500, 1100)), max_size=12))
def test_leaves_appended_in_any_batches_make_the_same_tree_and_tiles(batches: list[int]) -> None:
    edge, tiles, at = RightEdge(), TileSet(), 0
    for count in batches:
        changed = edge.append(LEAVES[at : at + count])
        at += count
        tiles.put(changed)
        for tile, hashes in changed.items():
            assert len(hashes) == 32 * tile_width(tile, at)
        reloaded = RightEdge.load(at, tiles.read)
        assert reloaded.size == edge.size == at
        assert reloaded.root() == edge.root() == naive_root(0, at)
    whole = grown(at)[1]
    assert len(whole) == len(tiles)
    for level in range(3):
        for index in range(-(-at // 256 ** (level + 1))):
            if tile_width(TileId(level, index), at):
                assert tiles.read(TileId(level, index)) == whole.read(TileId(level, index))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_proofs_across_tiles_equal_the_naive_tree_s_though_tiles_have_grown(
    large: TileSet, data: st.DataObject
) -> None:
    second = data.draw(st.one_of(st.integers(1, len(LEAVES)), st.integers(65_500, 65_600), st.integers(250, 520)))
    first = data.draw(st.integers(1, second))
    index = data.draw(st.integers(0, second - 1))
    assert root_at(second, large.read) == naive_root(0, second)
    assert inclusion_proof(index, second, large.read) == naive_inclusion(index, 0, second)
    assert consistency_proof(first, second, large.read) == naive_consistency(first, 0, second, whole=True)
    verify_inclusion(LEAVES[index], index, second, naive_inclusion(index, 0, second), naive_root(0, second))
    verify_consistency(
        first,
        second,
        naive_root(0, first),
        naive_root(0, second),
        naive_consistency(first, 0, second, whole=True),
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_right_edge_loaded_at_an_earlier_size_goes_on_from_there(large: TileSet, data: st.DataObject) -> None:
    size = data.draw(st.one_of(st.integers(0, 600), st.integers(65_000, 66_000)))
    more = data.draw(st.integers(0, 600))
    edge = RightEdge.load(size, large.read)
    edge.append(LEAVES[size : size + more])
    assert edge.root() == naive_root(0, size + more)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_flipped_bit_anywhere_in_a_proof_is_refused(large: TileSet, data: st.DataObject) -> None:
    second = data.draw(st.integers(2, 3000))
    first = data.draw(st.integers(1, second - 1))
    index = data.draw(st.integers(0, second - 1))
    bit = data.draw(st.integers(0, 255))
    inclusion = inclusion_proof(index, second, large.read)
    consistency = consistency_proof(first, second, large.read)
    root, first_root = naive_root(0, second), naive_root(0, first)
    altered = _flipped(inclusion, data.draw(st.integers(0, len(inclusion) - 1)), bit)
    with pytest.raises(ProofInvalid):
        verify_inclusion(LEAVES[index], index, second, altered, root)
    altered = _flipped(consistency, data.draw(st.integers(0, len(consistency) - 1)), bit)
    with pytest.raises(ProofInvalid):
        verify_consistency(first, second, first_root, root, altered)


def _flipped(proof: list[bytes], place: int, bit: int) -> list[bytes]:
    altered = bytearray(proof[place])
    altered[bit // 8] ^= 1 << bit % 8
    return [*proof[:place], bytes(altered), *proof[place + 1 :]]

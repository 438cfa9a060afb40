"""Shows that roots and proofs are those of the published reference tree, byte for byte."""

import json
from pathlib import Path
from typing import Any

import pytest

from federation.tlog.hashing import EMPTY_ROOT, leaf_hash
from federation.tlog.proofs import consistency_proof, inclusion_proof, root_at, verify_consistency, verify_inclusion
from federation.tlog.right_edge import RightEdge
from federation.tlog.tiles import TileSet

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "merkle_rfc6962.json").read_text("utf-8"))
LEAVES = [leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves"]]
ROOTS = [bytes.fromhex(root) for root in VECTORS["roots"]]


@pytest.fixture(scope="module")
def tiles() -> TileSet:
    tiles = TileSet()
    tiles.put(RightEdge().append(LEAVES))
    return tiles


def test_leaf_hashes_are_the_published_ones() -> None:
    assert [leaf.hex() for leaf in LEAVES] == VECTORS["leaf_hashes"]


def test_the_empty_root_is_the_published_one() -> None:
    assert ROOTS[0] == EMPTY_ROOT


def test_roots_of_all_sizes_are_the_published_ones(tiles: TileSet) -> None:
    edge = RightEdge()
    assert edge.root() == ROOTS[0]
    for size, leaf in enumerate(LEAVES, start=1):
        edge.append([leaf])
        assert edge.root() == ROOTS[size]
        assert root_at(size, tiles.read) == ROOTS[size]


@pytest.mark.parametrize("vector", VECTORS["inclusion"])
def test_inclusion_proofs_are_the_published_ones(vector: dict[str, Any], tiles: TileSet) -> None:
    index, size = vector["index"], vector["size"]
    proof = inclusion_proof(index, size, tiles.read)
    assert [part.hex() for part in proof] == vector["proof"]
    verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])


@pytest.mark.parametrize("vector", VECTORS["consistency"])
def test_consistency_proofs_are_the_published_ones(vector: dict[str, Any], tiles: TileSet) -> None:
    first, second = vector["first"], vector["second"]
    proof = consistency_proof(first, second, tiles.read)
    assert [part.hex() for part in proof] == vector["proof"]
    verify_consistency(first, second, ROOTS[first], ROOTS[second], proof)

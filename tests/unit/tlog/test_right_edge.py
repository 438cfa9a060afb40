"""Shows what a growing tree reads, hands out and refuses."""

import pytest

from federation.errors import IntegrityBroken, Malformed
from federation.tlog.hashing import EMPTY_ROOT, leaf_hash
from federation.tlog.right_edge import RightEdge
from federation.tlog.tiles import MAX_TREE_SIZE, TileId, TileSet, load_tile, tile_width

LEAVES = [leaf_hash(b"%d" % at) for at in range(66_000)]


class CountingTiles(TileSet):
    """A tile set that remembers what was read."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[TileId] = []

    def read(self, tile: TileId) -> bytes:
        self.seen.append(tile)
        return super().read(tile)


def test_an_empty_tree_has_the_empty_root_and_no_tiles() -> None:
    edge = RightEdge.load(0, TileSet().read)
    assert (edge.size, edge.root()) == (0, EMPTY_ROOT)
    assert edge.append([]) == {}


def test_loading_reads_at_most_one_tile_a_level() -> None:
    tiles = CountingTiles()
    tiles.put(RightEdge().append(LEAVES))
    for size in (1, 255, 256, 257, 65_535, 65_536, 65_537, 66_000):
        tiles.seen.clear()
        RightEdge.load(size, tiles.read)
        levels = [tile.level for tile in tiles.seen]
        assert len(levels) == len(set(levels)) <= 3


def test_an_append_hands_out_each_tile_that_changed_and_no_other() -> None:
    edge = RightEdge()
    assert set(edge.append(LEAVES[:255])) == {TileId(0, 0)}
    assert set(edge.append(LEAVES[255:256])) == {TileId(0, 0), TileId(1, 0)}
    assert set(edge.append(LEAVES[256:257])) == {TileId(0, 1)}
    assert set(edge.append(LEAVES[257:1024])) == {TileId(0, 1), TileId(0, 2), TileId(0, 3), TileId(1, 0)}


def test_a_copy_grows_apart() -> None:
    edge = RightEdge()
    edge.append(LEAVES[:300])
    root = edge.root()
    edge.copy().append(LEAVES[300:700])
    assert (edge.size, edge.root()) == (300, root)


def test_a_hash_of_the_wrong_length_changes_nothing() -> None:
    edge = RightEdge()
    edge.append(LEAVES[:3])
    root = edge.root()
    with pytest.raises(Malformed):
        edge.append([LEAVES[3], b"short"])
    assert (edge.size, edge.root()) == (3, root)


def test_a_tree_grows_no_further_than_its_largest_size() -> None:
    full = bytes(32) * 255
    edge = RightEdge.load(MAX_TREE_SIZE, lambda tile: full)
    with pytest.raises(Malformed):
        edge.append(LEAVES[:1])
    assert edge.size == MAX_TREE_SIZE


@pytest.mark.parametrize("size", [-1, MAX_TREE_SIZE + 1])
def test_a_size_out_of_bounds_is_refused(size: int) -> None:
    with pytest.raises(Malformed):
        RightEdge.load(size, TileSet().read)


@pytest.mark.parametrize("torn", [b"", bytes(31), bytes(32 * 2), bytes(32 * 3 + 1), bytes(32 * 257)])
def test_a_torn_tile_is_refused(torn: bytes) -> None:
    with pytest.raises(IntegrityBroken):
        RightEdge.load(3, lambda tile: torn)


def test_a_missing_tile_is_refused() -> None:
    with pytest.raises(IntegrityBroken):
        RightEdge.load(3, TileSet().read)


def test_a_tile_that_has_grown_is_read_as_the_prefix_that_the_size_needs() -> None:
    assert load_tile(TileId(0, 0), 2, lambda tile: b"".join(LEAVES[:9])) == b"".join(LEAVES[:2])


def test_tile_widths_follow_from_the_size() -> None:
    assert [tile_width(TileId(0, index), 70_000) for index in (0, 272, 273, 274)] == [256, 256, 112, 0]
    assert [tile_width(TileId(1, index), 70_000) for index in (0, 1, 2)] == [256, 17, 0]
    assert tile_width(TileId(2, 0), 70_000) == 1

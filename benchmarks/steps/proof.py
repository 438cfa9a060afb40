"""Handing out one record as a portable file, at random places of the log; and how many tiles that reads."""

import asyncio
import random
import sys
from pathlib import Path
from statistics import median

from sqlalchemy import Connection

from benchmarks.processes import Stopwatch, print_figures, settings_of
from federation.tlog.proofs import inclusion_proof
from federation.tlog.tiles import TileId
from node.bootstrap import open_node
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.model.access import Actor, Role
from node.storage.database import Database
from node.storage.log_rows import require_head, tile_reader


async def measure(folder: BranchFolder, rounds: int) -> None:
    """Times proofs of `rounds` random records, each of them once."""
    chance = random.Random(1)
    actor = Actor(name="benchmark", role=Role.LOCAL_ADMINISTRATOR, branch="32")
    whole, alone = [], []
    async with open_node(folder) as node:
        await node.own_log.renew()
        origin, size = node.own_log.origin, (await node.own_log.head()).size
        for _ in range(rounds):
            index = chance.randrange(size)
            watch = Stopwatch()
            await node.proving.prove(origin, index, document=None, actor=actor)
            whole.append(watch.seconds)
        database = Database(load_config(folder.node_toml, {}).database.url)
        tiles = 0
        for _ in range(rounds):
            watch = Stopwatch()
            read = await database.read(_count_tiles, origin, chance.randrange(size), size)
            alone.append(watch.seconds)
            tiles = max(tiles, read)
        await database.close()
    print_figures(size=size, prove_ms=1000 * median(whole), inclusion_ms=1000 * median(alone), tiles=tiles)


def _count_tiles(connection: Connection, origin: str, index: int, size: int) -> int:
    read, seen = tile_reader(connection, require_head(connection, origin).log_id), set[TileId]()

    def counted(wanted: TileId) -> bytes:
        seen.add(wanted)
        return read(wanted)

    inclusion_proof(index, size, counted)
    return len(seen)


if __name__ == "__main__":
    chosen = settings_of(sys.argv)
    asyncio.run(measure(BranchFolder(Path(chosen["folder"])), chosen["rounds"]))

"""The product's synchronisation: a fresh node pulls a peer's whole log, verifies and stores it."""

import asyncio
import sys
from pathlib import Path

from benchmarks.peak_memory import peak_mib
from benchmarks.processes import Stopwatch, print_figures, settings_of
from node.bootstrap import open_node
from node.folder.branch_folder import BranchFolder
from node.settling import settle_process


async def pull(folder: Path) -> None:
    """One round against the one peer that is up, from nothing to the peer's head."""
    async with open_node(BranchFolder(folder)) as node:
        watch = Stopwatch()
        result = await node.synchroniser.round(patient=False)
        print_figures(entries=result.entries, seconds=watch.seconds, node_mib=peak_mib())


if __name__ == "__main__":
    settle_process()
    asyncio.run(pull(Path(settings_of(sys.argv)["folder"])))

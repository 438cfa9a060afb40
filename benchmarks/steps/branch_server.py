"""A branch serving, as `deltabank serve` does; prints its ports once both are bound."""

import asyncio
import sys
from pathlib import Path

from benchmarks.processes import print_figures, settings_of
from node.folder.branch_folder import BranchFolder
from node.server import serve

if __name__ == "__main__":
    asyncio.run(
        serve(
            BranchFolder(Path(settings_of(sys.argv)["folder"])),
            lambda peers, clients: print_figures(peers=peers, clients=clients),
        )
    )

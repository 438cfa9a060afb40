"""A branch serving, as `deltabank serve` does; prints its ports once both are bound."""

import asyncio
import logging
import sys
from pathlib import Path

import structlog

from benchmarks.processes import print_figures, settings_of
from node.folder.branch_folder import BranchFolder
from node.server import serve

if __name__ == "__main__":
    # Standard output is for the ports: nobody reads on.
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
    )
    asyncio.run(
        serve(
            BranchFolder(Path(settings_of(sys.argv)["folder"])),
            lambda peers, clients: print_figures(peers=peers, clients=clients),
        )
    )

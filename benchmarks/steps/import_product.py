"""The product's import, end to end: read in the child, check, resolve, seal, sign, commit."""

import asyncio
import sys
from pathlib import Path

from adapters.base import ImportMode
from benchmarks.peak_memory import ChildrenPeak, peak_mib
from benchmarks.processes import Stopwatch, print_figures, settings_of
from node.bootstrap import open_node
from node.folder.branch_folder import BranchFolder
from node.model.access import Actor, Role
from node.settling import settle_process


async def import_all(folder: Path, files: list[Path], mode: ImportMode | None) -> None:
    """Imports files one after the other and hands over rows, seconds and peak memory."""
    actor = Actor(name="benchmark", role=Role.LOCAL_ADMINISTRATOR, branch="32")
    accepted = rows = 0
    async with open_node(BranchFolder(folder)) as node:
        with ChildrenPeak() as children:
            watch = Stopwatch()
            for file in files:
                report = await node.importing.import_file(
                    file, mode=mode, institution="", actor=actor, on_progress=lambda _: None
                )
                accepted += report.accepted
                rows += report.rows
            seconds = watch.seconds
    print_figures(rows=rows, accepted=accepted, seconds=seconds, node_mib=peak_mib(), child_mib=children.mib)


if __name__ == "__main__":
    settle_process()
    chosen = settings_of(sys.argv)
    asyncio.run(
        import_all(
            Path(chosen["folder"]),
            [Path(file) for file in chosen["files"]],
            ImportMode(chosen["mode"]) if chosen["mode"] else None,
        )
    )

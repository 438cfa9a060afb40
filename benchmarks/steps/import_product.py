"""The product's import, end to end: read in the child, check, resolve, seal, sign, commit."""

import asyncio
import sys
from pathlib import Path

from adapters.base import ImportMode
from benchmarks.peak_memory import ChildrenPeak, peak_mib
from benchmarks.processes import Stopwatch, print_figures, settings_of
from node.bootstrap import Node, open_node
from node.folder.branch_folder import BranchFolder
from node.model.access import Actor, Role
from node.services.filing.import_report import ImportProgress, ImportReport
from node.settling import settle_process

ACTOR = Actor(name="benchmark", role=Role.LOCAL_ADMINISTRATOR, branch="32")


class FiledBy:
    """How many rows were filed by when: what a rate without the child's start is made of."""

    def __init__(self, watch: Stopwatch) -> None:
        self._watch = watch
        self.before = 0
        self.marks: list[tuple[int, float]] = []

    def note(self, progress: ImportProgress) -> None:
        """Notes a file's progress, if rows were filed since."""
        filed = self.before + progress.accepted
        if filed > (self.marks[-1][0] if self.marks else 0):
            self.marks.append((filed, self._watch.seconds))


async def import_all(folder: Path, files: list[Path], mode: ImportMode | None) -> None:
    """Imports files one after the other and hands over rows, seconds, marks and peak memory."""
    accepted = rows = 0
    async with open_node(BranchFolder(folder)) as node:
        with ChildrenPeak() as children:
            watch = Stopwatch()
            filed = FiledBy(watch)
            for file in files:
                report = await _import_one(node, file, mode, filed)
                accepted += report.accepted
                rows += report.rows
                filed.before = accepted
            seconds = watch.seconds
    print_figures(
        rows=rows,
        accepted=accepted,
        seconds=seconds,
        marks=filed.marks,
        node_mib=peak_mib(),
        child_mib=children.mib,
    )


async def _import_one(node: Node, file: Path, mode: ImportMode | None, filed: FiledBy) -> ImportReport:
    return await node.importing.import_file(file, mode=mode, institution="", actor=ACTOR, on_progress=filed.note)


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

"""An import of results by code, end to end; or the same, where nobody asks the catalogue or keeps results beside it.

Without its check a row gets the same institution, title and hours from memory: what is left out is finding
each project, holding the row against it, and what a branch with a catalogue keeps of it for assessment and audit.
"""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import msgspec

from adapters.base import AchievementDraft, CellIssue
from benchmarks.processes import settings_of
from benchmarks.steps.import_product import import_all
from node.services.filing.achievement_filing import AchievementFiling
from node.services.filing.consequences import KeptResults
from node.services.filing.filing_place import FilingPlace
from node.services.ledgers.recording import LedgersOfFiled
from node.settling import settle_process


class Unasked:
    """In place of the catalogue: everything is as it was written."""

    async def match(self, drafts: Sequence[AchievementDraft]) -> tuple[list[AchievementDraft], list[CellIssue]]:
        """All drafts, completed."""
        return [_completed(draft) for draft in drafts], []


def _completed(draft: AchievementDraft) -> AchievementDraft:
    return msgspec.structs.replace(
        draft,
        institution_name="某某成人学校",
        title=f"培训 {draft.project_code}",
        category="老年教育培训",
        training_hours=1600,
        credit_hours=2000,
    )


def _unasked(_filing: AchievementFiling, _place: FilingPlace) -> Unasked:
    return Unasked()


async def _nothing(*_: object) -> None:
    return None


if __name__ == "__main__":
    settle_process()
    chosen = settings_of(sys.argv)
    with ExitStack() as stack:
        if not chosen["is_checked"]:
            stack.enter_context(patch.object(AchievementFiling, "matching", _unasked))
            for kept in (KeptResults, LedgersOfFiled):
                stack.enter_context(patch.object(kept, "follow", _nothing))
        asyncio.run(import_all(Path(chosen["folder"]), [Path(file) for file in chosen["files"]], None))

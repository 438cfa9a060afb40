"""Registered runs of projects, and how their ledgers stand."""

from collections.abc import Collection
from typing import Protocol

from node.model.ledger_state import LedgerState


class TrainingRuns(Protocol):
    """Runs by project and number."""

    async def numbers(self, project_codes: Collection[str]) -> dict[str, frozenset[int]]:
        """Which runs of these projects are registered, in one read; a project without any is absent."""
        ...

    async def of_projects(self, project_codes: Collection[str]) -> list[LedgerState]:
        """The runs of these projects, by project and number."""
        ...

    async def of_units(self, unit_ids: Collection[int]) -> list[LedgerState]:
        """The runs of these units, by project and number."""
        ...

    async def of_case(self, case_id: str) -> LedgerState | None:
        """The run of that case."""
        ...

    async def add(self, state: LedgerState) -> bool:
        """Registers a run; False if the project has one of that number."""
        ...

    async def keep(self, state: LedgerState) -> None:
        """Keeps how it stands now."""
        ...

"""What is filed: accounts, imports, counts."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from node.model.account import Learner, LearnerAccount
from node.model.filed_result import FiledResult, ResultBatch
from node.model.imports import FiledImport, ImportBatch, ImportCounts, ImportJob


class Accounts(Protocol):
    """Learner accounts."""

    async def find_by_document(self, indexes: Sequence[bytes]) -> dict[bytes, tuple[int, Learner]]:
        """By document index."""
        ...

    async def find_by_user(self, indexes: Sequence[bytes]) -> dict[bytes, Learner]:
        """By member user number index."""
        ...

    async def open(self, indexes: Sequence[bytes]) -> dict[bytes, LearnerAccount]:
        """Whole accounts by document index."""
        ...

    async def add(self, accounts: Mapping[bytes, LearnerAccount]) -> dict[bytes, int]:
        """Adds accounts that don't exist."""
        ...

    async def add_memberships(self, memberships: Mapping[bytes, int]) -> None:
        """Adds user numbers."""
        ...

    async def rename(self, index: bytes, learner: Learner) -> None:
        """Gives an account's learner another name."""
        ...


class Imports(Protocol):
    """Import jobs and batches."""

    async def start(self, job: ImportJob) -> None:
        """Begins a job."""
        ...

    async def finish(self, import_id: str, counts: ImportCounts, at: datetime) -> None:
        """Ends it."""
        ...

    async def add_batch(self, import_id: str, first_index: int, sheet: str, row_numbers: Sequence[int]) -> None:
        """Says which rows became which entries."""
        ...

    async def source_of(self, index: int) -> tuple[str, str, int] | None:
        """Import, sheet and row of an own entry."""
        ...

    async def unit_of(self, index: int) -> int | None:
        """The unit that filed an own entry by a file."""
        ...

    async def find(self, import_id: str) -> FiledImport | None:
        """One import."""
        ...

    async def newest(self, unit_ids: Sequence[int], limit: int) -> list[FiledImport]:
        """Imports of these units, newest first."""
        ...

    async def batches(self, import_id: str) -> list[ImportBatch]:
        """Which entries an import came to."""
        ...


class Results(Protocol):
    """Results as they were filed."""

    async def add(self, batch: ResultBatch) -> None:
        """Keeps a batch."""
        ...

    def batches(
        self, *, since: datetime | None = None, before: datetime | None = None, unit_ids: Collection[int] = ()
    ) -> AsyncIterator[ResultBatch]:
        """Batches of a span of time, by units, in the log's order."""
        ...

    async def find(self, index: int) -> FiledResult | None:
        """What an own entry was filed as."""
        ...

    async def kept(self, index: int) -> ResultBatch | None:
        """The same as a batch of that one result: with who filed it, in which file and when."""
        ...

    async def taken_back(self, log_id: int) -> set[int]:
        """Own entries that no longer count."""
        ...


class Counts(Protocol):
    """How much each unit filed."""

    async def add(self, unit_id: int, day: date, counts: Mapping[str, int]) -> None:
        """Adds to a day's counts."""
        ...

    async def by_day(self, first: date, beyond: date) -> list[tuple[int, date, str, int]]:
        """(unit, day, what, count) of a period."""
        ...

    async def totals(self, beyond: date) -> list[tuple[int, str, int]]:
        """(unit, what, count) of all days before."""
        ...

    async def by_month(self, first: date, beyond: date) -> list[tuple[int, date, str, int]]:
        """(unit, month, what, count) up to a day; `date.min` for all before `first`."""
        ...

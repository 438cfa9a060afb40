"""The branch's own log, the copies of all logs, records and entries in them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from federation.errors import IntegrityBroken
from federation.keys import SigningKey
from federation.model.entry import Entry
from federation.model.standing import Status
from federation.tlog.checkpoint import SignedCheckpoint
from federation.tlog.tiles import TileId
from node.model.catalogue import NotedPart
from node.model.prepared import PreparedEntries
from node.model.records import FoundRecord, HeldEntry, LogState, SourceState
from node.ports.audit import Audit
from node.ports.catalogue import Catalogue, CodeSerials
from node.ports.credit import CreditPostings
from node.ports.filing import Accounts, Counts, Imports, Results
from node.ports.ledgers import TrainingRuns
from node.ports.organisation import Cases, Operators, Reminders, Units
from node.ports.transfers import Transfers


class Head(Protocol):
    """How far a log is held."""

    @property
    def size(self) -> int:
        """Entries."""
        ...

    @property
    def root(self) -> bytes:
        """Root at that size, 32 bytes."""
        ...


class Records(Protocol):
    """Records by subject."""

    async def find(self, tokens: Sequence[bytes]) -> list[FoundRecord]:
        """All records of these tokens."""
        ...

    async def find_each(
        self, questions: Sequence[Sequence[bytes]]
    ) -> tuple[list[LogState], list[list[FoundRecord] | IntegrityBroken]]:
        """The same for many at once, each with its own outcome, and how far every log was held just then."""
        ...

    async def known(self, log_id: int, candidates: Sequence[tuple[Sequence[bytes], bytes]]) -> set[bytes]:
        """Achievement ids that are there already."""
        ...

    async def standing_of(
        self, log_id: int, candidates: Sequence[tuple[Sequence[bytes], bytes]]
    ) -> dict[bytes, list[tuple[int, Status]]]:
        """Where each achievement id is in a log, and how it stands."""
        ...

    async def linked_tokens(self, log_id: int) -> set[bytes]:
        """Tokens of documents that a log links to others, or once did."""
        ...


class Entries(Protocol):
    """One log's entries, as corrections and withdrawals ask for them."""

    async def held(self, log_id: int, indexes: Sequence[int]) -> dict[int, HeldEntry]:
        """Open parts and standing, of those that are held."""
        ...

    async def names(self, log_id: int, indexes: Sequence[int]) -> set[bytes]:
        """Further identities that these entries' achievements go by."""
        ...

    async def add_name(self, log_id: int, index: int, identity: bytes) -> None:
        """Lets an achievement go by one identity more."""
        ...


class PlainEntries(Protocol):
    """Entries about nobody."""

    async def newest(self, log_id: int, kind: int, limit: int) -> list[tuple[int, bytes]]:
        """(leaf index, header) of a log's entries of a kind, newest first."""
        ...


class Change(Protocol):
    """An open unit of work on the own log."""

    @property
    def accounts(self) -> Accounts:
        """Accounts, in this unit of work."""
        ...

    @property
    def imports(self) -> Imports:
        """Imports, in this unit of work."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit trail, in this unit of work."""
        ...

    @property
    def records(self) -> Records:
        """Records, in this unit of work."""
        ...

    @property
    def entries(self) -> Entries:
        """Entries and their standing, in this unit of work."""
        ...

    @property
    def units(self) -> Units:
        """Units, in this unit of work."""
        ...

    @property
    def operators(self) -> Operators:
        """Operators, in this unit of work."""
        ...

    @property
    def counts(self) -> Counts:
        """Counts, in this unit of work."""
        ...

    @property
    def results(self) -> Results:
        """Results as they were filed, in this unit of work."""
        ...

    @property
    def plain_entries(self) -> PlainEntries:
        """Entries about nobody, in this unit of work."""
        ...

    @property
    def cases(self) -> Cases:
        """Cases, in this unit of work."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """Catalogues, in this unit of work."""
        ...

    @property
    def code_serials(self) -> CodeSerials:
        """Serial numbers of codes, in this unit of work."""
        ...

    @property
    def training_runs(self) -> TrainingRuns:
        """Registered runs of projects, in this unit of work."""
        ...

    @property
    def reminders(self) -> Reminders:
        """Deadlines and reminders, in this unit of work."""
        ...

    @property
    def credit(self) -> CreditPostings:
        """Credit postings, in this unit of work."""
        ...

    @property
    def transfers(self) -> Transfers:
        """Transfers, as far as this unit of work has come."""
        ...

    async def append(self, entries: Sequence[Entry]) -> int:
        """Adds entries to the own log."""
        ...


class OwnLog(Protocol):
    """The branch's own log."""

    @property
    def origin(self) -> str:
        """Its origin."""
        ...

    @property
    def log_id(self) -> int:
        """Its number in the tables."""
        ...

    def change(self) -> AbstractAsyncContextManager[Change]:
        """A unit of work."""
        ...

    async def head(self) -> Head:
        """The committed head."""
        ...

    async def behind(self) -> int | None:
        """None if it may sign; else how far it is behind."""
        ...

    def behind_at(self, size: int) -> int | None:
        """The same for a head of that size, from the mark alone."""
        ...

    async def newest_note(self) -> bytes | None:
        """The newest released checkpoint."""
        ...

    async def renew(self) -> None:
        """Cosigns the head anew."""
        ...

    def is_anchored(self) -> bool:
        """Whether the mark is this database's."""
        ...

    def hear(self, size: int, root: bytes) -> None:
        """Takes note of an own checkpoint that a peer holds."""
        ...

    async def anchor(self) -> None:
        """Lets the mark follow the database."""
        ...


class LogCopies(Protocol):
    """All logs held, and the copies among them for appending."""

    async def ensure(self, logs: Sequence[tuple[str, str]]) -> None:
        """Makes empty logs."""
        ...

    async def states(self) -> list[LogState]:
        """How far every log is held."""
        ...

    async def state(self, origin: str) -> LogState:
        """How far one log is held."""
        ...

    async def remember_highest(self, origin: str, checkpoint: SignedCheckpoint) -> None:
        """Keeps the largest checkpoint heard."""
        ...

    async def highest(self, origin: str) -> tuple[int, bytes] | None:
        """The largest checkpoint heard."""
        ...

    def prepare(self, entries: Sequence[Entry]) -> PreparedEntries:
        """What a batch's appending needs no transaction for, done before."""
        ...

    async def append_batch(
        self, origin: str, start: int, entries: PreparedEntries, *, source: str, verify: Callable[[int, bytes], None]
    ) -> int:
        """Adds a proven batch."""
        ...

    async def keep_checkpoint(
        self,
        origin: str,
        checkpoint: SignedCheckpoint,
        *,
        as_of: datetime | None,
        lines: Sequence[tuple[str, str, datetime]],
    ) -> None:
        """Keeps a checkpoint that was reached."""
        ...

    async def cosign(self, origin: str, size: int, *, name: str, key: SigningKey, now: datetime) -> None:
        """Vouches for it."""
        ...

    async def note(self, origin: str, size: int | None = None) -> bytes | None:
        """A checkpoint's note."""
        ...

    async def covering_note(self, origin: str, index: int) -> tuple[int, bytes]:
        """The smallest checkpoint that covers a leaf."""
        ...

    async def entries(self, origin: str, start: int, count: int) -> list[Entry]:
        """Entries."""
        ...

    async def header(self, origin: str, index: int) -> bytes:
        """One header."""
        ...

    async def private_parts(self, origin: str, indexes: Sequence[int]) -> list[bytes]:
        """Private parts."""
        ...

    async def misfiled(self, origin: str, start: int, count: int) -> list[int]:
        """Private parts under keys that aren't theirs."""
        ...

    async def plain_kinds(self, origin: str, start: int, count: int) -> dict[int, int]:
        """Entries noted as being about nobody, and of which kind."""
        ...

    async def witnessed_note(self, origin: str, index: int, size: int) -> tuple[int, bytes] | None:
        """The newest checkpoint over leaf `index`, of at most `size`, that another branch cosigned: its size and note.

        None if no such checkpoint is held.
        """
        ...

    async def noted_catalogues(self, origin: str, start: int, count: int) -> dict[int, tuple[str, NotedPart]]:
        """What catalogues' parts are found by, and what became of them."""
        ...

    async def statuses(self, origin: str, indexes: Sequence[int]) -> dict[int, Status]:
        """What became of these entries, where anything did."""
        ...

    async def consistency(self, origin: str, first: int, second: int) -> tuple[bytes, list[bytes]]:
        """Root and proof."""
        ...

    async def tile(self, origin: str, at: TileId) -> bytes:
        """A stored tile."""
        ...

    async def inclusion(self, origin: str, index: int, size: int) -> list[bytes]:
        """An inclusion proof."""
        ...

    async def withheld(self, origin: str, limit: int = 1_000, *, start: int = 0) -> list[tuple[int, str]]:
        """Private parts that are missing, from `start`."""
        ...

    async def fill_in(self, origin: str, parts: Sequence[tuple[int, bytes]]) -> None:
        """Stores missing private parts."""
        ...

    async def quarantine(self, origin: str, at: datetime, evidence: bytes) -> None:
        """Stops trusting a log."""
        ...

    async def evidence(self, origin: str) -> bytes | None:
        """The evidence against a log."""
        ...

    async def sources(self) -> list[SourceState]:
        """How peers do."""
        ...

    async def keep_source(self, state: SourceState) -> None:
        """Keeps how a peer does."""
        ...

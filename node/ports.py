"""What services and synchronisation need of storage: ports, behind which it stands.

`node.storage` has the classes; only `node.bootstrap` puts them together. The
docstrings of those classes say what each call promises.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Protocol

from federation.errors import IntegrityBroken
from federation.keys import SigningKey
from federation.model.entry import Entry
from federation.model.standing import Status
from federation.tlog.checkpoint import SignedCheckpoint
from federation.tlog.tiles import TileId
from federation.trust.roster import Roster
from node.model.access import AuditRecord
from node.model.account import Learner, LearnerAccount
from node.model.case import Attachment, Case, CaseStep
from node.model.imports import FiledImport, ImportBatch, ImportCounts, ImportJob
from node.model.operator import Operator
from node.model.prepared import PreparedEntries
from node.model.records import FoundRecord, HeldEntry, LogState, SourceState
from node.model.reminder import Deadline, Reminder
from node.model.unit import Unit


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


class Audit(Protocol):
    """The audit trail."""

    async def add(self, records: Sequence[AuditRecord]) -> None:
        """Adds records."""
        ...

    async def digest_between(self, start: datetime, end: datetime, action: str) -> tuple[int, bytes]:
        """Count and digest of a period."""
        ...

    async def filings_of(self, subject_index: bytes) -> list[AuditRecord]:
        """Where an account was filed."""
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


class Units(Protocol):
    """Institutions, one under another."""

    async def ensure_root(self, *, code: str, name: str, level: str, region: str) -> None:
        """Makes the provincial centre, unless it is there."""
        ...

    async def add(self, *, code: str, name: str, level: str, region: str, parent: Unit, may_hold_account: bool) -> Unit:
        """Adds a unit."""
        ...

    async def all(self) -> list[Unit]:
        """Every unit, each after the one above it."""
        ...

    async def by_code(self, code: str) -> Unit | None:
        """By code."""
        ...

    async def by_id(self, unit_id: int) -> Unit | None:
        """By number."""
        ...

    async def except_from_rule(self, unit_id: int) -> None:
        """Lets a unit hold an account though its level doesn't."""
        ...

    async def set_account_since(self, unit_id: int, at: datetime | None) -> None:
        """Says since when a unit has its account."""
        ...

    async def accounts_since(self) -> dict[int, float]:
        """Units that have an account, and since when."""
        ...


class Operators(Protocol):
    """People of units."""

    async def add(self, one: Operator) -> bool:
        """Registers one; False if the name is taken."""
        ...

    async def find(self, name: str) -> Operator | None:
        """By name, unless suspended."""
        ...

    async def all(self) -> list[Operator]:
        """All who aren't suspended."""
        ...

    async def count(self) -> int:
        """How many there are, suspended ones too."""
        ...

    async def suspend(self, name: str, at: datetime) -> bool:
        """Ends an operator's rights."""
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


class PlainEntries(Protocol):
    """Entries about nobody."""

    async def newest(self, log_id: int, kind: int, limit: int) -> list[tuple[int, bytes]]:
        """(leaf index, header) of a log's entries of a kind, newest first."""
        ...


class Cases(Protocol):
    """What is filed step by step."""

    async def add(self, case: Case) -> None:
        """Adds a new case."""
        ...

    async def alter(self, case: Case, *, was: str) -> bool:
        """Keeps it as it stands now, if its state is still `was`."""
        ...

    async def find(self, case_id: str) -> Case | None:
        """By id."""
        ...

    async def list_of(
        self, kind: str, *, states: Sequence[str] = (), unit_ids: Sequence[int] = (), subject_index: bytes = b""
    ) -> list[Case]:
        """Of a kind, oldest first."""
        ...

    async def of_entry(self, index: int) -> list[Case]:
        """Those that came to that own entry."""
        ...

    async def add_step(self, case_id: str, step: CaseStep) -> None:
        """Adds to its history."""
        ...

    async def steps(self, case_id: str) -> list[CaseStep]:
        """Its history."""
        ...

    async def attach(self, case_id: str, *, part: str, name: str, content: bytes, media_type: str) -> Attachment:
        """Keeps a file with it."""
        ...

    async def attachments(self, case_id: str) -> list[Attachment]:
        """Its files."""
        ...

    async def content(self, digest: bytes) -> bytes | None:
        """A file's bytes."""
        ...


class Reminders(Protocol):
    """Deadlines, and who was reminded of them."""

    async def set_deadline(self, what: str, until: Deadline) -> None:
        """Says until when something is to be handed in."""
        ...

    async def deadline(self, what: str) -> Deadline | None:
        """Until when."""
        ...

    async def add(self, what: str, reminders: Sequence[Reminder]) -> None:
        """Keeps reminders, one per unit and day."""
        ...

    async def since(self, what: str, first: date) -> list[Reminder]:
        """Of that day and later ones."""
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
    def plain_entries(self) -> PlainEntries:
        """Entries about nobody, in this unit of work."""
        ...

    @property
    def cases(self) -> Cases:
        """Cases, in this unit of work."""
        ...

    @property
    def reminders(self) -> Reminders:
        """Deadlines and reminders, in this unit of work."""
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


class RosterHolder(Protocol):
    """The roster that holds now, and its chain."""

    @property
    def current(self) -> Roster:
        """The current version, at hand without input or output."""
        ...

    def versions_after(self, version: int) -> Sequence[bytes]:
        """Later versions as signed."""
        ...

    def apply(self, data: bytes) -> Roster:
        """Goes on to the next version, kept durably."""
        ...

    def refresh(self) -> bool:
        """Takes in what another process applied; whether anything was new."""
        ...

"""The branch's own log: the one place where it grows and is signed.

One change is one transaction under the head's lock: entries, tiles, projections,
accounts, checkpoint. No signature leaves `OwnLog` before the commit returned and the
high-water mark says at least that size; an ambiguous commit is resolved by reading
the head again.

Source: DESIGN section 2 (Appending); RELIABILITY 2, 3, 6, 8.
"""

import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import Connection

from federation.clock import Clock
from federation.errors import (
    CommittedNotReleased,
    CreditBankError,
    DatabaseUnavailable,
    FolderNotReady,
    IntegrityBroken,
    KeyNotValidAtSize,
    Recovering,
    SignatureInvalid,
    StorageFull,
)
from federation.keys import SigningKey
from federation.model.entry import Entry
from federation.suite import default_suite
from federation.tlog.checkpoint import Checkpoint, KeyAt, sign_checkpoint, verify_checkpoint
from federation.tlog.cosignature import cosign
from federation.tlog.note import key_id, parse_note
from federation.tlog.proofs import root_at
from node.high_water_mark import HighWaterMark, Mark
from node.node_key import NodeKey
from node.storage.accounts import AccountRepository
from node.storage.appending import LogAppender, ensure_log
from node.storage.audit import AuditRepository
from node.storage.cases import CaseRepository
from node.storage.catalogue import CatalogueRepository
from node.storage.checkpoint_rows import add_checkpoint, add_cosignature, load_note, newest_size
from node.storage.code_serials import CodeSerials
from node.storage.credit_postings import CreditPostingRepository
from node.storage.database import Database
from node.storage.entries import EntryRepository
from node.storage.filed_results import FiledResultRepository
from node.storage.filing_counts import FilingCounts
from node.storage.imports import ImportRepository
from node.storage.log_rows import LogHead, require_head, tile_reader
from node.storage.peer_rows import remember_highest, set_as_of
from node.storage.plain_entries import PlainEntries
from node.storage.records import RecordRepository
from node.storage.reminders import ReminderRepository
from node.storage.runner import UnitOfWork, runner_of
from node.storage.state_rows import load_state, set_state
from node.storage.training_runs import TrainingRunRepository
from node.storage.transfers import TransferRepository
from node.storage.units import OperatorRepository, UnitRepository

INCARNATION = "incarnation"
SIGNATURE_BYTES = 64


class Change:
    """An open unit of work on the own log: everything in it commits together or not at all."""

    def __init__(self, connection: UnitOfWork, appender: LogAppender, branch: str, key: NodeKey) -> None:
        self._connection = connection
        self._appender = appender
        self._branch = branch
        run = runner_of(connection)
        self.accounts = AccountRepository(run, key)
        self.imports = ImportRepository(run, key)
        self.audit = AuditRepository(run, key)
        self.records = RecordRepository(run)
        self.entries = EntryRepository(run)
        self.units = UnitRepository(run)
        self.operators = OperatorRepository(run, key)
        self.counts = FilingCounts(run)
        self.results = FiledResultRepository(run, key)
        self.plain_entries = PlainEntries(run)
        self.cases = CaseRepository(run, key)
        self.catalogue = CatalogueRepository(run)
        self.code_serials = CodeSerials(run)
        self.training_runs = TrainingRunRepository(run)
        self.reminders = ReminderRepository(run)
        self.credit = CreditPostingRepository(run)
        self.transfers = TransferRepository(run)

    async def append(self, entries: Sequence[Entry]) -> int:
        """Adds entries at the log's end; returns the first one's index."""
        return await self._connection.run_sync(lambda _: self._appender.append(entries, source=self._branch))


class OwnLog:
    """The log that this branch alone writes."""

    def __init__(
        self,
        *,
        database: Database,
        origin: str,
        branch: str,
        signing_key: SigningKey,
        key_at: KeyAt,
        node_key: NodeKey,
        mark: HighWaterMark,
        clock: Clock,
    ) -> None:
        self.origin = origin
        self.branch = branch
        self.log_id = int(branch)
        self._database = database
        self._signing_key = signing_key
        self._key_at = key_at
        self._node_key = node_key
        self._mark = mark
        self._clock = clock
        self._incarnation = ""
        self.announce: Callable[[], None] = lambda: None

    async def prepare(self) -> None:
        """Makes the empty log in a new database; to be called at every start.

        The mark isn't touched: a database that is new while the branch isn't was lost.
        """
        self._incarnation = await self._database.write(self._ensure)

    async def head(self) -> LogHead:
        """The committed head."""
        return await self._database.read(require_head, self.origin)

    async def behind(self) -> int | None:
        """None if the branch may sign; else how many entries it must catch up with (0: not known).

        The branch is recovering if its database is behind the mark, or isn't the mark's.
        """
        return await self._database.read(self._behind)

    @asynccontextmanager
    async def change(self) -> AsyncIterator[Change]:
        """A unit of work; when it ends without error, everything in it is durable and signed.

        Raises:
            Recovering: the branch may not sign at present; nothing was changed.
            IntegrityBroken: the stored right edge isn't what was signed.
            StorageFull, DatabaseUnavailable: nothing was kept.
            CommittedNotReleased: everything was kept; it is let out once the mark can be written.
        """
        signed: tuple[int, bytes] | None = None
        try:
            async with self._database.writing() as connection:
                appender = await connection.run_sync(self._open)
                change = Change(connection, appender, self.branch, self._node_key)
                yield change
                if appender.size > appender.head.size:
                    signed = await connection.run_sync(self._seal_off, appender)
        except DatabaseUnavailable:
            if signed is None or not await self._is_committed(*signed):
                raise
        if signed is not None:
            try:
                self._release(*signed)
            except (StorageFull, FolderNotReady, OSError) as error:
                # What is committed can't be taken back, and who asked must not do it twice.
                raise CommittedNotReleased from error
            self.announce()

    async def newest_note(self) -> bytes | None:
        """The newest signed checkpoint with its cosignatures, released: the mark covers it."""
        loaded = await self._database.read(self._load_newest)
        if loaded is None or await self.behind() is not None:
            return None
        note, size, root = loaded
        self._release(size, root)
        return note

    async def renew(self) -> None:
        """Signs the present head if nothing did, and cosigns it with the present time.

        This is what makes "as of" move while a branch is idle. A branch whose key was rotated at
        exactly its present size has nothing to sign until it appends: its retired key's checkpoint
        stays valid and served, and nothing is changed here.

        Raises:
            Recovering: the branch may not sign at present.
        """
        size, root = await self._database.write(self._cosign_head, self._clock.now())
        self._release(size, root)
        self.announce()

    def is_anchored(self) -> bool:
        """Whether the mark is this database's: otherwise only its peers know what was let out."""
        mark = self._mark.load()
        return mark is not None and mark.incarnation == self._incarnation

    def hear(self, size: int, root: bytes) -> None:
        """Takes note of an own checkpoint that a peer holds: the mark rises, so a lost tail is noticed.

        Of no effect while the branch isn't anchored: then every peer must be heard first.
        """
        if self.is_anchored():
            self._mark.raise_to(Mark(incarnation=self._incarnation, size=size, root=root))

    async def anchor(self) -> None:
        """Lets the mark follow the database: after a recovery, never before its peers were heard."""
        head = await self.head()
        self._mark.replace(Mark(incarnation=self._incarnation, size=head.size, root=head.root))

    def _ensure(self, connection: Connection) -> str:
        ensure_log(connection, log_id=self.log_id, origin=self.origin, branch=self.branch)
        incarnation = load_state(connection, INCARNATION)
        if incarnation is None:
            mark = self._mark.load()
            # Of a mark under which nothing was let out yet, any new database may be the one.
            incarnation = mark.incarnation if mark is not None and mark.size == 0 else uuid.uuid4().hex
            set_state(connection, INCARNATION, incarnation)
        return incarnation

    def _open(self, connection: Connection) -> LogAppender:
        behind = self._behind(connection)
        if behind is not None:
            raise Recovering(behind=behind)
        return LogAppender(connection, self.origin)

    def behind_at(self, size: int) -> int | None:
        """What `behind` says of a head of that size, from the mark alone; 0 if how far isn't known."""
        return _behind_mark(self._mark.load(), self._incarnation, size)

    def _behind(self, connection: Connection) -> int | None:
        mark = self._mark.load()
        head = require_head(connection, self.origin)
        behind = _behind_mark(mark, load_state(connection, INCARNATION) or "", head.size)
        if mark is None or behind is not None:
            return behind
        if head.size == mark.size and head.root != mark.root:
            raise IntegrityBroken(what="own log against its high-water mark")
        return None

    def _seal_off(self, connection: Connection, appender: LogAppender) -> tuple[int, bytes]:
        appender.finish()
        size, root = appender.size, appender.root()
        self._sign(connection, size, root, self._clock.now())
        return size, root

    def _cosign_head(self, connection: Connection, now: datetime) -> tuple[int, bytes]:
        appender = self._open(connection)
        size, root = appender.size, appender.root()
        if not self._is_rotated_at(connection, size):
            self._sign(connection, size, root, now)
        return size, root

    def _is_rotated_at(self, connection: Connection, size: int) -> bool:
        """Whether `size` is the retired key's last one and was signed by it, and ours is the key of the next."""
        ours = self._signing_key.public_key
        if self._key_at(size) == ours or self._key_at(size + 1) != ours:
            return False
        note = load_note(connection, self.log_id, size)
        return note is not None and not self._is_by_another_key(note, size)

    def _is_by_another_key(self, note: bytes, size: int) -> bool:
        """Whether the note bears a signature in this log's name by a key that isn't valid at its size."""
        try:
            valid = key_id(self.origin, default_suite().note_type, self._key_at(size))
        except KeyNotValidAtSize:
            valid = b""
        signatures = [one for one in parse_note(note).signatures if one.name == self.origin]
        return any(one.key_id != valid and len(one.blob) == SIGNATURE_BYTES for one in signatures)

    def _sign(self, connection: Connection, size: int, root: bytes, now: datetime) -> None:
        checkpoint = Checkpoint(origin=self.origin, size=size, root=root)
        if self._key_at(size) != self._signing_key.public_key:
            raise Recovering(behind=0)
        note = sign_checkpoint(checkpoint, self._signing_key.sign, self._signing_key.public_key)
        add_checkpoint(connection, self.log_id, size, note)
        line = cosign(checkpoint.text(), self.origin, self._signing_key.sign, self._signing_key.public_key, now)
        add_cosignature(connection, log_id=self.log_id, size=size, name=self.origin, line=line, signed_at=now)
        remember_highest(connection, self.log_id, size, note)
        set_as_of(connection, self.log_id, now)

    def _load_newest(self, connection: Connection) -> tuple[bytes, int, bytes] | None:
        size = newest_size(connection, self.log_id)
        note = None if size is None else load_note(connection, self.log_id, size)
        if note is None or size is None:
            return None
        try:
            checkpoint = verify_checkpoint(note, self.origin, self._key_at)
        except (KeyNotValidAtSize, SignatureInvalid) as error:
            if not self._is_by_another_key(note, size):
                raise IntegrityBroken(what="own checkpoint") from error
            # By a key that a later roster retired before that size: not to be handed on, and not damaged.
            return None
        except CreditBankError as error:
            raise IntegrityBroken(what="own checkpoint") from error
        head = require_head(connection, self.origin)
        if head.size == size and head.root != checkpoint.root:
            raise IntegrityBroken(what="own checkpoint")
        return note, size, checkpoint.root

    def _release(self, size: int, root: bytes) -> None:
        self._mark.raise_to(Mark(incarnation=self._incarnation, size=size, root=root))

    async def _is_committed(self, size: int, root: bytes) -> bool:
        return await self._database.read(_is_prefix, self.origin, size, root)


def _is_prefix(connection: Connection, origin: str, size: int, root: bytes) -> bool:
    # A longer log says nothing by its length: another process may have appended in the place of a lost commit.
    head = require_head(connection, origin)
    return head.size >= size and root_at(size, tile_reader(connection, head.log_id)) == root


def _behind_mark(mark: Mark | None, incarnation: str, size: int) -> int | None:
    if mark is None:
        return 0
    if mark.incarnation == incarnation and size >= mark.size:
        return None
    return max(0, mark.size - size)

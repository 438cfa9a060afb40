"""Holding a ledger against what was recorded of it: is what is shown at the audit what was there?

Nothing is taken from the tables that an import goes by: the manifest is made anew from the case and its
files, whose bytes are hashed again, and recordings are read from the log, each held against its leaf.

Source: 浙学银〔2019〕2号, 四 (核查: 培训过程台账资料).
"""

from collections.abc import Collection
from enum import StrEnum
from hashlib import sha256

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, CreditBankError
from federation.model.entry import Kind, parse_header
from federation.model.ledger import RecordedLedger, parse_ledger
from node.model.access import Actor, AuditRecord
from node.model.case import Attachment
from node.model.ledger_manifest import manifest_digest
from node.model.training_run import parse_run
from node.ports.logs import Entries, OwnLog, PlainEntries
from node.ports.organisation import Cases
from node.services.ledgers.ledger_cases import LedgerCases, is_reader
from node.services.looking.access_trail import AccessTrail

VERIFIED = "ledger-verify"
MAX_RECORDINGS = 2_000_000


class LedgerVerdict(StrEnum):
    """What a ledger is beside its recordings."""

    NEVER_RECORDED = "never-recorded"
    SAME = "same"
    """It is what was recorded, whenever it was."""
    RECORDED_ANEW = "recorded-anew"
    """It is what was recorded last, but something else was recorded before: at a deposit, perhaps."""
    AS_EARLIER = "as-earlier"
    """It is what was recorded once, but not what was recorded last."""
    CHANGED = "changed"
    """It is nothing that was ever recorded."""
    FILES_BROKEN = "files-broken"
    """A file is gone, or isn't what it was taken in as."""


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """One recording: the own entry's index, what it says, and whether the ledger is that."""

    index: int
    ledger: RecordedLedger
    is_same: bool


class VerifiedLedger(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome for one run.

    Attributes:
        digest: of the manifest now, 32 bytes.
        recordings: in the log's order.
        broken_files: those whose bytes are gone or others.
    """

    project_code: str
    run: int
    verdict: LedgerVerdict
    digest: bytes
    recordings: tuple[Recording, ...]
    broken_files: tuple[Attachment, ...] = ()


class LedgerVerification:
    """Ledgers against the log."""

    def __init__(
        self,
        *,
        cases: LedgerCases,
        own_log: OwnLog,
        case_rows: Cases,
        plain_entries: PlainEntries,
        entries: Entries,
        trail: AccessTrail,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._own_log = own_log
        self._case_rows = case_rows
        self._plain_entries = plain_entries
        self._entries = entries
        self._trail = trail
        self._clock = clock

    async def verify(self, project: str, run: int, *, actor: Actor) -> VerifiedLedger:
        """Holds one run's ledger against every recording of it.

        Raises:
            ActorRefused, NotHere: not theirs to see, or no such run.
            IntegrityBroken: the case can't be opened, or a stored recording isn't what the log signed.
        """
        return (await self.verify_all([(project, run)], actor=actor))[0]

    async def verify_all(self, runs: Collection[tuple[str, int]], *, actor: Actor) -> list[VerifiedLedger]:
        """The same for many runs, by (project code, run): the log's recordings are read once. Raises as `verify`."""
        if not is_reader(actor):
            raise ActorRefused(reason="duty")
        recorded = await self._recordings(set(runs))
        return [await self._verify(project, run, recorded.get((project, run), []), actor) for project, run in runs]

    async def _verify(
        self, project: str, run: int, recorded: list[tuple[int, RecordedLedger]], actor: Actor
    ) -> VerifiedLedger:
        state = await self._cases.state(project, run)
        case, _, attachments = await self._cases.casework.find(state.case_id, actor=actor)
        now = self._clock.now()
        looked = AuditRecord(at=now, actor=actor.name, action=VERIFIED, basis="duty", detail=case.case_id)
        await self._trail.record(looked)
        digest = manifest_digest(parse_run(case.body), attachments)
        broken = [one for one in attachments if not await self._is_whole(one)]
        recordings = tuple(
            Recording(index=index, ledger=ledger, is_same=ledger.digest == digest) for index, ledger in recorded
        )
        return VerifiedLedger(
            project_code=project,
            run=run,
            verdict=LedgerVerdict.FILES_BROKEN if broken else _verdict(recordings),
            digest=digest,
            recordings=recordings,
            broken_files=tuple(broken),
        )

    async def _is_whole(self, attachment: Attachment) -> bool:
        try:
            content = await self._case_rows.content(attachment.digest)
        except CreditBankError:
            return False
        return content is not None and sha256(content).digest() == attachment.digest

    async def _recordings(
        self, runs: Collection[tuple[str, int]]
    ) -> dict[tuple[str, int], list[tuple[int, RecordedLedger]]]:
        """The log's recordings of these runs, oldest first, each verified against its leaf."""
        log_id = self._own_log.log_id
        found: dict[tuple[str, int], list[tuple[int, RecordedLedger]]] = {}
        newest = await self._plain_entries.newest(log_id, Kind.LEDGER_RECORDED, MAX_RECORDINGS)
        for index, header in reversed(newest):
            ledger = parse_ledger(parse_header(header).plain_body)
            if (ledger.project_code, ledger.run) in runs:
                found.setdefault((ledger.project_code, ledger.run), []).append((index, ledger))
        # Raises where a header isn't its leaf's.
        await self._entries.held(log_id, [index for recorded in found.values() for index, _ in recorded])
        return found


def _verdict(recordings: tuple[Recording, ...]) -> LedgerVerdict:
    if not recordings:
        return LedgerVerdict.NEVER_RECORDED
    if recordings[-1].is_same:
        # Whoever alters a ledger can record it once more: that makes it no more what was there before.
        is_all = all(one.is_same for one in recordings)
        return LedgerVerdict.SAME if is_all else LedgerVerdict.RECORDED_ANEW
    return LedgerVerdict.AS_EARLIER if any(one.is_same for one in recordings) else LedgerVerdict.CHANGED

"""Looking at logs as an operator: their heads, and whether every stored byte still is what was signed.

Source: RELIABILITY 5; DESIGN section 2.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from federation.errors import CreditBankError
from federation.model.entry import Entry, parse_header
from federation.model.standing import Status, is_plain
from federation.tlog.checkpoint import verify_checkpoint
from federation.tlog.hashing import leaf_hash
from federation.tlog.right_edge import RightEdge
from federation.tlog.tiles import TILE_WIDTH
from federation.transfer.entries import TransferEntry, read_transfer_entry
from node.model.records import LogState
from node.ports.logs import LogCopies, OwnLog
from node.ports.rosters import RosterHolder
from node.ports.transfers import TransferExamination
from node.services.integrity.catalogue_refolding import CatalogueRefolding
from node.services.integrity.refolding import Refolding

# Whole tiles, so that each is compared once.
BATCH = 8 * TILE_WIDTH
FOUND_BY_ELSE = "catalogue is found by something else than it says"
COUNTS_OTHERWISE = "catalogue counts otherwise than the entries say"
TRANSFER_OTHERWISE = "transfer is noted otherwise than the entries say"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHeadView:
    """One log's head: `root_hex` is 64 hex digits; `as_of` the origin's own time."""

    branch: str
    origin: str
    size: int
    root_hex: str
    as_of: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FsckReport:
    """What was examined and what was found; nothing found is a good report.

    Attributes:
        entries: how many entries of how many `logs` were read.
        erased: private parts that an erasure covers; `withheld`: those that nothing covers.
        findings: one line each, without personal data.
    """

    logs: int
    entries: int
    erased: int
    withheld: int
    findings: tuple[str, ...]


@dataclass(slots=True)
class _Examined:
    entries: int = 0
    erased: int = 0
    withheld: int = 0
    transfers: set[tuple[str, int]] = field(default_factory=set)
    """Branch and leaf index of the request. One may be found from either log."""


class LogInspection:
    """Reads logs through; changes nothing."""

    def __init__(
        self, *, own_log: OwnLog, copies: LogCopies, transfers: TransferExamination, rosters: RosterHolder
    ) -> None:
        self._own_log = own_log
        self._copies = copies
        self._transfers = transfers
        self._rosters = rosters

    async def heads(self) -> list[LogHeadView]:
        """Every log held, by branch."""
        views = []
        for state in await self._copies.states():
            root, _ = await self._copies.consistency(state.origin, state.size, state.size)
            views.append(
                LogHeadView(
                    branch=state.branch, origin=state.origin, size=state.size, root_hex=root.hex(), as_of=state.as_of
                )
            )
        return views

    async def fsck(self, on_progress: Callable[[int, int], None]) -> FsckReport:
        """Reads every entry of every log and holds it against leaves, root, checkpoint, erasures and projections.

        Args:
            on_progress: called with (entries read, entries in all).
        """
        states = await self._copies.states()
        total, findings, sum_up = sum(state.size for state in states), list[str](), _Examined()
        for state in states:
            try:
                findings += await self._examine(state, sum_up, lambda: on_progress(sum_up.entries, total))
            except CreditBankError as error:
                findings.append(f"{state.branch}: {error}")
        sum_up.transfers |= await self._transfers.astray()
        findings += [f"{branch}/{index}: {TRANSFER_OTHERWISE}" for branch, index in sorted(sum_up.transfers)]
        return FsckReport(
            logs=len(states),
            entries=sum_up.entries,
            erased=sum_up.erased,
            withheld=sum_up.withheld,
            findings=tuple(findings),
        )

    async def _examine(self, state: LogState, examined: _Examined, tell: Callable[[], None]) -> list[str]:
        findings: list[str] = []
        edge, folded = RightEdge(), Refolding(self._copies, state.origin)
        catalogues = CatalogueRefolding(self._copies, state.origin, state.branch)
        withheld = {index for index, _ in await self._copies.withheld(state.origin, limit=1_000_000)}
        while edge.size < state.size:
            start, count = edge.size, min(BATCH, state.size - edge.size)
            entries = await self._copies.entries(state.origin, start, count)
            if len(entries) < count:
                findings.append(f"{state.branch}: {count - len(entries)} entries missing from {start} on")
                break
            tiles = edge.append([leaf_hash(one.header) for one in entries])
            findings += [
                f"{state.branch}: tile {at.level}/{at.index} is not of these entries"
                for at, hashes in tiles.items()
                # It may have grown since this examination began.
                if not (await self._copies.tile(state.origin, at)).startswith(hashes)
            ]
            await folded.add(entries)
            findings += await self._private_parts(state, start, entries, withheld, examined)
            misfiled = await self._copies.misfiled(state.origin, start, count)
            findings += [f"{state.branch}/{index}: private part filed under wrong keys" for index in misfiled]
            noted = await self._copies.plain_kinds(state.origin, start, count)
            misnoted = {index for index, _ in noted.items() ^ _plain_kinds(start, entries).items()}
            findings += [f"{state.branch}/{index}: not noted as the kind that it is" for index in sorted(misnoted)]
            misnoted = set(await catalogues.add(entries))
            findings += [f"{state.branch}/{index}: {FOUND_BY_ELSE}" for index in sorted(misnoted)]
            steps = _transfer_entries(state.origin, start, entries)
            examined.transfers |= await self._transfers.differing(state.origin, start, count, steps)
            examined.entries += len(entries)
            tell()
        findings += [f"{state.branch}/{index}: {COUNTS_OTHERWISE}" for index in await catalogues.differing()]
        differing = await folded.differing()
        findings += [f"{state.branch}/{index}: standing is not what the entries say" for index in differing]
        root, _ = await self._copies.consistency(state.origin, state.size, state.size)
        if edge.root() != root:
            findings.append(f"{state.branch}: entries do not give the root of the stored tiles")
        if edge.root() != state.root:
            findings.append(f"{state.branch}: entries do not give the stored root")
        findings += await self._checkpoint(state)
        return findings

    async def _private_parts(
        self, state: LogState, start: int, entries: Sequence[Entry], withheld: set[int], examined: _Examined
    ) -> list[str]:
        findings = []
        absent = []
        for index, one in enumerate(entries, start):
            try:
                digest = parse_header(one.header).private_digest
            except CreditBankError:
                continue
            if one.private_part and sha256(one.private_part).digest() != digest:
                findings.append(f"{state.branch}/{index}: private part altered")
            elif digest and not one.private_part:
                absent.append(index)
        statuses = await self._copies.statuses(state.origin, absent) if absent else {}
        for index in absent:
            if statuses.get(index) is Status.ERASED:
                examined.erased += 1
            elif index in withheld:
                examined.withheld += 1
            else:
                findings.append(f"{state.branch}/{index}: private part missing, not erased")
        return findings

    async def _checkpoint(self, state: LogState) -> list[str]:
        note = await self._copies.note(state.origin)
        if note is None:
            return [f"{state.branch}: no checkpoint"] if state.size else []
        checkpoint = verify_checkpoint(note, state.origin, self._rosters.current.by_origin(state.origin).key_at)
        if checkpoint.size > state.size:
            return [f"{state.branch}: entries behind the newest checkpoint"]
        root, _ = await self._copies.consistency(state.origin, checkpoint.size, checkpoint.size)
        return [] if root == checkpoint.root else [f"{state.branch}: newest checkpoint has another root"]


def _plain_kinds(start: int, entries: Sequence[Entry]) -> dict[int, int]:
    """Leaf index → kind of those entries that are about nobody."""
    kinds = {}
    for index, one in enumerate(entries, start):
        try:
            header = parse_header(one.header)
        except CreditBankError:
            continue
        if is_plain(header):
            kinds[index] = header.kind
    return kinds


def _transfer_entries(origin: str, start: int, entries: Sequence[Entry]) -> list[TransferEntry]:
    found = []
    for index, one in enumerate(entries, start):
        try:
            header = parse_header(one.header)
        except CreditBankError:
            continue
        step = read_transfer_entry(origin, index, leaf_hash(one.header), header)
        if step is not None:
            found.append(step)
    return found

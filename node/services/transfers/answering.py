"""What the branch owes as the sending one: it answers requests for its achievements, and closes what was decided.

An achievement is held for one request at a time, by its id, under the log's lock: of two who ask at once the second
is declined. Only an entry of the receiving branch ends a hold; here nothing is ever timed out. All that is owed
at a moment is written in one unit of work, under one signature.

Source: DESIGN section 7; RELIABILITY 13 to 16.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

import structlog

from federation.errors import CreditBankError, PrivatePartAltered
from federation.model.entry import (
    ACHIEVEMENT_KINDS,
    Citation,
    Entry,
    Header,
    encode_header,
    parse_private_part,
    verify_private_part,
)
from federation.model.sealing import context_of, open_with_record_key
from federation.model.standing import Status, is_well_formed
from federation.transfer.disclosure import open_keys
from federation.transfer.entries import held_header, parse_request
from federation.transfer.owed import owed_closings
from federation.transfer.replay import Item, Transfer
from federation.transfer.states import HoldVerdict, TransferStatus
from node.model.records import HeldEntry
from node.model.transfer import StoredTransfer
from node.ports.logs import Change, OwnLog
from node.ports.transfers import Transfers

log = structlog.get_logger()
BATCH = 200
DECLINED_BY_STATUS = {
    Status.REVOKED: HoldVerdict.REVOKED,
    Status.CORRECTED: HoldVerdict.SUPERSEDED,
    Status.ERASED: HoldVerdict.ERASED,
    Status.UNKNOWN: HoldVerdict.UNCERTAIN,
    Status.VOID: HoldVerdict.NOT_FOUND,
}


class AnsweringService:
    """Answers and closes."""

    def __init__(
        self,
        *,
        branch: str,
        own_log: OwnLog,
        transfers: Transfers,
        wrapping_key: Callable[[], bytes],
        closed: Callable[[], Collection[str]],
        max_holds: int,
    ) -> None:
        """Prepares it.

        Args:
            branch: the own code.
            own_log: for units of work.
            transfers: what is committed.
            wrapping_key: gives the branch's own X25519 key, 32 bytes, that disclosures are sealed to.
            closed: origins of the logs that the roster closed.
            max_holds: how many achievements one other branch may hold at a time, undecided or unclosed.
        """
        self._branch = branch
        self._own_log = own_log
        self._transfers = transfers
        self._wrapping_key = wrapping_key
        self._closed = closed
        self._max_holds = max_holds

    async def answer_owed(self) -> int:
        """Writes what the branch owes at present; how many entries that were.

        Raises:
            Recovering, StorageFull, DatabaseUnavailable: nothing was written.
        """
        if not await self._transfers.owed_by_sending(self._branch, 1):
            return 0
        async with self._own_log.change() as change:
            # Asked again under the log's lock: what another process wrote meanwhile isn't owed any more.
            owed = await change.transfers.owed_by_sending(self._branch, BATCH)
            headers = await self._answers(change, owed) + await self._closings(change, owed)
            written = {step.entry.entry_id for one in owed for step in one.transfer.steps}
            # A step of ours that counted for nothing wouldn't count the second time either.
            new = [header for header in headers if header.entry_id not in written]
            if new:
                await change.append([Entry(encode_header(header)) for header in new])
        return len(new)

    async def _answers(self, change: Change, owed: Sequence[StoredTransfer]) -> list[Header]:
        asked = [one for one in owed if any(item.status is TransferStatus.REQUESTED for item in one.transfer.items)]
        indexes = {item.achievement.index for one in asked for item in one.transfer.items}
        held = await change.entries.held(int(self._branch), sorted(indexes))
        parts = await change.transfers.private_parts(self._branch, indexes)
        identities = {(self._branch, one.header.achievement_id) for one in held.values()}
        taken = {identity for _, identity in await change.transfers.occupied(identities)}
        holds = Counter(
            {code: await change.transfers.holds_by(self._branch, code) for code in {one.receiving for one in asked}}
        )
        return [self._answer(one, held, parts, taken, holds) for one in asked]

    def _answer(
        self,
        stored: StoredTransfer,
        held: Mapping[int, HeldEntry],
        parts: Mapping[int, bytes],
        taken: set[bytes],
        holds: Counter[str],
    ) -> Header:
        """The answer to one request; what it holds is taken for those that follow."""
        transfer = stored.transfer
        keys = self._disclosed(transfer)
        verdicts: list[HoldVerdict] = []
        for number, item in enumerate(transfer.items):
            if item.status is not TransferStatus.REQUESTED:
                verdicts.append(HoldVerdict.NOT_CONCERNED)
                continue
            entry = held.get(item.achievement.index)
            verdict = _verdict(item.achievement, entry, parts, None if keys is None else keys[number])
            if verdict is HoldVerdict.HELD and entry is not None:
                if transfer.request.origin in self._closed():
                    verdict = HoldVerdict.BRANCH_CLOSED
                elif entry.header.achievement_id in taken:
                    verdict = HoldVerdict.NOT_FREE
                elif holds[stored.receiving] >= self._max_holds:
                    verdict = HoldVerdict.OVER_QUOTA
                else:
                    taken.add(entry.header.achievement_id)
                    holds[stored.receiving] += 1
            verdicts.append(verdict)
        return held_header(transfer.request.citation, transfer.request.achievements, verdicts)

    def _disclosed(self, transfer: Transfer) -> list[bytes] | None:
        """The record keys that the request discloses; None if they aren't for this branch and this request."""
        request = transfer.request
        try:
            body = parse_request(request.plain_body, len(request.achievements))
            return open_keys(
                body.disclosed_keys,
                self._wrapping_key(),
                receiving=request.origin,
                entry_id=request.entry_id,
                achievements=request.achievements,
            )
        except CreditBankError as error:
            log.warning("disclosure-unopenable", origin=request.origin, index=request.index, reason=error.code)
            return None

    async def _closings(self, change: Change, owed: Sequence[StoredTransfer]) -> list[Header]:
        accepted = {
            item.achievement.index
            for one in owed
            for item in one.transfer.items
            if item.status is TransferStatus.ACCEPTED
        }
        fates = await change.transfers.fates(self._branch, accepted) if accepted else {}

        def is_revoked(item: Item) -> bool:
            return fates.get(item.achievement.index) is Status.REVOKED

        closed = await change.transfers.closed_logs()
        return [
            header
            for one in owed
            for header in owed_closings(one.transfer, is_revoked, is_closed=one.transfer.request.origin in closed)
        ]


def _verdict(
    achievement: Citation, entry: HeldEntry | None, parts: Mapping[int, bytes], record_key: bytes | None
) -> HoldVerdict:
    """Whether an achievement can be held for whoever shows its record key, but for whether it is free."""
    if entry is None or entry.leaf_hash != achievement.leaf_hash:
        return HoldVerdict.NOT_FOUND
    header = entry.header
    if header.kind not in ACHIEVEMENT_KINDS or not is_well_formed(header):
        return HoldVerdict.NOT_FOUND
    declined = DECLINED_BY_STATUS.get(entry.status)
    if declined is not None:
        return declined
    part = parts.get(entry.index)
    if part is None:
        return HoldVerdict.UNCERTAIN
    if record_key is None:
        return HoldVerdict.NOT_THIS_PERSON
    try:
        verify_private_part(header, part, origin=achievement.origin, index=entry.index)
    except PrivatePartAltered:
        # One damaged record: nobody else's answer waits for it.
        log.error("private-part-altered", origin=achievement.origin, index=entry.index)
        return HoldVerdict.UNCERTAIN
    try:
        open_with_record_key(parse_private_part(part), record_key, context_of(header, achievement.origin))
    except CreditBankError:
        return HoldVerdict.NOT_THIS_PERSON
    return HoldVerdict.HELD

"""Transfers as they are asked for: each one replayed from its entries, found by the rows noted beside them."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from sqlalchemy import ColumnElement, Connection, and_, func, select

from federation.model.reason import parse_reason
from federation.model.standing import Status
from federation.transfer.replay import Transfer
from federation.transfer.replays import Replays
from federation.trust.roster import LogEnd
from node.model.transfer import StoredTransfer, TakenBackCredit
from node.storage.bulk import select_among
from node.storage.positions import index_key, log_and_index, position_of
from node.storage.runner import Runner
from node.storage.schema import (
    private_part,
    standing,
    transfer,
    transfer_claim,
    transfer_hold,
)
from node.storage.transfer_folding import BOTH, NOBODY
from node.storage.transfer_marks import set_attended, set_shaken
from node.storage.transfer_rows import close_logs, reread_transfers
from node.storage.transfer_source import StoredTransfers, closed_logs

HOLDS = select(transfer_hold.c.log_id, transfer_hold.c.identity, transfer_hold.c.status)
HOLDS_SINCE = select(transfer_hold.c.log_id, transfer_hold.c.identity, transfer_claim.c.held_at).join(
    transfer_claim,
    (transfer_claim.c.log_id == transfer_hold.c.log_id)
    & (transfer_claim.c.identity == transfer_hold.c.identity)
    & (transfer_claim.c.request_position == transfer_hold.c.request_position),
)
PARTS = select(private_part.c.position, private_part.c.body)
PART_KEYS = select(private_part.c.position, private_part.c.subject_key, private_part.c.achievement_key)
CLAIMS = select(transfer_claim.c.log_id, transfer_claim.c.identity, transfer_claim.c.request_position)
ATTENDED = select(transfer.c.request_position, transfer.c.attended)


class TransferRepository:
    """Transfers in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def find(self, branch: str, index: int) -> StoredTransfer | None:
        """The transfer that a branch requested at a leaf index of its log; None if there is none."""
        found = await self._run(_find, [position_of(int(branch), index)])
        return found[0] if found else None

    async def find_all(self, positions: Sequence[tuple[str, int]]) -> list[StoredTransfer]:
        """Those of (branch code, leaf index of the request) that there are."""
        return await self._run(_find, [position_of(int(branch), index) for branch, index in positions])

    async def owed_by_receiving(self, branch: str, limit: int, *, after: int = -1) -> list[StoredTransfer]:
        """Unfinished transfers that a branch asked for beyond a leaf index of its log, the oldest first."""
        return await self._run(_select_open, _beyond(branch, after), None, limit)

    async def requested_by(self, branch: str, limit: int, *, after: int = -1) -> list[StoredTransfer]:
        """All transfers that a branch asked for beyond a leaf index of its log, the oldest first."""
        return await self._run(_select_requested, _beyond(branch, after), limit)

    async def settled(self, branch: str, indexes: Collection[int]) -> set[int]:
        """Which of the transfers that a branch requested at these leaf indexes it has settled."""
        return await self._run(_select_settled, sorted({position_of(int(branch), index) for index in indexes}))

    async def to_be_decided(self, branch: str, limit: int) -> list[StoredTransfer]:
        """Transfers into a branch that wait for its own next step, and not for a reviewer; the oldest first."""
        return await self._run(_select_due, int(branch), ("receiving", BOTH), transfer.c.attended == "", limit)

    async def to_be_settled(self, branch: str, limit: int) -> list[StoredTransfer]:
        """Ended transfers into a branch that it hasn't settled yet; the oldest first."""
        return await self._run(_select_due, int(branch), (NOBODY,), transfer.c.attended != "settled", limit)

    async def attend(self, branch: str, indexes: Collection[int], attended: str) -> None:
        """Notes what this branch did with the transfers that it requested at these leaf indexes."""
        await self._run(set_attended, [position_of(int(branch), index) for index in indexes], attended)

    async def calm(self, branch: str, indexes: Collection[int]) -> None:
        """Takes the marks of `to_be_reversed` away; to be called before what is so marked is looked at."""
        positions = [position_of(int(branch), index) for index in indexes]
        await self._run(partial(set_shaken, is_shaken=False), positions)

    async def closed_logs(self) -> frozenset[str]:
        """Origins of the logs that are noted as closed by the roster and held to just that end."""
        return frozenset(await self._run(closed_logs))

    async def close_logs(self, ends: Mapping[str, LogEnd]) -> frozenset[str]:
        """Takes note of logs that the roster closed; the origins of those that are held to just that end."""
        return await self._run(close_logs, dict(ends))

    async def owed_by_sending(self, branch: str, limit: int) -> list[StoredTransfer]:
        """Transfers in which a branch that is asked owes a step, the oldest first."""
        return await self._run(_select_open, transfer.c.sending_log == int(branch), "sending", limit)

    async def between(self, branch: str, *, is_open: bool, limit: int) -> list[StoredTransfer]:
        """Transfers that a branch takes part in on either side, the newest first."""
        return await self._run(_select_between, int(branch), is_open, limit)

    async def to_be_reversed(self, branch: str, limit: int, *, after: int = -1) -> list[StoredTransfer]:
        """Transfers that a branch requested beyond a leaf index, of which an achievement stands no longer as it did."""
        requested = and_(_beyond(branch, after), transfer.c.receiving_log == int(branch))
        return await self._run(_select_shaken, requested, limit)

    async def holds_by(self, sending: str, receiving: str) -> int:
        """How many achievements of a branch another holds undecided or unclosed."""
        return await self._run(_count_holds, int(sending), int(receiving))

    async def occupied(self, achievements: Collection[tuple[str, bytes]]) -> dict[tuple[str, bytes], Status]:
        """HELD or CONVERTED by (branch code, achievement id of 16 bytes), for those that a transfer keeps."""
        return await self._run(_select_occupied, list(achievements)) if achievements else {}

    async def held_since(self, achievements: Collection[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
        """Of those (branch code, achievement id of 16 bytes) that a transfer keeps: since which leaf of that branch."""
        return await self._run(_select_held_since, list(achievements)) if achievements else {}

    async def reversals(
        self, achievements: Collection[tuple[str, bytes]]
    ) -> Mapping[tuple[str, bytes], Sequence[TakenBackCredit]]:
        """By (branch code, achievement id of 16 bytes): credit that any branch took back, the oldest transfer first."""
        return await self._run(_select_reversals, list(achievements)) if achievements else {}

    async def private_parts(self, branch: str, indexes: Collection[int]) -> dict[int, bytes]:
        """The private parts that are held, by leaf index of a branch's log."""
        return await self._run(_select_private, int(branch), list(indexes))

    async def reread(self) -> None:
        """Makes all that transfers are found by anew, from the entries that are held."""
        await self._run(reread_transfers)

    async def fates(self, branch: str, indexes: Collection[int]) -> Mapping[int, Status]:
        """By leaf index of an achievement: how its achievement stands now, corrections counted in.

        VALID if any entry of the same achievement id stands; else what the newest of them is.
        """
        return await self._run(_select_fates, int(branch), list(indexes))


def _find(connection: Connection, positions: Sequence[int]) -> list[StoredTransfer]:
    source = StoredTransfers(connection)
    replays, found = Replays(source), []
    for position in positions:
        cite = source.citation(position)
        replayed = None if cite is None else replays.of(cite)
        stored = None if replayed is None else _stored(source, replayed)
        if stored is not None:
            found.append(stored)
    return found


def _stored(source: StoredTransfers, replayed: Transfer) -> StoredTransfer | None:
    """With its branches' codes; None if nobody here knows the branch that is asked."""
    receiving, sending = source.log_id(replayed.request.origin), source.log_id(replayed.sending)
    if receiving is None or sending is None:
        return None
    return StoredTransfer(transfer=replayed, receiving=f"{receiving:02d}", sending=f"{sending:02d}")


def _beyond(branch: str, index: int) -> ColumnElement[bool]:
    """Requests of a branch beyond a leaf index of its log."""
    log_id = int(branch)
    return and_(
        transfer.c.request_position >= position_of(log_id, index + 1),
        transfer.c.request_position < position_of(log_id + 1, 0),
    )


def _select_open(
    connection: Connection, side: ColumnElement[bool], owed: str | None, limit: int
) -> list[StoredTransfer]:
    query = select(transfer.c.request_position).where(side)
    query = (
        query.where(transfer.c.owed_by != NOBODY) if owed is None else query.where(transfer.c.owed_by.in_((owed, BOTH)))
    )
    ordered = query.order_by(transfer.c.request_position).limit(limit)
    return _find(connection, [position for (position,) in connection.execute(ordered)])


def _select_requested(connection: Connection, requested: ColumnElement[bool], limit: int) -> list[StoredTransfer]:
    query = select(transfer.c.request_position).where(requested).order_by(transfer.c.request_position).limit(limit)
    return _find(connection, list(connection.execute(query).scalars()))


def _select_settled(connection: Connection, positions: Sequence[int]) -> set[int]:
    rows = select_among(connection, ATTENDED, transfer.c.request_position, positions)
    return {log_and_index(position)[1] for position, attended in rows if attended == "settled"}


def _select_due(
    connection: Connection, log_id: int, owed: Sequence[str], attended: ColumnElement[bool], limit: int
) -> list[StoredTransfer]:
    query = (
        select(transfer.c.request_position)
        .where(transfer.c.owed_by.in_(owed), attended, transfer.c.receiving_log == log_id)
        .order_by(transfer.c.request_position)
        .limit(limit)
    )
    return _find(connection, [position for (position,) in connection.execute(query)])


def _select_between(connection: Connection, log_id: int, is_open: bool, limit: int) -> list[StoredTransfer]:
    query = select(transfer.c.request_position).where(
        (transfer.c.receiving_log == log_id) | (transfer.c.sending_log == log_id)
    )
    if is_open:
        query = query.where(transfer.c.owed_by != NOBODY)
    ordered = query.order_by(transfer.c.request_position.desc()).limit(limit)
    return _find(connection, [position for (position,) in connection.execute(ordered)])


def _select_shaken(connection: Connection, requested: ColumnElement[bool], limit: int) -> list[StoredTransfer]:
    query = (
        select(transfer.c.request_position)
        .where(requested, transfer.c.is_shaken)
        .order_by(transfer.c.request_position)
        .limit(limit)
    )
    return _find(connection, [position for (position,) in connection.execute(query)])


def _count_holds(connection: Connection, sending: int, receiving: int) -> int:
    query = (
        select(func.count())
        .select_from(transfer_hold)
        .join(transfer, transfer.c.request_position == transfer_hold.c.request_position)
        .where(
            transfer_hold.c.log_id == sending,
            transfer.c.receiving_log == receiving,
            transfer_hold.c.status == Status.HELD.value,
        )
    )
    return connection.execute(query).scalar_one()


def _select_occupied(
    connection: Connection, achievements: Sequence[tuple[str, bytes]]
) -> dict[tuple[str, bytes], Status]:
    keys = sorted({index_key(identity) for _, identity in achievements})
    rows = select_among(connection, HOLDS, transfer_hold.c.identity_key, keys)
    found = {(f"{log_id:02d}", identity): Status(status) for log_id, identity, status in rows}
    return {one: found[one] for one in achievements if one in found}


def _select_held_since(
    connection: Connection, achievements: Sequence[tuple[str, bytes]]
) -> dict[tuple[str, bytes], int]:
    keys = sorted({index_key(identity) for _, identity in achievements})
    since: dict[tuple[str, bytes], int] = {}
    for log_id, identity, held_at in select_among(connection, HOLDS_SINCE, transfer_hold.c.identity_key, keys):
        one = (f"{log_id:02d}", identity)
        since[one] = min(held_at, since.get(one, held_at))
    return {one: since[one] for one in achievements if one in since}


def _select_private(connection: Connection, log_id: int, indexes: Sequence[int]) -> dict[int, bytes]:
    positions = sorted({position_of(log_id, index) for index in indexes})
    rows = select_among(connection, PARTS, private_part.c.position, positions)
    return {log_and_index(position)[1]: body for position, body in rows}


def _select_fates(connection: Connection, log_id: int, indexes: Sequence[int]) -> dict[int, Status]:
    positions = [position_of(log_id, index) for index in indexes]
    keys = {
        position: (subject, identity)
        for position, subject, identity in select_among(connection, PART_KEYS, private_part.c.position, positions)
    }
    fates: dict[int, Status] = {}
    for position in positions:
        if position not in keys:
            fates[log_and_index(position)[1]] = Status.ERASED
            continue
        subject, identity = keys[position]
        of_one = (
            select(private_part.c.position, standing.c.status)
            .outerjoin_from(private_part, standing, standing.c.position == private_part.c.position)
            .where(
                private_part.c.subject_key == subject,
                private_part.c.achievement_key == identity,
                private_part.c.position >= position_of(log_id, 0),
                private_part.c.position < position_of(log_id + 1, 0),
            )
        )
        statuses = {at: Status(status) if status else Status.VALID for at, status in connection.execute(of_one)}
        statuses |= _corrections(connection, position)
        fates[log_and_index(position)[1]] = (
            Status.VALID if Status.VALID in statuses.values() else statuses[max(statuses)]
        )
    return fates


def _corrections(connection: Connection, position: int) -> dict[int, Status]:
    """How an entry and what took its place stand, one after the other: under a later key epoch it has another key."""
    query = select(standing.c.status, standing.c.by_position)
    statuses: dict[int, Status] = {}
    at: int | None = position
    while at is not None:
        row = connection.execute(query.where(standing.c.position == at)).one_or_none()
        statuses[at] = Status.VALID if row is None else Status(row.status)
        at = row.by_position if row is not None and statuses[at] is Status.CORRECTED else None
    return statuses


def _select_reversals(
    connection: Connection, achievements: Sequence[tuple[str, bytes]]
) -> dict[tuple[str, bytes], list[TakenBackCredit]]:
    wanted = set(achievements)
    claims = select_among(connection, CLAIMS, transfer_claim.c.identity, sorted({one for _, one in wanted}))
    requests = {at for log_id, one, at in claims if at is not None and (f"{log_id:02d}", one) in wanted}
    found: dict[tuple[str, bytes], list[TakenBackCredit]] = {}
    # What holds an achievement and what gives it back says so in the open: neither keys nor private parts are needed.
    for stored in _find(connection, sorted(requests)) if requests else ():
        for number, item in enumerate(stored.transfer.items):
            place, entry = (stored.sending, item.identity), stored.transfer.reversal(number)
            if entry is not None and place in wanted:
                told = TakenBackCredit(transfer=stored.reference, reason=parse_reason(entry.plain_body))
                found.setdefault(place, []).append(told)
    return found

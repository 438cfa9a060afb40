"""What is known of peers' logs and of peers as sources, as it is stored."""

from datetime import UTC, datetime

from sqlalchemy import Connection, func, literal, select, update

from node.model.records import LogState, SourceState
from node.storage.bulk import insert_if_absent, upsert
from node.storage.schema import BIG, POSITION_BITS, log, peer_log, peer_source, withheld

# Put together once: every lookup asks it.
LOG_STATES = (
    select(
        log.c.origin,
        log.c.branch,
        log.c.size,
        log.c.root,
        peer_log.c.highest_size,
        peer_log.c.as_of,
        peer_log.c.quarantined_at,
        select(func.count())
        .where(
            withheld.c.position >= literal(1 << POSITION_BITS, BIG) * log.c.log_id,
            withheld.c.position < literal(1 << POSITION_BITS, BIG) * (log.c.log_id + 1),
        )
        .scalar_subquery(),
    )
    .select_from(log.outerjoin(peer_log, peer_log.c.log_id == log.c.log_id))
    .order_by(log.c.branch)
)


def load_log_states(connection: Connection) -> list[LogState]:
    """The state of every log held, the own one too, by branch."""
    return [
        LogState(
            origin=origin,
            branch=branch,
            size=size,
            root=root,
            highest_size=max(size, highest_size or 0),
            as_of=_instant(as_of),
            quarantined_at=_instant(quarantined_at),
            withheld=missing,
        )
        for origin, branch, size, root, highest_size, as_of, quarantined_at, missing in connection.execute(LOG_STATES)
    ]


def load_highest(connection: Connection, log_id: int) -> tuple[int, bytes] | None:
    """Size and note of the largest checkpoint heard of a log."""
    query = select(peer_log.c.highest_size, peer_log.c.highest_note).where(peer_log.c.log_id == log_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.highest_size, row.highest_note)


def remember_highest(connection: Connection, log_id: int, size: int, note: bytes) -> None:
    """Keeps the largest checkpoint heard; a smaller one is merely stale and changes nothing."""
    row = {"log_id": log_id, "highest_size": size, "highest_note": note}
    insert_if_absent(connection, peer_log, [row])
    connection.execute(
        update(peer_log)
        .where(peer_log.c.log_id == log_id, peer_log.c.highest_size < size)
        .values(highest_size=size, highest_note=note)
    )


def set_as_of(connection: Connection, log_id: int, as_of: datetime) -> None:
    """Moves a log's "as of" forward, never back."""
    seconds = as_of.timestamp()
    connection.execute(
        update(peer_log)
        .where(peer_log.c.log_id == log_id, (peer_log.c.as_of.is_(None)) | (peer_log.c.as_of < seconds))
        .values(as_of=seconds)
    )


def quarantine_log(connection: Connection, log_id: int, at: datetime, evidence: bytes) -> None:
    """Stops trusting a log, with the evidence; the first evidence stays."""
    connection.execute(
        update(peer_log)
        .where(peer_log.c.log_id == log_id, peer_log.c.quarantined_at.is_(None))
        .values(quarantined_at=at.timestamp(), evidence=evidence.decode())
    )


def load_evidence(connection: Connection, log_id: int) -> bytes | None:
    """The evidence against a log's origin, None if there is none."""
    found = connection.execute(select(peer_log.c.evidence).where(peer_log.c.log_id == log_id)).scalar_one_or_none()
    return found.encode() if found else None


def load_source_states(connection: Connection) -> list[SourceState]:
    """How each peer does as a source, by branch."""
    return [
        SourceState(
            branch=row.branch,
            failures=row.failures,
            retry_at=_instant(row.retry_at),
            heard_at=_instant(row.heard_at),
            quarantined_at=_instant(row.quarantined_at),
            reason=row.reason or "",
        )
        for row in connection.execute(select(peer_source).order_by(peer_source.c.branch))
    ]


def set_source_state(connection: Connection, state: SourceState) -> None:
    """Keeps how a peer does."""
    row = {
        "branch": state.branch,
        "failures": state.failures,
        "retry_at": _seconds(state.retry_at),
        "heard_at": _seconds(state.heard_at),
        "quarantined_at": _seconds(state.quarantined_at),
        "reason": state.reason or None,
    }
    upsert(connection, peer_source, [row])


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _seconds(instant: datetime | None) -> float | None:
    return None if instant is None else instant.timestamp()

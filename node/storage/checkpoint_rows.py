"""Checkpoints and cosignatures as they are stored."""

from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from federation.errors import CreditBankError, IntegrityBroken
from federation.tlog.note import with_signature
from node.storage.bulk import insert_if_absent, upsert
from node.storage.schema import checkpoint, cosignature


def add_checkpoint(connection: Connection, log_id: int, size: int, note: bytes) -> None:
    """Keeps a signed checkpoint; one that is there already stays as it is."""
    insert_if_absent(connection, checkpoint, [{"log_id": log_id, "size": size, "note": note}])


def add_cosignature(
    connection: Connection, *, log_id: int, size: int, name: str, line: str, signed_at: datetime
) -> None:
    """Keeps a verified cosignature, in the place of an earlier one by the same name; never of a later one."""
    row = {"log_id": log_id, "size": size, "name": name, "line": line.encode(), "signed_at": signed_at.timestamp()}
    upsert(connection, cosignature, [row], newer_by="signed_at")


def newest_size(connection: Connection, log_id: int) -> int | None:
    """The size of the newest checkpoint held of a log."""
    size: int | None = connection.execute(
        select(func.max(checkpoint.c.size)).where(checkpoint.c.log_id == log_id)
    ).scalar_one()
    return size


def load_note(connection: Connection, log_id: int, size: int) -> bytes | None:
    """The signed note of one checkpoint with all cosignatures known, None if not held.

    Raises:
        IntegrityBroken: what is stored is no note any more.
    """
    query = select(checkpoint.c.note).where(checkpoint.c.log_id == log_id, checkpoint.c.size == size)
    note = connection.execute(query).scalar_one_or_none()
    if note is None:
        return None
    lines = select(cosignature.c.line).where(cosignature.c.log_id == log_id, cosignature.c.size == size)
    try:
        for (line,) in connection.execute(lines.order_by(cosignature.c.name)):
            note = with_signature(note, line.decode())
    except (CreditBankError, UnicodeDecodeError) as error:
        raise IntegrityBroken(what="stored checkpoint") from error
    return note


def covering_size(connection: Connection, log_id: int, index: int) -> int | None:
    """The size of the smallest checkpoint held that covers leaf `index`."""
    query = select(func.min(checkpoint.c.size)).where(checkpoint.c.log_id == log_id, checkpoint.c.size > index)
    size: int | None = connection.execute(query).scalar_one()
    return size


def witnessed_size(connection: Connection, log_id: int, index: int, *, at_most: int, origin: str) -> int | None:
    """The size of the newest checkpoint held that covers leaf `index` and that somebody else than `origin` cosigned."""
    query = (
        select(func.max(cosignature.c.size))
        .join(checkpoint, (checkpoint.c.log_id == cosignature.c.log_id) & (checkpoint.c.size == cosignature.c.size))
        .where(
            cosignature.c.log_id == log_id,
            cosignature.c.size > index,
            cosignature.c.size <= at_most,
            cosignature.c.name != origin,
        )
    )
    size: int | None = connection.execute(query).scalar_one()
    return size


def cosigned_at(connection: Connection, log_id: int, size: int, name: str) -> datetime | None:
    """When `name` last cosigned that checkpoint, None if never."""
    query = select(cosignature.c.signed_at).where(
        cosignature.c.log_id == log_id, cosignature.c.size == size, cosignature.c.name == name
    )
    seconds = connection.execute(query).scalar_one_or_none()
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

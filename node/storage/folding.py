"""What a batch of entries makes of the entries that it cites: read together, folded, written together.

A member branch may cite a great deal in one batch; the writer's lock is held for a few
statements all the same. The rules themselves are `federation.model.standing`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, select

from federation.errors import CreditBankError
from federation.model.entry import Citation, Header, parse_header
from federation.model.standing import CitedEntry, Status, fold, is_well_formed
from federation.tlog.hashing import leaf_hash
from node.storage.bulk import insert_if_absent, upsert
from node.storage.positions import log_and_index, position_of
from node.storage.schema import entry, private_part, standing, tombstone, withheld
from node.storage.transfer_marks import mark_shaken

POSITIONS_A_QUERY = 1_000
UNREADABLE = -1
"""Kind of what can't be read as what it says it is."""
SHAKING = (Status.REVOKED, Status.CORRECTED, Status.UNKNOWN)
"""After which a transfer's credit may have to be taken back."""


@dataclass(slots=True)
class _Cited:
    """What is known of the entries that a batch cites, by leaf index."""

    headers: dict[int, bytes] = field(default_factory=dict)
    statuses: dict[int, Status] = field(default_factory=dict)


def fold_citations(connection: Connection, *, origin: str, log_id: int, citing: Sequence[tuple[int, Header]]) -> None:
    """Folds entries that are stored already, in order.

    Args:
        connection: an open write transaction.
        origin: the log's origin.
        log_id: its number in the tables.
        citing: (leaf index, header) of those entries of a batch that cite others.
    """
    wanted = {cite.index for _, header in citing for cite in header.cites if cite.origin == origin}
    cited = _load(connection, log_id, sorted(wanted))

    def look_up(cite: Citation) -> CitedEntry | None:
        return _cited_entry(cited, cite.index)

    changed: dict[int, tuple[Status, int]] = {}
    for index, header in citing:
        for at, status in fold(origin, index, header, look_up).items():
            cited.statuses[at] = status
            changed[at] = (status, index)
    rows = [
        {
            "position": position_of(log_id, index),
            "status": status.value,
            "by_position": position_of(log_id, by_index),
        }
        for index, (status, by_index) in changed.items()
    ]
    upsert(connection, standing, rows)
    gone = [_cited_entry(cited, index) for index, (status, _) in changed.items() if status in SHAKING]
    mark_shaken(connection, log_id, {one.achievement_id for one in gone if one is not None and one.kind != UNREADABLE})
    erased = [index for index, (status, _) in changed.items() if status is Status.ERASED]
    _erase(connection, log_id, {index: cited.headers[index] for index in erased})


def _load(connection: Connection, log_id: int, indexes: Sequence[int]) -> _Cited:
    cited = _Cited()
    for positions in _chunks([position_of(log_id, index) for index in indexes]):
        headers = select(entry.c.position, entry.c.header).where(entry.c.position.in_(positions))
        statuses = select(standing.c.position, standing.c.status).where(standing.c.position.in_(positions))
        cited.headers.update({log_and_index(position)[1]: header for position, header in connection.execute(headers)})
        cited.statuses.update(
            {log_and_index(position)[1]: Status(status) for position, status in connection.execute(statuses)}
        )
    return cited


def _cited_entry(cited: _Cited, index: int) -> CitedEntry | None:
    data = cited.headers.get(index)
    if data is None:
        return None
    try:
        header: Header | None = parse_header(data)
    except CreditBankError:
        header = None
    return CitedEntry(
        kind=header.kind if header is not None and is_well_formed(header) else UNREADABLE,
        status=cited.statuses.get(index, Status.VALID),
        achievement_id=header.achievement_id if header is not None else b"",
        leaf_hash=leaf_hash(data),
        has_private_part=header is not None and bool(header.private_digest),
    )


def _erase(connection: Connection, log_id: int, headers: dict[int, bytes]) -> None:
    for positions in _chunks([position_of(log_id, index) for index in headers]):
        connection.execute(delete(private_part).where(private_part.c.position.in_(positions)))
        connection.execute(delete(withheld).where(withheld.c.position.in_(positions)))
    identities = ((index, parse_header(data).achievement_id) for index, data in headers.items())
    rows = [
        {"achievement_id": identity, "position": position_of(log_id, index)}
        for index, identity in identities
        if identity
    ]
    insert_if_absent(connection, tombstone, rows)


def _chunks(positions: Sequence[int]) -> Iterable[Sequence[int]]:
    return (positions[at : at + POSITIONS_A_QUERY] for at in range(0, len(positions), POSITIONS_A_QUERY))

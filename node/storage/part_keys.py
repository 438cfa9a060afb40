"""Whether private parts stand under the keys that their bytes and headers give.

The keys are a projection: nothing is signed over them, and a part under wrong ones is found
by nobody, or by another. Source: DESIGN section 2 (projections can be rebuilt); RELIABILITY 5.
"""

from sqlalchemy import Connection, select

from federation.errors import CreditBankError
from federation.model.entry import parse_header
from node.storage.positions import log_and_index, position_of
from node.storage.preparing import private_row
from node.storage.schema import entry, private_part


def misfiled_parts(connection: Connection, log_id: int, start: int, count: int) -> list[int]:
    """Leaf indexes, among `count` from `start`, whose stored subject or achievement key is another than theirs."""
    query = (
        select(entry.c.position, entry.c.header, *private_part.c)
        .join_from(private_part, entry, entry.c.position == private_part.c.position)
        .where(
            private_part.c.position >= position_of(log_id, start),
            private_part.c.position < position_of(log_id, start + count),
        )
        .order_by(private_part.c.position)
    )
    found = []
    for position, header_bytes, *stored in connection.execute(query):
        try:
            header = parse_header(header_bytes)
        except CreditBankError:
            # It names no private part: that there is one is found out by its digest.
            continue
        if private_row(position, header, stored[1]) != tuple(stored):
            found.append(log_and_index(position)[1])
    return found

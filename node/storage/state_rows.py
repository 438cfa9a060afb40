"""Single values that belong to the database itself, and leases between processes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from node.storage.bulk import upsert
from node.storage.schema import lease, node_state


def load_state(connection: Connection, name: str) -> str | None:
    """A named value, None if it was never set."""
    return connection.execute(select(node_state.c.value).where(node_state.c.name == name)).scalar_one_or_none()


def set_state(connection: Connection, name: str, value: str) -> None:
    """Sets a named value."""
    upsert(connection, node_state, [{"name": name, "value": value}])


def take_lease(connection: Connection, name: str, holder: str, *, now: datetime, lasting: timedelta) -> bool:
    """Whether `holder` has the lease until `now + lasting`: it was free, run out, or the holder's own.

    Nobody takes one for longer than `lasting`: a later end comes of a clock that was ahead, and binds nobody.
    """
    row = connection.execute(select(lease).where(lease.c.name == name)).one_or_none()
    until = (now + lasting).timestamp()
    if row is not None and row.holder != holder and now.timestamp() < row.until <= until:
        return False
    upsert(connection, lease, [{"name": name, "holder": holder, "until": until}])
    return True

"""That a closed unit files nothing: asked where something is filed, in the very unit of work that files it."""

from collections.abc import Collection

from federation.errors import UnitRefused
from node.ports.logs import Change


async def require_open(change: Change, unit_id: int) -> None:
    """Lets pass what is filed by a unit that isn't closed; one that isn't kept here can't be.

    Raises:
        UnitRefused: reason ``closed``.
    """
    await require_all_open(change, [unit_id])


async def require_all_open(change: Change, unit_ids: Collection[int]) -> None:
    """Lets pass what is filed by units of which none is closed. Raises as `require_open`."""
    if any(one.is_closed for one in (await change.units.by_ids(unit_ids)).values()):
        raise UnitRefused(reason="closed")

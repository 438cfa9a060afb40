"""That a closed unit files nothing: asked where something is filed, in the very unit of work that files it."""

from federation.errors import UnitRefused
from node.ports.logs import Change


async def require_open(change: Change, unit_id: int) -> None:
    """Lets pass what is filed by a unit that isn't closed; one that isn't kept here can't be.

    Raises:
        UnitRefused: reason ``closed``.
    """
    unit = await change.units.by_id(unit_id)
    if unit is not None and unit.is_closed:
        raise UnitRefused(reason="closed")

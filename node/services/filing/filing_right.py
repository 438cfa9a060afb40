"""Whether somebody who files at length may still: asked in every unit of work, not at the beginning alone.

Source: RELIABILITY 31; DESIGN section 10, invariant 9.
"""

from federation.errors import ActorRefused
from node.model.access import Actor, Duty, Role
from node.ports.logs import Change
from node.services.open_units import require_open


async def require_still_filing(change: Change, actor: Actor, unit_id: int | None = None) -> None:
    """Lets pass an operator who wasn't suspended since, and everybody who is none, for a unit that isn't closed.

    A read or two by an index; they stand in the transaction that they are asked for.

    Raises:
        ActorRefused: reason ``suspended``.
        UnitRefused: reason ``closed``.
    """
    if unit_id is not None:
        await require_open(change, unit_id)
    if actor.role is not Role.OPERATOR:
        return
    found = await change.operators.find(actor.name)
    if found is None or Duty.FILING not in found.duties:
        raise ActorRefused(reason="suspended")

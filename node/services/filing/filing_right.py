"""Whether somebody who files at length may still: asked in every unit of work, not at the beginning alone.

Source: RELIABILITY 31; DESIGN section 10, invariant 9.
"""

from federation.errors import ActorRefused
from node.model.access import Actor, Duty, Role
from node.ports.logs import Change


async def require_still_filing(change: Change, actor: Actor) -> None:
    """Lets pass an operator who wasn't suspended since, and everybody who is none.

    One read by the name's index; it stands in the transaction that it is asked for.

    Raises:
        ActorRefused: reason ``suspended``.
    """
    if actor.role is not Role.OPERATOR:
        return
    found = await change.operators.find(actor.name)
    if found is None or Duty.FILING not in found.duties:
        raise ActorRefused(reason="suspended")

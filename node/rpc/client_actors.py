"""Who acts in a client's call: a registered operator whom that client may act for, and nobody else.

Source: docs/adr/0015; DESIGN section 10 (invariant 9).
"""

from federation.errors import ActorRefused, Malformed, NotHere
from node.model.access import Actor, Role
from node.model.client import ClientKind
from node.model.operator import MAX_NAME_CHARS
from node.rpc.client_gate import calling_client
from node.services.organisation.operators import OperatorService
from node.services.organisation.units import UnitService


class ClientActors:
    """Tells who is acting."""

    def __init__(self, *, operators: OperatorService, units: UnitService, branch: str) -> None:
        self._operators = operators
        self._units = units
        self._branch = branch

    async def acting(self, named: str) -> Actor:
        """The operator whom the call names, or whose system calls.

        Args:
            named: the request's ``actor``; a system may leave it empty.

        Raises:
            ActorRefused: reason ``client-actor``, the same whether there is no such operator or the client may
                not act for them: names can't be tried.
        """
        client = calling_client()
        named = named.strip()
        if client.kind is ClientKind.SYSTEM and named in ("", client.bound_to):
            return await self._registered(client.bound_to)
        if client.kind is not ClientKind.COUNTER:
            raise ActorRefused(reason="client-actor")
        actor = await self._registered(named)
        try:
            place = await self._units.by_code(client.bound_to)
        except NotHere:
            raise ActorRefused(reason="client-actor") from None
        if actor.unit is None or not place.contains(actor.unit):
            raise ActorRefused(reason="client-actor")
        return actor

    async def looking(self, named: str) -> Actor:
        """Who looks a learner up: as `acting`; at a portal the portal itself, whose session `named` is recorded.

        Raises:
            ActorRefused: as `acting`.
            Malformed: a session's name that can't be recorded.
        """
        client = calling_client()
        if client.kind is not ClientKind.PORTAL:
            return await self.acting(named)
        if len(named) > MAX_NAME_CHARS or not named.isprintable():
            raise Malformed(what="actor", why="length")
        return Actor(name=f"{client.name}:{named}", role=Role.CLIENT, branch=self._branch)

    async def _registered(self, name: str) -> Actor:
        try:
            return await self._operators.registered(name)
        except ActorRefused:
            raise ActorRefused(reason="client-actor") from None

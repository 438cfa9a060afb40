"""What every service of `node.v1` has in common: the protocol that it serves, and who acts in its calls."""

from collections.abc import Callable
from typing import Any, ClassVar

import grpc

from node.rpc.client_actors import ClientActors


class ClientService:
    """One service: a subclass has its handlers, and is the servicer that was generated for it as well.

    Attributes:
        descriptor: of the service, from its protocol.
        add: what was generated to have a server serve it, given the service and the server.
    """

    descriptor: ClassVar[Any]
    add: ClassVar[Callable[..., None]]

    def __init__(self, actors: ClientActors) -> None:
        self._actors = actors

    def add_to(self, server: grpc.aio.Server) -> None:
        """Has the server serve it."""
        type(self).add(self, server)

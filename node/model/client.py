"""The branch's own clients: machines that call it, each by its certificate, and for whom each may act.

A client never has rights of its own. What it does is done by a registered operator of the branch, and
its certificate says which operators those can be: any of one unit and those under it (a counter), exactly
one (a system), none (a portal, where learners look at their own records).

Source: docs/adr/0015; DESIGN section 9, section 10 (invariant 9).
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from federation.errors import Malformed
from federation.trust.names import check_client_name


class ClientKind(StrEnum):
    """What a client is."""

    PORTAL = "portal"
    """门户: learners look their own records up; acts for no operator."""
    COUNTER = "counter"
    """柜台: operators who signed in there; of the client's unit and those under it alone."""
    SYSTEM = "system"
    """业务系统: acts as the one operator that was registered for it."""
    UNLISTED = "unlisted"
    """A certificate that the configuration doesn't name: may ask for the node's health."""


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """One client.

    Attributes:
        name: in its certificate.
        kind: what it is.
        bound_to: a counter's unit by its code, a system's operator by name; "" for the others.
    """

    name: str
    kind: ClientKind
    bound_to: str = ""

    def __repr__(self) -> str:
        """No operator's name."""
        return f"Client({self.name}, {self.kind})"


def clients_by_name(portals: Iterable[str], counters: Iterable[str], systems: Iterable[str]) -> dict[str, Client]:
    """The clients that a configuration lists.

    Args:
        portals: names of certificates.
        counters: ``name:unit``, the unit by its code.
        systems: ``name:operator``, the operator by name.

    Raises:
        Malformed: an entry isn't of that form (why ``form``), or its name stands there twice (``twice``).
    """
    listed = [
        *(Client(name=one, kind=ClientKind.PORTAL) for one in portals),
        *(_bound(one, ClientKind.COUNTER) for one in counters),
        *(_bound(one, ClientKind.SYSTEM) for one in systems),
    ]
    found: dict[str, Client] = {}
    for one in listed:
        try:
            check_client_name(one.name)
        except Malformed:
            raise Malformed(what="client-name", why="form") from None
        if one.name in found:
            raise Malformed(what="client-name", why="twice")
        found[one.name] = one
    return found


def _bound(entry: str, kind: ClientKind) -> Client:
    name, _, bound_to = (part.strip() for part in entry.partition(":"))
    if not bound_to:
        raise Malformed(what="client-name", why="form")
    return Client(name=name, kind=kind, bound_to=bound_to)

"""Operators: the people of a unit who work with the branch's node."""

import msgspec

from node.model.access import Duty


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who acts under a name of their own.

    Attributes:
        name: what ``--as`` takes and what is recorded; encrypted at rest.
        unit_id: their place.
        duties: what they may do there.
    """

    name: str
    unit_id: int
    duties: frozenset[Duty]

    def __repr__(self) -> str:
        """Shows no name."""
        return f"Operator(unit {self.unit_id})"

"""Operators: the people of a unit who work with the branch's node."""

import msgspec

from federation.model.achievement import fold_text
from node.model.access import Duty

MAX_NAME_CHARS = 60
LOCAL = "local:"
"""Before the machine's user whose commands name nobody: no operator's name begins so."""


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who acts under a name of their own.

    Attributes:
        name: what ``--as`` takes and what is recorded; encrypted at rest.
        unit_id: their place.
        duties: what they may do there.
        registered_by: who registered them, as recorded, and on further lines who let them in again after a
            suspension; encrypted at rest; "" if that isn't known.
    """

    name: str
    unit_id: int
    duties: frozenset[Duty]
    registered_by: str = ""

    def __repr__(self) -> str:
        """Shows no name."""
        return f"Operator(unit {self.unit_id})"


def is_operator_name(name: str) -> bool:
    """Whether somebody may act under it: neither empty nor too long, and no local administrator's, however written."""
    return 0 < len(name) <= MAX_NAME_CHARS and not fold_text(name).startswith(LOCAL)

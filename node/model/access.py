"""Who acts, and on what ground: recorded for every change and every look at a person's data.

Source: PIPL articles 13, 23, 44 to 47; DESIGN section 3.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec


class Basis(StrEnum):
    """The legal basis of a look at somebody's records."""

    SELF = "self"
    """The person's own session, or at a counter with the document shown."""
    CONSENT = "consent"
    DUTY = "duty"


class Role(StrEnum):
    """What an actor may do. Finer roles come with accounts and rights."""

    LOCAL_ADMINISTRATOR = "local-administrator"
    CLIENT = "client"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is acting: a name to be recorded, a role, the branch that they act for."""

    name: str
    role: Role
    branch: str


class AuditRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One act. `subject_index` is a 16-byte blind index under the node's own key, or empty."""

    at: datetime
    actor: str
    action: str
    purpose: str = ""
    basis: str = ""
    subject_index: bytes = b""
    detail: str = ""

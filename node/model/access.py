"""Who acts, and on what ground: recorded for every change and every look at a person's data.

Source: PIPL articles 13, 23, 44 to 47; DESIGN section 3.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from node.model.unit import Unit


class Basis(StrEnum):
    """The legal basis of a look at somebody's records."""

    SELF = "self"
    """The person's own session, or at a counter with the document shown."""
    CONSENT = "consent"
    DUTY = "duty"


class Role(StrEnum):
    """By what an actor is known."""

    LOCAL_ADMINISTRATOR = "local-administrator"
    """Whoever runs commands on the branch's own machine and is no registered operator: may do everything."""
    OPERATOR = "operator"
    """Somebody of a unit: may do what their duties say, in their unit and under it."""
    CLIENT = "client"
    """A system of the branch, by its certificate: looks people up."""
    SYSTEM = "system"
    """The node itself, on schedule."""


class Duty(StrEnum):
    """What an operator is there for."""

    FILING = "filing"
    """填报: imports, files, corrects and withdraws."""
    REVIEW = "review"
    """审核: decides on what persons deposit and on what units under theirs declare."""
    COLLECTION = "collection"
    """汇总: a city bureau's: collects its area's applications and sends them up."""
    GRANTING = "granting"
    """核准: the provincial centre's: grants accounts and exceptions."""
    MANAGEMENT = "management"
    """管理: keeps units and operators."""
    PUBLICATION = "publication"
    """发布: publishes figures."""
    DECLARATION = "declaration"
    """申报: plans a unit's trainings and declares their projects."""
    CATALOGUING = "cataloguing"
    """编目: makes and publishes the catalogue of approved projects."""
    INSPECTION = "inspection"
    """检查: sees every step of the units under theirs, and remarks on it."""
    AUDITING = "auditing"
    """核查: examines what was filed, and decides on findings."""
    RULEMAKING = "rulemaking"
    """制定: drafts, adopts and publishes conversion rules, for the expert committee."""


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who is acting: a name to be recorded, by what they are known, the branch that they act for.

    Attributes:
        unit: an operator's place; None for the others: the whole branch.
        duties: an operator's.
    """

    name: str
    role: Role
    branch: str
    unit: Unit | None = None
    duties: frozenset[Duty] = frozenset()


class AuditRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One act. `subject_index` is a 16-byte blind index under the node's own key, or empty."""

    at: datetime
    actor: str
    action: str
    purpose: str = ""
    basis: str = ""
    subject_index: bytes = b""
    detail: str = ""

"""Who may do what where: one rule, asked by every service before it does anything.

An operator needs the duty, and the place: their unit, or one that stands above the unit in question.
Nobody decides on what their own unit asks for.

Source: DESIGN section 10, invariant 9; RELIABILITY 31.
"""

from federation.errors import ActorRefused
from node.model.access import Actor, Duty, Role
from node.model.unit import ROOT_ID, Unit


def require(actor: Actor, duty: Duty, unit: Unit) -> None:
    """Lets pass who may do such a thing for `unit`.

    Raises:
        ActorRefused: reason ``duty`` or ``place``.
    """
    if actor.role in (Role.LOCAL_ADMINISTRATOR, Role.SYSTEM):
        return
    if actor.role is not Role.OPERATOR or duty not in actor.duties:
        raise ActorRefused(reason="duty")
    if actor.unit is None or not actor.unit.contains(unit):
        raise ActorRefused(reason="place")


def require_above(actor: Actor, duty: Duty, unit: Unit) -> None:
    """Lets pass who may decide on what `unit` asks for: of a unit above it.

    Raises:
        ActorRefused: reason ``duty``, ``place`` or ``own-unit``.
    """
    require(actor, duty, unit)
    if actor.unit is not None and not actor.unit.is_above(unit):
        raise ActorRefused(reason="own-unit")


def require_directly_above(actor: Actor, duty: Duty, unit: Unit) -> None:
    """Lets pass who may decide on what `unit` asks for, where that is for the next unit up alone.

    Raises:
        ActorRefused: reason ``duty``, ``place``, ``own-unit`` or ``not-directly-above``.
    """
    require_above(actor, duty, unit)
    if actor.unit is not None and actor.unit.unit_id != unit.parent_id:
        raise ActorRefused(reason="not-directly-above")


def require_at_own(actor: Actor, duty: Duty) -> None:
    """Lets pass who has the duty at all: for what is done at one's own unit and concerns no other.

    Raises:
        ActorRefused: reason ``duty`` or ``place``.
    """
    if actor.role in (Role.LOCAL_ADMINISTRATOR, Role.SYSTEM):
        return
    if actor.role is not Role.OPERATOR or duty not in actor.duties:
        raise ActorRefused(reason="duty")
    if actor.unit is None:
        raise ActorRefused(reason="place")


def require_at_centre(actor: Actor, duty: Duty) -> None:
    """Lets pass who has the duty at the provincial centre.

    Raises:
        ActorRefused: reason ``duty``, ``place`` or ``centre-only``.
    """
    require_at_own(actor, duty)
    if actor.unit is not None and actor.unit.unit_id != ROOT_ID:
        raise ActorRefused(reason="centre-only")


def require_some_duty(actor: Actor) -> None:
    """Keeps out operators who have no duty at all; what systems may do is their endpoints' to say.

    Raises:
        ActorRefused: reason ``duty``.
    """
    if actor.role is Role.OPERATOR and not actor.duties:
        raise ActorRefused(reason="duty")


def may_see(actor: Actor, unit: Unit) -> bool:
    """Whether what is filed by `unit` is the actor's to see at all."""
    if actor.role in (Role.LOCAL_ADMINISTRATOR, Role.SYSTEM):
        return True
    return actor.unit is not None and actor.unit.contains(unit)

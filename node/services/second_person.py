"""Decisions that take two people: whoever decides is another registered person than whoever asked.

A name is a person only where the branch registers its operators: before that anybody types any name, and
an administrator is whoever sits at the machine. So both must be registered. Nor does anybody decide whom
those who asked registered or let in again, directly or through others: that could be themselves under
another name.

Source: DESIGN section 10, invariant 9; RELIABILITY 31.
"""

from collections.abc import Iterable

from federation.errors import ActorRefused
from federation.model.achievement import fold_text
from node.model.access import Actor, Role
from node.ports.organisation import Operators


async def require_second_person(operators: Operators, actor: Actor, earlier: Iterable[str]) -> None:
    """Lets pass a registered operator who is none of those that acted earlier, nor answerable to them.

    Args:
        operators: those of the branch, as they stand in the unit of work that decides.
        actor: who decides.
        earlier: names of those who asked, as recorded.

    Raises:
        ActorRefused: reason ``self-review``; ``two-operators`` if one of them is no registered operator.
    """
    asked = sorted(set(earlier))
    await require_other_person(operators, actor, asked)
    if not all([await operators.is_registered(name) for name in asked]):
        raise ActorRefused(reason="two-operators")


async def require_other_person(operators: Operators, actor: Actor, earlier: Iterable[str]) -> None:
    """The same of the actor alone: for what was decided already, whoever asked for it then.

    Raises:
        ActorRefused: reason ``self-review``; ``two-operators`` if the actor is no registered operator.
    """
    if not {fold_text(name) for name in earlier}.isdisjoint(await _answerable_to(operators, actor)):
        raise ActorRefused(reason="self-review")
    if actor.role is not Role.OPERATOR:
        raise ActorRefused(reason="two-operators")


async def _answerable_to(operators: Operators, actor: Actor) -> frozenset[str]:
    """Folded names of the actor, of whoever registered them, of whoever registered those, and so on."""
    names: set[str] = set()
    waiting = [actor.name]
    while waiting:
        name = waiting.pop()
        if name and fold_text(name) not in names:
            names.add(fold_text(name))
            waiting += await operators.registrants_of(name)
    return frozenset(names)

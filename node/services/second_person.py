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


class SecondPerson:
    """One actor's decisions within one unit of work: what it takes is read once, however many they decide on."""

    def __init__(self, operators: Operators, actor: Actor) -> None:
        """Prepares it; `operators` are those of the branch, as they stand in the unit of work that decides."""
        self._operators = operators
        self._actor = actor
        self._answerable: frozenset[str] | None = None
        self._registered: dict[str, bool] = {}

    async def require(self, earlier: Iterable[str]) -> None:
        """Lets pass a registered operator who is none of those that acted earlier, nor answerable to them.

        Args:
            earlier: names of those who asked, as recorded.

        Raises:
            ActorRefused: reason ``self-review``; ``two-operators`` if one of them is no registered operator.
        """
        asked = sorted(set(earlier))
        await self.require_other(asked)
        for name in asked:
            if name not in self._registered:
                self._registered[name] = await self._operators.is_registered(name)
        if not all(self._registered[name] for name in asked):
            raise ActorRefused(reason="two-operators")

    async def require_other(self, earlier: Iterable[str]) -> None:
        """The same of the actor alone: for what was decided already, whoever asked for it then.

        Raises:
            ActorRefused: reason ``self-review``; ``two-operators`` if the actor is no registered operator.
        """
        if self._answerable is None:
            self._answerable = await _answerable_to(self._operators, self._actor)
        if not {fold_text(name) for name in earlier}.isdisjoint(self._answerable):
            raise ActorRefused(reason="self-review")
        require_registered(self._actor)


def require_registered(actor: Actor) -> None:
    """Lets pass a registered operator: whoever asks for what another person is to decide.

    Asked for under anybody's name it would be held or noted, and nobody could decide on it.

    Raises:
        ActorRefused: reason ``two-operators``.
    """
    if actor.role is not Role.OPERATOR:
        raise ActorRefused(reason="two-operators")


async def require_second_person(operators: Operators, actor: Actor, earlier: Iterable[str]) -> None:
    """What `SecondPerson.require` asks, of one decision."""
    await SecondPerson(operators, actor).require(earlier)


async def require_other_person(operators: Operators, actor: Actor, earlier: Iterable[str]) -> None:
    """What `SecondPerson.require_other` asks, of one decision."""
    await SecondPerson(operators, actor).require_other(earlier)


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

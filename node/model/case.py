"""Cases (办件): whatever somebody files and somebody else decides on, step by step.

An administrator's application, a person's own deposit, a declaration are cases. Their tables
differ; that a step is lawful, who took it, when and why, is kept alike for all. A table is
data, so that what may happen to a case can be read in one place and tested whole.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from federation.errors import ActorRefused, StepRefused
from node.model.access import Actor, Duty
from node.model.rights import require, require_above, require_directly_above
from node.model.unit import Unit


class By(StrEnum):
    """Who of those with the duty may take a step."""

    OWN = "own"
    """Of the case's unit, or of one above it."""
    ABOVE = "above"
    """Of a unit above the case's: nobody decides on their own unit's case."""
    DIRECTLY_ABOVE = "directly-above"
    """Of the unit directly above the case's, and of no other."""


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """What a step does.

    Attributes:
        to: the state after it.
        duty: what whoever takes it must be there for.
        by: and where.
        needs_reason: whether it must say why.
        above: a duty by which somebody of a unit above the case's may take it as well; None for no other.
        or_duty: a duty that will do in place of `duty`; None for no other.
    """

    to: str
    duty: Duty
    by: By = By.OWN
    needs_reason: bool = False
    above: Duty | None = None
    or_duty: Duty | None = None


class CaseTable(msgspec.Struct, frozen=True, kw_only=True):
    """Every state and step of one kind of case.

    Attributes:
        kind: stable name.
        first: the state of a new case.
        transitions: (state, step) → what it does; whatever isn't there is refused.
        open_states: in which the body may still be altered by whoever filed it.
    """

    kind: str
    first: str
    transitions: Mapping[tuple[str, str], Transition]
    open_states: frozenset[str]

    def transition(self, state: str, step: str) -> Transition:
        """What `step` does in `state`.

        Raises:
            StepRefused: nothing: it isn't a step of that state.
        """
        found = self.transitions.get((state, step))
        if found is None:
            raise StepRefused(state=state, step=step)
        return found

    def steps_from(self, state: str) -> tuple[str, ...]:
        """What can be done in `state`, in the table's order."""
        return tuple(step for of, step in self.transitions if of == state)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case as it stands.

    Attributes:
        case_id: 32 hex characters.
        kind: of its table.
        unit_id: whose it is: the place that rights are asked for.
        state: one of its table's.
        body: what was filed; encrypted at rest; `services` know its form.
        subject_index: blind index of whom it is about (16 bytes), or empty.
        entry_index: leaf index of the entry that it came to, or None.
    """

    case_id: str
    kind: str
    unit_id: int
    state: str
    body: bytes
    created_at: datetime
    updated_at: datetime
    subject_index: bytes = b""
    entry_index: int | None = None

    def __repr__(self) -> str:
        """Shows nothing that was filed."""
        return f"Case({self.kind}, {self.state})"


class CaseStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step that was taken: who, when, why, and the state after it. Actor and reason are encrypted at rest."""

    at: datetime
    actor: str
    step: str
    state: str
    reason: str = ""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that belongs to a case.

    Attributes:
        part: what it is to the case, e.g. ``id-card-front``.
        name: the file's own name.
        digest: SHA-256 of its bytes, 32 bytes.
        size: in bytes.
        media_type: by its content.
    """

    part: str
    name: str
    digest: bytes
    size: int
    media_type: str


def require_step(actor: Actor, transition: Transition, unit: Unit, reason: str) -> None:
    """Lets pass who may take that step on a case of `unit`.

    Raises:
        ActorRefused: reasons of `node.model.rights`, or ``reason-missing``.
    """
    is_above = actor.unit is not None and actor.unit.is_above(unit)
    if transition.above is not None and is_above and transition.above in actor.duties:
        require_above(actor, transition.above, unit)
    else:
        duty = transition.duty
        if transition.or_duty is not None and duty not in actor.duties and transition.or_duty in actor.duties:
            duty = transition.or_duty
        {By.OWN: require, By.ABOVE: require_above, By.DIRECTLY_ABOVE: require_directly_above}[transition.by](
            actor, duty, unit
        )
    if transition.needs_reason and not reason.strip():
        raise ActorRefused(reason="reason-missing")

"""Who files and decides: units, operators, cases, reminders."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from node.model.case import Attachment, Case, CaseStep
from node.model.operator import Operator
from node.model.reminder import Deadline, Reminder
from node.model.unit import Unit


class Units(Protocol):
    """Institutions, one under another."""

    async def ensure_root(self, *, code: str, name: str, level: str, region: str) -> None:
        """Makes the provincial centre, unless it is there."""
        ...

    async def add(self, *, code: str, name: str, level: str, region: str, parent: Unit, may_hold_account: bool) -> Unit:
        """Adds a unit."""
        ...

    async def add_all(self, units: Sequence[Unit]) -> None:
        """Adds units that have numbers and paths of their own already."""
        ...

    async def all(self) -> list[Unit]:
        """Every unit, each after the one above it."""
        ...

    async def by_code(self, code: str) -> Unit | None:
        """By code."""
        ...

    async def by_id(self, unit_id: int) -> Unit | None:
        """By number."""
        ...

    async def by_ids(self, unit_ids: Collection[int]) -> Mapping[int, Unit]:
        """Several, by number; one that there isn't is absent."""
        ...

    async def except_from_rule(self, unit_id: int) -> None:
        """Lets a unit hold an account though its level doesn't."""
        ...

    async def rename(self, unit_id: int, name: str, at: datetime) -> None:
        """Gives a unit another name."""
        ...

    async def close(self, unit_id: int, at: datetime) -> None:
        """Closes a unit."""
        ...

    async def set_account_since(self, unit_id: int, at: datetime | None) -> None:
        """Says since when a unit has its account."""
        ...

    async def accounts_since(self) -> dict[int, float]:
        """Units that have an account, and since when."""
        ...


class Operators(Protocol):
    """People of units."""

    async def add(self, one: Operator) -> bool:
        """Registers one; False if the name is taken."""
        ...

    async def add_all(self, several: Sequence[Operator]) -> list[str]:
        """Registers several of different names, unless one of these is taken; returns those that are."""
        ...

    async def find(self, name: str) -> Operator | None:
        """By name, unless suspended."""
        ...

    async def all(self) -> list[Operator]:
        """All who aren't suspended."""
        ...

    async def count(self) -> int:
        """How many there are, suspended ones too."""
        ...

    async def is_registered(self, name: str) -> bool:
        """Whether there is an operator of that name, a suspended one too."""
        ...

    async def registrants_of(self, name: str) -> list[str]:
        """Who registered the operator of that name or let them in again, a suspended one too."""
        ...

    async def find_suspended(self, name: str) -> Operator | None:
        """By name, if suspended."""
        ...

    async def resume(self, name: str, by: str) -> bool:
        """Gives a suspended operator their rights again."""
        ...

    async def suspend(self, name: str, at: datetime) -> bool:
        """Ends an operator's rights."""
        ...


class Cases(Protocol):
    """What is filed step by step."""

    async def add(self, case: Case) -> None:
        """Adds a new case."""
        ...

    async def add_all(self, cases: Sequence[Case]) -> None:
        """Adds new cases."""
        ...

    async def alter(self, case: Case, *, was: str) -> bool:
        """Keeps it as it stands now, if its state is still `was`."""
        ...

    async def alter_all(self, changes: Sequence[tuple[Case, str]]) -> list[Case]:
        """The same of many, no case twice; returns those whose state isn't the one beside it any more."""
        ...

    async def find(self, case_id: str) -> Case | None:
        """By id."""
        ...

    async def find_all(self, case_ids: Collection[str]) -> Mapping[str, Case]:
        """The same of many, by what was asked for."""
        ...

    async def list_of(
        self, kind: str, *, states: Sequence[str] = (), unit_ids: Sequence[int] = (), subject_index: bytes = b""
    ) -> list[Case]:
        """Of a kind, oldest first."""
        ...

    async def containing(self, kind: str, index: int) -> Case | None:
        """The newest of a kind whose entry stands at that leaf index or before it."""
        ...

    async def of_entry(self, index: int) -> list[Case]:
        """Those that came to that own entry."""
        ...

    async def add_step(self, case_id: str, step: CaseStep) -> None:
        """Adds to its history."""
        ...

    async def add_steps(self, steps: Sequence[tuple[str, CaseStep]]) -> None:
        """Adds to the histories of several."""
        ...

    async def steps(self, case_id: str) -> list[CaseStep]:
        """Its history."""
        ...

    async def steps_of(self, case_ids: Collection[str]) -> Mapping[str, Sequence[CaseStep]]:
        """The histories of several."""
        ...

    async def attach(self, case_id: str, *, part: str, name: str, content: bytes, media_type: str) -> Attachment:
        """Keeps a file with it."""
        ...

    async def detach(self, case_id: str, *, part: str, digest: bytes) -> None:
        """Takes a file out of it."""
        ...

    async def attachments(self, case_id: str) -> list[Attachment]:
        """Its files."""
        ...

    async def content(self, digest: bytes) -> bytes | None:
        """A file's bytes."""
        ...


class Reminders(Protocol):
    """Deadlines, and who was reminded of them."""

    async def set_deadline(self, what: str, until: Deadline) -> None:
        """Says until when something is to be handed in."""
        ...

    async def deadline(self, what: str) -> Deadline | None:
        """Until when."""
        ...

    async def add(self, what: str, reminders: Sequence[Reminder]) -> None:
        """Keeps reminders, one per unit and day."""
        ...

    async def since(self, what: str, first: date) -> list[Reminder]:
        """Of that day and later ones."""
        ...

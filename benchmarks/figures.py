"""Figures as they are reported: one line of the table each, with what it must reach and should.

Source: DESIGN section 11.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any


class StepFailed(Exception):
    """A measured process ended with an error."""

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(f"{step}: {reason.strip()[-2_000:]}")


class Subject(StrEnum):
    """What can be measured."""

    IMPORT = "import"
    SYNC = "sync"
    LOOKUP = "lookup"
    PROOF = "proof"
    CATALOGUE = "catalogue"
    TRANSFERS = "transfers"
    FILL = "fill"


USUAL = (Subject.IMPORT, Subject.SYNC, Subject.LOOKUP, Subject.PROOF, Subject.CATALOGUE)
"""What is measured unless something is chosen: the others take minutes at the size that they are stated for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table.

    Attributes:
        subject: which measurement.
        name: what the line says, as a person reads it.
        value: the ratio (product over floor), or the figure itself where there is no floor.
        unit: ``×`` for a ratio, else the unit of `value`.
        floor, product: the two rates or amounts that the ratio is made of, with their units.
        must, goal: what `value` is to reach; None where nothing is demanded.
        less_is_better: whether it is to stay below instead.
    """

    subject: Subject
    name: str
    value: float
    unit: str = "×"
    floor: str = ""
    product: str = ""
    must: float | None = None
    goal: float | None = None
    less_is_better: bool = False

    def reaches(self, wanted: float | None) -> bool | None:
        """Whether the value reaches `wanted`; None if nothing is wanted."""
        if wanted is None:
            return None
        return self.value <= wanted if self.less_is_better else self.value >= wanted

    def to_json(self) -> dict[str, Any]:
        """The line as an object."""
        return {
            "subject": self.subject.value,
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "floor": self.floor,
            "product": self.product,
            "must": self.must,
            "must_met": self.reaches(self.must),
            "goal": self.goal,
            "goal_met": self.reaches(self.goal),
        }


def interleaved(rounds: int, works: Mapping[str, Callable[[], Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Runs all works in turn, `rounds` times (A B A B …), so that what else the machine does meets all alike."""
    results: dict[str, list[dict[str, Any]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            results[name].append(dict(work()))
    return results


def median_of(results: Sequence[Mapping[str, Any]], key: str) -> float:
    """The median of one figure over all rounds."""
    return float(median(float(one[key]) for one in results))


def most_of(results: Sequence[Mapping[str, Any]], key: str) -> float:
    """The largest of one figure over all rounds."""
    return max(float(one[key]) for one in results)


def per_second(records: float, seconds: float) -> str:
    """A rate, as a person reads it."""
    return f"{records / seconds:,.0f}/s"

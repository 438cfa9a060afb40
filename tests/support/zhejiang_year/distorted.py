"""Which projects of a year are distorted, and how: few, one of a school at most, known to the simulation alone.

Chosen by what a project is, never by what screening looks for. Source: 浙学银〔2019〕2号, 三（三）.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

A_CLASS = 12
"""People from which a project is a class: of fewer, little can be said."""
NEARLY = 0.85
"""A copied list has at least this part of the list it was copied from."""


class Distortion(StrEnum):
    """What is wrong, named by the rule that should find it."""

    SCALE = "scale-exceeded"
    """Twice as many come as were declared."""
    AGE = "age-outside-target-group"
    """A class of elders who are in their forties at most."""
    ROSTER = "cloned-roster"
    """The people of another project of that school."""
    EVALUATIONS = "identical-evaluations"
    """Everybody has the same mark and remark."""


class Distorted(NamedTuple):
    """What is wrong with one project; `copied_from` is the number of another, -1 for none."""

    kind: Distortion
    copied_from: int = -1


class Project(Protocol):
    """What is known of a project when it is chosen."""

    @property
    def number(self) -> int:
        """Its place among all."""
        ...

    @property
    def quarter(self) -> int:
        """When it is held."""
        ...

    @property
    def group(self) -> str:
        """Whom it is for."""
        ...

    @property
    def counts(self) -> tuple[int, ...]:
        """Results by course."""
        ...

    @property
    def school(self) -> object:
        """Whose it is."""
        ...


def choose(projects: Sequence[Project], each: int) -> Mapping[int, Distorted]:
    """Up to `each` projects of every kind, by number."""
    classes = [one for one in projects if len(one.counts) == 1 and one.counts[0] >= A_CLASS]
    found: dict[int, Distorted] = {}
    schools: set[object] = set()
    candidates: dict[Distortion, Iterator[tuple[Project, int]]] = {
        # Those that fewest can be come first.
        Distortion.ROSTER: _copies(classes),
        Distortion.AGE: _those(classes, lambda one: "老年" in one.group),
        Distortion.SCALE: _those(classes, lambda _: True),
        Distortion.EVALUATIONS: _those(classes, lambda _: True),
    }
    for kind, those in candidates.items():
        left = each
        for project, copied_from in those:
            if not left:
                break
            if project.school not in schools:
                schools.add(project.school)
                found[project.number] = Distorted(kind, copied_from)
                left -= 1
    return found


def _those(projects: Sequence[Project], fits: Callable[[Project], bool]) -> Iterator[tuple[Project, int]]:
    return ((one, -1) for one in projects if fits(one))


def _copies(projects: Sequence[Project]) -> Iterator[tuple[Project, int]]:
    """Projects that could have the people of an earlier one of their school."""
    earlier: dict[tuple[object, str], list[Project]] = {}
    for one in projects:
        before = earlier.setdefault((one.school, one.group), [])
        for other in before:
            # Whose list was filed first is the one that was copied from.
            if one.quarter >= other.quarter and NEARLY * other.counts[0] <= one.counts[0] <= other.counts[0]:
                yield one, other.number
                break
        before.append(one)

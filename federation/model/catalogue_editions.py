"""Which editions of a catalogue count: a pure fold over one area's parts, in the order of its log.

A log speaks of its own branch's areas only: a part whose area doesn't begin with the branch's code is void,
so that no branch can put its projects into another's catalogue, nor in front of them in a search.

An edition is there once its parts have come one after another, 1 to n. It must follow the one before it
(1, 2, 3, …), or it is void: published items don't change, they are superseded. A quarter never belongs
to two ranges of one area. What is void has no effect, on every replica alike; an edition that isn't whole
waits, and may be begun anew. A project code that stands twice in an edition makes the whole edition void.

What is known of an area stays small whatever a log holds: of what counts, the leaf indexes alone, and at
most `MAX_WAITING` editions that aren't whole, each of at most `MAX_PARTS` parts. An edition that begins
while as many wait makes the one void that began first: remains never keep an area from publishing.

Source: 浙学银〔2019〕2号, section 2 (目录按季度发布); seed 002.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeAlias

import msgspec

from federation.model.catalogue_parts import CataloguePart
from federation.model.octets import length_prefixed

Range: TypeAlias = tuple[int, int]
"""First and last quarter."""
MAX_WAITING = 4
"""Editions of one area that may wait for parts at a time; a branch that publishes whole editions has none."""


class PartFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the fold needs of a part.

    Attributes:
        said: 32 bytes, equal in all parts of one edition.
        codes: of its projects.
        is_of_branch: whether the area is the log's own branch's.
    """

    index: int
    quarters: Range
    edition: int
    part: int
    parts: int
    said: bytes
    codes: frozenset[str] = frozenset()
    is_of_branch: bool = True


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """An edition as far as it came: the leaf indexes of its parts, in order; while it waits, its projects' codes."""

    edition: int
    parts: int
    said: bytes
    indexes: tuple[int, ...]
    codes: frozenset[str] = frozenset()


class AreaEditions(msgspec.Struct, frozen=True, kw_only=True):
    """An area's editions that count, and those that aren't whole yet, by range of quarters."""

    current: dict[Range, Edition] = msgspec.field(default_factory=dict)
    waiting: dict[Range, Edition] = msgspec.field(default_factory=dict)


def is_of_branch(area: str, branch: str) -> bool:
    """Whether the log of `branch` (its code, 2 digits) may speak of an area: a region of that branch."""
    return area.startswith(branch)


def said_of(part: CataloguePart) -> bytes:
    """32 bytes, equal in all parts of one edition."""
    shared = (part.area, part.area_name, part.reason, part.published_by)
    return sha256(length_prefixed(*(text.encode() for text in shared))).digest()


def part_facts(index: int, part: CataloguePart, branch: str) -> PartFacts:
    """What the fold needs of the part at leaf `index` in the log of `branch`, its code."""
    return PartFacts(
        index=index,
        quarters=(part.first_quarter, part.last_quarter),
        edition=part.edition,
        part=part.part,
        parts=part.parts,
        said=said_of(part),
        codes=frozenset(one.code for one in part.projects),
        is_of_branch=is_of_branch(part.area, branch),
    )


def fold_part(editions: AreaEditions, part: PartFacts) -> AreaEditions:
    """The area's editions after one more part; the same if it is void.

    Void are: a part of another branch's area; an edition out of turn, or of quarters that another range has; a
    part that doesn't continue what waits; all of an edition that lists a code twice.
    """
    if not part.is_of_branch:
        return editions
    quarters, before = part.quarters, editions.current.get(part.quarters)
    due = 1 if before is None else before.edition + 1
    if part.edition != due or any(_overlap(quarters, other) for other in editions.current if other != quarters):
        return editions
    waiting = dict(editions.waiting)
    begun = None if part.part == 1 else waiting.get(quarters)
    if part.part > 1 and (begun is None or not _continues(begun, part)):
        return editions
    indexes, codes = (begun.indexes, begun.codes) if begun is not None else ((), frozenset[str]())
    if codes & part.codes:
        # All of it, so that a later attempt at this edition finds no remains.
        waiting.pop(quarters, None)
        return msgspec.structs.replace(editions, waiting=waiting)
    edition = Edition(
        edition=part.edition,
        parts=part.parts,
        said=part.said,
        indexes=(*indexes, part.index),
        codes=codes | part.codes,
    )
    if part.part < part.parts:
        waiting[quarters] = edition
        if len(waiting) > MAX_WAITING:
            del waiting[min(waiting, key=lambda other: waiting[other].indexes[0])]
        return msgspec.structs.replace(editions, waiting=waiting)
    # What waits for quarters that are taken now can't come to anything any more.
    waiting = {other: one for other, one in waiting.items() if not _overlap(quarters, other)}
    whole = msgspec.structs.replace(edition, codes=frozenset())
    return AreaEditions(current={**editions.current, quarters: whole}, waiting=waiting)


def fold_parts(parts: Iterable[PartFacts]) -> AreaEditions:
    """An area's editions after all of its parts, given in the order of the log."""
    editions = AreaEditions()
    for part in parts:
        editions = fold_part(editions, part)
    return editions


def _continues(begun: Edition, part: PartFacts) -> bool:
    return (part.edition, part.parts, part.said, part.part) == (
        begun.edition,
        begun.parts,
        begun.said,
        len(begun.indexes) + 1,
    )


def _overlap(one: Range, other: Range) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]

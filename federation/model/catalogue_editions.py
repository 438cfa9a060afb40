"""Which editions of a catalogue count: a pure fold over one area's parts, in the order of its log.

An edition is there once its parts have come one after another, 1 to n. It must follow the one before it
(1, 2, 3, …), or it is void: published items don't change, they are superseded. A quarter never belongs
to two ranges of one area. What is void has no effect, on every replica alike; an edition that isn't whole
waits, and may be begun anew. A project code that stands twice in an edition makes the whole edition void.

What is known of an area stays small whatever a log holds: one current and one waiting edition a range.

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


class PartFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the fold needs of a part.

    Attributes:
        said: 32 bytes, equal in all parts of one edition.
        codes: of its projects.
    """

    index: int
    quarters: Range
    edition: int
    part: int
    parts: int
    said: bytes
    codes: frozenset[str] = frozenset()


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """An edition as far as it came: the leaf indexes of its parts, in order, and its projects' codes."""

    edition: int
    parts: int
    said: bytes
    indexes: tuple[int, ...]
    codes: frozenset[str] = frozenset()


class AreaEditions(msgspec.Struct, frozen=True, kw_only=True):
    """An area's editions that count, and those that aren't whole yet, by range of quarters."""

    current: dict[Range, Edition] = msgspec.field(default_factory=dict)
    waiting: dict[Range, Edition] = msgspec.field(default_factory=dict)


def part_facts(index: int, part: CataloguePart) -> PartFacts:
    """What the fold needs of the part at leaf `index`."""
    shared = (part.area, part.area_name, part.reason, part.published_by)
    return PartFacts(
        index=index,
        quarters=(part.first_quarter, part.last_quarter),
        edition=part.edition,
        part=part.part,
        parts=part.parts,
        said=sha256(length_prefixed(*(text.encode() for text in shared))).digest(),
        codes=frozenset(one.code for one in part.projects),
    )


def fold_part(editions: AreaEditions, part: PartFacts) -> AreaEditions:
    """The area's editions after one more part; the same if it is void."""
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
        return msgspec.structs.replace(editions, waiting={**waiting, quarters: edition})
    # What waits for quarters that are taken now can't come to anything any more.
    waiting = {other: one for other, one in waiting.items() if not _overlap(quarters, other)}
    return AreaEditions(current={**editions.current, quarters: edition}, waiting=waiting)


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

"""Catalogues as the node finds them: an edition's place in its log, an entry's content, a project in it.

Whatever is handed on was read from the entry itself and held against its leaf hash.

Source: 浙学银〔2019〕2号, section 2 (目录发布).
"""

import msgspec

from federation.model.catalogue_editions import said_of
from federation.model.catalogue_parts import CataloguePart, PublishedProject

MAX_WORDS_CHARS = 2_000
CURRENT, WAITING, SUPERSEDED = "current", "waiting", "superseded"
"""What became of a part's edition; what is void is noted nowhere."""


class CatalogueLine(msgspec.Struct, frozen=True, kw_only=True):
    """A project in an edition that counts.

    Attributes:
        log_id, index: where the entry stands.
        part: what else the entry says: area, quarters, edition, publisher.
        project: as published.
    """

    log_id: int
    index: int
    part: CataloguePart
    project: PublishedProject


class HeldPart(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that publishes a part of an edition; `leaf_hash` has 32 bytes."""

    index: int
    leaf_hash: bytes
    part: CataloguePart


class NotedPart(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry that publishes a part of an edition is found by, whatever became of the edition.

    Attributes:
        projects: how many the part is noted to have.
        said: 32 bytes, equal in all parts of one edition.
        lines: what each of them is found by: code, the unit's code, category, words that are searched.
    """

    area: str
    first_quarter: int
    last_quarter: int
    edition: int
    part: int
    parts: int
    projects: int
    said: bytes
    lines: tuple[tuple[str, str, str, str], ...]


class EditionPlace(msgspec.Struct, frozen=True, kw_only=True):
    """An edition that is whole.

    Attributes:
        log_id: whose log.
        area: digits of its region.
        first_quarter, last_quarter: numbers as `federation.model.quarters` counts.
        indexes: leaf indexes of its parts, in order.
        projects: how many it lists.
        is_current: whether no later edition stands instead.
    """

    log_id: int
    area: str
    first_quarter: int
    last_quarter: int
    edition: int
    indexes: tuple[int, ...]
    projects: int
    is_current: bool


class CatalogueQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is searched for; whatever is left empty doesn't count.

    Attributes:
        area: digits that the area's region begins with.
        quarter: one that the catalogue is of.
        category: exactly.
        text: found in the name of a project, course or unit, whatever its case.
    """

    area: str = ""
    quarter: int | None = None
    category: str = ""
    text: str = ""


def noted_part(part: CataloguePart) -> NotedPart:
    """What a part is found by."""
    return NotedPart(
        area=part.area,
        first_quarter=part.first_quarter,
        last_quarter=part.last_quarter,
        edition=part.edition,
        part=part.part,
        parts=part.parts,
        projects=len(part.projects),
        said=said_of(part),
        lines=tuple(
            (
                one.code,
                one.unit_code,
                one.category,
                searched("\n".join((one.name, one.unit_name, *(course.name for course in one.courses)))),
            )
            for one in part.projects
        ),
    )


def searched(text: str) -> str:
    """Text as it is compared in a search."""
    return text.casefold()[:MAX_WORDS_CHARS]

"""What a catalogue says: projects with their courses, and the bounds within which a reader takes them.

A reader can't see how a catalogue came about, so it takes whatever is well-formed, and refuses what has
no place in it: bounds, lengths, dates out of order, a code that stands there twice.

Source: 浙学银〔2019〕2号, sections 2 (项目申报、审核、目录发布) and 3; GB/T 2260.
"""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from federation.errors import Malformed, TooLarge
from federation.model.entry import DIGEST_BYTES
from federation.model.quarters import MAX_JOINED, parse_quarter, quarter_text

WHAT = "catalogue"
MAX_PROJECTS = 1_000
MAX_COURSES = 50
MAX_GROUPS = 30
MAX_INCLUDED = 1_000
MAX_PARTS = 100
MAX_EDITION = 10_000
MAX_SCALE = 10**6
MAX_HOURS = 10**7
"""In hundredths."""
MAX_INDEX = 2**40 - 1
MAX_NAME_CHARS = 200
MAX_LABEL_CHARS = 100
MAX_SENTENCE_CHARS = 500
MAX_CONTENT_CHARS = 2_000
AREA_FORM = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}", re.ASCII)
CODE_FORM = re.compile(r"[0-9A-Za-z-]{1,32}", re.ASCII)


class PublishedCourse(msgspec.Struct, frozen=True, kw_only=True):
    """One course of a project; hours are hundredths."""

    code: str
    name: str
    training_hours: int
    credit_hours: int


class PublishedProject(msgspec.Struct, frozen=True, kw_only=True):
    """One project.

    Attributes:
        code: unique for ever in its branch.
        category: one of the branch's, or the unit's own wording if `category_is_new`.
        scale: people, 0 if it isn't said.
        training_hours, credit_hours: hundredths.
        starts_on, ends_on: both belong to the period in which it may be learned.
        content: the only text that may have several lines.
        courses: at least one.
    """

    code: str
    name: str
    category: str
    unit_code: str
    unit_name: str
    starts_on: date
    ends_on: date
    training_hours: int
    credit_hours: int
    courses: tuple[PublishedCourse, ...]
    category_is_new: bool = False
    scale: int = 0
    target_groups: tuple[str, ...] = ()
    form: str = ""
    result_form: str = ""
    assessment: str = ""
    content: str = ""


class IncludedCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the same log that a province's catalogue puts together with others: `leaf_hash` has 32 bytes."""

    index: int
    leaf_hash: bytes
    area: str
    area_name: str
    edition: int
    projects: int


class CataloguePart(msgspec.Struct, frozen=True, kw_only=True):
    """What one entry says: a part of an edition.

    Attributes:
        area: 6 digits for a county, 4 for a city, 2 for the province.
        first_quarter, last_quarter: numbers as `federation.model.quarters` counts; different where quarters are joined.
        edition: from 1 on.
        reason: why it stands instead of the edition before; empty in the first.
        part, parts: from 1 to `parts`.
        published_by: the unit, as named then.
        projects: of this part.
        includes: of a province's catalogue, which has no projects of its own.
    """

    area: str
    area_name: str
    first_quarter: int
    last_quarter: int
    published_by: str
    edition: int = 1
    reason: str = ""
    part: int = 1
    parts: int = 1
    projects: tuple[PublishedProject, ...] = ()
    includes: tuple[IncludedCatalogue, ...] = ()


def verify_part(part: CataloguePart) -> None:
    """Holds what an entry says against the bounds.

    Raises:
        Malformed, TooLarge: it has no place in a catalogue.
    """
    verify_lengths(part.projects, part.includes)
    if not AREA_FORM.fullmatch(part.area):
        raise Malformed(what=WHAT, why="region")
    if not 0 <= part.last_quarter - part.first_quarter < MAX_JOINED:
        raise Malformed(what=WHAT, why="time")
    # Written and read again, a number that is no quarter of these two centuries is refused.
    parse_quarter(quarter_text(part.first_quarter))
    parse_quarter(quarter_text(part.last_quarter))
    if not (1 <= part.edition <= MAX_EDITION and 1 <= part.part <= part.parts <= MAX_PARTS):
        raise Malformed(what=WHAT, why="bounds")
    if (part.edition == 1) != (part.reason == ""):
        raise Malformed(what=WHAT, why="text")
    if part.projects and part.includes:
        raise Malformed(what=WHAT, why="fields")
    _check_text(part.area_name, MAX_LABEL_CHARS)
    _check_text(part.published_by, MAX_LABEL_CHARS)
    _check_text(part.reason, MAX_SENTENCE_CHARS, may_be_empty=True)
    _check_codes([one.code for one in part.projects])
    _check_codes([course.code for one in part.projects for course in one.courses])
    for project in part.projects:
        _check_project(project)
    for included in part.includes:
        _check_included(included)


def _check_project(one: PublishedProject) -> None:
    verify_project_lengths(one.courses, one.target_groups)
    if not one.courses:
        raise Malformed(what=WHAT, why="fields")
    if one.starts_on > one.ends_on:
        raise Malformed(what=WHAT, why="time")
    _check_codes([one.unit_code])
    for name in (one.name, *(course.name for course in one.courses)):
        _check_text(name, MAX_NAME_CHARS)
    for label in (one.category, one.unit_name, *one.target_groups):
        _check_text(label, MAX_LABEL_CHARS)
    for sentence in (one.form, one.result_form, one.assessment):
        _check_text(sentence, MAX_SENTENCE_CHARS, may_be_empty=True)
    _check_text(one.content.replace("\n", ""), MAX_CONTENT_CHARS, may_be_empty=True)
    amounts = [one.training_hours, one.credit_hours]
    amounts += [hours for course in one.courses for hours in (course.training_hours, course.credit_hours)]
    if not 0 <= one.scale <= MAX_SCALE or not all(0 <= hours <= MAX_HOURS for hours in amounts):
        raise Malformed(what=WHAT, why="bounds")


def _check_included(one: IncludedCatalogue) -> None:
    if len(one.leaf_hash) != DIGEST_BYTES:
        raise Malformed(what=WHAT, why="length")
    if not AREA_FORM.fullmatch(one.area):
        raise Malformed(what=WHAT, why="region")
    if not (0 <= one.index <= MAX_INDEX and 1 <= one.edition <= MAX_EDITION and 0 <= one.projects <= MAX_PROJECTS):
        raise Malformed(what=WHAT, why="bounds")
    _check_text(one.area_name, MAX_LABEL_CHARS)


def _check_codes(codes: Sequence[str]) -> None:
    if len(set(codes)) < len(codes) or not all(map(CODE_FORM.fullmatch, codes)):
        raise Malformed(what=WHAT, why="code")


def _check_text(text: str, limit: int, *, may_be_empty: bool = False) -> None:
    if len(text) > limit or not text.isprintable() or not (may_be_empty or text.strip()):
        raise Malformed(what=WHAT, why="text")


def verify_lengths(projects: Sequence[object], includes: Sequence[object]) -> None:
    """Refuses more than an entry may have. Raises `TooLarge`."""
    if len(projects) > MAX_PROJECTS:
        raise TooLarge(what=WHAT, limit=MAX_PROJECTS)
    if len(includes) > MAX_INCLUDED:
        raise TooLarge(what=WHAT, limit=MAX_INCLUDED)


def verify_project_lengths(courses: Sequence[object], groups: Sequence[object]) -> None:
    """Refuses more than a project may have. Raises `TooLarge`."""
    if len(courses) > MAX_COURSES:
        raise TooLarge(what=WHAT, limit=MAX_COURSES)
    if len(groups) > MAX_GROUPS:
        raise TooLarge(what=WHAT, limit=MAX_GROUPS)

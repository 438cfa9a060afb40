"""What a project's cells say: category, target groups, quarter, courses, contact person, places.

Source: 浙学银〔2019〕2号, section 4, items 3 (own categories bear（新）) and 4 (target groups, 等), annexes 1, 2.
"""

import re
import unicodedata
from typing import NamedTuple

from adapters.base import Cell
from adapters.checks.contact_details import parse_phone
from adapters.checks.names import parse_office_name
from adapters.checks.text import text_of
from adapters.codelist import fold_label
from adapters.projects import CourseDraft
from adapters.zhejiang.cells import number_in_words, parse_hours
from adapters.zhejiang.codes import CATEGORIES, TARGET_GROUPS
from federation.errors import CellRefused

NEW = re.compile(r"[(（\[【]新[)）\]】]$")
BETWEEN_GROUPS = re.compile(r"[、，,；;/\s]+")
AND_OTHERS = re.compile(r"等(?:人员|群体)?$")
MAX_GROUPS = 30
QUARTER = re.compile(
    r"(?:(20[0-9]{2})年?(?:度)?-?)?第?(?:Q?([1-4])|([一二三四]))(?:季度|季)?", re.IGNORECASE | re.ASCII
)
BETWEEN_COURSES = re.compile(r"[；;]+")
COURSE = re.compile(r"(?P<name>.+?)\s*(?:[(（](?P<training>[^()（）/]*)(?:/(?P<credit>[^()（）/]*))?[)）])?", re.DOTALL)
STATES_HOURS = re.compile(r"[(（][^()（）]*[0-9][^()（）]*[)）]$")
MAX_COURSES = 99
BETWEEN_CONTACTS = re.compile(r"[、,;/]\s*(?=[^0-9(+\s、,;/-])")
PHONE_FROM = re.compile(r"\(0[0-9]{2,3}\)|[0-9+]")
BEFORE_PHONE = re.compile(r"(?:联系)?(?:电话|手机|号码)?[\s:(,、/-]*$")
NOTE = re.compile(r"\([^()]*\)")
PRINTED_AREA = re.compile(r"(?:市|县|区|县\(市、区\)|、)*")
PRINTED_ADDRESS = re.compile(r"[市县区号、]*")


class Category(NamedTuple):
    """A code of the list, or the unit's own wording without its mark."""

    text: str
    is_new: bool


class Quarter(NamedTuple):
    """A quarter, 1 to 4, and its year; None for what isn't stated."""

    year: int | None
    quarter: int | None


class Contact(NamedTuple):
    """Name and telephone numbers (``/`` between two); either may be ``""``."""

    name: str
    phone: str


def parse_category(cell: Cell) -> Category:
    """One of the list's categories, or another that is marked（新）.

    Raises:
        CellRefused: ``category-unmarked``, or what the cell itself lacks.
    """
    text = text_of(cell)
    own = NEW.sub("", text).strip()
    code = CATEGORIES.spellings.get(fold_label(own))
    if code is not None:
        return Category(code, is_new=False)
    if own == text or not own:
        raise CellRefused(reason="category-unmarked")
    return Category(own, is_new=True)


def parse_target_groups(cell: Cell) -> tuple[str, ...]:
    """The groups of a cell, each once: the list's labels, and others as they are written.

    Raises:
        CellRefused: ``groups-too-many``, or what the cell itself lacks.
    """
    text = text_of(cell)
    whole = TARGET_GROUPS.spellings.get(fold_label(text))
    parts = [text] if whole is not None else BETWEEN_GROUPS.split(text)
    groups: dict[str, None] = {}
    for part in parts:
        own = AND_OTHERS.sub("", part)
        code = TARGET_GROUPS.spellings.get(fold_label(own))
        if label := own if code is None else TARGET_GROUPS.codes[code]:
            groups[label] = None
    if len(groups) > MAX_GROUPS:
        raise CellRefused(reason="groups-too-many")
    return tuple(groups)


def parse_quarter(cell: Cell) -> Quarter:
    """A quarter with or without its year: ``2026年第二季度``, ``二季度``, ``2026-Q2``, ``2``.

    Raises:
        CellRefused: ``quarter-form``, or what the cell itself lacks.
    """
    found = QUARTER.fullmatch("".join(unicodedata.normalize("NFKC", text_of(cell)).split()))
    if found is None:
        raise CellRefused(reason="quarter-form")
    return Quarter(int(found[1]) if found[1] else None, int(found[2] or number_in_words(found[3])))


def parse_courses(cell: Cell) -> tuple[CourseDraft, ...]:
    """Courses with a semicolon between two, each perhaps with its hours: ``家政礼仪（8/10）；收纳整理（8）``.

    The first number is training hours, the second credit hours.

    Raises:
        CellRefused: ``courses-form``, ``courses-too-many``, a reason of `parse_hours`, or what the cell itself lacks.
    """
    courses = []
    for part in BETWEEN_COURSES.split(text_of(cell)):
        text = part.strip()
        if not text:
            continue
        found = COURSE.fullmatch(text) if STATES_HOURS.search(text) else None
        training, credit = ("", "") if found is None else (found["training"] or "", found["credit"] or "")
        name = text if found is None else found["name"]
        if not any(unicodedata.category(character)[0] == "L" for character in name):
            raise CellRefused(reason="courses-form")
        courses.append(
            CourseDraft(
                name=name,
                training_hours=parse_hours(training) if training.strip() else None,
                credit_hours=parse_hours(credit) if credit.strip() else None,
            )
        )
    if len(courses) > MAX_COURSES:
        raise CellRefused(reason="courses-too-many")
    return tuple(courses)


def parse_contact(cell: Cell) -> Contact:
    """``张示例 13900000000``, ``张示例（0571-88880000）``, one of both alone, or several such.

    Raises:
        CellRefused: ``numeric-cell``, a reason of `parse_phone` or `parse_office_name`.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        raise CellRefused(reason="numeric-cell")
    names: dict[str, None] = {}
    phones: dict[str, None] = {}
    for part in BETWEEN_CONTACTS.split(unicodedata.normalize("NFKC", text_of(cell))):
        found = PHONE_FROM.search(part)
        before = part if found is None else BEFORE_PHONE.sub("", part[: found.start()])
        if name := NOTE.sub("", before).strip():
            names[parse_office_name(name)] = None
        if found is not None and (phone := parse_phone(part[found.start() :].rstrip(") "))):
            phones[phone] = None
    return Contact("、".join(names), "/".join(phones))


def parse_area(cell: Cell) -> str | None:
    """An area as written, without spaces; None for what the form prints (``市、县（市、区）、区``).

    Raises:
        CellRefused: what the cell itself lacks.
    """
    text = "".join(unicodedata.normalize("NFKC", text_of(cell)).split())
    return None if PRINTED_AREA.fullmatch(text) else text


def parse_address(cell: Cell) -> str | None:
    """An address as written, without spaces; None for what the form prints (``市　县　号``).

    Raises:
        CellRefused: what the cell itself lacks.
    """
    text = "".join(text_of(cell).split())
    return None if PRINTED_ADDRESS.fullmatch(text) else text

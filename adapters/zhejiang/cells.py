"""Zhejiang's cells that no other province has: people, hours with their unit, runs.

Source: 浙学银〔2019〕2号, annexes 1 and 2; DESIGN section 7 (hours are integer hundredths).
"""

import re
import unicodedata

from adapters.base import Cell
from adapters.checks.amounts import parse_hundredths
from adapters.checks.text import text_of
from federation.errors import CellRefused

HOUR_UNIT = re.compile(r"(?:个)?(?:小时|课时|学时|时)$")
PEOPLE = re.compile(r"([0-9]{1,9})(?:\.0+)?人?")
MAX_SCALE = 100_000
RUN = re.compile(r"第?(?:([0-9]{1,3})|([一二三四五六七八九十]{1,3}))[期班次]?")
MAX_RUN = 999
DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", start=1)}


def parse_hours(cell: Cell) -> int:
    """Hours above zero in hundredths, written with or without their unit: ``16``, ``16课时``.

    Raises:
        CellRefused: ``amount-zero``, or as `parse_hundredths`.
    """
    if isinstance(cell, str) and len(cell) < 40:
        cell = HOUR_UNIT.sub("", unicodedata.normalize("NFKC", cell).strip())
    hundredths = parse_hundredths(cell)
    if not hundredths:
        raise CellRefused(reason="amount-zero")
    return hundredths


def parse_people(cell: Cell) -> int | None:
    """How many people, 1 to 100,000: ``50``, ``50人``; None for the ``人`` that a form prints.

    Raises:
        CellRefused: ``people-form``, ``people-too-many``, or what the cell itself lacks.
    """
    text = "".join(unicodedata.normalize("NFKC", text_of(cell)).split())
    if text == "人":
        return None
    found = PEOPLE.fullmatch(text)
    if found is None or not int(found[1]):
        raise CellRefused(reason="people-form")
    if int(found[1]) > MAX_SCALE:
        raise CellRefused(reason="people-too-many")
    return int(found[1])


def parse_run(cell: Cell) -> int:
    """Which run of a project, 1 to 999: ``2``, ``第2期``, ``第二期``.

    Raises:
        CellRefused: ``run-form``, or what the cell itself lacks.
    """
    found = RUN.fullmatch("".join(unicodedata.normalize("NFKC", text_of(cell)).split()))
    run = 0 if found is None else int(found[1] or number_in_words(found[2]))
    if not run:
        raise CellRefused(reason="run-form")
    return run


def number_in_words(words: str) -> int:
    """``一`` to ``九十九`` as a number; 0 if it is none."""
    tens, ten, ones = words.rpartition("十")
    if any(word and word not in DIGITS for word in (tens, ones)):
        return 0
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)

"""The codes that the system gives: of institutions (机构代码), projects (项目编码) and courses (课程编码).

========  ======================================================================  ==========
code      characters                                                              length
========  ======================================================================  ==========
机构代码  ``Z``, region of GB/T 2260 (6), serial in it (4), check                 12
项目编码  ``P``, the county's region (6), year (2), serial in both (5), check     15
课程编码  ``C``, its project's region, year and serial (13), course (2), check    17
========  ======================================================================  ==========

Each begins with a letter, so that no spreadsheet makes a number of it. The check character tells any one
wrong character and nearly every exchange of two neighbours. A course's code says its project; a serial is never used
again, so that a code means one thing for ever.

Source: 浙学银〔2019〕2号, section 3, item 2 and section 4, item 2 (that there are such codes; the scheme is ours);
ISO/IEC 7064, MOD 37,36.
"""

import re
import unicodedata

from adapters.base import Cell
from adapters.checks.identifiers import identifier_text
from adapters.checks.text import INVISIBLE
from federation.errors import CellRefused

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MODULUS = len(ALPHABET)
PROVINCE = "33"
REGION_DIGITS = 6
LAST_INSTITUTION_SERIAL = 9_999
LAST_PROJECT_SERIAL = 99_999
LAST_COURSE = 99
FIRST_YEAR, LAST_YEAR = 2000, 2099
MAX_CHARS = 60
INSTITUTION = re.compile(r"Z33[0-9]{8}[0-9A-Z]")
PROJECT = re.compile(r"P33[0-9]{11}[0-9A-Z]")
COURSE = re.compile(r"C33[0-9]{13}[0-9A-Z]")


def institution_code(region: str, serial: int) -> str:
    """The code of the `serial`-th institution of a region.

    Args:
        region: of the institution, 2, 4 or 6 digits: an office of a city or the province stands in ``…00``.
        serial: 1 to 9,999.

    Raises:
        ValueError: no region of Zhejiang, or no such serial.
    """
    return _with_check(f"Z{code_area(region)}{_digits(serial, LAST_INSTITUTION_SERIAL)}")


def project_code(region: str, year: int, serial: int) -> str:
    """The code of the `serial`-th project of a county and year.

    Raises:
        ValueError: no region of Zhejiang, a year outside 2000–2099, or a serial outside 1–99,999.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return _with_check(f"P{code_area(region)}{year % 100:02d}{_digits(serial, LAST_PROJECT_SERIAL)}")


def course_code(project: str, number: int) -> str:
    """The code of a project's `number`-th course, 1 to 99.

    Raises:
        ValueError: no project's code, or no such number.
    """
    if not PROJECT.fullmatch(project):
        raise ValueError(project)
    return _with_check(f"C{project[1:-1]}{_digits(number, LAST_COURSE)}")


def project_of(course: str) -> str:
    """The code of the project whose course a (checked) course code names."""
    return _with_check(f"P{course[1:14]}")


def area_of(code: str) -> str:
    """The six digits of region in a (checked) code of any kind."""
    return code[1 : 1 + REGION_DIGITS]


def year_of(code: str) -> int:
    """The year in a project's or course's (checked) code."""
    return FIRST_YEAR + int(code[7:9])


def code_area(region: str) -> str:
    """A region in six digits: the province is ``330000``, a city ends in ``00``.

    Raises:
        ValueError: not 2, 4 or 6 digits, or of another province.
    """
    if len(region) not in (2, 4, REGION_DIGITS) or not region.isdecimal() or not region.startswith(PROVINCE):
        raise ValueError(region)
    return region.ljust(REGION_DIGITS, "0")


def parse_institution_code(cell: Cell) -> str:
    """An institution's code as written, in half width and upper case.

    Raises:
        CellRefused: ``numeric-cell``, ``institution-code-form``, ``code-check``.
    """
    return _parse(cell, INSTITUTION, "institution-code-form")


def parse_project_code(cell: Cell) -> str:
    """A project's code, likewise.

    Raises:
        CellRefused: ``numeric-cell``, ``project-code-form``, ``code-check``.
    """
    return _parse(cell, PROJECT, "project-code-form")


def parse_course_code(cell: Cell) -> str:
    """A course's code, likewise.

    Raises:
        CellRefused: ``numeric-cell``, ``course-code-form``, ``code-check``.
    """
    return _parse(cell, COURSE, "course-code-form")


def check_character(body: str) -> str:
    """The character that makes `body` a valid code.

    Raises:
        ValueError: `body` has a character outside 0–9 and A–Z.
    """
    product = MODULUS
    for character in body:
        total = (product + ALPHABET.index(character)) % MODULUS or MODULUS
        product = 2 * total % (MODULUS + 1)
    return ALPHABET[(1 - product) % MODULUS]


def _parse(cell: Cell, form: re.Pattern[str], reason: str) -> str:
    text = identifier_text(cell)
    if form.fullmatch(text):
        code = text
    elif len(text) > MAX_CHARS:
        raise CellRefused(reason=reason)
    else:
        code = "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split()).lstrip("'’").upper()
        if code and not form.fullmatch(code):
            raise CellRefused(reason=reason)
    if code and code[-1] != check_character(code[:-1]):
        raise CellRefused(reason="code-check")
    return code


def _with_check(body: str) -> str:
    return body + check_character(body)


def _digits(number: int, last: int) -> str:
    if not 1 <= number <= last:
        raise ValueError(number)
    return f"{number:0{len(str(last))}d}"

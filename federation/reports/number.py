"""A report's number: 115 random bits that a person can type, and a check character.

Whoever has the number can find and read the report, so it is drawn from far more than anybody
can try. It is written in the alphabet of Crockford's Base 32 (no I, L, O, U) as six groups of
four. The last of the 24 characters is a check: over GF(32), with the generator a of
x^5 + x^2 + 1, the sum of a^i times the i-th character from the right, i from 0, is zero. So one wrong
character, and any two that changed places, are told before anything is looked up.

Source: DESIGN section 3 (Reports: >= 100 random bits); Crockford, Base 32.
"""

import re
import unicodedata

from federation.errors import ReportNumberMalformed

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 23
LENGTH = RANDOM_CHARACTERS + 1
GROUP = 4
RANDOM_BITS = 5 * RANDOM_CHARACTERS
RANDOM_BYTES = (RANDOM_BITS + 7) // 8
MAX_TYPED_CHARACTERS = 100
LOOK_ALIKES = str.maketrans("ILO", "110")
# Hyphens and dashes as keyboards and word processors make them.
SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_.·]+")
VALUES = {character: value for value, character in enumerate(ALPHABET)}


def number_from(random: bytes) -> str:
    """The number that 15 random bytes make, in its canonical form: 24 characters without separators.

    Raises:
        ValueError: not 15 bytes.
    """
    if len(random) != RANDOM_BYTES:
        raise ValueError("15 random bytes make a number")
    bits = int.from_bytes(random, "big") >> (8 * RANDOM_BYTES - RANDOM_BITS)
    values = [bits >> 5 * place & 31 for place in reversed(range(RANDOM_CHARACTERS))]
    return "".join(ALPHABET[value] for value in (*values, _weighted(values)))


def parse_number(typed: str) -> str:
    """The canonical form of a number as somebody typed, scanned or dictated it.

    Raises:
        ReportNumberMalformed: reason ``length``, ``character`` or ``check``.
    """
    if len(typed) > MAX_TYPED_CHARACTERS:
        raise ReportNumberMalformed(reason="length")
    number = SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(LOOK_ALIKES)
    if any(character not in VALUES for character in number):
        raise ReportNumberMalformed(reason="character")
    if len(number) != LENGTH:
        raise ReportNumberMalformed(reason="length")
    values = [VALUES[character] for character in number]
    if _weighted(values[:-1]) != values[-1]:
        raise ReportNumberMalformed(reason="check")
    return number


def grouped(number: str) -> str:
    """A canonical number as it is printed: ``7K3M-…`` in six groups."""
    return "-".join(number[at : at + GROUP] for at in range(0, len(number), GROUP))


def _weighted(values: list[int]) -> int:
    """Horner's rule: the sum of a^i times the i-th value from the right, i from 1."""
    total = 0
    for value in values:
        total = _times_a(total ^ value)
    return total


def _times_a(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled

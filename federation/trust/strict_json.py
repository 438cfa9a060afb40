"""JSON that has one reading: what is signed is what everybody understands.

Refused: doubled or unknown members, missing ones, floats, huge integers, text with control
or invisible characters, upper-case hex, base64 in a second spelling. So parsing and
canonical writing are inverses, and a signature over the canonical bytes covers all of it.

Source: RFC 8785 (canonical form), RFC 8259 section 4 (doubled names), RFC 4648 (base64).
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn, TypeAlias

import rfc8785

from federation.errors import Malformed, TooLarge

JsonValue: TypeAlias = "bool | int | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"

# Source: RFC 8785 section 3.2.2.3: integers that every JSON reader keeps exact.
MAX_INTEGER = 2**53 - 1
MAX_TEXT_CHARS = 200
INSTANT_FORM = "%Y-%m-%dT%H:%M:%SZ"
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
HEX = re.compile(r"(?:[0-9a-f]{2})*")


def canonical_bytes(value: JsonValue) -> bytes:
    """The RFC 8785 bytes of a value that was built here."""
    return rfc8785.dumps(value)


def format_instant(instant: datetime) -> str:
    """An aware time as UTC to the second: ``2026-11-21T03:05:00Z``."""
    if instant.tzinfo is None:
        raise ValueError("an aware time is needed")
    return instant.astimezone(UTC).strftime(INSTANT_FORM)


def format_base64(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def parse_object(data: bytes, *, what: str, max_bytes: int, members: Sequence[str]) -> "ObjectReader":
    """The JSON object in `data`, to be read member by member.

    Args:
        data: UTF-8 text without a byte order mark.
        what: what it is, for errors.
        max_bytes: limit on the length of `data`.
        members: the names that the object must have, no more and no fewer.

    Raises:
        TooLarge: more than `max_bytes`.
        Malformed: no JSON object, a doubled member, a float, other members than `members`.
    """
    if len(data) > max_bytes:
        raise TooLarge(what=what, limit=max_bytes)
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_refuse_doubled,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except (ValueError, RecursionError):
        raise Malformed(what=what, why="no JSON with one reading") from None
    return ObjectReader(value, what=what, members=members)


class ObjectReader:
    """One JSON object whose members are read by name, each with its form."""

    def __init__(self, value: object, *, what: str, members: Sequence[str]) -> None:
        """Raises `Malformed` unless `value` is an object with exactly `members`."""
        self._what = what
        if not isinstance(value, dict):
            raise Malformed(what=what, why="not an object")
        if set(value) != set(members):
            raise Malformed(what=what, why="missing or unknown members")
        self._value = value

    def text(self, name: str, *, max_chars: int = MAX_TEXT_CHARS) -> str:
        """Visible text on one line, 1 to `max_chars` characters, no space at either end."""
        value = self._str(name, max_chars)
        if not value or not value.isprintable() or value != value.strip():
            self._refuse(name, "not visible text on one line")
        return value

    def pem(self, name: str, *, max_chars: int) -> str:
        """ASCII text with line ends; what it holds is checked by who reads it."""
        value = self._str(name, max_chars)
        if not value.isascii():
            self._refuse(name, "not PEM")
        return value

    def integer(self, name: str, *, low: int = 0, high: int = MAX_INTEGER) -> int:
        """A whole number from `low` to `high`, both included."""
        value = self._value[name]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self._refuse(name, f"not a whole number from {low} to {high}")
        return value

    def hex_bytes(self, name: str, *, length: int) -> bytes:
        """`length` bytes in lower-case hex."""
        value = self._str(name, 2 * length)
        if len(value) != 2 * length or not HEX.fullmatch(value):
            self._refuse(name, f"not {length} bytes in lower-case hex")
        return bytes.fromhex(value)

    def base64_bytes(self, name: str, *, max_bytes: int) -> bytes:
        """1 to `max_bytes` bytes in padded standard base64, in its only spelling."""
        value = self._str(name, 4 * (max_bytes // 3 + 1))
        try:
            data = base64.b64decode(value.encode("ascii"), validate=True)
        except (UnicodeEncodeError, binascii.Error, ValueError):
            self._refuse(name, "not base64")
        if not 1 <= len(data) <= max_bytes or format_base64(data) != value:
            self._refuse(name, f"not 1 to {max_bytes} bytes in plain base64")
        return data

    def instant(self, name: str) -> datetime:
        """An aware time in UTC, to the second."""
        value = self._str(name, 20)
        if not INSTANT.fullmatch(value):
            self._refuse(name, "not a time in UTC to the second")
        try:
            return datetime.strptime(value, INSTANT_FORM).replace(tzinfo=UTC)
        except ValueError:
            self._refuse(name, "no such time")

    def is_null(self, name: str) -> bool:
        """Whether the member is null."""
        return self._value[name] is None

    def inner(self, name: str, members: Sequence[str]) -> "ObjectReader":
        """The object in a member."""
        return ObjectReader(self._value[name], what=f"{self._what}.{name}", members=members)

    def each(self, name: str, members: Sequence[str], *, most: int) -> list["ObjectReader"]:
        """The objects in a member's list, at most `most`."""
        what = f"{self._what}.{name}"
        return [
            ObjectReader(value, what=f"{what}[{place}]", members=members)
            for place, value in enumerate(self._list(name, most))
        ]

    def texts(self, name: str, *, most: int) -> tuple[str, ...]:
        """The texts in a member's list, at most `most`, each as `text` has it."""
        what = f"{self._what}.{name}"
        return tuple(
            ObjectReader({"item": value}, what=f"{what}[{place}]", members=("item",)).text("item")
            for place, value in enumerate(self._list(name, most))
        )

    def _str(self, name: str, max_chars: int) -> str:
        value = self._value[name]
        if not isinstance(value, str) or len(value) > max_chars:
            self._refuse(name, f"not text of up to {max_chars} characters")
        return value

    def _list(self, name: str, most: int) -> list[object]:
        value = self._value[name]
        if not isinstance(value, list) or len(value) > most:
            self._refuse(name, f"not a list of up to {most}")
        return value

    def _refuse(self, name: str, why: str) -> NoReturn:
        raise Malformed(what=f"{self._what}.{name}", why=why)


def _refuse_doubled(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a doubled member")
    return members


def _refuse_number(text: str) -> NoReturn:
    raise ValueError("a number that isn't whole")

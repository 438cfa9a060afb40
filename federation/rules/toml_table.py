"""Tables of a TOML file, read strictly: each key once asked for, each value of its kind, nothing left over.

What is wrong is collected with its place, so that whoever wrote the file sees all of it at once; a value that
can't be used is replaced by one of its kind, and nothing may be made of the result while there are faults.
There are no floats: a number with decimals is read as it is written.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from federation.rules.amounts import HUNDRED
from federation.rules.bounds import Fault, Path

Choice = TypeVar("Choice", bound=StrEnum)
MAX_FILE_BYTES = 512 * 1024
MAX_DIGITS = 12
NOT_TOML = "not-toml"


class Table:
    """One table: knows where it stands, which keys were asked for, and where faults go."""

    def __init__(self, content: Mapping[str, Any], path: Path, faults: list[Fault]) -> None:
        self.path = path
        self._content = content
        self._faults = faults
        self._asked: set[str] = set()

    def fault(self, key: str, reason: str) -> None:
        """Notes what is wrong with a key of it."""
        self._faults.append(Fault(path=(*self.path, key), reason=reason))

    def has(self, key: str) -> bool:
        """Whether it states that key."""
        self._asked.add(key)
        return key in self._content

    def text(self, key: str, default: str | None = None) -> str:
        """A text; one that isn't there is `default`, or missing."""
        value = self._value(key, default)
        if isinstance(value, str):
            return value
        self._wrong(key, "kind:text", value)
        return ""

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._value(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**MAX_DIGITS:
            return value
        self._wrong(key, "kind:whole", value)
        return 1

    def amount(self, key: str, default: int | None = None) -> int:
        """A number of at most two decimals, in hundredths."""
        if key not in self._content and default is not None:
            self._asked.add(key)
            return default
        value = self._value(key, None)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**MAX_DIGITS:
            return value * HUNDRED
        if isinstance(value, Decimal) and value.is_finite() and -3 < value.adjusted() < MAX_DIGITS:
            hundredths = value * HUNDRED
            if hundredths == hundredths.to_integral_value():
                return int(hundredths)
        self._wrong(key, "kind:amount", value)
        return 1

    def optional_amount(self, key: str) -> int | None:
        """The same, or None if it isn't stated."""
        return self.amount(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """True or false; false if it isn't stated."""
        value = self._value(key, False)
        if isinstance(value, bool):
            return value
        self._wrong(key, "kind:true-false", value)
        return False

    def day(self, key: str) -> date:
        """A date, written 2027-01-31 without quotes."""
        value = self._value(key, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self._wrong(key, "kind:day", value)
        return date.min

    def optional_day(self, key: str) -> date | None:
        """The same, or None if it isn't stated."""
        return self.day(key) if self.has(key) else None

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of an enumeration's codes."""
        value = self._value(key, default)
        try:
            return kind(str(value))
        except ValueError:
            self._wrong(key, f"one-of:{', '.join(kind)}", value)
            return next(iter(kind))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty if it isn't stated."""
        value = self._value(key, ())
        if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self._wrong(key, "kind:texts", value)
        return ()

    def table(self, key: str) -> "Table":
        """A table; an empty one if it isn't stated."""
        value = self._value(key, {})
        if isinstance(value, dict):
            return Table(value, (*self.path, key), self._faults)
        self._wrong(key, "kind:table", value)
        return Table({}, (*self.path, key), self._faults)

    def tables(self, key: str) -> "list[Table]":
        """A list of tables; empty if it isn't stated."""
        value = self._value(key, [])
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return [Table(one, (*self.path, key, at), self._faults) for at, one in enumerate(value)]
        self._wrong(key, "kind:tables", value)
        return []

    def close(self) -> None:
        """Notes keys that nobody asked for."""
        for key in sorted(self._content.keys() - self._asked):
            self.fault(key, f"known-keys:{', '.join(sorted(self._asked))}")

    def _value(self, key: str, default: object) -> object:
        self._asked.add(key)
        return self._content.get(key, default)

    def _wrong(self, key: str, reason: str, value: object) -> None:
        self.fault(key, "missing" if value is None else reason)


def parse_table(text: str, faults: list[Fault]) -> Table:
    """The file's outermost table; empty, with a fault, if it is no TOML or too large."""
    content: Mapping[str, Any] = {}
    if len(text.encode()) > MAX_FILE_BYTES:
        faults.append(Fault(path=(), reason=f"too-large:{MAX_FILE_BYTES // 1024} KiB"))
        return Table(content, (), faults)
    try:
        # `inf` and `nan` come here as well; none of them is an amount.
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(path=(), reason=_not_toml(error)))
    except (ValueError, RecursionError, ArithmeticError):
        # A number of thousands of digits, brackets in thousands.
        faults.append(Fault(path=(), reason=NOT_TOML))
    return Table(content, (), faults)


def _not_toml(error: tomllib.TOMLDecodeError) -> str:
    # Its line alone: the sentence is a library's, in English, and may quote the file.
    where = re.search(r"line ([0-9]+)", str(error))
    return f"{NOT_TOML}:{where[1]}" if where else NOT_TOML

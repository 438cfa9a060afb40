"""Refusals of several things asked for together, all or none: every one is told, not only the first.

Whoever hands in forty projects corrects all that is wrong at once, as with a workbook's rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from federation.errors import CreditBankError


class Refusals:
    """What was refused so far, by id."""

    def __init__(self, asked: int) -> None:
        """Prepares it; `asked` is how many things were asked for."""
        self._asked = asked
        self._found: list[tuple[str, CreditBankError]] = []

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        """Notes that its block refused that one; whatever was done in it must be undone by `require_none`."""
        try:
            yield
        except CreditBankError as error:
            self._found.append((what, error))

    def require_none(self) -> None:
        """Ends the unit of work if anything was refused.

        Raises:
            CreditBankError: the first refusal; if several things were asked for, `each` has all of them.
        """
        if not self._found:
            return
        _, first = self._found[0]
        if self._asked == 1:
            raise first
        told = type(first)(**first.facts)
        told.each = tuple(self._found)
        raise told from first

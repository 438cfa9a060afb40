"""How a province screens what was filed: what its adapter says of it.

Source: 浙学银〔2019〕2号 三·（三）.
"""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from adapters.screening.facts import Facts
from adapters.screening.findings import Finding


class Screening(Protocol):
    """A province's rules over facts."""

    def editions(self, on: date) -> Mapping[str, str]:
        """The edition of each rule that applies on a day, by the rule's code."""
        ...

    def screen(self, facts: Facts, on: date) -> list[Finding]:
        """All findings by the editions of a day, in an order that doesn't depend on the facts'.

        Each iterable of the facts is read once, so generators will do; it may take minutes: call it in a thread.
        """
        ...

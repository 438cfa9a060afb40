"""Which counts follow from others by adding and subtracting: elimination over sparse sums.

Unknowns are how many were counted in a region up to a day; a sum is a factor for each of some unknowns.
Values don't matter: what follows from known sums is what lies in the space that they span. Factors are
kept modulo a large prime, in which there is no rounding and no growth of fractions.

Source: Gaussian elimination; docs/progress.md.
"""

from collections.abc import Iterable, Mapping
from datetime import date

PRIME = (1 << 61) - 1

Unknown = tuple[str, date]
"""A region, and the day up to and with which it is counted."""
Cell = tuple[str, str]
Terms = Mapping[Unknown, int]


class Known:
    """Sums whose values readers know, in echelon form."""

    def __init__(self) -> None:
        # By the unknown that a row eliminates: its place in order, its terms, and the cells that it came from.
        self._rows: dict[Unknown, tuple[int, Terms, frozenset[Cell]]] = {}

    def add(self, terms: Terms, cells: Iterable[Cell] = ()) -> None:
        """Makes the sum known, as told by these cells."""
        rest, used = self.rest(terms)
        if not rest:
            return
        pivot = next(iter(rest))
        inverse = pow(rest[pivot], -1, PRIME)
        scaled = {one: factor * inverse % PRIME for one, factor in rest.items()}
        self._rows[pivot] = (len(self._rows), scaled, used.union(cells))

    def rest(self, terms: Terms) -> tuple[dict[Unknown, int], frozenset[Cell]]:
        """What of the sum doesn't follow (empty: all of it does), and the cells that gave what does."""
        left = dict(terms)
        used: frozenset[Cell] = frozenset()
        # A row holds no pivot of rows before it: taken in order, none comes back.
        while found := [self._rows[one] for one in left if one in self._rows]:
            _, row, cells = min(found, key=lambda one: one[0])
            pivot = next(iter(row))
            by = left[pivot]
            used |= cells
            for one, factor in row.items():
                value = (left.get(one, 0) - by * factor) % PRIME
                if value:
                    left[one] = value
                else:
                    left.pop(one, None)
        return left, used

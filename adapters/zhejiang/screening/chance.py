"""How long a row, or how large a heap, chance gives by itself.

Limits on numbers depend on how many people are looked at: five people born on one day are odd in a
class of thirty and nothing in a county. These bounds are for the densest honest group there is, people
born within a stated number of days; whatever is beyond them hardly happens in honest groups.

Source: expected counts (first moment bound); GB 11643 for what the numbers state.
"""

import math


def longest_row_of_days(people: int, cohort_days: int, chance: float) -> int:
    """Length from which a row of birthdays on consecutive days has less than `chance` among `people`.

    Each further day is taken with probability ``people / cohort_days``, so a row of length r is
    expected ``people * p ** (r - 1)`` times.
    """
    share = min(0.9, people / cohort_days)
    return 1 + math.ceil(math.log(people / chance) / -math.log(share))


def largest_heap(people: int, cohort_days: int, chance: float) -> int:
    """Size from which people born on one day have less than `chance` among `people`.

    Expected heaps of size k: ``C(people, k) / cohort_days ** (k - 1)``.
    """
    for size in range(2, people + 1):
        expected = math.log(math.comb(people, size)) - (size - 1) * math.log(cohort_days)
        if expected < math.log(chance):
            return size
    return people + 1

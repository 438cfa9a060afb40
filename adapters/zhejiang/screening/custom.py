"""What a large part of all units do is custom, whatever one thinks of it; it doesn't tell one unit from another.

Some measures only mean something as long as they are rare: two results dated on one day are odd where
courses end when they end, and usual where everything ends on 30 June. Such a measure is first taken
over all that is screened, and left aside where it is usual.

Source: 浙学银〔2019〕2号 三·（三） asks for severe distortion; the comparison is ours.
"""

MIN_RUNS = 20
"""Runs, or projects, from which on a share of them says what is usual."""
MIN_ROWS = 400


def is_customary(hits: int, cases: int, percent: float, least: int) -> bool:
    """True if more than `percent` of at least `least` cases are hits."""
    return cases >= least and 100 * hits > percent * cases

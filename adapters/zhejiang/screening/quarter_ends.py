"""Until when results of a quarter are filed: its last day.

Source: 浙学银〔2019〕2号 三·（一） (quarters), 四·（五） (the year is assessed).
"""

from datetime import date, timedelta

DEADLINES = ((3, 31), (6, 30), (9, 30), (12, 31))
DAYS_OF_A_QUARTER = 92
"""Of the longest."""


def deadline_of(day: int, last_days: int) -> date | None:
    """The deadline in whose last days (it is one of them) a day (ordinal) lies, if any."""
    filed = date.fromordinal(day)
    month = (filed.month + 2) // 3 * 3
    deadline = next(date(filed.year, *ending) for ending in DEADLINES if ending[0] == month)
    return deadline if deadline - filed < timedelta(days=last_days) else None

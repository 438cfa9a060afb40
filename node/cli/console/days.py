"""Days as they are typed: one form for every option that takes one."""

import os
from datetime import datetime

from node.cli.console.choices import WrongChoice
from node.cli.console.language import language_of

DAY_METAVAR = "YYYY-MM-DD"
DAY_FORM = "%Y-%m-%d"


def parse_day(text: str) -> datetime:
    """The beginning of that day, without a zone.

    Raises:
        WrongChoice: it isn't in the form, or the calendar has no such day; what was typed isn't repeated.
    """
    try:
        return datetime.strptime(text.strip(), DAY_FORM)  # noqa: DTZ007 - a day of the calendar, no moment
    except ValueError:
        zh = language_of(os.environ) == "zh"
        raise WrongChoice(
            f"须写实有的日期 {DAY_METAVAR}，如 2027-03-31" if zh else f"must be a day as {DAY_METAVAR}, e.g. 2027-03-31"
        ) from None

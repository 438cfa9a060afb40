"""Deadlines and reminders as commands ask for them and tell them, whatever is due."""

from datetime import date, datetime
from typing import Annotated, TypeAlias

import typer

from node.cli.console.days import DAY_METAVAR, parse_day
from node.model.reminder import Deadline

DEFAULT_LEAD_DAYS = 14
SHOWN_DAYS = 30
DeadlineOption: TypeAlias = Annotated[
    datetime | None,
    typer.Option(
        "--date", parser=parse_day, metavar=DAY_METAVAR, show_default=False, help="报送截止日期 / the last day"
    ),
]
LeadDaysOption: TypeAlias = Annotated[
    int, typer.Option("--remind-days", help="截止前多少天起提醒 / how many days before it units are reminded")
]
SinceOption: TypeAlias = Annotated[
    datetime | None,
    typer.Option(
        "--since",
        parser=parse_day,
        metavar=DAY_METAVAR,
        show_default=False,
        help="起始日期，默认近 30 天 / from this day on",
    ),
]


def told_deadline(until: Deadline | None) -> dict[str, object]:
    """A deadline for machines."""
    return {
        "deadline": None if until is None else until.day.isoformat(),
        "remind_days": None if until is None else until.lead_days,
    }


def until_zh(until: Deadline | None) -> str:
    """A deadline in Chinese."""
    return "尚未设定截止日期。" if until is None else f"报送截止日期：{_zh(until.day)}，提前 {until.lead_days} 天提醒。"


def until_en(until: Deadline | None) -> str:
    """A deadline in English."""
    return "No deadline is set." if until is None else f"Due by {until.day}, reminded {until.lead_days} days before."


def _zh(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"

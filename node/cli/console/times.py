"""Times as people are told them: by the clock of Beijing in Chinese, in UTC otherwise. JSON has its own form.

Source: ISO 8601 (UTC); China has kept UTC+8 without summer time since 1992.
"""

from datetime import datetime, timedelta, timezone

from node.cli.console.terminal import Terminal

BEIJING = timezone(timedelta(hours=8))


def shown_time(instant: datetime | str | None, terminal: Terminal) -> str | None:
    """``2026-11-21 12:42:54`` of Beijing in Chinese, ISO 8601 in UTC in English; None stays None.

    Args:
        instant: aware, or as ISO 8601 text with its offset.
        terminal: whose language counts.
    """
    if instant is None:
        return None
    if isinstance(instant, str):
        instant = datetime.fromisoformat(instant)
    return terminal.choose(f"{instant.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}", instant.isoformat(timespec="seconds"))

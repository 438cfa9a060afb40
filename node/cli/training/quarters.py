"""Quarters as commands take and show them: one, or several that are joined."""

from federation.model.quarters import parse_quarter, quarter_text


def parse_quarters(first: str, last: str) -> tuple[int, int]:
    """Numbers of the first and last quarter; ``""`` is no other than the first. Raises `Malformed`."""
    number = parse_quarter(first)
    return number, parse_quarter(last) if last else number


def quarters_text(first: int, last: int) -> str:
    """``2027-Q1``, or ``2027-Q1..2027-Q2`` where quarters are joined."""
    return quarter_text(first) if first == last else f"{quarter_text(first)}..{quarter_text(last)}"

"""Ids that people type: the first digits are enough, if no other id begins with them."""

from typing import Any

from sqlalchemy import Column, ColumnElement

ID_DIGITS = 32
FEWEST_DIGITS = 8


def begins_with(column: Column[Any], typed: str) -> ColumnElement[bool]:
    """Whether a 32-digit id is what was typed, or begins with it: 8 digits at least."""
    if len(typed) < FEWEST_DIGITS or not typed.isalnum():
        return column == typed
    return column.between(typed, typed.ljust(ID_DIGITS, "z"))

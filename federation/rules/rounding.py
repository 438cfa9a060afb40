"""Rounding of credit: by a mode that has a name, to a step that is stated; whole numbers throughout.

Source: GB/T 8170-2008 数值修约规则 (half to even; intervals other than powers of ten).
"""

from enum import StrEnum


class RoundingMode(StrEnum):
    """What becomes of what lies between two steps."""

    DOWN = "down"
    """舍去: never more than was earned."""
    UP = "up"
    """进位."""
    HALF_UP = "half-up"
    """四舍五入."""
    HALF_EVEN = "half-even"
    """四舍六入五成双, as GB/T 8170 has it."""


def round_to_step(numerator: int, denominator: int, *, step: int, mode: RoundingMode) -> int:
    """The multiple of `step` that `numerator` / `denominator` becomes.

    Args:
        numerator: not negative.
        denominator: positive.
        step: positive, in the unit of the result.
        mode: of rounding.

    Raises:
        ValueError: an argument out of range.
    """
    if numerator < 0 or denominator <= 0 or step <= 0:
        raise ValueError("rounding takes no negative amount, and a positive step")
    whole, rest = divmod(numerator, denominator * step)
    twice = 2 * rest
    half = denominator * step
    is_up = {
        RoundingMode.DOWN: False,
        RoundingMode.UP: rest > 0,
        RoundingMode.HALF_UP: twice >= half,
        RoundingMode.HALF_EVEN: twice > half or (twice == half and whole % 2 == 1),
    }[mode]
    return (whole + is_up) * step

"""Hundredths as people write them, and fractions of them: whole numbers throughout."""

HUNDRED = 100


def amount_text(hundredths: int) -> str:
    """Without needless zeros: ``7.5``, ``12``, ``0.25``."""
    whole, rest = divmod(hundredths, HUNDRED)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def fraction_text(numerator: int, denominator: int) -> str:
    """A quotient of hundredths with up to four decimals; ``…`` if it goes on."""
    whole, rest = divmod(numerator, denominator * HUNDRED)
    digits, rest = divmod(rest * 10_000, denominator * HUNDRED)
    decimals = f"{digits:04d}".rstrip("0")
    text = f"{whole}.{decimals}" if decimals else str(whole)
    return f"{text}…" if rest else text

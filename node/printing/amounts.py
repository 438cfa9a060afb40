"""Hours and credits as people write them."""

from decimal import Decimal


def said_amount(hundredths: int | None) -> str:
    """16 or 16.5, as people write it; "" for what is unknown."""
    if hundredths is None:
        return ""
    exact = Decimal(hundredths) / 100
    return f"{exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize():f}"

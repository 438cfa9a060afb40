"""Hours and credits as people and JSON have them: integer hundredths become exact decimals."""


def hundredths(value: int | None) -> str | None:
    """``1250`` as ``"12.50"``; None, which is unknown and not zero, stays None."""
    return None if value is None else f"{value // 100}.{value % 100:02d}"

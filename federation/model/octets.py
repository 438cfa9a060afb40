"""Length prefixes, so that joined fields can't be mistaken for other joined fields."""


def length_prefixed(*fields: bytes) -> bytes:
    """Each field after its length as 2 bytes, big-endian.

    Raises:
        ValueError: a field is longer than 65,535 bytes.
    """
    try:
        return b"".join([part for field in fields for part in (len(field).to_bytes(2, "big"), field)])
    except OverflowError:
        raise ValueError("a field is longer than 65,535 bytes") from None

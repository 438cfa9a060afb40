"""Length prefixes, so that joined fields can't be mistaken for other joined fields."""


def length_prefixed(*fields: bytes) -> bytes:
    """Each field after its length as 2 bytes, big-endian.

    Raises:
        ValueError: a field is longer than 65,535 bytes.
    """
    parts: list[bytes] = []
    for field in fields:
        if len(field) > 0xFFFF:
            raise ValueError("a field is longer than 65,535 bytes")
        parts.append(len(field).to_bytes(2, "big"))
        parts.append(field)
    return b"".join(parts)

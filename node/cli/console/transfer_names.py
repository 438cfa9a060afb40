"""What people call an achievement of a transfer by."""


def place_text(request_index: int, item: int) -> str:
    """``15:1``: the request's leaf index in its branch's log, and which of its achievements, from 1 on."""
    return f"{request_index}:{item + 1}"

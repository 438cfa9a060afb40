"""Reading a file that is to be kept with a case."""

from pathlib import Path

from federation.errors import AttachmentRefused
from node.services.attachment_types import MAX_ATTACHMENT_BYTES


def read_attachment(path: Path) -> bytes:
    """Its bytes, at most one more than may be kept: how large it really is doesn't matter.

    Raises:
        AttachmentRefused: it can't be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_ATTACHMENT_BYTES + 1)
    except OSError:
        raise AttachmentRefused(file=path.name, reason="unreadable") from None

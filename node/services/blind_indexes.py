"""The blind indexes by which a branch finds its own people, each made in one place."""

from functools import lru_cache

from federation.model.achievement import fold_text
from federation.model.document import Document
from federation.model.octets import length_prefixed
from node.node_key import NodeKey


def document_index(key: NodeKey, document: Document) -> bytes:
    """Of an account, by its canonical document: 16 bytes."""
    return key.blind_index("document", str(int(document.type)), document.number)


def user_index(key: NodeKey, institution: str, number: str) -> bytes:
    """Of an account, by an institution's own number for the learner: 16 bytes."""
    return key.blind_octets(_of_institution(institution) + length_prefixed(fold_text(number).encode()))


@lru_cache(maxsize=1024)
def _of_institution(institution: str) -> bytes:
    # A file's rows are of one institution or a few.
    return length_prefixed(b"member user number", fold_text(institution).encode())

"""The blind indexes by which a branch finds its own people, each made in one place."""

from federation.model.achievement import fold_text
from federation.model.document import Document
from node.node_key import NodeKey


def document_index(key: NodeKey, document: Document) -> bytes:
    """Of an account, by its canonical document: 16 bytes."""
    return key.blind_index("document", str(int(document.type)), document.number)


def user_index(key: NodeKey, institution: str, number: str) -> bytes:
    """Of an account, by an institution's own number for the learner: 16 bytes."""
    return key.blind_index("member user number", fold_text(institution), fold_text(number))

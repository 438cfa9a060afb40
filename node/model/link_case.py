"""A link that two people make (证件关联办件): stated at a counter with both documents, confirmed by another.

Source: DESIGN section 3 (SubjectLinked, made with both documents present); section 10, invariant 9.
"""

import msgspec

from federation.errors import IntegrityBroken
from federation.model.document import Document, DocumentType
from node.model.access import Duty
from node.model.case import CaseTable, Transition

STATED, CONFIRMED, REFUSED, WITHDRAWN = "stated", "confirmed", "refused", "withdrawn"
CONFIRM, REFUSE, WITHDRAW = "confirm", "refuse", "withdraw"
LINKS = CaseTable(
    kind="link",
    first=STATED,
    transitions={
        (STATED, CONFIRM): Transition(to=CONFIRMED, duty=Duty.REVIEW, above=Duty.FILING),
        (STATED, REFUSE): Transition(to=REFUSED, duty=Duty.REVIEW, above=Duty.FILING, needs_reason=True),
        (STATED, WITHDRAW): Transition(to=WITHDRAWN, duty=Duty.FILING),
    },
    open_states=frozenset(),
)


class LinkStatement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two documents, and why they are one person's.

    Attributes:
        document_type, document_number: of the one, canonical.
        other_type, other_number: of the other, canonical.
        reason: as stated.
    """

    document_type: DocumentType
    document_number: str
    other_type: DocumentType
    other_number: str
    reason: str

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "LinkStatement(…)"

    @property
    def documents(self) -> tuple[Document, Document]:
        """Both, in the order in which they were shown."""
        return Document(self.document_type, self.document_number), Document(self.other_type, self.other_number)


def encode_link_statement(statement: LinkStatement) -> bytes:
    """The bytes that a case keeps."""
    return msgspec.json.encode(statement)


def parse_link_statement(body: bytes) -> LinkStatement:
    """The statement that `encode_link_statement` wrote.

    Raises:
        IntegrityBroken: the case holds something else.
    """
    try:
        return msgspec.json.decode(body, type=LinkStatement)
    except msgspec.DecodeError:
        # Not chained: the decoder's message may hold what was filed.
        raise IntegrityBroken(what="case_file") from None

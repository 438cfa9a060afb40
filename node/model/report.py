"""Applications for reports: what is asked for, the states that the person sees, what was issued.

Encrypted at rest like every case. What opens the chosen achievements, and no others, is kept with the
application, so that whoever issues needs no document number.

Source: seed document 001 (申请成果认证报告、查询学习成果认证报告); DESIGN section 3 (Reports).
"""

from collections.abc import Iterable

import msgspec

from federation.errors import IntegrityBroken
from federation.model.document import Document, DocumentType
from federation.reports.content import StatedCredit
from node.model.access import Duty
from node.model.case import CaseStep, CaseTable, Transition

APPLIED, ISSUED, RETURNED = "applied", "certified", "returned"
REFUSED, CANCELLED, WITHDRAWN = "refused", "cancelled", "withdrawn"
ISSUE, RETURN, REFUSE, WITHDRAW = "certify", "return", "refuse", "withdraw"
SUBMIT, CANCEL = "submit", "cancel"
DECISIONS = frozenset((ISSUE, RETURN, REFUSE, WITHDRAW))
PAPER = "report"
"""The one file that belongs to a report: its signed PDF."""

_CANCELLING = Transition(to=CANCELLED, duty=Duty.FILING)
REPORTS = CaseTable(
    kind="report",
    first=APPLIED,
    transitions={
        (APPLIED, ISSUE): Transition(to=ISSUED, duty=Duty.REVIEW),
        (APPLIED, RETURN): Transition(to=RETURNED, duty=Duty.REVIEW, needs_reason=True),
        (APPLIED, REFUSE): Transition(to=REFUSED, duty=Duty.REVIEW, needs_reason=True),
        (APPLIED, CANCEL): _CANCELLING,
        (RETURNED, SUBMIT): Transition(to=APPLIED, duty=Duty.FILING),
        (RETURNED, CANCEL): _CANCELLING,
        (ISSUED, WITHDRAW): Transition(to=WITHDRAWN, duty=Duty.REVIEW, needs_reason=True),
    },
    open_states=frozenset((RETURNED,)),
)


class ChosenAchievement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An achievement to be certified: where it stands, and the key (32 bytes) that opens it and no other."""

    branch: str
    origin: str
    index: int
    record_key: bytes

    def __repr__(self) -> str:
        """Shows no key."""
        return f"ChosenAchievement({self.branch}, {self.index})"


class IssuedReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was issued.

    Attributes:
        number: canonical.
        content: what the paper says, canonical JSON.
        record_key: opens the report's entry, 32 bytes.
    """

    number: str
    content: bytes
    record_key: bytes

    def __repr__(self) -> str:
        """Shows nothing of it."""
        return "IssuedReport(…)"


class ReportApplication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a case holds.

    Attributes:
        kind: code of a `federation.reports.body.ReportKind`.
        name: as on the document.
        purpose: what it is for, "" if nobody said.
        issued: None until it was.
    """

    kind: str
    document_type: DocumentType
    document_number: str
    name: str
    purpose: str
    achievements: tuple[ChosenAchievement, ...]
    credits: tuple[StatedCredit, ...] = ()
    issued: IssuedReport | None = None

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "ReportApplication(…)"

    @property
    def document(self) -> Document:
        """The person's document."""
        return Document(self.document_type, self.document_number)


def filers_of(steps: Iterable[CaseStep]) -> frozenset[str]:
    """Names of whoever took part in the application: every step that isn't a decision is one of it."""
    return frozenset(one.actor for one in steps if one.step not in DECISIONS)


def encode_application(application: ReportApplication) -> bytes:
    """The bytes that a case keeps."""
    return msgspec.json.encode(application)


def parse_application(body: bytes) -> ReportApplication:
    """The application that `encode_application` wrote.

    Raises:
        IntegrityBroken: the case holds something else.
    """
    try:
        return msgspec.json.decode(body, type=ReportApplication)
    except msgspec.DecodeError:
        # Not chained: the decoder's message may hold what was filed.
        raise IntegrityBroken(what="report application") from None

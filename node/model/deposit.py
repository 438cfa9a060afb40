"""A person's own deposit (个人存入): what is stated, and the steps that lead to an achievement.

It stands at the unit where it was filed, so that whoever filed it can go on with it; the unit that
decides on it is named in what was filed. Encrypted at rest like every case.

Source: 江苏省终身教育学分银行 brochure, 学习成果存入 (机构批量导入和个人存入), 个人查询 (申请存入新的个人学习成果).
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from federation.errors import IntegrityBroken
from federation.model.achievement_class import AchievementClass
from federation.model.document import Document, DocumentType
from node.model.access import Duty
from node.model.case import CaseStep, CaseTable, Transition

DRAFT, SUBMITTED, APPROVED = "draft", "submitted", "approved"
RETURNED, REFUSED, WITHDRAWN = "returned", "refused", "withdrawn"
SUBMIT, WITHDRAW = "submit", "withdraw"
APPROVE, RETURN, REFUSE = "approve", "return", "refuse"
DECISIONS = frozenset((APPROVE, RETURN, REFUSE))
EVIDENCE = "evidence"
"""The one part that files are attached to: what proves the result."""

_SUBMITTING = Transition(to=SUBMITTED, duty=Duty.FILING)
_WITHDRAWING = Transition(to=WITHDRAWN, duty=Duty.FILING)
DEPOSITS = CaseTable(
    kind="deposit",
    first=DRAFT,
    transitions={
        (DRAFT, SUBMIT): _SUBMITTING,
        (DRAFT, WITHDRAW): _WITHDRAWING,
        (SUBMITTED, APPROVE): Transition(to=APPROVED, duty=Duty.REVIEW),
        (SUBMITTED, RETURN): Transition(to=RETURNED, duty=Duty.REVIEW, needs_reason=True),
        (SUBMITTED, REFUSE): Transition(to=REFUSED, duty=Duty.REVIEW, needs_reason=True),
        (SUBMITTED, WITHDRAW): _WITHDRAWING,
        (RETURNED, SUBMIT): _SUBMITTING,
        (RETURNED, WITHDRAW): _WITHDRAWING,
    },
    open_states=frozenset((DRAFT, RETURNED)),
)


class Deposit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is stated of whom.

    Attributes:
        document_type: the federation's code.
        document_number: canonical.
        name: as on the document.
        achievement_class: never unspecified.
        title: the course, training or certificate.
        institution: school, trainer or issuer, as the evidence names it; no unit of the branch as a rule.
        achieved_on: the day.
        competent_unit: id of the unit that decides.
        score: as stated (``86``, ``良好``), or "".
        credits: hundredths; None is unknown, not zero.
        certificate_number: as printed, or "".
        certificate_level: as printed, or "".
        note: to whoever reviews it; it stays with the case.
    """

    document_type: DocumentType
    document_number: str
    name: str
    achievement_class: AchievementClass
    title: str
    institution: str
    achieved_on: date
    competent_unit: int
    score: str = ""
    credits: int | None = None
    certificate_number: str = ""
    certificate_level: str = ""
    note: str = ""

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "Deposit(…)"

    @property
    def document(self) -> Document:
        """The person's document."""
        return Document(self.document_type, self.document_number)


def filers_of(steps: Iterable[CaseStep]) -> frozenset[str]:
    """Names of whoever took part in the filing, as recorded: every step that isn't a decision is one of it."""
    return frozenset(one.actor for one in steps if one.step not in DECISIONS)


def encode_deposit(deposit: Deposit) -> bytes:
    """The bytes that a case keeps."""
    return msgspec.json.encode(deposit)


def parse_deposit(body: bytes) -> Deposit:
    """The deposit that `encode_deposit` wrote.

    Raises:
        IntegrityBroken: the case holds something else.
    """
    try:
        return msgspec.json.decode(body, type=Deposit)
    except msgspec.DecodeError:
        # Not chained: the decoder's message may hold what was filed.
        raise IntegrityBroken(what="deposit") from None

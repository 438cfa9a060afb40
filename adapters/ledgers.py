"""Drafts of a training run's ledger sheets: who learns, who was there, how they did.

Source: 浙学银〔2019〕2号, section 2, item 2 (学习者信息, 签到表, 学习成果评价表).
"""

from datetime import date, time

import msgspec

from adapters.base import RowRef
from federation.model.document import Document


class LearnerLine(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag=True):
    """One learner of a run; `phone` may be ``""``."""

    ref: RowRef
    name: str
    document: Document
    phone: str = ""
    remarks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Where it stands, and nothing about the person."""
        return f"LearnerLine(row {self.ref.row})"


class SignInLine(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag=True):
    """One person at one session; `is_present` is False for a row that says they were absent or says nothing.

    Attributes:
        on, starts_at, ends_at: the session, in local time; ends after it starts.
        course: its name or code, ``""`` if not stated.
        candidate_documents: what the number may be, if one is stated; the likeliest first.
    """

    ref: RowRef
    on: date
    starts_at: time
    ends_at: time
    name: str
    is_present: bool
    course: str = ""
    candidate_documents: tuple[Document, ...] = ()
    remarks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Where it stands, and nothing about the person."""
        return f"SignInLine(row {self.ref.row})"


class EvaluationLine(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag=True):
    """How one learner did: `outcome` is a code of the province's list, `score` and `comment` as written.

    `candidate_documents` as in `SignInLine`.
    """

    ref: RowRef
    name: str
    outcome: str
    candidate_documents: tuple[Document, ...] = ()
    score: str = ""
    comment: str = ""
    remarks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Where it stands, and nothing about the person."""
        return f"EvaluationLine(row {self.ref.row})"

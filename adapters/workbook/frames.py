"""What passes between parent and child: length-prefixed JSON, arrays rather than objects.

Never pickle: the child has read a stranger's file.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any, BinaryIO

from adapters.base import AccountDraft, AchievementDraft, CellIssue, Draft, RowRef
from federation.model.document import Document, DocumentType

LENGTH = struct.Struct(">I")
MAX_FRAME_BYTES = 64 << 20
ACCOUNT_TEXTS = tuple(
    field.name
    for field in fields(AccountDraft)
    if field.name not in ("ref", "document", "remarks", "member_user_number")
)
Frame = list[Any]


def write_frame(stream: BinaryIO, frame: Frame) -> None:
    """Writes one frame and flushes."""
    body = json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame:
    """Reads one frame; the stream's end before it raises EOFError."""
    prefix = stream.read(LENGTH.size)
    if len(prefix) != LENGTH.size:
        raise EOFError
    body = stream.read(LENGTH.unpack(prefix)[0])
    frame: Frame = json.loads(body)
    return frame


def encode_draft(draft: Draft) -> Frame:
    """A draft as an array; the sheet's name is the batch's."""
    if isinstance(draft, AccountDraft):
        document = [int(draft.document.type), draft.document.number]
        texts = [getattr(draft, name) for name in ACCOUNT_TEXTS]
        return ["c", draft.ref.row, draft.member_user_number, document, texts, draft.remarks]
    return [
        "a",
        draft.ref.row,
        draft.member_user_number,
        draft.document_number,
        [[int(document.type), document.number] for document in draft.candidate_documents],
        draft.institution_name,
        draft.title,
        draft.achieved_on.isoformat(),
        draft.training_hours,
        draft.credit_hours,
        draft.credits,
        draft.category,
        draft.learner_name,
        None if draft.document_type is None else int(draft.document_type),
        draft.remarks,
    ]


def decode_draft(sheet: str, frame: Frame) -> Draft:
    """The inverse of `encode_draft`."""
    if frame[0] == "c":
        _, row, user_number, (kind, number), texts, remarks = frame
        return AccountDraft(
            ref=RowRef(sheet=sheet, row=row),
            member_user_number=user_number,
            document=Document(DocumentType(kind), number),
            remarks=tuple(remarks),
            **dict(zip(ACCOUNT_TEXTS, texts, strict=True)),
        )
    _, row, user, number, documents, institution, title, on, training, hours, credit, category, name, kind, remarks = (
        frame
    )
    return AchievementDraft(
        ref=RowRef(sheet=sheet, row=row),
        member_user_number=user,
        document_number=number,
        candidate_documents=tuple(Document(DocumentType(kind), number) for kind, number in documents),
        institution_name=institution,
        title=title,
        achieved_on=date.fromisoformat(on),
        training_hours=training,
        credit_hours=hours,
        credits=credit,
        category=category,
        learner_name=name,
        document_type=None if kind is None else DocumentType(kind),
        remarks=tuple(remarks),
    )


def encode_issues(issues: Sequence[CellIssue]) -> Frame:
    """Issues as arrays."""
    return [[issue.sheet, issue.row, issue.column, issue.code, issue.message, issue.severity] for issue in issues]


def decode_issues(frame: Frame) -> tuple[CellIssue, ...]:
    """The inverse of `encode_issues`."""
    return tuple(
        CellIssue(sheet=sheet, row=row, column=column, code=code, message=message, severity=severity)
        for sheet, row, column, code, message, severity in frame
    )

"""What passes between parent and child: a 4-byte length, then JSON.

Never pickle or marshal: the child has read a stranger's file. What it answers is decoded by the
types stated here and by nothing else; a frame that doesn't fit them is a damaged file.
"""

import json
import struct
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import msgspec

from adapters.base import AccountDraft, AchievementDraft, CellIssue
from adapters.drafts import Draft, TrainingDraft

LENGTH = struct.Struct(">I")
MAX_FRAME_BYTES = 64 << 20
ISSUES_A_FRAME = 2_000
Request = list[Any]


class Recognised(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """A sheet's template; comes once for each sheet that is read.

    Attributes:
        header_row: 1-based, as Excel shows it.
        mode_required: the template has modes and none was given: no rows follow.
        most_rows: how many rows stand below the headers of all sheets that are read, blank ones counted.
    """

    template_name: str
    template_version: str
    sheet: str
    header_row: int
    mode_required: bool
    most_rows: int


class RowBatch(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The outcome of at most 2,000 rows of a sheet: each has a draft, of the template's kind, or an issue at least."""

    sheet: str
    accounts: tuple[AccountDraft, ...]
    achievements: tuple[AchievementDraft, ...]
    issues: tuple[CellIssue, ...]
    rows_read: int
    training: tuple[TrainingDraft, ...] = ()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Those of every kind."""
        return (*self.accounts, *self.achievements, *self.training)


class Finished(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The end: `rows` were checked in all, `blank_rows` passed over; `notices` are remarks on whole sheets."""

    rows: int
    blank_rows: int
    notices: tuple[CellIssue, ...]


class Refusal(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """The file is refused, for a reason of `adapters.refusals`; `columns` are headers that it is about."""

    reason: str
    columns: tuple[str, ...] = ()


class FormRead(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """A form's outcome: JSON of the draft that the form states, or ``null`` and what is wrong."""

    draft: msgspec.Raw
    issues: tuple[CellIssue, ...]


class Written(msgspec.Struct, tag=True, frozen=True):
    """The error workbook stands."""


Answer = Recognised | RowBatch | Finished | FormRead | Refusal | Written
_answers = msgspec.json.Decoder(Answer)
_issues = msgspec.json.Decoder(list[CellIssue])


def encode_request(request: Request) -> bytes:
    """A request's frame. ASCII: a file's name may hold what is no text."""
    body = json.dumps(request, separators=(",", ":")).encode("ascii")
    return LENGTH.pack(len(body)) + body


def read_request(stream: BinaryIO) -> Request:
    """Reads the request; the stream's end before it raises EOFError."""
    prefix = stream.read(LENGTH.size)
    if len(prefix) != LENGTH.size:
        raise EOFError
    request: Request = json.loads(stream.read(LENGTH.unpack(prefix)[0]))
    return request


def write_answer(stream: BinaryIO, answer: Answer) -> None:
    """Writes one frame and flushes."""
    body = msgspec.json.encode(answer)
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def decode_answer(body: bytes) -> Answer:
    """The answer of a frame's bytes.

    Raises:
        msgspec.MsgspecError: it is none, or its fields have other types.
    """
    answer: Answer = _answers.decode(body)
    return answer


def encode_issues(issues: Sequence[CellIssue]) -> Iterator[bytes]:
    """Frames of issues, to follow a request: each small, for as many issues as a file may have rows."""
    for start in range(0, len(issues), ISSUES_A_FRAME):
        body = msgspec.json.encode(issues[start : start + ISSUES_A_FRAME])
        yield LENGTH.pack(len(body)) + body


def read_issues(stream: BinaryIO) -> list[CellIssue]:
    """All issues of the frames up to the stream's end."""
    issues: list[CellIssue] = []
    while len(prefix := stream.read(LENGTH.size)) == LENGTH.size:
        issues += _issues.decode(stream.read(LENGTH.unpack(prefix)[0]))
    return issues

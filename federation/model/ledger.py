"""The plain body of a recorded ledger (台账): what a training run's ledger was, by a digest alone.

What is shown at an audit (核查) is held against what was recorded when the run's results were
deposited. The body is about nobody: the digest is salted, and the salt stays with the branch, so
that even a ledger of three learners can't be guessed from it.

Source: 浙学银〔2019〕2号, 二（二）(过程性台账) and 四 (核查); proto/federation/v1/entry.proto.
"""

from datetime import datetime
from enum import StrEnum
from hashlib import sha256

import msgspec
from google.protobuf.message import DecodeError

from federation.errors import Malformed, TooLarge
from federation.model.catalogue_parts import CODE_FORM
from federation.model.entry import ENTRY_ID_BYTES, Header, Kind
from federation.model.octets import length_prefixed
from federation.v1 import entry_pb2

WHAT = "recorded ledger"
ID_DOMAIN = b"deltabank/ledger/v1/"
DIGEST_BYTES = 32
MAX_RUN = 9_999
MAX_BODY_BYTES = 512


class LedgerPart(StrEnum):
    """What a ledger consists of, in the notice's order."""

    LEARNERS = "learners"
    """学习者信息"""
    SIGN_IN = "sign-in"
    """签到表"""
    COURSE_DESIGN = "course-design"
    """课程设计"""
    RECORD = "record"
    """培训记录"""
    EVALUATION = "evaluation"
    """学习成果评价表"""


ALL_PARTS = tuple(LedgerPart)


class RecordedLedger(msgspec.Struct, frozen=True, kw_only=True):
    """One recording.

    Attributes:
        project_code: of the catalogue.
        run: which run of the project, from 1 to 9,999.
        digest: SHA-256 over the ledger's manifest, 32 bytes.
        parts: which parts were there, in the notice's order, each once.
        recorded_at: aware, to the second.
    """

    project_code: str
    run: int
    digest: bytes
    parts: tuple[LedgerPart, ...]
    recorded_at: datetime


def ledger_header(ledger: RecordedLedger) -> Header:
    """The header of the entry that records it.

    The entry id says project, run and digest, not the time: the same ledger is recorded once.

    Raises:
        Malformed, TooLarge: what `parse_ledger` would refuse.
    """
    body = encode_ledger(ledger)
    named = length_prefixed(ledger.project_code.encode(), ledger.run.to_bytes(2, "big"), ledger.digest)
    entry_id = sha256(ID_DOMAIN + named).digest()[:ENTRY_ID_BYTES]
    return Header(kind=Kind.LEDGER_RECORDED, entry_id=entry_id, plain_body=body)


def encode_ledger(ledger: RecordedLedger) -> bytes:
    """The plain body that says it.

    Raises:
        Malformed: a value out of bounds.
    """
    _check(ledger)
    return entry_pb2.LedgerBody(
        project_code=ledger.project_code,
        run=ledger.run,
        digest=ledger.digest,
        parts=[part.value for part in ledger.parts],
        recorded_at=ledger.recorded_at.isoformat(timespec="seconds"),
    ).SerializeToString(deterministic=True)


def parse_ledger(data: bytes) -> RecordedLedger:
    """What a plain body says.

    Raises:
        Malformed: no such body, or a value out of bounds.
        TooLarge: more than 512 bytes, or more parts than there are.
    """
    if len(data) > MAX_BODY_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_BODY_BYTES)
    try:
        body = entry_pb2.LedgerBody.FromString(data)
    except DecodeError as error:
        raise Malformed(what=WHAT, why="encoding") from error
    if len(body.parts) > len(ALL_PARTS):
        raise TooLarge(what=WHAT, limit=len(ALL_PARTS))
    try:
        parts = tuple(LedgerPart(code) for code in body.parts)
    except ValueError as error:
        raise Malformed(what=WHAT, why="bounds") from error
    ledger = RecordedLedger(
        project_code=body.project_code,
        run=body.run,
        digest=body.digest,
        parts=parts,
        recorded_at=_instant(body.recorded_at),
    )
    _check(ledger)
    return ledger


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed(what=WHAT, why="encoding") from error
    if at.isoformat(timespec="seconds") != text:
        raise Malformed(what=WHAT, why="encoding")
    return at


def _check(ledger: RecordedLedger) -> None:
    if not CODE_FORM.fullmatch(ledger.project_code):
        raise Malformed(what=WHAT, why="text")
    if not 1 <= ledger.run <= MAX_RUN or len(ledger.digest) != DIGEST_BYTES:
        raise Malformed(what=WHAT, why="bounds")
    if ledger.recorded_at.tzinfo is None:
        raise Malformed(what=WHAT, why="time")
    # One order, each once: the same parts are always the same bytes.
    if [part for part in ALL_PARTS if part in ledger.parts] != list(ledger.parts):
        raise Malformed(what=WHAT, why="order")

"""What a report's entry says to whoever has its number: a masked summary, and what the paper must say.

The body names the person as other records do, by masked name and salted hash of the document;
the full name stands on the paper alone. `content_digest` ties the paper to the entry.

Source: DESIGN section 3 (Reports); proto/federation/v1/entry.proto (ReportBody).
"""

from datetime import date
from enum import IntEnum

import msgspec
from google.protobuf.message import DecodeError

from federation.errors import Malformed
from federation.model.entry import DIGEST_BYTES, MAX_ORIGIN_BYTES, Citation
from federation.model.subject import SALT_BYTES
from federation.v1 import entry_pb2

WHAT = "report body"
MAX_ACHIEVEMENTS = 200
MAX_CREDITS = 200
MAX_TEXT_CHARS = 500
MAX_INDEX = 2**40 - 1


class ReportKind(IntEnum):
    """What a report certifies."""

    CERTIFICATION = entry_pb2.REPORT_KIND_CERTIFICATION
    """学习成果认证报告."""
    TRANSCRIPT = entry_pb2.REPORT_KIND_TRANSCRIPT
    """成绩证明."""
    STANDING = entry_pb2.REPORT_KIND_STANDING
    """资信证明."""

    @property
    def code(self) -> str:
        """As commands, files and clients name it."""
        return self.name.lower()


def report_kind_named(code: str) -> ReportKind:
    """The kind of that code. Raises `ValueError`: there is none."""
    for one in ReportKind:
        if one.code == code:
            return one
    raise ValueError(code)


class ReportedAchievement(msgspec.Struct, frozen=True, kw_only=True):
    """An achievement that a report states; `entry` is where it stands in its branch's log."""

    entry: Citation
    title: str
    institution_name: str
    achieved_on: date


class ReportedCredit(msgspec.Struct, frozen=True, kw_only=True):
    """Credit (hundredths) that a branch granted for an achievement earned elsewhere.

    Attributes:
        entry: its decision.
        transfer: leaf index of the request in the same log.
        item: which of the transfer's achievements, from 0 on.
    """

    branch: str
    scheme: str
    course: str
    credits: int
    granted_on: date
    entry: Citation
    transfer: int
    item: int


class ReportBody(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed.

    Attributes:
        document_salt, document_hash: 16 and 32 bytes, see `federation.model.subject`.
        issued_on, valid_until: both belong to the time in which it counts.
        content_digest: SHA-256 of the content as the paper carries it.
    """

    kind: ReportKind
    masked_name: str
    document_salt: bytes
    document_hash: bytes
    issued_on: date
    valid_until: date
    issued_by: str
    content_digest: bytes
    achievements: tuple[ReportedAchievement, ...]
    credits: tuple[ReportedCredit, ...] = ()


def encode_report_body(body: ReportBody) -> bytes:
    """The bytes that are sealed; `parse_report_body` is the inverse.

    Raises:
        Malformed: a field that `parse_report_body` would refuse.
    """
    _check(body)
    message = entry_pb2.ReportBody(
        report_kind=int(body.kind),  # type: ignore[arg-type]
        masked_name=body.masked_name,
        document_salt=body.document_salt,
        document_hash=body.document_hash,
        issued_on=body.issued_on.isoformat(),
        valid_until=body.valid_until.isoformat(),
        issued_by=body.issued_by,
        content_digest=body.content_digest,
        achievements=[
            entry_pb2.ReportedAchievement(
                entry=_cite(one.entry),
                title=one.title,
                institution_name=one.institution_name,
                achieved_on=one.achieved_on.isoformat(),
            )
            for one in body.achievements
        ],
        credits=[
            entry_pb2.ReportedCredit(
                branch=one.branch,
                scheme=one.scheme,
                course=one.course,
                credits=one.credits,
                granted_on=one.granted_on.isoformat(),
                entry=_cite(one.entry),
                transfer=one.transfer,
                item=one.item,
            )
            for one in body.credits
        ],
    )
    return message.SerializeToString(deterministic=True)


def parse_report_body(data: bytes) -> ReportBody:
    """The body that `data` says.

    Raises:
        Malformed: not a body, of a kind that this version doesn't know, or with a field out of its bounds.
    """
    try:
        message = entry_pb2.ReportBody.FromString(data)
        body = ReportBody(
            kind=ReportKind(message.report_kind),
            masked_name=message.masked_name,
            document_salt=message.document_salt,
            document_hash=message.document_hash,
            issued_on=date.fromisoformat(message.issued_on),
            valid_until=date.fromisoformat(message.valid_until),
            issued_by=message.issued_by,
            content_digest=message.content_digest,
            achievements=tuple(
                ReportedAchievement(
                    entry=_citation(one.entry),
                    title=one.title,
                    institution_name=one.institution_name,
                    achieved_on=date.fromisoformat(one.achieved_on),
                )
                for one in message.achievements
            ),
            credits=tuple(
                ReportedCredit(
                    branch=one.branch,
                    scheme=one.scheme,
                    course=one.course,
                    credits=one.credits,
                    granted_on=date.fromisoformat(one.granted_on),
                    entry=_citation(one.entry),
                    transfer=one.transfer,
                    item=one.item,
                )
                for one in message.credits
            ),
        )
    except (DecodeError, ValueError) as error:
        raise Malformed(what=WHAT, why="encoding") from error
    _check(body)
    return body


def _cite(cite: Citation) -> entry_pb2.Citation:
    return entry_pb2.Citation(origin=cite.origin, index=cite.index, leaf_hash=cite.leaf_hash)


def _citation(message: entry_pb2.Citation) -> Citation:
    return Citation(origin=message.origin, index=message.index, leaf_hash=message.leaf_hash)


def _check(body: ReportBody) -> None:
    if (len(body.document_salt), len(body.document_hash), len(body.content_digest)) != (
        SALT_BYTES,
        DIGEST_BYTES,
        DIGEST_BYTES,
    ):
        raise Malformed(what=WHAT, why="length")
    if body.issued_on > body.valid_until:
        raise Malformed(what=WHAT, why="dates")
    if len(body.achievements) > MAX_ACHIEVEMENTS or len(body.credits) > MAX_CREDITS:
        raise Malformed(what=WHAT, why="count")
    texts = [body.masked_name, body.issued_by]
    texts += [text for one in body.achievements for text in (one.title, one.institution_name)]
    texts += [text for one in body.credits for text in (one.branch, one.scheme, one.course)]
    if any(len(text) > MAX_TEXT_CHARS for text in texts):
        raise Malformed(what=WHAT, why="text")
    cites = [one.entry for one in body.achievements] + [one.entry for one in body.credits]
    for cite in cites:
        is_place = 0 < len(cite.origin.encode()) <= MAX_ORIGIN_BYTES and cite.index <= MAX_INDEX
        if not is_place or len(cite.leaf_hash) != DIGEST_BYTES:
            raise Malformed(what=WHAT, why="citation")

"""What the paper of a report says, as one canonical JSON text: printed from it, carried with it, tied to the log.

`content.json` lies in the report's file. Its digest stands in the report's entry, so the paper, its
attachment and the log can't say different things; names in full stand here alone, for the paper is
the person's own.

Source: RFC 8785 (canonical form); DESIGN section 3 (Reports).
"""

from datetime import date
from hashlib import sha256

import msgspec

from federation.errors import Malformed, TooLarge
from federation.model.document import mask_name
from federation.model.entry import Citation
from federation.reports.body import (
    MAX_ACHIEVEMENTS,
    MAX_CREDITS,
    ReportBody,
    ReportedAchievement,
    ReportedCredit,
    ReportKind,
    report_kind_named,
)
from federation.reports.number import parse_number
from federation.trust.strict_json import canonical_bytes

WHAT = "report content"
CONTENT_FORMAT = 2
FORMATS = frozenset((1, CONTENT_FORMAT))
"""1: the paper shows training hours alone, and says neither a scheme's name nor what credit was converted from."""
MAX_CONTENT_BYTES = 512 * 1024


class StatedAchievement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line. Hours and credits are hundredths, None is unknown; `leaf_hash` is lower-case hex.

    Attributes:
        is_converted: whether it had been converted into credit when the report was composed, as its branch told.
    """

    branch: str
    origin: str
    index: int
    leaf_hash: str
    title: str
    institution: str
    achieved_on: date
    achievement_class: str
    training_hours: int | None
    credit_hours: int | None
    credits: int | None
    score: str
    certificate_number: str
    certificate_level: str
    is_converted: bool = False


class StatedCredit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of converted credit (hundredths), with the entry that decided it; see `ReportedCredit`.

    Attributes:
        scheme_name: what the rules that were decided by call the scheme; "" if there were none.
        from_branch, from_index: where the achievement stands that it was converted from, as the request cites it;
            "" and None in reports of format 1.
    """

    branch: str
    scheme: str
    course: str
    credits: int
    granted_on: date
    origin: str
    index: int
    leaf_hash: str
    transfer: int
    item: int
    scheme_name: str = ""
    from_branch: str = ""
    from_index: int | None = None

    @property
    def said_scheme(self) -> str:
        """The scheme as people read it: its name, its key where no name is known."""
        return self.scheme_name or self.scheme

    @property
    def source(self) -> str:
        """What it was converted from: ``31-58``, as the report lists achievements; "" if it isn't said."""
        return "" if self.from_index is None else f"{self.from_branch}-{self.from_index}"


class ReportContent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that the paper says.

    Attributes:
        format: one of `FORMATS`.
        kind: code of a `ReportKind`.
        number: canonical.
        branch, origin: of the branch that issues it.
        issued_by: the unit, as named now.
        name: the person's, in full.
        document_type: federation code.
        masked_number: of the document.
        purpose: what it is for, "" if nobody said.
    """

    format: int
    kind: str
    number: str
    branch: str
    branch_name: str
    origin: str
    issued_by: str
    issued_on: date
    valid_until: date
    name: str
    document_type: int
    masked_number: str
    purpose: str
    achievements: tuple[StatedAchievement, ...]
    credits: tuple[StatedCredit, ...]

    def __repr__(self) -> str:
        """Shows nobody and no number."""
        return "ReportContent(…)"

    @property
    def report_kind(self) -> ReportKind:
        """The kind."""
        return report_kind_named(self.kind)


def encode_content(content: ReportContent) -> bytes:
    """The file's bytes; `parse_content` is the inverse.

    Raises:
        TooLarge: more than 512 KiB.
    """
    data = canonical_bytes(msgspec.to_builtins(content))
    if len(data) > MAX_CONTENT_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_CONTENT_BYTES)
    return data


def parse_content(data: bytes) -> ReportContent:
    """The content that a file's bytes say.

    Raises:
        TooLarge: more than 512 KiB.
        Malformed: not a content in its one encoding, or of a kind or format that this version doesn't know.
        ReportNumberMalformed: its number can't be one.
    """
    if len(data) > MAX_CONTENT_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_CONTENT_BYTES)
    try:
        content = msgspec.json.decode(data, type=ReportContent)
        _ = content.report_kind
        is_canonical = encode_content(content) == data
    except (ValueError, RecursionError):
        raise Malformed(what=WHAT, why="encoding") from None
    if not is_canonical or content.format not in FORMATS or parse_number(content.number) != content.number:
        raise Malformed(what=WHAT, why="not in its one encoding")
    if len(content.achievements) > MAX_ACHIEVEMENTS or len(content.credits) > MAX_CREDITS:
        raise Malformed(what=WHAT, why="count")
    if any((one.from_index is None) != (not one.from_branch) for one in content.credits):
        raise Malformed(what=WHAT, why="citation")
    return content


def body_of(content: ReportContent, *, document_salt: bytes, document_hash: bytes) -> ReportBody:
    """The body that the report's entry has for such a content.

    Args:
        content: what the paper says.
        document_salt: 16 bytes.
        document_hash: 32 bytes, see `federation.model.subject`.

    Raises:
        Malformed: a line's leaf hash isn't hex.
    """
    try:
        achievements = tuple(
            ReportedAchievement(
                entry=_citation(one), title=one.title, institution_name=one.institution, achieved_on=one.achieved_on
            )
            for one in content.achievements
        )
        granted = tuple(
            ReportedCredit(
                branch=one.branch,
                scheme=one.scheme,
                course=one.course,
                credits=one.credits,
                granted_on=one.granted_on,
                entry=_citation(one),
                transfer=one.transfer,
                item=one.item,
            )
            for one in content.credits
        )
    except ValueError:
        raise Malformed(what=WHAT, why="citation") from None
    return ReportBody(
        kind=content.report_kind,
        masked_name=mask_name(content.name),
        document_salt=document_salt,
        document_hash=document_hash,
        issued_on=content.issued_on,
        valid_until=content.valid_until,
        issued_by=content.issued_by,
        content_digest=sha256(encode_content(content)).digest(),
        achievements=achievements,
        credits=granted,
    )


def _citation(line: StatedAchievement | StatedCredit) -> Citation:
    return Citation(origin=line.origin, index=line.index, leaf_hash=bytes.fromhex(line.leaf_hash))

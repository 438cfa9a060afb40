"""What a report's file proves, offline, once its signature holds: paper, content, entry and records say the same.

The branch committed to the content in its own log, so a stolen certificate alone makes no report;
each achievement is proven by its own branch's log, so no branch can state another's achievements.
A later withdrawal or revocation can't be seen from a file.

Source: DESIGN sections 2 and 3 (Reports), RELIABILITY 33.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec.structs import replace as replace_field

from federation.errors import ReportNotGenuine
from federation.model.achievement import AchievementBody
from federation.model.achievement_class import class_code
from federation.model.document import Document, mask_name
from federation.model.entry import Kind, parse_header, parse_private_part
from federation.model.sealing import context_of, open_with_record_key
from federation.model.standing import is_well_formed
from federation.model.subject import is_document_of
from federation.record.signed_record import SignedRecord, parse_signed_record
from federation.record.verification import VerifiedRecord, Witness, verify_signed_record
from federation.reports.body import ReportBody, parse_report_body
from federation.reports.content import ReportContent, StatedAchievement, StatedCredit, body_of, parse_content
from federation.tlog.hashing import leaf_hash
from federation.transfer.entries import TransferEntry, read_transfer_entry
from federation.trust.roster import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """What lies in a report's file, none of it verified; `repr` shows nothing of it.

    Attributes:
        content: what the paper says, canonical JSON.
        entry: the signed record of the report's own entry, its key disclosed.
        achievements: one disclosed signed record a line, in the lines' order.
        credits: one signed record a line of converted credit, in their order.
        requests: for each of those lines that names what it was converted from, the record of the transfer's request.
    """

    content: bytes
    entry: bytes
    achievements: tuple[bytes, ...]
    credits: tuple[bytes, ...] = ()
    requests: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f"ReportFiles({len(self.achievements)}, {len(self.credits)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedReport:
    """What holds.

    Attributes:
        content: what the paper says.
        body: what the entry says.
        index: the entry's leaf index in the log of `content.origin`.
        authentic_as_of: when that branch last vouched for the log's head with the entry in it.
        witnesses: other branches that vouched for it.
        belongs_to_presenter: whether it is about whoever presents the document; None if none was given.
    """

    content: ReportContent
    body: ReportBody
    index: int
    authentic_as_of: datetime | None
    witnesses: tuple[Witness, ...]
    belongs_to_presenter: bool | None


def verify_report(
    files: ReportFiles, roster: Roster, *, signer: str, document: Document | None = None
) -> VerifiedReport:
    """What a report's files prove under that roster.

    Args:
        files: as they lay in the signed file.
        roster: a verified one, preferably the newest.
        signer: the code of the branch that signed the file.
        document: the document that the presenter shows, if the report should be tied to it.

    Raises:
        ReportNotGenuine: reason ``other-branch``, ``entry-differs``, ``content-differs``, ``records-missing``,
            ``record-differs`` or ``credit-differs``.
        CreditBankError: content or a record is no such thing, or doesn't hold: see `parse_content`,
            `parse_signed_record` and `verify_signed_record`.
    """
    content = parse_content(files.content)
    record = parse_signed_record(files.entry)
    verified = verify_signed_record(replace(record, record_key=b""), roster)
    if not signer == content.branch == verified.branch or content.origin != verified.origin:
        raise ReportNotGenuine(reason="other-branch")
    body = _open(record, verified)
    if body != body_of(content, document_salt=body.document_salt, document_hash=body.document_hash):
        raise ReportNotGenuine(reason="content-differs")
    opened = _verify_achievements(files.achievements, content, roster)
    _verify_credits(files, content.credits, roster)
    return VerifiedReport(
        content=content,
        body=body,
        index=verified.index,
        authentic_as_of=verified.authentic_as_of,
        witnesses=verified.witnesses,
        belongs_to_presenter=None if document is None else _all_belong(body, opened, document),
    )


def _open(record: SignedRecord, verified: VerifiedRecord) -> ReportBody:
    if verified.header.kind != Kind.REPORT_ISSUED or not is_well_formed(verified.header) or not record.private_part:
        raise ReportNotGenuine(reason="entry-differs")
    part = parse_private_part(record.private_part)
    return parse_report_body(open_with_record_key(part, record.record_key, context_of(verified.header, record.origin)))


def _verify_achievements(records: Sequence[bytes], content: ReportContent, roster: Roster) -> list[AchievementBody]:
    if len(records) != len(content.achievements):
        raise ReportNotGenuine(reason="records-missing")
    masked = mask_name(content.name)
    opened = []
    for data, line in zip(records, content.achievements, strict=True):
        record = parse_signed_record(data)
        verified = verify_signed_record(record, roster)
        if not _is_place_of(record, line) or verified.branch != line.branch or verified.body is None:
            raise ReportNotGenuine(reason="record-differs")
        if verified.body.masked_name != masked or not _is_line_of(line, record, verified.body):
            raise ReportNotGenuine(reason="record-differs")
        opened.append(verified.body)
    return opened


def _verify_credits(files: ReportFiles, lines: Sequence[StatedCredit], roster: Roster) -> None:
    sourced = [one for one in lines if one.source]
    if len(files.credits) != len(lines) or len(files.requests) != len(sourced):
        raise ReportNotGenuine(reason="records-missing")
    decisions = []
    for data, line in zip(files.credits, lines, strict=True):
        record = parse_signed_record(data)
        if verify_signed_record(record, roster).branch != line.branch or not _is_place_of(record, line):
            raise ReportNotGenuine(reason="credit-differs")
        if line.source:
            decisions.append(record)
    for data, decision, line in zip(files.requests, decisions, sourced, strict=True):
        if not _was_converted_from(_verified_step(data, roster), _step_of(decision), line, roster):
            raise ReportNotGenuine(reason="credit-differs")


def _verified_step(data: bytes, roster: Roster) -> TransferEntry | None:
    record = parse_signed_record(data)
    verify_signed_record(record, roster)
    return _step_of(record)


def _step_of(record: SignedRecord) -> TransferEntry | None:
    header = parse_header(record.header)
    return read_transfer_entry(record.origin, record.index, leaf_hash(record.header), header)


def _was_converted_from(
    request: TransferEntry | None, decision: TransferEntry | None, line: StatedCredit, roster: Roster
) -> bool:
    """Whether the line's decision answers that request, and the request asks for what the line names."""
    if request is None or decision is None or decision.kind is not Kind.TRANSFER_DECIDED:
        return False
    if decision.request != request.citation or request.index != line.transfer:
        return False
    if not 0 <= line.item < len(request.achievements):
        return False
    asked = request.achievements[line.item]
    return (roster.by_origin(asked.origin).code, asked.index) == (line.from_branch, line.from_index)


def line_of(record: SignedRecord, branch: str, body: AchievementBody) -> StatedAchievement:
    """The line by which a report states a disclosed record of that branch."""
    return StatedAchievement(
        branch=branch,
        origin=record.origin,
        index=record.index,
        leaf_hash=leaf_hash(record.header).hex(),
        title=body.title,
        institution=body.institution_name,
        achieved_on=body.achieved_on,
        achievement_class=class_code(body.achievement_class),
        training_hours=body.training_hours,
        credit_hours=body.credit_hours,
        credits=body.credits,
        score=body.score,
        certificate_number=body.certificate_number,
        certificate_level=body.certificate_level,
    )


def _is_line_of(line: StatedAchievement, record: SignedRecord, body: AchievementBody) -> bool:
    # What its branch told of it at the time isn't in the record itself.
    return replace_field(line, is_converted=False) == line_of(record, line.branch, body)


def _is_place_of(record: SignedRecord, line: StatedAchievement | StatedCredit) -> bool:
    place = (record.origin, record.index, leaf_hash(record.header).hex())
    return place == (line.origin, line.index, line.leaf_hash)


def _all_belong(body: ReportBody, opened: Sequence[AchievementBody], document: Document) -> bool:
    ties = [(one.document_salt, one.document_hash) for one in opened]
    ties.append((body.document_salt, body.document_hash))
    return all(is_document_of(document, salt=salt, expected_hash=expected) for salt, expected in ties)

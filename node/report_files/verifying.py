"""What a report's file proves, offline, to whoever trusts a roster.

In this order, each with its own refusal: the signature covers every byte; its certificate is a
branch's, by that branch's authority in the roster; the records in the file hold and say what the
content says; the pages say what the content says.

Source: DESIGN section 3 (Reports), RELIABILITY 33.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding

from federation.errors import ReportNotGenuine
from federation.model.document import Document
from federation.reports.content import ReportContent
from federation.reports.verification import ReportFiles, VerifiedReport, verify_report
from federation.trust.certificates import parse_authority, parse_certificate
from federation.trust.document_certificate import verify_document_certificate
from federation.trust.roster import Roster
from node.printing.report import created_at, printed_texts
from node.report_files.reading import ReadFile, read_report_file, without_space
from node.report_files.signature import verify_file_signature

CONTENT, ENTRY = "content.json", "report.creditbank"
ACHIEVEMENT, CREDIT = "achievement-{:03}.creditbank", "credit-{:03}.creditbank"
REQUEST = "request-{:03}.creditbank"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedFile:
    """What holds: the report, and when its branch says that the file was signed (aware)."""

    report: VerifiedReport
    signed_at: datetime


def verify_report_file(data: bytes, roster: Roster, *, document: Document | None = None) -> VerifiedFile:
    """What a report's file proves under that roster.

    Args:
        data: the file's bytes.
        roster: a verified one, preferably the newest.
        document: the document that the presenter shows, if the report should be tied to it.

    Raises:
        TooLarge: more than a report's file can have.
        ReportNotGenuine: reasons as for `verify_file_signature`, `read_report_file` and `verify_report`;
            ``attachments`` (missing ones, or others beside), ``certificate`` (the other one in the signature
            isn't the branch's authority), ``signed-before`` (on an earlier day than it was issued),
            ``text-differs`` (a page doesn't say what the content says).
        PeerRefused: the certificate isn't a branch's for documents, see `verify_document_certificate`.
        CreditBankError: what lies in the file doesn't hold: see `verify_report`.
    """
    signature = verify_file_signature(data)
    # Whose it is comes before what it holds: nothing is read of a file that no branch signed.
    since = parse_certificate(signature.certificate).not_valid_before_utc
    branch = verify_document_certificate(signature.certificate, roster, since)
    if parse_authority(branch.tls_ca).public_bytes(Encoding.DER) != signature.authority:
        raise ReportNotGenuine(reason="certificate")
    read = read_report_file(data)
    verify_document_certificate(signature.certificate, roster, read.signed_at)
    report = verify_report(_files_of(read.attachments), roster, signer=branch.code, document=document)
    if read.signed_at < created_at(report.content):
        raise ReportNotGenuine(reason="signed-before")
    _verify_text(read, report.content)
    return VerifiedFile(report=report, signed_at=read.signed_at)


def attachments_of(files: ReportFiles) -> dict[str, bytes]:
    """The files as they are put in, by name."""
    named = {CONTENT: files.content, ENTRY: files.entry}
    named |= {ACHIEVEMENT.format(place): data for place, data in enumerate(files.achievements, start=1)}
    named |= {CREDIT.format(place): data for place, data in enumerate(files.credits, start=1)}
    return named | {REQUEST.format(place): data for place, data in enumerate(files.requests, start=1)}


def _files_of(attachments: Mapping[str, bytes]) -> ReportFiles:
    files = ReportFiles(
        content=attachments.get(CONTENT, b""),
        entry=attachments.get(ENTRY, b""),
        achievements=_in_order(attachments, ACHIEVEMENT),
        credits=_in_order(attachments, CREDIT),
        requests=_in_order(attachments, REQUEST),
    )
    if attachments_of(files) != attachments:
        raise ReportNotGenuine(reason="attachments")
    return files


def _in_order(attachments: Mapping[str, bytes], form: str) -> tuple[bytes, ...]:
    found: list[bytes] = []
    while (name := form.format(len(found) + 1)) in attachments:
        found.append(attachments[name])
    return tuple(found)


def _verify_text(read: ReadFile, content: ReportContent) -> None:
    if any(without_space(text) not in read.text for text in printed_texts(content)):
        raise ReportNotGenuine(reason="text-differs")

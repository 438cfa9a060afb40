"""Makes a report's file: printed, the records put in, signed, and verified before anybody gets it.

Source: DESIGN section 3 (Reports).
"""

from datetime import datetime

from federation.reports.content import parse_content
from federation.reports.verification import ReportFiles
from federation.trust.roster import Roster
from node.printing.report import created_at, render_report
from node.report_files.letterhead import Letterhead
from node.report_files.signing import sign_pdf
from node.report_files.verifying import attachments_of, verify_report_file


def make_report_file(files: ReportFiles, letterhead: Letterhead, roster: Roster, signed_at: datetime) -> bytes:
    """The signed PDF; blocks for some hundred milliseconds: call it in a thread.

    Args:
        files: content and records, which belong together.
        letterhead: of the branch that issued the report.
        roster: the current one.
        signed_at: aware.

    Raises:
        PrintRefused, TooLarge: it can't be printed.
        CreditBankError: what was made doesn't verify, so nobody gets it: see `verify_report_file`.
    """
    content = parse_content(files.content)
    pdf = render_report(
        content, address=letterhead.address, created_at=created_at(content), extra_fonts=letterhead.extra_fonts
    )
    signed = sign_pdf(
        pdf,
        attachments_of(files),
        certificate=letterhead.certificate,
        authority=letterhead.authority,
        signed_at=signed_at,
    )
    verify_report_file(signed, roster)
    return signed

"""What became of a workbook, as messages: a report, then the workbook of what was refused, in chunks."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from node.rpc.case_messages import cell_issues
from node.rpc.uploads import sent_chunks
from node.services.filing.import_report import ImportReport
from node.v1 import filing_pb2

MAX_ISSUES_TOLD = 1_000


async def report_events(report: ImportReport) -> AsyncIterator[Any]:
    """The report, then the error workbook's bytes, if there is one."""
    content = b""
    if report.error_workbook is not None:
        content = await asyncio.to_thread(report.error_workbook.read_bytes)
    yield filing_pb2.FilingEvent(report=_report(report, len(content)))
    for chunk in sent_chunks(content):
        yield filing_pb2.FilingEvent(error_workbook=chunk)


def _report(one: ImportReport, error_workbook_size: int) -> filing_pb2.FilingReport:
    issues = [*one.errors, *one.remarks]
    return filing_pb2.FilingReport(
        template=one.template,
        sheet=one.sheet,
        rows=one.rows,
        accepted=one.accepted,
        duplicate=one.duplicate,
        rejected=one.rejected,
        issues=cell_issues(issues[:MAX_ISSUES_TOLD]),
        issues_in_all=len(issues),
        error_workbook_size=error_workbook_size,
    )

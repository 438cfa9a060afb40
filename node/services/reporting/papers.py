"""A report's content and its file: composed from the chosen records, made once, kept encrypted.

The entry is written first, then the file is made: a crash between the two costs nothing, for the file
follows from what the case keeps and is made when it is first asked for.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import msgspec

from federation.clock import Clock
from federation.errors import NotHere, ReportRefused
from federation.model.achievement import AchievementBody, parse_body
from federation.model.document import mask_number
from federation.model.entry import parse_header, parse_private_part
from federation.model.sealing import context_of, open_with_record_key
from federation.model.standing import Status
from federation.record.signed_record import SignedRecord, encode_signed_record
from federation.reports.body import report_kind_named
from federation.reports.content import CONTENT_FORMAT, ReportContent, StatedAchievement, StatedCredit
from federation.reports.verification import ReportFiles, line_of
from node.model.case import Case
from node.model.report import PAPER, ChosenAchievement, ReportApplication, parse_application
from node.model.unit import Unit
from node.ports.logs import OwnLog
from node.ports.organisation import Cases
from node.ports.rosters import RosterHolder
from node.ports.transfers import Transfers
from node.printing.report import TITLES, created_at, render_report
from node.report_files.letterhead import Letterhead
from node.services.looking.access_trail import LOCAL_TIME
from node.services.looking.signed_records import SignedRecords

MEDIA_TYPE = "application/pdf"


class ReportPapers:
    """Composes contents, makes files."""

    def __init__(
        self,
        *,
        branch: str,
        own_log: OwnLog,
        cases: Cases,
        records: SignedRecords,
        transfers: Transfers,
        rosters: RosterHolder,
        letterhead: Callable[[], Letterhead],
        valid_for: timedelta,
        clock: Clock,
    ) -> None:
        """Prepares it.

        Args:
            branch: the own code.
            own_log: for units of work.
            cases: where files are kept.
            records: entries with their proofs.
            transfers: for what was converted by the day of issue.
            rosters: the current one.
            letterhead: reads the document certificate when a report is made.
            valid_for: how long a report counts.
            clock: for the day of issue.
        """
        self._branch = branch
        self._own_log = own_log
        self._cases = cases
        self._records = records
        self._transfers = transfers
        self._rosters = rosters
        self._letterhead = letterhead
        self._valid_for = valid_for
        self._clock = clock

    async def compose(self, application: ReportApplication, number: str, unit: Unit) -> ReportContent:
        """What the paper would say if `unit` issued it now under that number (canonical).

        It is printed once, to see that it can be before anything is written.

        Raises:
            ReportRefused: reason ``content-gone``: a chosen record's content was erased since.
            PrintRefused, TooLarge: it can't be printed.
            KeyUnavailable: the branch has no document certificate.
        """
        today = self._today()
        content = ReportContent(
            format=CONTENT_FORMAT,
            kind=application.kind,
            number=number,
            branch=self._branch,
            branch_name=self._rosters.current.branch(self._branch).name,
            origin=self._own_log.origin,
            issued_by=unit.name,
            issued_on=today,
            valid_until=today + self._valid_for - timedelta(days=1),
            name=application.name,
            document_type=int(application.document_type),
            masked_number=mask_number(application.document_number),
            purpose=application.purpose,
            achievements=tuple([await self._line(one) for one in application.achievements]),
            credits=application.credits,
        )
        letterhead = self._letterhead()
        await asyncio.to_thread(
            render_report,
            content,
            address=letterhead.address,
            created_at=created_at(content),
            extra_fonts=letterhead.extra_fonts,
        )
        return content

    async def file_of(self, case: Case) -> bytes:
        """The signed PDF of an issued report; made and kept if it isn't there yet.

        Raises:
            NotHere: nothing was issued.
            KeyUnavailable: the branch has no document certificate.
        """
        kept = await self._kept(case)
        if kept is not None:
            return kept
        made = await self._make(case)
        async with self._own_log.change() as change:
            if not await change.cases.attachments(case.case_id):
                title = TITLES[report_kind_named(parse_application(case.body).kind)]
                await change.cases.attach(
                    case.case_id, part=PAPER, name=f"{title}.pdf", content=made, media_type=MEDIA_TYPE
                )
        # Of two who made it at once the first one's file is the report's.
        return await self._kept(case) or made

    async def _kept(self, case: Case) -> bytes | None:
        papers = [one for one in await self._cases.attachments(case.case_id) if one.part == PAPER]
        return await self._cases.content(papers[0].digest) if papers else None

    async def _make(self, case: Case) -> bytes:
        application = parse_application(case.body)
        issued = application.issued
        if issued is None or case.entry_index is None:
            raise NotHere(what="report")
        own = await self._made(self._own_log.origin, case.entry_index, record_key=issued.record_key)
        files = ReportFiles(
            content=issued.content,
            entry=encode_signed_record(own),
            achievements=tuple([encode_signed_record(await self._record(one)) for one in application.achievements]),
            credits=tuple(
                [encode_signed_record(await self._made(one.origin, one.index)) for one in application.credits]
            ),
            requests=tuple([await self._request(one) for one in application.credits if one.source]),
        )
        # Read when a report is made: no node and no command waits at its start for what signs PDF files.
        from node.report_files.making import make_report_file

        return await asyncio.to_thread(
            make_report_file, files, self._letterhead(), self._rosters.current, self._signing_time()
        )

    async def _record(self, chosen: ChosenAchievement) -> SignedRecord:
        return await self._made(chosen.origin, chosen.index, record_key=chosen.record_key)

    async def _made(self, origin: str, index: int, *, record_key: bytes = b"") -> SignedRecord:
        # What other branches vouched for says more to a reader than the last minutes do.
        return await self._records.make(origin, index, record_key=record_key, prefer_witnessed=True)

    async def _request(self, credit: StatedCredit) -> bytes:
        """The record of the request that the credit was asked for with: its open part, which cites the achievement."""
        record = await self._made(credit.origin, credit.transfer)
        return encode_signed_record(replace(record, private_part=b""))

    async def _line(self, chosen: ChosenAchievement) -> StatedAchievement:
        record = await self._record(chosen)
        line = line_of(record, chosen.branch, _opened(record))
        achievement = (chosen.branch, parse_header(record.header).achievement_id)
        occupied = await self._transfers.occupied([achievement])
        return msgspec.structs.replace(line, is_converted=occupied.get(achievement) is Status.CONVERTED)

    def _signing_time(self) -> datetime:
        return self._clock.now().replace(microsecond=0)

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _opened(record: SignedRecord) -> AchievementBody:
    if not record.private_part:
        raise ReportRefused(reason="content-gone")
    context = context_of(parse_header(record.header), record.origin)
    return parse_body(open_with_record_key(parse_private_part(record.private_part), record.record_key, context))

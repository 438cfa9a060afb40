"""Verifying reports by number, at any branch, from the logs held here: what an employer asks.

The number alone opens the report: whoever was given it reads the masked summary and how it stands, and
how fresh each branch's part of the answer is. Each question is counted and recorded before it is
answered, by the report's id: the number itself is kept nowhere.

Source: seed document 001 (用人单位可以根据报告编号进行在线验证); DESIGN section 3 (Reports);
RELIABILITY 24, 33, 34.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from federation.clock import Clock
from federation.errors import CreditBankError, IntegrityBroken, NotInRoster, ReportNumberMalformed, TooLarge
from federation.model.entry import Citation, Kind
from federation.model.sealing import context_of
from federation.model.standing import Status, is_well_formed
from federation.reports.body import ReportBody, ReportedCredit, parse_report_body
from federation.reports.number import grouped, parse_number
from federation.reports.sealing import open_report
from federation.reports.state import GONE, STANDING, CitedStanding, ReportState, judge_report
from federation.transfer.entries import parse_rules_cited
from federation.transfer.states import Receiving, Sending
from node.model.access import Actor, AuditRecord
from node.model.records import FoundRecord, HeldEntry
from node.model.rights import require_some_duty
from node.model.transfer import StoredTransfer
from node.ports.logs import Entries, OwnLog, Records
from node.ports.organisation import Cases
from node.ports.rosters import RosterHolder
from node.ports.transfers import Transfers
from node.services.looking.access_trail import LOCAL_TIME, AccessTrail
from node.services.looking.freshness import BranchFreshness, Freshness, FreshnessStatus
from node.services.looking.subject_keys import SubjectKeys
from node.services.reporting.verdicts import (
    CertifiedCredit,
    CertifiedLine,
    CreditStanding,
    FoundReport,
    NumberVerdict,
    VerifiedNumbers,
)
from node.services.rulemaking.published import PublishedRulesReader
from node.services.rulemaking.scheme_names import SchemeNames

log = structlog.get_logger()
VERIFIED = "verify-report"
MAX_NUMBERS = 100
SHOWN_ID_BYTES = 8


class ReportVerification:
    """Answers by number."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        records: Records,
        entries: Entries,
        transfers: Transfers,
        cases: Cases,
        subject_keys: SubjectKeys,
        freshness: Freshness,
        trail: AccessTrail,
        rosters: RosterHolder,
        rules: PublishedRulesReader,
        clock: Clock,
    ) -> None:
        self._own_log = own_log
        self._records = records
        self._entries = entries
        self._transfers = transfers
        self._cases = cases
        self._subject_keys = subject_keys
        self._freshness = freshness
        self._trail = trail
        self._rosters = rosters
        self._rules = rules
        self._clock = clock

    async def verify(self, numbers: Sequence[str], *, actor: Actor) -> VerifiedNumbers:
        """How the reports of these numbers stand.

        Args:
            numbers: as typed, at most 100.
            actor: who asks; recorded.

        Raises:
            TooLarge: more than 100 numbers.
            ActorRefused: no duty at all, or too many numbers in a minute (``rate-limit``).
        """
        require_some_duty(actor)
        if len(numbers) > MAX_NUMBERS:
            raise TooLarge(what="report numbers", limit=MAX_NUMBERS)
        asked = [_parsed(typed) for typed in numbers]
        ids = [[] if problem else self._subject_keys.report_ids(number) for number, problem in asked]
        states, found = await self._records.find_each(ids)
        await self._trail.record_all(
            [await self._record(actor, one, records) for one, records in zip(ids, found, strict=True) if one]
        )
        branches = await self._freshness.told_by(states)
        fresh = {one.branch: one for one in branches}
        verdicts = [
            NumberVerdict(number=typed, problem=problem, state=ReportState.UNKNOWN, reports=())
            if problem
            else await self._judge(number, records, fresh)
            for typed, (number, problem), records in zip(numbers, asked, found, strict=True)
        ]
        return VerifiedNumbers(verdicts=tuple(verdicts), branches=branches)

    async def _judge(
        self, number: str, records: list[FoundRecord] | IntegrityBroken, fresh: dict[str, BranchFreshness]
    ) -> NumberVerdict:
        if isinstance(records, IntegrityBroken):
            raise records
        opened = [(one, body) for one in records if (body := self._open(one, number)) is not None]
        reports = tuple([await self._standing(one, body, fresh) for one, body in opened])
        state = reports[0].state if len(reports) == 1 else ReportState.UNKNOWN
        if len(reports) > 1:
            log.warning("report-number-claimed-twice", branches=[one.branch for one in reports])
        return NumberVerdict(number=grouped(number), problem="", state=state, reports=reports)

    def _open(self, record: FoundRecord, number: str) -> ReportBody | None:
        header = record.header
        if header.kind != Kind.REPORT_ISSUED or not is_well_formed(header):
            return None
        try:
            keys, context = self._subject_keys.at(header.key_epoch), context_of(header, record.origin)
            return parse_report_body(open_report(keys, record.private_part, number, context))
        except CreditBankError as error:
            # Signed by its origin and still not what its number opens: the origin's mistake.
            log.warning("report-unopenable", origin=record.origin, index=record.index, reason=error.code)
            return None

    async def _standing(self, record: FoundRecord, body: ReportBody, fresh: dict[str, BranchFreshness]) -> FoundReport:
        branch = self._rosters.current.by_origin(record.origin).code
        own = CitedStanding(status=record.status, is_fresh=_is_fresh(fresh.get(branch)))
        achieved = [await self._achieved(one.entry, fresh) for one in body.achievements]
        credited = [await self._credited(one, fresh) for one in body.credits]
        cited = achieved + [(code, standing) for code, standing, _ in credited]
        today = self._clock.now().astimezone(LOCAL_TIME).date()
        judged = judge_report(body, own, [one for _, one in cited], today)
        rests_on = {branch, *(code for code, _ in cited)}
        return FoundReport(
            branch=branch,
            body=body,
            state=judged.state,
            last_known=judged.last_known,
            unknown_since=_oldest(rests_on, fresh) if judged.state is ReportState.UNKNOWN else None,
            lines=tuple(
                CertifiedLine(
                    branch=code,
                    title=line.title,
                    institution=line.institution_name,
                    achieved_on=line.achieved_on.isoformat(),
                    status=standing.status,
                )
                for line, (code, standing) in zip(body.achievements, achieved, strict=True)
            ),
            credits=await self._certified(body.credits, credited),
        )

    async def _certified(
        self, lines: Sequence[ReportedCredit], credited: Sequence[tuple[str, CitedStanding, StoredTransfer | None]]
    ) -> tuple[CertifiedCredit, ...]:
        codes = {code for code, _, _ in credited if code}
        names = {code: await self._rules.scheme_names(code) for code in sorted(codes)}
        return tuple(
            CertifiedCredit(
                branch=line.branch,
                scheme=line.scheme,
                scheme_name=names.get(code, SchemeNames()).said(line.scheme, _rules_version(found, line)),
                course=line.course,
                credits=line.credits,
                granted_on=line.granted_on.isoformat(),
                transfer=line.transfer,
                item=line.item,
                source=_source(found, line.item),
                status=_told(standing.status),
            )
            for line, (code, standing, found) in zip(lines, credited, strict=True)
        )

    async def _achieved(self, cite: Citation, fresh: dict[str, BranchFreshness]) -> tuple[str, CitedStanding]:
        """Of an achievement: besides how its entry stands, whether it was converted; what isn't decided is nobody's."""
        code, entry = await self._held(cite)
        cited = _cited(entry, fresh.get(code))
        if entry is None or cited.status is not Status.VALID:
            return code, cited
        identity = code, entry.header.achievement_id
        is_converted = (await self._transfers.occupied({identity})).get(identity) is Status.CONVERTED
        return code, replace(cited, status=Status.CONVERTED) if is_converted else cited

    async def _held(self, cite: Citation) -> tuple[str, HeldEntry | None]:
        """The code of its branch and the cited entry; "" and None if nobody here knows them."""
        try:
            code = self._rosters.current.by_origin(cite.origin).code
        except NotInRoster:
            return "", None
        held = (await self._entries.held(int(code), [cite.index])).get(cite.index)
        return code, held if held is not None and held.leaf_hash == cite.leaf_hash else None

    async def _credited(
        self, credit: ReportedCredit, fresh: dict[str, BranchFreshness]
    ) -> tuple[str, CitedStanding, StoredTransfer | None]:
        """Of a line of credit: its decision stands for ever, what became of it the transfer tells."""
        code, entry = await self._held(credit.entry)
        cited = _cited(entry, fresh.get(code))
        found = await self._transfers.find(code, credit.transfer) if cited.status is Status.VALID else None
        items = () if found is None else found.transfer.items
        if credit.item >= len(items):
            return code, replace(cited, status=Status.UNKNOWN), None
        item = items[credit.item]
        if item.receiving is Receiving.ACCEPTED and item.sending is Sending.CONVERTED:
            return code, cited, found
        gone = item.receiving is Receiving.REVERSED
        return code, replace(cited, status=Status.REVOKED if gone else Status.UNKNOWN), found

    async def _record(
        self, actor: Actor, ids: Sequence[bytes], found: list[FoundRecord] | IntegrityBroken
    ) -> AuditRecord:
        own = [one for one in found if one.origin == self._own_log.origin] if isinstance(found, list) else []
        about = [case for one in own for case in await self._cases.of_entry(one.index)]
        return AuditRecord(
            at=self._clock.now(),
            actor=actor.name,
            action=VERIFIED,
            subject_index=about[0].subject_index if about else b"",
            detail=ids[-1][:SHOWN_ID_BYTES].hex(),
        )


def _cited(entry: HeldEntry | None, branch: BranchFreshness | None) -> CitedStanding:
    return CitedStanding(status=Status.UNKNOWN if entry is None else entry.status, is_fresh=_is_fresh(branch))


def _parsed(typed: str) -> tuple[str, str]:
    """The canonical number and "", or "" and what is wrong with it."""
    try:
        return parse_number(typed), ""
    except ReportNumberMalformed as error:
        return "", str(error.facts["reason"])


def _told(status: Status) -> CreditStanding:
    if status in GONE:
        return CreditStanding.REVERSED
    return CreditStanding.VALID if status in STANDING else CreditStanding.UNKNOWN


def _source(found: StoredTransfer | None, item: int) -> str:
    return "" if found is None else f"{found.sending}-{found.transfer.items[item].achievement.index}"


def _rules_version(found: StoredTransfer | None, line: ReportedCredit) -> int:
    """The version that the line's decision went by; 0: none, or it isn't held."""
    decided = () if found is None else found.transfer.effective(Kind.TRANSFER_DECIDED)
    cited = next((parse_rules_cited(one.plain_body) for one in decided if one.citation == line.entry), None)
    return 0 if cited is None else cited.version


def _is_fresh(branch: BranchFreshness | None) -> bool:
    return branch is not None and branch.status is FreshnessStatus.FRESH


def _oldest(codes: set[str], fresh: dict[str, BranchFreshness]) -> datetime | None:
    stale = [fresh[code].as_of for code in codes if code in fresh and not _is_fresh(fresh[code])]
    times = [one for one in stale if one is not None]
    return min(times) if times and len(times) == len(stale) else None

"""Deciding on applications: a report is issued, or the application returned or refused; later it may be withdrawn.

Whoever issues is another registered operator than whoever filed the application (`second_person`): a
report speaks for the branch. The entry in the log is what makes it count.

Source: DESIGN section 3 (Reports); section 10, invariant 9.
"""

import os

import msgspec

from federation.errors import ReportRefused, StepRefused
from federation.model.entry import ENTRY_ID_BYTES, NONCE_BYTES, Citation
from federation.model.subject import SALT_BYTES, document_hash
from federation.reports.body import ReportBody
from federation.reports.content import ReportContent, body_of, encode_content
from federation.reports.entries import WithdrawalReason, issued_entry, withdrawn_entry
from federation.reports.number import RANDOM_BYTES, number_from
from federation.reports.sealing import report_record_key
from federation.reports.state import STANDING
from federation.suite import default_suite
from node.model.access import Actor
from node.model.case import Case
from node.model.report import (
    ISSUE,
    REFUSE,
    RETURN,
    WITHDRAW,
    IssuedReport,
    ReportApplication,
    encode_application,
    filers_of,
    parse_application,
)
from node.ports.logs import Change, OwnLog
from node.services.case_keeping import Then
from node.services.casework import Casework
from node.services.looking.subject_keys import SubjectKeys
from node.services.reporting.papers import ReportPapers
from node.services.second_person import require_second_person

MAX_NOTE_CHARS = 500


class ReportDeciding:
    """The branch's side."""

    def __init__(self, *, casework: Casework, own_log: OwnLog, papers: ReportPapers, subject_keys: SubjectKeys) -> None:
        self._casework = casework
        self._own_log = own_log
        self._papers = papers
        self._subject_keys = subject_keys

    async def issue(self, case_id: str, *, actor: Actor) -> Case:
        """Issues the report: its entry is appended in the same unit of work, then its file is made.

        Raises:
            StepRefused: it isn't applied for, or somebody else was faster.
            ReportRefused: reason ``not-standing`` (a chosen achievement was revoked or corrected since),
                ``content-gone``.
            PrintRefused, TooLarge, KeyUnavailable: it can't be printed or signed; nothing is issued.
            ActorRefused, NotHere: not theirs to issue, or no such application.
        """
        case, unit = await self._casework.seen(case_id, actor)
        self._casework.table.transition(case.state, ISSUE)
        application = parse_application(case.body)
        number = number_from(os.urandom(RANDOM_BYTES))
        content = await self._papers.compose(application, number, unit)

        async def append(change: Change, newest: Case) -> Case:
            if newest.body != case.body:
                raise StepRefused(state=case.state, step=ISSUE)
            await self._require_other(change, newest, actor)
            await _require_standing(change, application)
            issued, index = await self._append(change, application, content)
            body = encode_application(msgspec.structs.replace(application, issued=issued))
            return msgspec.structs.replace(newest, body=body, entry_index=index)

        taken = await self._casework.take(case.case_id, ISSUE, actor=actor, then=append)
        await self._papers.file_of(taken)
        return taken

    async def give_back(self, case_id: str, *, reason: str, actor: Actor) -> Case:
        """Returns an application, to be stated anew.

        Raises:
            StepRefused: it isn't applied for, or somebody else was faster.
            ActorRefused, NotHere: not theirs to decide, no reason, or no such application.
        """
        return await self._casework.take(case_id, RETURN, actor=actor, reason=reason, then=self._only_other(actor))

    async def refuse(self, case_id: str, *, reason: str, actor: Actor) -> Case:
        """Refuses it for good. Raises as `give_back` does."""
        return await self._casework.take(case_id, REFUSE, actor=actor, reason=reason, then=self._only_other(actor))

    async def withdraw(self, case_id: str, *, reason: WithdrawalReason, note: str, actor: Actor) -> Case:
        """Withdraws an issued report: every branch tells so from then on.

        Args:
            case_id: of the case.
            reason: stated openly, by code.
            note: more about it, kept with the case alone; "" for nothing.
            actor: with the duty of review there.

        Raises:
            StepRefused: it isn't issued, or was withdrawn.
            ReportRefused: reason ``note``: too long.
            ActorRefused, NotHere: not theirs to withdraw, or no such report.
        """
        if len(note) > MAX_NOTE_CHARS:
            raise ReportRefused(reason="note")

        async def append(change: Change, case: Case) -> Case:
            if case.entry_index is None:
                raise StepRefused(state=case.state, step=WITHDRAW)
            held = (await change.entries.held(self._own_log.log_id, [case.entry_index]))[case.entry_index]
            cite = Citation(origin=self._own_log.origin, index=held.index, leaf_hash=held.leaf_hash)
            await change.append([withdrawn_entry(cite, reason, entry_id=os.urandom(ENTRY_ID_BYTES))])
            return case

        said = f"{reason}：{note.strip()}" if note.strip() else str(reason)
        return await self._casework.take(case_id, WITHDRAW, actor=actor, reason=said, then=append)

    async def _append(
        self, change: Change, application: ReportApplication, content: ReportContent
    ) -> tuple[IssuedReport, int]:
        keys, nonce = self._subject_keys.current, os.urandom(NONCE_BYTES)
        entry = issued_entry(
            _body_of(application, content),
            content.number,
            keys=keys,
            origin=self._own_log.origin,
            entry_id=os.urandom(ENTRY_ID_BYTES),
            nonce=nonce,
        )
        key = report_record_key(keys, content.number, nonce=nonce, suite=default_suite())
        index = await change.append([entry])
        return IssuedReport(number=content.number, content=encode_content(content), record_key=key), index

    def _only_other(self, actor: Actor) -> Then:
        async def check(change: Change, case: Case) -> Case:
            await self._require_other(change, case, actor)
            return case

        return check

    async def _require_other(self, change: Change, case: Case, actor: Actor) -> None:
        filers = filers_of(await change.cases.steps(case.case_id))
        await require_second_person(change.operators, actor, filers)


async def _require_standing(change: Change, application: ReportApplication) -> None:
    """Refuses what was revoked or corrected since it was chosen, as far as this branch knows under its lock."""
    for one in application.achievements:
        held = (await change.entries.held(int(one.branch), [one.index])).get(one.index)
        if held is None or held.status not in STANDING:
            raise ReportRefused(reason="not-standing")


def _body_of(application: ReportApplication, content: ReportContent) -> ReportBody:
    salt = os.urandom(SALT_BYTES)
    return body_of(content, document_salt=salt, document_hash=document_hash(salt, application.document))

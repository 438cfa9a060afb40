"""Ending what this branch asked for: withdrawn by the person, by an ended consent, by the calendar; reversed; settled.

Source: DESIGN section 7; RELIABILITY 14, 24, 31.
"""

import operator
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import msgspec
import structlog

from federation.clock import Clock
from federation.errors import CreditRefused, TransferRefused
from federation.model.entry import Entry, Header, encode_header
from federation.model.standing import Status
from federation.transfer.entries import parse_request, reversed_header
from federation.transfer.owed import UNDECIDED, Reversal, expired, owed_reversals, withdrawal
from federation.transfer.replay import Item
from federation.transfer.states import Concerned, TransferStatus
from node.model.access import Actor, AuditRecord, Duty
from node.model.case import CaseStep
from node.model.rights import require
from node.model.transfer import StoredTransfer
from node.model.transfer_application import ENDED, AskedTransfer
from node.model.unit import ROOT_ID
from node.ports.logs import Change, OwnLog
from node.ports.transfers import Transfers
from node.services.crediting.booking import CreditBooking
from node.services.second_person import require_registered
from node.services.transfers.applications import (
    Filed,
    filed_of_case,
    filed_of_request,
    require_places,
    with_application,
)

log = structlog.get_logger()
LOCAL_TIME = ZoneInfo("Asia/Shanghai")
BATCH = 200
SETTLED = "settled"
WITHDRAW, END_CONSENT, END, REVERSE = "withdraw", "end-consent", "end", "reverse"
REVERSED = frozenset((TransferStatus.REVERSING, TransferStatus.REVERSED))
PERSON_ASKED, CONSENT_ENDED, REVOKED = "person-asked", "consent-ended", "revoked"


class EndingService:
    """Withdraws, reverses and settles."""

    def __init__(
        self, *, branch: str, own_log: OwnLog, transfers: Transfers, booking: CreditBooking, clock: Clock
    ) -> None:
        self._branch = branch
        self._own_log = own_log
        self._transfers = transfers
        self._booking = booking
        self._clock = clock

    async def withdraw(
        self, case_id: str, *, actor: Actor, places: Collection[tuple[int, int]] = (), ends_consent: bool = False
    ) -> int:
        """Withdraws what isn't decided yet; how many achievements those were.

        Args:
            case_id: the application's, or as `case_named` takes it.
            actor: with the duty of filing where it was filed.
            places: (request's leaf index, item) to be dropped; none for all that is undecided.
            ends_consent: whether the person takes the consent back: then everything undecided is withdrawn.

        Raises:
            ActorRefused: not theirs, or ``two-operators``: by no registered operator.
            NotHere: there is no such application.
            TransferRefused: reason ``no-such-item`` or ``not-undecided``; of a consent, ``consent-ended`` or ``ended``.
        """
        now = self._clock.now()
        async with self._own_log.change() as change:
            filed = await filed_of_case(change.cases, change.transfers, self._branch, case_id)
            await self._require_filer(change, filed, actor)
            require_places(filed, places)
            if ends_consent:
                _require_consent(filed)
            headers = []
            count = 0
            for stored in filed.transfers:
                index = stored.transfer.request.index
                numbers = [
                    number
                    for number, item in enumerate(stored.transfer.items)
                    if item.status in UNDECIDED and (ends_consent or not places or (index, number) in places)
                ]
                if numbers:
                    count += len(numbers)
                    reason = CONSENT_ENDED if ends_consent else PERSON_ASKED
                    headers.append(withdrawal(stored.transfer, numbers, reason))
            if not headers and not ends_consent:
                raise TransferRefused(reason="not-undecided")
            if headers:
                await change.append([Entry(encode_header(header)) for header in headers])
            application = filed.application
            if ends_consent:
                application = msgspec.structs.replace(application, consent_ended_at=now)
            case = with_application(filed.case, application, updated_at=now)
            await change.cases.alter(case, was=filed.case.state)
            step = END_CONSENT if ends_consent else WITHDRAW
            await change.cases.add_step(case.case_id, CaseStep(at=now, actor=actor.name, step=step, state=case.state))
            await change.audit.add([self._audited(filed, actor.name, f"transfer-{step}", now)])
            await change.transfers.attend(self._branch, [one.request_index for one in application.transfers], "")
        return count

    async def reverse(self, case_id: str, place: tuple[int, int], *, reason: str, actor: Actor) -> None:
        """Takes the credit of one achievement back, by a reviewer; the reason is a code.

        Raises:
            ActorRefused: without the duty of review where it was filed, or by no registered operator
                (``two-operators``).
            NotHere: there is no such application.
            TransferRefused: reason ``no-such-item``, ``already-reversed``, ``not-revoked`` or ``not-accepted``.
        """
        async with self._own_log.change() as change:
            filed = await filed_of_case(change.cases, change.transfers, self._branch, case_id)
            unit = await change.units.by_id(filed.case.unit_id) or await change.units.by_id(ROOT_ID)
            if unit is None:
                raise TransferRefused(reason="not-accepted")
            require(actor, Duty.REVIEW, unit)
            require_registered(actor)
            require_places(filed, [place])
            for stored in filed.transfers:
                if stored.transfer.request.index != place[0]:
                    continue
                chosen = stored.transfer.items[place[1]]
                if chosen.status in REVERSED:
                    raise TransferRefused(reason="already-reversed")
                if reason == REVOKED and not await _is_gone(change.transfers, stored, chosen):
                    raise TransferRefused(reason="not-revoked")
                due = owed_reversals(stored.transfer, partial(operator.is_, chosen))
                mine = [msgspec.structs.replace(one, items=(place[1],)) for one in due if place[1] in one.items]
                if mine:
                    await self._reverse(change, stored, mine, reason, actor.name)
                    return
            raise TransferRefused(reason="not-accepted")

    async def expire_due(self) -> int:
        """Withdraws what has passed its day undecided; how many transfers those were."""
        today, count, after = self._clock.now().astimezone(LOCAL_TIME).date(), 0, -1
        while page := await self._transfers.owed_by_receiving(self._branch, BATCH, after=after):
            after = page[-1].transfer.request.index
            due = [(self._branch, one.transfer.request.index) for one in page if _expiry(one, today) is not None]
            if not due:
                continue
            async with self._own_log.change() as change:
                # Asked again under the log's lock: some may have been decided meanwhile.
                found = await change.transfers.find_all(due)
                headers = [header for one in found if (header := _expiry(one, today)) is not None]
                if headers:
                    await change.append([Entry(encode_header(header)) for header in headers])
                    count += len(headers)
        return count

    async def reverse_due(self) -> int:
        """Takes back the credit of achievements that their branches revoked; how many decisions those concern."""
        count, after = 0, -1
        while page := await self._transfers.to_be_reversed(self._branch, BATCH, after=after):
            after = page[-1].transfer.request.index
            indexes = [one.transfer.request.index for one in page]
            async with self._own_log.change() as change:
                # First the marks, then the look: what is revoked in between is marked again.
                await change.transfers.calm(self._branch, indexes)
                for stored in await change.transfers.find_all([(self._branch, index) for index in indexes]):
                    due = await _due(change.transfers, stored)
                    if due:
                        await self._reverse(change, stored, due, REVOKED, "system")
                        count += len(due)
        return count

    async def settle_due(self) -> int:
        """Makes converted credit final, and drops what was kept of ended applications; how many transfers."""
        if not await self._transfers.to_be_settled(self._branch, 1):
            return 0
        now = self._clock.now()
        async with self._own_log.change() as change:
            due = await change.transfers.to_be_settled(self._branch, BATCH)
            for stored in due:
                await self._finalise(change, stored)
            indexes = [one.transfer.request.index for one in due]
            await change.transfers.attend(self._branch, indexes, SETTLED)
            for index in indexes:
                filed = await filed_of_request(change.cases, change.transfers, self._branch, index)
                if filed is None:
                    continue
                if all(one.transfer.is_final for one in filed.transfers):
                    await self._drop(change, filed, now)
                else:
                    # Its others may have waited for this one to be declined or dropped.
                    others = [one.transfer.request.index for one in filed.transfers if not one.transfer.is_final]
                    await change.transfers.attend(self._branch, others, "")
        return len(due)

    async def _finalise(self, change: Change, stored: StoredTransfer) -> None:
        for number, item in enumerate(stored.transfer.items):
            if item.status is not TransferStatus.CONVERTED:
                continue
            closed = max(
                (index for origin, index in item.by if origin == stored.transfer.sending),
                default=stored.transfer.request.index,
            )
            try:
                await self._booking.finalise(
                    change,
                    transfer=stored.transfer.request.index,
                    item=number,
                    log_id=int(stored.sending),
                    entry_index=closed,
                )
            except CreditRefused as error:
                # An account that doesn't say what the log says: `credit check` tells; nobody else waits for it.
                log.error("credit-not-final", request=stored.transfer.request.index, reason=error.facts["reason"])

    async def _drop(self, change: Change, filed: Filed, now: datetime) -> None:
        """Record keys and slots of an ended application: nobody needs them any more. Of a reversal its end is noted."""
        ended = CaseStep(at=now, actor="system", step=END, state=ENDED)
        if filed.case.state == ENDED:
            if (await change.cases.steps(filed.case.case_id))[-1].step == REVERSE:
                await change.cases.add_step(filed.case.case_id, ended)
            return
        application = msgspec.structs.replace(
            filed.application, transfers=tuple(_without_keys(one) for one in filed.application.transfers)
        )
        case = with_application(filed.case, application, updated_at=now, state=ENDED)
        await change.cases.alter(case, was=filed.case.state)
        await change.cases.add_step(case.case_id, ended)

    async def _reverse(
        self, change: Change, stored: StoredTransfer, due: Sequence[Reversal], reason: str, by: str
    ) -> None:
        request = stored.transfer.request
        for one in due:
            verdicts = [
                Concerned.CONCERNED if number in one.items else Concerned.NOT_CONCERNED
                for number in range(len(stored.transfer.items))
            ]
            header = reversed_header(request.citation, one.decided, verdicts, reason)
            index = await change.append([Entry(encode_header(header))])
            for number in one.items:
                try:
                    await self._booking.reverse(change, transfer=request.index, item=number, entry_index=index)
                except CreditRefused as error:
                    # As in settling: the log is right, and `credit check` tells what the account lacks.
                    log.error("credit-not-reversed", request=request.index, reason=error.facts["reason"])
        filed = await filed_of_request(change.cases, change.transfers, self._branch, request.index)
        now = self._clock.now()
        if filed is not None:
            step = CaseStep(at=now, actor=by, step=REVERSE, state=filed.case.state, reason=reason)
            await change.cases.add_step(filed.case.case_id, step)
            await change.audit.add([self._audited(filed, by, "transfer-reverse", now)])

    async def _require_filer(self, change: Change, filed: Filed, actor: Actor) -> None:
        unit = await change.units.by_id(filed.case.unit_id) or await change.units.by_id(ROOT_ID)
        if unit is None:
            raise TransferRefused(reason="not-undecided")
        require(actor, Duty.FILING, unit)
        require_registered(actor)

    def _audited(self, filed: Filed, by: str, action: str, at: datetime) -> AuditRecord:
        return AuditRecord(
            at=at,
            actor=by,
            action=action,
            purpose=filed.application.consent.purpose,
            basis=filed.application.consent.basis,
            subject_index=filed.case.subject_index,
            detail=f"{self._branch}-{filed.application.transfers[0].request_index}",
        )


def _require_consent(filed: Filed) -> None:
    """Lets pass an application whose consent still stands."""
    if filed.application.consent_ended_at is not None:
        raise TransferRefused(reason=CONSENT_ENDED)
    if filed.case.state == ENDED:
        raise TransferRefused(reason=ENDED)


def _expiry(stored: StoredTransfer, today: date) -> Header | None:
    request = stored.transfer.request
    return expired(stored.transfer, parse_request(request.plain_body, len(request.achievements)).expires_on, today)


async def _due(transfers: Transfers, stored: StoredTransfer) -> list[Reversal]:
    """What of a transfer's credit is to be taken back, by what its achievements are now."""
    fates = await transfers.fates(stored.sending, [item.achievement.index for item in stored.transfer.items])
    return owed_reversals(stored.transfer, partial(_is_revoked, fates))


async def _is_gone(transfers: Transfers, stored: StoredTransfer, item: Item) -> bool:
    fates = await transfers.fates(stored.sending, [item.achievement.index])
    return item.status is TransferStatus.REVOKED or _is_revoked(fates, item)


def _is_revoked(fates: Mapping[int, Status], item: Item) -> bool:
    return fates.get(item.achievement.index) is Status.REVOKED


def _without_keys(asked: AskedTransfer) -> AskedTransfer:
    achievements = tuple(msgspec.structs.replace(one, record_key=b"") for one in asked.achievements)
    return msgspec.structs.replace(asked, slot=None, achievements=achievements)

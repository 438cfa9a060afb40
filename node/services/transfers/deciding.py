"""Deciding on applications: by the published rules alone where they say so, else by a reviewer.

An application is decided as a whole, once each of its achievements was held or declined (or dropped): caps would
otherwise depend on which province answered first. The decision, its credit and its trace are one unit of work.

Source: DESIGN section 7; RELIABILITY 14, 17.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from federation.clock import Clock
from federation.errors import TransferRefused
from federation.model.entry import Citation, Entry, Kind
from federation.rules.outcome import Credit, Verdict
from federation.rules.ruling import ruling_faults
from federation.transfer.entries import RulesCited, decided_header, decided_id
from federation.transfer.notes import DecisionNote, ItemDecision, encode_decision_note
from federation.transfer.owed import awaiting_decision
from federation.transfer.states import DecisionVerdict, TransferStatus
from node.model.access import Actor, AuditRecord, Duty, Role
from node.model.case import CaseStep
from node.model.rights import require
from node.model.transfer import StoredTransfer
from node.model.transfer_application import AskedTransfer, Ruling
from node.model.unit import ROOT_ID
from node.ports.logs import Change, OwnLog
from node.ports.organisation import Cases
from node.ports.transfers import Transfers
from node.services.crediting.booking import CreditBooking
from node.services.second_person import require_second_person
from node.services.transfers.applications import Filed, filed_of_all, filed_of_case, require_places, with_application
from node.services.transfers.sealing_slots import seal_entry
from node.services.transfers.weighing import Place, RulesInForce, Weighed, weigh

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
BATCH = 100
REVIEW, WAITING = "review", "waiting"
DECIDE = "decide"


class DecidingService:
    """Decides what this branch was asked for."""

    def __init__(
        self,
        *,
        branch: str,
        own_log: OwnLog,
        cases: Cases,
        transfers: Transfers,
        rules: RulesInForce,
        booking: CreditBooking,
        clock: Clock,
    ) -> None:
        self._branch = branch
        self._own_log = own_log
        self._cases = cases
        self._transfers = transfers
        self._rules = rules
        self._booking = booking
        self._clock = clock

    async def decide_due(self) -> int:
        """Decides what the rules decide alone; how many applications were decided or put aside.

        Put aside is what wants a reviewer, until one decides, and what waits for another branch, until it answers.
        """
        if not await self._transfers.to_be_decided(self._branch, 1):
            return 0
        system = Actor(name="system", role=Role.SYSTEM, branch=self._branch)
        taken, on = 0, self._today()
        async with self._own_log.change() as change:
            # Once for all: each reading holds every published version against the log.
            rules = await self._rules.in_force_here(on)
            due = await change.transfers.to_be_decided(self._branch, BATCH)
            for filed in await filed_of_all(change.cases, change.transfers, self._branch, due):
                if not _is_ready(filed):
                    # Only what is held: what it waits for is due itself once it is held, and brings all up again.
                    held = [one.transfer.request.index for one in filed.transfers if awaiting_decision(one.transfer)]
                    await change.transfers.attend(self._branch, held, WAITING)
                    taken += 1
                    continue
                weighed = await weigh(change, filed, rules=rules, usage=self._booking, on=on)
                if not weighed.outcomes:
                    continue
                taken += 1
                if weighed.wants_reviewer:
                    await change.transfers.attend(self._branch, _requests(filed), REVIEW)
                else:
                    await self._decide(change, filed, weighed, {}, system)
        return taken

    async def proposals(self, case_id: str, *, actor: Actor) -> tuple[Filed, Weighed]:
        """What the rules propose for an application that waits for a decision; the look is recorded.

        Raises:
            ActorRefused: without the duty of review where it was filed.
            NotHere: there is no such application.
        """
        async with self._own_log.change() as change:
            filed = await filed_of_case(change.cases, change.transfers, self._branch, case_id)
            await self._require_reviewer(change, filed, actor)
            weighed = await self._weigh(change, filed)
            await change.audit.add([self._audited(filed, actor, "transfer-look")])
        return filed, weighed

    async def review(self, case_id: str, rulings: Sequence[Ruling], *, actor: Actor) -> int:
        """A reviewer's decision on an application, as a whole; how many achievements it decided.

        What the rules decide alone needs no ruling, and none can be made against them but to reject. Of an appeal all
        needs one: somebody looks at what is contested, and says so.

        Args:
            case_id: the application's.
            rulings: one for each achievement that wants a reviewer.
            actor: with the duty of review, and not who filed it.

        Raises:
            ActorRefused: not theirs to decide.
            NotHere: there is no such application.
            TransferRefused: reason ``no-such-item``, ``not-decidable``, ``no-rules``, ``unruled``, ``words-missing``
                (of a rejection), ``against-rules``, ``no-credit``; more than the rules let anybody grant:
                ``cap-exceeded``, ``scheme-unknown``, ``course-passed``, ``amount`` or ``too-many``.
        """
        async with self._own_log.change() as change:
            filed = await filed_of_case(change.cases, change.transfers, self._branch, case_id)
            await self._require_reviewer(change, filed, actor)
            require_places(filed, [(one.request_index, one.item) for one in rulings])
            if not _is_ready(filed):
                raise TransferRefused(reason="not-decidable")
            weighed = await self._weigh(change, filed)
            by_place = {(one.request_index, one.item): one for one in rulings}
            if weighed.rules is None and any(one.accepted for one in rulings):
                # Without schemes and caps nobody could say what a grant may be.
                raise TransferRefused(reason="no-rules")
            if not weighed.outcomes or not by_place.keys() <= weighed.outcomes.keys():
                raise TransferRefused(reason="not-decidable")
            if set(weighed.wants_reviewer) - by_place.keys():
                raise TransferRefused(reason="unruled")
            if not all(one.accepted or one.words.strip() for one in rulings):
                raise TransferRefused(reason="words-missing")
            if any(ruling.accepted and not _may_accept(weighed, place, ruling) for place, ruling in by_place.items()):
                raise TransferRefused(reason="against-rules")
            return await self._decide(change, filed, weighed, by_place, actor)

    async def _weigh(self, change: Change, filed: Filed) -> Weighed:
        on = self._today()
        rules = await self._rules.in_force_here(on)
        return await weigh(change, filed, rules=rules, usage=self._booking, on=on)

    async def _require_reviewer(self, change: Change, filed: Filed, actor: Actor) -> None:
        unit = await change.units.by_id(filed.case.unit_id) or await change.units.by_id(ROOT_ID)
        if unit is None:
            raise TransferRefused(reason="not-decidable")
        require(actor, Duty.REVIEW, unit)
        await require_second_person(change.operators, actor, {filed.application.filed_by})

    async def _decide(
        self, change: Change, filed: Filed, weighed: Weighed, rulings: Mapping[Place, Ruling], actor: Actor
    ) -> int:
        on, now = self._today(), self._clock.now()
        decided: list[tuple[AskedTransfer, list[ItemDecision]]] = []
        entries: list[Entry] = []
        granted: list[Credit] = []
        for asked, stored in zip(filed.application.transfers, filed.transfers, strict=True):
            held = _held_by(stored)
            waiting = awaiting_decision(stored.transfer)
            if held is None or asked.slot is None or not waiting:
                continue
            items = [self._item((asked.request_index, number), weighed, rulings) for number in waiting]
            granted += [credit for one in items for credit in one.credits]
            entries.append(self._entry(asked, stored, held, items, weighed, actor))
            decided.append((asked, items))
        if not entries:
            return 0
        if rulings and weighed.rules is not None:
            # The rules' own grants keep within the caps; a reviewer's have to as well.
            faults = ruling_faults(weighed.rules.rules, granted, used=weighed.used, on=on)
            if faults:
                raise TransferRefused(reason=faults[0].code)
        first = await change.append(entries)
        version = 0 if weighed.rules is None else weighed.rules.rules.version
        for at, (asked, items) in enumerate(decided):
            for one in items:
                if one.credits:
                    await self._booking.grant(
                        change,
                        account=filed.application.accounts[0],
                        transfer=asked.request_index,
                        item=one.item,
                        credits=one.credits,
                        rules_version=version,
                        on=on,
                        entry_index=first + at,
                    )
        used = {asked.request_index for asked, _ in decided}
        application = msgspec.structs.replace(
            filed.application,
            transfers=tuple(
                msgspec.structs.replace(one, slot=None) if one.request_index in used else one
                for one in filed.application.transfers
            ),
            rulings=tuple(rulings.values()),
            reviewed_by=actor.name if rulings else "",
        )
        case = with_application(filed.case, application, updated_at=now)
        await change.cases.alter(case, was=filed.case.state)
        await change.cases.add_step(case.case_id, CaseStep(at=now, actor=actor.name, step=DECIDE, state=case.state))
        await change.audit.add([self._audited(filed, actor, "transfer-decide")])
        return sum(len(items) for _, items in decided)

    @staticmethod
    def _item(place: Place, weighed: Weighed, rulings: Mapping[Place, Ruling]) -> ItemDecision:
        """What becomes of one achievement: the reviewer's ruling before the rules' proposal."""
        outcome, ruling = weighed.outcomes[place], rulings.get(place)
        proposed = () if outcome is None else outcome.grants
        if ruling is None:
            accepted = outcome is not None and outcome.verdict is Verdict.ACCEPTED
            return ItemDecision(item=place[1], accepted=accepted, credits=proposed if accepted else (), outcome=outcome)
        stated = tuple(
            Credit(scheme=scheme, course=course, credits=amount) for scheme, course, amount in ruling.credits
        )
        if ruling.accepted and not (stated or proposed):
            raise TransferRefused(reason="no-credit")
        return ItemDecision(
            item=place[1],
            accepted=ruling.accepted,
            credits=(stated or proposed) if ruling.accepted else (),
            words=ruling.words,
            outcome=outcome,
        )

    def _entry(
        self,
        asked: AskedTransfer,
        stored: StoredTransfer,
        held: Citation,
        items: Sequence[ItemDecision],
        weighed: Weighed,
        actor: Actor,
    ) -> Entry:
        by_number = {one.item: one for one in items}
        verdicts = [
            DecisionVerdict.NOT_CONCERNED
            if number not in by_number
            else DecisionVerdict.ACCEPTED
            if by_number[number].accepted
            else DecisionVerdict.REJECTED
            for number in range(len(asked.achievements))
        ]
        request, slot = stored.transfer.request.citation, asked.slot
        if slot is None:
            raise TransferRefused(reason="not-decidable")
        rules = weighed.rules
        cited = (
            None
            if rules is None
            else RulesCited(version=rules.rules.version, index=rules.index, leaf_hash=rules.leaf_hash)
        )
        note = DecisionNote(items=tuple(items), decided_by=actor.name, decided_at=self._clock.now())
        return seal_entry(
            slot,
            origin=self._own_log.origin,
            kind=Kind.TRANSFER_DECIDED,
            entry_id=decided_id(request, held, verdicts),
            plaintext=encode_decision_note(note),
            header=lambda digest: decided_header(
                request, held, verdicts, rules=cited, key_epoch=slot.epoch, private_digest=digest
            ),
        )

    def _audited(self, filed: Filed, actor: Actor, action: str) -> AuditRecord:
        return AuditRecord(
            at=self._clock.now(),
            actor=actor.name,
            action=action,
            purpose=filed.application.consent.purpose,
            basis=filed.application.consent.basis,
            subject_index=filed.case.subject_index,
            detail=f"{self._branch}-{filed.application.transfers[0].request_index}",
        )

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _may_accept(weighed: Weighed, place: Place, ruling: Ruling) -> bool:
    """Whether a reviewer may accept it: what the rules leave to one, or as the rules accept it already."""
    outcome = weighed.outcomes[place]
    as_proposed = outcome is not None and outcome.verdict is Verdict.ACCEPTED and not ruling.credits
    return place in weighed.left_open or as_proposed


def _requests(filed: Filed) -> list[int]:
    """Those that aren't over: what is settled stays so."""
    return [one.transfer.request.index for one in filed.transfers if not one.transfer.is_final]


def _is_ready(filed: Filed) -> bool:
    """Whether every branch that was asked has answered, and something waits."""
    items = [item for one in filed.transfers for item in one.transfer.items]
    statuses = {item.status for item in items}
    is_whole = len(filed.transfers) == len(filed.application.transfers)
    return is_whole and TransferStatus.HELD in statuses and TransferStatus.REQUESTED not in statuses


def _held_by(stored: StoredTransfer) -> Citation | None:
    """The sending branch's last entry that holds what waits; a decision answers the earlier ones with it."""
    places = {
        item.held_at
        for item in stored.transfer.items
        if item.status is TransferStatus.HELD and item.held_at is not None
    }
    holding = [one for one in stored.transfer.effective(Kind.TRANSFER_HELD) if one.index in places]
    return holding[-1].citation if holding else None

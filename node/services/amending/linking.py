"""Linking a person's two documents, made with both present: each leads to the other; and taking a link back.

A wrong link shows one person's records to another, at every branch. So where the two documents don't speak
for themselves, one person states the link and another confirms it. They do if not both are resident IDs
and each has a learner account here under the same name. Taking it back shows nothing to anybody, and is
done at once for whoever shows one of the documents.

Source: DESIGN section 3 (SubjectLinked); section 10, invariant 9; RELIABILITY 31 and 34.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, Malformed, NotHere, StepRefused
from federation.model.achievement import fold_text
from federation.model.document import Document, DocumentType, mask_name, mask_number
from node.model.access import Actor, AuditRecord, Duty
from node.model.case import Case
from node.model.link_case import (
    CONFIRM,
    REFUSE,
    STATED,
    WITHDRAW,
    LinkStatement,
    encode_link_statement,
    parse_link_statement,
)
from node.model.rights import require, require_at_own, require_some_duty
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.audit import Audit
from node.ports.filing import Accounts
from node.ports.logs import Change, OwnLog, Records
from node.services.amending.link_entries import LinkEntries
from node.services.amending.withdrawing import verify_note
from node.services.blind_indexes import document_index
from node.services.casework import Casework
from node.services.looking.subject_keys import SubjectKeys
from node.services.organisation.units import UnitService
from node.services.second_person import require_second_person

COMPARED, LINKED, UNLINKED = "link-compare-names", "link", "unlink"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What stating a link came to: exactly one of the two is there.

    Attributes:
        index: leaf index in the own log of the link that stands.
        case: where another person has to confirm it first.
    """

    index: int | None = None
    case: Case | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A stated link as whoever confirms it sees it.

    Attributes:
        documents: kind, masked number and masked name of the learner account of each; the name is "" if it has none.
        stated_by: as recorded.
    """

    case_id: str
    state: str
    since: datetime
    place: Unit
    stated_by: str
    reason: str
    documents: tuple[tuple[DocumentType, str, str], ...]
    index: int | None


class LinkingService:
    """Links documents."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        entries: LinkEntries,
        casework: Casework,
        units: UnitService,
        accounts: Accounts,
        records: Records,
        audit: Audit,
        subject_keys: SubjectKeys,
        node_key: NodeKey,
        clock: Clock,
    ) -> None:
        self._own_log = own_log
        self._entries = entries
        self._casework = casework
        self._units = units
        self._accounts = accounts
        self._records = records
        self._audit = audit
        self._subject_keys = subject_keys
        self._node_key = node_key
        self._clock = clock

    async def link(
        self, document: Document, other: Document, *, actor: Actor, reason: str = "", unit: str = ""
    ) -> Linked:
        """Links two documents of one person, or states that they are, for another to confirm.

        Args:
            document: canonical, shown.
            other: canonical, shown as well.
            actor: with the duty of filing there; recorded with both documents.
            reason: why they are one person's; asked for where another has to confirm it.
            unit: code of the unit where it is stated; "" for the actor's own, else the provincial centre.

        Raises:
            ActorRefused: not theirs to link, no reason where it takes one, or too many documents tried
                (``rate-limit``).
            Malformed: it is the same document twice.
        """
        require_at_own(actor, Duty.FILING)
        place = await self._units.place_of(actor, unit)
        require(actor, Duty.FILING, place)
        verify_note(reason)
        if document == other:
            raise Malformed(what="link", why="same document")
        pair = (document, other)
        # Before anything is compared: who tries strangers' documents leaves each try in the trail.
        await self._audit.add(self._notes(actor, COMPARED, pair))
        self._count(pair)
        already = await self._entries.first_of(self._records, document, other)
        if already is not None:
            return Linked(index=already)
        if await self._speak_for_themselves(pair):
            async with self._own_log.change() as change:
                index = await self._entries.append(change, document, other)
                await change.audit.add(self._notes(actor, LINKED, pair, detail=str(index)))
            return Linked(index=index)
        if not reason.strip():
            raise ActorRefused(reason="reason-missing")
        return Linked(case=await self._state(pair, reason.strip(), place, actor))

    async def confirm(self, case_id: str, *, actor: Actor) -> int:
        """Confirms a stated link and makes it; returns the first entry's index.

        Args:
            case_id: of the statement.
            actor: another registered person than whoever stated it: with the duty of review at its unit, or
                of review or filing at a unit above.

        Raises:
            StepRefused: it was decided on or withdrawn.
            ActorRefused, NotHere: not theirs to confirm, or no such statement.
        """

        async def make(change: Change, case: Case) -> Case:
            await self._require_another(change, case, CONFIRM, actor)
            pair = parse_link_statement(case.body).documents
            index = await self._entries.append(change, *pair)
            await change.audit.add(self._notes(actor, LINKED, pair, detail=str(index)))
            return msgspec.structs.replace(case, entry_index=index)

        case = await self._casework.take(case_id, CONFIRM, actor=actor, then=make)
        if case.entry_index is None:
            raise NotHere(what="link")
        return case.entry_index

    async def refuse(self, case_id: str, *, reason: str, actor: Actor) -> None:
        """Refuses a stated link; raises as `confirm`, and `ActorRefused` without a reason."""

        async def check(change: Change, case: Case) -> Case:
            await self._require_another(change, case, REFUSE, actor)
            return case

        await self._casework.take(case_id, REFUSE, actor=actor, reason=reason, then=check)

    async def withdraw(self, case_id: str, *, actor: Actor) -> None:
        """Takes a statement back before it is decided on, by whoever files at its unit.

        Raises:
            StepRefused: it was decided on or withdrawn.
            ActorRefused, NotHere: not theirs, or no such statement.
        """
        await self._casework.take(case_id, WITHDRAW, actor=actor)

    async def undo(self, document: Document, other: Document | None, *, reason: str, actor: Actor) -> list[int]:
        """Takes back links of this branch's log; returns the indexes of the entries that do.

        Args:
            document: of the person who asks, shown.
            other: the document that it was linked to; None for whatever it leads to by this log.
            reason: why, kept in the audit trail.
            actor: with the duty of filing; recorded with each document.

        Raises:
            ActorRefused: not theirs to do, no reason, or too many documents tried (``rate-limit``).
            NotHere: this branch's log has no such link.
        """
        require_at_own(actor, Duty.FILING)
        verify_note(reason)
        if not reason.strip():
            raise ActorRefused(reason="reason-missing")
        self._count((document,))
        async with self._own_log.change() as change:
            leading = await self._entries.leading_from(change.records, document)
            ended = sorted(leading, key=leading.__getitem__) if other is None else [other]
            if not ended:
                raise NotHere(what="link")
            indexes = []
            for one in ended:
                indexes.append(await self._entries.take_back(change, document, one))
                await change.audit.add(
                    self._notes(actor, UNLINKED, (document, one), detail=str(indexes[-1]), purpose=reason.strip())
                )
        return indexes

    async def seen_by(self, actor: Actor, *, states: Iterable[str] = (STATED,)) -> list[LinkView]:
        """Links stated at the actor's unit and under it, oldest first; each look is recorded with the first document.

        Raises:
            ActorRefused: no duty at all.
        """
        require_some_duty(actor)
        found = await self._casework.seen_by(actor, states=states)
        views = [await self._view(case, place, actor) for case, place in found]
        await self._audit.add(
            [
                AuditRecord(
                    at=self._clock.now(), actor=actor.name, action="link-list", subject_index=case.subject_index
                )
                for case, _ in found
            ]
        )
        return views

    async def _state(self, pair: tuple[Document, Document], reason: str, place: Unit, actor: Actor) -> Case:
        one, another = pair
        statement = LinkStatement(
            document_type=one.type,
            document_number=one.number,
            other_type=another.type,
            other_number=another.number,
            reason=reason,
        )
        # The same pair stated twice, in either order, is one statement.
        for document in pair:
            stated = await self._casework.of_subject(document_index(self._node_key, document), states=(STATED,))
            for case in stated:
                if set(parse_link_statement(case.body).documents) == set(pair):
                    return case

        async def note(change: Change, case: Case) -> Case:
            await change.audit.add(self._notes(actor, "link-state", pair[1:], detail=case.case_id))
            return case

        index = document_index(self._node_key, one)
        body = encode_link_statement(statement)
        return await self._casework.open(body, unit=place, actor=actor, subject_index=index, then=note)

    async def _require_another(self, change: Change, case: Case, step: str, actor: Actor) -> None:
        present = await change.cases.find(case.case_id)
        if present is None or present.state != STATED:
            raise StepRefused(state=case.state if present is None else present.state, step=step)
        steps = await change.cases.steps(case.case_id)
        await require_second_person(change.operators, actor, {one.actor for one in steps})

    async def _speak_for_themselves(self, pair: Sequence[Document]) -> bool:
        """Whether the documents are of one person by what is known here: no two resident IDs, one name."""
        if all(document.type is DocumentType.RESIDENT_ID for document in pair):
            return False
        indexes = [document_index(self._node_key, document) for document in pair]
        found = await self._accounts.find_by_document(indexes)
        names = {fold_text(learner.name) for _, learner in found.values()}
        return len(found) == len(pair) and len(names) == 1

    async def _view(self, case: Case, place: Unit, actor: Actor) -> LinkView:
        statement = parse_link_statement(case.body)
        indexes = [document_index(self._node_key, document) for document in statement.documents]
        found = await self._accounts.find_by_document(indexes)
        names = ["" if index not in found else mask_name(found[index][1].name) for index in indexes]
        _, steps, _ = await self._casework.find(case.case_id, actor=actor)
        return LinkView(
            case_id=case.case_id,
            state=case.state,
            since=case.created_at,
            place=place,
            stated_by=steps[0].actor,
            reason=statement.reason,
            documents=tuple(
                (document.type, mask_number(document.number), name)
                for document, name in zip(statement.documents, names, strict=True)
            ),
            index=case.entry_index,
        )

    def _count(self, documents: Iterable[Document]) -> None:
        # Asked for alone: it tells on who tries many documents, as lookups do.
        for document in documents:
            self._subject_keys.tokens_for_lookup(document)

    def _notes(
        self, actor: Actor, action: str, documents: Iterable[Document], *, detail: str = "", purpose: str = ""
    ) -> list[AuditRecord]:
        return [
            AuditRecord(
                at=self._clock.now(),
                actor=actor.name,
                action=action,
                purpose=purpose,
                subject_index=document_index(self._node_key, one),
                detail=detail,
            )
            for one in documents
        ]

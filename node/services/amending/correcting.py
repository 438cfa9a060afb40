"""Correcting what is said of a filed achievement: a new entry supersedes the old one, which stays.

The person's document opens the record: who doesn't have it corrects nothing. The new entry is a
whole sealed body under the same identity; it cites what it corrects, and says openly why.

Source: PIPL article 46; DESIGN section 2 and section 3 (identity of an achievement).
"""

from collections.abc import Callable, Mapping

import msgspec

from adapters.base import Cell
from adapters.checks.amounts import parse_hundredths
from adapters.checks.dates import parse_past_date
from adapters.checks.text import text_of
from federation.clock import Clock
from federation.errors import ActorRefused, CellRefused, CorrectionRefused, NotThisDocument
from federation.model.achievement import AchievementBody, fold_text, parse_body
from federation.model.document import Document
from federation.model.reason import CorrectionReason, encode_reason
from federation.model.sealing import context_of, open_with_document
from federation.model.subject import is_document_of
from node.model.access import Actor, AuditRecord, Role
from node.node_key import NodeKey
from node.ports.audit import Audit
from node.ports.catalogue import Catalogue
from node.ports.logs import Change, OwnLog, Records
from node.ports.organisation import Units
from node.services.amending.catalogue_bounds import verify_within_catalogue
from node.services.amending.withdrawing import cite_all, verify_live, verify_note
from node.services.blind_indexes import document_index
from node.services.filing.filing_place import OF_OTHER_INSTITUTIONS
from node.services.filing.tracing import Trace, Tracing
from node.services.issuing import Issuer
from node.services.looking.access_trail import LOCAL_TIME
from node.services.looking.subject_keys import SubjectKeys

OPENED, CORRECTED = "open-for-correction", "correct"


class Corrections(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said instead, as text; None leaves a field as it was, "" empties one that may be empty.

    Attributes:
        achieved_on: a day in any form that workbooks may have.
        training_hours, credit_hours, credits: decimal numbers; "" says that they aren't known.
    """

    title: str | None = None
    institution_name: str | None = None
    achieved_on: str | None = None
    training_hours: str | None = None
    credit_hours: str | None = None
    credits: str | None = None
    score: str | None = None
    training_place: str | None = None


class CorrectingService:
    """Corrects achievements of the own log."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        tracing: Tracing,
        records: Records,
        audit: Audit,
        units: Units,
        catalogue: Catalogue,
        issuer: Issuer,
        subject_keys: SubjectKeys,
        node_key: NodeKey,
        clock: Clock,
    ) -> None:
        self._own_log = own_log
        self._tracing = tracing
        self._records = records
        self._audit = audit
        self._units = units
        self._catalogue = catalogue
        self._issuer = issuer
        self._subject_keys = subject_keys
        self._node_key = node_key
        self._clock = clock

    async def correct(
        self,
        index: int,
        corrections: Corrections,
        *,
        document: Document,
        reason: CorrectionReason,
        note: str,
        actor: Actor,
    ) -> int:
        """Supersedes one achievement's entry; returns the new entry's index.

        Args:
            index: leaf index in the own log of what stands now.
            corrections: what is to be said instead.
            document: the person's, shown.
            reason: stated openly.
            note: more about it, kept in the audit trail alone.
            actor: with the duty of filing at the unit that filed it, or above; for a person's deposit as
                `Tracing.require_changer` says.

        Raises:
            NotHere: no achievement of that index.
            ActorRefused: not theirs to correct, an institution that isn't theirs to file for, or too many
                documents tried (``rate-limit``).
            NotThisDocument: the record is another person's.
            CorrectionRefused: fact `reason` names its standing, or what is wrong with the corrections.
        """
        verify_note(note)
        trace = await self._tracing.trace(index)
        await self._tracing.require_changer(actor, trace)
        verify_live(trace.entry)
        # The look is recorded before anything is opened, also if the document turns out to be another's.
        await self._audit.add([self._record(actor, OPENED, f"{index}", document, "")])
        old = await self._open(trace, document)
        new = self._corrected(index, old, corrections, document)
        if new == old:
            raise CorrectionRefused(index=index, reason="nothing-changed")
        await self._verify_catalogued(index, old, new)
        await self._require_institution(actor, old, new)
        identity = self._issuer.identify_body(new, document)
        sealed = self._issuer.seal_correction(
            new,
            document,
            corrects=cite_all(self._own_log.origin, [trace.entry])[0],
            identity=trace.entry.header.achievement_id,
            reason=encode_reason(reason),
        )
        async with self._own_log.change() as change:
            # Asked again under the log's lock: of two who correct at once, the second would be void.
            verify_live((await change.entries.held(self._own_log.log_id, [index]))[index])
            is_new = identity != trace.entry.header.achievement_id
            if is_new:
                await self._verify_single(change, trace, document, identity)
            at = await change.append([sealed.entry])
            if is_new:
                await change.entries.add_name(self._own_log.log_id, at, identity)
            await _keep_corrected(change, index, at, new)
            await change.audit.add([self._record(actor, CORRECTED, f"{index} {at} {reason}", document, note)])
        return at

    async def _open(self, trace: Trace, document: Document) -> AchievementBody:
        found = await self._records.find(self._subject_keys.tokens_for_lookup(document))
        own = [one for one in found if one.origin == self._own_log.origin and one.index == trace.entry.index]
        if not own:
            raise NotThisDocument
        header = own[0].header
        keys, context = self._subject_keys.at(header.key_epoch), context_of(header, self._own_log.origin)
        body = parse_body(open_with_document(keys, own[0].private_part, document, context))
        if not is_document_of(document, salt=body.document_salt, expected_hash=body.document_hash):
            raise NotThisDocument
        return body

    def _corrected(
        self, index: int, body: AchievementBody, corrections: Corrections, document: Document
    ) -> AchievementBody:
        today = self._clock.now().astimezone(LOCAL_TIME).date()
        readers: Mapping[str, tuple[Callable[[Cell], object], str]] = {
            "title": (_required_text, "text-form"),
            "institution_name": (_required_text, "text-form"),
            "achieved_on": (lambda cell: parse_past_date(cell, today), "date-form"),
            "training_hours": (_amount, "amount-form"),
            "credit_hours": (_amount, "amount-form"),
            "credits": (_amount, "amount-form"),
            "score": (text_of, "text-form"),
            "training_place": (text_of, "text-form"),
        }
        changed = {}
        for field, (read, refusal) in readers.items():
            text = getattr(corrections, field)
            if text is None:
                continue
            try:
                changed[field] = read(text)
            except CellRefused:
                # Its own reason speaks of cells.
                raise CorrectionRefused(index=index, reason=refusal) from None
        new = msgspec.structs.replace(body, **changed)
        born = document.birth_date
        if born is not None and new.achieved_on < born:
            raise CorrectionRefused(index=index, reason="before-birth")
        return new

    async def _verify_catalogued(self, index: int, old: AchievementBody, new: AchievementBody) -> None:
        if old.project_code:
            found = await self._catalogue.find(self._own_log.log_id, [old.project_code])
            line = found.get(old.project_code)
            verify_within_catalogue(index, old, new, None if line is None else line.project)

    async def _require_institution(self, actor: Actor, old: AchievementBody, new: AchievementBody) -> None:
        """Holds an operator to the institutions that their files may name."""
        named = fold_text(new.institution_name)
        if actor.role is not Role.OPERATOR or actor.unit is None or named == fold_text(old.institution_name):
            return
        if old.achievement_class in OF_OTHER_INSTITUTIONS:
            return
        if all(fold_text(one.name) != named for one in await self._units.all() if actor.unit.contains(one)):
            raise ActorRefused(reason="place")

    async def _verify_single(self, change: Change, trace: Trace, document: Document, identity: bytes) -> None:
        """Refuses what would make two achievements of one person the same."""
        log_id = self._own_log.log_id
        known = await change.records.known(log_id, [(self._subject_keys.all_tokens(document), identity)])
        # By an earlier correction that is taken back now it was this very achievement's.
        if known and identity not in await change.entries.names(log_id, trace.chain):
            raise CorrectionRefused(index=trace.entry.index, reason="duplicate")

    def _record(self, actor: Actor, action: str, detail: str, document: Document, note: str) -> AuditRecord:
        return AuditRecord(
            at=self._clock.now(),
            actor=actor.name,
            action=action,
            purpose=note.strip(),
            subject_index=document_index(self._node_key, document),
            detail=detail,
        )


async def _keep_corrected(change: Change, index: int, at: int, body: AchievementBody) -> None:
    """Keeps the correction of a kept result beside it: it counts instead, for whom and when the first one did."""
    kept = await change.results.kept(index)
    if kept is None:
        return
    corrected = msgspec.structs.replace(
        kept.results[0],
        institution=body.institution_name,
        achieved_on=body.achieved_on,
        training_hours=body.training_hours,
        credit_hours=body.credit_hours,
    )
    await change.results.add(msgspec.structs.replace(kept, first_index=at, results=(corrected,)))


def _required_text(cell: Cell) -> str:
    text = text_of(cell)
    if not text:
        raise CellRefused(reason="empty")
    return text


def _amount(cell: Cell) -> int | None:
    return parse_hundredths(cell) if str(cell).strip() else None

"""Asking for credit: the person is there, agrees, and one request goes to each branch whose achievements were chosen.

Consent, application and requests are one unit of work: nothing is asked for that nobody agreed to. What the
branch needs later is derived while the document is there, and sealed under the node's key.

Source: DESIGN section 7; PIPL articles 14, 23, 29.
"""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import msgspec

from federation.clock import Clock
from federation.errors import TransferRefused
from federation.model.document import Document
from federation.model.entry import Citation, Entry, Kind, encode_header
from federation.model.sealing import derive_record_key
from federation.model.standing import Status
from federation.suite import suite_of
from federation.tlog.hashing import leaf_hash
from federation.transfer.disclosure import seal_keys
from federation.transfer.entries import RequestBody, request_header
from federation.transfer.notes import RequestNote, encode_request_note
from node.model.access import Actor, AuditRecord, Basis, Duty
from node.model.case import Case, CaseStep
from node.model.rights import require
from node.model.transfer import StoredTransfer
from node.model.transfer_application import (
    KIND,
    OPEN,
    AskedAchievement,
    AskedTransfer,
    Consent,
    TransferApplication,
    encode_application,
    parse_application,
)
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.logs import OwnLog
from node.ports.organisation import Cases
from node.ports.rosters import RosterHolder
from node.ports.transfers import Transfers
from node.services.blind_indexes import document_index
from node.services.looking.lookup import LookupService
from node.services.looking.presented import OpenedRecord
from node.services.looking.subject_keys import SubjectKeys
from node.services.second_person import require_registered
from node.services.transfers.applications import filed_of_request
from node.services.transfers.same_achievement import is_the_same, twins_of
from node.services.transfers.sealing_slots import new_slot, seal_entry
from node.services.transfers.weighing import RulesInForce

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
APPLICATION_ID_BYTES = 16
MAX_ACHIEVEMENTS = 20
"""Of one branch in one application: their decisions fit into one sealed part."""
LONGEST = timedelta(days=366)
REQUEST = "request"
KEPT = (Status.HELD, Status.CONVERTED)


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """An achievement as a lookup shows it: code of the branch and leaf index."""

    branch: str
    index: int


class RequestingService:
    """Files applications of persons who are there."""

    def __init__(
        self,
        *,
        branch: str,
        own_log: OwnLog,
        cases: Cases,
        transfers: Transfers,
        lookup: LookupService,
        rules: RulesInForce,
        subject_keys: SubjectKeys,
        rosters: RosterHolder,
        node_key: NodeKey,
        clock: Clock,
    ) -> None:
        self._branch = branch
        self._own_log = own_log
        self._cases = cases
        self._transfers = transfers
        self._lookup = lookup
        self._rules = rules
        self._subject_keys = subject_keys
        self._rosters = rosters
        self._node_key = node_key
        self._clock = clock

    async def request(
        self,
        document: Document,
        chosen: Sequence[Chosen],
        *,
        purpose: str,
        until: date,
        basis: Basis,
        unit: Unit,
        actor: Actor,
        application_id: bytes = b"",
        contests: int | None = None,
    ) -> Case:
        """Asks for the credit of achievements that other branches hold.

        Args:
            document: what the person presents.
            chosen: at least one, each once; at most 20 of one branch.
            purpose: for what the credit is wanted: part of what is agreed to.
            until: the last day on which it may be decided (Asia/Shanghai), at most a year from now.
            basis: SELF for a person who is there, CONSENT for an institution that files for its learner.
            unit: where it is filed.
            actor: a registered operator with the duty of filing there.
            application_id: 16 bytes of the applicant's choice, so that it can be sent again; b"" for a new one.
            contests: of an appeal, the leaf index of the request whose decision it contests; the person's own.

        Returns:
            The application's case; the earlier one if the same application was filed already.

        Raises:
            ActorRefused: not theirs to file, ``two-operators``, or as `LookupService.look_up`.
            TransferRefused: reason ``no-rules`` (none are in force: nobody could decide on it), ``basis``, ``until``,
                ``nothing-chosen``, ``too-many``, ``no-branch``, ``branch-closed``, ``not-found`` or ``own-branch``;
                ``same-achievement``, ``not-valid`` or ``not-free``; ``not-decided`` (nothing to contest),
                ``contests-other`` (it decided on something else); ``same-id``:
                another application has this id.
        """
        require(actor, Duty.FILING, unit)
        now = self._clock.now()
        today = now.astimezone(LOCAL_TIME).date()
        if await self._rules.in_force_here(today) is None:
            raise TransferRefused(reason="no-rules")
        require_registered(actor)
        if basis not in (Basis.SELF, Basis.CONSENT):
            raise TransferRefused(reason="basis")
        if not today <= until <= today + LONGEST:
            raise TransferRefused(reason="until")
        said = _said(chosen, purpose, until, contests)
        earlier = await self._earlier(application_id, document, said)
        if earlier is not None:
            return earlier
        contested = None if contests is None else await self._contested(contests, document)
        presented = await self._lookup.present(document, purpose=purpose, basis=basis, actor=actor)
        by_branch = self._choose(chosen, presented.records)
        if contested is not None:
            _require_contested(contested, by_branch)
        roster = self._rosters.current
        consent = Consent(
            what=tuple(one.body.title for records in by_branch.values() for one in records),
            to_whom=tuple(roster.branch(code).name for code in (self._branch, *by_branch)),
            purpose=purpose,
            until=until,
            given_at=now,
            basis=basis.value,
            recorded_by=actor.name,
            salt=os.urandom(32),
        )
        application_id = application_id or os.urandom(APPLICATION_ID_BYTES)
        decision = None if contested is None else contested.transfer.effective(Kind.TRANSFER_DECIDED)[-1].citation
        made = [
            self._request(code, records, presented.records, document, consent, application_id, decision)
            for code, records in by_branch.items()
        ]
        async with self._own_log.change() as change:
            first = await change.append([entry for entry, _ in made])
            application = TransferApplication(
                application_id=application_id,
                accounts=self._accounts(document, [one for records in by_branch.values() for one in records]),
                consent=consent,
                said=said,
                filed_by=actor.name,
                transfers=tuple(
                    msgspec.structs.replace(asked, request_index=first + at) for at, (_, asked) in enumerate(made)
                ),
            )
            case = Case(
                case_id=_case_id(application_id, document_index(self._node_key, document)),
                kind=KIND,
                unit_id=unit.unit_id,
                state=OPEN,
                body=encode_application(application),
                created_at=now,
                updated_at=now,
                subject_index=document_index(self._node_key, document),
                entry_index=first,
            )
            if await change.cases.find(case.case_id) is not None:
                raise TransferRefused(reason="same-id")
            await change.cases.add(case)
            await change.cases.add_step(case.case_id, CaseStep(at=now, actor=actor.name, step=REQUEST, state=OPEN))
            await change.audit.add(
                [
                    AuditRecord(
                        at=now,
                        actor=actor.name,
                        action="transfer-request",
                        purpose=purpose,
                        basis=basis.value,
                        subject_index=case.subject_index,
                        detail=f"{self._branch}-{first}",
                    )
                ]
            )
        return case

    async def _earlier(self, application_id: bytes, document: Document, said: bytes) -> Case | None:
        """The case that the same application made already."""
        if not application_id:
            return None
        if len(application_id) != APPLICATION_ID_BYTES:
            raise TransferRefused(reason="same-id")
        case = await self._cases.find(_case_id(application_id, document_index(self._node_key, document)))
        if case is not None and parse_application(case.body).said != said:
            raise TransferRefused(reason="same-id")
        return case

    async def _contested(self, index: int, document: Document) -> StoredTransfer:
        """An earlier request of this person's that was decided."""
        filed = await filed_of_request(self._cases, self._transfers, self._branch, index)
        if filed is None or document_index(self._node_key, document) not in filed.application.accounts:
            raise TransferRefused(reason="not-decided")
        for stored in filed.transfers:
            if stored.transfer.request.index == index and stored.transfer.effective(Kind.TRANSFER_DECIDED):
                return stored
        raise TransferRefused(reason="not-decided")

    def _choose(self, chosen: Sequence[Chosen], records: Sequence[OpenedRecord]) -> dict[str, list[OpenedRecord]]:
        if not chosen or len(set(chosen)) != len(chosen):
            raise TransferRefused(reason="nothing-chosen")
        found = {(one.branch, one.record.index): one for one in records}
        by_branch: dict[str, list[OpenedRecord]] = defaultdict(list)
        roster = self._rosters.current
        known, open_ones = ({one.code for one in some} for some in (roster.branches, roster.open_branches()))
        for wanted in chosen:
            place = f"{wanted.branch}:{wanted.index}"
            if wanted.branch == self._branch:
                raise TransferRefused(reason="own-branch", place=place)
            if wanted.branch not in known:
                raise TransferRefused(reason="no-branch", place=wanted.branch)
            if wanted.branch not in open_ones:
                raise TransferRefused(reason="branch-closed", place=wanted.branch)
            record = found.get((wanted.branch, wanted.index))
            if record is None:
                raise TransferRefused(reason="not-found", place=place)
            if record.record.status in KEPT:
                raise TransferRefused(reason="not-free", place=place)
            if record.record.status is not Status.VALID:
                raise TransferRefused(reason="not-valid", place=place)
            if any(is_the_same(record, other) for other in records if other.record.status in KEPT):
                # Deposited under another document of the person's, or again: one achievement converts once.
                raise TransferRefused(reason="not-free", place=place)
            if any(is_the_same(record, other) for other in by_branch[wanted.branch]):
                raise TransferRefused(reason="same-achievement")
            by_branch[wanted.branch].append(record)
        if any(len(of_one) > MAX_ACHIEVEMENTS for of_one in by_branch.values()):
            raise TransferRefused(reason="too-many")
        return dict(sorted(by_branch.items()))

    def _request(
        self,
        code: str,
        records: Sequence[OpenedRecord],
        of_person: Sequence[OpenedRecord],
        document: Document,
        consent: Consent,
        application_id: bytes,
        contests: Citation | None,
    ) -> tuple[Entry, AskedTransfer]:
        """One request, and what is kept of it; where it will stand isn't known yet."""
        keys, entry_id = self._subject_keys.current, os.urandom(16)
        sending = self._rosters.current.branch(code)
        asked = [
            AskedAchievement(
                index=one.record.index,
                leaf_hash=leaf_hash(encode_header(one.record.header)),
                title=one.body.title,
                record_key=derive_record_key(
                    self._subject_keys.at(one.record.header.key_epoch),
                    one.document,
                    nonce=one.record.private_part.nonce,
                    suite=suite_of(one.record.header.suite),
                ),
                twins=twins_of(one, of_person),
            )
            for one in records
        ]
        transfer = AskedTransfer(
            sending=code,
            origin=sending.origin,
            request_index=0,
            achievements=tuple(asked),
            slot=new_slot(keys, document),
        )
        body = RequestBody(
            requested_at=consent.given_at.replace(microsecond=0),
            expires_on=consent.until,
            consent_digest=consent.digest(),
            disclosed_keys=seal_keys(
                [one.record_key for one in asked],
                sending.wrapping_key,
                receiving=self._own_log.origin,
                entry_id=entry_id,
                achievements=transfer.citations(),
            ),
            contests=contests,
        )
        note = RequestNote(
            application_id=application_id,
            filed_by=consent.recorded_by,
            purpose=consent.purpose,
            consent=f"同意{'、'.join(consent.to_whom)}为“{consent.purpose}”核对并转换所选学习成果",
            consent_until=consent.until,
        )
        entry = seal_entry(
            new_slot(keys, document),
            origin=self._own_log.origin,
            kind=Kind.TRANSFER_REQUESTED,
            entry_id=entry_id,
            plaintext=encode_request_note(note),
            header=lambda digest: request_header(
                transfer.citations(), body, entry_id=entry_id, key_epoch=keys.epoch, private_digest=digest
            ),
        )
        return entry, transfer

    def _accounts(self, document: Document, records: Sequence[OpenedRecord]) -> tuple[bytes, ...]:
        documents = {document: None} | {one.document: None for one in records}
        return tuple(document_index(self._node_key, one) for one in documents)


def _said(chosen: Sequence[Chosen], purpose: str, until: date, contests: int | None) -> bytes:
    facts = [[(one.branch, one.index) for one in chosen], purpose, until.isoformat(), contests]
    return sha256(msgspec.json.encode(facts)).digest()


def _case_id(application_id: bytes, account: bytes) -> str:
    """Of an application: the same person's same id is one case; nobody finds out whether another's exists."""
    return sha256(application_id + account).hexdigest()[:32]


def _require_contested(contested: StoredTransfer, by_branch: Mapping[str, Sequence[OpenedRecord]]) -> None:
    """Lets pass an appeal on what the contested request asked for, and on nothing else."""
    decided = {item.identity for item in contested.transfer.items if item.identity}
    for code, records in by_branch.items():
        for one in records:
            if code != contested.sending or one.record.header.achievement_id not in decided:
                raise TransferRefused(reason="contests-other", place=f"{code}:{one.record.index}")

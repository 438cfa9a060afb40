"""A learner's achievements in all provinces, from the copies held here.

Whoever asks presents the document: without it nothing is found or opened. Each look
is recorded before it is answered, and the answer says how fresh each branch's part is.

What isn't shown: a correction whose step is void, and what a log says a second time while
the first still stands: of several live entries of one achievement in one log the earliest
counts, for nothing in the log ended it.

A link leads to another document only if the same log holds its counterpart, both unhindered.
Which links are tried first must not depend on who wrote most of them: branches take turns.

Source: DESIGN sections 3 and 6; RELIABILITY 23, 24, 34.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import structlog
from msgspec.structs import replace

from federation.clock import Clock
from federation.errors import ActorRefused, CreditBankError, IntegrityBroken
from federation.model.achievement import fold_text, parse_body
from federation.model.achievement_class import AchievementClass, class_code
from federation.model.document import Document
from federation.model.entry import ACHIEVEMENT_KINDS, Kind
from federation.model.link import parse_link
from federation.model.sealing import context_of, open_with_document
from federation.model.standing import Status, is_well_formed
from federation.model.subject import is_document_of
from node.gathering import Gathering
from node.model.access import Actor, AuditRecord, Basis
from node.model.records import FoundRecord
from node.model.rights import require_some_duty
from node.node_key import NodeKey
from node.ports.logs import Records
from node.ports.rosters import RosterHolder
from node.ports.transfers import Transfers
from node.services.blind_indexes import document_index
from node.services.looking.access_trail import LOOKUP, AccessTrail, require_purpose
from node.services.looking.freshness import BranchFreshness, Freshness
from node.services.looking.presented import OpenedRecord, Presented
from node.services.looking.subject_keys import SubjectKeys

log = structlog.get_logger()
# With the one that is presented.
MAX_LINKED_DOCUMENTS = 5
# A link without its counterpart costs a look as well: junk mustn't use up everybody's.
MAX_LINKS_TRIED = 8
LINKED_DETAIL = "linked document"
LIVE = frozenset((Status.VALID, Status.UNKNOWN, Status.HELD, Status.CONVERTED))
OPENED_KINDS = ACHIEVEMENT_KINDS | {Kind.SUBJECT_LINKED}
Look = tuple[AuditRecord, Document]
Seen = tuple[tuple[BranchFreshness, ...], list[FoundRecord] | CreditBankError]


class AchievementView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One achievement as the person sees it. Hours and credits are hundredths; None is unknown.

    `achievement_class` is a code of `federation.model.achievement`; `filed_by` is the unit that filed
    it, `training_place` whose training it was, each "" if not stated.
    """

    branch: str
    title: str
    institution: str
    achieved_on: str
    training_hours: int | None
    credit_hours: int | None
    credits: int | None
    status: Status
    origin: str
    index: int
    masked_name: str
    achievement_id: bytes = b""
    likely_duplicate: bool = False
    achievement_class: str = AchievementClass.UNSPECIFIED.code
    score: str = ""
    certificate_number: str = ""
    certificate_level: str = ""
    personal_deposit: bool = False
    filed_by: str = ""
    training_place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """That an entry of `origin` leads on to another document."""

    origin: str
    other: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupResult:
    """All branches' freshness, and what was found."""

    branches: tuple[BranchFreshness, ...]
    achievements: tuple[AchievementView, ...]


class LookupService:
    """Looks learners up."""

    def __init__(
        self,
        *,
        records: Records,
        transfers: Transfers,
        subject_keys: SubjectKeys,
        freshness: Freshness,
        trail: AccessTrail,
        rosters: RosterHolder,
        node_key: NodeKey,
        clock: Clock,
    ) -> None:
        self._records = records
        self._transfers = transfers
        self._subject_keys = subject_keys
        self._freshness = freshness
        self._trail = trail
        self._rosters = rosters
        self._node_key = node_key
        self._clock = clock
        self._looks = Gathering(self._look_all)

    async def present(self, document: Document, *, purpose: str, basis: Basis, actor: Actor) -> Presented:
        """The same, with the records themselves: for what is done with them while the person is there.

        The arguments, errors and the record of the look are those of `look_up`.
        """
        branches, opened = await self._present(document, purpose=purpose, basis=basis, actor=actor)
        return Presented(branches=branches, records=tuple(opened))

    async def look_up(self, document: Document, *, purpose: str, basis: Basis, actor: Actor) -> LookupResult:
        """All achievements of the person who presents `document`, those of linked documents too.

        Args:
            document: canonical.
            purpose: stated by whoever asks; recorded.
            basis: the legal basis; recorded.
            actor: who asks; recorded.

        Raises:
            ActorRefused: no duty at all, no purpose stated (``purpose-missing``), or too many lookups (``rate-limit``).
            IntegrityBroken: a stored record isn't what its log signed: nothing is answered.
        """
        branches, opened = await self._present(document, purpose=purpose, basis=basis, actor=actor)
        views = [self._view(one) for one in opened]
        return LookupResult(branches=branches, achievements=flag_likely_duplicates(one_live_each(views)))

    async def _present(
        self, document: Document, *, purpose: str, basis: Basis, actor: Actor
    ) -> tuple[tuple[BranchFreshness, ...], list[OpenedRecord]]:
        require_some_duty(actor)
        require_purpose(purpose)
        look = AuditRecord(
            at=self._clock.now(),
            actor=actor.name,
            action=LOOKUP,
            purpose=purpose,
            basis=basis.value,
            subject_index=document_index(self._node_key, document),
        )
        branches, found = await self._looks.ask((look, document))
        if isinstance(found, CreditBankError):
            raise found
        opened, links = self._open_all(found, document)
        opened += await self._follow(links, document, look)
        return branches, opened

    async def _follow(self, links: Sequence[_Link], document: Document, look: AuditRecord) -> list[OpenedRecord]:
        """Achievements of linked documents, each looked up and recorded like the first."""
        presented: list[OpenedRecord] = []
        waiting = [(document, link) for link in links]
        tried: Counter[str] = Counter()
        seen = {document}
        while waiting and len(seen) < MAX_LINKED_DOCUMENTS and tried.total() < MAX_LINKS_TRIED:
            # The branch whose links were tried least; of its own the earliest.
            current, link = min(waiting, key=lambda one: tried[one[1].origin])
            waiting.remove((current, link))
            tried[link.origin] += 1
            index = document_index(self._node_key, link.other)
            _, found = await self._looks.ask(
                (
                    replace(look, at=self._clock.now(), subject_index=index, detail=LINKED_DETAIL),
                    link.other,
                )
            )
            if isinstance(found, CreditBankError):
                raise found
            opened, further = self._open_all(found, link.other)
            if _Link(origin=link.origin, other=current) not in further:
                log.warning("link-one-sided", origin=link.origin)
                continue
            seen.add(link.other)
            presented += opened
            waiting = [one for one in waiting if one[1].other not in seen]
            waiting += [(link.other, one) for one in further if one.other not in seen]
        if waiting:
            log.warning("linked-documents-limit", left_out=len({one.other for _, one in waiting}))
        return presented

    async def _look_all(self, looks: Sequence[Look]) -> list[Seen]:
        """Looks of many callers: recorded by one commit, only then counted and answered, by one read."""
        await self._trail.record_all([look for look, _ in looks])
        tokens = [self._tokens(document) for _, document in looks]
        states, found = await self._records.find_each([() if isinstance(one, ActorRefused) else one for one in tokens])
        found = await self._with_transfers(found)
        branches = await self._freshness.told_by(states)
        outcomes = [one if isinstance(one, ActorRefused) else of_it for one, of_it in zip(tokens, found, strict=True)]
        return [(branches, outcome) for outcome in outcomes]

    async def _with_transfers(
        self, found: Sequence[list[FoundRecord] | IntegrityBroken]
    ) -> list[list[FoundRecord] | IntegrityBroken]:
        """The same, what a transfer holds or has converted said to be so; what was taken back is shown as that."""
        codes = {one.origin: one.code for one in self._rosters.current.branches}
        achievements = {
            (codes[record.origin], record.header.achievement_id)
            for records in found
            if not isinstance(records, IntegrityBroken)
            for record in records
            if record.status is Status.VALID and record.header.achievement_id and record.origin in codes
        }
        kept = await self._transfers.occupied(achievements)
        if not kept:
            return list(found)

        def shown(record: FoundRecord) -> FoundRecord:
            status = kept.get((codes.get(record.origin, ""), record.header.achievement_id))
            return record if status is None or record.status is not Status.VALID else replace(record, status=status)

        return [
            records if isinstance(records, IntegrityBroken) else [shown(record) for record in records]
            for records in found
        ]

    def _tokens(self, document: Document) -> Sequence[bytes] | ActorRefused:
        try:
            return self._subject_keys.tokens_for_lookup(document)
        except ActorRefused as refused:
            # One caller too many is no other caller's trouble.
            return refused

    def _open_all(self, records: Sequence[FoundRecord], document: Document) -> tuple[list[OpenedRecord], list[_Link]]:
        presented: list[OpenedRecord] = []
        links: dict[_Link, None] = {}
        for record in records:
            opened = self._open(record, document)
            if isinstance(opened, OpenedRecord):
                presented.append(opened)
            elif opened is not None and opened.other != document:
                links[opened] = None
        return presented, list(links)

    def _open(self, record: FoundRecord, document: Document) -> OpenedRecord | _Link | None:
        header = record.header
        if header.kind not in OPENED_KINDS or not is_well_formed(header) or record.status is Status.VOID:
            return None
        try:
            keys, context = self._subject_keys.at(header.key_epoch), context_of(header, record.origin)
            plaintext = open_with_document(keys, record.private_part, document, context)
            if header.kind == Kind.SUBJECT_LINKED:
                link = _Link(origin=record.origin, other=parse_link(plaintext))
                return link if record.status is Status.VALID else None
            body = parse_body(plaintext)
        except CreditBankError as error:
            # Signed by its origin and still not what its person can open: the origin's mistake. An epoch
            # that isn't held is one too, for the token that the record was found by is of an epoch that is.
            log.warning("record-unopenable", origin=record.origin, index=record.index, reason=error.code)
            return None
        if not is_document_of(document, salt=body.document_salt, expected_hash=body.document_hash):
            return None
        branch = self._rosters.current.by_origin(record.origin).code
        return OpenedRecord(branch=branch, record=record, body=body, document=document)

    @staticmethod
    def _view(opened: OpenedRecord) -> AchievementView:
        record, body = opened.record, opened.body
        return AchievementView(
            branch=opened.branch,
            title=body.title,
            institution=body.institution_name,
            achieved_on=body.achieved_on.isoformat(),
            training_hours=body.training_hours,
            credit_hours=body.credit_hours,
            credits=body.credits,
            status=record.status,
            origin=record.origin,
            index=record.index,
            masked_name=body.masked_name,
            achievement_id=record.header.achievement_id,
            achievement_class=class_code(body.achievement_class),
            score=body.score,
            certificate_number=body.certificate_number,
            certificate_level=body.certificate_level,
            personal_deposit=body.personal_deposit,
            filed_by=body.filed_by,
            training_place=body.training_place,
        )


def one_live_each(views: Sequence[AchievementView]) -> list[AchievementView]:
    """Leaves out what a log says again of an achievement of which an earlier entry still stands."""
    if len(views) < 2:
        return list(views)
    first: dict[tuple[str, bytes], int] = {}
    for view in views:
        if view.status in LIVE:
            key = view.origin, view.achievement_id
            first[key] = min(view.index, first.get(key, view.index))
    return [one for one in views if one.status not in LIVE or first[one.origin, one.achievement_id] == one.index]


def flag_likely_duplicates(views: Sequence[AchievementView]) -> tuple[AchievementView, ...]:
    """Marks achievements of the same title and day that several branches hold."""
    if len(views) < 2:
        return tuple(views)
    branches: dict[tuple[str, str], set[str]] = defaultdict(set)
    for view in views:
        branches[fold_text(view.title), view.achieved_on].add(view.branch)
    return tuple(
        replace(view, likely_duplicate=True) if len(branches[fold_text(view.title), view.achieved_on]) > 1 else view
        for view in views
    )

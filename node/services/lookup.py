"""A learner's achievements in all provinces, from the copies held here.

Whoever asks presents the document: without it nothing is found or opened. Each look
is recorded before it is answered, and the answer says how fresh each branch's part is.

Source: DESIGN sections 3 and 6; RELIABILITY 23, 24, 34.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from federation.clock import Clock
from federation.errors import ActorRefused, CreditBankError, Malformed
from federation.model.achievement import AchievementBody, fold_text, parse_body
from federation.model.document import Document
from federation.model.entry import ACHIEVEMENT_KINDS, Kind, parse_header, parse_private_part
from federation.model.link import parse_link
from federation.model.sealing import context_of, open_with_document
from federation.model.standing import Status, is_well_formed
from federation.model.subject import is_document_of
from node.gathering import Gathering
from node.model.access import Actor, AuditRecord, Basis
from node.model.records import FoundRecord
from node.node_key import NodeKey
from node.ports import Records, RosterHolder
from node.services.access_trail import LOOKUP, AccessTrail
from node.services.blind_indexes import document_index
from node.services.freshness import BranchFreshness, Freshness
from node.services.subject_keys import SubjectKeys

log = structlog.get_logger()
MAX_LINKED_DOCUMENTS = 5
MAX_PURPOSE_CHARS = 500
Look = tuple[AuditRecord, Document]
Seen = tuple[tuple[BranchFreshness, ...], list[FoundRecord] | CreditBankError]


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementView:
    """One achievement as the person sees it. Hours and credits are hundredths; None is unknown."""

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
    likely_duplicate: bool = False


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
        subject_keys: SubjectKeys,
        freshness: Freshness,
        trail: AccessTrail,
        rosters: RosterHolder,
        node_key: NodeKey,
        clock: Clock,
    ) -> None:
        self._records = records
        self._subject_keys = subject_keys
        self._freshness = freshness
        self._trail = trail
        self._rosters = rosters
        self._node_key = node_key
        self._clock = clock
        self._looks = Gathering(self._look_all)

    async def look_up(self, document: Document, *, purpose: str, basis: Basis, actor: Actor) -> LookupResult:
        """All achievements of the person who presents `document`, those of linked documents too.

        Args:
            document: canonical.
            purpose: stated by whoever asks; recorded.
            basis: the legal basis; recorded.
            actor: who asks; recorded.

        Raises:
            ActorRefused: no purpose stated (``purpose-missing``), or too many lookups (``rate-limit``).
            IntegrityBroken: a stored record isn't what its log signed: nothing is answered.
        """
        if not purpose.strip():
            raise ActorRefused(reason="purpose-missing")
        if len(purpose) > MAX_PURPOSE_CHARS:
            raise Malformed(what="purpose", why="length")
        look = AuditRecord(
            at=self._clock.now(),
            actor=actor.name,
            action=LOOKUP,
            purpose=purpose,
            basis=basis.value,
            subject_index=document_index(self._node_key, document),
        )
        branches, records = await self._looks.ask((look, document))
        if isinstance(records, CreditBankError):
            raise records
        views: list[AchievementView] = []
        waiting: list[Document] = []
        seen = {document}
        current = document
        while True:
            for record in records:
                opened = self._open(record, current)
                if isinstance(opened, Document):
                    waiting.append(opened)
                elif opened is not None:
                    views.append(opened)
            waiting = [one for one in waiting if one not in seen]
            if not waiting or len(seen) >= MAX_LINKED_DOCUMENTS:
                break
            current = waiting.pop()
            seen.add(current)
            records = await self._records.find(self._subject_keys.tokens_for_lookup(current))
        return LookupResult(branches=branches, achievements=flag_likely_duplicates(views))

    async def _look_all(self, looks: Sequence[Look]) -> list[Seen]:
        """Looks of many callers: recorded by one commit, only then counted and answered, by one read."""
        await self._trail.record_all([look for look, _ in looks])
        tokens = [self._tokens(document) for _, document in looks]
        states, found = await self._records.find_each([() if isinstance(one, ActorRefused) else one for one in tokens])
        branches = await self._freshness.told_by(states)
        outcomes = [one if isinstance(one, ActorRefused) else of_it for one, of_it in zip(tokens, found, strict=True)]
        return [(branches, outcome) for outcome in outcomes]

    def _tokens(self, document: Document) -> Sequence[bytes] | ActorRefused:
        try:
            return self._subject_keys.tokens_for_lookup(document)
        except ActorRefused as refused:
            # One caller too many is no other caller's trouble.
            return refused

    def _open(self, record: FoundRecord, document: Document) -> AchievementView | Document | None:
        header = parse_header(record.header)
        if not is_well_formed(header):
            return None
        try:
            part = parse_private_part(record.private_part)
            plaintext = open_with_document(
                self._subject_keys.at(header.key_epoch), part, document, context_of(header, record.origin)
            )
            if header.kind == Kind.SUBJECT_LINKED:
                return parse_link(plaintext)
            body = parse_body(plaintext)
        except CreditBankError as error:
            # Signed by its origin and still not what its person can open: the origin's mistake. An epoch
            # that isn't held is one too, for the token that the record was found by is of an epoch that is.
            log.warning("record-unopenable", origin=record.origin, index=record.index, reason=error.code)
            return None
        if header.kind not in ACHIEVEMENT_KINDS or not is_document_of(
            document, salt=body.document_salt, expected_hash=body.document_hash
        ):
            return None
        return self._view(record, body)

    def _view(self, record: FoundRecord, body: AchievementBody) -> AchievementView:
        return AchievementView(
            branch=self._rosters.current.by_origin(record.origin).code,
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
        )


def flag_likely_duplicates(views: Sequence[AchievementView]) -> tuple[AchievementView, ...]:
    """Marks achievements of the same title and day that several branches hold."""
    branches: dict[tuple[str, str], set[str]] = defaultdict(set)
    for view in views:
        branches[fold_text(view.title), view.achieved_on].add(view.branch)
    return tuple(
        replace(view, likely_duplicate=True) if len(branches[fold_text(view.title), view.achieved_on]) > 1 else view
        for view in views
    )

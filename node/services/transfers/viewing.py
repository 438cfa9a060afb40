"""Looking at applications for transfer: the unit's own work, and a person's by their document; each look recorded.

What a decision says to the person, its trace among it, is sealed: it is shown to whoever presents the document,
and to nobody else.

Source: DESIGN section 7; seed document 001 (转换申请明细); RELIABILITY 31 and 34.
"""

from collections.abc import Iterable, Mapping, Sequence

from federation.clock import Clock
from federation.errors import ActorRefused, KeyUnavailable, NotFiledHere, NotThisDocument
from federation.model.document import Document
from federation.model.entry import Header, Kind, parse_private_part, verify_private_part
from federation.model.sealing import context_of, open_with_document
from federation.transfer.notes import DecisionNote, ItemDecision, parse_decision_note
from node.model.access import Actor, AuditRecord, Basis, Duty, Role
from node.model.case import Case
from node.model.credit import CreditLine, credit_lines
from node.model.rights import may_see
from node.model.transfer import StoredTransfer
from node.model.transfer_application import KIND, TransferApplication, parse_application
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.credit import CreditPostings
from node.ports.logs import Entries
from node.ports.organisation import Cases, Units
from node.ports.transfers import Transfers
from node.services.blind_indexes import document_index
from node.services.crediting.persons import PersonAccounts
from node.services.looking.access_trail import AccessTrail
from node.services.looking.subject_keys import SubjectKeys
from node.services.rulemaking.published import PublishedRulesReader
from node.services.rulemaking.scheme_names import SchemeNames
from node.services.transfers.applications import case_named
from node.services.transfers.views import ApplicationView, TransferView, view_transfer

READERS = frozenset((Duty.FILING, Duty.REVIEW))
LISTED, LOOKED = "transfer-list", "transfer-look"


class TransferViews:
    """Looks, by those who file or review, for themselves or for a person who is present."""

    def __init__(
        self,
        *,
        branch: str,
        log_id: int,
        cases: Cases,
        transfers: Transfers,
        entries: Entries,
        postings: CreditPostings,
        persons: PersonAccounts,
        rules: PublishedRulesReader,
        units: Units,
        subject_keys: SubjectKeys,
        trail: AccessTrail,
        key: NodeKey,
        clock: Clock,
    ) -> None:
        self._branch = branch
        self._log_id = log_id
        self._cases = cases
        self._transfers = transfers
        self._entries = entries
        self._postings = postings
        self._persons = persons
        self._rules = rules
        self._units = units
        self._subject_keys = subject_keys
        self._trail = trail
        self._key = key
        self._clock = clock

    async def seen_by(self, actor: Actor, *, states: Iterable[str] = ()) -> list[ApplicationView]:
        """Applications filed in the actor's unit and under it, newest first.

        Raises:
            ActorRefused: neither filing nor review is among their duties.
        """
        require_reader(actor)
        await self._record(actor, LISTED)
        seen = {one.unit_id for one in await self._units.all() if may_see(actor, one)}
        cases = await self._cases.list_of(KIND, states=tuple(states))
        return await self._views(_newest_first(one for one in cases if one.unit_id in seen))

    async def of_person(self, document: Document, *, actor: Actor, states: Iterable[str] = ()) -> list[ApplicationView]:
        """Applications of the document's holder, who is present, wherever in the branch they were filed, newest first.

        Raises:
            ActorRefused: neither filing nor review is among the actor's duties.
            IntegrityBroken: a stored link or decision isn't what the log signed.
        """
        require_reader(actor)
        await self._record(actor, LISTED, document_index(self._key, document), basis=Basis.SELF)
        documents = await self._persons.documents(document)
        cases = [
            case
            for one in documents
            for case in await self._cases.list_of(
                KIND, states=tuple(states), subject_index=document_index(self._key, one)
            )
        ]
        return await self._views(_newest_first(cases))

    async def find(self, case_id: str, *, actor: Actor, document: Document | None = None) -> ApplicationView:
        """One application with its history.

        Args:
            case_id: the application's, or as `case_named` takes it.
            actor: with the duty of filing or review.
            document: canonical, of the person who is present: then wherever in the branch it was filed, and with
                what the decision says to the person.

        Raises:
            NotFiledHere: there is none of that id, it isn't the actor's to see, or not that person's.
            ActorRefused: neither filing nor review is among the actor's duties.
            IntegrityBroken: a stored link or decision isn't what the log signed.
        """
        require_reader(actor)
        missing = NotFiledHere(what="transfer", check="number" if document is None else "number-and-document")
        case = await case_named(self._cases, self._branch, case_id)
        if case is None:
            raise missing
        documents = () if document is None else await self._persons.documents(document)
        if document is None:
            unit = await self._units.by_id(case.unit_id)
            if unit is None or not may_see(actor, unit):
                raise missing
        elif case.subject_index not in {document_index(self._key, one) for one in documents}:
            raise missing
        basis = Basis.DUTY if document is None else Basis.SELF
        await self._record(actor, LOOKED, case.subject_index, case.case_id, basis=basis)
        (view,) = await self._views([case], documents, in_full=True)
        return view

    async def _views(
        self, cases: Sequence[Case], documents: Sequence[Document] = (), *, in_full: bool = False
    ) -> list[ApplicationView]:
        applications = [(case, parse_application(case.body)) for case in cases]
        places = [
            (self._branch, asked.request_index) for _, application in applications for asked in application.transfers
        ]
        found = {one.transfer.request.index: one for one in await self._transfers.find_all(places)}
        units = {one.unit_id: one for one in await self._units.all()}
        return [
            await self._view(case, application, found, units, documents, in_full=in_full)
            for case, application in applications
        ]

    async def _view(
        self,
        case: Case,
        application: TransferApplication,
        found: Mapping[int, StoredTransfer],
        units: Mapping[int, Unit],
        documents: Sequence[Document],
        *,
        in_full: bool,
    ) -> ApplicationView:
        views: list[TransferView] = []
        opened = False
        for asked in application.transfers:
            stored = found.get(asked.request_index)
            if stored is None:
                continue
            sealed = await self._opened(stored, documents) if documents else {}
            opened |= bool(sealed)
            credit = await self._credit(asked.request_index, len(asked.achievements)) if in_full else {}
            views.append(view_transfer(stored, asked, application, sealed=sealed, credit=credit))
        return ApplicationView(
            case=case,
            place=units[case.unit_id],
            application=application,
            transfers=tuple(views),
            steps=tuple(await self._cases.steps(case.case_id)) if in_full else (),
            was_opened=opened,
            scheme_names=await self._rules.scheme_names() if in_full else SchemeNames(),
        )

    async def _credit(self, request_index: int, items: int) -> dict[int, tuple[CreditLine, ...]]:
        return {item: credit_lines(await self._postings.of_item(request_index, item)) for item in range(items)}

    async def _opened(self, stored: StoredTransfer, documents: Sequence[Document]) -> dict[int, ItemDecision]:
        """What the decisions of a transfer say to the person, by item."""
        decided = stored.transfer.effective(Kind.TRANSFER_DECIDED)
        if not decided:
            return {}
        indexes = [one.index for one in decided]
        headers = await self._entries.held(self._log_id, indexes)
        parts = await self._transfers.private_parts(self._branch, indexes)
        sealed: dict[int, ItemDecision] = {}
        for one in decided:
            if one.index not in headers or one.index not in parts:
                continue
            note = self._note(headers[one.index].header, parts[one.index], one.origin, one.index, documents)
            if note is not None:
                sealed |= {item.item: item for item in note.items}
        return sealed

    def _note(
        self, header: Header, private: bytes, origin: str, index: int, documents: Sequence[Document]
    ) -> DecisionNote | None:
        verify_private_part(header, private, origin=origin, index=index)
        part, context = parse_private_part(private), context_of(header, origin)
        for document in documents:
            try:
                keys = self._subject_keys.at(header.key_epoch)
                return parse_decision_note(open_with_document(keys, part, document, context))
            except (NotThisDocument, KeyUnavailable):
                continue
        return None

    async def _record(
        self, actor: Actor, action: str, subject_index: bytes = b"", detail: str = "", *, basis: Basis = Basis.DUTY
    ) -> None:
        await self._trail.record(
            AuditRecord(
                at=self._clock.now(),
                actor=actor.name,
                action=action,
                basis=basis.value,
                subject_index=subject_index,
                detail=detail,
            )
        )


def _newest_first(cases: Iterable[Case]) -> list[Case]:
    return sorted(cases, key=lambda one: (one.created_at, one.entry_index or 0), reverse=True)


def require_reader(actor: Actor) -> None:
    """Lets pass those who file or review. Raises `ActorRefused`: neither is among their duties."""
    if actor.role is Role.LOCAL_ADMINISTRATOR:
        return
    if actor.role is not Role.OPERATOR or not actor.duties & READERS:
        raise ActorRefused(reason="duty")

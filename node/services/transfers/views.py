"""What an application, its transfers and their achievements look like to those who may see them: plain values.

Source: DESIGN section 7; seed document 001 (转换申请明细).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from federation.model.entry import Citation, Kind
from federation.model.reason import parse_reason
from federation.model.standing import Verdict
from federation.rules.outcome import Credit
from federation.transfer.entries import TransferEntry, parse_request, parse_rules_cited
from federation.transfer.notes import ItemDecision
from federation.transfer.states import Receiving, Side, TransferStatus
from node.model.case import Case, CaseStep
from node.model.credit import CreditLine
from node.model.transfer import StoredTransfer
from node.model.transfer_application import ENDED, AskedTransfer, TransferApplication
from node.model.unit import Unit
from node.services.rulemaking.scheme_names import SchemeNames

REASONED = frozenset((Kind.TRANSFER_WITHDRAWN, Kind.TRANSFER_REVERSED))
DECIDED = frozenset((Receiving.ACCEPTED, Receiving.REJECTED, Receiving.REVERSED))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One achievement of a transfer.

    Attributes:
        item: place in the request's list, from 0 on.
        title: as the person chose it.
        index: its leaf index in the sending log.
        status: what it has come to.
        owed_by: which side takes the next step; None: neither.
        declined: code of `HoldVerdict` by which the sending branch declined it; 0: it didn't.
        decision: what was decided; its trace is there only for the person who presents the document.
        credit: what was granted for it, as it stands.
    """

    item: int
    title: str
    index: int
    status: TransferStatus
    owed_by: Side | None
    declined: int
    decision: ItemDecision | None
    credit: tuple[CreditLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry of a transfer.

    Attributes:
        branch: in whose log it stands.
        citation: where, as other entries cite it.
        kind: of `TRANSFER_KINDS`.
        counted: whether it counted.
        verdicts: codes by achievement; none in a request.
        reason: code that a withdrawal or reversal gives; else "".
    """

    branch: str
    citation: Citation
    kind: Kind
    counted: Verdict
    verdicts: tuple[int, ...]
    reason: str

    @property
    def index(self) -> int:
        """Its leaf index."""
        return self.citation.index


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferView:
    """One transfer of an application.

    Attributes:
        reference: the receiving branch and where the request stands in its log.
        receiving: code of the branch that asked.
        sending: code of the branch that was asked.
        request_index: leaf index of the request.
        requested_at: aware.
        expires_on: the last day on which it may be decided, Asia/Shanghai.
        contests: the decision that it contests, of an appeal.
        items: in the request's order.
        entries: the request first, then the receiving branch's and the sending branch's, each in its log's order.
        rules_version: that the decision went by; None: undecided, or without rules.
    """

    reference: str
    receiving: str
    sending: str
    request_index: int
    requested_at: datetime
    expires_on: date
    contests: Citation | None
    items: tuple[ItemView, ...]
    entries: tuple[EntryView, ...]
    rules_version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """One application as it stands.

    Attributes:
        place: where it was filed.
        transfers: one for each sending branch.
        steps: its history, oldest first; empty in lists.
        was_opened: whether the person's document opened what is sealed to them.
        scheme_names: what the own rules call the schemes; none in lists.
    """

    case: Case
    place: Unit
    application: TransferApplication
    transfers: tuple[TransferView, ...]
    steps: tuple[CaseStep, ...] = ()
    was_opened: bool = False
    scheme_names: SchemeNames = field(default_factory=SchemeNames)

    @property
    def is_being_reversed(self) -> bool:
        """Whether it had ended, and something is owed again since: credit that is taken back."""
        return self.case.state == ENDED and any(
            item.owed_by is not None for one in self.transfers for item in one.items
        )

    @property
    def statuses(self) -> tuple[TransferStatus, ...]:
        """Those of all achievements, in the application's order."""
        return tuple(item.status for one in self.transfers for item in one.items)


def view_transfer(
    stored: StoredTransfer,
    asked: AskedTransfer,
    application: TransferApplication,
    *,
    sealed: Mapping[int, ItemDecision],
    credit: Mapping[int, Sequence[CreditLine]],
) -> TransferView:
    """A transfer of an application.

    Args:
        stored: as its entries say.
        asked: as the application keeps it.
        application: that it is of.
        sealed: what the decision says to the person, by item, as far as it was opened.
        credit: what was granted, by item.
    """
    request = stored.transfer.request
    body = parse_request(request.plain_body, len(request.achievements))
    decided = stored.transfer.effective(Kind.TRANSFER_DECIDED)
    rules = parse_rules_cited(decided[-1].plain_body) if decided else None
    return TransferView(
        reference=stored.reference,
        receiving=stored.receiving,
        sending=stored.sending,
        request_index=request.index,
        requested_at=body.requested_at,
        expires_on=body.expires_on,
        contests=body.contests,
        items=tuple(
            ItemView(
                item=number,
                title=asked.achievements[number].title,
                index=item.achievement.index,
                status=item.status,
                owed_by=item.next_side,
                declined=item.verdict,
                decision=sealed.get(number)
                or _open_decision(application, request.index, number, item.receiving, credit.get(number, ())),
                credit=tuple(credit.get(number, ())),
            )
            for number, item in enumerate(stored.transfer.items)
        ),
        entries=entry_views(stored),
        rules_version=None if rules is None else rules.version,
    )


def entry_views(stored: StoredTransfer) -> tuple[EntryView, ...]:
    """All entries of a transfer, the request first."""
    codes = {stored.transfer.request.origin: stored.receiving, stored.transfer.sending: stored.sending}
    told = [(stored.transfer.request, Verdict.EFFECTIVE)] + [(one.entry, one.verdict) for one in stored.transfer.steps]
    return tuple(
        EntryView(
            # A stray of a third branch is told by its log's name.
            branch=codes.get(entry.origin, entry.origin),
            citation=entry.citation,
            kind=entry.kind,
            counted=counted,
            verdicts=entry.verdicts,
            reason=_reason(entry),
        )
        for entry, counted in told
    )


def _reason(entry: TransferEntry) -> str:
    return parse_reason(entry.plain_body) if entry.kind in REASONED else ""


def _open_decision(
    application: TransferApplication,
    request_index: int,
    number: int,
    receiving: Receiving,
    credit: Iterable[CreditLine],
) -> ItemDecision | None:
    """What the branch itself knows of a decision once it is made: the trace is the person's alone."""
    if receiving not in DECIDED:
        return None
    rulings = {(one.request_index, one.item): one for one in application.rulings}
    ruling = rulings.get((request_index, number))
    return ItemDecision(
        item=number,
        accepted=receiving is not Receiving.REJECTED,
        credits=tuple(
            Credit(scheme=one.grant.scheme, course=one.grant.course, credits=one.grant.credits) for one in credit
        ),
        words="" if ruling is None else ruling.words,
    )

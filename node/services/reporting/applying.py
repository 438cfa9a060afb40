"""Applying for a report: the person shows their document, chooses achievements, and leaves what opens just these.

Only what stands is certified, wherever in the federation it was deposited; the look is recorded like every
lookup. Whoever issues the report later sees the chosen records and nothing else of the person.

Source: seed document 001 (申请成果认证报告); DESIGN section 3 (selective disclosure); PIPL article 6.
"""

from collections.abc import Iterable, Sequence

import msgspec

from federation.clock import Clock
from federation.errors import ReportRefused
from federation.model.achievement import fold_text
from federation.model.document import Document, mask_name
from federation.model.sealing import derive_record_key
from federation.reports.body import MAX_ACHIEVEMENTS, ReportKind
from federation.reports.state import STANDING
from federation.suite import suite_of
from node.model.access import Actor, AuditRecord, Basis, Duty
from node.model.case import Case
from node.model.records import FoundRecord
from node.model.report import (
    CANCEL,
    SUBMIT,
    ChosenAchievement,
    ReportApplication,
    encode_application,
    parse_application,
)
from node.model.rights import require
from node.node_key import NodeKey
from node.ports.filing import Accounts
from node.ports.logs import Records
from node.services.blind_indexes import document_index
from node.services.casework import Casework
from node.services.filing.account_rights import AccountRights
from node.services.looking.access_trail import AccessTrail
from node.services.looking.lookup import AchievementView, LookupService
from node.services.looking.subject_keys import SubjectKeys
from node.services.organisation.units import UnitService
from node.services.reporting.granted_credit import GrantedCredit
from node.services.second_person import require_registered

PURPOSE = "申请出具报告"
NAME_COMPARED = "report-compare-name"
MAX_PURPOSE_CHARS = 100


class WantedReport(msgspec.Struct, frozen=True, kw_only=True):
    """What the person asks for.

    Attributes:
        achievements: (branch code, leaf index) of each; none for all that stand.
        name: as on the document; "" for the one of their learner account, if that is the actor's to see.
        purpose: what it is for, printed; "" for nothing.
        with_credit: whether converted credit is stated too.
    """

    kind: ReportKind
    achievements: tuple[tuple[str, int], ...] = ()
    name: str = ""
    purpose: str = ""
    with_credit: bool = True

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"WantedReport({self.kind.code})"


class ReportApplying:
    """The person's side, by whoever files for them."""

    def __init__(
        self,
        *,
        casework: Casework,
        units: UnitService,
        lookup: LookupService,
        records: Records,
        subject_keys: SubjectKeys,
        accounts: Accounts,
        rights: AccountRights,
        trail: AccessTrail,
        credit: GrantedCredit,
        key: NodeKey,
        clock: Clock,
    ) -> None:
        self._casework = casework
        self._units = units
        self._lookup = lookup
        self._records = records
        self._subject_keys = subject_keys
        self._accounts = accounts
        self._rights = rights
        self._trail = trail
        self._credit = credit
        self._key = key
        self._clock = clock

    async def apply(self, wanted: WantedReport, *, document: Document, actor: Actor, unit: str = "") -> Case:
        """Files an application.

        Args:
            wanted: the report.
            document: the person's, shown.
            actor: a registered operator with the duty of filing there.
            unit: code of the unit where it is filed; "" for the actor's own, else the provincial centre.

        Raises:
            ReportRefused: reason ``name-missing``, ``name-differs``, ``purpose``, ``not-standing`` (one that was
                chosen doesn't stand or isn't theirs), ``other-document`` (filed under another document of theirs),
                ``nothing-standing`` or ``too-many``.
            ActorRefused, NotHere: not theirs to file for, ``two-operators``, too many lookups, or no such unit.
        """
        place = await self._units.place_of(actor, unit)
        require(actor, Duty.FILING, place)
        require_registered(actor)
        application = await self._stated(wanted, document, actor)
        return await self._casework.open(
            encode_application(application),
            unit=place,
            actor=actor,
            subject_index=document_index(self._key, document),
        )

    async def apply_again(self, case_id: str, wanted: WantedReport, *, document: Document, actor: Actor) -> Case:
        """States an application that was returned anew, and hands it in.

        Raises:
            StepRefused: it wasn't returned.
            ReportRefused: as `apply`; ``other-person`` if the document is another person's.
            ActorRefused, NotHere: not theirs, or no such application.
        """
        case, unit = await self._casework.seen(case_id, actor)
        require(actor, Duty.FILING, unit)
        if parse_application(case.body).document != document:
            raise ReportRefused(reason="other-person")
        application = await self._stated(wanted, document, actor)
        await self._casework.alter(case.case_id, encode_application(application), actor=actor)
        return await self._casework.take(case.case_id, SUBMIT, actor=actor)

    async def cancel(self, case_id: str, *, actor: Actor, reason: str = "") -> Case:
        """Takes an application back at the person's wish, before anything is issued.

        Raises:
            StepRefused: it has ended, or was issued.
            ActorRefused, NotHere: not theirs, or no such application.
        """
        return await self._casework.take(case_id, CANCEL, actor=actor, reason=reason)

    async def _stated(self, wanted: WantedReport, document: Document, actor: Actor) -> ReportApplication:
        purpose = wanted.purpose.strip()
        if len(purpose) > MAX_PURPOSE_CHARS or not purpose.isprintable():
            raise ReportRefused(reason="purpose")
        index = document_index(self._key, document)
        name = await self._name(wanted.name.strip(), index, actor)
        found = await self._lookup.look_up(document, purpose=PURPOSE, basis=Basis.SELF, actor=actor)
        own = {
            (one.origin, one.index): one for one in await self._records.find(self._subject_keys.all_tokens(document))
        }
        chosen = _chosen(found.achievements, wanted.achievements, own)
        if any(one.masked_name != mask_name(name) for one in chosen):
            raise ReportRefused(reason="name-differs")
        credit = tuple(await self._credit.standing(document, actor=actor)) if wanted.with_credit else ()
        return ReportApplication(
            kind=wanted.kind.code,
            document_type=document.type,
            document_number=document.number,
            name=name,
            purpose=purpose,
            achievements=tuple(self._opened(one, own[one.origin, one.index], document) for one in chosen),
            credits=credit,
        )

    async def _name(self, stated: str, index: bytes, actor: Actor) -> str:
        # Recorded before the answer: who tries names on a stranger's document leaves each try in the trail.
        await self._trail.record(
            AuditRecord(
                at=self._clock.now(),
                actor=actor.name,
                action=NAME_COMPARED,
                basis=Basis.SELF.value,
                subject_index=index,
            )
        )
        account = (await self._accounts.find_by_document([index])).get(index)
        if not stated and account is not None and await self._rights.is_theirs(index, actor):
            return account[1].name
        if not stated:
            raise ReportRefused(reason="name-missing")
        if account is not None and fold_text(account[1].name) != fold_text(stated):
            raise ReportRefused(reason="name-differs")
        return stated

    def _opened(self, view: AchievementView, record: FoundRecord, document: Document) -> ChosenAchievement:
        keys, suite = self._subject_keys.at(record.header.key_epoch), suite_of(record.header.suite)
        return ChosenAchievement(
            branch=view.branch,
            origin=view.origin,
            index=view.index,
            record_key=derive_record_key(keys, document, nonce=record.private_part.nonce, suite=suite),
        )


def _chosen(
    views: Iterable[AchievementView], wanted: Sequence[tuple[str, int]], own: dict[tuple[str, int], FoundRecord]
) -> list[AchievementView]:
    standing = {(one.branch, one.index): one for one in views if one.status in STANDING}
    if wanted:
        if any(place not in standing for place in wanted):
            raise ReportRefused(reason="not-standing")
        # Each once, in the order of the person's choice.
        chosen = [standing[place] for place in dict.fromkeys(wanted)]
        if any((one.origin, one.index) not in own for one in chosen):
            raise ReportRefused(reason="other-document")
    else:
        chosen = sorted(
            (one for one in standing.values() if (one.origin, one.index) in own),
            key=lambda one: (one.achieved_on, one.branch, one.index),
        )
    if not chosen:
        raise ReportRefused(reason="nothing-standing")
    if len(chosen) > MAX_ACHIEVEMENTS:
        raise ReportRefused(reason="too-many")
    return chosen

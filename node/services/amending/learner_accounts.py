"""A learner's account, by the document shown: what it says, who filed it, and a name put right by a person.

Whose account it isn't theirs to see is told that there is none: nobody tests here whether a stranger has one.
A unit that filed the document after another had opened the account sees that it did, and changes nothing.
A name that is put right changes the account alone; records keep the masked name that they were sealed with.

Source: DOMAIN (Jiangsu 3); PIPL articles 45 and 46; RELIABILITY 31, 34.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from adapters.checks.names import parse_name
from federation.clock import Clock
from federation.errors import AccountRefused, ActorRefused, CellRefused, NotHere, StepRefused
from federation.model.achievement import fold_text
from federation.model.document import Document, mask_name
from node.model.access import Actor, AuditRecord, Basis
from node.model.account import Learner, LearnerAccount
from node.model.case import Case, CaseStep
from node.model.name_conflict import CONFLICTS, CORRECT, KEEP, NameConflict, parse_conflict
from node.model.rights import may_see, require_some_duty
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.audit import Audit
from node.ports.filing import Accounts, Imports
from node.ports.logs import Change, OwnLog
from node.ports.organisation import Cases, Units
from node.services.amending.withdrawing import verify_note
from node.services.blind_indexes import document_index
from node.services.filing.account_rights import AccountRights

LOOKED, RENAMED, KEPT, LISTED = "look-at-account", "account-correct", "account-keep", "list-name-conflicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFiled:
    """One row by which an account was opened or got a member's user number."""

    import_id: str
    sheet: str
    row: int
    operator: str
    at: datetime
    unit: Unit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account as its holder may see it.

    Attributes:
        account: who it is, and the template's other fields as at filing; the name masked and no fields for
            who isn't of the unit that opened it, nor of one above.
        filings: oldest first; each is one membership. Those that are the actor's to see.
        conflicts: other names that were filed with this document and that nobody has resolved.
        is_whole: False if anything was left out.
    """

    account: LearnerAccount
    filings: tuple[AccountFiled, ...]
    conflicts: tuple[NameConflict, ...]
    is_whole: bool = True

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "AccountView(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A name conflict as a list shows it: names masked.

    Attributes:
        state: one of `node.model.name_conflict`.
        account_name, filed_name: masked.
        account_unit: who opened the account.
        filed_unit: who filed the other name.
    """

    case_id: str
    state: str
    since: datetime
    account_name: str
    account_unit: Unit
    filed_name: str
    filed_unit: Unit
    import_id: str
    sheet: str
    row: int


class LearnerAccounts:
    """Accounts of the branch's learners."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        accounts: Accounts,
        audit: Audit,
        imports: Imports,
        cases: Cases,
        units: Units,
        rights: AccountRights,
        node_key: NodeKey,
        clock: Clock,
    ) -> None:
        self._own_log = own_log
        self._accounts = accounts
        self._audit = audit
        self._imports = imports
        self._cases = cases
        self._units = units
        self._rights = rights
        self._node_key = node_key
        self._clock = clock

    async def show(self, document: Document, *, purpose: str, basis: Basis, actor: Actor) -> AccountView:
        """The account of the person who shows `document`; the look is recorded before the answer.

        Raises:
            ActorRefused: no purpose stated (``purpose-missing``), or no duty that needs accounts.
            NotHere: there is none, or no unit of the actor's filed it.
        """
        if not purpose.strip():
            raise ActorRefused(reason="purpose-missing")
        verify_note(purpose)
        index = document_index(self._node_key, document)
        await self._audit.add([self._record(actor, LOOKED, index, purpose=purpose, basis=basis.value)])
        await self._rights.require_known(index, actor)
        account = (await self._accounts.open([index])).get(index)
        if account is None:
            raise NotHere(what="account")
        filings = [await self._filing(record) for record in await self._audit.filings_of(index)]
        if not await self._rights.is_theirs(index, actor):
            learner = Learner(account.learner.document, mask_name(account.learner.name))
            own = tuple(one for one in filings if one.unit is not None and may_see(actor, one.unit))
            masked = LearnerAccount(learner=learner, details={})
            return AccountView(account=masked, filings=own, conflicts=(), is_whole=False)
        cases = await self._cases.list_of(CONFLICTS.kind, states=[CONFLICTS.first], subject_index=index)
        return AccountView(
            account=account,
            filings=tuple(filings),
            conflicts=tuple(parse_conflict(case.body) for case in cases),
        )

    async def correct(self, document: Document, name: str, *, reason: str, actor: Actor) -> int:
        """Gives the account the name that its document says; returns how many conflicts that resolved.

        Args:
            document: shown.
            name: as on it; the old one stays in the audit trail.
            reason: why, recorded.
            actor: with the duty of filing or management at the unit that opened the account, or above.

        Raises:
            AccountRefused: not a name, or the one that the account has.
            ActorRefused: no reason, no such duty, or another unit opened it (``place``).
            NotHere: there is none, or no unit of the actor's filed it.
        """
        index = await self._changeable(document, reason, actor)
        try:
            name = parse_name(name)
        except CellRefused:
            raise AccountRefused(reason="name-form") from None
        async with self._own_log.change() as change:
            old = await self._learner(change, index)
            if old.name == name:
                raise AccountRefused(reason="same-name")
            await change.accounts.rename(index, Learner(old.document, name))
            detail = f"{old.name} → {name}"
            await change.audit.add([self._record(actor, RENAMED, index, purpose=reason, detail=detail)])
            open_cases = await self._open_cases(change, index)
            resolved = [one for one in open_cases if fold_text(parse_conflict(one.body).name) == fold_text(name)]
            await self._resolve(change, resolved, CORRECT, reason, actor)
        return len(resolved)

    async def keep(self, document: Document, *, reason: str, actor: Actor) -> int:
        """Says that the account's name is the document's; returns how many conflicts that resolved.

        Raises:
            AccountRefused: there is no open conflict (``no-conflict``).
            ActorRefused, NotHere: as `correct`.
        """
        index = await self._changeable(document, reason, actor)
        async with self._own_log.change() as change:
            await self._learner(change, index)
            open_cases = await self._open_cases(change, index)
            if not open_cases:
                raise AccountRefused(reason="no-conflict")
            await change.audit.add([self._record(actor, KEPT, index, purpose=reason)])
            await self._resolve(change, open_cases, KEEP, reason, actor)
        return len(open_cases)

    async def conflicts(self, *, actor: Actor, resolved_too: bool = False) -> list[ConflictView]:
        """Name conflicts of accounts that the actor's place opened or filed against, oldest first; recorded."""
        require_some_duty(actor)
        await self._audit.add([self._record(actor, LISTED, b"")])
        units = {one.unit_id: one for one in await self._units.all()}
        cases = await self._cases.list_of(CONFLICTS.kind, states=() if resolved_too else [CONFLICTS.first])
        seen = [
            (case, conflict)
            for case in cases
            for conflict in (parse_conflict(case.body),)
            if may_see(actor, units[case.unit_id]) or may_see(actor, units[conflict.unit_id])
        ]
        found = await self._accounts.find_by_document([case.subject_index for case, _ in seen])
        names = {index: learner.name for index, (_, learner) in found.items()}
        return [
            ConflictView(
                case_id=case.case_id,
                state=case.state,
                since=case.created_at,
                account_name=mask_name(names.get(case.subject_index, "")),
                account_unit=units[case.unit_id],
                filed_name=mask_name(conflict.name),
                filed_unit=units[conflict.unit_id],
                import_id=conflict.import_id,
                sheet=conflict.sheet,
                row=conflict.row,
            )
            for case, conflict in seen
        ]

    async def _changeable(self, document: Document, reason: str, actor: Actor) -> bytes:
        if not reason.strip():
            raise ActorRefused(reason="reason-missing")
        verify_note(reason)
        index = document_index(self._node_key, document)
        await self._rights.require_theirs(index, actor)
        return index

    async def _learner(self, change: Change, index: bytes) -> Learner:
        found = (await change.accounts.find_by_document([index])).get(index)
        if found is None:
            raise NotHere(what="account")
        return found[1]

    async def _open_cases(self, change: Change, index: bytes) -> list[Case]:
        return await change.cases.list_of(CONFLICTS.kind, states=[CONFLICTS.first], subject_index=index)

    async def _resolve(self, change: Change, cases: Iterable[Case], step: str, reason: str, actor: Actor) -> None:
        now = self._clock.now()
        for case in cases:
            state = CONFLICTS.transition(case.state, step).to
            altered = msgspec.structs.replace(case, state=state, updated_at=now)
            if not await change.cases.alter(altered, was=case.state):
                raise StepRefused(state=case.state, step=step)
            taken = CaseStep(at=now, actor=actor.name, step=step, state=state, reason=reason.strip())
            await change.cases.add_step(case.case_id, taken)

    async def _filing(self, record: AuditRecord) -> AccountFiled:
        import_id, _, rest = record.detail.partition("/")
        sheet, _, row = rest.rpartition("/")
        found = await self._imports.find(import_id)
        return AccountFiled(
            import_id=import_id,
            sheet=sheet,
            row=int(row),
            operator=record.actor,
            at=record.at,
            unit=None if found is None else await self._units.by_id(found.job.unit_id),
        )

    def _record(
        self, actor: Actor, action: str, index: bytes, *, purpose: str = "", basis: str = "", detail: str = ""
    ) -> AuditRecord:
        return AuditRecord(
            at=self._clock.now(),
            actor=actor.name,
            action=action,
            purpose=purpose.strip(),
            basis=basis,
            subject_index=index,
            detail=detail,
        )

"""Filing a person's own deposit: stated, proven by evidence, submitted, withdrawn.

The person stands at a counter with their document, and a clerk of a unit files for them. A deposit
that was returned is altered and submitted again; one that was submitted can't be altered.

Source: 江苏省终身教育学分银行 brochure, 个人存入; PIPL article 28 (as little as the purpose needs).
"""

from datetime import date

import msgspec

from federation.clock import Clock
from federation.errors import DepositRefused, NotHere
from federation.model.achievement import fold_text
from federation.model.document import Document
from node.model.access import Actor, AuditRecord, Basis, Duty
from node.model.case import Attachment, Case
from node.model.deposit import EVIDENCE, SUBMIT, WITHDRAW, Deposit, encode_deposit, parse_deposit
from node.model.rights import require
from node.model.unit import Unit
from node.node_key import NodeKey
from node.ports.filing import Accounts
from node.ports.logs import Change
from node.services.blind_indexes import document_index
from node.services.casework import Casework
from node.services.deposits.competent_unit import CompetentUnits
from node.services.deposits.entering import DepositEntries
from node.services.deposits.stating import Statement, altered_deposit, first_deposit
from node.services.filing.account_rights import AccountRights
from node.services.looking.access_trail import LOCAL_TIME, AccessTrail
from node.services.organisation.units import UnitService

NAME_COMPARED = "deposit-compare-name"


class DepositFiling:
    """The person's side, by whoever files for them."""

    def __init__(
        self,
        *,
        casework: Casework,
        units: UnitService,
        competent: CompetentUnits,
        entries: DepositEntries,
        accounts: Accounts,
        rights: AccountRights,
        trail: AccessTrail,
        key: NodeKey,
        clock: Clock,
    ) -> None:
        self._casework = casework
        self._units = units
        self._competent = competent
        self._entries = entries
        self._accounts = accounts
        self._rights = rights
        self._trail = trail
        self._key = key
        self._clock = clock

    async def file(self, statement: Statement, *, document: Document, actor: Actor, unit: str = "") -> Case:
        """Files a new deposit as a draft.

        Args:
            statement: what the person states; without a name the one of their learner account holds, if
                the account is the actor's to see (`AccountRights.is_theirs`).
            document: the person's, shown.
            actor: with the duty of filing there.
            unit: code of the unit where it is filed; "" for the actor's own, else the provincial centre.

        Raises:
            DepositRefused: something is missing or can't be.
            ActorRefused, NotHere: not theirs to file for, or no such unit.
        """
        place = await self._units.place_of(actor, unit)
        require(actor, Duty.FILING, place)
        index = document_index(self._key, document)
        if not statement.name:
            statement = msgspec.structs.replace(statement, name=await self._account_name(index, actor))
        deposit = await self._addressed(first_deposit(statement, document, today=self._today()), place)
        await self._compare_name(index, deposit, actor)
        return await self._casework.open(encode_deposit(deposit), unit=place, actor=actor, subject_index=index)

    async def alter(self, case_id: str, statement: Statement, *, actor: Actor) -> Case:
        """States a draft, or one that was returned, anew.

        Raises:
            DepositRefused: something is missing or can't be.
            StepRefused: it was submitted, or has ended.
            ActorRefused, NotHere: not theirs, or no such deposit.
        """
        case, _, _ = await self._casework.find(case_id, actor=actor)
        place = await self._units.by_id(case.unit_id)
        require(actor, Duty.FILING, place)
        altered = altered_deposit(parse_deposit(case.body), statement, today=self._today())
        await self._compare_name(case.subject_index, altered, actor)
        addressed = await self._addressed(altered, place)
        return await self._casework.alter(case_id, encode_deposit(addressed), actor=actor)

    async def attach(self, case_id: str, *, name: str, content: bytes, actor: Actor) -> Attachment:
        """Keeps a file of evidence (PNG, JPEG, PDF), encrypted.

        Raises:
            AttachmentRefused: of a wrong type or size, or too many.
            StepRefused: it was submitted, or has ended.
            ActorRefused, NotHere: not theirs, or no such deposit.
        """
        return await self._casework.attach(case_id, EVIDENCE, name=name, content=content, actor=actor)

    async def detach(self, case_id: str, number: int, *, actor: Actor) -> Attachment:
        """Takes a file of evidence off a draft, or what was returned, by its number in the deposit, from 1.

        Raises:
            StepRefused: it was submitted, or has ended.
            ActorRefused, NotHere: not theirs, or no such deposit or file.
        """
        _, _, held = await self._casework.find(case_id, actor=actor)
        if not 1 <= number <= len(held):
            raise NotHere(what="attachment")
        return await self._casework.detach(case_id, held[number - 1].digest, actor=actor)

    async def submit(self, case_id: str, *, actor: Actor) -> Case:
        """Hands it to the unit that decides, for the first time or after a return.

        Raises:
            DepositRefused: no evidence, or the achievement is deposited already.
            StepRefused: it was submitted before, or has ended.
            ActorRefused, NotHere: not theirs, or no such deposit.
        """

        async def complete(change: Change, case: Case) -> Case:
            if not any(one.part == EVIDENCE for one in await change.cases.attachments(case.case_id)):
                raise DepositRefused(reason="evidence-missing")
            if await self._entries.is_there(change, parse_deposit(case.body)):
                raise DepositRefused(reason="already-there")
            return case

        return await self._casework.take(case_id, SUBMIT, actor=actor, then=complete)

    async def withdraw(self, case_id: str, *, actor: Actor, reason: str = "") -> Case:
        """Takes it back at the person's wish, while nothing is decided.

        Raises:
            StepRefused: it has ended.
            ActorRefused, NotHere: not theirs, or no such deposit.
        """
        return await self._casework.take(case_id, WITHDRAW, actor=actor, reason=reason)

    async def _addressed(self, deposit: Deposit, place: Unit) -> Deposit:
        unit = self._competent.find(deposit.achievement_class, place, await self._units.all())
        return msgspec.structs.replace(deposit, competent_unit=unit.unit_id)

    async def _compare_name(self, index: bytes, deposit: Deposit, actor: Actor) -> None:
        # Recorded before the answer: who tries names on a stranger's document leaves each try in the trail.
        await self._trail.record(
            AuditRecord(
                at=self._clock.now(),
                actor=actor.name,
                action=NAME_COMPARED,
                basis=Basis.DUTY.value,
                subject_index=index,
            )
        )
        await require_same_name(self._accounts, index, deposit)

    async def _account_name(self, index: bytes, actor: Actor) -> str:
        # Whose account isn't theirs must state the name, and isn't told whether there is an account.
        if not await self._rights.is_theirs(index, actor):
            return ""
        found = (await self._accounts.find_by_document([index])).get(index)
        return "" if found is None else found[1].name

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


async def require_same_name(accounts: Accounts, index: bytes, deposit: Deposit) -> None:
    """Refuses a name that isn't the one of the document's learner account, if there is one.

    Raises:
        DepositRefused: reason ``name-differs``.
    """
    found = (await accounts.find_by_document([index])).get(index)
    if found is not None and fold_text(found[1].name) != fold_text(deposit.name):
        raise DepositRefused(reason="name-differs")

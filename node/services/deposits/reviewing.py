"""Deciding on a deposit: approved, returned or refused, by whoever is competent for its class.

Competent are those with the duty of review at the unit that the rule names, or above it; never
whoever took part in the filing, whatever their duties are, nor anybody who answers to them. The local
administrator is no exception: it takes two registered operators (`node.services.second_person`).

Source: DOMAIN (a person's own deposit, which somebody reviews); DESIGN section 10, invariant 9.
"""

import msgspec

from federation.errors import NotHere, StepRefused
from node.model.access import Actor, Duty
from node.model.case import Case
from node.model.deposit import APPROVE, REFUSE, RETURN, SUBMITTED, Deposit, filers_of, parse_deposit
from node.model.rights import require
from node.model.unit import Unit
from node.ports.logs import Change
from node.services.case_keeping import Then
from node.services.casework import Casework
from node.services.deposits.entering import DepositEntries
from node.services.deposits.filing import require_same_name
from node.services.second_person import require_second_person


class DepositReview:
    """The deciding side."""

    def __init__(self, *, casework: Casework, entries: DepositEntries) -> None:
        self._casework = casework
        self._entries = entries

    async def approve(self, case_id: str, *, actor: Actor) -> Case:
        """Approves it: the achievement is appended in the same unit of work, by its index in the case.

        Raises:
            StepRefused: it isn't submitted, or somebody else was faster.
            DepositRefused: the achievement is there already, or the name isn't the account's.
            ActorRefused, NotHere: not theirs to decide, or no such deposit.
        """

        async def append(change: Change, case: Case) -> Case:
            deposit, unit = await self._decidable(change, case, APPROVE, actor)
            await require_same_name(change.accounts, case.subject_index, deposit)
            return msgspec.structs.replace(case, entry_index=await self._entries.append(change, deposit, unit))

        return await self._casework.take(case_id, APPROVE, actor=actor, then=append)

    async def give_back(self, case_id: str, *, reason: str, actor: Actor) -> Case:
        """Returns it to whoever filed it, to be corrected and submitted again.

        Raises:
            StepRefused: it isn't submitted, or somebody else was faster.
            ActorRefused, NotHere: not theirs to decide, no reason, or no such deposit.
        """
        return await self._casework.take(
            case_id, RETURN, actor=actor, reason=reason, then=self._only_if_theirs(RETURN, actor)
        )

    async def refuse(self, case_id: str, *, reason: str, actor: Actor) -> Case:
        """Refuses it for good. Raises as `give_back` does."""
        return await self._casework.take(
            case_id, REFUSE, actor=actor, reason=reason, then=self._only_if_theirs(REFUSE, actor)
        )

    def _only_if_theirs(self, step: str, actor: Actor) -> Then:
        async def check(change: Change, case: Case) -> Case:
            await self._decidable(change, case, step, actor)
            return case

        return check

    async def _decidable(self, change: Change, case: Case, step: str, actor: Actor) -> tuple[Deposit, Unit]:
        """What is decided on and the unit competent for it, as they stand under the lock."""
        present = await change.cases.find(case.case_id)
        if present is None or present.state != SUBMITTED:
            # Somebody was faster: that is to be said, not that their achievement is there already.
            raise StepRefused(state=case.state if present is None else present.state, step=step)
        deposit = parse_deposit(present.body)
        unit = await change.units.by_id(deposit.competent_unit)
        if unit is None:
            raise NotHere(what="unit")
        require(actor, Duty.REVIEW, unit)
        filers = filers_of(await change.cases.steps(case.case_id))
        await require_second_person(change.operators, actor, filers)
        return deposit, unit

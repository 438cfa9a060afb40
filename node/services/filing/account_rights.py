"""Whose a learner's account is: the unit that opened it, and those above that unit.

A unit that files an account's document later becomes a place where the learner is known too. That is
little to ask for, one row of a file, so it gives no right to what another unit stated.

Source: DESIGN section 10, invariant 9; RELIABILITY 31; DOMAIN (Jiangsu 3).
"""

from federation.errors import ActorRefused, NotHere
from node.model.access import Actor, Duty, Role
from node.model.rights import require
from node.model.unit import ROOT_ID
from node.ports.audit import Audit
from node.ports.filing import Imports
from node.ports.organisation import Units
from node.services.filing.name_conflicts import units_of_account


class AccountRights:
    """Asked before anything of an account is told or changed."""

    def __init__(self, *, audit: Audit, imports: Imports, units: Units) -> None:
        self._audit = audit
        self._imports = imports
        self._units = units

    async def is_theirs(self, index: bytes, actor: Actor) -> bool:
        """Whether the actor files or manages for the unit that opened the account, or for one above it.

        Args:
            index: 16-byte blind index of the document.
            actor: who asks.

        Raises:
            ActorRefused: reason ``duty``: neither is among their duties.
        """
        filings = await self._audit.filings_of(index)
        opened = await self._imports.find(filings[0].detail.partition("/")[0]) if filings else None
        return await self._acts_for(ROOT_ID if opened is None else opened.job.unit_id, actor)

    async def require_known(self, index: bytes, actor: Actor) -> None:
        """Lets pass who files or manages for any unit that filed the account, or for one above it.

        Raises:
            ActorRefused: reason ``duty``.
            NotHere: no unit of theirs filed it, as if there were none.
        """
        known = await units_of_account(index, self._audit, self._imports)
        if not any([await self._acts_for(unit_id, actor) for unit_id in known]):
            raise NotHere(what="account")

    async def require_theirs(self, index: bytes, actor: Actor) -> None:
        """Lets pass for whom `is_theirs` holds.

        Raises:
            ActorRefused: reason ``duty``; ``place`` for a unit that filed it later.
            NotHere: no unit of theirs filed it, as if there were none.
        """
        if not await self.is_theirs(index, actor):
            await self.require_known(index, actor)
            raise ActorRefused(reason="place")

    async def _acts_for(self, unit_id: int, actor: Actor) -> bool:
        duty = Duty.MANAGEMENT if Duty.MANAGEMENT in actor.duties else Duty.FILING
        if actor.role is Role.OPERATOR and duty not in actor.duties:
            raise ActorRefused(reason="duty")
        unit = await self._units.by_id(unit_id)
        if unit is None:
            return False
        try:
            require(actor, duty, unit)
        except ActorRefused as refused:
            if refused.facts["reason"] != "place":
                raise
            return False
        return True

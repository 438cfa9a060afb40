"""Where a report learns of converted credit: what a person's credit account at this branch says.

Source: DESIGN section 7 (credit is final once the transfer is closed).
"""

from collections.abc import Sequence
from typing import Protocol

from federation.model.document import Document
from federation.reports.content import StatedCredit
from node.model.access import Actor, Basis
from node.model.credit import CreditState, Posting
from node.ports.logs import Entries, OwnLog
from node.services.crediting.viewing import CreditAccount, CreditViews

PURPOSE = "申请出具报告"


class GrantedCredit(Protocol):
    """A credit account, as reports ask it."""

    async def standing(self, document: Document, *, actor: Actor) -> Sequence[StatedCredit]:
        """The credit of the document's holder that is final and wasn't taken back, each with its decision's entry."""
        ...


class AccountCredit:
    """This branch's own accounts."""

    def __init__(self, *, branch: str, own_log: OwnLog, entries: Entries, views: CreditViews) -> None:
        self._branch = branch
        self._own_log = own_log
        self._entries = entries
        self._views = views

    async def standing(self, document: Document, *, actor: Actor) -> Sequence[StatedCredit]:
        """Final credit, oldest transfer first; the look is recorded. Raises `ActorRefused`."""
        account = await self._views.of_person(document, purpose=PURPOSE, basis=Basis.SELF, actor=actor)
        grants = [one.grant for one in account.lines if one.state is CreditState.FINAL]
        held = await self._entries.held(self._own_log.log_id, sorted({one.entry_index for one in grants}))
        return [self._stated(one, account, held[one.entry_index].leaf_hash) for one in grants]

    def _stated(self, grant: Posting, account: CreditAccount, leaf_hash: bytes) -> StatedCredit:
        source = account.sources.get((grant.transfer, grant.item))
        return StatedCredit(
            branch=self._branch,
            scheme=grant.scheme,
            course=grant.course,
            credits=grant.credits,
            granted_on=grant.on,
            origin=self._own_log.origin,
            index=grant.entry_index,
            leaf_hash=leaf_hash.hex(),
            transfer=grant.transfer,
            item=grant.item,
            scheme_name=account.scheme_names.known(grant.scheme, grant.rules_version),
            from_branch="" if source is None else source.branch,
            from_index=None if source is None else source.index,
        )

"""Conversion guidance (转换指导): for a person's records, what each branch would grant and why, or what is missing.

It commits nobody: evidence isn't looked at, other branches' earlier credit isn't known here, and rules change. The
verdicts are those of the code that decides. The person presents the document, and the look is recorded, as in any
lookup.

Source: 长三角学分银行 (转换指导); DESIGN section 7.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from federation.errors import NotHere
from federation.model.document import Document
from federation.rules.evaluation import evaluate
from federation.rules.outcome import Candidate, CapUsage, Outcome
from node.model.access import Actor, Basis
from node.ports.rosters import RosterHolder
from node.services.crediting.booking import CreditBooking
from node.services.crediting.persons import PersonAccounts
from node.services.looking.freshness import BranchFreshness
from node.services.looking.lookup import LIVE, LookupService
from node.services.looking.presented import OpenedRecord
from node.services.rulemaking.published import BranchRules, PublishedRulesReader
from node.services.transfers.same_achievement import twins_of
from node.services.transfers.taken_back import Reversals, taken_back

Considered: TypeAlias = tuple[OpenedRecord, Candidate]
"""A record, and as rules are asked about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What one branch would grant.

    Attributes:
        branch: whose rules.
        rules: the version in force; None if none is in force or has arrived.
        items: records of other branches, and what these rules say of each.
        is_usage_known: whether credit granted there before was counted: at the own branch alone.
    """

    branch: str
    rules: BranchRules | None
    items: tuple[tuple[OpenedRecord, Outcome], ...]
    is_usage_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Advice by branch, the day it is for, and how fresh each branch's part of the records is."""

    on: date
    branches: tuple[BranchFreshness, ...]
    advice: tuple[Advice, ...]


class GuidanceService:
    """Gives advice."""

    def __init__(
        self,
        *,
        lookup: LookupService,
        rules: PublishedRulesReader,
        booking: CreditBooking,
        persons: PersonAccounts,
        transfers: Reversals,
        rosters: RosterHolder,
        branch: str,
    ) -> None:
        self._lookup = lookup
        self._rules = rules
        self._booking = booking
        self._persons = persons
        self._transfers = transfers
        self._rosters = rosters
        self._branch = branch

    async def advise(
        self, document: Document, *, purpose: str, basis: Basis, actor: Actor, branches: Sequence[str] = ()
    ) -> Guidance:
        """What branches would grant today for the records of the person who presents `document`.

        Args:
            document: canonical, shown.
            purpose: stated by whoever asks; recorded.
            basis: the legal basis; recorded.
            actor: who asks; recorded.
            branches: whose rules; empty for all branches'.

        Raises:
            NotInRoster: there is no such branch.
            ActorRefused, IntegrityBroken: as `LookupService.look_up`.
        """
        roster = self._rosters.current
        asked = [roster.branch(code).code for code in branches] or [one.code for one in roster.branches]
        found = await self._lookup.present(document, purpose=purpose, basis=basis, actor=actor)
        records = [one for one in found.records if one.record.status in LIVE]
        on = self._rules.today()
        candidates = await self._candidates(records, found.records)
        advice = tuple([await self._advice(code, candidates, document, on) for code in asked])
        return Guidance(on=on, branches=found.branches, advice=advice)

    async def _advice(self, code: str, candidates: Sequence[Considered], document: Document, on: date) -> Advice:
        is_own = code == self._branch
        try:
            rules = await self._rules.in_force(code, on)
        except NotHere:
            return Advice(branch=code, rules=None, items=(), is_usage_known=is_own)
        used = CapUsage()
        if is_own:
            used = await self._booking.usage(await self._persons.of(document), on)
        elsewhere = [(opened, candidate) for opened, candidate in candidates if opened.branch != code]
        outcomes = evaluate(rules.published.rules, [one for _, one in elsewhere], used=used, on=on)
        items = tuple(zip((opened for opened, _ in elsewhere), outcomes, strict=True))
        return Advice(branch=code, rules=rules, items=items, is_usage_known=is_own)

    async def _candidates(self, records: Sequence[OpenedRecord], of_person: Sequence[OpenedRecord]) -> list[Considered]:
        ids = defaultdict[str, dict[int, Collection[bytes]]](dict)
        for one in records:
            identity = one.record.header.achievement_id
            ids[one.branch][one.record.index] = {identity, *twins_of(one, of_person)}
        earlier = {code: await taken_back(self._transfers, code, some) for code, some in ids.items()}
        return [(one, candidate_of(one, earlier[one.branch][one.record.index])) for one in records]


def candidate_of(opened: OpenedRecord, earlier: tuple[str, ...] = ()) -> Candidate:
    """The record as rules are asked about it: whatever the person may show beside it isn't known yet.

    Args:
        opened: the record.
        earlier: transfers whose credit for it was taken back for what was wrong.
    """
    record = opened.record
    return Candidate(
        branch=opened.branch,
        origin=record.origin,
        index=record.index,
        achievement_id=record.header.achievement_id,
        body=opened.body,
        standing=record.status,
        taken_back=earlier,
    )

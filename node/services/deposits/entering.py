"""From an approved deposit to an achievement like any other: sealed, appended once, counted.

It goes the way of imported rows, so what is the same achievement is told alike whichever way it came.

Source: DESIGN section 3 (identity of an achievement); section 10, invariant 3.
"""

from federation.clock import Clock
from federation.errors import DepositRefused
from node.model.deposit import Deposit
from node.model.filed import ACHIEVEMENTS, PERSONAL_DEPOSITS
from node.model.unit import Unit
from node.ports.logs import Change
from node.services.filing.achievement_filing import AchievementFiling
from node.services.filing.resolved import Resolved
from node.services.issuing import AchievementFacts
from node.services.looking.access_trail import LOCAL_TIME


class DepositEntries:
    """What deposits become in the own log."""

    def __init__(self, filing: AchievementFiling, clock: Clock) -> None:
        self._filing = filing
        self._clock = clock

    async def is_there(self, change: Change, deposit: Deposit) -> bool:
        """Whether the branch's log has the achievement already, or had it and it was erased.

        Raises:
            DepositRefused: reason ``withdrawn``: it was taken back.
        """
        told = await self._filing.tell_apart([Resolved(row=0, facts=facts_of(deposit, ""))], change.records, set())
        if told.withdrawn:
            raise DepositRefused(reason="withdrawn")
        return told.duplicates > 0

    async def append(self, change: Change, deposit: Deposit, unit: Unit) -> int:
        """Appends the achievement as filed by `unit`, and counts it there; returns its index.

        Raises:
            DepositRefused: it is there already, or was taken back; nothing is appended.
        """
        resolved = [Resolved(row=0, facts=facts_of(deposit, unit.name))]
        filed = await self._filing.file(change, resolved, self._filing.seal(resolved))
        if not filed.rows:
            raise DepositRefused(reason="withdrawn" if filed.withdrawn else "already-there")
        today = self._clock.now().astimezone(LOCAL_TIME).date()
        await change.counts.add(unit.unit_id, today, {ACHIEVEMENTS: 1, PERSONAL_DEPOSITS: 1})
        return filed.first


def facts_of(deposit: Deposit, filed_by: str) -> AchievementFacts:
    """What is sealed; the note to the reviewer isn't part of it."""
    return AchievementFacts(
        document=deposit.document,
        name=deposit.name,
        institution_name=deposit.institution,
        title=deposit.title,
        achieved_on=deposit.achieved_on,
        credits=deposit.credits,
        personal_deposit=True,
        filed_by=filed_by,
        achievement_class=deposit.achievement_class,
        score=deposit.score,
        certificate_number=deposit.certificate_number,
        certificate_level=deposit.certificate_level,
    )

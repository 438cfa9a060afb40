"""What the branch's rules say of an application: what is held is opened by the keys that were kept.

The same evaluation as the guidance that the person was given before; here with what the person was granted before,
as it stands in the unit of work that decides.

Source: DESIGN section 7 (Rules).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

import msgspec

from federation.errors import CreditBankError
from federation.model.achievement import AchievementBody, parse_body
from federation.model.entry import parse_private_part, verify_private_part
from federation.model.sealing import context_of, open_with_record_key
from federation.model.standing import Status
from federation.rules.evaluation import evaluate
from federation.rules.outcome import Candidate, CapUsage, Outcome, Verdict
from federation.rules.versions import PublishedRules
from federation.transfer.entries import parse_request
from federation.transfer.owed import awaiting_decision
from node.model.records import HeldEntry
from node.model.transfer import StoredTransfer
from node.model.transfer_application import AskedTransfer
from node.ports.logs import Change
from node.services.transfers.applications import Filed
from node.services.transfers.taken_back import taken_back

NEVER = 1 << 63
Place = tuple[int, int]
"""Leaf index of a request in the own log, and which of its achievements."""


class RulesInForce(Protocol):
    """Which published rules of the own branch are gone by."""

    async def in_force_here(self, on: date) -> PublishedRules | None:
        """The version in force on a day; None if there is none."""
        ...


class Usage(Protocol):
    """What counts towards caps."""

    async def usage(self, accounts: Sequence[bytes], on: date, *, change: Change | None = None) -> CapUsage:
        """What a person was granted, by their accounts."""
        ...


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """What rules say of an application's held achievements.

    Attributes:
        rules: that were applied; None if none are in force: then nothing can be granted.
        outcomes: by place; None where nothing could be evaluated.
        bodies: what the achievements say, by place; None where it couldn't be opened.
        used: what counts towards the person's caps.
        spent: places of what the same branch held for somebody earlier as another record of the same achievement:
            it can only be rejected.
        is_appeal: whether it contests an earlier decision.
    """

    rules: PublishedRules | None
    outcomes: Mapping[Place, Outcome | None]
    bodies: Mapping[Place, AchievementBody | None]
    used: CapUsage = CapUsage()
    spent: frozenset[Place] = frozenset()
    is_appeal: bool = False

    @property
    def left_open(self) -> tuple[Place, ...]:
        """Which achievements the rules leave to a person."""
        return tuple(
            place
            for place, outcome in self.outcomes.items()
            if place not in self.spent and (outcome is None or outcome.verdict is Verdict.TO_REVIEWER)
        )

    @property
    def wants_reviewer(self) -> tuple[Place, ...]:
        """Which achievements a person has to decide on: of an appeal all, or the rules would only repeat themselves."""
        return tuple(self.outcomes) if self.is_appeal else self.left_open

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"Weighed({len(self.outcomes)})"


async def weigh(change: Change, filed: Filed, *, rules: PublishedRules | None, usage: Usage, on: date) -> Weighed:
    """Evaluates what is held and undecided.

    Args:
        change: the unit of work that decides, or that only asks.
        filed: the application.
        rules: the own branch's in force on that day; None if there are none.
        usage: what the person was granted before.
        on: the day that is decided for, Asia/Shanghai.
    """
    candidates: dict[Place, Candidate | None] = {}
    spent = await _spent(change, filed)
    for asked, stored in zip(filed.application.transfers, filed.transfers, strict=True):
        waiting = awaiting_decision(stored.transfer)
        indexes = [asked.achievements[number].index for number in waiting]
        entries = await change.entries.held(int(asked.sending), indexes)
        parts = await change.transfers.private_parts(asked.sending, indexes)
        fates = await change.transfers.fates(asked.sending, indexes)
        earlier = await taken_back(change.transfers, asked.sending, _records(asked, waiting, entries))
        for number in waiting:
            achievement = asked.achievements[number]
            entry, part = entries.get(achievement.index), parts.get(achievement.index)
            candidate = None
            if entry is not None and part is not None:
                try:
                    verify_private_part(entry.header, part, origin=asked.origin, index=achievement.index)
                    opened = open_with_record_key(
                        parse_private_part(part), achievement.record_key, context_of(entry.header, asked.origin)
                    )
                    standing = fates.get(achievement.index, Status.UNKNOWN)
                    candidate = Candidate(
                        branch=asked.sending,
                        origin=asked.origin,
                        index=achievement.index,
                        achievement_id=entry.header.achievement_id,
                        body=parse_body(opened),
                        standing=Status.CONVERTED if (asked.request_index, number) in spent else standing,
                        taken_back=earlier.get(achievement.index, ()),
                    )
                except CreditBankError:
                    candidate = None
            candidates[asked.request_index, number] = candidate
    known = {place: one for place, one in candidates.items() if one is not None}
    outcomes: dict[Place, Outcome | None] = dict.fromkeys(candidates)
    used = await usage.usage(filed.application.accounts, on, change=change)
    if rules is not None and known:
        outcomes |= zip(known, evaluate(rules.rules, list(known.values()), used=used, on=on), strict=True)
    return Weighed(
        rules=rules,
        outcomes=outcomes,
        bodies={place: None if one is None else one.body for place, one in candidates.items()},
        used=used,
        spent=spent,
        is_appeal=any(map(_contests, filed.transfers)),
    )


def _records(
    asked: AskedTransfer, waiting: Sequence[int], entries: Mapping[int, HeldEntry]
) -> dict[int, Collection[bytes]]:
    """Leaf index → ids of all records of that achievement."""
    chosen = [asked.achievements[number] for number in waiting]
    return {one.index: {entries[one.index].header.achievement_id, *one.twins} for one in chosen if one.index in entries}


def _contests(stored: StoredTransfer) -> bool:
    request = stored.transfer.request
    return parse_request(request.plain_body, len(request.achievements)).contests is not None


async def _spent(change: Change, filed: Filed) -> frozenset[Place]:
    """What another record of the same achievement was held for before: the sending log's order says which was first."""
    twins = {
        (asked.sending, twin)
        for asked in filed.application.transfers
        for one in asked.achievements
        for twin in one.twins
    }
    since = await change.transfers.held_since(twins)
    return frozenset(
        (asked.request_index, number)
        for asked, stored in zip(filed.application.transfers, filed.transfers, strict=True)
        for number in awaiting_decision(stored.transfer)
        if any(
            since.get((asked.sending, twin), NEVER) < (stored.transfer.items[number].held_at or 0)
            for twin in asked.achievements[number].twins
        )
    )

"""Booking credit inside whatever unit of work decides on it: granted, made final, reversed; each once.

Repeating a booking changes nothing and says so; another one under the same transfer and item is refused, as is
making final or reversing what nobody granted. Amounts of later postings are those of the grant.

Source: DESIGN section 7; RELIABILITY 14, 15, 17.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from federation.clock import Clock
from federation.errors import CreditRefused
from federation.rules.outcome import CapUsage, Credit
from node.model.credit import Posting, PostingKind, credit_lines, usage_of
from node.ports.credit import CreditPostings
from node.ports.logs import Change


class CreditBooking:
    """Books credit of this branch's accounts."""

    def __init__(self, *, log_id: int, postings: CreditPostings, clock: Clock) -> None:
        """Prepares it.

        Args:
            log_id: of the own log.
            postings: those that are committed.
            clock: when something is booked.
        """
        self._log_id = log_id
        self._postings = postings
        self._clock = clock

    async def grant(
        self,
        change: Change,
        *,
        account: bytes,
        transfer: int,
        item: int,
        credits: Sequence[Credit],  # noqa: A002 - the field's own word
        rules_version: int,
        on: date,
        entry_index: int,
    ) -> bool:
        """Grants an achievement's credit, provisionally; whether it wasn't granted already.

        Args:
            change: the unit of work that appends the decision.
            account: 16-byte blind index of the person's document.
            transfer: leaf index of the request in the own log.
            item: which of its achievements, from 0 on.
            credits: at least one line, as the rules or the reviewer granted it.
            rules_version: of this branch's rules.
            on: the day that was decided for: its year counts towards yearly caps.
            entry_index: of the decision in the own log.

        Raises:
            CreditRefused: ``nothing``, or ``granted-otherwise``: the same transfer and item grant something else.
        """
        if not credits or any(one.credits <= 0 for one in credits):
            raise CreditRefused(reason="nothing")
        postings = [
            Posting(
                account=account,
                transfer=transfer,
                item=item,
                part=part,
                kind=PostingKind.GRANT,
                scheme=one.scheme,
                course=one.course,
                credits=one.credits,
                rules_version=rules_version,
                on=on,
                log_id=self._log_id,
                entry_index=entry_index,
                at=self._clock.now(),
            )
            for part, one in enumerate(credits)
        ]
        before = _of_kind(await change.credit.of_item(transfer, item), PostingKind.GRANT)
        if before:
            if [_said(one) for one in before] != [_said(one) for one in postings]:
                raise CreditRefused(reason="granted-otherwise")
            return False
        await change.credit.add(postings)
        return True

    async def finalise(self, change: Change, *, transfer: int, item: int, log_id: int, entry_index: int) -> bool:
        """Makes an achievement's credit final; whether it wasn't already.

        Args:
            change: a unit of work.
            transfer: as granted.
            item: as granted.
            log_id: number of the sending branch's log.
            entry_index: of its entry that closed the transfer as converted.

        Raises:
            CreditRefused: ``not-granted``; ``reversed``: it was taken back before.
        """
        postings = await self._granted(change, transfer, item)
        if _of_kind(postings, PostingKind.REVERSE):
            raise CreditRefused(reason="reversed")
        return await self._follow(change, postings, PostingKind.FINALISE, log_id, entry_index)

    async def reverse(
        self, change: Change, *, transfer: int, item: int, entry_index: int, log_id: int | None = None
    ) -> bool:
        """Takes an achievement's credit back, provisional or final; whether it wasn't already.

        Args:
            change: a unit of work.
            transfer: as granted.
            item: as granted.
            entry_index: of the entry that takes it back.
            log_id: number of the log that this entry is in; None for the own.

        Raises:
            CreditRefused: ``not-granted``.
        """
        postings = await self._granted(change, transfer, item)
        return await self._follow(
            change, postings, PostingKind.REVERSE, self._log_id if log_id is None else log_id, entry_index
        )

    async def usage(self, accounts: Sequence[bytes], on: date, *, change: Change | None = None) -> CapUsage:
        """What counts towards caps for a person on a day; inside `change`, with what it booked already.

        Args:
            accounts: blind indexes of all of the person's documents, 16 bytes each.
            on: the day that is decided for.
            change: an open unit of work; None to read what is committed.
        """
        postings = self._postings if change is None else change.credit
        return usage_of(credit_lines(await postings.of_accounts(accounts)), on)

    async def _granted(self, change: Change, transfer: int, item: int) -> list[Posting]:
        postings = await change.credit.of_item(transfer, item)
        if not _of_kind(postings, PostingKind.GRANT):
            raise CreditRefused(reason="not-granted")
        return postings

    async def _follow(
        self, change: Change, postings: Sequence[Posting], kind: PostingKind, log_id: int, entry_index: int
    ) -> bool:
        if _of_kind(postings, kind):
            return False
        now = self._clock.now()
        await change.credit.add(
            [
                msgspec.structs.replace(grant, kind=kind, log_id=log_id, entry_index=entry_index, at=now)
                for grant in _of_kind(postings, PostingKind.GRANT)
            ]
        )
        return True


def _of_kind(postings: Sequence[Posting], kind: PostingKind) -> list[Posting]:
    return sorted((one for one in postings if one.kind is kind), key=lambda one: one.part)


def _said(one: Posting) -> tuple[object, ...]:
    return (one.account, one.part, one.scheme, one.course, one.credits, one.rules_version, one.on, one.entry_index)

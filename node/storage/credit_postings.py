"""Credit postings: rows that are added and that the database itself refuses to change or remove."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from node.model.credit import Posting, PostingKind
from node.storage.bulk import select_among
from node.storage.positions import log_and_index, position_of
from node.storage.runner import Runner
from node.storage.schema import credit_posting

COLUMNS = tuple(column for column in credit_posting.c if column.name != "id")
ROWS = select(credit_posting.c.id, *COLUMNS)
TRANSFERS_A_BATCH = 500


class CreditPostingRepository:
    """Postings in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def add(self, postings: Sequence[Posting]) -> None:
        """Adds them; a second one of a kind for the same line makes the whole unit of work fail."""
        if postings:
            await self._run(_insert, [_row(one) for one in postings])

    async def of_item(self, transfer: int, item: int) -> list[Posting]:
        """Of one achievement of a transfer, in the order in which they were made."""
        return await self._run(_select_item, transfer, item)

    async def of_accounts(self, accounts: Sequence[bytes]) -> list[Posting]:
        """Of these accounts, in the order in which they were made."""
        rows = await self._run(_select_accounts, sorted(set(accounts)))
        return [_posting(row[1:]) for row in sorted(rows, key=lambda row: row[0])]

    async def of_transfers(self, first: int, last: int) -> list[Posting]:
        """Of the transfers requested at these leaf indexes and between, in the order in which they were made."""
        return await self._run(_select_of_transfers, first, last)

    async def batches(self) -> AsyncIterator[list[Posting]]:
        """All of them, whole transfers at a time: bounded memory whatever the branch has booked."""
        after = -1
        while transfers := await self._run(_select_transfers, after):
            yield await self._run(_select_of_transfers, transfers[0], transfers[-1])
            after = transfers[-1]


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(credit_posting), rows)


def _select_item(connection: Connection, transfer: int, item: int) -> list[Posting]:
    query = ROWS.where(credit_posting.c.transfer == transfer, credit_posting.c.item == item)
    return [_posting(row[1:]) for row in connection.execute(query.order_by(credit_posting.c.id))]


def _select_accounts(connection: Connection, accounts: list[bytes]) -> list[Sequence[Any]]:
    return select_among(connection, ROWS, credit_posting.c.account, accounts) if accounts else []


def _select_transfers(connection: Connection, after: int) -> list[int]:
    query = (
        select(credit_posting.c.transfer)
        .where(credit_posting.c.transfer > after)
        .distinct()
        .order_by(credit_posting.c.transfer)
        .limit(TRANSFERS_A_BATCH)
    )
    return list(connection.execute(query).scalars())


def _select_of_transfers(connection: Connection, first: int, last: int) -> list[Posting]:
    query = ROWS.where(credit_posting.c.transfer >= first, credit_posting.c.transfer <= last)
    return [_posting(row[1:]) for row in connection.execute(query.order_by(credit_posting.c.id))]


def _row(one: Posting) -> dict[str, Any]:
    return {
        "account": one.account,
        "transfer": one.transfer,
        "item": one.item,
        "part": one.part,
        "kind": int(one.kind),
        "scheme": one.scheme,
        "course": one.course,
        "credits": one.credits,
        "rules_version": one.rules_version,
        "day": one.on.toordinal(),
        "caused_by": position_of(one.log_id, one.entry_index),
        "at": one.at.timestamp(),
    }


def _posting(row: Sequence[Any]) -> Posting:
    account, transfer, item, part, kind, scheme, course, amount, rules_version, day, caused_by, at = row
    log_id, entry_index = log_and_index(caused_by)
    return Posting(
        account=account,
        transfer=transfer,
        item=item,
        part=part,
        kind=PostingKind(kind),
        scheme=scheme,
        course=course,
        credits=amount,
        rules_version=rules_version,
        on=date.fromordinal(day),
        log_id=log_id,
        entry_index=entry_index,
        at=datetime.fromtimestamp(at, UTC),
    )

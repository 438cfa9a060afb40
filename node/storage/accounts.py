"""Learner accounts: encrypted rows, found by blind index."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update

from node.model.account import (
    Learner,
    LearnerAccount,
    decode_details,
    decode_learner,
    encode_details,
    encode_learner,
)
from node.node_key import NodeKey
from node.storage.bulk import insert_if_absent, insert_rows, select_among
from node.storage.runner import Runner
from node.storage.schema import account, membership

LEARNER = "learner/"
DETAILS = "account details/"
BY_DOCUMENT = select(account.c.account_id, account.c.document_index, account.c.learner)
BY_USER = select(membership.c.user_index, account.c.document_index, account.c.learner).join_from(
    membership, account, account.c.account_id == membership.c.account_id
)
WHOLE = select(account.c.document_index, account.c.learner, account.c.details)


class AccountRepository:
    """Accounts in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner, key: NodeKey) -> None:
        self._run = run
        self._key = key

    async def find_by_document(self, indexes: Sequence[bytes]) -> dict[bytes, tuple[int, Learner]]:
        """Account id and learner, by document index, for those that exist."""
        rows = await self._run(_select_by_document, indexes)
        return {index: (account_id, self._learner(index, sealed)) for account_id, index, sealed in rows}

    async def find_by_user(self, indexes: Sequence[bytes]) -> dict[bytes, Learner]:
        """Learners by member user number index, for those that exist."""
        rows = await self._run(_select_by_user, indexes)
        return {user_index: self._learner(index, sealed) for user_index, index, sealed in rows}

    async def open(self, indexes: Sequence[bytes]) -> dict[bytes, LearnerAccount]:
        """Whole accounts by document index, for those that exist."""
        rows = await self._run(_select_whole, indexes)
        return {
            index: LearnerAccount(
                learner=self._learner(index, learner),
                details=decode_details(self._key.decrypt(DETAILS + index.hex(), details)),
            )
            for index, learner, details in rows
        }

    async def add(self, accounts: Mapping[bytes, LearnerAccount]) -> dict[bytes, int]:
        """Adds accounts by document index (none of which exists); returns their ids."""
        sealed = {
            index: (
                self._key.encrypt(LEARNER + index.hex(), encode_learner(one.learner)),
                self._key.encrypt(DETAILS + index.hex(), encode_details(one.details)),
            )
            for index, one in accounts.items()
        }
        return await self._run(_insert_accounts, sealed)

    async def add_memberships(self, memberships: Mapping[bytes, int]) -> None:
        """Adds user number index → account id; those that exist stay as they are."""
        rows = [{"user_index": index, "account_id": account_id} for index, account_id in memberships.items()]
        await self._run(insert_if_absent, membership, rows)

    async def rename(self, index: bytes, learner: Learner) -> None:
        """Replaces who an account is of, by document index: the same document under another name."""
        sealed = self._key.encrypt(LEARNER + index.hex(), encode_learner(learner))
        await self._run(_update_learner, index, sealed)

    async def count(self) -> int:
        """How many accounts there are."""
        return await self._run(_count)

    def _learner(self, index: bytes, sealed: bytes) -> Learner:
        return decode_learner(self._key.decrypt(LEARNER + index.hex(), sealed))


def _select_by_document(connection: Connection, indexes: Sequence[bytes]) -> list[Sequence[Any]]:
    return select_among(connection, BY_DOCUMENT, account.c.document_index, list(dict.fromkeys(indexes)))


def _select_by_user(connection: Connection, indexes: Sequence[bytes]) -> list[Sequence[Any]]:
    return select_among(connection, BY_USER, membership.c.user_index, list(dict.fromkeys(indexes)))


def _select_whole(connection: Connection, indexes: Sequence[bytes]) -> list[Sequence[Any]]:
    return select_among(connection, WHOLE, account.c.document_index, list(dict.fromkeys(indexes)))


def _insert_accounts(connection: Connection, sealed: Mapping[bytes, tuple[bytes, bytes]]) -> dict[bytes, int]:
    last = connection.execute(select(func.max(account.c.account_id))).scalar_one() or 0
    ids = {index: last + 1 + i for i, index in enumerate(sealed)}
    rows = [(account_id, index, *sealed[index]) for index, account_id in ids.items()]
    insert_rows(connection, account, ("account_id", "document_index", "learner", "details"), rows)
    return ids


def _update_learner(connection: Connection, index: bytes, sealed: bytes) -> None:
    connection.execute(update(account).where(account.c.document_index == index).values(learner=sealed))


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(account)).scalar_one()

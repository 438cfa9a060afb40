"""Transfers between served branches: asked for beside the serving node, and read from each branch's database."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from federation.model.document import Document, DocumentType
from federation.model.entry import Entry, encode_header
from federation.rules.reading import parse_rules
from federation.rules.wire import rules_header
from node.bootstrap import Node, open_node
from node.folder.branch_folder import BranchFolder
from node.model.access import Actor, Basis, Duty, Role
from node.services.transfers.requesting import Chosen
from node.storage.positions import position_of
from samples.rules import rules_file
from tests.support.served_federation import ServedBranch

STEPS_OF_CONVERTED = 4
"""Requested, held, decided, closed: each once."""


def publish_sample_rules(branch: ServedBranch, name: str) -> None:
    """Lets a branch go by an example rule set, as if its committee had adopted it."""
    asyncio.run(_with(branch, partial(append_sample_rules, name=name)))


async def append_sample_rules(node: Node, name: str) -> None:
    """The same, of a node that is open."""
    rules = parse_rules(rules_file(name).read_text(encoding="utf-8"), file=name)
    header = rules_header(msgspec.structs.replace(rules, adopted_on=rules.valid_from))
    async with node.own_log.change() as change:
        await change.append([Entry(encode_header(header))])


def ask_for(receiving: ServedBranch, sending: str, index: int, number: str) -> int:
    """A request for the achievement at a leaf index, by who has that resident number; its own leaf index."""
    before = receiving.size_of(receiving.code)

    async def ask(node: Node) -> None:
        await node.transfer_requests.request(
            Document(DocumentType.RESIDENT_ID, number),
            [Chosen(branch=sending, index=index)],
            purpose="申请学分转换",
            until=node.rules.today() + timedelta(days=30),
            basis=Basis.SELF,
            unit=(root := await node.units.root()),
            actor=Actor(
                name="窗口", role=Role.OPERATOR, branch=receiving.code, unit=root, duties=frozenset({Duty.FILING})
            ),
        )

    asyncio.run(_with(receiving, ask))
    return _request_after(receiving, before)


def status_at(branch: ServedBranch, receiving: str, request: int) -> str:
    """How a branch sees the only achievement of a transfer; "" as long as it hasn't heard of it."""
    return _one(
        branch.database, "SELECT status FROM transfer_item WHERE request_position = ?", _place(receiving, request), ""
    )


def steps_at(branch: ServedBranch, receiving: str, request: int) -> int:
    """How many entries of a transfer a branch holds, counted or not, the request among them."""
    return _one(
        branch.database, "SELECT count(*) FROM transfer_entry WHERE request_position = ?", _place(receiving, request), 0
    )


def is_settled(branch: ServedBranch, request: int) -> bool:
    """Whether the receiving branch is done with a transfer."""
    query = "SELECT count(*) FROM transfer WHERE attended = 'settled' AND request_position = ?"
    return _one(branch.database, query, _place(branch.code, request), 0) == 1


def postings_of(branch: ServedBranch, request: int) -> list[tuple[int, int]]:
    """(kind, credits) of all postings that a transfer made, in order."""
    with closing(sqlite3.connect(f"file:{branch.database}?mode=ro", uri=True)) as connection:
        query = "SELECT kind, credits FROM credit_posting WHERE transfer = ? ORDER BY id"
        return [(int(kind), int(amount)) for kind, amount in connection.execute(query, (request,))]


def _request_after(branch: ServedBranch, before: int) -> int:
    first = position_of(int(branch.code), before)
    last = position_of(int(branch.code) + 1, 0)
    query = "SELECT request_position FROM transfer WHERE request_position BETWEEN ? AND ?"
    with closing(sqlite3.connect(f"file:{branch.database}?mode=ro", uri=True)) as connection:
        ((position,),) = connection.execute(query, (first, last)).fetchall()
    return int(position) - position_of(int(branch.code), 0)


def _one(database: Path, query: str, position: int, otherwise: Any) -> Any:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        row = connection.execute(query, (position,)).fetchone()
    return otherwise if row is None else row[0]


def _place(receiving: str, request: int) -> int:
    return position_of(int(receiving), request)


async def _with(branch: ServedBranch, work: Callable[[Node], Awaitable[None]]) -> None:
    async with open_node(BranchFolder(branch.folder)) as node:
        await work(node)

"""Units and operators as rows: names of institutions are open, names of people are sealed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from node.model.access import Duty
from node.model.operator import Operator
from node.model.unit import ROOT_ID, Unit
from node.node_key import NodeKey
from node.storage.bulk import insert_if_absent, insert_rows, select_among
from node.storage.runner import Runner
from node.storage.schema import operator, unit, unit_name

COLUMNS = (
    unit.c.unit_id,
    unit.c.code,
    unit.c.name,
    unit.c.level,
    unit.c.region,
    unit.c.parent_id,
    unit.c.path,
    unit.c.may_hold_account,
    unit.c.closed_at,
)
OPERATOR_COLUMNS = (
    operator.c.name_index,
    operator.c.sealed,
    operator.c.unit_id,
    operator.c.duties,
    operator.c.registered_by,
)
ADDED = ("unit_id", "code", "name", "level", "region", "parent_id", "path", "may_hold_account")
UNITS = select(*COLUMNS)
TAKEN = select(operator.c.name_index)
FORMER_NAMES = select(unit_name.c.unit_id, unit_name.c.name).order_by(unit_name.c.unit_id, unit_name.c.number)


class UnitRepository:
    """Units in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def ensure_root(self, *, code: str, name: str, level: str, region: str) -> None:
        """Makes the provincial centre, unless it is there."""
        row = {
            "unit_id": ROOT_ID,
            "code": code,
            "name": name,
            "level": level,
            "region": region,
            "parent_id": None,
            "path": f"{ROOT_ID}/",
            "may_hold_account": True,
        }
        await self._run(insert_if_absent, unit, [row])

    async def add(self, *, code: str, name: str, level: str, region: str, parent: Unit, may_hold_account: bool) -> Unit:
        """Adds a unit under `parent`; its code must be free."""
        return await self._run(_insert_unit, code, name, level, region, parent, may_hold_account)

    async def add_all(self, units: Sequence[Unit]) -> None:
        """Adds units, with the numbers and paths that they have; their codes must be free."""
        rows = [
            (*(one.unit_id, one.code, one.name, one.level, one.region, one.parent_id, one.path), one.may_hold_account)
            for one in units
        ]
        await self._run(insert_rows, unit, ADDED, rows)

    async def all(self) -> list[Unit]:
        """Every unit, each after the one above it."""
        return await self._run(_select_all)

    async def by_code(self, code: str) -> Unit | None:
        """The unit of that code."""
        return await self._run(_select_one, unit.c.code, code)

    async def by_id(self, unit_id: int) -> Unit | None:
        """The unit of that number."""
        return await self._run(_select_one, unit.c.unit_id, unit_id)

    async def by_ids(self, unit_ids: Collection[int]) -> dict[int, Unit]:
        """Units by number; one that there isn't is absent."""
        return await self._run(_select_some, list(dict.fromkeys(unit_ids)))

    async def except_from_rule(self, unit_id: int) -> None:
        """Lets a unit hold an account though its level doesn't."""
        await self._run(_set, unit_id, {"may_hold_account": True})

    async def rename(self, unit_id: int, name: str, at: datetime) -> None:
        """Gives a unit another name; the one that it bore stays known."""
        await self._run(_rename, unit_id, name, at.timestamp())

    async def close(self, unit_id: int, at: datetime) -> None:
        """Closes a unit: it stays, with its code, and holds no account any more."""
        await self._run(_set, unit_id, {"closed_at": at.timestamp(), "may_hold_account": False})

    async def set_account_since(self, unit_id: int, at: datetime | None) -> None:
        """Says since when a unit has its administrator's account; None: it has none (any more)."""
        await self._run(_set, unit_id, {"account_since": None if at is None else at.timestamp()})

    async def accounts_since(self) -> dict[int, float]:
        """Units that have an account, and since when (seconds since 1970)."""
        return await self._run(_select_accounts)


class OperatorRepository:
    """Operators, found by blind index."""

    def __init__(self, run: Runner, key: NodeKey) -> None:
        self._run = run
        self._key = key

    async def add(self, one: Operator) -> bool:
        """Registers an operator; False if the name is taken."""
        return not await self.add_all([one])

    async def add_all(self, several: Sequence[Operator]) -> list[str]:
        """Registers operators of different names, unless one of these is taken; returns those that are."""
        rows = {self._index(one.name): one for one in several}
        taken = await self._run(_insert_operators, [self._row(index, one) for index, one in rows.items()])
        return [one.name for index, one in rows.items() if index in taken]

    async def find(self, name: str) -> Operator | None:
        """The operator of that name, unless suspended."""
        row = await self._run(_select_operator, self._index(name), False)
        return None if row is None else self._open(row)

    async def all(self) -> list[Operator]:
        """All who aren't suspended."""
        return [self._open(row) for row in await self._run(_select_operators)]

    async def count(self) -> int:
        """How many there are, suspended ones too."""
        return await self._run(_count_operators)

    async def is_registered(self, name: str) -> bool:
        """Whether there is an operator of that name, a suspended one too."""
        return await self._run(_select_operator, self._index(name), None) is not None

    async def registrants_of(self, name: str) -> list[str]:
        """Who registered the operator of that name, and who let them in again, a suspended one's too."""
        row = await self._run(_select_operator, self._index(name), None)
        return [] if row is None else [one for one in self._open(row).registered_by.splitlines() if one]

    async def find_suspended(self, name: str) -> Operator | None:
        """The operator of that name, if suspended."""
        row = await self._run(_select_operator, self._index(name), True)
        return None if row is None else self._open(row)

    async def resume(self, name: str, by: str) -> bool:
        """Gives a suspended operator their rights again; False if there is none of that name.

        Whoever does answers for them from then on, beside those who did before.
        """
        index = self._index(name)
        known = await self.registrants_of(name)
        registrants = known if by in known else [*known, by]
        return await self._run(_resume, index, self._seal_registrants(index, registrants))

    async def suspend(self, name: str, at: datetime) -> bool:
        """Ends an operator's rights; False if there is none of that name."""
        return await self._run(_suspend, self._index(name), at.timestamp())

    def _row(self, index: bytes, one: Operator) -> dict[str, Any]:
        return {
            "name_index": index,
            "sealed": self._key.encrypt(f"operator/{index.hex()}", one.name.encode()),
            "unit_id": one.unit_id,
            "duties": " ".join(sorted(one.duties)),
            "registered_by": self._seal_registrants(index, [one.registered_by]),
        }

    def _index(self, name: str) -> bytes:
        return self._key.blind_index("operator", name)

    def _open(self, row: Sequence[Any]) -> Operator:
        index, sealed, unit_id, duties, registrant = row
        name = self._key.decrypt(f"operator/{index.hex()}", sealed).decode()
        return Operator(
            name=name,
            unit_id=unit_id,
            duties=frozenset(Duty(one) for one in duties.split()),
            registered_by="" if registrant is None else self._open_registrant(index, registrant),
        )

    def _seal_registrants(self, index: bytes, names: Sequence[str]) -> bytes:
        # One name a line: no name has a line break.
        return self._key.encrypt(f"registrant/{index.hex()}", "\n".join(names).encode())

    def _open_registrant(self, index: bytes, sealed: bytes) -> str:
        return self._key.decrypt(f"registrant/{index.hex()}", sealed).decode()


def _insert_unit(
    connection: Connection, code: str, name: str, level: str, region: str, parent: Unit, may_hold_account: bool
) -> Unit:
    unit_id = connection.execute(select(func.max(unit.c.unit_id))).scalar_one() + 1
    row = {
        "unit_id": unit_id,
        "code": code,
        "name": name,
        "level": level,
        "region": region,
        "parent_id": parent.unit_id,
        "path": f"{parent.path}{unit_id}/",
        "may_hold_account": may_hold_account,
    }
    connection.execute(insert(unit).values(**row))
    return Unit(**row)


def _select_all(connection: Connection) -> list[Unit]:
    former = defaultdict(list)
    for unit_id, name in connection.execute(FORMER_NAMES):
        former[unit_id].append(name)
    rows = [_unit(row, former[row.unit_id]) for row in connection.execute(select(*COLUMNS))]
    return sorted(rows, key=lambda one: [int(part) for part in one.path.split("/") if part])


def _select_some(connection: Connection, unit_ids: Sequence[int]) -> dict[int, Unit]:
    former = defaultdict(list)
    for unit_id, name in select_among(connection, FORMER_NAMES, unit_name.c.unit_id, unit_ids):
        former[unit_id].append(name)
    rows = select_among(connection, UNITS, unit.c.unit_id, unit_ids)
    # The statement is the driver's own: its rows have no names.
    return {row[0]: _unit(row, former[row[0]]) for row in rows}


def _select_one(connection: Connection, column: Any, value: Any) -> Unit | None:
    row = connection.execute(select(*COLUMNS).where(column == value)).one_or_none()
    if row is None:
        return None
    former = connection.execute(FORMER_NAMES.where(unit_name.c.unit_id == row.unit_id))
    return _unit(row, [name for _, name in former])


def _rename(connection: Connection, unit_id: int, name: str, at: float) -> None:
    number = connection.execute(
        select(func.count()).select_from(unit_name).where(unit_name.c.unit_id == unit_id)
    ).scalar_one()
    was = connection.execute(select(unit.c.name).where(unit.c.unit_id == unit_id)).scalar_one()
    connection.execute(insert(unit_name).values(unit_id=unit_id, number=number + 1, name=was, until=at))
    _set(connection, unit_id, {"name": name})


def _set(connection: Connection, unit_id: int, values: dict[str, Any]) -> None:
    connection.execute(update(unit).where(unit.c.unit_id == unit_id).values(**values))


def _select_accounts(connection: Connection) -> dict[int, float]:
    query = select(unit.c.unit_id, unit.c.account_since).where(unit.c.account_since.is_not(None))
    return dict(tuple(row) for row in connection.execute(query))


def _insert_operators(connection: Connection, rows: Sequence[dict[str, Any]]) -> set[bytes]:
    """Indexes of names that are taken; then nobody is added."""
    indexes = [one["name_index"] for one in rows]
    taken = {bytes(row[0]) for row in select_among(connection, TAKEN, operator.c.name_index, indexes)}
    if rows and not taken:
        connection.execute(insert(operator), list(rows))
    return taken


def _select_operator(connection: Connection, index: bytes, suspended: bool | None) -> Sequence[Any] | None:
    query = select(*OPERATOR_COLUMNS).where(operator.c.name_index == index)
    if suspended is not None:
        since = operator.c.suspended_at
        query = query.where(since.is_not(None) if suspended else since.is_(None))
    row = connection.execute(query).one_or_none()
    return None if row is None else tuple(row)


def _select_operators(connection: Connection) -> list[Sequence[Any]]:
    query = select(*OPERATOR_COLUMNS)
    return [tuple(row) for row in connection.execute(query.where(operator.c.suspended_at.is_(None)))]


def _count_operators(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(operator)).scalar_one()


def _suspend(connection: Connection, index: bytes, at: float) -> bool:
    change = update(operator).where(operator.c.name_index == index, operator.c.suspended_at.is_(None))
    return connection.execute(change.values(suspended_at=at)).rowcount > 0


def _resume(connection: Connection, index: bytes, registrants: bytes) -> bool:
    change = update(operator).where(operator.c.name_index == index, operator.c.suspended_at.is_not(None))
    return connection.execute(change.values(suspended_at=None, registered_by=registrants)).rowcount > 0


def _unit(row: Any, former_names: Sequence[str]) -> Unit:
    unit_id, code, name, level, region, parent_id, path, may_hold_account, closed_at = row
    return Unit(
        unit_id=unit_id,
        code=code,
        name=name,
        level=level,
        region=region,
        parent_id=parent_id,
        path=path,
        may_hold_account=bool(may_hold_account),
        former_names=tuple(former_names),
        is_closed=closed_at is not None,
    )

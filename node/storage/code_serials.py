"""Serial numbers of codes: the next ones of a kind and area, each given out once and for ever."""

from sqlalchemy import Connection, select

from node.storage.bulk import upsert
from node.storage.runner import Runner
from node.storage.schema import code_serial


class CodeSerials:
    """Serial numbers in one transaction: what is rolled back was given to nobody."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def take(self, scheme: str, area: str, count: int = 1) -> int:
        """The first of `count` numbers that nobody had yet, from 1 on; to be called inside a unit of work."""
        return await self._run(_take, scheme, area, count)


def _take(connection: Connection, scheme: str, area: str, count: int) -> int:
    query = select(code_serial.c.last).where(code_serial.c.scheme == scheme, code_serial.c.area == area)
    last = connection.execute(query).scalar_one_or_none() or 0
    upsert(connection, code_serial, [{"scheme": scheme, "area": area, "last": last + count}])
    return last + 1

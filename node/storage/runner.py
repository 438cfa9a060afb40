"""How repositories reach a transaction: the database's own, or an open unit of work's."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Runner(Protocol):
    """Runs `work(connection, *args)` inside some transaction."""

    def __call__(self, work: Callable[..., T], /, *args: Any) -> Awaitable[T]:
        """What `work` returned."""
        ...


class UnitOfWork(Protocol):
    """An open write transaction, whatever the driver."""

    async def run_sync(self, work: Callable[..., T], /, *args: Any) -> T:
        """What `work(connection, *args)` returned."""
        ...


def runner_of(connection: UnitOfWork) -> Runner:
    """Runs work inside that open transaction."""

    async def run(work: Callable[..., T], /, *args: Any) -> T:
        return await connection.run_sync(work, *args)

    return run

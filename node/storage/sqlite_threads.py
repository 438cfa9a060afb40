"""Whole transactions on SQLite, each on a thread: one crossing there and back, whatever it asks.

aiosqlite crosses to its thread and back for every cursor, statement, fetch and close: some ten
times for one read, which cost a lookup more than all its own work. A unit of work that awaits in
its middle still goes that way; what is one function over one connection goes this way.

A cancelled caller doesn't stop a transaction that has begun: it ends by itself, whole.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine

T = TypeVar("T")
# One writer at a time (the database's lock sees to that), so readers always have some left.
THREADS = 4


class SqliteThreads:
    """A few threads, and as many connections."""

    def __init__(self, url: URL, writing_option: str, **options: Any) -> None:
        """Prepares them; nothing is opened yet.

        Args:
            url: of the asynchronous driver; the path is what counts.
            writing_option: the execution option by which a transaction says that it writes.
            options: for the engine.
        """
        synchronous = url.set(drivername="sqlite+pysqlite")
        # Every transaction is ended by its own block: nothing is left to roll back when a connection goes back.
        self.engine: Engine = create_engine(
            synchronous, pool_size=THREADS, max_overflow=0, pool_reset_on_return=None, **options
        )
        self._writing_option = writing_option
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sqlite")

    async def run(self, work: Callable[..., T], args: tuple[Any, ...], *, writing: bool) -> T:
        """What `work(connection, *args)` returns, in a transaction of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._transact, work, args, writing)

    async def close(self) -> None:
        """Waits for what is under way, and closes every connection."""
        await asyncio.to_thread(self._threads.shutdown)
        self.engine.dispose()

    def _transact(self, work: Callable[..., T], args: tuple[Any, ...], writing: bool) -> T:
        with self.engine.connect() as connection:
            if writing:
                connection.execution_options(**{self._writing_option: True})
            with connection.begin():
                return work(connection, *args)

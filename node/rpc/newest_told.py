"""Work that tells how far it is, as a stream of its newest states and then its result.

Whoever reads slowly misses states in between and holds up nothing; whoever stops reading ends the work.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TypeAlias, TypeVar

State = TypeVar("State")
Result = TypeVar("Result")
Told: TypeAlias = Callable[[State], None]


async def newest_told(work: Callable[[Told[State]], Awaitable[Result]]) -> AsyncGenerator[State | Result, None]:
    """The newest state whenever there is a new one, last the result.

    Args:
        work: is given what to call with each state; cancelled, and waited for, if the reader closes early.

    Raises:
        Exception: whatever the work raises.
    """
    newest: list[State] = []
    changed = asyncio.Event()

    def tell(state: State) -> None:
        newest[:] = [state]
        changed.set()

    async def done() -> Result:
        try:
            return await work(tell)
        finally:
            changed.set()

    task = asyncio.create_task(done())
    try:
        while not task.done():
            await changed.wait()
            changed.clear()
            if newest:
                yield newest.pop()
        if newest:
            yield newest.pop()
        yield await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

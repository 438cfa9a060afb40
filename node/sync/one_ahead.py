"""A stream read one item ahead: the next batch is under way while the present one is stored."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeVar

T = TypeVar("T")


async def one_ahead(items: AsyncGenerator[T]) -> AsyncGenerator[T]:
    """The items of a stream, each handed out when the next is already asked for; closes the stream.

    At most one item waits, so memory stays bounded. An error of the stream comes after the items
    before it.
    """
    coming = asyncio.create_task(_next(items))
    try:
        while (item := await coming) is not None:
            coming = asyncio.create_task(_next(items))
            yield item
    finally:
        coming.cancel()
        # Its outcome is of no use any more, and must not be reported as never looked at.
        await asyncio.gather(coming, return_exceptions=True)
        await items.aclose()


async def _next(items: AsyncGenerator[T]) -> T | None:
    return await anext(items, None)

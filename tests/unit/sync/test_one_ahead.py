"""Shows what reading a stream one item ahead keeps of the stream: order, errors, its end."""

import asyncio
from contextlib import aclosing

import pytest

from node.sync.one_ahead import one_ahead


class Stream:
    """Counts up, and fails or waits for ever where it is told to."""

    def __init__(self, count, *, fails_at=None, hangs_at=None):
        self.count, self.fails_at, self.hangs_at = count, fails_at, hangs_at
        self.given = 0
        self.is_closed = False

    async def items(self):
        try:
            for item in range(self.count):
                if item == self.fails_at:
                    raise OSError
                if item == self.hangs_at:
                    await asyncio.Event().wait()
                self.given += 1
                yield item
        finally:
            self.is_closed = True


async def test_every_item_comes_once_and_in_order():
    stream = Stream(5)
    async with aclosing(one_ahead(stream.items())) as items:
        assert [item async for item in items] == [0, 1, 2, 3, 4]
    assert stream.is_closed


async def test_at_most_one_item_is_fetched_before_it_is_asked_for():
    stream = Stream(5)
    async with aclosing(one_ahead(stream.items())) as items:
        assert await anext(items) == 0
        for _ in range(10):
            await asyncio.sleep(0)
        assert stream.given == 2


async def test_an_error_comes_after_the_items_before_it():
    stream = Stream(5, fails_at=2)
    async with aclosing(one_ahead(stream.items())) as items:
        assert [await anext(items), await anext(items)] == [0, 1]
        with pytest.raises(OSError):
            await anext(items)
    assert stream.is_closed


async def test_closing_early_closes_a_stream_that_is_being_waited_for():
    stream = Stream(5, hangs_at=1)
    async with aclosing(one_ahead(stream.items())) as items:
        assert await anext(items) == 0
        await asyncio.sleep(0)
    assert stream.is_closed

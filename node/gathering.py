"""Calls made at the same time, done together: one transaction or one disk sync for many callers.

While one batch is being done, those who call wait for the next: so it grows with the load by
itself, and a call alone waits for nobody. What a caller gets was never begun before it asked.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")
MAX_TOGETHER = 256
MOMENT_S = 0.002


class Gathering(Generic[Question, Answer]):
    """Hands questions over in batches."""

    def __init__(self, answer_all: Callable[[Sequence[Question]], Awaitable[Sequence[Answer]]]) -> None:
        """Prepares it.

        Args:
            answer_all: answers at most `MAX_TOGETHER` questions, in their order. What it raises,
                all who asked get.
        """
        self._answer_all = answer_all
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._working: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """The answer to one question, got together with others'."""
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answered))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await answered

    async def _work(self) -> None:
        company = 1
        while self._waiting:
            if company > 1:
                # Those of the last batch are asking again, or others in their place: a moment lets them meet.
                await asyncio.sleep(MOMENT_S)
            batch, self._waiting = self._waiting[:MAX_TOGETHER], self._waiting[MAX_TOGETHER:]
            company = len(batch)
            try:
                answers = await self._answer_all([question for question, _ in batch])
            except Exception as error:  # noqa: BLE001 - handed to those who asked
                for _, answered in batch:
                    if not answered.done():
                        answered.set_exception(error)
            else:
                for (_, answered), answer in zip(batch, answers, strict=True):
                    if not answered.done():
                        answered.set_result(answer)

"""Shows what calls made at the same time promise one another when they are done together."""

import asyncio

import pytest

from node.gathering import MAX_TOGETHER, Gathering


class Answers:
    """Answers with the square, and remembers the batches."""

    def __init__(self):
        self.batches = []
        self.failing = False

    async def __call__(self, questions):
        self.batches.append(list(questions))
        await asyncio.sleep(0)
        if self.failing:
            raise OSError
        return [question * question for question in questions]


async def test_each_caller_gets_its_own_answer():
    answers = Answers()
    gathering = Gathering(answers)
    assert await asyncio.gather(*(gathering.ask(n) for n in range(20))) == [n * n for n in range(20)]
    assert answers.batches == [list(range(20))]


async def test_a_call_during_a_batch_waits_for_the_next_one():
    answers = Answers()
    gathering = Gathering(answers)
    first = asyncio.create_task(gathering.ask(1))
    while not answers.batches:
        await asyncio.sleep(0)
    second = asyncio.create_task(gathering.ask(2))
    assert (await first, await second) == (1, 4)
    assert answers.batches == [[1], [2]]


async def test_a_batch_is_bounded():
    answers = Answers()
    gathering = Gathering(answers)
    await asyncio.gather(*(gathering.ask(n) for n in range(MAX_TOGETHER + 1)))
    assert [len(batch) for batch in answers.batches] == [MAX_TOGETHER, 1]


async def test_a_failure_is_told_to_all_who_asked_and_to_none_after():
    answers = Answers()
    gathering = Gathering(answers)
    answers.failing = True
    outcomes = await asyncio.gather(*(gathering.ask(n) for n in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OSError] * 3
    answers.failing = False
    assert await gathering.ask(3) == 9


async def test_a_caller_that_gives_up_takes_nobody_along():
    answers = Answers()
    gathering = Gathering(answers)
    leaving, staying = asyncio.create_task(gathering.ask(1)), asyncio.create_task(gathering.ask(2))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == 4
    with pytest.raises(asyncio.CancelledError):
        await leaving

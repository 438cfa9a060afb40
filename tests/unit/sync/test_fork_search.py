"""Shows that two checkpoints that can't both be true convict their origin, and that nothing less does."""

import pytest

from federation.errors import NotHere
from federation.tlog.checkpoint import SignedCheckpoint
from federation.tlog.evidence import verify_fork_evidence
from federation.tlog.proofs import consistency_proof, root_at
from node.sync.fork_search import find_fork
from tests.support.branches import octets
from tests.support.memory_source import MemoryLog, achievement_entry


def signed(log):
    key_at = log.branches.roster.branch(log.code).key_at
    return SignedCheckpoint.verified(log.note, log.origin, key_at)


def prover(log):
    async def prove(first, second):
        return root_at(first, log.tiles.read), consistency_proof(first, second, log.tiles.read)

    return prove


async def never(first, second):
    raise AssertionError("nothing is to be proved")


async def find(one, other, prove):
    return await find_fork(signed(one), signed(other), prove, one.branches.roster.branch("33").key_at)


@pytest.fixture
def story(branches):
    """A log of three entries."""
    log = MemoryLog(branches, "33")
    log.grow(3)
    return log


@pytest.fixture
def other_story(branches):
    """The same log as told to others: its third entry is another one."""
    log = MemoryLog(branches, "33")
    log.grow(2)
    log.append([achievement_entry(branches, "33", "another")])
    return log


async def test_the_same_checkpoint_twice_is_no_fork(story):
    assert await find(story, story, never) is None


async def test_a_longer_log_that_grew_from_the_shorter_is_no_fork(story, branches):
    longer = MemoryLog(branches, "33")
    longer.grow(9)
    assert await find(story, longer, prover(longer)) is None
    assert await find(longer, story, prover(longer)) is None


async def test_an_empty_log_contradicts_nothing(story, branches):
    assert await find(MemoryLog(branches, "33"), story, never) is None


async def test_two_roots_at_one_size_convict_without_any_proof(story, other_story):
    evidence = await find(story, other_story, never)
    verify_fork_evidence(evidence, story.branches.roster.branch("33").key_at)
    assert (evidence.origin, evidence.prefix_root) == (story.origin, None)


@pytest.mark.parametrize("swapped", [False, True])
async def test_a_longer_log_with_another_beginning_convicts_by_its_own_proof(story, other_story, swapped):
    other_story.grow(4)
    pair = (other_story, story) if swapped else (story, other_story)
    evidence = await find(*pair, prover(other_story))
    verify_fork_evidence(evidence, story.branches.roster.branch("33").key_at)


async def test_a_source_that_makes_a_proof_up_convicts_nobody(story, branches):
    longer = MemoryLog(branches, "33")
    longer.grow(9)

    async def lie(first, second):
        return octets("made up"), [octets("made up too")]

    assert await find(story, longer, lie) is None


async def test_a_source_that_proves_another_size_convicts_nobody(story, branches):
    longer = MemoryLog(branches, "33")
    longer.grow(9)

    async def confuse(first, second):
        return await prover(longer)(first - 1, second)

    assert await find(story, longer, confuse) is None


async def test_a_source_that_gives_no_proof_convicts_nobody(story, other_story):
    other_story.grow(4)

    async def refuse(first, second):
        raise NotHere(what="tree size")

    assert await find(story, other_story, refuse) is None

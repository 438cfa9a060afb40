"""Shows that an origin that signs two histories is caught within one round, and that nobody else is accused.

Branch 33 lies with its real key and certificate: one history for branch 31, another for branch 32.
31 and 32 are honest and gossip by asking each other of every log (RELIABILITY 10). `DELTABANK_SOAK=1`
draws a hundred splits.
"""

import os
import random

import pytest

from federation.errors import ProofInvalid, SignatureInvalid
from federation.model.entry import Entry
from federation.tlog.evidence import ForkEvidence, parse_fork_evidence, verify_fork_evidence
from federation.tlog.note import format_note, parse_note
from tests.support.branches import Branches
from tests.support.memory_source import MemoryLog, MemorySource, checkpoint_of, plain_entry
from tests.support.nodes import FederationOf

LIAR = "33"
SEEDS = range(100 if os.environ.get("DELTABANK_SOAK") == "1" else 3)


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        yield federation


def history(branches: Branches, *labels: str) -> MemorySource:
    """One of the liar's histories, signed: an entry for each label."""
    source = MemorySource(branches, LIAR)
    log = source.logs[branches[LIAR].origin]
    log.append([plain_entry(f"{log.origin}/{label}", 0) for label in labels])
    return source


async def show(federation: FederationOf, code: str, source: MemorySource) -> None:
    """Lets the liar answer with that history, and `code` alone ask it."""
    liar = await federation[LIAR].lie()
    for name in ("checkpoints", "entries", "consistency", "private_parts"):
        setattr(liar, name, getattr(source, name))
    for honest in ("31", "32"):
        federation[honest].peers.cut = frozenset({"31", "32"} if honest == code else {LIAR, "31", "32"})
    await federation[code].round()
    federation.cut()


async def convicted_by(federation: FederationOf) -> list[str]:
    """Who holds evidence against the liar; each piece convinces a third party offline."""
    origin, found = federation.branches[LIAR].origin, []
    for code in ("31", "32"):
        evidence = await federation[code].copies.evidence(origin)
        if evidence is not None:
            verify_fork_evidence(parse_fork_evidence(evidence), federation.branches.roster.by_origin(origin).key_at)
            assert (await federation[code].copies.state(origin)).quarantined_at is not None
            found.append(code)
    return found


SHARED = ("a", "b", "c")
SPLITS = {
    "same-size": ((*SHARED, "x"), (*SHARED, "y")),
    "first-is-shorter": ((*SHARED, "x"), (*SHARED, "y", "z", "w")),
    "first-is-longer": ((*SHARED, "x", "z", "w"), (*SHARED, "y")),
    "nothing-shared": (("x",), ("y", "z")),
    "across-a-tile": ((*(f"{n}" for n in range(256)), "x"), (*(f"{n}" for n in range(256)), "y", "z")),
}


def drawn(seed: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two histories that part somewhere."""
    chance = random.Random(seed)
    shared = [f"{n}" for n in range(chance.randrange(40))]
    ends = [[f"{side}{n}" for n in range(chance.randrange(1, 20))] for side in "xy"]
    return (*shared, *ends[0]), (*shared, *ends[1])


@pytest.mark.parametrize("split", [*SPLITS, *SEEDS])
async def test_a_split_view_is_caught_within_one_round_of_gossip(federation, split):
    first, second = SPLITS[split] if split in SPLITS else drawn(split)
    await show(federation, "31", history(federation.branches, *first))
    await show(federation, "32", history(federation.branches, *second))
    assert await federation["31"].size_of(LIAR) == len(first)
    assert await federation["32"].size_of(LIAR) == len(second)
    assert await convicted_by(federation) == []
    await federation[LIAR].deafen()
    for code in ("31", "32"):
        await federation[code].round()
    assert "31" in await convicted_by(federation)
    for honest, other in (("31", "32"), ("32", "31")):
        assert other not in await federation[honest].blamed()
        assert (await federation[honest].copies.state(federation.branches[other].origin)).quarantined_at is None


async def test_after_a_split_view_the_other_logs_go_on(federation):
    await show(federation, "31", history(federation.branches, "x"))
    await show(federation, "32", history(federation.branches, "y"))
    await federation["31"].round()
    assert await convicted_by(federation) == ["31"]
    await federation["32"].grow(3)
    await federation["31"].round()
    assert await federation["31"].size_of("32") == 3
    assert await federation["31"].size_of(LIAR) == 1


async def test_a_convicted_log_is_neither_pulled_nor_handed_on(federation):
    await show(federation, "31", history(federation.branches, "x"))
    await show(federation, "32", history(federation.branches, "y"))
    await federation["31"].round()
    origin = federation.branches[LIAR].origin
    await show(federation, "31", history(federation.branches, "x", "more"))
    assert await federation["31"].size_of(LIAR) == 1
    assert not any(note.startswith(origin.encode()) for note in await federation["31"].served.checkpoints())


async def test_the_liar_itself_showing_both_histories_is_caught_without_gossip(federation):
    await show(federation, "31", history(federation.branches, "a", "x"))
    await show(federation, "31", history(federation.branches, "a", "y", "z"))
    assert await convicted_by(federation) == ["31"]


async def test_a_history_shown_while_the_other_is_still_being_fetched_is_caught(federation):
    labels = [f"{n}" for n in range(20)]
    source = history(federation.branches, *labels)
    told = source.entries

    async def some(origin: str, start: int, count: int, max_bytes: int) -> list[Entry]:
        if start >= 14:
            raise ZeroDivisionError
        return list(await told(origin, start, count, max_bytes))

    source.entries = some
    await show(federation, "31", source)
    assert await federation["31"].size_of(LIAR) == 14
    await show(federation, "31", history(federation.branches, *labels[:14], "y", "z"))
    assert await federation["31"].size_of(LIAR) == 16
    source.entries = told
    await show(federation, "31", source)
    assert await convicted_by(federation) == ["31"]


# --- nobody honest is accused ---------------------------------------------------


async def assert_nobody_is_accused(federation: FederationOf) -> None:
    for node in federation.nodes.values():
        assert await node.blamed() == {}
        assert all(state.quarantined_at is None for state in await node.copies.states())


async def test_a_lagging_relay_is_not_accused(federation):
    await federation[LIAR].grow(3)
    await federation["32"].round()
    await federation[LIAR].grow(5)
    await federation["31"].round()
    await federation[LIAR].deafen()
    await federation["31"].round()
    await federation["32"].round()
    assert await federation["32"].size_of(LIAR) == 8
    await assert_nobody_is_accused(federation)


async def test_a_stale_answer_is_not_an_accusation(federation):
    node = federation["32"]
    await node.grow(3)
    stale = await node.served.checkpoints()
    await node.grow(4)
    await federation["31"].round()
    liar = await node.lie()

    async def old():
        return stale

    liar.checkpoints = old
    await federation["31"].round()
    assert await federation["31"].size_of("32") == 7
    await assert_nobody_is_accused(federation)


async def test_a_relay_that_sends_garbage_is_at_fault_itself_and_not_the_origin(federation):
    await federation[LIAR].grow(20)
    await federation["32"].round()
    liar = await federation["32"].lie()

    async def garbage(origin: str, start: int, count: int, max_bytes: int) -> list[Entry]:
        return [plain_entry("made up", start + step) for step in range(count)]

    async def no_proof(origin: str, first: int, second: int) -> tuple[bytes, list[bytes]]:
        _, proof = await liar.inner.consistency(origin, first, second)
        return bytes(32), [bytes(32) for _ in proof]

    liar.entries, liar.consistency = garbage, no_proof
    federation["31"].peers.cut = frozenset({LIAR})
    await federation["31"].round()
    assert await federation["31"].size_of(LIAR) == 0
    assert set(await federation["31"].blamed()) == {"32"}
    assert (await federation["31"].copies.state(federation.branches[LIAR].origin)).quarantined_at is None
    federation["31"].peers.cut = frozenset()
    await federation["31"].round()
    assert await federation["31"].size_of(LIAR) == 20


async def test_a_relay_can_make_up_no_evidence_against_an_origin(federation):
    log = MemoryLog(federation.branches, LIAR)
    small, large = log.grow(3), log.grow(4)
    key_at = federation.branches.roster.branch(LIAR).key_at
    proof = await MemorySourceOf(log).consistency(3, 7)
    honest = {"origin": log.origin, "first": small, "second": large}
    with pytest.raises(ProofInvalid):
        verify_fork_evidence(ForkEvidence(**honest, prefix_root=proof[0], proof=tuple(proof[1])), key_at)
    with pytest.raises(ProofInvalid):
        verify_fork_evidence(ForkEvidence(**honest, prefix_root=bytes(32), proof=tuple(proof[1])), key_at)
    forged = checkpoint_of(large).text().replace("\n7\n", "\n3\n")
    forgery = format_note(forged, parse_note(large).signatures)
    with pytest.raises(SignatureInvalid):
        verify_fork_evidence(ForkEvidence(origin=log.origin, first=small, second=forgery), key_at)


class MemorySourceOf:
    """Proofs over one log in memory."""

    def __init__(self, log: MemoryLog) -> None:
        self._source = MemorySource(log.branches, log.code)
        self._source.logs[log.origin] = log
        self._origin = log.origin

    async def consistency(self, first: int, second: int) -> tuple[bytes, list[bytes]]:
        root, proof = await self._source.consistency(self._origin, first, second)
        return root, list(proof)

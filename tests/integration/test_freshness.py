"""Shows that an answer labels every branch, whatever state its node is in, and waits for none (RELIABILITY 23).

Branch 31 answers; each of its three peers is up, dead, slow or refusing: all 64 cases. Real gRPC on
loopback in one process, with a steered clock: what a peer is like decides what is heard of it.
"""

import asyncio
import itertools
from datetime import timedelta

import pytest

from federation.errors import Recovering
from federation.rpc.limits import CallingLimits
from node.model.access import Actor, Basis, Role
from node.node_key import NodeKey
from node.services.looking.access_trail import AccessTrail
from node.services.looking.freshness import Freshness, FreshnessStatus
from node.services.looking.lookup import LookupResult, LookupService
from node.services.looking.subject_keys import SubjectKeys
from node.storage.audit import AuditRepository
from node.storage.transfers import TransferRepository
from tests.support.branches import octets
from tests.support.memory_source import DOCUMENT
from tests.support.nodes import FederationOf, Node

ASKED = "31"
PEERS = ("32", "33", "34")
STATES = ("up", "dead", "slow", "refusing")
STALE_AFTER = timedelta(minutes=2)
BETWEEN_CASES = timedelta(minutes=5)
# A slow peer never answers, so that this is what it costs. On a busy machine one that is up may be late too.
SHORT = CallingLimits(connect_s=2.0, call_s=0.3, batch_idle_s=0.3, watch_idle_s=0.3)
MOST_ROUNDS = 50
# So long may an answer take, however badly peers do. It is far above what a lookup takes.
DEADLINE_S = 10.0
FRESH, STALE, NEVER = FreshnessStatus.FRESH, FreshnessStatus.STALE, FreshnessStatus.NEVER_SYNCED


@pytest.fixture
async def federation(tmp_path):
    made = FederationOf(4, tmp_path)
    made[ASKED].calling = SHORT
    async with made as federation:
        for code in PEERS:
            await federation[code].lie()
        yield federation


def lookups_of(node: Node) -> LookupService:
    """The service as `node.bootstrap` makes it."""
    key, clock = NodeKey(octets(f"{node.code}/node")), node.branches.clock
    return LookupService(
        records=node.records,
        transfers=TransferRepository(node.database.read),
        subject_keys=SubjectKeys(lambda: node.branches.keys, clock=clock, lookups_per_minute=1_000),
        freshness=Freshness(
            own_branch=node.code,
            own_log=node.own_log,
            copies=node.copies,
            rosters=node.rosters,
            clock=clock,
            stale_after=STALE_AFTER,
        ),
        trail=AccessTrail(AuditRepository(node.database.run, key), node.own_log),
        rosters=node.rosters,
        node_key=key,
        clock=clock,
    )


async def answer_of(service: LookupService) -> LookupResult:
    actor = Actor(name="柜员", role=Role.CLIENT, branch=ASKED)
    async with asyncio.timeout(DEADLINE_S):
        return await service.look_up(DOCUMENT, purpose="本人查询", basis=Basis.SELF, actor=actor)


async def answer_after_hearing(asked: Node, service: LookupService, up: set[str]) -> LookupResult:
    """The answer once all peers that are up were heard; rounds more than needed change nothing."""
    for _ in range(MOST_ROUNDS):
        answer = await answer_of(service)
        if all(labels(answer)[code] is FRESH for code in up):
            break
        await asked.round()
    return answer


async def put_into(node: Node, state: str) -> None:
    """Makes a peer up, dead, slow or refusing from now on."""

    async def never(*_args):
        await asyncio.Event().wait()

    async def refuse(*_args):
        raise Recovering(behind=1)

    node.lying.__dict__.pop("checkpoints", None)
    if state == "dead":
        await node.deafen()
        return
    if node._listening is None:
        await node.listen()
    if state in ("slow", "refusing"):
        node.lying.checkpoints = never if state == "slow" else refuse


def labels(answer: LookupResult) -> dict[str, FreshnessStatus]:
    return {one.branch: one.status for one in answer.branches}


async def test_invariant_8_an_answer_says_how_fresh_each_branch_is(federation):
    asked, clock = federation[ASKED], federation.branches.clock
    for code in PEERS:
        await federation[code].issue(f"{code}/成果")
    service, heard = lookups_of(asked), dict.fromkeys(PEERS, clock.now())
    assert labels(await answer_after_hearing(asked, service, set(PEERS))) == dict.fromkeys((ASKED, *PEERS), FRESH)
    cases = list(itertools.product(STATES, repeat=len(PEERS)))
    assert len(cases) == 64
    for case in cases:
        states = dict(zip(PEERS, case, strict=True))
        clock.advance(BETWEEN_CASES)
        for code, state in states.items():
            await put_into(federation[code], state)
            await federation[code].own_log.renew()
        round_of_asking = asyncio.create_task(asked.round())
        during = await answer_of(service)
        assert set(labels(during)) == {ASKED, *PEERS}
        await round_of_asking
        up = {code for code, state in states.items() if state == "up"}
        heard.update(dict.fromkeys(up, clock.now()))
        answer = await answer_after_hearing(asked, service, up)
        assert labels(answer) == {ASKED: FRESH} | {code: FRESH if code in up else STALE for code in PEERS}, states
        for one in answer.branches:
            assert one.behind == 0
            # A branch's own cosignatures have whole seconds.
            assert timedelta() <= heard.get(one.branch, clock.now()) - one.as_of < timedelta(seconds=1), (one, states)
        # Copies held here answer in any case: a missing province would be said, never silently absent.
        assert {one.branch for one in answer.achievements} == set(PEERS)


async def test_a_branch_of_which_nothing_was_ever_heard_is_named_as_well(federation):
    await put_into(federation["32"], "up")
    await federation["32"].issue("成果")
    for code, state in (("33", "dead"), ("34", "slow")):
        await put_into(federation[code], state)
    asked = federation[ASKED]
    answer = await answer_after_hearing(asked, lookups_of(asked), {"32"})
    assert labels(answer) == {ASKED: FRESH, "32": FRESH, "33": NEVER, "34": NEVER}
    assert [one.as_of for one in answer.branches[2:]] == [None, None]


async def test_a_branch_whose_entries_are_known_of_and_not_yet_here_is_stale_by_so_many(federation):
    peer, asked = federation["33"], federation[ASKED]
    service = lookups_of(asked)
    await peer.issue("first")
    await answer_after_hearing(asked, service, {"33"})

    async def nothing(*_args):
        await asyncio.Event().wait()

    await peer.grow(7)
    peer.lying.entries = nothing
    for _ in range(MOST_ROUNDS):
        await asked.round()
        told = next(one for one in (await answer_of(service)).branches if one.branch == "33")
        if told.behind:
            break
    assert (told.status, told.behind) == (STALE, 7)

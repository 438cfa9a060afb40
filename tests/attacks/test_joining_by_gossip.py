"""Shows that a branch which a node hears of for the first time within a round costs nothing of that round."""

from tests.support.branches import CODES
from tests.support.memory_source import MemoryLog
from tests.support.nodes import FederationOf


async def test_a_branch_added_by_gossip_fails_no_round(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        federation.branches.admit(CODES[3])
        await federation["32"].restart()
        await federation["33"].grow(2)
        newcomer = MemoryLog(federation.branches, CODES[3])
        liar = await federation["32"].lie()

        async def checkpoints() -> list[bytes]:
            return [*await liar.inner.checkpoints(), newcomer.note]

        liar.checkpoints = checkpoints
        node = federation["31"]
        assert node.rosters.current.version < federation.branches.roster.version
        await node.round()
        assert node.rosters.current.version == federation.branches.roster.version
        assert await node.size_of("33") == 2
        assert await node.size_of(CODES[3]) == 0

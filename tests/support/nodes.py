"""Several branches in one process: real keys, certificates, roster, SQLite, gRPC over loopback, one steered clock.

`FederationOf` makes them; a `Node` can be stopped, started again from its folder, cut off from
others, or made to serve through a `LyingSource`. Nothing here is scheduled: tests say when a
round happens.
"""

import random
import shutil
import socket
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing, suppress
from pathlib import Path
from typing import Self

from federation.errors import NotInRoster, PeerUnavailable
from federation.model.entry import Entry
from federation.rpc.limits import CallingLimits, ServingLimits
from federation.rpc.peer_client import PeerClient
from federation.rpc.peer_server import PeerServer
from federation.rpc.source import LogSource
from federation.trust.roster import Roster
from federation.trust.trusted_roster import TrustedRoster, load_roster_chain
from node.high_water_mark import HighWaterMark
from node.node_key import NodeKey
from node.storage.copies import Copies
from node.storage.database import Database
from node.storage.migrating import upgrade
from node.storage.own_log import OwnLog
from node.storage.records import RecordRepository
from node.sync.peers import Peers
from node.sync.pulling import Puller
from node.sync.recovering import Recovery
from node.sync.serving import Announcer, ServedLogs
from node.sync.synchroniser import RoundResult, Synchroniser
from tests.support.branches import CODES, Branches, octets
from tests.support.memory_source import achievement_entry, plain_entry

# An absent peer refuses at once; these are for a present one on a busy machine.
PATIENT = CallingLimits(connect_s=30.0, call_s=60.0, batch_idle_s=60.0, watch_idle_s=60.0)
SMALL_BATCHES = ServingLimits(batch_entries=7, drain_s=0.1)
DATABASE, MARK = "node.db", "mark.json"


class HeldRosters:
    """The roster chain of one node, in memory: the verifying is the federation's own."""

    def __init__(self, branches: Branches) -> None:
        signed = [one.to_bytes() for one in branches.rosters]
        self._trusted: TrustedRoster = load_roster_chain(signed, branches.rosters[0].roster.fingerprint)

    @property
    def current(self) -> Roster:
        return self._trusted.current

    def versions_after(self, version: int) -> Sequence[bytes]:
        return [one.to_bytes() for one in self._trusted.chain if one.roster.version > version]

    def apply(self, data: bytes) -> Roster:
        return self._trusted.apply(data)

    def refresh(self) -> bool:
        return False


class CutPeers(Peers):
    """Clients, some of which find no way to their peer."""

    cut: frozenset[str] = frozenset()

    async def client(self, code: str) -> PeerClient:
        if code in self.cut:
            raise PeerUnavailable(branch=code)
        return await super().client(code)


class Node:
    """One branch running. `start` and `stop` may be repeated: what lasts is in its folder."""

    def __init__(self, branches: Branches, code: str, folder: Path) -> None:
        self.branches = branches
        self.code = code
        self.keys = branches[code]
        self.origin = self.keys.origin
        self.folder = folder
        self.database_path = folder / DATABASE
        self.mark = HighWaterMark(folder / MARK)
        self.mark.begin()
        self.faults: list[Exception] = []
        self.lying: LyingSource | None = None
        self.limits = SMALL_BATCHES
        self.calling = PATIENT
        self._running: AsyncExitStack | None = None
        self._listening: AsyncExitStack | None = None

    async def start(self, *, listen: bool = True) -> None:
        """Opens what is in the folder, and listens."""
        self._running = AsyncExitStack()
        self.rosters = HeldRosters(self.branches)
        self.database = Database(f"sqlite+aiosqlite:///{self.database_path}")
        self._running.push_async_callback(self.database.close)
        clock = self.branches.clock
        self.own_log = OwnLog(
            database=self.database,
            origin=self.origin,
            branch=self.code,
            signing_key=self.keys.log_key,
            key_at=lambda size: self.rosters.current.branch(self.code).key_at(size),
            node_key=NodeKey(octets(f"{self.code}/node")),
            mark=self.mark,
            clock=clock,
        )
        await self.own_log.prepare()
        self.copies = Copies(self.database)
        await self.copies.ensure([(one.code, one.origin) for one in self.rosters.current.branches])
        self.records = RecordRepository(self.database.read)
        self.announcer = Announcer()
        self.peers = CutPeers(
            own_branch=self.code, rosters=self.rosters, certificate=self.keys.leaf, limits=self.calling
        )
        self._running.push_async_callback(self.peers.close)
        puller = Puller(self.copies, own_origin=self.origin, witness_key=self.keys.log_key, clock=clock)
        self.synchroniser = Synchroniser(
            own_log=self.own_log,
            copies=self.copies,
            rosters=self.rosters,
            peers=self.peers,
            puller=puller,
            recovery=Recovery(own_log=self.own_log, copies=self.copies, peers=self.peers),
            clock=clock,
            announce=self.announcer.announce,
        )
        self.served = ServedLogs(
            own_log=self.own_log, copies=self.copies, rosters=self.rosters, announcer=self.announcer
        )
        if listen:
            await self.listen()

    async def listen(self) -> None:
        """Serves at the roster's address, by `lying` if there is one."""
        self._listening = AsyncExitStack()
        server = PeerServer(
            self.lying or self.served,
            branch=self.code,
            certificate=self.keys.leaf,
            address=self.branches.roster.branch(self.code).addresses[0],
            clock=self.branches.clock,
            report_fault=self.faults.append,
            limits=self.limits,
        )
        await self._listening.enter_async_context(server)

    async def deafen(self) -> None:
        """Stops listening; the node itself goes on."""
        if self._listening is not None:
            await self._listening.aclose()
            self._listening = None

    async def stop(self) -> None:
        """Stops; the folder stays."""
        await self.deafen()
        if self._running is not None:
            await self._running.aclose()
            self._running = None

    async def restart(self) -> None:
        """Stops and starts from the folder."""
        await self.stop()
        await self.start()

    async def lie(self) -> "LyingSource":
        """From now on serves through a source that tests can make lie."""
        await self.deafen()
        self.lying = LyingSource(self.served)
        await self.listen()
        return self.lying

    async def append(self, *entries: Entry) -> int:
        """Appends entries in one change."""
        async with self.own_log.change() as change:
            return await change.append(entries)

    async def grow(self, count: int) -> None:
        """Appends plain entries."""
        size = (await self.own_log.head()).size
        await self.append(*(plain_entry(self.origin, size + step) for step in range(count)))

    async def issue(self, label: str) -> int:
        """Appends one sealed achievement of the usual test document."""
        return await self.append(achievement_entry(self.branches, self.code, label))

    async def round(self, *, patient: bool = False) -> RoundResult:
        """One round of synchronisation."""
        return await self.synchroniser.round(patient=patient)

    async def size_of(self, code: str) -> int:
        """How far that branch's log is held here."""
        return (await self.copies.state(self.branches[code].origin)).size

    async def log_of(self, code: str) -> list[Entry]:
        """That branch's log as held here."""
        return await self.copies.entries(self.branches[code].origin, 0, 1 << 20)

    async def source(self, code: str) -> str:
        """Why that peer is blamed as a source, "" if it isn't."""
        return next((one.reason for one in await self.copies.sources() if one.branch == code), "")

    async def blamed(self) -> dict[str, str]:
        """Sources in quarantine and why."""
        return {one.branch: one.reason for one in await self.copies.sources() if one.quarantined_at}


class FederationOf:
    """The first `count` branches of the test federation, each in a folder of its own."""

    def __init__(self, count: int, folder: Path, *, listen: bool = True) -> None:
        self.branches = Branches(CODES[:count])
        self._listen = listen
        for code in CODES[:count]:
            self.branches.with_addresses(code, f"127.0.0.1:{_free_port()}")
        self.nodes = {code: Node(self.branches, code, folder / code) for code in CODES[:count]}

    async def __aenter__(self) -> Self:
        for node in self.nodes.values():
            node.folder.mkdir(parents=True, exist_ok=True)
            await copy_migrated(node.database_path)
            await node.start(listen=self._listen)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for node in self.nodes.values():
            await node.stop()

    def __getitem__(self, code: str) -> Node:
        if code not in self.nodes:
            raise NotInRoster(branch=code)
        return self.nodes[code]

    def cut(self, *groups: str) -> None:
        """Only branches in the same group (codes joined by spaces) reach each other; without groups all do."""
        for code, node in self.nodes.items():
            mine = {one for group in groups if code in group.split() for one in group.split()}
            node.peers.cut = frozenset(self.nodes) - mine if groups else frozenset()

    async def rounds(self, count: int = 1) -> None:
        """Rounds of every node, one after the other."""
        for _ in range(count):
            for node in self.nodes.values():
                await node.round()


class LyingSource:
    """A source with valid certificates whose answers can be bent; each method may be replaced by an attribute.

    A test sets an attribute of the same name to a coroutine function; it is given the arguments
    and may ask `inner` for the truth.
    """

    def __init__(self, inner: LogSource) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)


_MIGRATED: list[bytes] = []


async def copy_migrated(path: Path) -> None:
    """Puts an empty database of the newest schema at `path`; migrated once a process, then copied."""
    if not _MIGRATED:
        draft = path.with_suffix(".draft")
        database = Database(f"sqlite+aiosqlite:///{draft}")
        await upgrade(database)
        await database.close()
        _MIGRATED.append(draft.read_bytes())
        draft.unlink()
    path.write_bytes(_MIGRATED[0])


def copy_database(node: Node, to: Path) -> None:
    """A backup of a stopped node's database."""
    shutil.copy(node.database_path, to)


def _free_port() -> int:
    # Below the range that the kernel gives to outgoing connections, so that none takes it meanwhile.
    while True:
        port = random.randrange(12_000, 30_000)
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port

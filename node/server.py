"""A node serving: peers, own clients, watching, rounds, until it is told to stop.

On SIGTERM or SIGINT health says NOT_SERVING first, open calls get their time, and what
is being pulled ends after its batch: everything committed is whole at any moment.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog

from federation.errors import CreditBankError
from federation.rpc.limits import ServingLimits
from federation.rpc.peer_server import PeerServer
from node.bootstrap import Node, open_node
from node.folder.branch_folder import BranchFolder
from node.folder.tls_files import load_client_ca, load_peer_certificate, load_service_certificate
from node.model.access import Actor, Role
from node.own_clients import client_services, known_clients
from node.rpc.client_server import ClientServer
from node.rpc.uploads import remove_leftovers
from node.settling import settle_process
from node.sync.noticing import notice_changes
from node.sync.scheduling import Job, Scheduler
from node.sync.watching import Watchers

log = structlog.get_logger()
LOCAL_TIME = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A node that serves: the ports that were bound."""

    node: Node
    peers_port: int
    clients_port: int


async def serve(folder: BranchFolder, on_ready: Callable[[int, int], None]) -> None:
    """Serves until SIGTERM or SIGINT.

    Args:
        folder: the branch's.
        on_ready: called with the ports for peers and for clients once both are bound.

    Raises:
        PortInUse: an address is taken.
        CreditBankError: as `open_node`.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with open_node(folder) as node:
        node.make_all()
        settle_process()
        async with serving(node) as served:
            on_ready(served.peers_port, served.clients_port)
            await stop.wait()
            log.info("stopping")
    log.info("stopped")


@asynccontextmanager
async def serving(node: Node) -> AsyncIterator[Serving]:
    """Serves while the block runs: what `serve` and tests share."""
    config, folder = node.config, node.folder
    peer_server = PeerServer(
        node.served,
        branch=config.branch,
        certificate=load_peer_certificate(folder, config),
        address=config.listen.peers,
        clock=node.clock,
        report_fault=lambda error: log.error("peer-call-failed", exc_info=error),
        limits=ServingLimits(batch_entries=config.sync.batch_entries, batch_bytes=config.sync.batch_bytes),
    )
    client_ca = load_client_ca(folder, config)
    remove_leftovers(folder.uploads)
    client_server = ClientServer(
        client_services(node),
        known_clients(node, client_ca),
        certificate=load_service_certificate(folder, config),
        client_ca=client_ca,
        address=config.listen.clients,
    )
    await node.synchroniser.follow_roster()
    await _renew(node)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(peer_server)
        await stack.enter_async_context(client_server)
        await stack.enter_async_context(Scheduler(_jobs(node), take_lease=node.take_lease))
        watchers = Watchers(peers=node.peers, synchroniser=node.synchroniser)
        noticing = notice_changes(
            node.own_log,
            node.rosters,
            on_commit=node.announcer.announce,
            on_roster=peer_server.roster_changed,
        )
        await stack.enter_async_context(
            _background(watchers.run(), noticing, _first_round(node), _attend_transfers(node))
        )
        yield Serving(node=node, peers_port=peer_server.port, clients_port=client_server.port)
        await client_server.set_serving(False)


def _jobs(node: Node) -> list[Job]:
    sync, progress = node.config.sync, node.config.progress

    async def publish_progress() -> None:
        await node.progress.publish_due(timedelta(days=progress.every_days))

    async def publish_until_yesterday() -> None:
        yesterday = (node.clock.now().astimezone(LOCAL_TIME) - timedelta(days=1)).date()
        await node.trail.publish_until(yesterday)

    async def remind_applicants() -> None:
        system = Actor(name="system", role=Role.SYSTEM, branch=node.config.branch)
        lacking = await node.application_reminders.write_due(system)
        if lacking:
            log.info("application-reminders", units=lacking)

    async def remind_of_projects() -> None:
        system = Actor(name="system", role=Role.SYSTEM, branch=node.config.branch)
        lacking = await node.declaring.deadlines.write_due(system)
        if lacking:
            log.info("project-reminders", units=lacking)

    return [
        Job(name="anti-entropy", work=node.synchroniser.round, every=timedelta(seconds=sync.interval_s)),
        Job(name="renew-cosignature", work=node.own_log.renew, every=timedelta(seconds=sync.renew_s)),
        # What was announced while this process had another trouble, or another process was to do and didn't.
        Job(name="transfers", work=node.transfer_attendant.attend, every=timedelta(seconds=sync.interval_s)),
        Job(name="transfers-expired", work=node.transfer_attendant.expire, every=timedelta(minutes=10)),
        # More often than once a day: a node that was down at the hour reminds when it is up again.
        Job(name="application-reminders", work=remind_applicants, every=timedelta(hours=1)),
        Job(name="project-reminders", work=remind_of_projects, every=timedelta(hours=1)),
        Job(name="access-digest", work=publish_until_yesterday, daily_at=(0, 30)),
        *([Job(name="progress", work=publish_progress, daily_at=(1, 0))] if progress.publish else []),
    ]


async def _attend_transfers(node: Node) -> None:
    """Does what is owed in transfers whenever a log has grown."""
    async for _ in node.announcer.listen():
        try:
            await node.transfer_attendant.attend()
        except CreditBankError as error:
            log.warning("transfers-hindered", reason=error.code)


async def _renew(node: Node) -> None:
    try:
        await node.own_log.renew()
    except CreditBankError as error:
        log.warning("not-signing", reason=error.code)


async def _first_round(node: Node) -> None:
    try:
        await node.synchroniser.round(patient=False)
    except CreditBankError as error:
        log.warning("round-hindered", reason=error.code)


@asynccontextmanager
async def _background(*work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

"""Making the federation of the demo, with the commands that four agencies would use."""

import asyncio
import socket
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from node.cli.demo.commands import Outcome, run

FOUNDER = "32"
INVITED = ("31", "33", "34")
CODES = ("31", "32", "33", "34")
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Federation:
    """What was made: a folder a branch, the trust file, the fingerprint, the roster's figures."""

    folders: dict[str, Path]
    trust_file: Path
    fingerprint: str
    signatures: int
    root_keys: int


async def set_up(base: Path) -> Federation:
    """Founds, invites, joins, proposes, signs and applies.

    Raises:
        DemoFailure: a command didn't work.
    """
    ports = free_ports(2 * len(CODES))
    folders = {code: base / code for code in CODES}
    addresses = {code: (ports[2 * i], ports[2 * i + 1]) for i, code in enumerate(CODES)}
    founded = await run(
        "init", folders[FOUNDER], "--branch", FOUNDER, "--new-federation", *_listening(addresses, FOUNDER)
    )
    await asyncio.gather(*(_join(base, folders, code, _listening(addresses, code)) for code in INVITED))
    proposal = base / "roster-2.json"
    requests = [word for code in INVITED for word in ("--add", folders[code] / "join-request.json")]
    await run("roster", "propose", folders[FOUNDER], *requests, "-o", proposal)
    signed: Outcome | None = None
    for code in CODES:
        signed = await run("roster", "sign", folders[code], proposal)
    assert signed is not None
    await asyncio.gather(*(run("roster", "apply", folders[code], proposal) for code in CODES))
    trust_file = base / "trust.json"
    await run("roster", "show", folders[FOUNDER], "--export", trust_file)
    return Federation(
        folders=folders,
        trust_file=trust_file,
        fingerprint=founded.value["fingerprint"],
        signatures=signed.value["signatures"],
        root_keys=signed.value["root_keys"],
    )


async def _join(base: Path, folders: dict[str, Path], code: str, listening: list[str]) -> None:
    invitation = base / f"invitation-{code}.json"
    await run("roster", "invite", folders[FOUNDER], "--branch", code, "-o", invitation)
    await run("init", folders[code], "--branch", code, "--invite", invitation, *listening)


def _listening(addresses: dict[str, tuple[int, int]], code: str) -> list[str]:
    peers, clients = addresses[code]
    return [
        *("--listen-peers", f"{LOOPBACK}:{peers}"),
        *("--listen-clients", f"{LOOPBACK}:{clients}"),
        *("--announce", f"{LOOPBACK}:{peers}"),
    ]


def free_ports(count: int) -> list[int]:
    """Ports of the loopback interface that nothing listens on now."""
    with ExitStack() as stack:
        ports = []
        for _ in range(count):
            probe = stack.enter_context(socket.socket())
            probe.bind((LOOPBACK, 0))
            ports.append(probe.getsockname()[1])
        return ports

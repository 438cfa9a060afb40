"""A client of a serving branch: lookups, and empty calls in the same way, in turn.

One channel over mutual TLS, so many calls in flight, both kinds sent and answered as bytes: what
differs between them is the server's work. The empty call is the health service's Check.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import grpc
from grpc_health.v1 import health_pb2

from benchmarks.filling import FEW, MANY, people_of
from benchmarks.processes import Stopwatch, print_figures, settings_of
from federation.model.document import DocumentType
from federation.trust.names import server_name
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.folder.tls_files import load_client_ca, load_client_certificate
from node.v1 import branch_pb2
from samples.people import Person

CHECK = "/grpc.health.v1.Health/Check"
LOOKUP = "/node.v1.Branch/Lookup"
WARM_UP = 64


def channel_to(folder: BranchFolder, port: int) -> grpc.aio.Channel:
    """The channel that the branch's own client opens."""
    config = load_config(folder.node_toml, {})
    certificate = load_client_certificate(folder)
    credentials = grpc.ssl_channel_credentials(
        load_client_ca(folder, config).encode(), certificate.private_key_pem, certificate.certificate_pem
    )
    return grpc.aio.secure_channel(
        f"127.0.0.1:{port}", credentials, (("grpc.ssl_target_name_override", server_name(config.branch)),)
    )


async def measure(folder: BranchFolder, *, port: int, records: int, calls: int, in_flight: int, rounds: int) -> None:
    """Times rounds of each kind and hands over medians."""
    few, many = people_of(records)
    requests = {
        "empty": (CHECK, [health_pb2.HealthCheckRequest().SerializeToString()], 0),
        "few": (LOOKUP, [_request(person) for person in few], FEW),
        "many": (LOOKUP, [_request(person) for person in many], MANY),
    }
    taken: dict[str, list[float]] = {name: [] for name in requests}
    async with channel_to(folder, port) as channel:
        for method, bodies, expected in requests.values():
            await _verify_answer(channel, method, bodies[0], expected)
            await _call_all(channel, method, bodies, WARM_UP, in_flight)
        for _ in range(rounds):
            for name, (method, bodies, _) in requests.items():
                taken[name].append(await _call_all(channel, method, bodies, calls, in_flight))
        alone = await _call_all(channel, LOOKUP, requests["few"][1], calls // in_flight + 1, 1)
    medians = {f"{name}_s": median(seconds) for name, seconds in taken.items()}
    print_figures(calls=calls, alone_ms=1000 * alone / (calls // in_flight + 1), **medians)


async def _call_all(
    channel: grpc.aio.Channel, method: str, bodies: Sequence[bytes], calls: int, in_flight: int
) -> float:
    """Seconds for `calls` calls, `in_flight` of them at any moment."""
    call = channel.unary_unary(method, None, None)
    left = iter(range(calls))

    async def work() -> None:
        for turn in left:
            await call(bodies[turn % len(bodies)])

    watch = Stopwatch()
    await asyncio.gather(*(work() for _ in range(in_flight)))
    return watch.seconds


async def _verify_answer(channel: grpc.aio.Channel, method: str, body: bytes, expected: int) -> None:
    answer = await channel.unary_unary(method, None, None)(body)
    if method == LOOKUP:
        found = len(branch_pb2.LookupResponse.FromString(answer).achievements)
        if found != expected:
            raise ValueError(f"a lookup found {found} records where {expected} were sealed")


def _request(person: Person) -> bytes:
    return branch_pb2.LookupRequest(
        document_type=int(DocumentType.RESIDENT_ID),
        document_number=person.document_number,
        purpose="性能测试",
        basis="self",
        actor="benchmark",
    ).SerializeToString()


if __name__ == "__main__":
    chosen = settings_of(sys.argv)
    base = BranchFolder(Path(chosen.pop("folder")))
    asyncio.run(measure(base, **chosen))

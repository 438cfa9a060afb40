"""A peer with valid certificates that answers with whatever bytes a test wants."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

import grpc

from federation.rpc.limits import CallingLimits
from federation.rpc.peer_client import PeerClient
from tests.support.branches import Branches, at_addresses
from tests.support.peers import QUICK

SERVICE = "federation.v1.Peer"
STREAMS = ("StreamEntries", "Watch")
UNARY = ("Handshake", "FetchRosters", "FetchCheckpoints", "FetchPrivateParts", "FetchConsistency")

Lies = Callable[[bytes], Iterable[bytes] | AsyncIterator[bytes]]
"""From the request's bytes to the answers' bytes; a method that isn't a stream sends the first."""


@asynccontextmanager
async def lied_to(branches: Branches, lies: dict[str, Lies], limits: CallingLimits = QUICK):
    """A client of branch 33 whose peer, branch 32, lies."""

    def stream(lie: Lies):
        async def answer(request: bytes, context: grpc.aio.ServicerContext):
            answers = lie(request)
            if hasattr(answers, "__aiter__"):
                async for data in answers:
                    yield data
                return
            for data in answers:
                yield data

        return grpc.unary_stream_rpc_method_handler(answer)

    def unary(lie: Lies):
        async def answer(request: bytes, context: grpc.aio.ServicerContext):
            return next(iter(lie(request)))

        return grpc.unary_unary_rpc_method_handler(answer)

    handlers = {name: (stream if name in STREAMS else unary)(lie) for name, lie in lies.items()}
    server = grpc.aio.server(options=[("grpc.max_send_message_length", -1)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    leaf = branches["32"].leaf
    roots = "".join(branch.tls_ca for branch in branches.roster.branches).encode()
    credentials = grpc.ssl_server_credentials([(leaf.private_key_pem, leaf.certificate_pem)], roots, True)
    port = server.add_secure_port("127.0.0.1:0", credentials)
    await server.start()
    try:
        peer = at_addresses(branches.roster, "32", f"127.0.0.1:{port}")
        async with PeerClient(peer, certificate=branches["33"].leaf, limits=limits) as client:
            yield client
    finally:
        await server.stop(0)

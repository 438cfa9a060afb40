"""Binding a server to its address, so that a refusal leaves nothing of gRPC behind.

gRPC's polling thread ends with the last of its objects. A server that an error's traceback keeps alive
outlives the event loop, and the thread then polls while the process is torn down: it may abort.
"""

import grpc


def bound_port(server: grpc.aio.Server, address: str, credentials: grpc.ServerCredentials) -> int:
    """The port that was bound; 0 if the address is taken or isn't this machine's."""
    try:
        return int(server.add_secure_port(address, credentials))
    except RuntimeError:
        return 0

"""Asking a node as its own clients do: `node.v1` and health over mutual TLS, with a certificate of choice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc

from federation.trust.names import server_name
from node.v1 import branch_pb2, branch_pb2_grpc

CALL_S = 15.0
LOCAL_CLIENT = "client-local"
PEER = "peer"


@contextmanager
def own_channel(
    keys: Path, code: str, port: int, *, shown: str | None = LOCAL_CLIENT, shown_from: Path | None = None
) -> Iterator[grpc.Channel]:
    """A channel to the port for own clients, or to another one.

    Args:
        keys: the branch's folder of keys, whose client authority is trusted.
        code: the branch.
        port: on loopback.
        shown: the name of the certificate shown; None shows none.
        shown_from: the folder that it is in, if that is another branch's.
    """
    folder = shown_from or keys
    credentials = grpc.ssl_channel_credentials(
        root_certificates=(keys / "client-ca.crt").read_bytes() + (keys / "peer-ca.crt").read_bytes(),
        private_key=(folder / f"{shown}.key").read_bytes() if shown else None,
        certificate_chain=(folder / f"{shown}.crt").read_bytes() if shown else None,
    )
    options = (
        ("grpc.ssl_target_name_override", server_name(code)),
        ("grpc.use_local_subchannel_pool", 1),
        ("grpc.enable_http_proxy", 0),
    )
    with grpc.secure_channel(f"127.0.0.1:{port}", credentials, options) as channel:
        yield channel


def look_up(channel: grpc.Channel, number: str, *, purpose: str = "柜台查询", basis: str = "self"):
    """`node.v1.Branch/Lookup` by a resident number."""
    request = branch_pb2.LookupRequest(
        document_type=1, document_number=number, purpose=purpose, basis=basis, actor="柜员"
    )
    return branch_pb2_grpc.BranchStub(channel).Lookup(request, timeout=CALL_S)


def refusal(channel: grpc.Channel, method: str, data: bytes = b"") -> tuple[grpc.StatusCode, str] | None:
    """How a call of `method` (``/package.Service/Method``) was refused, None if it was answered."""
    try:
        call = channel.unary_stream(method)(data, timeout=CALL_S)
        next(iter(call), None)
        call.cancel()
    except grpc.RpcError as error:
        return error.code(), error.details() or ""
    return None

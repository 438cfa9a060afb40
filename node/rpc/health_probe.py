"""Asks a node on this machine whether it serves, as one of its own clients: for containers and monitors.

Run as ``python -m node.rpc.health_probe FOLDER``: exit code 0 if it says SERVING, 1 if not.

Source: gRPC health checking protocol, grpc.health.v1.
"""

import asyncio
import os
import sys
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from federation.errors import CreditBankError, KeyUnavailable
from federation.keys import read_private_file
from federation.trust.names import server_name
from node.config import NodeConfig
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.folder.tls_files import LOCAL_CLIENT, load_client_ca

TIMEOUT_S = 5.0
# Where a node that listens on every address of a family is reached from within.
LOOPBACK = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104


async def is_serving(folder: BranchFolder, config: NodeConfig) -> bool:
    """Whether the node of that folder says within 5 s that it serves.

    Raises:
        KeyUnavailable: the local client's certificate or key can't be read.
    """
    credentials = grpc.ssl_channel_credentials(
        root_certificates=load_client_ca(folder, config).encode(),
        private_key=read_private_file(f"file:client-{LOCAL_CLIENT}.key", folder.keys),
        certificate_chain=_read_certificate(folder),
    )
    host, _, port = config.listen.clients.rpartition(":")
    address = f"{LOOPBACK.get(host, host)}:{port}"
    options = (("grpc.ssl_target_name_override", server_name(config.branch)), ("grpc.enable_http_proxy", 0))
    async with grpc.aio.secure_channel(address, credentials, options) as channel:
        try:
            answer = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=TIMEOUT_S)
        except grpc.aio.AioRpcError:
            return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def main(path: Path) -> int:
    """The exit code for the node of that folder."""
    folder = BranchFolder(path)
    try:
        folder.require_ready()
        config = load_config(folder.node_toml, os.environ)
        return 0 if asyncio.run(is_serving(folder, config)) else 1
    except CreditBankError as error:
        sys.stderr.write(f"{error.code}\n")
        return 1


def _read_certificate(folder: BranchFolder) -> bytes:
    path = folder.keys / f"client-{LOCAL_CLIENT}.crt"
    try:
        return path.read_bytes()
    except OSError:
        raise KeyUnavailable(uri=f"file:{path.name}", reason="unreadable") from None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

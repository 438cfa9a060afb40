"""The floor's source: the same batches, serialised beforehand, over the same gRPC and mutual TLS.

No roster, no proof, no database while it streams.
"""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import grpc

from benchmarks.processes import print_figures, settings_of
from federation.rpc.limits import SERVER_OPTIONS, ServingLimits
from federation.v1 import peer_pb2
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.folder.roster_files import RosterFiles
from node.folder.tls_files import load_peer_certificate

METHOD = "StreamEntries"
QUERY = "SELECT e.header, p.body FROM entry e LEFT JOIN private_part p ON p.position = e.position ORDER BY e.position"


def batches_of(database: Path) -> list[bytes]:
    """The log as the product would batch it."""
    limits = ServingLimits()
    batches: list[bytes] = []
    part = peer_pb2.Entry
    entries: list[peer_pb2.Entry] = []
    held = 0
    db = sqlite3.connect(database)
    for header, body in db.execute(QUERY):
        size = len(header) + len(body or b"")
        if entries and (len(entries) == limits.batch_entries or held + size > limits.batch_bytes):
            batches.append(peer_pb2.EntryBatch(entries=entries).SerializeToString())
            entries, held = [], 0
        entries.append(part(header=header, private_part=body or b""))
        held += size
    batches.append(peer_pb2.EntryBatch(entries=entries).SerializeToString())
    db.close()
    return batches


async def serve(folder: BranchFolder, database: Path) -> None:
    """Serves until it is ended."""
    batches = batches_of(database)

    async def stream(request: bytes, context: object) -> AsyncIterator[bytes]:
        for batch in batches:
            yield batch

    server = grpc.aio.server(options=SERVER_OPTIONS)
    handler = grpc.unary_stream_rpc_method_handler(stream)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("benchmark.Raw", {METHOD: handler}),))
    certificate = load_peer_certificate(folder, load_config(folder.node_toml, {}))
    authorities = "".join(one.tls_ca for one in RosterFiles(folder).trusted().current.branches)
    credentials = grpc.ssl_server_credentials(
        [(certificate.private_key_pem, certificate.certificate_pem)], authorities.encode(), require_client_auth=True
    )
    port = server.add_secure_port("127.0.0.1:0", credentials)
    await server.start()
    print_figures(port=port, batches=len(batches))
    await server.wait_for_termination()


if __name__ == "__main__":
    chosen = settings_of(sys.argv)
    asyncio.run(serve(BranchFolder(Path(chosen["folder"])), Path(chosen["database"])))

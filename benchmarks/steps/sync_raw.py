"""A floor of synchronisation: a raw gRPC stream, parsed, and raw sqlite3 inserts; nothing is verified.

Two tables and the one index as the product has them, one synced commit a batch. The index's keys
are cut out of the private part's first bytes: finding them is part of storing the same rows.
"""

import asyncio
import sys
from pathlib import Path

import grpc

from benchmarks.processes import Stopwatch, print_figures, settings_of
from benchmarks.raw_tables import INSERT_ENTRY, INSERT_PART, create_raw_tables, open_raw
from benchmarks.steps.raw_server import METHOD
from federation.rpc.limits import CHANNEL_OPTIONS
from federation.trust.names import server_name
from federation.v1 import peer_pb2
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.folder.roster_files import RosterFiles
from node.folder.tls_files import load_peer_certificate

# Where the raw keys lie in a serialised private part and header: after the tags and lengths before them.
TOKEN_AT, IDENTITY_AT = 2, 28


async def pull(folder: BranchFolder, source: str, port: int, path: Path) -> None:
    """Streams everything from `source` into a new database at `path`."""
    roster = RosterFiles(folder).trusted().current
    certificate = load_peer_certificate(folder, load_config(folder.node_toml, {}))
    credentials = grpc.ssl_channel_credentials(
        roster.branch(source).tls_ca.encode(), certificate.private_key_pem, certificate.certificate_pem
    )
    options = (*CHANNEL_OPTIONS, ("grpc.ssl_target_name_override", server_name(source)))
    entries = 0
    watch = Stopwatch()
    db = open_raw(path)
    create_raw_tables(db)
    async with grpc.aio.secure_channel(f"127.0.0.1:{port}", credentials, options) as channel:
        async for data in channel.unary_stream(f"/benchmark.Raw/{METHOD}", None, None)(b""):
            batch = peer_pb2.EntryBatch.FromString(data).entries
            rows = [(entries + at, one.header, one.private_part) for at, one in enumerate(batch)]
            db.execute("BEGIN IMMEDIATE")
            db.executemany(INSERT_ENTRY, [row[:2] for row in rows])
            db.executemany(INSERT_PART, [(at, part, *_keys(header, part)) for at, header, part in rows])
            db.execute("COMMIT")
            entries += len(rows)
    print_figures(entries=entries, seconds=watch.seconds)
    db.close()


def _keys(header: bytes, part: bytes) -> tuple[int, int]:
    token, identity = part[TOKEN_AT : TOKEN_AT + 8], header[IDENTITY_AT : IDENTITY_AT + 8]
    return int.from_bytes(token, "big", signed=True), int.from_bytes(identity, "big", signed=True)


if __name__ == "__main__":
    chosen = settings_of(sys.argv)
    asyncio.run(pull(BranchFolder(Path(chosen["folder"])), chosen["source"], chosen["port"], Path(chosen["database"])))

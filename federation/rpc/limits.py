"""How much one branch may ask of another, and how long anything may take.

Both sides of a call hold these: the server because a peer may be greedy, the client
because it may be lying. The defaults suit a branch of ten million entries.

Source: DESIGN section 5 (bounded memory, deadlines on every call); RELIABILITY 11 and 22.
"""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB

# Requests name a log and a range: anything larger is no request.
MAX_REQUEST_BYTES = 64 * KIB
MAX_ANSWER_BYTES = 8 * MIB
MAX_BATCH_ENTRIES = 65_536
MAX_PROOF_HASHES = 64
HASH_BYTES = 32
MAX_INDEXES_PER_CALL = 1_024
MAX_CHECKPOINTS_PER_CALL = 100
MAX_ROSTERS_PER_CALL = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingLimits:
    """What a server spends on its callers.

    Attributes:
        batch_entries: entries in one batch, at most.
        batch_bytes: bytes of headers and private parts in one batch, unless a single entry has more.
        answer_bytes: bytes of rosters or private parts in one answer, unless a single one has more.
        streams_per_branch: streaming calls that one branch may have open.
        calls_per_branch: other calls that one branch may have open.
        calls_in_all: calls that all callers together may have open.
        drain_s: seconds that open calls get when the server stops.
    """

    batch_entries: int = 4_000
    batch_bytes: int = 2 * MIB
    answer_bytes: int = 4 * MIB
    streams_per_branch: int = 16
    calls_per_branch: int = 32
    calls_in_all: int = 512
    drain_s: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallingLimits:
    """How long a client waits, in seconds.

    Attributes:
        connect_s: for a connection to one address.
        call_s: for the answer to a call that isn't a stream.
        batch_idle_s: for the next batch of a stream of entries.
        watch_idle_s: for the next checkpoint of a watched peer: branches renew theirs while idle.
    """

    connect_s: float = 5.0
    call_s: float = 15.0
    batch_idle_s: float = 30.0
    watch_idle_s: float = 900.0


# Source: gRPC core, "grpc/impl/channel_arg_names.h".
SERVER_OPTIONS: tuple[tuple[str, int], ...] = (
    ("grpc.max_receive_message_length", MAX_REQUEST_BYTES),
    ("grpc.max_send_message_length", MAX_ANSWER_BYTES),
    # Two processes must not share a port unknowingly: the second is told.
    ("grpc.so_reuseport", 0),
    ("grpc.max_concurrent_streams", 128),
    ("grpc.server_handshake_timeout_ms", 10_000),
    # A removed branch has no calls left, so its connection ends by itself.
    ("grpc.max_connection_idle_ms", 300_000),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.absolute_max_metadata_size", 16 * KIB),
)
CHANNEL_OPTIONS: tuple[tuple[str, int], ...] = (
    ("grpc.max_receive_message_length", MAX_ANSWER_BYTES),
    ("grpc.max_send_message_length", MAX_REQUEST_BYTES),
    # Channels to one address with different credentials must not share a connection.
    ("grpc.use_local_subchannel_pool", 1),
    # A window that grows by itself buffers many batches for a reader whose disk is slow; without it a
    # message is let through when it is read for (measured: no slower on loopback).
    ("grpc.http2.bdp_probe", 0),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 10_000),
    ("grpc.enable_http_proxy", 0),
    ("grpc.enable_retries", 0),
)

"""What a branch's node.toml may say: one frozen value, read once, at the start.

Each section is a dataclass whose fields are the keys, with their defaults; what a key means
stands in its class's docstring and, for operators, in docs/configuration.md. How the file is
read is in `node.config_reading`. Sizes are in bytes, times in seconds, as the names say.

Source: DESIGN sections 5, 9 and 11.
"""

from dataclasses import dataclass, field
from pathlib import Path

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseConfig:
    """Where the branch's data lies.

    Attributes:
        url: with driver and password, as the storage takes it; never shown.
        password_file: relative to the folder; its first line is the password; "" for none.
    """

    url: str = field(default="sqlite:///data/node.db", repr=False)
    password_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenConfig:
    """Where the node is reached.

    Attributes:
        peers: ``host:port`` for other branches.
        clients: ``host:port`` for the branch's own clients.
        announce: the ``host:port`` at which other branches reach it: what a roster says of it.
    """

    peers: str
    clients: str
    announce: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysConfig:
    """Private keys by URI (see `federation.keys`); relative paths start at the folder."""

    log: str = "file:keys/log.pem"
    root: str = "file:keys/root.pem"
    wrapping: str = "file:keys/wrapping.key"
    node: str = "file:keys/node.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsConfig:
    """Certificates and their keys: PEM files, relative to the folder.

    Attributes:
        peer_certificate, peer_key: what other branches are shown.
        service_certificate, service_key: what the branch's own clients are shown.
        client_ca: the authority of the branch's own clients.
        document_certificate, document_key: what the branch signs reports with.
    """

    peer_certificate: str = "keys/peer.crt"
    peer_key: str = "keys/peer.key"
    service_certificate: str = "keys/service.crt"
    service_key: str = "keys/service.key"
    client_ca: str = "keys/client-ca.crt"
    document_certificate: str = "keys/documents.crt"
    document_key: str = "keys/documents.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsConfig:
    """Which of the branch's own clients there are, by the name in their certificates, and for whom each may act.

    Attributes:
        portals: look learners up; act for no operator.
        counters: ``name:unit``; act for the operators of that unit and those under it.
        systems: ``name:operator``; act as that one operator.
    """

    portals: tuple[str, ...] = ("local",)
    counters: tuple[str, ...] = ()
    systems: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncConfig:
    """How other branches' logs are followed.

    Attributes:
        interval_s: between rounds of asking, beside watching.
        stale_after_s: an origin not heard of for so long is said to be stale.
        renew_s: an idle branch renews its own cosignature after so long: its "as of".
        batch_entries: entries in one batch that a peer is served.
        batch_bytes: the same, in bytes.
    """

    interval_s: float = 15.0
    stale_after_s: float = 120.0
    renew_s: float = 30.0
    batch_entries: int = 4_000
    batch_bytes: int = 2 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportsConfig:
    """What one workbook may cost.

    Attributes:
        max_rows: rows of data in one sheet.
        max_file_bytes: size of the file.
        memory_bytes: address space of the process that reads it.
        timeout_s: how long reading may take.
    """

    max_rows: int = 200_000
    max_file_bytes: int = 64 * MIB
    memory_bytes: int = 1024 * MIB
    timeout_s: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class TransfersConfig:
    """`max_holds`: how many achievements one other branch may hold here at a time, undecided or unclosed."""

    max_holds: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupConfig:
    """`per_minute`: how many documents the node derives tokens of in a minute, over all callers."""

    per_minute: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsConfig:
    """What the branch's reports say.

    Attributes:
        verification_address: a web address that a number is put after, printed and in the QR code; "" for none.
        valid_days: for how long a report counts, the day of issue included.
    """

    verification_address: str = ""
    valid_days: int = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressConfig:
    """Whether the node publishes the branch's progress by itself, and after how many days again."""

    publish: bool = True
    every_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggingConfig:
    """`level` is one of debug, info, warning, error; `json` writes one object a line."""

    level: str = "info"
    json: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeConfig:
    """All of node.toml, checked.

    Attributes:
        branch: two-digit code of GB/T 2260.
        name: for people.
        adapter: ``jiangsu``, ``zhejiang``, ``declared:neutral`` or ``declared:`` with a TOML file's path.
        high_water_mark: the file, absolute.
    """

    branch: str
    name: str
    adapter: str
    high_water_mark: Path
    database: DatabaseConfig
    listen: ListenConfig
    keys: KeysConfig
    tls: TlsConfig
    clients: ClientsConfig
    sync: SyncConfig
    imports: ImportsConfig
    lookup: LookupConfig
    reports: ReportsConfig
    transfers: TransfersConfig
    progress: ProgressConfig
    logging: LoggingConfig

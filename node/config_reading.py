"""Reading node.toml: every key known, every value of its kind, or a refusal that names the key.

The environment overrides the file: ``DELTABANK_<SECTION>__<KEY>``, and
``DELTABANK_NODE__<KEY>`` for the keys above the first section. A variable of that form that
names no key is refused like a wrong key. Passwords come from files, never from a URL that
process lists, shell histories or backups of the configuration keep.

Source: TOML 1.0; RFC 3986 section 3.2.1 (user information in URLs).
"""

import dataclasses
import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_type_hints
from urllib.parse import quote, urlsplit

from adapters.registry import BUILT_IN_ADAPTERS, BUILT_IN_NAMES, DECLARED_PREFIX, PROVINCES
from adapters.toml_faults import not_toml
from federation.errors import ConfigurationInvalid, Malformed
from federation.trust.names import check_branch_code
from node.config import (
    ClientsConfig,
    DatabaseConfig,
    ImportsConfig,
    KeysConfig,
    ListenConfig,
    LoggingConfig,
    LookupConfig,
    NodeConfig,
    ProgressConfig,
    ReportsConfig,
    SyncConfig,
    TlsConfig,
    TransfersConfig,
)
from node.model.client import clients_by_name

MAX_CONFIG_BYTES = 256 * 1024
ENVIRONMENT_PREFIX = "DELTABANK_"
TOP_SECTION = "node"
HIGH_WATER_MARK = "state/high-water-mark.json"
SECTIONS: Mapping[str, type[Any]] = {
    "database": DatabaseConfig,
    "listen": ListenConfig,
    "keys": KeysConfig,
    "tls": TlsConfig,
    "clients": ClientsConfig,
    "sync": SyncConfig,
    "imports": ImportsConfig,
    "lookup": LookupConfig,
    "reports": ReportsConfig,
    "transfers": TransfersConfig,
    "progress": ProgressConfig,
    "logging": LoggingConfig,
}
TOP_KEYS = ("branch", "name", "adapter", "high_water_mark")
REQUIRED = ("branch", "name", "adapter", "listen.peers", "listen.clients")
LEVELS = ("debug", "info", "warning", "error")
ADDRESS = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):(?P<port>[0-9]{1,5})")
TRUTHS = {"true": True, "1": True, "false": False, "0": False}
T = TypeVar("T")


def setting_names() -> tuple[str, ...]:
    """The full name of every key, as ``section.key``; documentation is held against it."""
    sections = (f"{name}.{field.name}" for name, section in SECTIONS.items() for field in dataclasses.fields(section))
    return (*TOP_KEYS, *sections)


def load_config(path: Path, environment: Mapping[str, str]) -> NodeConfig:
    """The configuration in the file at `path`, overridden by the environment.

    Args:
        path: node.toml; relative paths in it start at its folder.
        environment: normally ``os.environ``.

    Raises:
        ConfigurationInvalid: facts ``key`` (full name) and ``reason``: ``missing-file``,
            ``unreadable``, ``too-large``, ``not-toml``, ``unknown-key`` (with the key meant),
            ``no-such-key``, ``missing``, ``kind``, ``range``, ``address``, ``branch-code``,
            ``adapter``, ``level``, ``database-url``,
            ``password-in-url``, ``password-file``, ``client-form``, ``client-twice``.
            After a colon may stand what would be right.
    """
    values = _flatten(_read_toml(path), path)
    values.update(_overrides(environment, path))
    reader = _Reader(path, values)
    reader.refuse_unknown()
    return NodeConfig(
        branch=reader.checked("branch", _branch_code),
        name=reader.text("name"),
        adapter=_resolved_adapter(reader),
        high_water_mark=reader.base / (reader.text("high_water_mark", HIGH_WATER_MARK)),
        database=_database(reader),
        listen=_listen(reader),
        keys=reader.section("keys", KeysConfig),
        tls=reader.section("tls", TlsConfig),
        clients=_clients(reader),
        sync=reader.section("sync", SyncConfig),
        imports=reader.section("imports", ImportsConfig),
        lookup=reader.section("lookup", LookupConfig),
        reports=reader.section("reports", ReportsConfig),
        transfers=reader.section("transfers", TransfersConfig),
        progress=reader.section("progress", ProgressConfig),
        logging=_logging(reader),
    )


class _Reader:
    """The values by full name, taken one section at a time."""

    def __init__(self, path: Path, values: Mapping[str, object]) -> None:
        self.path = path
        self.base = path.parent.absolute()
        self._values = values

    def refuse_unknown(self) -> None:
        known = setting_names()
        for key in self._values:
            if key not in known:
                raise ConfigurationInvalid(path=self.path, key=key, reason=_unknown(key, known))

    def text(self, key: str, default: str | None = None) -> str:
        value = self._values.get(key, default)
        if value is None:
            raise self.refusal(key, "missing")
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise self.refusal(key, "kind:text")
        return value

    def checked(self, key: str, check: Callable[[str], str]) -> str:
        value = self.text(key)
        reason = check(value)
        if reason:
            raise self.refusal(key, reason)
        return value

    def section(self, name: str, kind: type[T]) -> T:
        """The section as its class, each key of the kind that the class states."""
        hints = get_type_hints(kind)
        found: dict[str, Any] = {}
        for field in dataclasses.fields(kind):  # type: ignore[arg-type]
            key = f"{name}.{field.name}"
            if key in self._values:
                found[field.name] = self._typed(key, self._values[key], hints[field.name])
            elif key in REQUIRED:
                raise self.refusal(key, "missing")
        return kind(**found)

    def refusal(self, key: str, reason: str) -> ConfigurationInvalid:
        return ConfigurationInvalid(path=self.path, key=key, reason=reason)

    def _typed(self, key: str, value: object, kind: object) -> object:
        if kind is bool:
            return self._bool(key, value)
        if kind is int or kind is float:
            return self._number(key, value, whole=kind is int)
        if kind is str:
            if not isinstance(value, str) or not (value.isprintable()):
                raise self.refusal(key, "kind:text")
            return value
        if isinstance(value, str):  # from the environment
            value = [part.strip() for part in value.split(",") if part.strip()]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refusal(key, "kind:texts")
        return tuple(value)

    def _bool(self, key: str, value: object) -> bool:
        if isinstance(value, str):
            value = TRUTHS.get(value.lower(), value)
        if not isinstance(value, bool):
            raise self.refusal(key, "kind:true-false")
        return value

    def _number(self, key: str, value: object, *, whole: bool) -> int | float:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,9})?", value):
            value = int(value) if value.isdigit() else float(value)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            raise self.refusal(key, "kind:whole" if whole else "kind:number")
        if not 0 < value < 10**15:
            raise self.refusal(key, "range")
        return value if whole else float(value)


def _database(reader: _Reader) -> DatabaseConfig:
    config = reader.section("database", DatabaseConfig)
    url = config.url
    if url.startswith("sqlite:///"):
        relative = url.removeprefix("sqlite:///")
        if not relative or relative.startswith(":"):
            raise reader.refusal("database.url", "database-url")
        return dataclasses.replace(config, url=f"sqlite+aiosqlite:///{reader.base / relative}")
    return dataclasses.replace(config, url=_postgresql_url(reader, config))


def _postgresql_url(reader: _Reader, config: DatabaseConfig) -> str:
    try:
        parts = urlsplit(config.url)
        password = parts.password
    except ValueError:
        raise reader.refusal("database.url", "database-url") from None
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise reader.refusal("database.url", "database-url")
    if password:
        raise reader.refusal("database.url", "password-in-url")
    rest = config.url.removeprefix("postgresql://")
    if not config.password_file:
        return f"postgresql+asyncpg://{rest}"
    secret = quote(_password(reader, config.password_file), safe="")
    user, at, where = rest.partition("@")
    if not at:
        raise reader.refusal("database.url", "database-url")
    return f"postgresql+asyncpg://{user.removesuffix(':')}:{secret}@{where}"


def _password(reader: _Reader, password_file: str) -> str:
    try:
        lines = (reader.base / password_file).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        lines = []
    if not lines or not lines[0]:
        raise reader.refusal("database.password_file", "password-file")
    return lines[0]


def _listen(reader: _Reader) -> ListenConfig:
    config = reader.section("listen", ListenConfig)
    named = [("listen.peers", config.peers), ("listen.clients", config.clients)]
    for key, address in (*named, *(("listen.announce", address) for address in config.announce)):
        match = ADDRESS.fullmatch(address)
        if match is None or int(match["port"]) > 65_535:
            raise reader.refusal(key, "address")
    return config


def _clients(reader: _Reader) -> ClientsConfig:
    config = reader.section("clients", ClientsConfig)
    try:
        clients_by_name(config.portals, config.counters, config.systems)
    except Malformed as error:
        raise reader.refusal("clients", f"client-{error.facts['why']}") from None
    return config


def _logging(reader: _Reader) -> LoggingConfig:
    config = reader.section("logging", LoggingConfig)
    if config.level not in LEVELS:
        raise reader.refusal("logging.level", f"level:{', '.join(LEVELS)}")
    return config


def _branch_code(value: str) -> str:
    try:
        check_branch_code(value)
    except Malformed:
        return "branch-code"
    return ""


def _resolved_adapter(reader: _Reader) -> str:
    adapter = reader.checked("adapter", _adapter)
    declared = adapter.removeprefix(DECLARED_PREFIX)
    if declared == adapter or declared in BUILT_IN_NAMES:
        return adapter
    return f"{DECLARED_PREFIX}{reader.base / declared}"


def _adapter(value: str) -> str:
    known = value in PROVINCES or value.removeprefix(DECLARED_PREFIX) not in (value, "")
    return "" if known else f"adapter:{', '.join(BUILT_IN_ADAPTERS)}"


def _read_toml(path: Path) -> Mapping[str, object]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_CONFIG_BYTES + 1)
    except FileNotFoundError:
        raise ConfigurationInvalid(path=path, key="node.toml", reason="missing-file") from None
    except OSError:
        raise ConfigurationInvalid(path=path, key="node.toml", reason="unreadable") from None
    if len(data) > MAX_CONFIG_BYTES:
        raise ConfigurationInvalid(path=path, key="node.toml", reason="too-large")
    try:
        # Editors on Windows put a byte order mark before the first key.
        return tomllib.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise ConfigurationInvalid(path=path, key="node.toml", reason="not-toml") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationInvalid(path=path, key="node.toml", reason=not_toml(error)) from None


def _flatten(table: Mapping[str, object], path: Path) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in table.items():
        if name in SECTIONS:
            if not isinstance(value, dict):
                raise ConfigurationInvalid(path=path, key=name, reason="kind:section")
            values.update({f"{name}.{key}": inner for key, inner in value.items()})
        elif isinstance(value, dict) and value:
            values.update({f"{name}.{key}": inner for key, inner in value.items()})
        else:
            values[name] = value
    return values


def _overrides(environment: Mapping[str, str], path: Path) -> dict[str, object]:
    known = setting_names()
    values: dict[str, object] = {}
    for variable, value in environment.items():
        section, separator, key = variable.removeprefix(ENVIRONMENT_PREFIX).partition("__")
        if not variable.startswith(ENVIRONMENT_PREFIX) or not separator:
            continue
        section, key = section.lower(), key.lower()
        name = key if section == TOP_SECTION else f"{section}.{key}"
        if name not in known:
            raise ConfigurationInvalid(path=path, key=variable, reason=_unknown(name, known))
        values[name] = value
    return values


def _unknown(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.7)
    if not near:
        # The key may be right and stand in the wrong section.
        last = key.rpartition(".")[2]
        near = [name for name in known if name.rpartition(".")[2] == last][:1]
    return f"unknown-key:{near[0]}" if near else "no-such-key"

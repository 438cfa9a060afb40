"""The node.toml that a new folder starts with: every common key, explained in two languages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.registry import BUILT_IN_ADAPTERS

ADAPTERS = {"32": "jiangsu", "33": "zhejiang"}
NEUTRAL = "declared:neutral"
BRANCH_NAMES = {
    "31": "上海市终身教育学分银行",
    "32": "江苏省终身教育学分银行",
    "33": "浙江省终身教育学分银行",
    "34": "安徽省终身教育学分银行",
}
# One port for each branch, so that several can run on one machine as they come.
PEER_PORTS_FROM = 7_400
CLIENT_PORTS_FROM = 8_400
EVERYWHERE = ("0.0.0.0", "[::]")  # noqa: S104

TEMPLATE = """\
# 学分银行分行节点配置。改动后须重新启动节点；写错的键会被拒绝并指出。
# Configuration of a branch's node. Restart after a change; a wrong key is refused and named.
# 全部配置项见 docs/configuration.md；环境变量 DELTABANK_<节>__<键> 优先于本文件。
# All keys: docs/configuration.md; the environment (DELTABANK_<SECTION>__<KEY>) goes before this file.

# 分行代码（GB/T 2260 省级代码前两位），建立后不可更改。  Branch code; never changes.
branch = {branch}
# 分行名称。  Name, for people.
name = {name}
# 省级规则：{adapters}，或 declared:文件路径。  The province's templates and rules.
adapter = {adapter}

[database]
# SQLite 相对本目录；PostgreSQL 写作 postgresql://用户@主机/库名，口令放在 password_file 所指文件里。
# SQLite is relative to this folder; a PostgreSQL password goes into the file named by password_file.
url = {url}
{password_file}
[listen]
# 供其他分行连接。  For other branches.
peers = {peers}
# 供本分行自己的客户端连接。  For the branch's own clients.
clients = {clients}
# 写入分行名册、供其他分行拨入的地址。  The addresses that other branches are told.
announce = {announce}

[sync]
# 定时同步间隔（秒）。  Seconds between rounds.
interval_s = 15
# 超过此时间（秒）未获对方消息，即标为“可能过期”。  Not heard of for so long: stale.
stale_after_s = 120

[imports]
# 一张工作表的数据行上限。  Rows of data in one sheet.
max_rows = 200000

[lookup]
# 每分钟可查询的证件数上限。  Documents looked up in a minute.
per_minute = 120

[logging]
# debug、info、warning 或 error
level = "info"
# 一行一个 JSON 对象。  One JSON object a line.
json = true
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstConfig:
    """What is chosen when a folder is made; "" and () stand for the usual.

    Attributes:
        branch: two-digit code.
        name, adapter, database_url, password_file, peers, clients, announce: as in node.toml.
    """

    branch: str
    name: str = ""
    adapter: str = ""
    database_url: str = ""
    password_file: str = ""
    peers: str = ""
    clients: str = ""
    announce: Sequence[str] = ()

    def with_usual(self) -> "FirstConfig":
        """The same, with nothing left open."""
        peers = self.peers or f"127.0.0.1:{PEER_PORTS_FROM + int(self.branch)}"
        return FirstConfig(
            branch=self.branch,
            name=self.name or BRANCH_NAMES.get(self.branch, f"学分银行第 {self.branch} 分行"),
            adapter=self.adapter or ADAPTERS.get(self.branch, NEUTRAL),
            database_url=self.database_url or "sqlite:///data/node.db",
            password_file=self.password_file,
            peers=peers,
            clients=self.clients or f"127.0.0.1:{CLIENT_PORTS_FROM + int(self.branch)}",
            announce=tuple(self.announce) or _announced(peers),
        )

    def to_toml(self) -> str:
        """The file's text."""
        password = f"password_file = {_quoted(self.password_file)}\n" if self.password_file else ""
        return TEMPLATE.format(
            branch=_quoted(self.branch),
            name=_quoted(self.name),
            adapters="、".join(BUILT_IN_ADAPTERS),
            adapter=_quoted(self.adapter),
            url=_quoted(self.database_url),
            password_file=password,
            peers=_quoted(self.peers),
            clients=_quoted(self.clients),
            announce=f"[{', '.join(map(_quoted, self.announce))}]",
        )


def _announced(peers: str) -> tuple[str, ...]:
    host, _, port = peers.rpartition(":")
    return () if host in EVERYWHERE or port == "0" else (peers,)


def _quoted(text: str) -> str:
    # JSON's strings are TOML basic strings, but for U+007F, which no setting may hold.
    return json.dumps(text, ensure_ascii=False)

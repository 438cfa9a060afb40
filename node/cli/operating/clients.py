"""`client`: certificates of the branch's own clients, and which of them the configuration lets in."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from federation.clock import SystemClock
from federation.errors import ActorRefused, NotHere
from node.cli.console.node_access import load_settings, with_node
from node.cli.console.option_values import CLIENT_KINDS
from node.cli.console.options import FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.config import ClientsConfig
from node.folder.branch_folder import BranchFolder
from node.folder.client_certificates import client_certificates, issue_client_certificate
from node.model.client import Client, ClientKind, clients_by_name

if TYPE_CHECKING:
    from node.bootstrap import Node

KEYS = {ClientKind.PORTAL: "portals", ClientKind.COUNTER: "counters", ClientKind.SYSTEM: "systems"}
"""Where the configuration lists each kind, under ``[clients]``."""


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="本分行的客户端：门户、柜台、业务系统 / the branch's own clients")
    group.command("issue")(issue)
    group.command("list")(list_clients)
    app.add_typer(group, name="client")


def issue(
    folder: FolderArgument,
    name: Annotated[
        str, typer.Option("--name", show_default=False, help="客户端名称，小写字母、数字和连字符 / its name")
    ],
    kind: Annotated[
        ClientKind,
        typer.Option(
            "--kind",
            parser=CLIENT_KINDS.parse,
            metavar="KIND",
            show_default=False,
            help=CLIENT_KINDS.help("类别", "what it is"),
        ),
    ],
    bound_to: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="UNIT|OPERATOR",
            show_default=False,
            help="柜台：机构代码；业务系统：为其登记的经办人 / a counter's unit, a system's operator",
        ),
    ] = "",
    renew: Annotated[
        bool, typer.Option("--renew", help="换发，旧证书和密钥被取代 / in place of the present one")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """签发客户端证书，并说明须写入配置的内容 / issue a client's certificate; says what to add to node.toml."""
    terminal = Terminal(as_json=as_json)
    bound_to = bound_to.strip()
    if (kind is ClientKind.PORTAL) == bool(bound_to):
        raise typer.BadParameter(
            terminal.choose(
                "柜台和业务系统须注明 --for，门户不注明", "--for is for counters and systems, which need it"
            )
        )
    config = load_settings(folder)
    wanted = Client(name=name, kind=kind, bound_to=bound_to)
    lines, is_listed = _to_list(config.clients, wanted)
    if bound_to:
        with_node(folder, lambda node: _require_bound(node, wanted))
    issued = issue_client_certificate(BranchFolder(folder), config, name, SystemClock().now(), renew=renew)
    terminal.result(
        {
            "name": name,
            "kind": kind,
            "certificate": str(issued.certificate),
            "key": str(issued.key),
            "client_ca": str(folder / config.tls.client_ca),
            "valid_until": issued.valid_until.isoformat(),
            "listed": is_listed,
            "add_to_node_toml": None if is_listed else lines,
        }
    )
    until = shown_time(issued.valid_until, terminal)
    terminal.say(
        f"已签发 {issued.certificate}，有效期至 {until}。",
        f"Issued {issued.certificate}, valid until {until}.",
    )
    terminal.say(
        f"请将证书、密钥 {issued.key} 和 {folder / config.tls.client_ca} 安全交给客户端，此处不留密钥副本。",
        f"Hand it, its key {issued.key} and {folder / config.tls.client_ca} over safely; keep no copy of the key.",
    )
    if is_listed:
        terminal.say("配置中已列有该客户端。", "The configuration lists it already.")
        return
    terminal.say(
        f"node.toml 的 [clients] 一节写入以下内容（已有该项的，以此取代）并重启节点后，方能使用：\n{lines}",
        f"It can do nothing until [clients] in node.toml says this, and the node was restarted:\n{lines}",
    )


def list_clients(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """列出客户端及其证书 / the clients that the configuration lists, and certificates in the folder."""
    terminal = Terminal(as_json=as_json)
    config = load_settings(folder)
    listed = _listed(config.clients)
    until = {one.name: one.valid_until for one in client_certificates(BranchFolder(folder))}
    unlisted = [Client(name=name, kind=ClientKind.UNLISTED) for name in until if name not in listed]
    clients = [*listed.values(), *unlisted]
    terminal.result(
        {
            "clients": [
                {
                    "name": one.name,
                    "kind": one.kind,
                    "for": one.bound_to or None,
                    "valid_until": until[one.name].isoformat() if one.name in until else None,
                }
                for one in clients
            ]
        }
    )
    terminal.table(
        (("名称", "Name"), ("类别", "Kind"), ("机构或经办人", "Unit or operator"), ("证书有效期至", "Valid until")),
        [
            (one.name, _kind_word(one, terminal), one.bound_to, shown_time(until.get(one.name), terminal))
            for one in clients
        ],
    )


async def _require_bound(node: "Node", client: Client) -> None:
    """Raises `NotHere` unless there is the open unit, or the operator with rights, that the client would act for."""
    if client.kind is ClientKind.COUNTER:
        if (await node.units.by_code(client.bound_to)).is_closed:
            raise NotHere(what=f"unit {client.bound_to}")
        return
    try:
        await node.operators.registered(client.bound_to)
    except ActorRefused:
        raise NotHere(what="operator") from None


def _kind_word(one: Client, terminal: Terminal) -> str:
    if one.kind is ClientKind.UNLISTED:
        return terminal.choose("未列入配置", "not listed")
    return terminal.choose(CLIENT_KINDS.word(one.kind), one.kind)


def _listed(config: ClientsConfig) -> dict[str, Client]:
    return clients_by_name(config.portals, config.counters, config.systems)


def _to_list(config: ClientsConfig, wanted: Client) -> tuple[str, bool]:
    """The lines by which the configuration lists a client as well, and whether it does so already.

    Raises:
        Malformed: no client name, or another client is listed by it.
    """
    if _listed(config).get(wanted.name) == wanted:
        return "", True
    entries: dict[str, Sequence[str]] = {key: getattr(config, key) for key in KEYS.values()}
    key = KEYS[wanted.kind]
    entry = wanted.name if wanted.kind is ClientKind.PORTAL else f"{wanted.name}:{wanted.bound_to}"
    entries[key] = [*entries[key], entry]
    clients_by_name(**entries)
    return f"[clients]\n{key} = {json.dumps(entries[key], ensure_ascii=False)}", False

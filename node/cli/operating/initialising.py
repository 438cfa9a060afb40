"""`init`, and `roster init`, which is its founding half."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from adapters.registry import BUILT_IN_ADAPTERS
from federation.clock import SystemClock
from federation.errors import CreditBankError, InvitationRefused
from federation.trust.invitation import parse_invitation
from node.cli.console.branch_codes import check_province
from node.cli.console.options import FolderArgument, JsonOption
from node.cli.console.terminal import Terminal
from node.folder.creating import CreatedFolder, create_founding_folder, create_invited_folder
from node.folder.first_config import FirstConfig

MAX_INVITATION_BYTES = 64 * 1024 * 1024
BranchOption = Annotated[
    str, typer.Option("--branch", metavar="CODE", show_default=False, help="分行代码，如 32 / the branch's code")
]
NameOption = Annotated[str, typer.Option("--name", show_default=False, help="分行名称 / the branch's name")]
AdapterOption = Annotated[
    str,
    typer.Option(
        "--adapter",
        show_default=False,
        help=f"省级规则：{'、'.join(BUILT_IN_ADAPTERS)} 或 declared:文件 / province's rules",
    ),
]
DatabaseOption = Annotated[
    str, typer.Option("--database-url", show_default=False, help="sqlite:///… 或 postgresql://… / database URL")
]
PasswordFileOption = Annotated[
    str, typer.Option("--password-file", show_default=False, help="数据库口令文件 / file with the database password")
]
PeersOption = Annotated[
    str, typer.Option("--listen-peers", metavar="HOST:PORT", show_default=False, help="分行间监听地址 / for branches")
]
ClientsOption = Annotated[
    str, typer.Option("--listen-clients", metavar="HOST:PORT", show_default=False, help="本行客户端地址 / for clients")
]
AnnounceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--announce",
        metavar="HOST:PORT",
        show_default=False,
        help="告知其他分行的地址，可多次 / addresses told to others",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds `init`."""
    app.command("init")(init)


def register_roster(app: typer.Typer) -> None:
    """Adds `roster init`."""
    app.command("init")(roster_init)


def init(
    folder: FolderArgument,
    branch: BranchOption,
    new_federation: Annotated[
        bool, typer.Option("--new-federation", help="建立新联盟 / found a federation, with this branch alone")
    ] = False,
    invite: Annotated[
        Path | None,
        typer.Option(
            "--invite",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="凭邀请文件加入联盟 / join by an invitation",
        ),
    ] = None,
    fingerprint: Annotated[
        str,
        typer.Option(
            "--fingerprint",
            metavar="HEX",
            show_default=False,
            help="另行得知的首版名册指纹，与邀请核对 / the first roster's fingerprint, as told over another way",
        ),
    ] = "",
    name: NameOption = "",
    adapter: AdapterOption = "",
    database_url: DatabaseOption = "",
    password_file: PasswordFileOption = "",
    listen_peers: PeersOption = "",
    listen_clients: ClientsOption = "",
    announce: AnnounceOption = None,
    as_json: JsonOption = False,
) -> None:
    """建立分行目录：配置、密钥、名册、数据库 / make a branch's folder: configuration, keys, roster, database."""
    terminal = Terminal(as_json=as_json)
    if new_federation == (invite is not None):
        raise typer.BadParameter(
            terminal.choose("--new-federation 与 --invite 须选其一", "give either --new-federation or --invite")
        )
    check_province(branch, terminal)
    chosen = FirstConfig(
        branch=branch,
        name=name,
        adapter=adapter,
        database_url=database_url,
        password_file=password_file,
        peers=listen_peers,
        clients=listen_clients,
        announce=tuple(announce or ()),
    )
    now = SystemClock().now()
    if invite is None:
        created = create_founding_folder(folder, chosen, now)
    else:
        created = create_invited_folder(folder, chosen, parse_invitation(_read(invite)), now, fingerprint or None)
    _migrate(created, terminal)
    _tell(created, terminal)


def roster_init(
    folder: FolderArgument,
    branch: BranchOption,
    name: NameOption = "",
    adapter: AdapterOption = "",
    database_url: DatabaseOption = "",
    password_file: PasswordFileOption = "",
    listen_peers: PeersOption = "",
    listen_clients: ClientsOption = "",
    announce: AnnounceOption = None,
    as_json: JsonOption = False,
) -> None:
    """建立新联盟及其首版名册，等同 init --new-federation / found a federation, as init --new-federation does."""
    init(
        folder,
        branch,
        True,
        None,
        "",
        name,
        adapter,
        database_url,
        password_file,
        listen_peers,
        listen_clients,
        announce,
        as_json,
    )


def _migrate(created: CreatedFolder, terminal: Terminal) -> None:
    from node import bootstrap

    try:
        asyncio.run(bootstrap.migrate(created.folder))
    except CreditBankError:
        terminal.remark(
            f"分行目录已建立（首版名册指纹 {created.fingerprint}），但数据库未建成。"
            "排除下述问题后执行 deltabank migrate：",
            f"The folder is made (first roster {created.fingerprint}), the database isn't. "
            "Once what follows is mended, run deltabank migrate:",
        )
        raise


def _tell(created: CreatedFolder, terminal: Terminal) -> None:
    terminal.result(
        {
            "folder": str(created.folder.path),
            "federation_id": created.federation_id,
            "fingerprint": created.fingerprint,
            "join_request": None if created.join_request is None else str(created.join_request),
        }
    )
    terminal.say(f"分行目录已建立：{created.folder.path}", f"The branch's folder is made: {created.folder.path}")
    if created.folder.declaration.exists():
        terminal.say(
            f"所声明的模板已存入 {created.folder.declaration}，以后改动请改这一份",
            f"What was declared is kept in {created.folder.declaration}: change it there from now on",
        )
    terminal.say(f"联盟编号：{created.federation_id}", f"Federation: {created.federation_id}")
    terminal.say(f"首版名册指纹：{created.fingerprint}", f"Fingerprint of the first roster: {created.fingerprint}")
    if created.join_request is not None:
        terminal.say(
            f"请将 {created.join_request} 交给发出邀请的分行；收到新名册后执行 deltabank roster apply。"
            "请另经电话等途径与对方核对上述指纹。",
            f"Hand {created.join_request} to the inviting branch; with the new roster, run deltabank roster apply. "
            "Compare the fingerprint with them over another way.",
        )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_INVITATION_BYTES + 1)
    except OSError:
        raise InvitationRefused(reason="unreadable") from None

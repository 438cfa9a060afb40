"""`roster propose`, `sign` and `invite`: making the next roster, and asking a branch to join.

A proposal is a file that goes from one holder of a root key to the next; each adds a
signature, and whoever has enough applies it.

Source: DESIGN section 4.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from federation.clock import SystemClock
from federation.errors import Malformed, NotHere
from federation.keys import SECRET_BYTES, SigningKey, load_signing_key
from federation.trust.invitation import make_invitation
from federation.trust.join_request import MAX_REQUEST_BYTES, parse_join_request
from federation.trust.roster import LogEnd, Roster, SignedRoster
from federation.trust.roster_parsing import MAX_ROSTER_BYTES, parse_roster
from federation.trust.roster_proposing import RosterChange, propose_next
from federation.trust.roster_signing import is_majority, sign_roster
from federation.trust.roster_succession import check_succession
from node.cli.console.branch_codes import check_province
from node.cli.console.node_access import load_settings, with_node
from node.cli.console.options import FolderArgument, JsonOption, OutputOption
from node.cli.console.output_files import new_file
from node.cli.console.terminal import Terminal
from node.config import NodeConfig
from node.folder.branch_folder import BranchFolder
from node.folder.durable_files import create_file, replace_file
from node.folder.federation_epochs import load_federation_epochs
from node.folder.roster_files import RosterFiles


def register_roster(roster: typer.Typer) -> None:
    """Adds the commands."""
    roster.command("propose")(propose)
    roster.command("sign")(sign)
    roster.command("invite")(invite)


def propose(
    folder: FolderArgument,
    output: OutputOption,
    add: Annotated[
        list[Path] | None,
        typer.Option(
            "--add",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="加入申请，可多次 / a join request, may be repeated",
        ),
    ] = None,
    close: Annotated[
        list[str] | None,
        typer.Option(
            "--close",
            metavar="CODE",
            show_default=False,
            help="关闭分行（止于本节点所存条数），可多次 / close a branch where its log is held here, may be repeated",
        ),
    ] = None,
    address: Annotated[
        list[str] | None,
        typer.Option(
            "--address",
            metavar="CODE=HOST:PORT[,…]",
            show_default=False,
            help="更改分行地址，可多次 / a branch's new addresses, may be repeated",
        ),
    ] = None,
    tls_ca: Annotated[
        list[str] | None,
        typer.Option(
            "--tls-ca",
            metavar="CODE=FILE",
            show_default=False,
            help="更换分行的签发机构证书，可多次 / a branch's new authority, may be repeated",
        ),
    ] = None,
    drop_root_key: Annotated[
        list[str] | None,
        typer.Option(
            "--drop-root-key",
            metavar="HEX",
            show_default=False,
            help="取消一个根密钥的签名权，可多次 / a root key that loses its vote, may be repeated",
        ),
    ] = None,
    new_epoch: Annotated[
        bool, typer.Option("--new-epoch", help="启用新一期联盟密钥 / add an epoch of the federation key")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """拟定下一版名册（尚未签名） / write the next roster, still unsigned."""
    terminal = Terminal(as_json=as_json)
    config = load_settings(folder)
    current = RosterFiles(BranchFolder(folder)).trusted().current
    epochs = load_federation_epochs(BranchFolder(folder), config, current)
    if new_epoch:
        epochs[max(epochs) + 1] = secrets.token_bytes(SECRET_BYTES)
    change = RosterChange(
        add=[parse_join_request(_read(path, MAX_REQUEST_BYTES, "join-request")) for path in add or ()],
        close=_ends(folder, close or (), current, config.branch),
        addresses={code: tuple(value.split(",")) for code, value in _pairs(address, terminal)},
        tls_ca={
            code: _read(Path(value), MAX_REQUEST_BYTES, "certificate").decode("ascii", "replace")
            for code, value in _pairs(tls_ca, terminal)
        },
        drop_root_keys=[_hex(key, terminal) for key in drop_root_key or ()],
    )
    signed = propose_next(current, change, epochs, SystemClock().now())
    with new_file(output):
        create_file(output, signed.to_bytes())
    _tell(signed, current, terminal)
    terminal.say(
        f"名册草案已写入 {output}，请各根密钥持有方执行 deltabank roster sign。",
        f"The proposal is in {output}: holders of root keys sign it with deltabank roster sign.",
    )


def sign(
    folder: FolderArgument,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, show_default=False, help="名册草案 / the proposal"),
    ],
    as_json: JsonOption = False,
) -> None:
    """用本行根密钥签名，写回原文件 / sign a proposal with this branch's root key, in place."""
    terminal = Terminal(as_json=as_json)
    config = load_settings(folder)
    current = RosterFiles(BranchFolder(folder)).trusted().current
    unsigned = parse_roster(_read(file, MAX_ROSTER_BYTES, "roster"))
    # Nobody should sign what everybody would refuse.
    check_succession(current, unsigned.roster)
    signed = sign_roster(unsigned, _root_key(config, folder), current)
    replace_file(file, signed.to_bytes())
    _tell(signed, current, terminal)


def invite(
    folder: FolderArgument,
    branch: Annotated[
        str,
        typer.Option("--branch", metavar="CODE", show_default=False, help="受邀分行代码 / the invited branch's code"),
    ],
    output: OutputOption,
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="有效天数 / days that it is valid")] = 30,
    as_json: JsonOption = False,
) -> None:
    """为新分行出具邀请文件 / an invitation for a branch that is to join."""
    terminal = Terminal(as_json=as_json)
    check_province(branch, terminal)
    BranchFolder(folder).require_ready()
    trusted = RosterFiles(BranchFolder(folder)).trusted()
    invitation = make_invitation(trusted, branch, SystemClock().now() + timedelta(days=days))
    with new_file(output):
        create_file(output, invitation.to_bytes())
    terminal.result(
        {
            "branch": branch,
            "file": str(output),
            "fingerprint": invitation.fingerprint,
            "expires_at": invitation.expires_at.isoformat(),
        }
    )
    terminal.say(
        f"邀请已写入 {output}，{invitation.expires_at.date()} 前有效。"
        f"请另经电话等途径告知指纹 {invitation.fingerprint}",
        f"The invitation is in {output}, valid until {invitation.expires_at.date()}. Tell the fingerprint over "
        f"another way: {invitation.fingerprint}",
    )


def _ends(folder: Path, codes: Sequence[str], current: Roster, own: str) -> dict[str, LogEnd]:
    if not codes:
        return {}
    heads = {head.branch: head for head in with_node(folder, lambda node: node.logs.heads())}
    ends = {}
    for code in codes:
        current.branch(code)
        head = heads.get(code)
        if head is None or (code != own and head.as_of is None):
            # Nothing of it was ever heard here: closing it at size 0 would cut off what it has.
            raise NotHere(what="checkpoint")
        ends[code] = LogEnd(size=head.size, root=bytes.fromhex(head.root_hex))
    return ends


def _root_key(config: NodeConfig, folder: Path) -> SigningKey:
    return load_signing_key(config.keys.root, folder)


def _tell(signed: SignedRoster, current: Roster, terminal: Terminal) -> None:
    roster = signed.roster
    ready = is_majority(signed, roster) and is_majority(signed, current)
    terminal.result(
        {
            "version": roster.version,
            "fingerprint": roster.fingerprint,
            "signatures": len(signed.signatures),
            "root_keys": len(roster.root_keys),
            "enough": ready,
        }
    )
    terminal.say(
        f"名册第 {roster.version} 版，指纹 {roster.fingerprint}：已有 {len(signed.signatures)} 个签名，"
        + ("已过半数，可以采用。" if ready else "尚未过半数。"),
        f"Roster version {roster.version}, fingerprint {roster.fingerprint}: {len(signed.signatures)} signatures, "
        + ("enough to apply." if ready else "not enough yet."),
    )


def _pairs(texts: Sequence[str] | None, terminal: Terminal) -> list[tuple[str, str]]:
    pairs = [(code, value) for code, equals, value in (text.partition("=") for text in texts or ()) if equals and value]
    if len(pairs) != len(texts or ()):
        raise typer.BadParameter(terminal.choose("应写作 分行代码=值", "written as CODE=VALUE"))
    return pairs


def _hex(text: str, terminal: Terminal) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise typer.BadParameter(terminal.choose("应为十六进制公钥", "a public key in hex is needed")) from None


def _read(path: Path, most: int, what: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError:
        raise Malformed(what=what, why="unreadable") from None

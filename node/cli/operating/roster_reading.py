"""`roster show` and `roster apply`: the roster that a branch trusts, and taking in the next one."""

from pathlib import Path
from typing import Annotated

import typer

from federation.errors import RosterRefused
from federation.trust.roster import Roster
from federation.trust.roster_parsing import parse_roster
from federation.trust.trusted_roster import TrustedRoster
from node.cli.console.options import FolderArgument, JsonOption
from node.cli.console.output_files import new_file
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.folder.branch_folder import BranchFolder
from node.folder.durable_files import create_file
from node.folder.roster_files import RosterFiles
from node.folder.trust_file import MAX_TRUST_FILE_BYTES, encode_trust_file, read_rosters


def register_roster(roster: typer.Typer) -> None:
    """Adds both commands."""
    roster.command("apply")(apply)
    roster.command("show")(show)


def show(
    folder: FolderArgument,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="FILE",
            show_default=False,
            help="导出全部版本，供脱机校验用 / write all versions to a file, for verify",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """显示现行名册 / the roster that holds now."""
    terminal = Terminal(as_json=as_json)
    BranchFolder(folder).require_ready()
    trusted = RosterFiles(BranchFolder(folder)).trusted()
    if export is not None:
        with new_file(export):
            create_file(export, encode_trust_file(trusted))
    terminal.result(_as_json(trusted))
    _tell(trusted, terminal)
    if export is not None:
        terminal.say(f"名册链已写入 {export}", f"All versions are in {export}")


def apply(
    folder: FolderArgument,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="已签名的名册或导出的名册链 / signed rosters, or an exported chain",
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """采用新版名册，逐版校验 / take in the next versions of the roster, each verified."""
    terminal = Terminal(as_json=as_json)
    BranchFolder(folder).require_ready()
    store = RosterFiles(BranchFolder(folder))
    rosters = {parse_roster(data).roster.version: data for file in files for data in read_rosters(_read(file))}
    current = store.trusted().current
    for version in sorted(rosters):
        # An exported chain starts at version 1; what is older than the present one was verified once.
        if version >= current.version or len(rosters) == 1:
            current = store.apply(rosters[version])
    terminal.result({"version": current.version, "fingerprint": current.fingerprint})
    terminal.say(
        f"现行名册：第 {current.version} 版，指纹 {current.fingerprint}",
        f"The roster is now version {current.version}, fingerprint {current.fingerprint}",
    )


def _as_json(trusted: TrustedRoster) -> dict[str, object]:
    roster = trusted.current
    return {
        "federation_id": roster.federation_id,
        "version": roster.version,
        "fingerprint": roster.fingerprint,
        "first_fingerprint": trusted.first_fingerprint,
        "issued_at": roster.issued_at.isoformat(),
        "root_keys": [{"name": key.name, "public_key": key.public_key.hex()} for key in roster.root_keys],
        "branches": [
            {
                "branch": branch.code,
                "name": branch.name,
                "origin": branch.origin,
                "addresses": list(branch.addresses),
                "closed_at_size": None if branch.closed is None else branch.closed.size,
            }
            for branch in roster.branches
        ],
    }


def _tell(trusted: TrustedRoster, terminal: Terminal) -> None:
    roster: Roster = trusted.current
    terminal.say(
        f"联盟 {roster.federation_id}，名册第 {roster.version} 版（{shown_time(roster.issued_at, terminal)}）",
        f"Federation {roster.federation_id}, roster version {roster.version} ({roster.issued_at.isoformat()})",
    )
    terminal.say(f"首版指纹：{trusted.first_fingerprint}", f"Fingerprint of the first: {trusted.first_fingerprint}")
    terminal.say(f"现版指纹：{roster.fingerprint}", f"Fingerprint of this one: {roster.fingerprint}")
    terminal.table(
        (("分行", "Branch"), ("名称", "Name"), ("日志", "Log"), ("地址", "Addresses"), ("关闭于", "Closed at")),
        [
            (one.code, one.name, one.origin, ", ".join(one.addresses), one.closed.size if one.closed else None)
            for one in roster.branches
        ],
    )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_TRUST_FILE_BYTES + 1)
    except OSError:
        raise RosterRefused(reason="unreadable") from None

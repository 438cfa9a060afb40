"""`credential issue | verify`: an achievement as an Open Badges 3.0 credential, and what one proves offline."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from federation.badges.compact_jws import MAX_TOKEN_BYTES
from federation.badges.verification import VerifiedCredential, verify_credential
from federation.error_catalogue import ExitCode
from federation.errors import OtherKindOfFile
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DocumentTypeName
from node.cli.console.options import (
    AsOption,
    DocumentOption,
    DocumentTypeOption,
    FolderArgument,
    JsonOption,
    OutputOption,
)
from node.cli.console.output_files import check_new_file, new_file
from node.cli.console.person_options import BasisOption, PurposeOption
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.looking.trust_words import tell_trust, trust_json
from node.cli.looking.verifying import (
    FingerprintOption,
    RosterFileOption,
    content_json,
    read_bounded,
    tell_body,
    tell_holder,
)
from node.cli.looking.verifying_reports import PDF_HEADER
from node.folder.durable_files import OWNER_ONLY, create_file
from node.folder.trust_file import MAX_TRUST_FILE_BYTES, TrustedBy, load_trust_file

JSON_OBJECT = b"eyJ"
"""How base64url of a JSON object in its one form begins."""


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="学习成果凭证（Open Badges 3.0） / portable credentials (Open Badges 3.0)")
    group.command("issue")(issue)
    group.command("verify")(verify)
    app.add_typer(group, name="credential")


def issue(
    folder: FolderArgument,
    origin: Annotated[
        str,
        typer.Option(
            "--origin",
            metavar="ORIGIN",
            show_default=False,
            help="日志名称或分行代码 / a log's origin or a branch's code",
        ),
    ],
    index: Annotated[
        int, typer.Option("--index", metavar="N", min=0, show_default=False, help="日志序号 / the entry's index")
    ],
    output: OutputOption,
    purpose: PurposeOption,
    basis: BasisOption,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """凭证件为本人签发一项学习成果的凭证 / one achievement as a credential, for the person who shows the document."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)
    shown = read_document(document, document_type.type, terminal)
    made = with_actor(
        folder,
        actor,
        lambda node, who: node.credentials.issue(
            origin, index, document=shown, purpose=purpose, basis=basis, actor=who
        ),
    )
    # It discloses the achievement to whoever has it: it starts as its owner's alone.
    with new_file(output):
        create_file(output, made.token.encode(), OWNER_ONLY)
    terminal.result(
        {
            "file": str(output),
            "bytes": len(made.token),
            "branch": made.branch,
            "index": made.index,
            "issuer": made.issuer,
            "status": str(made.status),
            "valid_until": made.valid_until.isoformat(),
        }
    )
    terminal.say(
        f"凭证已写入 {output}，有效期至 {shown_time(made.valid_until, terminal)}。",
        f"The credential is in {output}, valid until {made.valid_until.isoformat()}.",
    )
    terminal.say(
        "取得该文件的人即可看到这项成果（姓名已隐去部分），请由本人保管和出示。",
        "Whoever has the file can read the achievement (the name masked): it is the person's to keep and to show.",
    )


def verify(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, show_default=False, help="凭证文件 / a credential's file"
        ),
    ],
    roster: RosterFileOption,
    fingerprint: FingerprintOption = "",
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    as_json: JsonOption = False,
) -> int:
    """脱机校验凭证：签名、密钥所属分行、所附记录 / verify a credential offline: signature, whose key, the record."""
    terminal = Terminal(as_json=as_json)
    trusted = load_trust_file(read_bounded(roster, MAX_TRUST_FILE_BYTES, "roster"), fingerprint or None)
    # A line end comes with copying; everything else in the file is under the signature.
    token = _token(file)
    shown = None if document is None else read_document(document, document_type.type, terminal)
    verified = verify_credential(token, trusted.roster, document=shown)
    in_time = verified.is_in_time(datetime.now(UTC))
    terminal.result(_as_json(verified, trusted, in_time=in_time))
    _tell(verified, terminal, in_time=in_time)
    tell_trust(trusted, terminal)
    return ExitCode.OK if in_time and verified.belongs_to_presenter is not False else ExitCode.NOT_ALL_HELD


def _token(file: Path) -> bytes:
    """The file's text. Raises `OtherKindOfFile`: nothing that was ever a credential; `TooLarge`."""
    with suppress(OSError), file.open("rb") as opened:
        # A report's PDF may be larger than any credential: that it is one says more.
        if opened.read(len(PDF_HEADER)) == PDF_HEADER:
            raise OtherKindOfFile(reason="is-pdf")
    token = read_bounded(file, MAX_TOKEN_BYTES, "credential").strip()
    # An altered one still begins as every token does; of anything else it would mislead to say that it's damaged.
    if not token.startswith(JSON_OBJECT):
        raise OtherKindOfFile(reason="no-credential")
    return token


def _as_json(verified: VerifiedCredential, trusted: TrustedBy, *, in_time: bool) -> dict[str, object]:
    as_of = verified.record.authentic_as_of
    return {
        "authentic": True,
        "in_time": in_time,
        "id": verified.identity,
        "issuer": {"branch": verified.issuer.code, "name": verified.issuer.name, "did": verified.issuer_did},
        "valid_from": verified.valid_from.isoformat(),
        "valid_until": verified.valid_until.isoformat(),
        "branch": verified.record.branch,
        "index": verified.record.index,
        "authentic_as_of": None if as_of is None else as_of.isoformat(),
        "witnesses": [{"branch": one.branch, "time": one.time.isoformat()} for one in verified.record.witnesses],
        "later_revocation_checked": verified.later_revocation_checked,
        "content": content_json(verified.body),
        "belongs_to_presenter": verified.belongs_to_presenter,
        **trust_json(trusted),
    }


def _tell(verified: VerifiedCredential, terminal: Terminal, *, in_time: bool) -> None:
    issuer, record = verified.issuer, verified.record
    terminal.say(
        f"真实：由第 {issuer.code} 分行（{issuer.name}）于 {shown_time(verified.valid_from, terminal)} 签发，"
        f"内容与第 {record.branch} 分行日志第 {record.index} 条一致。",
        f"Genuine: issued by branch {issuer.code} ({issuer.name}) at {verified.valid_from.isoformat()}; "
        f"it says what entry {record.index} of branch {record.branch} says.",
    )
    tell_body(verified.body, terminal)
    until = shown_time(verified.valid_until, terminal)
    if in_time:
        terminal.say(f"有效期至 {until}。", f"Valid until {verified.valid_until.isoformat()}.")
    else:
        terminal.say(
            f"不在有效期内（至 {until}）！请持有人重新申请签发。",
            f"NOT within its time (until {verified.valid_until.isoformat()}): have the holder get a new one.",
        )
    tell_holder(verified.belongs_to_presenter, terminal)
    terminal.say(
        "是否更正、撤销或已转换为其他学分，签发证书是否提前停用，脱机无法得知：请向任一分行查询现状。",
        "A correction, revocation or conversion into other credit, or a certificate given up early, can't be seen "
        "offline: ask any branch.",
    )

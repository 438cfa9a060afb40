"""`verify`: a record or a report's file held against a roster, with no node, network or database."""

import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import Annotated

import typer

from federation.error_catalogue import ExitCode
from federation.errors import Malformed, OtherKindOfFile, TooLarge
from federation.model.achievement import AchievementBody
from federation.model.achievement_class import class_code
from federation.record.signed_record import parse_signed_record
from federation.record.verification import PrivatePartState, VerifiedRecord, verify_signed_record
from node.cli.console.amounts import hundredths
from node.cli.console.documents import read_document
from node.cli.console.option_values import DocumentTypeName
from node.cli.console.options import DocumentOption, DocumentTypeOption, JsonOption
from node.cli.console.record_words import class_word
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.looking.trust_words import tell_trust, trust_json
from node.cli.looking.verifying_reports import MAX_REPORT_BYTES, PDF_HEADER, verify_report
from node.folder.trust_file import MAX_TRUST_FILE_BYTES, TrustedBy, load_trust_file

CREDENTIAL = re.compile(rb"eyJ[\w-]*\.[\w-]*\.[\w-]*")
"""A compact JWS, whose first part is a JSON object."""
FORMAT_FIELD = b"\x08"
"""How a record's file begins: field 1, a number (`record.proto`). No text, picture, archive or office file does."""
RosterFileOption = Annotated[
    Path,
    typer.Option(
        "--roster",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        show_default=False,
        help="分行公布的信任文件（由 roster show --export 导出），或单个名册文件 "
        "/ the trust file that branches publish (an exported roster chain), or one signed roster",
    ),
]
FingerprintOption = Annotated[
    str,
    typer.Option(
        "--fingerprint",
        metavar="HEX",
        show_default=False,
        help="公布的指纹：链的首版，或单个名册的 / the published fingerprint: the chain's first, or the roster's",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("verify")(verify)


def verify(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="记录文件或报告 PDF / a record, or a report's PDF",
        ),
    ],
    roster: RosterFileOption,
    fingerprint: FingerprintOption = "",
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    as_json: JsonOption = False,
) -> int:
    """脱机校验记录文件或报告 PDF / verify a record or a report's PDF offline."""
    terminal = Terminal(as_json=as_json)
    trusted = load_trust_file(read_bounded(roster, MAX_TRUST_FILE_BYTES, "roster"), fingerprint or None)
    data = read_bounded(file, MAX_REPORT_BYTES, "record")
    shown = None if document is None else read_document(document, document_type.type, terminal)
    if data.startswith(PDF_HEADER):
        return verify_report(data, trusted, shown, terminal)
    _require_record(data)
    record = parse_signed_record(data)
    verified = verify_signed_record(record, trusted.roster, document=shown)
    terminal.result(_as_json(verified, trusted))
    _tell(verified, trusted, terminal)
    return ExitCode.NOT_ALL_HELD if verified.belongs_to_presenter is False else ExitCode.OK


def _require_record(data: bytes) -> None:
    """Refuses what no record's file ever was, which "damaged" would mislead about. Raises `OtherKindOfFile`."""
    if CREDENTIAL.fullmatch(data.removeprefix(BOM_UTF8).strip()):
        raise OtherKindOfFile(reason="is-credential")
    if not data.startswith(FORMAT_FIELD):
        raise OtherKindOfFile(reason="no-record")


def _as_json(verified: VerifiedRecord, trusted: TrustedBy) -> dict[str, object]:
    body = verified.body
    return {
        "authentic": True,
        "branch": verified.branch,
        "origin": verified.origin,
        "index": verified.index,
        "tree_size": verified.checkpoint.size,
        "authentic_as_of": None if verified.authentic_as_of is None else verified.authentic_as_of.isoformat(),
        "witnesses": [{"branch": one.branch, "time": one.time.isoformat()} for one in verified.witnesses],
        "later_revocation_checked": verified.later_revocation_checked,
        "private_part": str(verified.private_part),
        "content": None if body is None else content_json(body),
        "belongs_to_presenter": verified.belongs_to_presenter,
        **trust_json(trusted),
    }


def content_json(body: AchievementBody) -> dict[str, object]:
    """What a disclosed record says, for programs."""
    return {
        "title": body.title,
        "institution": body.institution_name,
        "achieved_on": body.achieved_on.isoformat(),
        "training_hours": hundredths(body.training_hours),
        "credit_hours": hundredths(body.credit_hours),
        "credits": hundredths(body.credits),
        "masked_name": body.masked_name,
        "class": class_code(body.achievement_class),
        "score": body.score,
        "certificate_number": body.certificate_number,
        "certificate_level": body.certificate_level,
        "personal_deposit": body.personal_deposit,
        "filed_by": body.filed_by,
        "training_place": body.training_place,
    }


def _tell(verified: VerifiedRecord, trusted: TrustedBy, terminal: Terminal) -> None:
    as_of = verified.authentic_as_of
    terminal.say(
        f"真实：由第 {verified.branch} 分行登记（{verified.origin} 第 {verified.index} 条），"
        + (f"截至 {shown_time(as_of, terminal)} 有效签署。" if as_of else "文件未载明签署时间。"),
        f"Authentic: entry {verified.index} of {verified.origin}, branch {verified.branch}, "
        + (f"as of {as_of.isoformat()}." if as_of else "at a time that the file doesn't state."),
    )
    witnesses = "、".join(f"{one.branch}（{shown_time(one.time, terminal)}）" for one in verified.witnesses)
    terminal.say(f"见证分行：{witnesses or '无'}", f"Witnessed by: {witnesses or 'nobody else'}")
    _tell_content(verified, terminal)
    terminal.say(
        "此后是否更正或撤销未作核对：请向任一分行查询现状。",
        "A later correction or revocation was not checked: ask any branch how it stands now.",
    )
    tell_trust(trusted, terminal)


def _tell_content(verified: VerifiedRecord, terminal: Terminal) -> None:
    if verified.body is not None:
        tell_body(verified.body, terminal)
    elif verified.private_part is PrivatePartState.NOT_INCLUDED:
        terminal.say(
            "内容未包含在文件中（已删除或未提供，文件本身无法区分）。",
            "The content isn't in the file: erased, or not handed over; a file can't tell which.",
        )
    else:
        terminal.say("内容已密封，本文件未公开。", "The content is sealed; this file doesn't disclose it.")
    tell_holder(verified.belongs_to_presenter, terminal)


def tell_holder(belongs: bool | None, terminal: Terminal) -> None:
    """Whether it is about whoever showed a document, if somebody did."""
    if belongs is not None:
        terminal.say(
            "与出示的证件相符。" if belongs else "与出示的证件不符！",
            "It is about the holder of the document." if belongs else "It is NOT about the holder of the document!",
        )


def tell_body(body: AchievementBody, terminal: Terminal) -> None:
    """What a disclosed record says; class, score, credit, certificate, who deposited and filed it if it does."""
    terminal.say(
        f"内容：{body.masked_name}，{body.title}，{body.institution_name}，{body.achieved_on.isoformat()}",
        f"Content: {body.masked_name}, {body.title}, {body.institution_name}, {body.achieved_on.isoformat()}",
    )
    details = [
        (terminal.choose(zh, en), value)
        for zh, en, value in (
            ("类别", "Class", class_word(class_code(body.achievement_class), terminal)),
            ("成绩", "Score", body.score),
            ("学分", "Credits", hundredths(body.credits)),
            ("证书编号", "Certificate number", body.certificate_number),
            ("证书等级", "Certificate level", body.certificate_level),
            ("办学点", "Training place", body.training_place),
            ("填报机构", "Filed by", body.filed_by),
        )
        if value
    ]
    told = terminal.choose("；", "; ").join(f"{name}{terminal.choose('：', ': ')}{value}" for name, value in details)
    terminal.say(told, told)
    if body.personal_deposit:
        terminal.say("由本人存入，经审核登记。", "Deposited by the person, and reviewed.")


def read_bounded(path: Path, most: int, what: str) -> bytes:
    """A file of at most so many bytes. Raises `Malformed` (unreadable), `TooLarge`."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError:
        raise Malformed(what=what, why="unreadable") from None
    if len(data) > most:
        raise TooLarge(what=what, limit=f"{most} B")
    return data

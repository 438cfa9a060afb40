"""`verify` for a report's PDF: the verdict, what the report says, what the file can't say."""

from federation.error_catalogue import ExitCode
from federation.model.document import Document
from federation.reports.content import ReportContent, StatedAchievement
from federation.reports.number import grouped
from node.cli.console.amounts import hundredths
from node.cli.console.record_words import REPORT_KINDS, class_word
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.console.transfer_names import place_text
from node.cli.looking.trust_words import tell_trust, trust_json
from node.folder.trust_file import TrustedBy

PDF_HEADER = b"%PDF-"
NO_WITNESS = (
    "出具时尚无其他分行见证；可凭编号在线验证",
    "nobody else when it was made; its number can be verified online",
)
MAX_REPORT_BYTES = 16 * 1024 * 1024


def verify_report(data: bytes, trusted: TrustedBy, document: Document | None, terminal: Terminal) -> int:
    """Holds a report's file against the roster and tells what it proves; the exit code.

    Raises:
        CreditBankError: it isn't genuine: see `verify_report_file`.
    """
    # Read when there is a report: no other command waits for what reads PDF files.
    from node.report_files.verifying import verify_report_file

    verified = verify_report_file(data, trusted.roster, document=document)
    report, content = verified.report, verified.report.content
    as_of = report.authentic_as_of
    terminal.result(
        {
            "authentic": True,
            **_as_json(content),
            "signed_at": verified.signed_at.isoformat(),
            "index": report.index,
            "authentic_as_of": None if as_of is None else as_of.isoformat(),
            "witnesses": [{"branch": one.branch, "time": one.time.isoformat()} for one in report.witnesses],
            "later_withdrawal_checked": False,
            "belongs_to_presenter": report.belongs_to_presenter,
            **trust_json(trusted),
        }
    )
    _tell_verdict(content, terminal)
    terminal.say(
        f"签署时间：{shown_time(verified.signed_at, terminal)}；已登记于 {content.origin} 第 {report.index} 条"
        + (f"，截至 {shown_time(as_of, terminal)} 有效签署。" if as_of else "。"),
        f"Signed at {verified.signed_at.isoformat()}; entry {report.index} of {content.origin}"
        + (f", as of {as_of.isoformat()}." if as_of else "."),
    )
    witnesses = "、".join(f"{one.branch}（{shown_time(one.time, terminal)}）" for one in report.witnesses)
    terminal.say(f"见证分行：{witnesses or NO_WITNESS[0]}", f"Witnessed by: {witnesses or NO_WITNESS[1]}")
    _tell_content(content, terminal)
    terminal.say(
        "此后是否撤销、过期或所载成果有变动未作核对：请凭编号向任一分行在线验证。",
        "A later withdrawal, expiry or change was not checked: verify the number at any branch.",
    )
    if report.belongs_to_presenter is not None:
        belongs = report.belongs_to_presenter
        terminal.say(
            "与出示的证件相符。" if belongs else "与出示的证件不符！",
            "It is about the holder of the document." if belongs else "It is NOT about the holder of the document!",
        )
    tell_trust(trusted, terminal)
    return ExitCode.NOT_ALL_HELD if report.belongs_to_presenter is False else ExitCode.OK


def _as_json(content: ReportContent) -> dict[str, object]:
    return {
        "kind": content.kind,
        "number": grouped(content.number),
        "branch": content.branch,
        "origin": content.origin,
        "issued_by": content.issued_by,
        "issued_on": content.issued_on.isoformat(),
        "valid_until": content.valid_until.isoformat(),
        "name": content.name,
        "masked_number": content.masked_number,
        "purpose": content.purpose,
        "achievements": [_achievement(one) for one in content.achievements],
        "credits": [
            {
                "branch": one.branch,
                "scheme": one.scheme,
                "scheme_name": one.said_scheme,
                "course": one.course,
                "credits": hundredths(one.credits),
                "granted_on": one.granted_on.isoformat(),
                "transfer": f"{one.branch}-{one.transfer}",
                "place": place_text(one.transfer, one.item),
                "converted_from": one.source or None,
            }
            for one in content.credits
        ],
    }


def _achievement(one: StatedAchievement) -> dict[str, object]:
    return {
        "branch": one.branch,
        "index": one.index,
        "title": one.title,
        "institution": one.institution,
        "achieved_on": one.achieved_on.isoformat(),
        "class": one.achievement_class,
        "training_hours": hundredths(one.training_hours),
        "credit_hours": hundredths(one.credit_hours),
        "credits": hundredths(one.credits),
        "score": one.score,
        "certificate_number": one.certificate_number,
        "certificate_level": one.certificate_level,
        "converted": one.is_converted,
    }


def _tell_verdict(content: ReportContent, terminal: Terminal) -> None:
    zh, en = REPORT_KINDS[content.kind]
    terminal.say(
        f"真实：《{zh}》{grouped(content.number)}，由第 {content.branch} 分行（{content.issued_by}）"
        f"于 {content.issued_on.isoformat()} 出具，全文未经改动。",
        f"Genuine: {en} {grouped(content.number)}, issued by branch {content.branch} ({content.issued_by}) "
        f"on {content.issued_on.isoformat()}, unaltered.",
    )


def _tell_content(content: ReportContent, terminal: Terminal) -> None:
    terminal.say(
        f"持有人：{content.name}，证件号码 {content.masked_number}；有效期至 {content.valid_until.isoformat()}",
        f"Holder: {content.name}, document {content.masked_number}; valid until {content.valid_until.isoformat()}",
    )
    for one in content.achievements:
        word = class_word(one.achievement_class, terminal)
        said = (f"{one.branch}-{one.index}", one.achieved_on.isoformat(), one.title, one.institution, word)
        stated = (
            ("培训时数", "training hours", hundredths(one.training_hours)),
            ("学时", "credit hours", hundredths(one.credit_hours)),
            ("学分", "credits", hundredths(one.credits)),
            ("成绩", "score", one.score),
            ("证书编号", "certificate", one.certificate_number),
            ("证书等级", "level", one.certificate_level),
        )
        known = [(zh, en, told) for zh, en, told in stated if told]
        marks = [("（已转换）", "(converted)")] if one.is_converted else []
        terminal.say(
            "  " + "  ".join((*said, *(f"{zh} {told}" for zh, _, told in known), *(zh for zh, _ in marks))),
            "  " + "  ".join((*said, *(f"{en} {told}" for _, en, told in known), *(en for _, en in marks))),
        )
    if not content.credits:
        return
    terminal.say("转换取得的学分：", "Converted credit:")
    for credit in content.credits:
        parts = (credit.branch, credit.granted_on.isoformat(), credit.said_scheme, credit.course)
        line = "  ".join(part for part in (*parts, str(hundredths(credit.credits))) if part)
        terminal.say(
            f"  {line}{f'  由 {credit.source} 转换' if credit.source else ''}",
            f"  {line}{f'  converted from {credit.source}' if credit.source else ''}",
        )
    terminal.say(
        "转换所得学分由所列原成果转换而来，不应与原成果的学分重复计算。",
        "Converted credit came of the achievements named with it: it doesn't count beside their own.",
    )

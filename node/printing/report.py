"""Reports on paper: 学习成果认证报告, 成绩证明 and 资信证明, printed from the content that the log was told of.

Whatever the paper says is in `ReportContent`; `printed_texts` lists it, so that a file's paper can be
held against its content.

Source: seed document 001 (出具学习成果认证报告, 凭报告编号在线验证; 成绩证明、资信证明); DESIGN section 3.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from federation.model.document import DocumentType
from federation.reports.body import ReportKind
from federation.reports.content import ReportContent, StatedAchievement, StatedCredit
from federation.reports.number import grouped
from node.printing.amounts import said_amount
from node.printing.qr_codes import draw_qr_code
from node.printing.typesetting import WITH_ATTACHMENTS, render_pdf

TEMPLATE = "report"
BEIJING = timezone(timedelta(hours=8))
TITLES = {
    ReportKind.CERTIFICATION: "学习成果认证报告",
    ReportKind.TRANSCRIPT: "成绩证明",
    ReportKind.STANDING: "资信证明",
}
DOCUMENT_TYPES = {
    DocumentType.RESIDENT_ID: "居民身份证",
    DocumentType.RESIDENCE_PERMIT: "港澳台居民居住证",
    DocumentType.PASSPORT: "护照",
    DocumentType.HONGKONG_MACAO_PASS: "港澳居民来往内地通行证",
    DocumentType.TAIWAN_PASS: "台湾居民来往大陆通行证",
    DocumentType.FOREIGN_PERMANENT_RESIDENT: "外国人永久居留身份证",
    DocumentType.MILITARY: "军人证件",
    DocumentType.OTHER: "其他证件",
}
CLASSES = {
    "training": "非学历教育培训",
    "degree-course": "学历教育课程",
    "self-study-examination": "自学考试课程",
    "certificate": "资格技能证书",
    "dual-certificate": "双证制",
}
OTHER_CLASS = "其他学习成果"
UNKNOWN_AMOUNT = "—"
CONVERTED = "（已转换）"
CREDIT_HOURS = 7
"""Place in a line of the table."""


def render_report(
    content: ReportContent, *, address: str, created_at: datetime, extra_fonts: Path | None = None
) -> bytes:
    """The report as PDF/A-3u, A4, not signed yet; the same content gives the same bytes.

    Args:
        content: what it says.
        address: where its number is verified, printed and in the code; "" for a branch that names none.
        created_at: aware.
        extra_fonts: see `render_pdf`.

    Raises:
        PrintRefused, TooLarge: see `render_pdf`.
    """
    number = grouped(content.number)
    data = {
        "title": TITLES[content.report_kind],
        "kind": content.kind,
        "number": number,
        "qr_code": draw_qr_code(_code_text(address, number)),
        "address": address,
        "branch_name": content.branch_name,
        "issued_by": content.issued_by,
        "issued_on": content.issued_on,
        "valid_until": content.valid_until,
        "name": content.name,
        "document_type": DOCUMENT_TYPES[DocumentType(content.document_type)],
        "masked_number": content.masked_number,
        "purpose": content.purpose,
        "achievements": [_achievement(place, one) for place, one in enumerate(content.achievements, start=1)],
        "converted": sum(one.is_converted for one in content.achievements),
        "credits": [_credit(place, one) for place, one in enumerate(content.credits, start=1)],
        "totals": totals(content.achievements),
    }
    return render_pdf(TEMPLATE, data, created_at=created_at, extra_fonts=extra_fonts, standard=WITH_ATTACHMENTS)


def created_at(content: ReportContent) -> datetime:
    """The beginning of the day of issue: what a report's file says of its making."""
    return datetime.combine(content.issued_on, time(), BEIJING)


def printed_texts(content: ReportContent) -> Iterator[str]:
    """Every text of the content that stands on paper, as it stands there but for white space."""
    yield from (TITLES[content.report_kind], grouped(content.number), content.issued_by, content.branch_name)
    yield from (content.name, DOCUMENT_TYPES[DocumentType(content.document_type)], content.masked_number)
    yield from (_chinese_day(content.issued_on), _chinese_day(content.valid_until), content.purpose)
    for place, one in enumerate(content.achievements, start=1):
        line = _achievement(place, one)
        # The paper of format 1 has no column for credit hours.
        yield from line if content.format > 1 else line[:CREDIT_HOURS] + line[CREDIT_HOURS + 1 :]
    for place, credit in enumerate(content.credits, start=1):
        yield from _credit(place, credit)


def totals(achievements: Sequence[StatedAchievement]) -> list[tuple[str, str, str, str, str]]:
    """By branch and class: how many, how many of them converted, their credits; unknown amounts aren't counted."""
    groups: dict[tuple[str, str], list[StatedAchievement]] = {}
    for one in achievements:
        groups.setdefault((one.branch, CLASSES.get(one.achievement_class, OTHER_CLASS)), []).append(one)
    return [
        (
            branch,
            name,
            str(len(lines)),
            str(sum(one.is_converted for one in lines)),
            said_amount(sum(one.credits or 0 for one in lines))
            if any(one.credits for one in lines)
            else UNKNOWN_AMOUNT,
        )
        for (branch, name), lines in sorted(groups.items())
    ]


def _achievement(place: int, one: StatedAchievement) -> tuple[str, ...]:
    certificate = " ".join(part for part in (one.certificate_number, one.certificate_level) if part)
    return (
        str(place),
        one.title,
        one.institution,
        f"证书：{certificate}" if certificate else "",
        CLASSES.get(one.achievement_class, OTHER_CLASS),
        _day(one.achieved_on),
        said_amount(one.training_hours) or UNKNOWN_AMOUNT,
        said_amount(one.credit_hours) or UNKNOWN_AMOUNT,
        said_amount(one.credits) or UNKNOWN_AMOUNT,
        one.score or UNKNOWN_AMOUNT,
        f"{one.branch}-{one.index}{CONVERTED if one.is_converted else ''}",
    )


def _credit(place: int, one: StatedCredit) -> tuple[str, ...]:
    return (
        str(place),
        one.said_scheme,
        one.course,
        f"由 {one.source} 转换" if one.source else UNKNOWN_AMOUNT,
        said_amount(one.credits) or UNKNOWN_AMOUNT,
        _day(one.granted_on),
        one.branch,
    )


def _code_text(address: str, number: str) -> str:
    return f"{address}{number}" if address else number


def _day(day: date) -> str:
    return day.isoformat()


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

"""The list by which declared projects go on record with the local education authority, ready to sign and seal.

Source: 浙学银〔2019〕2号, section 1, item 1 (申报备案) and annex 1, whose columns it has.
"""

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import msgspec

from federation.model.quarters import QUARTERS
from node.printing.amounts import said_amount
from node.printing.qr_codes import draw_qr_code
from node.printing.typesetting import render_pdf

TEMPLATE = "record_list"
BEIJING = timezone(timedelta(hours=8))
WORDS = "一二三四"


class ListedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One project; hours are hundredths, None prints as an empty cell."""

    project_name: str
    category: str
    scale: int | None
    target_groups: str
    form: str
    training_hours: int | None
    credit_hours: int | None
    unit: str
    unit_code: str
    contact: str
    phone: str

    def __repr__(self) -> str:
        """Shows nobody."""
        return "ListedLine(…)"


class PrintedRecordList(msgspec.Struct, frozen=True, kw_only=True):
    """One list as it is printed.

    Attributes:
        area: 所在区域, "" if it has no name here.
        unit: who hands it over and seals it.
        first_quarter, last_quarter: numbers as `federation.model.quarters` counts.
        lines: in their order.
        number: also the text of the QR code.
        printed_on: date of Beijing, also the file's creation date.
    """

    area: str
    unit: str
    first_quarter: int
    last_quarter: int
    lines: tuple[ListedLine, ...]
    number: str
    printed_on: date


def render_record_list(record_list: PrintedRecordList, *, extra_fonts: Path | None = None) -> bytes:
    """The list as PDF, A4 on its side; the header row repeats on each page.

    Raises:
        PrintRefused, TooLarge: see `render_pdf`.
    """
    data = {
        "list": {
            "area": record_list.area,
            "unit": record_list.unit,
            "quarters": quarter_words(record_list.first_quarter, record_list.last_quarter),
            "number": record_list.number,
            "printed_on": record_list.printed_on,
        },
        "lines": [_cells(ordinal, line) for ordinal, line in enumerate(record_list.lines, start=1)],
        "people": sum(line.scale or 0 for line in record_list.lines),
        "qr_code": draw_qr_code(record_list.number),
    }
    printed_at = datetime.combine(record_list.printed_on, time(), BEIJING)
    return render_pdf(TEMPLATE, data, created_at=printed_at, extra_fonts=extra_fonts)


def quarter_words(first: int, last: int) -> str:
    """Quarters as a notice writes them: ``2027年第一季度``, ``2027年第一季度至第二季度``."""
    begins, ends = _quarter(first), _quarter(last)
    if first == last:
        return "年".join(begins)
    return f"{'年'.join(begins)}至{ends[1] if begins[0] == ends[0] else '年'.join(ends)}"


def _quarter(number: int) -> tuple[str, str]:
    year, rest = divmod(number, QUARTERS)
    return str(year), f"第{WORDS[rest]}季度"


def _cells(ordinal: int, line: ListedLine) -> tuple[str, ...]:
    return (
        str(ordinal),
        line.project_name,
        line.category,
        "" if line.scale is None else str(line.scale),
        line.target_groups,
        line.form,
        said_amount(line.training_hours),
        said_amount(line.credit_hours),
        line.unit,
        line.unit_code,
        "\n".join(part for part in (line.contact, line.phone) if part),
    )

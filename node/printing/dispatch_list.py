"""The list that goes with a city's applications to the province: institutions, codes and states, nobody's name.

Text is written as a string whatever it begins with; the same list gives the same bytes.

Source: 江苏省教育厅办公室 2022 notice, section 3 (各设区市教育局…统一…报送); LIBRARIES, Excel list, item 14;
RELIABILITY 29.
"""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import xlsxwriter

from adapters.workbook.files import replace_file

BEIJING = timezone(timedelta(hours=8))
TITLE = "学分银行信息系统管理人员申请汇总表"
HEADERS = (
    ("序号", 6),
    ("单位名称", 36),
    ("统一社会信用代码", 24),
    ("单位性质", 12),
    ("机构代码", 22),
    ("办理状态", 14),
    ("纸质材料", 12),
    ("备注", 14),
)
A4 = 9


class DispatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """One application.

    Attributes:
        institution: its name.
        uscc: 18 characters.
        nature: as annex 1 lists it.
        unit_code: in the branch.
        state: in Chinese.
        has_paper: whether the sealed paper form came in.
        is_new: whether this dispatch handed it up.
    """

    institution: str
    uscc: str
    nature: str
    unit_code: str
    state: str
    has_paper: bool
    is_new: bool


class DispatchList(msgspec.Struct, frozen=True, kw_only=True):
    """A city's list: `place` is whose area it is, `at` when it was made."""

    place: str
    at: datetime
    rows: tuple[DispatchRow, ...]


def write_dispatch_list(dispatched: DispatchList, path: Path) -> None:
    """Writes the list as .xlsx, replacing `path` as a whole."""

    def write(target: str) -> None:
        with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
            workbook.set_properties({"title": TITLE, "created": dispatched.at.astimezone(UTC)})
            _draw(workbook, dispatched)

    replace_file(path, write)


def _draw(workbook: xlsxwriter.Workbook, dispatched: DispatchList) -> None:
    title = workbook.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    plain = workbook.add_format({"valign": "vcenter"})
    head = workbook.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"})
    cell = workbook.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
    sheet = workbook.add_worksheet("汇总表")
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    last = len(HEADERS) - 1
    sheet.merge_range(0, 0, 0, last, "", title)
    sheet.write_string(0, 0, TITLE, title)
    made = f"{dispatched.at.astimezone(BEIJING):%Y年%m月%d日}"
    sheet.write_string(1, 0, f"报送范围：{dispatched.place}　　汇总日期：{made}　　共 {len(dispatched.rows)} 份", plain)
    for place, (header, width) in enumerate(HEADERS):
        sheet.set_column(place, place, width)
        sheet.write_string(2, place, header, head)
    for number, row in enumerate(dispatched.rows, start=1):
        texts = (
            str(number),
            row.institution,
            row.uscc,
            row.nature,
            row.unit_code,
            row.state,
            "已收" if row.has_paper else "未收",
            "本次上报" if row.is_new else "此前上报",
        )
        for place, text in enumerate(texts):
            sheet.write_string(2 + number, place, text, cell)
    sheet.write_string(4 + len(dispatched.rows), 0, "设区市教育局（盖章）：", plain)

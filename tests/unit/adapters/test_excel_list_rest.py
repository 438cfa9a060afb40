"""LIBRARIES' Excel list, what the other file leaves: other numbers (9), names (11), output and CSV (14), formats (15).

The last test counts that no item of the list is without a test named after it.
"""

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.base import CellIssue, ImportMode
from adapters.jiangsu.accounts import ACCOUNTS
from adapters.registry import all_forms, all_templates
from adapters.shared.certificates import CERTIFICATES
from adapters.workbook.reading import read_form, write_error_workbook
from adapters.workbook.writing import write_template
from tests.fixtures.libreoffice.filled import PEOPLE
from tests.fixtures.libreoffice.make import FOLDER
from tests.support.forms import filled_form
from tests.support.workbooks import RESIDENT, TODAY, Value, headers_of, read, save

ACCOUNT: list[Value] = ["U1", "云晴川", "男", "居民身份证", RESIDENT, "大学本科", "无", "江苏省", "南京市", "鼓楼区"]
ACCOUNT += ["不便分类的其它从业人员", "非正式教育", "线下教育", "社区教育", "其它"]


def certificate(number: Value) -> list[Value]:
    return ["云晴川", "居民身份证", RESIDENT, "电工作业操作证", number, "", "某某鉴定中心", "20220630"]


async def names_of(tmp_path: Path, *names: str) -> tuple[list[str], list[str]]:
    rows = [[ACCOUNT[0], name, *ACCOUNT[2:]] for name in names]
    reading = await read(save(tmp_path / "a.xlsx", [headers_of(ACCOUNTS), *rows]), mode=None)
    return [draft.name for draft in reading.accounts], reading.codes


async def form_codes(tmp_path: Path, coordinate: str, value: Value) -> list[str]:
    path = filled_form("jiangsu-administrator", tmp_path / "f.xlsx", {coordinate: value})
    outcome = await read_form(path, adapter="jiangsu", form="jiangsu-administrator", today=TODAY)
    assert isinstance(outcome, list)
    return [issue.code for issue in outcome if isinstance(issue, CellIssue)]


async def test_9_certificate_numbers_suffer_the_same_and_are_refused(tmp_path: Path) -> None:
    numbers: list[Value] = [123456, "1.23E+17", "20220001.0", "2022****01", "202232010500012000", "0012"]
    reading = await read(save(tmp_path / "a.xlsx", [headers_of(CERTIFICATES), *map(certificate, numbers)]), mode=None)
    assert reading.codes == [
        "numeric-cell",
        "number-scientific",
        "number-decimal",
        "number-masked",
        "number-lost-digits",
    ]
    assert [draft.certificate_number for draft in reading.achievements] == ["0012"]


@pytest.mark.parametrize(
    ("coordinate", "value", "code"),
    [
        ("B3", 12320100466001234, "numeric-cell"),
        ("B3", "1.2320100466E+17", "number-scientific"),
        ("B3", "123201004660012000", "number-lost-digits"),
        ("B8", 2580000000, "numeric-cell"),
        ("D8", 13900000000, "numeric-cell"),
        ("D8", "139****0000", "number-masked"),
        ("B9", 100000001, "numeric-cell"),
    ],
)
async def test_9_credit_codes_and_phones_suffer_the_same_and_are_refused(
    tmp_path: Path, coordinate: str, value: Value, code: str
) -> None:
    assert await form_codes(tmp_path, coordinate, value) == [code]


async def test_11_padding_dots_rare_and_minority_names_are_one_spelling(tmp_path: Path) -> None:
    written = ["王 五", "王\u3000五", "阿依•星川", "阿依・星川", "阿依‧星川", "阿依·星川", "云䶮", "𠮷雪原", "欧阳晴川"]
    names, codes = await names_of(tmp_path, *written)
    assert codes == []
    assert names == ["王五", "王五", *["阿依·星川"] * 4, "云䶮", "𠮷雪原", "欧阳晴川"]


async def test_11_names_with_digits_marks_or_private_characters_are_refused(tmp_path: Path) -> None:
    _, codes = await names_of(tmp_path, "云晴3", "云晴?", "云\ue000川", "云" * 60)
    assert codes == ["name-character", "name-character", "name-private-character", "name-too-long"]


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
async def test_12_rows_that_a_filter_hides_are_read_and_said_in_every_format(suffix: str) -> None:
    reading = await read(FOLDER / f"hidden-rows.{suffix}", mode=ImportMode.DOCUMENT_NUMBER)
    assert len(reading.drafts) == len(PEOPLE)
    (said,) = reading.finished.notices if reading.finished else ()
    assert (said.code, said.sheet) == ("hidden-rows", "个人培训成果详细信息")
    assert "3 个" in said.message


async def test_14_csv_in_gb18030_holds_rare_characters_and_a_utf_8_mark_is_accepted(tmp_path: Path) -> None:
    lines = [",".join(headers_of(ACCOUNTS)), ",".join(["U1", "云䶮", *map(str, ACCOUNT[2:])])]
    for encoding in ("gb18030", "utf-8-sig"):
        (tmp_path / "a.csv").write_text("\r\n".join(lines), encoding=encoding)
        reading = await read(tmp_path / "a.csv", mode=None)
        assert [draft.name for draft in reading.accounts] == ["云䶮"], encoding
    with pytest.raises(UnicodeEncodeError):
        "云䶮".encode("gbk")


async def test_14_formulas_typed_into_a_csv_are_written_back_as_text(tmp_path: Path) -> None:
    lines = [",".join(headers_of(ACCOUNTS))]
    lines += [",".join([text, "", *map(str, ACCOUNT[2:])]) for text in ("=1+1", "+1", "-1", "@SUM(A1)")]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    reading = await read(tmp_path / "a.csv", mode=None)
    target = tmp_path / "e.xlsx"
    await write_error_workbook(tmp_path / "a.csv", template="jiangsu-accounts", issues=reading.issues, target=target)
    sheet = load_workbook(target).worksheets[0]
    assert [sheet.cell(row, 1).value for row in range(2, 6)] == ["=1+1", "+1", "-1", "@SUM(A1)"]
    assert b"<f>" not in zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("name", [one.name for one in (*all_templates(), *all_forms())])
def test_14_written_cells_are_text_and_hold_no_formula(tmp_path: Path, name: str) -> None:
    write_template(name, tmp_path / "t.xlsx")
    for sheet in load_workbook(tmp_path / "t.xlsx").worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} <= {"s"}


@pytest.mark.parametrize("name", [one.name for one in (*all_templates(), *all_forms())])
def test_15_what_is_written_has_no_macro(tmp_path: Path, name: str) -> None:
    write_template(name, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        assert not any("vba" in part.lower() for part in archive.namelist())
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")


def test_every_item_of_the_list_has_a_test_named_after_it() -> None:
    files = [Path(__file__), Path(__file__).with_name("test_excel_list.py")]
    found = re.findall(r"def test_(\d+)_", "".join(path.read_text(encoding="utf-8") for path in files))
    assert {int(number) for number in found} == set(range(1, 16))

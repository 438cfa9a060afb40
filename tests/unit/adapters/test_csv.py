"""Text files of rows: encodings, separators, and what they can't hold."""

from pathlib import Path

import pytest

from adapters.base import ImportMode
from adapters.jiangsu.achievements import ACHIEVEMENTS, ACHIEVEMENTS_WITH_PLACE
from adapters.workbook.limits import WorkbookLimits
from federation.errors import TemplateUnknown, WorkbookRefused
from tests.support.workbooks import OTHER_RESIDENT, RESIDENT, headers_of, read

HEADERS = headers_of(ACHIEVEMENTS)


def row(number: str = RESIDENT, title: str = "剪纸", on: str = "20220801") -> list[str]:
    return ["", "某县社区学院", number, title, on]


def text_of(*rows: list[str], separator: str = ",", line_end: str = "\r\n") -> str:
    return "".join(separator.join(cells) + line_end for cells in (HEADERS, *rows))


async def reason_of(content: bytes, tmp_path: Path, limits: WorkbookLimits | None = None) -> str:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises((WorkbookRefused, TemplateUnknown)) as refused:
        await read(tmp_path / "a.csv", limits=limits)
    return str(refused.value.facts.get("reason", "template-unknown"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
async def test_rows_are_read_in_either_encoding_separator_and_line_end(
    tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    text = text_of(row(title="䶮水剪纸"), row(OTHER_RESIDENT), separator=separator, line_end=line_end)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    reading = await read(tmp_path / "a.csv")
    assert [(draft.title, draft.document_number) for draft in reading.achievements] == [
        ("䶮水剪纸", RESIDENT),
        ("剪纸", OTHER_RESIDENT),
    ]
    assert reading.recognised[0].template_version == "2022"


async def test_quoted_cells_short_rows_and_blank_lines_are_read(tmp_path: Path) -> None:
    lines = [
        '某县社区学院,"2022 年, 汇总",,,',
        ",".join([*headers_of(ACHIEVEMENTS_WITH_PLACE)]),
        ",".join(row()),
        "",
        f',"某县""社区""学院",{OTHER_RESIDENT},"剪纸, 初级",20220801,某某村居民学校',
    ]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    reading = await read(tmp_path / "a.csv")
    assert [draft.ref.row for draft in reading.drafts] == [3, 5]
    assert [draft.training_place for draft in reading.achievements] == ["", "某某村居民学校"]
    assert reading.achievements[1].title == "剪纸, 初级"


@pytest.mark.parametrize(
    ("written", "code"),
    [("3.20102E+17", "document-scientific"), (RESIDENT[:15] + "000", "document-lost-digits")],
)
async def test_numbers_that_excel_damaged_before_saving_are_refused(tmp_path: Path, written: str, code: str) -> None:
    (tmp_path / "a.csv").write_text(text_of(row(written)), encoding="utf-8")
    assert (await read(tmp_path / "a.csv")).codes == [code]


async def test_a_text_file_is_told_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "名单.xls").write_text(text_of(row()), encoding="gb18030")
    assert len((await read(tmp_path / "名单.xls", mode=ImportMode.DOCUMENT_NUMBER)).drafts) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (text_of(row()).encode("utf-16"), "not-a-workbook"),
        (text_of(row()).encode() + b"\x00", "not-a-workbook"),
        (text_of(row()).encode() + b"\xff\xff", "not-a-workbook"),
        (b"<table><tr><td>1</td></tr></table>", "not-a-workbook"),
        (b"\xef\xbb\xbf<html>", "not-a-workbook"),
        ('序号,物品\n1,"椅子'.encode(), "template-unknown"),
        (("a,b\n" + '"' + "x" * 200_000).encode(), "damaged"),
        (b"," * 300, "too-many-columns"),
    ],
)
async def test_other_content_is_refused_by_its_own_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    assert await reason_of(content, tmp_path) == reason


async def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    content = text_of(*[row()] * 40).encode()
    assert await reason_of(content, tmp_path, WorkbookLimits(max_rows=5)) == "too-many-rows"

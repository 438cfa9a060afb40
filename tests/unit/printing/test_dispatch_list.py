"""Shows that the list of a dispatch is text, the same for the same applications, and names no people."""

from datetime import UTC, datetime

from openpyxl import load_workbook

from node.printing.dispatch_list import DispatchList, DispatchRow, write_dispatch_list

AT = datetime(2022, 9, 14, 17, tzinfo=UTC)


def listed(name="某某县社区学院", *, has_paper=True, is_new=True):
    return DispatchRow(
        institution=name,
        uscc="12320100MB0000001J",
        nature="事业单位",
        unit_code="X1",
        state="已汇总上报",
        has_paper=has_paper,
        is_new=is_new,
    )


def written(tmp_path, *rows):
    path = tmp_path / "list.xlsx"
    write_dispatch_list(DispatchList(place="南京开放大学", at=AT, rows=rows), path)
    return load_workbook(path).active


def test_each_application_is_a_row_under_place_and_day_of_beijing(tmp_path):
    sheet = written(tmp_path, listed(), listed("乙区社区学院", has_paper=False, is_new=False))
    assert sheet["A2"].value == "报送范围：南京开放大学　　汇总日期：2022年09月15日　　共 2 份"
    assert [cell.value for cell in sheet[4]] == [
        "1", "某某县社区学院", "12320100MB0000001J", "事业单位", "X1", "已汇总上报", "已收", "本次上报",
    ]  # fmt: skip
    assert [sheet["B5"].value, sheet["G5"].value, sheet["H5"].value] == ["乙区社区学院", "未收", "此前上报"]


def test_attack_a_name_that_is_a_formula_stays_text(tmp_path):
    sheet = written(tmp_path, *(listed(f"{start}cmd|' /C calc'!A0") for start in "=+-@"))
    assert {cell.data_type for row in sheet.iter_rows(min_row=4, max_row=7) for cell in row} == {"s"}


def test_the_same_list_gives_the_same_bytes(tmp_path):
    written(tmp_path, listed())
    first = (tmp_path / "list.xlsx").read_bytes()
    written(tmp_path, listed())
    assert (tmp_path / "list.xlsx").read_bytes() == first


def test_a_list_without_applications_can_be_written(tmp_path):
    assert "共 0 份" in written(tmp_path)["A2"].value

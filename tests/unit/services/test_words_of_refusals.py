"""Shows that what Zhejiang's units are refused is said in the words of the sheet or command before them."""

from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from adapters.zhejiang.dual_certificate import DUAL_CERTIFICATE
from adapters.zhejiang.projects import PROJECTS
from federation.clock import SteeredClock
from federation.error_catalogue.description import describe
from federation.errors import DeclarationRefused
from federation.model.quarters import quarter_number
from node.printing import typesetting
from node.services.declaring.record_lists import ListScope
from samples.people import person_at
from tests.support.training import project, training
from tests.support.workbooks import headers_of, save
from tests.support.zhejiang_results import add_clerks, file_rows


@pytest.fixture
async def at(tmp_path):
    async with training(tmp_path, SteeredClock(datetime(2027, 3, 20, 4, tzinfo=UTC))) as made:
        await add_clerks(made, "school")
        yield made


async def test_a_neighbours_dual_certificate_is_refused_under_the_columns_own_name(at, tmp_path):
    person = person_at(1)
    row = [person.name, "居民身份证", person.document_number, "双证制高中", "上城第二成人学校", "20270315"]
    row += [""] * (len(DUAL_CERTIFICATE.columns) - len(row))
    report = await file_rows(at, tmp_path / "dual.xlsx", headers_of(DUAL_CERTIFICATE), [row])
    (error,) = report.errors
    assert (error.column, error.code) == ("办学机构名称", "institution-not-yours")
    assert error.message.startswith("“办学机构名称”不是您所在机构")
    marked = load_workbook(report.error_workbook).worksheets[0]
    at_fault = headers_of(DUAL_CERTIFICATE).index("办学机构名称")
    cells = next(cells for cells in marked.iter_rows() if cells[at_fault].value == "上城第二成人学校")
    assert cells[at_fault].fill.fill_type == "solid"


async def test_a_declared_sheet_with_an_error_says_that_all_of_it_comes_again(at, tmp_path):
    path = tmp_path / "projects.xlsx"
    save(path, [headers_of(PROJECTS), ["" for _ in PROJECTS.columns], ["x"] * len(PROJECTS.columns)])
    filed = await at.node.declaring.workbooks.file(path, actor=at.people["school"], with_error_workbook=True)
    lines = [row[0].value for row in load_workbook(filed.error_workbook)["填写说明"].iter_rows()]
    assert any("整表再次导入" in line for line in lines)
    assert not any("无需重新导入" in line for line in lines)


async def test_a_list_too_long_to_print_says_how_to_narrow_it_down(at, monkeypatch):
    await at.submitted(*(project(f"剪纸{number}") for number in range(3)))
    scope = ListScope(first_quarter=quarter_number(2027, 1), last_quarter=quarter_number(2027, 1))
    assert (await at.node.declaring.record_lists.render(scope, actor=at.people["centre"])).startswith(b"%PDF")
    monkeypatch.setattr(typesetting, "MAX_DATA_BYTES", 100)
    with pytest.raises(DeclarationRefused) as error:
        await at.node.declaring.record_lists.render(scope, actor=at.people["centre"])
    assert error.value.facts["reason"] == "list-too-long"
    assert "--area" in describe(error.value, "zh")

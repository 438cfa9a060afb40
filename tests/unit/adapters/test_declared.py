"""A declared adapter: what TOML may say, and that a mistake in it is said with its place."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.declared.specification import parse_specification
from adapters.registry import BUILT_IN, adapter_named
from adapters.workbook.writing import write_template_workbook
from federation.errors import ConfigurationInvalid
from federation.model.document import DocumentType
from tests.support.workbooks import RESIDENT, Value, read, save

NEUTRAL = (BUILT_IN / "neutral.toml").read_text(encoding="utf-8")
TWO_VERSIONS = """
name = "anhui"
[[template]]
name = "anhui-achievements"
title = "学习成果"
version = "2"
[[template.column]]
header = "学员编号"
field = "member_user_number"
check = "user-number"
[[template.column]]
header = "项目"
field = "title"
check = "text"
[[template.column]]
header = "单位"
field = "institution_name"
check = "text"
[[template.column]]
header = "日期"
field = "achieved_on"
check = "date"
[[template.column]]
header = "类别"
field = "category"
check = "code"
codes = "kind"
[codelist.kind]
name = "类别"
edition = "1"
source = "test"
codes = [{ code = "A", label = "甲类", aliases = ["第一类"] }, { code = "B", label = "乙类" }]
[[template]]
name = "anhui-achievements"
title = "学习成果"
version = "1"
[[template.column]]
header = "编号"
field = "member_user_number"
check = "user-number"
[[template.column]]
header = "项目名"
field = "title"
check = "text"
[[template.column]]
header = "单位"
field = "institution_name"
check = "text"
[[template.column]]
header = "日期"
field = "achieved_on"
check = "date"
"""


async def test_the_neutral_template_reads_a_row_that_stands_alone(tmp_path: Path) -> None:
    adapter = adapter_named("declared:neutral")
    headers = [column.header for column in adapter.templates[0].columns]
    row: list[Value] = ["云晴川", "身份证", RESIDENT, "剪纸", "某社区学院", "20220801", 16, "20.5", "", "非学历教育"]
    path = save(tmp_path / "a.xlsx", [headers, row])
    (draft,) = (await read(path, adapter="declared:neutral", mode=None)).achievements
    assert (draft.learner_name, draft.document_type) == ("云晴川", DocumentType.RESIDENT_ID)
    assert [document.number for document in draft.candidate_documents] == [RESIDENT]
    assert (draft.training_hours, draft.credit_hours, draft.credits) == (1600, 2050, None)


@pytest.mark.parametrize(
    ("hours", "code"),
    [("十六", "amount-form"), (-1, "amount-form"), ("1.005", "amount-decimals"), (1e7, "amount-too-large")],
)
async def test_amounts_are_hundredths_or_refused(tmp_path: Path, hours: Value, code: str) -> None:
    headers = [column.header for column in adapter_named("declared:neutral").templates[0].columns]
    row: list[Value] = ["云晴川", "身份证", RESIDENT, "剪纸", "某社区学院", "20220801", hours, "", "", ""]
    path = save(tmp_path / "a.xlsx", [headers, row])
    assert (await read(path, adapter="declared:neutral", mode=None)).codes == [code]


async def test_a_branch_declares_its_own_in_a_file_and_old_versions_stay_importable(tmp_path: Path) -> None:
    (tmp_path / "anhui.toml").write_text(TWO_VERSIONS, encoding="utf-8")
    name = f"declared:{tmp_path / 'anhui.toml'}"
    new, old, *_ = adapter_named(name).templates
    rows: dict[str, list[Value]] = {
        "2": ["U1", "剪纸", "某县社区学院", "20220801", "第一类"],
        "1": ["U1", "剪纸", "某县社区学院", "20220801"],
    }
    for template in (new, old):
        path = save(tmp_path / "a.xlsx", [[column.header for column in template.columns], rows[template.version]])
        reading = await read(path, adapter=name, mode=None)
        assert reading.recognised[0].template_version == template.version
        assert [draft.category for draft in reading.achievements] == ["甲类" if template is new else None]
        write_template_workbook(template, tmp_path / "t.xlsx")
        empty = await read(tmp_path / "t.xlsx", adapter=name, mode=None)
        assert empty.recognised[0].template_version == template.version


def _without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["template"][0]["column"][0].pop(key)


def _column(**changes: object) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["template"][0]["column"][0].update(changes)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda content: content.update(rules=[]), "rules"),
        (lambda content: content.pop("name"), "name"),
        (lambda content: content.pop("template"), "template"),
        (lambda content: content["template"].append(content["template"][0]), "template.version"),
        (lambda content: content["template"][0].update(name="Neutral!"), "template[Neutral!].name"),
        (lambda content: content["template"][0].update(title="a/b"), "template[neutral-achievements].title"),
        (lambda content: content["template"][0].update(column=[]), "template[neutral-achievements].column"),
        (lambda content: content["template"][0]["column"].pop(3), "template[neutral-achievements].column"),
        (lambda content: content["template"][0]["column"].pop(1), "template[neutral-achievements].column"),
        (
            lambda content: content["template"][0]["column"].append(content["template"][0]["column"][0]),
            "template[neutral-achievements].column",
        ),
        (lambda content: content["codelist"]["document-type"].pop("edition"), "codelist.document-type.edition"),
        (
            lambda content: content["codelist"]["document-type"]["codes"][0].update(code="77"),
            "template[neutral-achievements].column[证件类型].codes",
        ),
        (
            lambda content: content["codelist"]["document-type"]["codes"][0].update(label="护照"),
            "codelist.document-type.codes",
        ),
        (_without("header"), "template[neutral-achievements].column[1].header"),
        (_column(headr="x"), "template[neutral-achievements].column[姓名].headr"),
        (_column(field="shoe_size"), "template[neutral-achievements].column[姓名].field"),
        (_column(check="date"), "template[neutral-achievements].column[姓名].check"),
        (_column(codes="document-type"), "template[neutral-achievements].column[姓名].codes"),
        (_column(required="yes"), "template[neutral-achievements].column[姓名].required"),
        (_column(width=4000), "template[neutral-achievements].column[姓名].width"),
        (_column(aliases="x"), "template[neutral-achievements].column[姓名].aliases"),
    ],
)
def test_a_mistake_in_the_file_is_said_with_its_place(change: Callable[[dict[str, Any]], None], key: str) -> None:
    content = tomllib.loads(NEUTRAL)
    change(content)
    with pytest.raises(ConfigurationInvalid) as invalid:
        parse_specification("own.toml", content)
    assert invalid.value.facts["key"] == key
    assert invalid.value.facts["reason"]


def test_a_file_that_is_missing_or_no_toml_is_said(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("name = ", encoding="utf-8")
    for name in ("bad.toml", "missing.toml"):
        with pytest.raises(ConfigurationInvalid):
            adapter_named(f"declared:{tmp_path / name}")

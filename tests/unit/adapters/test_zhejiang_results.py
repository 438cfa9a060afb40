"""Zhejiang's results: filed against codes of the catalogue, and dual certificates outside it."""

from datetime import date
from pathlib import Path

import pytest

from adapters.base import RESULT_KINDS, Cell
from adapters.registry import adapter_named
from adapters.zhejiang.coding import course_code, project_code
from adapters.zhejiang.dual_certificate import DUAL_CERTIFICATE
from adapters.zhejiang.results import RESULTS
from federation.errors import WorkbookRefused
from federation.model.achievement_class import AchievementClass
from federation.model.document import DocumentType
from tests.support.workbooks import RESIDENT, Reading, headers_of, read, save

PROJECT = project_code("330106", 2022, 7)
COURSE = course_code(PROJECT, 2)
ROW: dict[str, Cell] = {
    "姓名": "张示例",
    "证件类型": "居民身份证",
    "证件号码": RESIDENT,
    "项目编码": PROJECT,
    "课程编码": COURSE,
    "取得时间": "20220630",
}


async def read_row(folder: Path, **changes: Cell) -> Reading:
    row = ROW | changes
    return await read(save(folder / "r.xlsx", [list(row), list(row.values())]), adapter="zhejiang", mode=None)


async def test_a_result_names_person_project_and_course_and_leaves_the_rest_to_the_catalogue(tmp_path: Path) -> None:
    (draft,) = (await read_row(tmp_path)).achievements
    assert (draft.project_code, draft.course_code, draft.run) == (PROJECT, COURSE, 0)
    assert (draft.institution_name, draft.title, draft.training_hours, draft.credit_hours) == ("", "", None, None)
    assert (draft.learner_name, draft.document_type, draft.document_number) == (
        "张示例",
        DocumentType.RESIDENT_ID,
        RESIDENT,
    )
    assert (draft.achieved_on, draft.achievement_class) == (date(2022, 6, 30), AchievementClass.TRAINING)


async def test_hours_score_and_run_may_be_stated(tmp_path: Path) -> None:
    reading = await read_row(tmp_path, 培训时数="7.5课时", 学时数=8, 成绩="良好", 期次="第十二期")
    (draft,) = reading.achievements
    assert (draft.training_hours, draft.credit_hours, draft.score, draft.run) == (750, 800, "良好", 12)


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("项目编码", "", "required"),
        ("课程编码", "", "required"),
        ("项目编码", f"{PROJECT[:-1]}{'0' if PROJECT[-1] != '0' else '1'}", "code-check"),
        ("项目编码", COURSE, "project-code-form"),
        ("课程编码", course_code(project_code("330106", 2022, 8), 2), "course-of-other-project"),
        ("培训时数", 0, "amount-zero"),
        ("学时数", "八", "amount-form"),
        ("取得时间", "20990101", "date-in-future"),
        ("期次", "春季班", "run-form"),
        ("期次", 1000, "run-form"),
        ("期次", 0, "run-form"),
    ],
)
async def test_what_is_wrong_with_a_result_is_told_in_its_cell(
    column: str, cell: Cell, code: str, tmp_path: Path
) -> None:
    reading = await read_row(tmp_path, **{column: cell})
    assert [(issue.column, issue.code) for issue in reading.issues] == [(column, code)]


@pytest.mark.parametrize(
    ("written", "run"), [("1", 1), (2, 2), ("第3期", 3), ("第十期", 10), ("二十", 20), ("第二十一班", 21), ("４", 4)]
)
async def test_a_run_is_read_as_it_is_written(written: Cell, run: int, tmp_path: Path) -> None:
    (draft,) = (await read_row(tmp_path, 期次=written)).achievements
    assert draft.run == run


async def test_a_dual_certificate_is_a_kind_of_its_own_and_knows_no_catalogue(tmp_path: Path) -> None:
    row = [
        "张示例",
        "居民身份证",
        RESIDENT,
        "成人双证制高中教育培训",
        "某某镇成人学校",
        "20220630",
        160,
        "",
        "合格",
        "ZJ01",
    ]
    path = save(tmp_path / "d.xlsx", [headers_of(DUAL_CERTIFICATE), row])
    reading = await read(path, adapter="zhejiang", mode=None)
    assert [found.template_name for found in reading.recognised] == ["zhejiang-dual-certificate"]
    (draft,) = reading.achievements
    assert (draft.achievement_class, draft.category) == (AchievementClass.DUAL_CERTIFICATE, "双证制")
    assert (draft.project_code, draft.course_code, draft.certificate_number) == ("", "", "ZJ01")
    assert (draft.title, draft.institution_name) == ("成人双证制高中教育培训", "某某镇成人学校")
    assert (draft.training_hours, draft.credit_hours) == (16_000, None)


async def test_degree_results_and_certificates_take_the_shared_templates() -> None:
    names = {template.name for template in adapter_named("zhejiang").templates}
    assert {"degree-results", "certificates", RESULTS.name, DUAL_CERTIFICATE.name} <= names


async def test_a_result_without_its_codes_columns_names_what_is_missing(tmp_path: Path) -> None:
    headers = [header for header in ROW if header != "课程编码"]
    path = save(tmp_path / "r.xlsx", [headers, [ROW[header] for header in headers]])
    with pytest.raises(WorkbookRefused) as refused:
        await read(path, adapter="zhejiang", mode=None, kinds=RESULT_KINDS)
    assert refused.value.facts["columns"] == "课程编码"

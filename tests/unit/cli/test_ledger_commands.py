"""Shows a run's ledger from its registration to the audit, by commands alone."""

import asyncio
from types import SimpleNamespace

import pytest

from adapters.zhejiang.coding import course_code, project_code
from adapters.zhejiang.ledger_sheets import EVALUATIONS, LEARNERS, SIGN_IN
from adapters.zhejiang.results import RESULTS
from federation.model.catalogue_parts import PublishedCourse
from node.bootstrap import open_node
from node.folder.branch_folder import BranchFolder
from samples.people import person_at
from tests.support.catalogues import catalogue_entry, part_of, project_at
from tests.support.command_line import run
from tests.support.deposits import PDF
from tests.support.ledgers import JPEG
from tests.support.workbooks import headers_of, save

ENGLISH = {"DELTABANK_LANG": "en"}
SCHOOL = "Z33010200019"
CODE = project_code("330102", 2026, 1)
COURSE = PublishedCourse(code=course_code(CODE, 1), name="护理基础", training_hours=300, credit_hours=300)
PROJECT = project_at(1, code=CODE, unit_code=SCHOOL, courses=(COURSE,))
FIRST, SECOND = person_at(1), person_at(2)


async def publish(folder):
    async with open_node(BranchFolder(folder)) as node, node.own_log.change() as change:
        await change.append([catalogue_entry(part_of(PROJECT))])


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """Branch 33 with a county's sub-centre, its acceptance point, and a published project of that."""
    base = tmp_path_factory.mktemp("ledgers")
    folder = base / "33"
    assert run("init", folder, "--branch", "33", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    for code, level, region, parent in (
        ("F1", "branch-office", "3301", ()),
        ("Z1", "sub-centre", "330102", ("--parent", "F1")),
        (SCHOOL, "acceptance-point", "330102", ("--parent", "Z1")),
    ):
        added = run("unit", "add", folder, code, "--name", f"{code}机构", "--level", level, "--region", region, *parent)
        assert added.code == 0, added.err
    for name, unit, duty in (("填报员", SCHOOL, "filing"), ("核查员", "Z1", "auditing")):
        assert run("operator", "add", folder, name, "--unit", unit, "--duty", duty).code == 0
    asyncio.run(publish(folder))
    learners = [[one.name, "居民身份证", one.document_number, ""] for one in (FIRST, SECOND)]
    signed = [["20260302", "9:00", "11:15", "", one.name, "", "到"] for one in (FIRST, SECOND)]
    evaluated = [[one.name, "", "合格", "86", ""] for one in (FIRST, SECOND)]
    sheets = {}
    for name, template, rows in (
        ("learners", LEARNERS, learners),
        ("sign-in", SIGN_IN, signed),
        ("evaluations", EVALUATIONS, evaluated),
        ("strangers", SIGN_IN, [["20260302", "9:00", "11:15", "", person_at(9).name, "", "到"]]),
    ):
        sheets[name] = save(base / f"{name}.xlsx", [headers_of(template), *rows])
    (base / "记录.pdf").write_bytes(PDF)
    (base / "假.pdf").write_bytes(JPEG)
    return SimpleNamespace(base=base, folder=folder, sheets=sheets)


def ledger(school, command, *arguments, actor="填报员", **options):
    return run("ledger", command, school.folder, *arguments, "--as", actor, **options)


def test_a_ledger_from_its_registration_to_the_audit(school):
    opened = ledger(school, "open", PROJECT.code, "--starts", "2026-03-01", "--place", "二楼教室")
    assert opened.code == 0, opened.err
    assert "第 1 期（进行中），台账完整度 0/5" in opened.out
    for sheet in ("learners", "sign-in", "evaluations"):
        taken = ledger(school, sheet, PROJECT.code, 1, school.sheets[sheet])
        assert (taken.code, "已录入 2 行" in taken.out) == (0, True), taken.err
    assert ledger(school, "alter", PROJECT.code, 1, "--design", "一次课").code == 0
    listed = ledger(school, "list", "--json").json["ledgers"]
    assert [(one["run"], one["completeness"], one["wanting"], one["recorded"]) for one in listed] == [
        (1, "4/5", ["record"], False)
    ]
    assert "培训记录" in ledger(school, "list").out
    attached = ledger(school, "attach", PROJECT.code, 1, school.base / "记录.pdf", "--part", "培训记录", "--json")
    assert (attached.json["completeness"], attached.json["gaps"]) == ("5/5", [])
    recorded = ledger(school, "record", PROJECT.code, 1)
    assert "已登记，本行日志序号 1" in recorded.out
    assert "无需再登记" in ledger(school, "record", PROJECT.code, 1).out
    verified = ledger(school, "verify", PROJECT.code, 1, actor="核查员")
    assert (verified.code, "与历次登记一致" in verified.out) == (0, True)

    shown = ledger(school, "show", PROJECT.code, 1, actor="核查员")
    assert FIRST.name in shown.out
    assert FIRST.document_number not in shown.out + ledger(school, "show", PROJECT.code, 1, "--json").out
    written = school.base / "取出.pdf"
    assert ledger(school, "file", PROJECT.code, 1, 1, "-o", written, actor="核查员").code == 0
    assert written.read_bytes() == PDF

    assert ledger(school, "alter", PROJECT.code, 1, "--place", "三楼").code == 0
    changed = ledger(school, "verify", PROJECT.code, 1, actor="核查员")
    assert (changed.code, "登记后已有改动" in changed.out) == (1, True)
    assert ledger(school, "verify", PROJECT.code, 1, "--json", actor="核查员").json["verdict"] == "changed"
    assert ledger(school, "detach", PROJECT.code, 1, 1).code == 3
    assert ledger(school, "close", PROJECT.code, 1).code == 0
    assert "不能执行" in ledger(school, "alter", PROJECT.code, 1, "--place", "四楼").err


def test_what_is_wrong_is_told_and_nothing_is_changed(school):
    number = ledger(school, "open", PROJECT.code, "--json").json["run"]
    refused = ledger(school, "sign-in", PROJECT.code, number, school.sheets["strangers"])
    assert refused.code == 1
    assert "未作任何改动" in refused.out
    (told,) = [line.split("│") for line in refused.out.splitlines() if "本期学员中没有此人" in line]
    assert [cell.strip() for cell in told[2:4]] == ["2", "姓名"]
    wrong = ledger(school, "attach", PROJECT.code, number, school.base / "假.pdf", "--part", "record")
    assert (wrong.code, "文件名的后缀与文件内容不符" in wrong.err) == (3, True)
    assert ledger(school, "attach", PROJECT.code, number, school.base / "无.pdf", "--part", "record").code == 3
    kept = ledger(school, "attach", PROJECT.code, number, school.base / "记录.pdf", "--part", "record", "--json")
    assert len(kept.json["files"]) == 1
    taken_out = ledger(school, "detach", PROJECT.code, number, 1, "--json")
    assert taken_out.json["files"] == []
    early = ledger(school, "open", PROJECT.code, "--starts", "2025-12-31")
    assert (early.code, "超出该项目的期限" in early.err) == (3, True)
    never = ledger(school, "verify", PROJECT.code, number, environment=ENGLISH)
    assert (never.code, "never recorded" in never.out) == (1, True)


def test_others_see_no_ledger_and_auditors_alter_none(school):
    number = ledger(school, "open", PROJECT.code, "--json").json["run"]
    assert run("operator", "add", school.folder, "申报员", "--unit", SCHOOL, "--duty", "declaration").code == 0
    assert ledger(school, "show", PROJECT.code, number, actor="申报员").code == 6
    assert ledger(school, "alter", PROJECT.code, number, "--place", "别处", actor="核查员").code == 6
    assert ledger(school, "show", PROJECT.code, 99).code == 1


def results_file(path, person, number):
    """A workbook with one result of the project's course, of that run."""
    said = {
        "姓名": person.name,
        "证件类型": "居民身份证",
        "证件号码": person.document_number,
        "项目编码": CODE,
        "课程编码": COURSE.code,
        "取得时间": "20260331",
        "期次": str(number),
    }
    headers = headers_of(RESULTS)
    return save(path, [headers, [said.get(header, "") for header in headers]])


def test_the_first_results_of_a_project_record_its_ledgers_and_a_run_that_is_not_registered_is_refused(school):
    number = ledger(school, "open", CODE, "--json").json["run"]
    unknown = run("import", school.folder, results_file(school.base / "a.xlsx", FIRST, 99), "--as", "填报员", "--json")
    assert [one["code"] for one in unknown.json["errors"]] == ["run-unknown"]
    assert ledger(school, "verify", CODE, number, "--json").json["verdict"] == "never-recorded"
    filed = run(
        "import", school.folder, results_file(school.base / "b.xlsx", FIRST, number), "--as", "填报员", "--json"
    )
    assert filed.json["accepted"] == 1, filed.err
    verified = ledger(school, "verify", CODE, number, "--json", actor="核查员").json
    assert (verified["verdict"], len(verified["recordings"])) == ("same", 1)
    again = run("import", school.folder, results_file(school.base / "c.xlsx", SECOND, number), "--as", "填报员")
    assert again.code == 0
    assert len(ledger(school, "verify", CODE, number, "--json").json["recordings"]) == 1

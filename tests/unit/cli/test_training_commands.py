"""Shows a project's way on the command line: declared from a file, reviewed, published, amended, found, exported."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import openpyxl
import pytest

from node.bootstrap import open_node
from node.folder.branch_folder import BranchFolder
from node.model.access import Actor, Role
from tests.support.command_line import run
from tests.support.printed import text_of
from tests.support.workbooks import save

MAPPING = """
template = "zhejiang-projects"
[columns]
"项目名称" = "拟开课程"
"项目类别" = "归口"
"培训规模" = "拟招人数"
"培训对象" = "面向人群"
"培训时数" = "节数"
"""
WHOLE = {
    "project_name": "社区养老护理",
    "category": "11",
    "scale": 40,
    "target_groups": ["老年人"],
    "form": "面授",
    "training_hours": 16,
    "credit_hours": 16.5,
    "result_form": "结业证书",
    "assessment": "实操考核",
    "teachers": "专职 2 名",
    "content": "护理基础",
    "year": 2027,
    "quarter": 1,
    "courses": [{"name": "护理基础", "training_hours": "8"}, {"name": "=急救常识"}],
}
DECLARATION = {"reporter": "王某某", "phone": "0571-00000000", "address": "某路 1 号", "filed_on": "2026-12-01"}


def written(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def done(*arguments):
    ran = run(*arguments, "--json")
    assert ran.code == 0, ran.err
    return ran.json


@pytest.fixture(scope="module")
def at(tmp_path_factory):
    """Branch 33 with a sub-centre, a school, their operators; a declared project."""
    base = tmp_path_factory.mktemp("training")
    folder = base / "33"
    assert run("init", folder, "--branch", "33", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    office = done("unit", "add", folder, "--name", "某市分部", "--level", "branch-office", "--region", "3301")["code"]
    centre = done(
        "unit", "add", folder, "--name", "某区分中心", "--level", "sub-centre", "--region", "330102", "--parent", office
    )["code"]
    school = done(
        "unit", "add", folder, "--name", "成人学校", "--level", "acceptance-point", "--region", "330102",
        "--parent", centre,
    )["code"]  # fmt: skip
    for name, unit, *duties in (
        ("校", school, "申报"),
        ("区", centre, "审核", "编目"),
        ("市", office, "检查"),
        ("省", "", "编目"),
    ):
        options = [part for duty in duties for part in ("--duty", duty)]
        done("operator", "add", folder, name, *(["--unit", unit] if unit else []), *options)
    file = written(base / "declaration.json", {"declaration": DECLARATION, "projects": [WHOLE]})
    filed = done("project", "file", folder, file, "--as", "校")
    return SimpleNamespace(base=base, folder=folder, school=school, centre=centre, filed=filed, file=file)


def test_a_projects_way_from_its_declaration_to_the_workbook(at):
    folder, ((one),) = at.folder, at.filed["projects"]
    assert (one["outcome"], one["state"], one["missing"]) == ("filed", "draft", [])
    assert at.school.startswith("Z330102")
    assert done("project", "file", folder, at.file, "--as", "校")["projects"][0]["outcome"] == "unchanged"
    done("project", "submit", folder, one["id"], "--as", "校")
    done("project", "return", folder, one["id"], "--reason", "规模偏大", "--as", "区")
    done("project", "alter", folder, one["id"], written(at.base / "a.json", {"scale": 30}), "--as", "校")
    done("project", "submit", folder, one["id"], "--as", "校")
    done("project", "recall", folder, one["id"], "--as", "校")
    done("project", "submit", folder, one["id"], "--as", "校")
    done("project", "remark", folder, one["id"], "--reason", "请留存台账", "--as", "市")
    done("project", "approve", folder, one["id"], "--as", "区")
    shown = done("project", "show", folder, one["id"], "--as", "区")
    assert (shown["state"], shown["scale"], shown["credit_hours"]) == ("approved", 30, "16.50")
    assert shown["declaration"]["reporter"] == "王某某"
    assert "remark" in [step["step"] for step in shown["steps"]]
    for_people = run("project", "show", folder, one["id"], "--as", "区").out
    assert "检查意见" in for_people
    listed = run("project", "list", folder, "--as", "市", "--state", "审核通过", "--year", "2027", "--quarter", "1")
    assert "社区养老护理" in listed.out
    assert "王某某" not in listed.out

    published = done("catalogue", "publish", folder, "2027-Q1", "--to", "2027-Q2", "--as", "区")
    (project,) = published["projects"]
    assert (published["is_new"], published["edition"], project["category"]) == (True, 1, "老年教育培训")
    assert not done("catalogue", "publish", folder, "2027-Q1", "--to", "2027-Q2", "--as", "区")["is_new"]
    corrections = written(at.base / "c.json", {project["project_code"]: {"scale": 35}})
    amended = done(
        "catalogue", "amend", folder, "2027-Q1", "--to", "2027-Q2", "--reason", "更正规模", "--correct", corrections,
        "--as", "区",
    )  # fmt: skip
    assert (amended["edition"], amended["projects"][0]["scale"]) == (2, 35)
    province = done("catalogue", "province", folder, "2027-Q1", "--to", "2027-Q2", "--as", "省")
    assert [one["edition"] for one in province["includes"]] == [2]
    earlier = done("catalogue", "show", folder, "330102", "2027-Q1", "--to", "2027-Q2", "--edition", "1")
    assert earlier["projects"] == [project]
    assert (earlier["freshness"]["branch"], earlier["freshness"]["status"]) == ("33", "fresh")
    assert "分行 33 的数据：最新" in run("catalogue", "show", folder, "330102", "2027-Q1", "--to", "2027-Q2").out
    found = done("catalogue", "search", folder, "急救", "--area", "3301", "--quarter", "2027-Q2")
    assert [one["project_code"] for one in found["projects"]] == [project["project_code"]]
    assert [one["status"] for one in found["branches"]] == ["fresh"]
    assert "最新" in run("catalogue", "search", folder).out
    output = at.base / "catalogue.xlsx"
    told = done("catalogue", "export", folder, "33", "2027-Q1", "--to", "2027-Q2", "-o", output)
    assert (told["sheets"], told["projects"], told["freshness"]["status"]) == (1, 1, "fresh")
    sheet = openpyxl.load_workbook(output).worksheets[0]
    assert sheet.title == "上城区"
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [(row[1], row[9], row[10], row[17]) for row in rows] == [
        (project["project_code"], 16, 16.5, 8),
        (project["project_code"], 16, 16.5, 16),
    ]
    # What a unit typed is text, whatever it begins with.
    assert sheet["Q5"].value == "=急救常识"
    assert sheet["Q5"].data_type == "s"


def test_a_merged_category_and_a_dropped_draft(at):
    done("catalogue", "merge", at.folder, "茶文化培训", "18", "--as", "省")
    draft = written(at.base / "d.json", {"projects": [{"project_name": "茶艺"}]})
    (one,) = done("project", "file", at.folder, draft, "--as", "校")["projects"]
    assert "assessment" in one["missing"]
    refused = run("project", "submit", at.folder, one["id"], "--as", "校")
    assert refused.code == 3
    assert "考核考察方式" in refused.err
    # Of several, each is told.
    several = run("project", "submit", at.folder, one["id"], "0" * 32, "--as", "校", "--json")
    assert [(told["id"], told["code"]) for told in several.json["error"]["refused"]] == [
        ("0" * 32, "not-here"),
        (one["id"], "case-incomplete"),
    ]
    assert "整批均未办理，未通过的有 2 项" in several.err
    assert done("project", "drop", at.folder, one["id"], "--as", "校")["projects"][0]["state"] == "dropped"


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"projects": 1}', '{"projects": [{"project_code": "P1"}]}', '{"projects": [{"scale": "viele"}]}',
     '{"projects": [{"training_hours": 0.001}]}', '{"projects": [{"training_hours": "viele"}]}', '{"projects": []}'],
)  # fmt: skip
def test_a_file_of_another_form_is_refused_in_words(at, content):
    path = at.base / "wrong.json"
    path.write_text(content, "utf-8")
    refused = run("project", "file", at.folder, path, "--as", "校")
    assert refused.code == 3
    assert "培训项目申报不能受理" in refused.err
    assert "不合规定" not in refused.err.replace("文字不合规定", "")


def test_a_plan_stands_beside_what_was_declared(at):
    done("plan", "file", at.folder, "2028", "--line", "1:3:120:48", "--line", "2:1:40:16", "--as", "校")
    (unit,) = done("plan", "show", at.folder, "2028", "--as", "区")["units"]
    assert unit["quarters"][0]["planned"] == {"projects": 3, "scale": 120, "training_hours": "48.00"}
    assert "成人学校" in run("plan", "show", at.folder, "2028", "--as", "区").out
    refused = run("plan", "file", at.folder, "2028", "--line", "1:3", "--as", "校")
    assert refused.code == 3
    assert "季度:项目数:人数:培训时数" in refused.err


@pytest.mark.parametrize("quarter", ["2027", "2027-Q5", "Q1"])
def test_a_quarter_of_another_form_is_refused(at, quarter):
    assert run("catalogue", "show", at.folder, "330102", quarter).code == 3


def test_a_workbook_is_declared_whole_or_what_is_wrong_with_it_is_said(at):
    header = ("项目名称", "项目类别", "培训规模", "培训时数", "学时数", "培训对象", "培训形式", "申报单位")
    right = save(at.base / "汇总表.xlsx", [header, ("茶艺", "11", 30, 8, 8.5)])
    told = done("project", "file", at.folder, right, "--as", "校")
    ((one),) = told["projects"]
    assert (one["project_name"], one["outcome"], told["errors"]) == ("茶艺", "filed", [])
    assert told["template"].startswith("zhejiang-projects@")
    wrong = save(at.base / "有误.xlsx", [header, ("插花", "11", 30, 8, 8), ("陶艺", "11", "许多", 8, 8)])
    ran = run("project", "file", at.folder, wrong, "--as", "校")
    assert ran.code == 1
    assert "全部未受理" in ran.out
    names = {one["project_name"] for one in done("project", "list", at.folder, "--as", "校")["projects"]}
    assert "茶艺" in names
    assert not names & {"插花", "陶艺"}


def test_a_sheet_of_the_units_own_design_is_declared_by_its_mapping_file(at):
    mapping = at.base / "栏目对照.toml"
    mapping.write_text(MAPPING, "utf-8")
    own = save(
        at.base / "本校表.xlsx", [("拟开课程", "归口", "拟招人数", "面向人群", "节数"), ("书法", "11", 25, "", 12)]
    )
    assert run("project", "file", at.folder, own, "--as", "校").code == 3
    ((one),) = done("project", "file", at.folder, own, "--mapping", mapping, "--as", "校")["projects"]
    assert (one["project_name"], one["outcome"]) == ("书法", "filed")


def test_a_list_goes_on_record_and_that_it_was_handed_over_is_shown(at):
    declared = written(at.base / "r.json", {"projects": [{**WHOLE, "project_name": "茶艺入门", "year": 2029}]})
    (one,) = done("project", "file", at.folder, declared, "--as", "校")["projects"]
    done("project", "submit", at.folder, one["id"], "--as", "校")
    output = at.base / "record.pdf"
    told = done("record-list", "print", at.folder, "--quarter", "2029-Q1", "-o", output, "--as", "区")
    assert told["bytes"] == output.stat().st_size
    assert "茶艺入门" in text_of(output.read_bytes())
    handed = done(
        "record-list", "handed", at.folder, "--quarter", "2029-Q1", "--receiver", "上城区教育局", "--on", "2026-02-03",
        "--note", "交职成教科", "--as", "区",
    )  # fmt: skip
    assert (handed["area"], handed["projects"], handed["by"]) == ("330102", 1, "区")
    assert done("record-list", "show", at.folder, "--area", "3301", "--quarter", "2029-Q1", "--as", "市") == {
        "lists": [handed]
    }
    assert "上城区教育局" in run("record-list", "show", at.folder, "--as", "市").out
    refused = run("record-list", "print", at.folder, "--quarter", "2030-Q1", "-o", at.base / "none.pdf", "--as", "区")
    assert refused.code == 3
    assert "没有可备案的项目" in refused.err


def test_the_deadline_of_projects_is_set_by_the_province_and_who_was_reminded_is_told(at):
    declared = written(at.base / "l.json", {"projects": [{"project_name": "编织"}]})
    done("project", "file", at.folder, declared, "--as", "校")
    soon = (datetime.now(UTC) + timedelta(days=3)).date()
    assert run("project", "deadline", at.folder, "--date", soon, "--as", "区").code != 0
    told = done("project", "deadline", at.folder, "--date", soon, "--remind-days", "7", "--as", "省")
    assert told == {"deadline": soon.isoformat(), "remind_days": 7}
    assert f"{soon.year} 年" in run("project", "deadline", at.folder).out

    async def remind():
        async with open_node(BranchFolder(at.folder)) as node:
            return await node.declaring.deadlines.write_due(Actor(name="system", role=Role.SYSTEM, branch="33"))

    assert asyncio.run(remind()) > 0
    found = done("project", "reminders", at.folder, "--as", "区")["reminders"]
    assert ("submission",) in {tuple(one["lacking"]) for one in found if one["unit"] == at.school}
    assert "项目待提交" in run("project", "reminders", at.folder, "--as", "区").out
    later = done("project", "reminders", at.folder, "--since", soon + timedelta(days=9))
    assert later == {"reminders": []}


def test_what_catalogues_are_found_by_is_made_anew_by_migrate(at):
    assert done("migrate", at.folder, "--rebuild-catalogues")["catalogues_rebuilt"]
    assert "目录检索数据已重建" in run("migrate", at.folder, "--rebuild-catalogues").out
    assert done("log", "fsck", at.folder)["findings"] == []


def test_a_project_is_declared_by_options_and_stated_again_is_altered(at):
    options = (
        "--category", "11", "--scale", 40, "--target", "老年群体", "--form", "面授", "--training-hours", 16,
        "--credit-hours", "16.5", "--result-form", "结业证书", "--assessment", "实操考核", "--teachers", "专职 2 名",
        "--content", "护理基础", "--quarter", "2031-Q2", "--starts", "2031-04-01", "--ends", "2031-06-01",
        "--course", "护理:基础:8:8.5", "--course", "急救常识", "--as", "校",
    )  # fmt: skip
    (one,) = done("project", "declare", at.folder, "--name", "居家护理", *options)["projects"]
    assert (one["outcome"], one["state"], one["missing"]) == ("filed", "draft", [])
    shown = done("project", "show", at.folder, one["id"], "--as", "校")
    assert (shown["year"], shown["quarter"], shown["starts_on"]) == (2031, 2, "2031-04-01")
    assert shown["courses"] == [
        {"name": "护理:基础", "training_hours": "8.00", "credit_hours": "8.50"},
        {"name": "急救常识", "training_hours": None, "credit_hours": None},
    ]
    again = run("project", "declare", at.folder, "--name", "居家护理", "--quarter", "2031-Q2", "--as", "校")
    assert "共 1 个项目：新填报 0，已修改 1，未变 0，已提交 0。" in again.out
    assert "考核考察方式" in again.out


def test_a_sheet_with_errors_comes_back_whole_with_them_in_red_and_is_filed_once_they_are_corrected(at):
    header = ("项目名称", "项目类别", "培训规模", "培训时数", "学时数", "培训对象", "培训形式", "机构代码", "申报单位")
    rows = [
        ("陶艺入门", "11", 30, 8, 8, "", "", at.school),
        ("篆刻入门", "11", "许多", 8, 8),
        ("陶艺入门", "11", 30, 8, 8, "", "", at.school),
        ("漆艺入门", "11", 30, 8, 8, "", "", at.centre),
    ]
    told = run("project", "file", at.folder, save(at.base / "几处.xlsx", [header, *rows]), "--as", "校", "--json")
    assert told.code == 1
    found = [(one["row"], one["column"], one["code"]) for one in told.json["errors"]]
    assert {(row, column) for row, column, _ in found} == {(3, "培训规模"), (4, ""), (5, "机构代码")}
    assert (4, "", "twice") in found
    book = openpyxl.load_workbook(told.json["error_workbook"])
    lines = list(book.worksheets[0].iter_rows(min_row=2))
    reasons = [str(line[-1].value) for line in lines]
    assert "无误" in reasons[0]
    assert "同名" in reasons[2]
    assert "不是本机构及下属机构的代码" in reasons[3]
    for line in lines:
        line[0].value, line[2].value, line[7].value = f"{line[0].value}{line[0].row}", "30", ""
    book.save(at.base / "改正.xlsx")
    filed = done("project", "file", at.folder, at.base / "改正.xlsx", "--as", "校")
    assert [one["outcome"] for one in filed["projects"]] == ["filed"] * len(rows)
    assert (filed["errors"], filed["error_workbook"]) == ([], None)
    shown = run("project", "file", at.folder, at.base / "几处.xlsx", "--as", "校").out
    assert "改正后可直接重新填报" in shown

"""Shows an application's whole way on the command line: from the filled workbook to an administrator who imports."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from node.bootstrap import open_node
from node.folder.branch_folder import BranchFolder
from node.model.access import Actor, Role
from tests.support.command_line import run
from tests.support.forms import filled_form
from tests.support.repository import ROOT

PNG = b"\x89PNG\r\n\x1a\n"
UNITS = (
    ("N1", "南京开放大学", "city-university", "3201", ""),
    ("X1", "某某县社区学院", "county-college", "320102", "N1"),
    ("X2", "乙区社区学院", "county-college", "320104", "N1"),
)
PEOPLE = (
    ("局里", "N1", ("collection",)),
    ("中心", "32", ("granting", "management", "filing")),
    ("学院", "X1", ("filing",)),
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Branch 32 with a city and two colleges, a bureau's, a centre's and a college's operator, and a filled form."""
    base = tmp_path_factory.mktemp("office")
    folder = base / "32"
    assert run("init", folder, "--branch", "32", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    for code, name, level, region, parent in UNITS:
        arguments = ("unit", "add", folder, code, "--name", name, "--level", level, "--region", region)
        assert run(*arguments, *(("--parent", parent) if parent else ())).code == 0
    for name, unit, duties in PEOPLE:
        assert run("operator", "add", folder, name, "--unit", unit, *(f"--duty={one}" for one in duties)).code == 0
    copy = base / "copy.png"
    copy.write_bytes(PNG + b"scan")
    form = filled_form("jiangsu-administrator", base / "form.xlsx")
    return SimpleNamespace(base=base, folder=folder, form=form, copy=copy)


@pytest.fixture(scope="module")
def granted(office):
    """What each command of the whole way printed."""
    folder, said = office.folder, {}

    def step(name, *arguments, actor):
        ran = run("application", name, folder, *arguments, "--as", actor, "--json")
        assert ran.code == 0, ran.err
        said[name] = ran.json
        return ran.json

    case = step("file", office.form, actor="学院")["id"]
    for part in ("id-card-front", "id-card-back", "uscc-certificate"):
        step("attach", case, part, office.copy, actor="学院")
    step("submit", case, actor="学院")
    step("dispatch", "-o", office.base / "list.xlsx", actor="局里")
    step("paper", case, actor="中心")
    step("grant", case, actor="中心")
    return SimpleNamespace(case=case, said=said)


def test_requirement_the_whole_way_ends_in_an_administrator_who_imports(office, granted):
    account = granted.said["grant"]["account"]
    assert (granted.said["grant"]["state"], account) == ("granted", "王示例")
    sheet = ROOT / "samples/jiangsu-accounts.xlsx"
    ran = run("import", office.folder, sheet, "--as", account, "--json")
    assert ran.json["accepted"] > 0


def test_what_was_filed_is_shown_with_copies_and_history(office, granted):
    shown = run("application", "show", office.folder, granted.case, "--as", "中心", "--json").json
    assert shown["administrator"]["name"] == "王示例"
    assert {one["part"] for one in shown["attachments"]} == {"id-card-front", "id-card-back", "uscc-certificate"}
    assert [one["step"] for one in shown["steps"]][-4:] == ["submit", "collect", "receive-paper", "grant"]
    told = run("application", "show", office.folder, granted.case, "--as", "中心").out
    assert "统一社会信用代码证书复印件" in told
    assert "已核准" in told


def test_the_list_that_goes_to_the_province_names_institutions_and_nobody(office, granted):
    rows = list(load_workbook(office.base / "list.xlsx").active.iter_rows(values_only=True))
    assert rows[3][:6] == ("1", "某某县社区学院", "12320100MB0000001J", "事业单位", "X1", "已汇总上报")
    everything = "".join(str(cell) for row in rows for cell in row)
    assert "示例" not in everything
    assert "1390000" not in everything
    assert granted.said["dispatch"]["handed"] == [granted.case]


def test_a_list_names_no_people(office, granted):
    ran = run("application", "list", office.folder, "--as", "局里")
    assert "某某县社区学院" in ran.out
    assert "王示例" not in ran.out
    assert run("application", "list", office.folder, "--state", "draft", "--json").json == {"applications": []}


def test_the_form_is_printed_to_sign_and_seal(office, granted):
    output = office.base / "form.pdf"
    assert run("application", "print", office.folder, granted.case, "-o", output, "--as", "中心").code == 0
    assert output.read_bytes().startswith(b"%PDF-")
    assert output.stat().st_mode & 0o077 == 0
    assert run("application", "print", office.folder, granted.case, "-o", output, "--as", "中心").code == 4


def test_a_copy_is_fetched_by_its_digest(office, granted):
    shown = run("application", "show", office.folder, granted.case, "--as", "中心", "--json").json
    digest = shown["attachments"][0]["digest"]
    output = office.base / "fetched.png"
    ran = run("application", "fetch", office.folder, granted.case, digest[:12], "-o", output, "--as", "中心")
    assert ran.code == 0, ran.err
    assert output.read_bytes() == office.copy.read_bytes()
    assert output.stat().st_mode & 0o077 == 0
    for unknown in ("00" * 8, digest[:4]):
        other = office.base / "other.png"
        assert run("application", "fetch", office.folder, granted.case, unknown, "-o", other, "--as", "中心").code == 1


def test_who_is_missing_is_told_with_the_deadline(office, granted):
    ran = run("application", "deadline", office.folder, "--date", "2027-09-15", "--remind-days", "7", "--as", "中心")
    assert "2027 年 9 月 15 日" in ran.out
    assert run("application", "deadline", office.folder, "--json").json == {"deadline": "2027-09-15", "remind_days": 7}
    told = run("application", "missing", office.folder, "--as", "局里", "--json").json
    assert [one["unit"] for one in told["units"]] == ["N1", "X2"]
    everything = run("application", "missing", office.folder, "--all", "--as", "局里")
    assert "应申请机构 3 个，未提交 2 个" in everything.out
    assert "管理人员申请表" in everything.out
    assert run("application", "reminders", office.folder, "--as", "局里", "--json").json == {"reminders": []}


def test_who_was_reminded_is_listed_with_what_lacked(office, granted):
    soon = (datetime.now(UTC) + timedelta(days=3)).date()
    assert run("application", "deadline", office.folder, "--date", soon, "--as", "中心").code == 0
    system = Actor(name="system", role=Role.SYSTEM, branch="32")

    async def remind():
        async with open_node(BranchFolder(office.folder)) as node:
            return await node.application_reminders.write_due(system)

    assert asyncio.run(remind()) > 0
    told = run("application", "reminders", office.folder, "--as", "局里", "--json").json["reminders"]
    assert {one["unit"] for one in told} == {"N1", "X2"}
    assert "统一社会信用代码证书复印件" in run("application", "reminders", office.folder, "--as", "局里").out
    later = run("application", "reminders", office.folder, "--since", soon + timedelta(days=9), "--json")
    assert later.json == {"reminders": []}


def test_a_form_with_mistakes_comes_back_with_each_of_them(office):
    wrong = filled_form("jiangsu-administrator", office.base / "wrong.xlsx")
    book = load_workbook(wrong)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "12320100MB0000001J":
                cell.value = "12320100MB0000001K"
    book.save(wrong)
    ran = run("application", "file", office.folder, wrong, "--as", "学院", "--json")
    assert ran.code == 1
    assert [one["column"] for one in ran.json["errors"]] == ["统一社会信用代码"]
    assert "填报有误，共 1 处" in run("application", "file", office.folder, wrong, "--as", "学院").out


def test_what_lacks_is_named_in_the_officials_words_and_in_english(office):
    case = run("application", "file", office.folder, office.form, "--unit", "X2", "--json")
    assert case.code == 3
    assert "与所注明的机构不符" in case.err
    form = filled_form("jiangsu-administrator", office.base / "other.xlsx", {"B2": "乙区社区学院"})
    case = run("application", "file", office.folder, form, "--json").json["id"]
    ran = run("application", "submit", office.folder, case)
    assert (ran.code, ran.out) == (3, "")
    assert "管理员身份证正面复印件、管理员身份证反面复印件、统一社会信用代码证书复印件" in ran.err
    told = run("application", "submit", office.folder, case, environment={"DELTABANK_LANG": "en"}).err
    assert "front of the administrator's ID card, " in told
    refused = run("application", "collect", office.folder, case)
    assert "“填报中”状态，不能执行“汇总上报”" in refused.err


def test_an_application_is_returned_refused_and_suspended_with_reasons(office, granted):
    refused = run("application", "suspend", office.folder, granted.case, "--reason", " ", "--as", "中心")
    assert refused.code == 6
    form = filled_form("jiangsu-administrator", office.base / "third.xlsx", {"B2": "南京开放大学"})
    case = run("application", "file", office.folder, form, "--json").json["id"]
    for part in ("id-card-front", "id-card-back", "uscc-certificate"):
        assert run("application", "attach", office.folder, case, part, office.copy).code == 0
    for name, actor, *reason in (
        ("submit", ""),
        ("collect", "局里"),
        ("return", "中心", "--reason", "公章不清晰"),
        ("submit", ""),
        ("collect", "局里"),
        ("refuse", "中心", "--reason", "重复申报"),
    ):
        ran = run("application", name, office.folder, case, *reason, *(("--as", actor) if actor else ()))
        assert ran.code == 0, ran.err
    shown = run("application", "show", office.folder, case, "--json").json
    assert [one["reason"] for one in shown["steps"] if one["step"] in ("return", "refuse")] == [
        "公章不清晰",
        "重复申报",
    ]


def test_contacts_are_filed_shown_and_printed(office):
    sheet = filled_form("jiangsu-city-contacts", office.base / "contacts.xlsx")
    filed = run("contacts", "file", office.folder, sheet, "--as", "局里", "--json")
    assert filed.code == 0, filed.err
    shown = run("contacts", "show", office.folder, "--as", "中心", "--json").json
    assert [(one["bureau"], one["unit"], one["current"]) for one in shown["cities"]] == [("南京市教育局", "N1", True)]
    assert "张示例 处长" in run("contacts", "show", office.folder, "--all", "--as", "中心").out
    output = office.base / "contacts.pdf"
    case = filed.json["id"]
    assert run("contacts", "print", office.folder, case, "-o", output, "--as", "局里").code == 0
    assert output.read_bytes().startswith(b"%PDF-")

"""Shows what a clerk does about a wrong file: finds it in the history, traces a row, corrects it, withdraws it."""

import shutil

import pytest

from tests.support.command_line import run

ENGLISH = {"DELTABANK_LANG": "en"}


@pytest.fixture
def folder(branch, tmp_path):
    """A copy of the founded branch, to be changed."""
    copy = tmp_path / "32"
    shutil.copytree(branch.folder, copy)
    return copy


@pytest.fixture
def document(branch):
    return branch.documents[0]


def first(folder, document):
    """The first learner's first achievement that stands."""
    found = run("lookup", folder, "--document", document, "--purpose", "测试", "--basis", "self", "--json").json
    return next(one for one in found["achievements"] if one["status"] == "valid")


def imports(folder):
    return {one["template"].partition("@")[0]: one for one in run("imports", "list", folder, "--json").json["imports"]}


def test_the_history_tells_who_imported_what_with_which_counts(folder, branch):
    found = imports(folder)
    assert set(found) == {"jiangsu-accounts", "jiangsu-achievements"}
    one = found["jiangsu-achievements"]
    report = branch.achievements.json
    assert {key: one[key] for key in ("rows", "accepted", "duplicate", "rejected")} == {
        key: report[key] for key in ("rows", "accepted", "duplicate", "rejected")
    }
    assert (one["operator"], one["file_name"], one["state"]) == ("测试员", "jiangsu-achievements.xlsx", "finished")
    out = run("imports", "list", folder).out
    assert all(word in out for word in ("成功", "失败", "重复", "已完成", "jiangsu-achievements.xlsx"))
    assert "finished" in run("imports", "list", folder, environment=ENGLISH).out


def test_one_import_tells_which_entries_it_came_to(folder):
    import_id = imports(folder)["jiangsu-achievements"]["import"]
    shown = run("imports", "show", folder, import_id, "--json").json
    assert sum(one["achievements"] for one in shown["entries"]) == shown["accepted"] == shown["achievements"]
    assert len(shown["file_digest"]) == 64
    assert "日志序号自" in run("imports", "show", folder, import_id).out


def test_a_row_is_traced_to_file_sheet_row_operator_and_time(folder, document):
    index = first(folder, document)["index"]
    found = run("filed", folder, "--index", index, "--json").json
    assert found["row"] > 1
    assert (found["file_name"], found["operator"], found["status"]) == (
        "jiangsu-achievements.xlsx",
        "测试员",
        "valid",
    )
    assert found["import"] == imports(folder)["jiangsu-achievements"]["import"]
    assert f"第 {found['row']} 行" in run("filed", folder, "--index", index).out


def test_an_achievement_is_corrected_then_withdrawn_and_each_is_told(folder, document):
    index = first(folder, document)["index"]
    corrected = run(
        "correct", folder, "--index", index, "--reason", "person-asked", "--document", document,
        "--training-hours", "12.5", "--note", "见申请表", "--json",
    )  # fmt: skip
    assert corrected.code == 0, corrected.err
    assert corrected.json["corrects"] == index
    at = corrected.json["index"]
    assert "已更正" in run("filed", folder, "--index", index).out
    assert f"第 {index} 条 → 第 {at} 条" in run("filed", folder, "--index", at).out
    withdrawn = run("withdraw", folder, "--index", at, "--reason", "wrong-person")
    assert (withdrawn.code, "填错学习者" in withdrawn.out) == (0, True)
    again = run("withdraw", folder, "--index", at, "--reason", "wrong-person", "--json")
    assert (again.code, again.json["error"]["code"]) == (3, "correction-refused")
    assert "已撤回" in again.json["error"]["message"]
    assert run("filed", folder, "--index", at, "--json").json["reason"] == "wrong-person"


def test_a_whole_import_is_withdrawn_by_its_id_and_again_changes_nothing(folder):
    one = imports(folder)["jiangsu-achievements"]
    done = run("withdraw", folder, "--import", one["import"], "--reason", "filed-in-error", "--json").json
    assert (done["withdrawn"], done["already"], done["kept"]) == (one["accepted"], 0, [])
    again = run("withdraw", folder, "--import", one["import"], "--reason", "filed-in-error")
    assert again.code == 0
    assert f"此前已撤回或删除 {one['accepted']}" in again.out


@pytest.mark.parametrize("given", [(), ("--index", "1", "--import", "a" * 32)])
def test_what_is_withdrawn_is_named_in_one_way(folder, given):
    assert run("withdraw", folder, *given, "--reason", "fraud").code == 2


def test_an_account_is_shown_with_its_fields_in_words_and_its_number_masked(folder, document):
    arguments = ("account", "show", folder, "--document", document, "--purpose", "核对", "--basis", "self")
    shown = run(*arguments, "--json").json
    number = document.read_text().strip()
    assert len(shown["fields"]) == 12
    assert shown["memberships"] == len(shown["filings"]) >= 1
    out = run(*arguments).out
    assert number not in run(*arguments, "--json").out + out
    assert all(word in out for word in ("初始学历", "职业", "非正式教育", "填报机构"))


def test_a_name_is_corrected_from_a_file_and_never_from_the_command_line(folder, document, tmp_path):
    name = tmp_path / "name"
    name.write_text("欧阳示例\n", "utf-8")
    corrected = run(
        "account", "correct", folder, "--document", document, "--name", name, "--reason", "已核对证件", "--json"
    )
    assert (corrected.code, corrected.json) == (0, {"resolved": 0})
    kept = run("account", "keep", folder, "--document", document, "--reason", "已核对证件")
    assert kept.code == 3
    assert "没有待处理" in kept.err


def test_name_conflicts_are_listed_masked_with_both_institutions(folder):
    listed = run("account", "conflicts", folder, "--all", "--json").json["conflicts"]
    for one in listed:
        assert one["account_unit"]["code"] == one["filed_unit"]["code"] == "32"
        assert set(one["account_name"][1:]) <= {"*"}
    ran = run("account", "conflicts", folder)
    assert ("account correct" in ran.out) == bool(listed)

"""Shows the commands on rules, guidance and credit as those meet them who make rules, advise and ask."""

import contextlib
import sqlite3

import pytest

from federation.error_catalogue import ExitCode
from federation.rules.reading import parse_rules
from federation.rules.rule_set import Grant, Rule, Scheme, Source
from node.cli.conversion.crediting import FAULTS
from node.model.credit_by_log import MISSING, UNFOUNDED
from samples.rules import NAMES, cases_file, rules_file
from tests.support.command_line import run

RULES = rules_file("jiangsu")
ENGLISH = {"DELTABANK_LANG": "en"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Branch 32 with two members of its expert committee, whose first rules are published."""
    folder = tmp_path_factory.mktemp("rules") / "32"
    assert run("init", folder, "--branch", "32", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    root = run("unit", "list", folder, "--json").json["units"][0]["code"]
    for name in ("委员甲", "委员乙"):
        added = run("operator", "add", folder, name, "--unit", root, "--duty", "规则制定")
        assert added.code == 0, added.err
    publish(folder, RULES)
    return folder


def publish(folder, file, *options):
    drafted = run("rules", "draft", folder, file, *options, "--as", "委员甲", "--json")
    assert drafted.code == 0, drafted.err
    case = drafted.json["case"]
    for step in (
        ("consult", "--remark", "各高校均无不同意见", "--as", "委员甲"),
        ("adopt", "--on", "2025-12-20", "--as", "委员甲"),
        ("adopt", "--on", "2025-12-20", "--as", "委员乙"),
        ("publish", "--as", "委员乙"),
    ):
        taken = run("rules", step[0], folder, case[:8], *step[1:], "--json")
        assert taken.code == 0, taken.err
    return taken.json


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_rules_file_is_well_and_meets_its_cases(name):
    checked = run("rules", "check", rules_file(name))
    assert checked.code == 0, checked.err
    assert "规则文件无误" in checked.out
    held = run("rules", "cases", rules_file(name), cases_file(name), "--trace")
    assert held.code == 0, held.out
    assert "不符 0 个" in held.out
    assert "学分" in held.out


def test_everything_wrong_with_a_file_is_told_by_line_and_key_in_both_languages(tmp_path):
    text = RULES.read_text(encoding="utf-8").replace("step = 0.5", "step = 0.125").replace('"year"', '"month"')
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text, encoding="utf-8")
    told = run("rules", "check", wrong)
    assert told.code == 1
    lines = text.splitlines()
    for fragment in ("step = 0.125", 'period = "month"'):
        number = next(at for at, line in enumerate(lines, start=1) if fragment in line)
        assert f"第 {number} 行" in told.out
        assert f"line {number}," in run("rules", "check", wrong, environment=ENGLISH).out
    faults = run("rules", "check", wrong, "--json").json["faults"]
    assert [one["key"] for one in faults][:2] == ["scheme[1].cap[1].period", "rule[1].grant[1].step"]


def test_a_case_that_is_not_met_ends_with_1_and_shows_the_arithmetic(tmp_path):
    cases = tmp_path / "cases.toml"
    text = cases_file("jiangsu").read_text(encoding="utf-8").replace("credits = 1.5 }", "credits = 2 }", 1)
    cases.write_text(text, encoding="utf-8")
    told = run("rules", "cases", RULES, cases)
    assert told.code == 1
    assert "应为“community  2”，实为“community  1.5”" in told.out
    assert "24 × 1 学分 ÷ 16 = 1.5 学分" in told.out
    assert not run("rules", "cases", RULES, cases, "--json").json["ok"]


def test_a_file_that_is_not_there_is_refused_as_input(tmp_path):
    assert run("rules", "check", tmp_path / "none.toml").code == 3


def test_published_rules_are_listed_and_shown_with_sources_and_remarks(folder):
    listed = run("rules", "list", folder, "--as", "委员甲", "--json").json
    assert [one["version"] for one in listed["published"]][:1] == [1]
    assert listed["cases"][0]["state"] == "issued"
    shown = run("rules", "show", folder)
    assert shown.code == 0, shown.err
    assert "本项目举例" in shown.out
    assert "四舍五入" in shown.out or "舍去" in shown.out
    history = run("rules", "show", folder, "--case", listed["cases"][0]["case"][:8], "--as", "委员甲")
    assert "各高校均无不同意见" in history.out
    assert "2025-12-20" in history.out
    assert run("rules", "show", folder, "--json").json["adopted_on"] == "2025-12-20"


def test_the_version_in_force_is_written_as_a_file_to_begin_the_next_one_from(folder, tmp_path):
    file = tmp_path / "next.toml"
    assert run("rules", "show", folder, "-o", file).code == ExitCode.OK
    assert parse_rules(file.read_text("utf-8"), file=file.name) == parse_rules(
        RULES.read_text("utf-8"), file=RULES.name
    )
    assert run("rules", "diff", folder, "--from", "1", "--file", file, "--json").json["differences"] == []
    again = run("rules", "show", folder, "-o", file)
    assert (again.code, str(file) in again.err) == (ExitCode.CONFIGURATION, True)


def test_a_version_and_a_draft_are_shown_whole_as_the_rule_set_holds_them(folder):
    rules = parse_rules(RULES.read_text(encoding="utf-8"), file=RULES.name)
    shown = run("rules", "show", folder, "--version", "1", "--json").json
    for name, kind in (("sources", Source), ("schemes", Scheme), ("rules", Rule)):
        assert [one["id"] for one in shown[name]] == [one.id for one in getattr(rules, name)]
        assert all(set(one) == set(kind.__struct_fields__) for one in shown[name])
    assert all(set(grant) == set(Grant.__struct_fields__) for rule in shown["rules"] for grant in rule["grants"])
    training = shown["rules"][0]
    assert (training["minimum"], training["unknown"], training["within_months"]) == ("8", "reviewer", 60)
    assert (training["evidence"], training["own_deposit"]) == (["project-code", "course-code"], "reviewer")
    assert training["grants"][0] == {
        "scheme": "community",
        "credits": "1",
        "per": "16",
        "rounding": "down",
        "step": "0.5",
        "course": "",
        "at_most": "4",
        "if_unknown": None,
    }
    case = run("rules", "list", folder, "--as", "委员甲", "--json").json["cases"][0]["case"]
    drafted = run("rules", "show", folder, "--case", case, "--as", "委员甲", "--json").json["rules"]
    assert {name: drafted[name] for name in ("sources", "schemes", "rules")} == {
        name: shown[name] for name in ("sources", "schemes", "rules")
    }


def test_people_are_shown_what_a_rule_measures_grants_and_wants(folder):
    told = run("rules", "show", folder, "--version", "1").out
    assert "学时数，至少 8；未知时：人工查明" in told
    assert "community 每 16 学时数计 1，按 0.5 舍去，单项至多 4" in told
    assert "办理当天往前 60 个月以内" in told
    assert "项目编码、课程编码" in told
    english = run("rules", "show", folder, "--version", "1", environment=ENGLISH).out
    assert "credit hours, at least 8; if unknown: for a reviewer to find out" in english
    assert "within 60 months" in english


def test_a_branch_that_published_nothing_is_said_so(folder):
    told = run("rules", "show", folder, "--version", "7")
    assert told.code == 1
    assert "转换规则" in told.err


def test_two_versions_are_compared_by_rule_and_field(folder, tmp_path):
    text = (
        RULES.read_text(encoding="utf-8")
        .replace("version = 1", "version = 2", 1)
        .replace("credits = 10", "credits = 12", 1)
    )
    second = tmp_path / "second.toml"
    second.write_text(text.replace("within_months = 60", "within_months = 48", 1), encoding="utf-8")
    compared = run("rules", "diff", folder, "--from", "1", "--file", second, "--json").json["differences"]
    fields = {(one["of"], one["id"], one["field"]) for one in compared}
    assert ("scheme", "community", "caps") in fields
    assert ("rule", "zhejiang-training", "within_months") in fields
    publish(folder, second)
    told = run("rules", "diff", folder, "--from", "1", "--to", "2")
    assert "60" in told.out
    assert "48" in told.out
    assert run("rules", "diff", folder, "--from", "2").out.strip().endswith("两者没有差别。")
    assert run("rules", "show", folder, "--version", "1", "--json").json["schemes"][0]["caps"][0]["credits"] == "10"


def test_the_same_person_cannot_sign_twice_and_is_told_so(folder, tmp_path):
    version = len(run("rules", "list", folder, "--json").json["published"]) + 1
    third = tmp_path / "third.toml"
    third.write_text(
        RULES.read_text(encoding="utf-8").replace("version = 1", f"version = {version}", 1), encoding="utf-8"
    )
    case = run("rules", "draft", folder, third, "--as", "委员甲", "--json").json["case"]
    run("rules", "consult", folder, case, "--remark", "无", "--as", "委员甲")
    assert run("rules", "adopt", folder, case, "--on", "2025-12-20", "--as", "委员甲").code == 0
    again = run("rules", "adopt", folder, case, "--on", "2025-12-20", "--as", "委员甲")
    assert again.code == 6
    back = run("rules", "return", folder, case, "--reason", "再议", "--as", "委员乙")
    assert back.code == 0, back.err
    revised = run("rules", "draft", folder, third, "--revise", case, "--cases", cases_file("jiangsu"), "--as", "委员甲")
    assert revised.code == 0, revised.err
    assert run("rules", "drop", folder, case, "--reason", "不再需要", "--as", "委员甲").code == 0


def test_guidance_says_that_it_commits_nobody_and_names_what_is_missing(folder, branch):
    asked = ("--document", branch.documents[0], "--purpose", "转换指导", "--basis", "self")
    told = run("guide", branch.folder, *asked)
    assert told.code == 0, told.err
    assert "不构成承诺" in told.out
    assert "没有现行规则" in told.out
    own = run("guide", folder, *asked, "--branch", "32", "--json")
    assert own.code == 0, own.err
    assert own.json["commitment"] is False
    (advice,) = own.json["advice"]
    assert advice["version"] >= 1
    assert advice["usage_known"]
    assert "commits nobody" in run("guide", folder, *asked, environment=ENGLISH).out


def test_credit_is_shown_to_its_person_and_everything_adds_up(branch):
    shown = run(
        "credit", "show", branch.folder, "--document", branch.documents[0], "--purpose", "看学分", "--basis", "self"
    )
    assert shown.code == 0, shown.err
    assert "没有学分" in shown.out
    looked = run("looks", branch.folder, "--document", branch.documents[0])
    assert "查看学分账户" in looked.out
    checked = run("credit", "check", branch.folder)
    assert checked.code == 0, checked.err
    assert "账目相符" in checked.out
    assert run("credit", "check", branch.folder, "--json").json["ok"]


def test_credit_that_no_decision_granted_is_told_in_both_languages(folder):
    with contextlib.closing(sqlite3.connect(folder / "data" / "node.db")) as database, database:
        database.execute(
            "INSERT INTO credit_posting (account, transfer, item, part, kind, scheme, course, credits, rules_version,"
            " day, caused_by, at) VALUES (x'00', 7, 1, 0, 1, 'community', '', 150, 1, 1, 1, 1.0)"
        )
    checked = run("credit", "check", folder, "--json")
    assert (checked.code, checked.json["fault_count"]) == (1, 1)
    assert checked.json["faults"] == [{"transfer": 7, "item": 1, "part": 0, "reason": "grant-undecided"}]
    assert "转换 7 第 2 项：已记给予，但日志中没有接受的决定" in run("credit", "check", folder).out
    told = run("credit", "check", folder, environment=ENGLISH).out
    assert "transfer 7, item 2: granted, but the log has no decision that accepts it" in " ".join(told.split())
    assert {*MISSING.values(), *UNFOUNDED.values()} <= FAULTS.keys()

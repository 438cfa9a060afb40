"""Shows that values of options are taken in Chinese and by code, and that help and errors say what each means."""

import pytest
from typer.main import get_command

from adapters.base import ImportMode
from federation.model.reason import CorrectionReason, RevocationReason
from node.cli.console import option_values
from node.cli.console.choices import Choices
from node.cli.main import build
from node.model.access import Basis, Duty
from tests.support.command_line import run
from tests.unit.cli.conftest import SAMPLES

KINDS = {name: value for name, value in vars(option_values).items() if isinstance(value, Choices)}
ENGLISH = {"DELTABANK_LANG": "en"}


@pytest.mark.parametrize("name", KINDS)
def test_every_value_is_taken_by_its_code_and_by_its_chinese_word(name):
    choices = KINDS[name]
    for pair in choices.told_zh.split("、"):
        word, _, code = pair.removesuffix("）").rpartition("（")
        assert choices.parse(word) == choices.parse(f" {code.upper()} ") == code
        assert choices.word(code) == word


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        (Duty, option_values.DUTIES),
        (Basis, option_values.BASES),
        (ImportMode, option_values.IMPORT_MODES),
        (RevocationReason, option_values.REVOCATION_REASONS),
        (CorrectionReason, option_values.CORRECTION_REASONS),
        (option_values.DocumentTypeName, option_values.DOCUMENT_TYPES),
        (option_values.ClassName, option_values.CLASSES),
    ],
)
def test_no_value_is_without_its_word(kind, choices):
    assert [one for one in kind if choices.word(one) == one] == []


def test_a_column_is_named_as_the_template_calls_it(branch):
    workbook = SAMPLES / "jiangsu-achievements.xlsx"
    counts = {}
    for word in ("证件号码", "document-number", "用户号", "协议单位用户号", "user-number"):
        checked = run("check", branch.folder, workbook, "--by", word, "--json").json
        counts[word] = (checked["accepted"], checked["duplicate"], checked["rejected"])
    assert counts["证件号码"] == counts["document-number"]
    assert counts["用户号"] == counts["协议单位用户号"] == counts["user-number"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            ["import", "x", SAMPLES / "README.md", "--by", "号码"],
            "--by（按哪一列对应学习者）只能填：用户号（user-number）",
        ),
        (["operator", "add", "x", "某人", "--duty", "x"], "--duty（职责）只能填：填报（filing）、审核（review）"),
        (["withdraw", "x", "--reason", "x"], "只能填：填报有误（filed-in-error）"),
        (
            ["application", "attach", "x", "1", "x", SAMPLES / "README.md"],
            "“附件项”只能填：身份证正面（id-card-front）",
        ),
        (["deposit", "file", "x", "--class", "x"], "只能填：培训（training）"),
        (["application", "list", "x", "--state", "x"], "只能填：填报中（draft）"),
    ],
)
def test_a_wrong_value_is_answered_by_what_each_value_means(typed, told):
    ran = run(*typed)
    assert ran.code == 2
    assert told in ran.err


def test_a_wrong_value_is_answered_in_english_by_the_codes():
    ran = run("withdraw", "x", "--reason", "x", environment=ENGLISH)
    assert "--reason must be one of filed-in-error, wrong-person" in ran.err


def test_help_says_what_each_value_means():
    group = get_command(build()).commands
    for command, option, told in (
        (group["import"], "--by", "证件号码（document-number）"),
        (group["correct"], "--reason", "本人申请更正（person-asked）"),
        (group["lookup"], "--basis", "法定职责（duty）"),
        (group["lookup"], "--document-type", "护照（passport）"),
        (group["deposit"].commands["list"], "--state", "审核通过（approved）"),
    ):
        assert told in next(one.help for one in command.params if option in one.opts)


def test_a_level_is_named_by_its_title_and_a_wrong_one_is_answered_by_all(tmp_path):
    folder = tmp_path / "32"
    assert run("init", folder, "--branch", "32", "--new-federation").code == 0
    city = ("--name", "苏州开放大学", "--region", "3205")
    assert (
        run("unit", "add", folder, "SZ", *city, "--level", "设区市开放大学", "--json").json["level"]
        == "city-university"
    )
    refused = run("unit", "add", folder, "SZ2", *city, "--level", "大学")
    assert refused.code == 2
    assert "--level 只能填：" in refused.err
    assert "县（市、区）社区学院（county-college）" in refused.err

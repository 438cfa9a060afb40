"""Shows that a wrong command line is answered by what is missing and how the command is written, in Chinese."""

import pytest

from tests.support.command_line import run

ENGLISH = {"DELTABANK_LANG": "en"}
NUMBER = "320102199003077715"


@pytest.mark.parametrize(
    ("typed", "told", "form"),
    [
        (["import"], "缺少“分行目录”", "deltabank import 分行目录 工作簿… [其他选项]"),
        (["import", "x"], "缺少“工作簿”", "deltabank import 分行目录 工作簿… [其他选项]"),
        (["import", "x", "nowhere.xlsx"], "“工作簿”所指的文件不存在", "deltabank import 分行目录 工作簿…"),
        (["withdraw", "x"], "缺少 --reason：撤回理由", "deltabank withdraw 分行目录 --reason 撤回理由"),
        (["lookup", "x", "--purpose", "核对"], "缺少 --basis：法律依据", "--purpose 查询用途 --basis 法律依据"),
        (["prove", "x", "--index", "first"], "--index（日志序号）的值不合要求", "--origin 日志名称或分行代码"),
        (["imports", "list", "x", "--limit"], "--limit", "deltabank"),
        (["template"], "请给出模板名称和 -o 文件", "deltabank template 模板名称"),
    ],
)
def test_what_is_missing_is_named_in_chinese_with_the_right_form_of_the_command(typed, told, form):
    ran = run(*typed)
    assert ran.code == 2
    assert told in ran.err
    assert form in ran.err
    assert not {"'DIR'", "'FILE...'"} & set(ran.err.split())


def test_a_group_without_a_command_tells_its_commands():
    ran = run("unit")
    assert ran.code == 2
    assert "deltabank unit 的子命令：add（登记机构）、list（列出机构）" in ran.err


def test_english_names_the_help_of_the_command_itself():
    assert "see deltabank withdraw --help" in run("withdraw", "x", environment=ENGLISH).err


@pytest.mark.parametrize("typed", [[NUMBER], [f"--{NUMBER}"], ["lookup", "x", NUMBER], ["import", "x", NUMBER]])
@pytest.mark.parametrize("environment", [{"DELTABANK_LANG": "zh"}, ENGLISH])
def test_a_document_number_typed_where_none_belongs_is_not_repeated(typed, environment):
    ran = run(*typed, environment=environment)
    assert ran.code == 2
    assert NUMBER not in ran.err


@pytest.mark.parametrize("typed", [["self"], ["self", "33:12"], ["2027-03-31"], ["x1234"]])
def test_what_is_left_over_is_named_with_what_may_be_missing_before_it(typed):
    zh = run("transfer", "show", "x", "32-15", *typed)
    assert f"多出了参数“{' '.join(typed)}”（前面的选项或参数可能缺了值）" in zh.err
    assert "证件号码" not in zh.err
    en = run("transfer", "show", "x", "32-15", *typed, environment=ENGLISH)
    assert f"unexpected extra arguments: {' '.join(typed)}" in en.err


@pytest.mark.parametrize("typed", [[NUMBER], ["3201", "0219"], ["X7654321"], ["３２０１０２"], [NUMBER, "2027-03-31"]])
def test_what_may_be_a_document_number_is_remarked_on_and_not_repeated(typed):
    for environment, told in (({}, "证件号码不得写在命令行上"), (ENGLISH, "never type a document number here")):
        ran = run("transfer", "show", "x", "32-15", *typed, environment=environment)
        assert told in ran.err
        assert typed[0] not in ran.err

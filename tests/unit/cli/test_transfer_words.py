"""Shows that what is typed wrongly of a transfer is answered by the form, and that screens name who acted in words."""

import pytest

from node.cli.console.actor_words import actor_word, set_off
from node.cli.console.choices import WrongChoice
from node.cli.console.terminal import Terminal
from node.cli.conversion.transfer_places import case_name, contested_request
from tests.support.command_line import run

ENGLISH = {"DELTABANK_LANG": "en"}
ASKING = ("transfer", "request", "x", "--achievement", "33:1", "--purpose", "x")


@pytest.mark.parametrize("day", ["2027-13-01", "2027-02-30", "60天", "2027/03/31", "0", ""])
@pytest.mark.parametrize(("environment", "told"), [({}, "须写实有的日期"), (ENGLISH, "must be a day as")])
def test_a_day_that_is_none_is_answered_by_the_form_of_one(day, environment, told):
    for words in ((*ASKING, "--basis", "self", "--until", day), ("rules", "adopt", "x", "0" * 8, "--on", day)):
        ran = run(*words, environment=environment)
        assert ran.code == 2
        assert f"{told} YYYY-MM-DD" in ran.err
        assert "2027-03-31" in ran.err
        assert "%Y" not in ran.err
        assert "format" not in ran.err


def test_a_transfer_is_asked_for_by_the_person_or_by_consent_and_says_what_it_is_for():
    ran = run(*ASKING, "--basis", "duty", "--until", "2027-03-31")
    assert "只能填：本人（self）、单独同意（consent）" in ran.err
    assert "--purpose 用途" in run("transfer", "request", "x").err
    assert "查询用途" not in run("transfer", "request", "x").err


def test_an_application_goes_by_its_case_or_a_transfer_of_its():
    assert [case_name(text) for text in (" 0A1B2C3D ", "32-247", "32－247")] == ["0a1b2c3d", "32-247", "32-247"]
    assert [contested_request(text, Terminal(as_json=False)) for text in ("32-247", "247")] == [("32", 247), ("", 247)]
    for wrong in ("0a1b2c3", "xyzxyzxyz", "32-", "332-1", "0" * 33):
        with pytest.raises(WrongChoice):
            case_name(wrong)


def test_the_program_and_the_machines_administrator_are_named_in_words(monkeypatch):
    zh = Terminal(as_json=False)
    assert [actor_word(one, zh) for one in ("system", "local:root", "收件员")] == ["系统", "本机（root）", "收件员"]
    assert [set_off(one) for one in ("clerk", "收件员", "本机（root）", "clerk甲")] == [
        " clerk ",
        "收件员",
        "本机（root）",
        " clerk甲",
    ]
    monkeypatch.setenv("DELTABANK_LANG", "en")
    assert actor_word("system", Terminal(as_json=False)) == "system"

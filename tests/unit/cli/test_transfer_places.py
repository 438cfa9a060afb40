"""Shows what a reviewer's rulings say on a command line: which achievement, what credit, what its person is told."""

import pytest

from node.cli.console.choices import WrongChoice
from node.cli.console.terminal import Terminal
from node.cli.conversion.transfer_places import rulings_of

TERMINAL = Terminal(as_json=True)


def told(accept, reject, words):
    return {
        (one.request_index, one.item + 1): (one.accepted, one.words)
        for one in rulings_of(accept, reject, words, TERMINAL)
    }


def test_words_are_for_all_that_is_decided_or_for_one_achievement():
    both = (["15:1"], ["15:2", "16:1"])
    assert set(told(*both, ["同意"]).values()) == {(True, "同意"), (False, "同意")}
    assert told(*both, ["15:2=无成绩证明", "16：1＝时数不足"]) == {
        (15, 1): (True, ""),
        (15, 2): (False, "无成绩证明"),
        (16, 1): (False, "时数不足"),
    }
    assert told(*both, ["见附页", "15:1=内容相当，a=b"]) == {
        (15, 1): (True, "内容相当，a=b"),
        (15, 2): (False, "见附页"),
        (16, 1): (False, "见附页"),
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["同意", "不同意"], "只能写一次"),
        (["15:1=同意", "15:1=不同意"], "只能写一次"),
        (["15:3=同意"], "没有同时作出决定"),
        (["15:0=同意"], "应写作"),
    ],
)
def test_words_that_nobody_can_be_told_are_refused(words, said, monkeypatch):
    monkeypatch.setenv("DELTABANK_LANG", "zh")
    with pytest.raises(WrongChoice, match=said):
        rulings_of(["15:1"], [], words, Terminal(as_json=True))


def test_credit_is_stated_by_scheme_and_course():
    (ruling,) = rulings_of(["15:1=community:1.5+basic/C01:2"], [], [], TERMINAL)
    assert ruling.credits == (("community", "", 150), ("basic", "C01", 200))

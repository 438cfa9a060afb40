"""Words on command lines that name achievements of transfers, and what a reviewer says of them.

An achievement is ``BRANCH:INDEX`` before it is asked for, as `lookup` shows it, and ``REQUEST:ITEM`` afterwards, as
`transfer show` does: the request's leaf index in the own log, and which of its achievements, from 1 on. An application
goes by its case's id or first digits, or by a reference of its transfers, ``BRANCH-REQUEST``.
"""

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from node.cli.console.choices import WrongChoice
from node.cli.console.language import language_of
from node.cli.console.terminal import Terminal

if TYPE_CHECKING:
    from node.model.transfer_application import Ruling

PLACE = re.compile(r"([0-9]{1,12}):([0-9]{1,12})")
CASE_NAME = re.compile(r"[0-9a-f]{8,32}|[0-9]{2}-[0-9]{1,12}")
CONTESTED = re.compile(r"(?:([0-9]{2})-)?([0-9]{1,12})")
WORDS_OF_ONE = re.compile(r"\s*([0-9]{1,12}[:：][0-9]{1,12})\s*[=＝]\s*(.*)", re.DOTALL)
CREDIT = re.compile(r"([^/:=+]{1,64})(?:/([^/:=+]{1,64}))?:([0-9]{1,6})(?:\.([0-9]{1,2}))?")


def case_name(text: str) -> str:
    """The name of an application as services take it. Raises `WrongChoice`: it can't be one."""
    name = text.replace("－", "-").strip().lower()
    if CASE_NAME.fullmatch(name) is None:
        zh = language_of(os.environ) == "zh"
        raise WrongChoice(
            "应写办件编号（至少前 8 位，由 0-9、a-f 组成），或转换编号，如 32-15"
            if zh
            else "CASE is the case's number (its first 8 digits at least, 0-9 and a-f), or a transfer's, e.g. 32-15"
        )
    return name


def contested_request(text: str, terminal: Terminal) -> tuple[str, int]:
    """Branch code ("" if it isn't said) and leaf index of the contested request, of ``32-15`` or ``15``."""
    matched = CONTESTED.fullmatch(text.replace("－", "-").strip())
    if matched is None:
        raise _wrong(
            "--contests", "应写作转换编号，如 32-15，或只写 15", "a transfer is needed, e.g. 32-15 or 15", terminal
        )
    return matched[1] or "", int(matched[2])


def chosen_achievement(text: str, terminal: Terminal) -> tuple[str, int]:
    """Branch code and leaf index of ``33:12``."""
    matched = PLACE.fullmatch(text.replace("：", ":").strip())
    if matched is None:
        raise _wrong(
            "--achievement", "应写作 分行代码:日志序号，如 33:12", "BRANCH:INDEX is needed, e.g. 33:12", terminal
        )
    return matched[1], int(matched[2])


def item_place(text: str, option: str, terminal: Terminal) -> tuple[int, int]:
    """Leaf index of the request and number of the achievement, from 0 on, of ``15:1``."""
    matched = PLACE.fullmatch(text.replace("：", ":").strip())
    if matched is None or int(matched[2]) < 1:
        raise _wrong(option, "应写作 申请序号:项次，如 15:1", "REQUEST:ITEM is needed, e.g. 15:1", terminal)
    return int(matched[1]), int(matched[2]) - 1


def rulings_of(
    accept: Sequence[str], reject: Sequence[str], words: Sequence[str], terminal: Terminal
) -> "list[Ruling]":
    """A reviewer's rulings: ``15:1``, or ``15:1=community:1.50+basic/C01:2`` for other credit than is proposed.

    Words are for all that is decided, or, as ``15:1=…``, for one achievement.
    """
    from node.model.transfer_application import Ruling

    for_all, for_one = _words_of(words, terminal)
    rulings = []
    for text in accept:
        place, equals, credit = text.partition("=")
        request_index, item = item_place(place, "--accept", terminal)
        stated = tuple(_credit(one, terminal) for one in credit.split("+")) if equals else ()
        told = for_one.pop((request_index, item), for_all)
        rulings.append(Ruling(request_index=request_index, item=item, accepted=True, words=told, credits=stated))
    for text in reject:
        request_index, item = item_place(text, "--reject", terminal)
        told = for_one.pop((request_index, item), for_all)
        rulings.append(Ruling(request_index=request_index, item=item, accepted=False, words=told))
    if len({(one.request_index, one.item) for one in rulings}) != len(rulings):
        raise _wrong("--accept / --reject", "同一成果只能决定一次", "an achievement is decided once", terminal)
    if rulings and for_one:
        raise _wrong("--words", "所指成果没有同时作出决定", "words are for an achievement that is decided", terminal)
    return rulings


def _words_of(words: Sequence[str], terminal: Terminal) -> tuple[str, dict[tuple[int, int], str]]:
    """What is told of all that is decided ("" for nothing), and what of one achievement instead."""
    for_one: dict[tuple[int, int], str] = {}
    for_all: list[str] = []
    for text in words:
        matched = WORDS_OF_ONE.fullmatch(text)
        if matched is None:
            for_all.append(text)
            continue
        place = item_place(matched[1], "--words", terminal)
        if place in for_one:
            raise _wrong("--words", "同一成果的意见只能写一次", "words for an achievement are said once", terminal)
        for_one[place] = matched[2]
    if len(for_all) > 1:
        raise _wrong("--words", "适用于全部成果的意见只能写一次", "words for all are said once", terminal)
    return "".join(for_all), for_one


def _credit(text: str, terminal: Terminal) -> tuple[str, str, int]:
    matched = CREDIT.fullmatch(text.replace("：", ":").strip())
    if matched is None:
        raise _wrong(
            "--accept",
            "学分应写作 学分类别:学分 或 学分类别/课程:学分，如 15:1=community:1.50",
            "credit is SCHEME:CREDITS or SCHEME/COURSE:CREDITS, e.g. 15:1=community:1.50",
            terminal,
        )
    scheme, course, whole, part = matched.groups()
    return scheme, course or "", int(whole) * 100 + int((part or "0").ljust(2, "0"))


def _wrong(option: str, zh: str, en: str, terminal: Terminal) -> WrongChoice:
    return WrongChoice(f"{option} {terminal.choose(zh, en)}")

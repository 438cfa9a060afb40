"""One line for a person from an error's code and facts. It never fails: an error is being told.

A fact that is a code (a reason, a proof, a kind of thing) is said in words. One that the
tables lack is shown as it is in English; in Chinese it is said in general. A fact that is
missing is shown as a dash.
"""

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

from federation.error_catalogue.case_words import STATES, STEPS
from federation.error_catalogue.malformed_reasons import malformed_in_chinese
from federation.error_catalogue.messages import MESSAGES
from federation.error_catalogue.phrases import CHECKS, REASONS, THINGS, Phrase
from federation.errors import CreditBankError

Language: TypeAlias = Literal["zh", "en"]

MAX_FACT_CHARS = 300
MAX_TOLD = 5
"""Refusals of one batch that are told one by one: a gRPC status has room for a few kilobytes, percent-encoded."""
ID_CHARS = 16
"""Of an id that is told: a project's code whole, a case's first digits."""
# These facts hold codes of their own; a fact `reason` is looked up by the error's code.
THING_FACTS = frozenset(("what", "proof"))
CASE_FACTS = {"state": STATES, "step": STEPS, "check": CHECKS}
PLACE = "{place}"
"""In a reason's phrase: the achievement or branch that it is about."""
SOME_THING = "内容"
CODE_FORM = re.compile(r"[0-9A-Za-z-]{1,40}")
SOME_REASON = "不合规定"


def describe(error: CreditBankError, language: Language, *, most: int = MAX_TOLD) -> str:
    """What happened and what to do, in one line.

    Args:
        error: any of the tree.
        language: ``zh`` or ``en``.
        most: of several that were refused together, how many are told one by one.
    """
    message = MESSAGES.get(error.code, MESSAGES[CreditBankError.code])
    template = message.zh if language == "zh" else message.en
    told = template.format_map(_Words(error, language))
    return told + _each(error, language, most) if error.each else told


def _each(error: CreditBankError, language: Language, most: int) -> str:
    """What each of several was refused for, of which nothing was done."""
    told = [f"{_one_line(what)[:ID_CHARS]} {describe(one, language)}" for what, one in error.each[:most]]
    left = len(error.each) - len(told)
    if language == "zh":
        rest = f" 另有 {left} 项。" if left else ""
        return f"整批均未办理，未通过的有 {len(error.each)} 项：{' '.join(told)}{rest}"
    rest = f" And {left} more." if left else ""
    return f" Nothing of the batch was done; refused were {len(error.each)}: {' '.join(told)}{rest}"


class _Words(dict[str, str]):
    """The facts of an error in words."""

    def __init__(self, error: CreditBankError, language: Language) -> None:
        super().__init__()
        reasons = REASONS.get(error.code, {})
        for name, value in error.facts.items():
            text = _one_line(value)
            if name in THING_FACTS:
                self[name] = _in_words(text, THINGS, language) or _thing(text, language)
            elif name == "reason":
                words = _in_words(text, reasons, language) or _general(text, language, SOME_REASON)
                self[name] = words.replace(PLACE, _place(error)) + _columns(error, language)
            elif name in CASE_FACTS:
                self[name] = _in_words(text, CASE_FACTS[name], language) or text
            elif name == "parts":
                # Several codes, a space between.
                parts = [_in_words(part, THINGS, language) or _thing(part, language) for part in text.split()]
                self[name] = ("、" if language == "zh" else ", ").join(parts)
            elif name == "why" and language == "zh":
                self[name] = malformed_in_chinese(text)
            else:
                self[name] = text

    def __missing__(self, name: str) -> str:
        return "—"


def _columns(error: CreditBankError, language: Language) -> str:
    """The template's columns that a refusal is about, if it names any."""
    columns = _one_line(error.facts.get("columns", ""))
    return columns and f"{'：' if language == 'zh' else ': '}{columns}"


def _place(error: CreditBankError) -> str:
    return _one_line(error.facts.get("place", "—"))


def _thing(text: str, language: Language) -> str:
    # A part is named within the whole, as in "roster.branches[2].name": the whole is said.
    whole, _, part = text.partition(".")
    phrase = THINGS.get(whole)
    if phrase is not None and part:
        return phrase.zh if language == "zh" else f"{phrase.en} ({part})"
    kind, _, which = text.partition(" ")
    if THINGS.get(kind) is not None and CODE_FORM.fullmatch(which):
        # What was asked for by its code: "unit X1".
        phrase = THINGS[kind]
        return f"{phrase.zh if language == 'zh' else phrase.en} {which}"
    return _general(text, language, SOME_THING)


def _general(text: str, language: Language, instead: str) -> str:
    return instead if language == "zh" and re.search(r"[A-Za-z]", text) else text


def _in_words(text: str, table: Mapping[str, Phrase], language: Language) -> str:
    """The phrase, with its detail; "" if the table lacks it."""
    phrase, detail = table.get(text), ""
    if phrase is None:
        code, _, detail = text.partition(":")
        phrase = table.get(code)
    if phrase is None:
        return ""
    if language == "zh":
        detail = re.sub(r"^line ([0-9]+)$", r"（第 \1 行）", detail.strip())
    words = phrase.zh if language == "zh" else phrase.en
    return f"{words} {detail.strip()}" if detail else words


def _one_line(value: object) -> str:
    # A fact may hold a file's name, and that anything: it stays on its line and within bounds.
    text = " ".join(str(value).split())
    printable = "".join(character if character.isprintable() else "?" for character in text)
    return printable if len(printable) <= MAX_FACT_CHARS else printable[:MAX_FACT_CHARS] + "…"

"""One line for a person from an error's code and facts. It never fails: an error is being told.

A fact that is a code (a reason, a proof, a kind of thing) is said in words; one that the
tables lack is shown as it is. A fact that is missing is shown as a dash.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from federation.error_catalogue.messages import MESSAGES
from federation.error_catalogue.phrases import REASONS, THINGS, Phrase
from federation.errors import CreditBankError

Language: TypeAlias = Literal["zh", "en"]

MAX_FACT_CHARS = 300
# These facts hold codes of their own; a fact `reason` is looked up by the error's code.
THING_FACTS = frozenset(("what", "proof"))


def describe(error: CreditBankError, language: Language) -> str:
    """What happened and what to do, in one line.

    Args:
        error: any of the tree.
        language: ``zh`` or ``en``.
    """
    message = MESSAGES.get(error.code, MESSAGES[CreditBankError.code])
    template = message.zh if language == "zh" else message.en
    return template.format_map(_Words(error, language))


class _Words(dict[str, str]):
    """The facts of an error in words."""

    def __init__(self, error: CreditBankError, language: Language) -> None:
        super().__init__()
        reasons = REASONS.get(error.code, {})
        for name, value in error.facts.items():
            text = _one_line(value)
            table: Mapping[str, Phrase] = THINGS if name in THING_FACTS else reasons if name == "reason" else {}
            self[name] = _in_words(text, table, language)

    def __missing__(self, name: str) -> str:
        return "—"


def _in_words(text: str, table: Mapping[str, Phrase], language: Language) -> str:
    phrase, detail = table.get(text), ""
    if phrase is None:
        code, _, detail = text.partition(":")
        phrase = table.get(code)
    if phrase is None:
        return text
    words = phrase.zh if language == "zh" else phrase.en
    return f"{words} {detail.strip()}" if detail else words


def _one_line(value: object) -> str:
    # A fact may hold a file's name, and that anything: it stays on its line and within bounds.
    text = " ".join(str(value).split())
    printable = "".join(character if character.isprintable() else "?" for character in text)
    return printable if len(printable) <= MAX_FACT_CHARS else printable[:MAX_FACT_CHARS] + "…"

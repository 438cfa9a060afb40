"""Options whose values are words: typed as an official would say them, or by the code that scripts give.

What a value means is said once, here by the words of its kind, and shown in help and errors alike.
"""

import os
import unicodedata
from collections.abc import Mapping
from typing import Generic, TypeVar

import typer

from federation.error_catalogue.phrases import Phrase
from node.cli.console.language import language_of

T = TypeVar("T", bound=str)


class WrongChoice(typer.BadParameter):
    """A value that is none of those of its kind; worded in the language of the run already."""


class Choices(Generic[T]):
    """The values of one kind, each with its word."""

    def __init__(self, words: Mapping[T, Phrase], also: Mapping[str, T] | None = None) -> None:
        """Takes the words, and what else is understood.

        Args:
            words: by value, whose text is the code.
            also: values by other words that people have read elsewhere.
        """
        self._words = words
        self._by_text = {_folded(text): value for text, value in (also or {}).items()}
        for value, phrase in words.items():
            self._by_text |= {str(value): value, _folded(phrase.zh): value}

    def parse(self, text: str, name: str = "") -> T:
        """The value of that word or code.

        Args:
            text: as typed.
            name: of the option, for values that are parsed after the command line was.

        Raises:
            WrongChoice: it is none of them; what was typed isn't repeated.
        """
        value = self._by_text.get(_folded(text))
        if value is None:
            zh = language_of(os.environ) == "zh"
            wanted = f"只能填：{self.told_zh}" if zh else f"must be one of {self.told_en}"
            raise WrongChoice(f"{name} {wanted}" if name else wanted)
        return value

    def word(self, value: str) -> str:
        """What a value means, in Chinese; a code that a later version brings is shown as it is."""
        return next((phrase.zh for known, phrase in self._words.items() if known == value), value)

    @property
    def told_zh(self) -> str:
        """All of them for people who read Chinese: ``用户号（user-number）、证件号码（document-number）``."""
        return "、".join(f"{phrase.zh}（{value}）" for value, phrase in self._words.items())

    @property
    def told_en(self) -> str:
        """All of them by their codes."""
        return ", ".join(str(value) for value in self._words)

    def help(self, zh: str, en: str) -> str:
        """The help of an option or argument that takes one."""
        return f"{zh}：{self.told_zh} / {en}: {self.told_en}"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()

"""One code in words."""

from typing import NamedTuple


class Phrase(NamedTuple):
    """The same in both languages, without a full stop."""

    zh: str
    en: str

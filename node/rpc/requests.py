"""Values of requests that are not text alone: read once, refused by name."""

from enum import StrEnum
from typing import TypeVar

from federation.errors import Malformed
from federation.model.achievement_class import AchievementClass, class_named
from federation.model.document import DocumentType

Named = TypeVar("Named", bound=StrEnum)


def document_type(code: int) -> DocumentType:
    """The document type of that federation code. Raises `Malformed`."""
    try:
        return DocumentType(code)
    except ValueError:
        raise Malformed(what="document type", why="unknown") from None


def achievement_class(code: str) -> AchievementClass:
    """The class of that code. Raises `Malformed`."""
    try:
        return class_named(code)
    except ValueError:
        raise Malformed(what="achievement class", why="unknown") from None


def named(kind: type[Named], text: str, what: str) -> Named:
    """The value of that name; `what` is what the error calls it. Raises `Malformed`."""
    try:
        return kind(text)
    except ValueError:
        raise Malformed(what=what, why="unknown") from None

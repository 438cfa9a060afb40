"""Values of requests that are not text alone: read once, refused by name."""

from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from federation.errors import Malformed
from federation.model.achievement_class import AchievementClass, class_named
from federation.model.document import Document, DocumentType, parse_document

Named = TypeVar("Named", bound=StrEnum)


class ShowsDocument(Protocol):
    """A request in which a person's document is shown."""

    @property
    def document_type(self) -> int:
        """Federation code of its type."""
        ...

    @property
    def document_number(self) -> str:
        """As it stands on the document."""
        ...


def shown_document(request: ShowsDocument) -> Document:
    """The document that a request shows. Raises as `parse_document`, and `Malformed`: no such type."""
    return parse_document(document_type(request.document_type), request.document_number)


def document_if_shown(request: ShowsDocument) -> Document | None:
    """The same; None if the type is 0: none is shown."""
    return shown_document(request) if request.document_type else None


def day(text: str) -> date:
    """An ISO 8601 date. Raises `Malformed`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Malformed(what="date", why="time") from None


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

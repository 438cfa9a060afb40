"""A learner's account at the home branch: who the person is. Encrypted at rest.

Who it is and what else the template says are encrypted apart: every row that is filed asks for
the one, and hardly anything for the other.

Source: 社会培训成果信息填报模板, table 1 (15 fields), by seed document 000.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from federation.model.document import Document, DocumentType


class Learner(NamedTuple):
    """Who an account is of: the canonical document, and the name as on it."""

    document: Document
    name: str

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "Learner(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerAccount:
    """A person with one document, as last filed.

    Attributes:
        learner: who it is.
        details: the template's other fields by their English names (sex, education, …),
            a snapshot as at filing.
    """

    learner: Learner
    details: Mapping[str, str]

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "LearnerAccount(…)"


def encode_learner(learner: Learner) -> bytes:
    """The bytes that are encrypted at rest: type, number, name. Canonical numbers hold no space."""
    document = learner.document
    return f"{int(document.type)} {document.number} {learner.name}".encode()


def decode_learner(data: bytes) -> Learner:
    """The learner that `encode_learner` wrote; the number is canonical already."""
    document_type, number, name = data.decode().split(" ", 2)
    return Learner(Document(DocumentType(int(document_type)), number), name)


def encode_details(details: Mapping[str, str]) -> bytes:
    """The bytes that are encrypted at rest."""
    return json.dumps(dict(details), ensure_ascii=False, separators=(",", ":")).encode()


def decode_details(data: bytes) -> Mapping[str, str]:
    """The details that `encode_details` wrote."""
    details: dict[str, str] = json.loads(data)
    return details

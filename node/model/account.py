"""A learner's account at the home branch: who the person is. Encrypted at rest.

Source: 社会培训成果信息填报模板, table 1 (15 fields), by seed document 000.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from federation.model.document import Document, DocumentType


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerAccount:
    """A person with one document, as last filed.

    Attributes:
        document: canonical.
        name: as on the document.
        details: the template's other fields by their English names (sex, education, …),
            a snapshot as at filing.
    """

    document: Document
    name: str
    details: Mapping[str, str]

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "LearnerAccount(…)"


def encode_account(account: LearnerAccount) -> bytes:
    """The bytes that are encrypted at rest."""
    fields = [int(account.document.type), account.document.number, account.name, dict(account.details)]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def decode_account(data: bytes) -> LearnerAccount:
    """The account that `encode_account` wrote; its number is canonical already."""
    document_type, number, name, details = json.loads(data)
    return LearnerAccount(document=Document(DocumentType(document_type), number), name=name, details=details)

"""What a branch's reports are made with; read without what makes them."""

from dataclasses import dataclass
from pathlib import Path

from federation.trust.certificates import IssuedCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What a branch's reports are made with.

    Attributes:
        certificate: from `issue_document_leaf`, with its key.
        authority: the PEM of the authority that issued it.
        address: where numbers are verified, a number follows it; "" if nowhere is named.
        extra_fonts: see `node.printing.typesetting`.
    """

    certificate: IssuedCertificate
    authority: str
    address: str = ""
    extra_fonts: Path | None = None

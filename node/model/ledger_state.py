"""How a run's ledger stands against what was recorded of it: digests alone, so that nothing need be opened.

Source: 浙学银〔2019〕2号, 二（二） and 四.
"""

import msgspec

from federation.model.ledger import LedgerPart


class LedgerState(msgspec.Struct, frozen=True, kw_only=True):
    """One registered run.

    Attributes:
        project_code, run: which one.
        case_id: its case.
        digest: of its manifest as it is, 32 bytes.
        parts: that there is anything of.
        recorded: the digest that was recorded last, or b"".
        fresh_files: SHA-256 in hex of the files that were attached since: they may still be taken out.
    """

    project_code: str
    run: int
    case_id: str
    digest: bytes
    parts: tuple[LedgerPart, ...] = ()
    recorded: bytes = b""
    fresh_files: tuple[str, ...] = ()

    @property
    def is_recorded(self) -> bool:
        """Whether what was recorded last is what is there."""
        return self.recorded == self.digest

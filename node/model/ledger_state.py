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
        unit_id: the project's unit.
        digest: of its manifest as it is, 32 bytes.
        parts: that there is anything of.
        complete: the parts of these that were consistent when it was changed last.
        recorded: the digests that were recorded, each once, in order.
        fresh_files: by `fresh_key`, the files that were attached since: they may still be taken out.
    """

    project_code: str
    run: int
    case_id: str
    unit_id: int
    digest: bytes
    parts: tuple[LedgerPart, ...] = ()
    complete: tuple[LedgerPart, ...] = ()
    recorded: tuple[bytes, ...] = ()
    fresh_files: tuple[str, ...] = ()

    @property
    def is_recorded(self) -> bool:
        """Whether what is there was recorded."""
        return self.digest in self.recorded

    def noted(self) -> "LedgerState":
        """The same once what is there is recorded: no file is fresh any more."""
        recorded = self.recorded if self.is_recorded else (*self.recorded, self.digest)
        return msgspec.structs.replace(self, recorded=recorded, fresh_files=())


def fresh_key(part: str, digest: bytes) -> str:
    """How a file of a part is named among the fresh ones."""
    return f"{part}/{digest.hex()}"

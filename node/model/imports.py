"""What happened to a file: so that every accepted row can be traced to its source."""

from dataclasses import dataclass
from datetime import datetime

from node.model.unit import ROOT_ID


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob:
    """One file taken in by one operator.

    Attributes:
        import_id: 32 hex characters.
        file_digest: SHA-256 of the file, 32 bytes.
        file_name: kept encrypted, as is the operator.
        operator: who took it in.
        template: name and version of the template recognised.
        unit_id: the unit that files it.
    """

    import_id: str
    file_digest: bytes
    file_name: str
    operator: str
    template: str
    started_at: datetime
    unit_id: int = ROOT_ID


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts:
    """Every row read is in exactly one of the last three: rows = accepted + duplicate + rejected."""

    rows: int = 0
    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledImport:
    """An import as it stands in the history.

    Attributes:
        job: what it is of.
        finished_at: None if it didn't come to its end: the file can be imported again.
        counts: None as well then.
        entries: achievements that it came to so far.
    """

    job: ImportJob
    finished_at: datetime | None
    counts: ImportCounts | None
    entries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBatch:
    """Rows of one sheet that became entries: row `rows[i]` is own entry `first_index + i`."""

    first_index: int
    sheet: str
    rows: tuple[int, ...]

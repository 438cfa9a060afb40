"""Noting name conflicts while a file is taken in, in the same unit of work: a rejected row that people must see.

Source: DOMAIN (Jiangsu 3).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import msgspec

from adapters.base import RowRef
from federation.model.achievement import fold_text
from node.model.access import Actor, AuditRecord
from node.model.case import Case, CaseStep
from node.model.name_conflict import CONFLICTS, NameConflict, encode_conflict, parse_conflict
from node.model.unit import ROOT_ID
from node.ports.audit import Audit
from node.ports.filing import Imports
from node.ports.logs import Change
from node.services.case_keeping import FILED

# A column that slipped makes a conflict of every row: that is one mistake, told by the error workbook.
MAX_NOTED_A_BATCH = 20


class RejectedName(msgspec.Struct, frozen=True, kw_only=True):
    """A row whose document has an account under another name. `account` is its 16-byte blind index."""

    account: bytes
    name: str
    ref: RowRef

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"RejectedName(row {self.ref.row})"


async def note_conflicts(
    change: Change, rejected: Sequence[RejectedName], *, import_id: str, unit_id: int, actor: Actor, at: datetime
) -> int:
    """Opens a case for each document and name that has none yet; returns how many.

    Args:
        change: the open unit of work that files the batch.
        rejected: of one batch; no more than 20 of them are noted.
        import_id: of the file.
        unit_id: who files it.
        actor: who imports.
        at: now.
    """
    noted = 0
    for one in rejected[:MAX_NOTED_A_BATCH]:
        known = await change.cases.list_of(CONFLICTS.kind, subject_index=one.account)
        if any(fold_text(parse_conflict(case.body).name) == fold_text(one.name) for case in known):
            continue
        units = await units_of_account(one.account, change.audit, change.imports)
        body = NameConflict(name=one.name, unit_id=unit_id, import_id=import_id, sheet=one.ref.sheet, row=one.ref.row)
        case = Case(
            case_id=uuid4().hex,
            kind=CONFLICTS.kind,
            unit_id=units[0],
            state=CONFLICTS.first,
            body=encode_conflict(body),
            created_at=at,
            updated_at=at,
            subject_index=one.account,
        )
        await change.cases.add(case)
        await change.cases.add_step(case.case_id, CaseStep(at=at, actor=actor.name, step=FILED, state=case.state))
        await change.audit.add(
            [AuditRecord(at=at, actor=actor.name, action=f"{CONFLICTS.kind}-{FILED}", detail=case.case_id)]
        )
        noted += 1
    return noted


async def units_of_account(account: bytes, audit: Audit, imports: Imports) -> list[int]:
    """The units that filed an account (16-byte blind index), whoever opened it first; else the provincial centre."""
    import_ids = [record.detail.partition("/")[0] for record in await audit.filings_of(account)]
    found = [await imports.find(import_id) for import_id in dict.fromkeys(import_ids)]
    return list(dict.fromkeys(one.job.unit_id for one in found if one is not None)) or [ROOT_ID]

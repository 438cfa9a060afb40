"""What else a unit of work does that files achievements: kept results, a ledger's digest.

Each consequence happens in the transaction that appends the entries, or none of it happens.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from node.model.filed_result import FiledResult, ResultBatch
from node.ports.logs import Change
from node.services.filing.resolved import Resolved


class FiledBatch(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that were appended: `rows[i]` is own entry `first_index + i`."""

    import_id: str
    unit_id: int
    first_index: int
    rows: Sequence[Resolved]
    at: datetime


class Consequence(Protocol):
    """Something that follows from filing."""

    async def follow(self, change: Change, filed: FiledBatch) -> None:
        """Does it, in the same unit of work."""
        ...


class KeptResults:
    """Keeps what was filed where the branch assesses and audits it."""

    async def follow(self, change: Change, filed: FiledBatch) -> None:
        """Adds a batch of results."""
        await change.results.add(
            ResultBatch(
                first_index=filed.first_index,
                import_id=filed.import_id,
                unit_id=filed.unit_id,
                filed_at=filed.at,
                results=tuple([_result(one) for one in filed.rows]),
            )
        )


def _result(one: Resolved) -> FiledResult:
    facts = one.facts
    return FiledResult(
        achievement_class=facts.achievement_class,
        institution=facts.institution_name,
        project_code=facts.project_code,
        course_code=facts.course_code,
        run=one.run,
        document_type=int(facts.document.type),
        document_number=facts.document.number,
        name=facts.name,
        achieved_on=facts.achieved_on,
        training_hours=facts.training_hours,
        credit_hours=facts.credit_hours,
    )

"""The history of imports, and where a filed achievement came from: for those whose place lets them see it.

Source: LIBRARIES "What they expect" (import history); DESIGN section 8 (every accepted row is traceable).
"""

from dataclasses import dataclass
from datetime import datetime

from federation.errors import CreditBankError, NotHere
from federation.model.entry import parse_header
from federation.model.reason import parse_reason
from federation.model.standing import Status
from node.model.access import Actor
from node.model.imports import FiledImport
from node.model.rights import may_see
from node.model.unit import Unit
from node.ports.filing import Imports
from node.ports.logs import LogCopies, OwnLog
from node.ports.organisation import Units
from node.services.filing.tracing import Trace, Tracing


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Where an achievement came from, and what became of it.

    Attributes:
        trace: its way into the log.
        status: as it stands.
        by_index: the own entry that corrected, revoked or erased it; None if nothing did.
        reason: that entry's code; "" if it states none.
        imported: the file, None if it came by no file.
    """

    trace: Trace
    status: Status
    by_index: int | None
    reason: str
    imported: FiledImport | None

    @property
    def operator(self) -> str:
        """Who imported it; "" if it came by no file."""
        return "" if self.imported is None else self.imported.job.operator

    @property
    def at(self) -> datetime | None:
        """When the import began; None if it came by no file."""
        return None if self.imported is None else self.imported.job.started_at


class FilingHistory:
    """What was filed, by whom, from which file."""

    def __init__(self, *, own_log: OwnLog, copies: LogCopies, tracing: Tracing, imports: Imports, units: Units) -> None:
        self._own_log = own_log
        self._copies = copies
        self._tracing = tracing
        self._imports = imports
        self._units = units

    async def imports(self, *, actor: Actor, limit: int, unit: str = "") -> list[tuple[FiledImport, Unit]]:
        """Imports of the units that the actor may see, newest first.

        Args:
            actor: who asks.
            limit: at most so many.
            unit: code of a unit: those of it and of units under it alone.

        Raises:
            NotHere: no such unit, or not theirs to see.
        """
        seen = {one.unit_id: one for one in await self._units.all() if may_see(actor, one)}
        if unit:
            top = next((one for one in seen.values() if one.code == unit), None)
            if top is None:
                raise NotHere(what="unit")
            seen = {one.unit_id: one for one in seen.values() if top.contains(one)}
        found = await self._imports.newest(sorted(seen), limit)
        return [(one, seen[one.job.unit_id]) for one in found]

    async def find_import(self, import_id: str, *, actor: Actor) -> tuple[FiledImport, Unit]:
        """One import. Raises `NotHere`: there is none of that id, or it isn't the actor's to see."""
        found = await self._imports.find(import_id)
        unit = None if found is None else await self._units.by_id(found.job.unit_id)
        if found is None or unit is None or not may_see(actor, unit):
            raise NotHere(what="import")
        return found, unit

    async def entries_of(self, import_id: str) -> list[tuple[str, int, int, int]]:
        """Sheet, first index, first row and number of the achievements of each batch of an import."""
        batches = await self._imports.batches(import_id)
        return [(one.sheet, one.first_index, min(one.rows), len(one.rows)) for one in batches]

    async def filed(self, index: int, *, actor: Actor) -> Filed:
        """Where the achievement at `index` of the own log came from.

        Raises:
            NotHere: no achievement of that index, or it isn't the actor's to see.
        """
        trace = await self._tracing.trace(index)
        if not may_see(actor, trace.unit):
            raise NotHere(what="achievement")
        entry = trace.entry
        return Filed(
            trace=trace,
            status=entry.status,
            by_index=entry.by_index,
            reason=await self._reason(entry.by_index),
            imported=await self._imports.find(trace.import_id) if trace.import_id else None,
        )

    async def _reason(self, by_index: int | None) -> str:
        if by_index is None:
            return ""
        try:
            return parse_reason(parse_header(await self._copies.header(self._own_log.origin, by_index)).plain_body)
        except CreditBankError:
            # An entry of a later kind may state its reason otherwise; where the row came from is known all the same.
            return ""

"""Where an own achievement came from: its unit, and the file's row or the case that it was filed by.

A correction is of whoever filed what it corrects: citations are followed back to the first. What a
person deposited was decided on: it is of the unit that decided, and what was reviewed isn't changed
by those who filed it, nor without the duty of review.

Source: DESIGN section 8 (every accepted row is traceable to file, sheet, row, operator, time).
"""

from dataclasses import dataclass

from federation.errors import NotHere
from federation.model.entry import ACHIEVEMENT_KINDS, Kind
from node.model.access import Actor, Duty
from node.model.case import Case
from node.model.deposit import DEPOSITS, filers_of, parse_deposit
from node.model.records import HeldEntry
from node.model.rights import require
from node.model.unit import ROOT_ID, Unit
from node.ports.filing import Imports
from node.ports.logs import Entries
from node.ports.organisation import Cases, Operators, Units
from node.services.second_person import require_other_person


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One achievement's way into the log.

    Attributes:
        entry: the entry asked for.
        chain: leaf indexes from the first entry of the achievement up to this one.
        unit: who filed it, or decided on a person's deposit; the provincial centre if nothing says.
        import_id, sheet, row: of the file's row; "", "" and 0 if it came by no file.
        case_id: of the case that it came of; "" if of none.
        duty: what whoever changes it must be there for.
        filers: names of those who filed a deposit, as recorded: they may not change it.
    """

    entry: HeldEntry
    chain: tuple[int, ...]
    unit: Unit
    import_id: str = ""
    sheet: str = ""
    row: int = 0
    case_id: str = ""
    duty: Duty = Duty.FILING
    filers: frozenset[str] = frozenset()


class Tracing:
    """Traces entries of the own log."""

    def __init__(
        self, *, log_id: int, entries: Entries, imports: Imports, cases: Cases, units: Units, operators: Operators
    ) -> None:
        self._log_id = log_id
        self._operators = operators
        self._entries = entries
        self._imports = imports
        self._cases = cases
        self._units = units

    async def trace(self, index: int) -> Trace:
        """The way of the achievement at `index` of the own log.

        Raises:
            NotHere: there is no achievement at that index.
            IntegrityBroken: a stored entry isn't what was signed.
        """
        entry = await self._achievement(index)
        first, chain = entry, [index]
        while first.header.kind == Kind.ACHIEVEMENT_CORRECTED:
            # Downwards always: an entry cites only what came before it, or the step would be void.
            cited = first.header.cites[0].index
            if cited >= first.index:
                break
            first = await self._achievement(cited)
            chain.insert(0, cited)
        source = await self._imports.source_of(first.index)
        import_id, sheet, row = source or ("", "", 0)
        cases = [] if source else await self._cases.of_entry(first.index)
        if cases:
            return await self._of_case(entry, tuple(chain), cases[0])
        unit_id = await self._imports.unit_of(first.index) if source else None
        return Trace(
            entry=entry,
            chain=tuple(chain),
            unit=await self._unit(unit_id),
            import_id=import_id,
            sheet=sheet,
            row=row,
        )

    async def require_changer(self, actor: Actor, trace: Trace) -> None:
        """Lets pass who may correct, withdraw or reinstate the achievement.

        Raises:
            ActorRefused: reason ``duty`` or ``place``; for what a person deposited, as `require_other_person`.
        """
        require(actor, trace.duty, trace.unit)
        if trace.filers:
            await require_other_person(self._operators, actor, trace.filers)

    async def _of_case(self, entry: HeldEntry, chain: tuple[int, ...], case: Case) -> Trace:
        if case.kind != DEPOSITS.kind:
            return Trace(entry=entry, chain=chain, unit=await self._unit(case.unit_id), case_id=case.case_id)
        return Trace(
            entry=entry,
            chain=chain,
            unit=await self._unit(parse_deposit(case.body).competent_unit),
            case_id=case.case_id,
            duty=Duty.REVIEW,
            filers=filers_of(await self._cases.steps(case.case_id)),
        )

    async def _achievement(self, index: int) -> HeldEntry:
        found = (await self._entries.held(self._log_id, [index])).get(index) if index >= 0 else None
        if found is None or found.header.kind not in ACHIEVEMENT_KINDS:
            raise NotHere(what="achievement")
        return found

    async def _unit(self, unit_id: int | None) -> Unit:
        unit = await self._units.by_id(unit_id or ROOT_ID)
        if unit is None:
            raise NotHere(what="unit")
        return unit

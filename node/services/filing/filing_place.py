"""Where a file is filed from: which institutions its rows may name.

A training's institution (协议单位) is one of the branch's units, and an operator files for their own
and those under it. The school of a degree result and the issuer of a certificate are no units: any may
be named, and the record says which unit filed it.

Source: 江苏省教育厅办公室 2022 notice, section 2 (townships and villages file through their college).
"""

from collections.abc import Iterable, Mapping

from adapters.base import AchievementDraft, CellIssue
from federation.model.achievement import fold_text
from federation.model.achievement_class import AchievementClass
from node.model.access import Actor, Duty, Role
from node.model.rights import require
from node.model.unit import ROOT_ID, Unit
from node.services.filing.import_issues import issue
from node.services.organisation.units import UnitService

OF_OTHER_INSTITUTIONS = frozenset(
    (AchievementClass.DEGREE_COURSE, AchievementClass.SELF_STUDY_EXAMINATION, AchievementClass.CERTIFICATE)
)
NOBODY: Mapping[str, Unit] = {}


class FilingPlace:
    """The unit that files, and those under it."""

    def __init__(
        self,
        unit_id: int,
        filed_by: str,
        institutions: frozenset[str] | None,
        places: frozenset[str],
        unit_codes: frozenset[str] | None = None,
        renamed: Mapping[str, Unit] = NOBODY,
    ) -> None:
        """Prepares it; get one from `of_unit`.

        Args:
            unit_id: what is filed is counted there.
            filed_by: the unit's name, which the record states; "" for the provincial centre.
            institutions: folded names that rows may state; None for any.
            places: folded names of units that trainings are held at.
            unit_codes: codes of units whose projects rows may name; None for any.
            renamed: units of the branch that bore another name before, by each folded name that they ever bore.
        """
        self.unit_id = unit_id
        self.filed_by = filed_by
        self.unit_codes = unit_codes
        self._institutions = institutions
        self._places = places
        self._renamed = renamed

    @classmethod
    def of_unit(cls, unit: Unit, units: Iterable[Unit], *, is_bound: bool) -> "FilingPlace":
        """The place of a unit.

        Args:
            unit: who files.
            units: all of the branch.
            is_bound: whether rows may name that unit and those under it alone.
        """
        everybody = list(units)
        names = frozenset(fold_text(name) for one in everybody if unit.contains(one) for name in one.names)
        filed_by = "" if unit.unit_id == ROOT_ID else unit.name
        renamed = {fold_text(name): one for one in everybody if one.former_names for name in one.names}
        codes = frozenset(one.code for one in everybody if unit.contains(one)) if is_bound else None
        return cls(unit.unit_id, filed_by, names if is_bound else None, names, codes, renamed)

    def first_name_of(self, institution: str) -> str:
        """The name that a renamed unit bore first, by which what it filed is still found; else the name as it is."""
        unit = self._renamed.get(fold_text(institution)) if self._renamed else None
        return institution if unit is None else unit.names[0]

    def present_name_of(self, institution: str) -> str:
        """The name that a unit bears now, if it is named by one that it bore before; else ""."""
        unit = self._renamed.get(fold_text(institution)) if self._renamed else None
        return "" if unit is None or fold_text(unit.name) == fold_text(institution) else unit.name

    def refusal(self, draft: AchievementDraft) -> CellIssue | None:
        """Why a row may not be filed from here, if so."""
        if draft.achievement_class in OF_OTHER_INSTITUTIONS or self._institutions is None or draft.project_code:
            # A project's unit was told by its code already; its name is the catalogue's.
            return None
        if fold_text(draft.institution_name) not in self._institutions:
            return issue(draft.ref, draft.institution_header, "institution-not-yours")
        return None

    def files_for(self, unit_code: str) -> bool:
        """Whether the results of that unit's projects may be filed from here."""
        return self.unit_codes is None or unit_code in self.unit_codes

    def knows(self, training_place: str) -> bool:
        """Whether a training place is one of the units, or none is stated."""
        return not training_place or fold_text(training_place) in self._places


async def filing_place(units: UnitService, actor: Actor, code: str) -> FilingPlace:
    """The place that the actor files from: the unit of that code, their own if it is "", else the provincial centre.

    Raises:
        ActorRefused, NotHere: not theirs to file for, or no such unit.
    """
    unit = await units.place_of(actor, code)
    require(actor, Duty.FILING, unit)
    return FilingPlace.of_unit(unit, await units.all(), is_bound=actor.role is Role.OPERATOR)


ANYWHERE = FilingPlace(ROOT_ID, "", None, frozenset())
"""Of files that are held against no unit, as when a branch keeps none."""

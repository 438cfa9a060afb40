"""Where a file is filed from: which institutions its rows may name.

A training's institution (协议单位) is one of the branch's units, and an operator files for their own
and those under it. The school of a degree result and the issuer of a certificate are no units: any may
be named, and the record says which unit filed it.

Source: 江苏省教育厅办公室 2022 notice, section 2 (townships and villages file through their college).
"""

from collections.abc import Iterable

from adapters.base import AchievementDraft, CellIssue
from federation.model.achievement import AchievementClass, fold_text
from node.model.access import Actor, Duty, Role
from node.model.rights import require
from node.model.unit import ROOT_ID, Unit
from node.services.filing.import_issues import issue
from node.services.organisation.units import UnitService

OF_OTHER_INSTITUTIONS = frozenset(
    (AchievementClass.DEGREE_COURSE, AchievementClass.SELF_STUDY_EXAMINATION, AchievementClass.CERTIFICATE)
)


class FilingPlace:
    """The unit that files, and those under it."""

    def __init__(
        self, unit_id: int, filed_by: str, institutions: frozenset[str] | None, places: frozenset[str]
    ) -> None:
        """Prepares it; get one from `of_unit`.

        Args:
            unit_id: what is filed is counted there.
            filed_by: the unit's name, which the record states; "" for the provincial centre.
            institutions: folded names that rows may state; None for any.
            places: folded names of units that trainings are held at.
        """
        self.unit_id = unit_id
        self.filed_by = filed_by
        self._institutions = institutions
        self._places = places

    @classmethod
    def of_unit(cls, unit: Unit, units: Iterable[Unit], *, is_bound: bool) -> "FilingPlace":
        """The place of a unit.

        Args:
            unit: who files.
            units: all of the branch.
            is_bound: whether rows may name that unit and those under it alone.
        """
        names = frozenset(fold_text(one.name) for one in units if unit.contains(one))
        filed_by = "" if unit.unit_id == ROOT_ID else unit.name
        return cls(unit.unit_id, filed_by, names if is_bound else None, names)

    def refusal(self, draft: AchievementDraft) -> CellIssue | None:
        """Why a row may not be filed from here, if so."""
        if draft.achievement_class in OF_OTHER_INSTITUTIONS or self._institutions is None:
            return None
        if fold_text(draft.institution_name) not in self._institutions:
            return issue(draft.ref, "协议单位名称", "institution-not-yours")
        return None

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

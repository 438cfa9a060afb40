"""Which unit decides on a deposit: the nearest one, from where it was filed upwards, that the rule names.

Source: adapters.competence.
"""

from collections.abc import Iterable, Sequence

from adapters.competence import Competence
from adapters.hierarchy import Level
from federation.model.achievement_class import AchievementClass
from node.model.unit import Unit


class CompetentUnits:
    """One branch's rule over its levels."""

    def __init__(self, competence: Competence, levels: Sequence[Level]) -> None:
        self._competence = competence
        self._ranks = {level.code: rank for rank, level in enumerate(levels)}

    def find(self, kind: AchievementClass, place: Unit, units: Iterable[Unit]) -> Unit:
        """The unit that decides on a deposit of that class filed at `place`.

        A unit above the level is competent too, so that what is filed at the provincial centre is
        decided there, and a city without such a unit leaves it to whoever stands above.

        Args:
            kind: of the achievement.
            place: where it is filed.
            units: all of the branch.
        """
        highest = self._ranks[self._competence.levels[kind]]
        upwards = sorted((one for one in units if one.contains(place)), key=lambda one: -len(one.path))
        *below, top = upwards
        return next((one for one in below if self._ranks[one.level] <= highest), top)

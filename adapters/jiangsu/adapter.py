"""Jiangsu's adapter: its two workbooks and the checks of their rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from adapters.base import Cell, CellIssue, ImportMode, RowRef, Template
from adapters.competence import Competence, load_competence
from adapters.drafts import Draft
from adapters.forms import Form
from adapters.hierarchy import Level
from adapters.jiangsu.accounts import ACCOUNTS, check_account
from adapters.jiangsu.achievements import ACHIEVEMENTS, ACHIEVEMENTS_WITH_PLACE, check_achievement
from adapters.jiangsu.administrator import ADMINISTRATOR
from adapters.jiangsu.city_contacts import CITY_CONTACTS
from adapters.jiangsu.codes import REGIONS
from adapters.jiangsu.hierarchy import LEVELS
from adapters.shared.offered import SHARED_TEMPLATES, shared_check

COMPETENCE = load_competence(Path(__file__).parent / "codes" / "competence.toml")


class JiangsuAdapter:
    """Source: 江苏省教育厅办公室 2022 notice, annex 2."""

    @property
    def name(self) -> str:
        """The adapter's name in a branch's configuration."""
        return "jiangsu"

    @property
    def templates(self) -> tuple[Template, ...]:
        """Table 1, table 2 (with 办学点, and as the notice has it), and what all branches offer."""
        return (ACCOUNTS, ACHIEVEMENTS_WITH_PLACE, ACHIEVEMENTS, *SHARED_TEMPLATES)

    @property
    def forms(self) -> tuple[Form, ...]:
        """Annexes 1 and 3."""
        return (ADMINISTRATOR, CITY_CONTACTS)

    @property
    def levels(self) -> tuple[Level, ...]:
        """Provincial centre, city, county, township, village."""
        return LEVELS

    @property
    def region_names(self) -> Mapping[str, str]:
        """As in the code list of table 1."""
        return REGIONS.names

    @property
    def has_catalogue(self) -> bool:
        """No: results are filed without a project."""
        return False

    @property
    def competence(self) -> Competence:
        """Training with the county, certificates with the city, degree results with the province."""
        return COMPETENCE

    def check_row(
        self, template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
    ) -> Draft | list[CellIssue]:
        """See `adapters.adapter.Adapter.check_row`."""
        own = check_account if template.kind == "accounts" else check_achievement
        check = shared_check(template) or own
        return check(template, mode, cells, ref, today)


JIANGSU = JiangsuAdapter()

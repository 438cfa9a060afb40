"""Zhejiang's adapter: its workbooks and form, and the checks of their rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from adapters.base import Cell, CellIssue, ImportMode, RowRef, Template
from adapters.competence import Competence, load_competence
from adapters.drafts import Draft
from adapters.forms import Form
from adapters.hierarchy import Level
from adapters.shared.offered import SHARED_TEMPLATES, RowCheck, shared_check
from adapters.zhejiang.codes import REGIONS
from adapters.zhejiang.declaration import DECLARATION
from adapters.zhejiang.dual_certificate import DUAL_CERTIFICATE, check_dual_certificate
from adapters.zhejiang.hierarchy import LEVELS
from adapters.zhejiang.ledger_sheets import (
    EVALUATIONS,
    LEARNERS,
    SIGN_IN,
    check_evaluation,
    check_learner,
    check_sign_in,
)
from adapters.zhejiang.projects import PROJECTS, PROJECTS_AS_PRINTED, check_project
from adapters.zhejiang.results import RESULTS, check_result

COMPETENCE = load_competence(Path(__file__).parent / "codes" / "competence.toml")
CHECKS: dict[str, RowCheck] = {
    RESULTS.name: check_result,
    DUAL_CERTIFICATE.name: check_dual_certificate,
    PROJECTS.name: check_project,
    LEARNERS.name: check_learner,
    SIGN_IN.name: check_sign_in,
    EVALUATIONS.name: check_evaluation,
}


class ZhejiangAdapter:
    """Source: 浙学银〔2019〕2号."""

    @property
    def name(self) -> str:
        """The adapter's name in a branch's configuration."""
        return "zhejiang"

    @property
    def templates(self) -> tuple[Template, ...]:
        """Results, projects (annex 1, extended and as printed), ledger sheets, and what all branches offer."""
        own = (RESULTS, DUAL_CERTIFICATE, PROJECTS, PROJECTS_AS_PRINTED, LEARNERS, SIGN_IN, EVALUATIONS)
        return (*own, *SHARED_TEMPLATES)

    @property
    def forms(self) -> tuple[Form, ...]:
        """Annex 2."""
        return (DECLARATION,)

    @property
    def levels(self) -> tuple[Level, ...]:
        """Provincial centre, branch office, sub-centre, acceptance point."""
        return LEVELS

    @property
    def region_names(self) -> Mapping[str, str]:
        """Eleven cities and ninety counties."""
        return REGIONS.names

    @property
    def has_catalogue(self) -> bool:
        """Trainings are filed against the quarterly catalogue (section 3, item 2)."""
        return True

    @property
    def competence(self) -> Competence:
        """Training with the sub-centre, certificates with the branch office, the rest with the province."""
        return COMPETENCE

    def check_row(
        self, template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
    ) -> Draft | list[CellIssue]:
        """See `adapters.adapter.Adapter.check_row`."""
        check = shared_check(template) or CHECKS[template.name]
        return check(template, mode, cells, ref, today)


ZHEJIANG = ZhejiangAdapter()

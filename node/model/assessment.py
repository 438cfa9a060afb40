"""A year's assessment (年度考核): what each unit filed against the catalogue, and what stands apart.

Source: 浙学银〔2019〕2号, 四（五）: results against the year's projects count mainly, 双证制 excepted.
"""

from datetime import datetime

import msgspec


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit planned for the year: projects, and people."""

    projects: int
    scale: int


class AssessmentCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one unit or region; None is suppressed, which exact figures never have.

    Attributes:
        projects: in the year's catalogues.
        planned_projects, planned_scale: of the unit's yearly plan, projects and people; 0 without one.
        scale: people that the catalogues' projects are for.
        catalogue_results: filed against these projects, less those taken back.
        dual_certificates, degree_results: achieved in the year, outside the catalogue.
        training_hours: of the catalogue results together, hundredths.
        upheld_findings: of the year's audits; never published.
    """

    projects: int = 0
    planned_projects: int = 0
    planned_scale: int = 0
    scale: int = 0
    catalogue_results: int | None = 0
    dual_certificates: int | None = 0
    degree_results: int | None = 0
    training_hours: int | None = 0
    upheld_findings: int = 0


class UnitAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """One unit's year."""

    code: str
    name: str
    level: str
    region: str
    counts: AssessmentCounts


class AreaAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """One region's year: its own units and all under it.

    Attributes:
        region: 2, 4 or 6 digits.
        units: that have a project in the year's catalogues.
        learners: different people behind each count, in the order of `MEASURES`: what small groups are told by.
    """

    region: str
    name: str
    units: int
    counts: AssessmentCounts
    learners: tuple[int, ...] = ()


class AssessmentFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that an assessment says; regions begin with the province's.

    Attributes:
        unmatched: results filed against projects of other years' catalogues, or of none that is current.
    """

    year: int
    as_of: datetime
    units: tuple[UnitAssessment, ...]
    areas: tuple[AreaAssessment, ...]
    unmatched: int = 0


MEASURES = ("catalogue_results", "dual_certificates", "degree_results")
"""The counts that are published, and of which small groups are left out."""

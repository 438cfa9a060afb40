"""Everything about declared projects, put together.

Source: 浙学银〔2019〕2号, section 3, item 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.code_scheme import CodeScheme
from adapters.workbook.limits import WorkbookLimits
from federation.clock import Clock
from node.model.case import CaseTable
from node.model.project import TABLE
from node.model.record_list import TABLE as RECORD_LISTS
from node.model.training_plan import TABLE as PLANS
from node.ports.logs import OwnLog
from node.ports.organisation import Cases, Reminders, Units
from node.services.casework import Casework
from node.services.daily_reminders import DailyReminders
from node.services.declaring.deadlines import WHAT, ProjectDeadlines
from node.services.declaring.filing import ProjectFiling
from node.services.declaring.plans import TrainingPlans
from node.services.declaring.record_lists import RecordLists
from node.services.declaring.reviewing import ProjectReview
from node.services.declaring.viewing import ProjectViews
from node.services.declaring.workbooks import DeclaredWorkbooks
from node.services.organisation.units import UnitService


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaring:
    """Declaring, by workbook too, reviewing and looking at projects; yearly plans; lists that go on record."""

    filing: ProjectFiling
    workbooks: DeclaredWorkbooks
    review: ProjectReview
    views: ProjectViews
    plans: TrainingPlans
    deadlines: ProjectDeadlines
    record_lists: RecordLists


def declaring_of(
    *,
    own_log: OwnLog,
    cases: Cases,
    reminders: Reminders,
    unit_rows: Units,
    units: UnitService,
    adapter: str,
    limits: WorkbookLimits,
    error_folder: Path,
    scheme: CodeScheme | None,
    region_names: Mapping[str, str],
    clock: Clock,
) -> Declaring:
    """The services of one branch; workbooks are read by the adapter of that name, within `limits`."""
    daily = DailyReminders(WHAT, own_log=own_log, reminders=reminders, units=unit_rows, clock=clock)

    def casework_of(table: CaseTable) -> Casework:
        return Casework(table, own_log=own_log, cases=cases, units=unit_rows, clock=clock)

    casework = casework_of(TABLE)
    filing = ProjectFiling(own_log=own_log, casework=casework, units=units)
    return Declaring(
        filing=filing,
        workbooks=DeclaredWorkbooks(
            filing, units=unit_rows, adapter=adapter, limits=limits, error_folder=error_folder, clock=clock
        ),
        review=ProjectReview(own_log=own_log, casework=casework),
        views=ProjectViews(own_log=own_log, casework=casework, cases=cases, units=unit_rows, clock=clock),
        plans=TrainingPlans(casework=casework_of(PLANS), cases=cases, units=units, unit_rows=unit_rows, clock=clock),
        deadlines=ProjectDeadlines(daily=daily, cases=cases, units=unit_rows),
        record_lists=RecordLists(
            own_log=own_log,
            casework=casework_of(RECORD_LISTS),
            cases=cases,
            units=units,
            unit_rows=unit_rows,
            scheme=scheme,
            region_names=region_names,
            clock=clock,
        ),
    )

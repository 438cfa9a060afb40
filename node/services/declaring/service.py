"""Everything about declared projects, put together.

Source: 浙学银〔2019〕2号, section 3, item 1.
"""

from dataclasses import dataclass

from adapters.workbook.limits import WorkbookLimits
from federation.clock import Clock
from node.model.project import TABLE
from node.model.training_plan import TABLE as PLANS
from node.ports.logs import OwnLog
from node.ports.organisation import Cases, Reminders, Units
from node.services.casework import Casework
from node.services.daily_reminders import DailyReminders
from node.services.declaring.deadlines import WHAT, ProjectDeadlines
from node.services.declaring.filing import ProjectFiling
from node.services.declaring.plans import TrainingPlans
from node.services.declaring.reviewing import ProjectReview
from node.services.declaring.viewing import ProjectViews
from node.services.declaring.workbooks import DeclaredWorkbooks
from node.services.organisation.units import UnitService


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaring:
    """Declaring, by workbook too, reviewing and looking at projects; yearly plans."""

    filing: ProjectFiling
    workbooks: DeclaredWorkbooks
    review: ProjectReview
    views: ProjectViews
    plans: TrainingPlans
    deadlines: ProjectDeadlines


def declaring_of(
    *,
    own_log: OwnLog,
    cases: Cases,
    reminders: Reminders,
    unit_rows: Units,
    units: UnitService,
    adapter: str,
    limits: WorkbookLimits,
    clock: Clock,
) -> Declaring:
    """The services of one branch; workbooks are read by the adapter of that name, within `limits`."""
    daily = DailyReminders(WHAT, own_log=own_log, reminders=reminders, units=unit_rows, clock=clock)
    planning = Casework(PLANS, own_log=own_log, cases=cases, units=unit_rows, clock=clock)
    casework = Casework(TABLE, own_log=own_log, cases=cases, units=unit_rows, clock=clock)
    filing = ProjectFiling(own_log=own_log, casework=casework, units=units)
    return Declaring(
        filing=filing,
        workbooks=DeclaredWorkbooks(filing, units=unit_rows, adapter=adapter, limits=limits, clock=clock),
        review=ProjectReview(own_log=own_log, casework=casework),
        views=ProjectViews(own_log=own_log, casework=casework, cases=cases, units=unit_rows, clock=clock),
        plans=TrainingPlans(casework=planning, cases=cases, units=units, unit_rows=unit_rows, clock=clock),
        deadlines=ProjectDeadlines(daily=daily, cases=cases, units=unit_rows),
    )

"""Units, operators, applications, city contacts."""

from node.bootstrap.foundation import Foundation
from node.services.organisation.application_forms import ApplicationForms
from node.services.organisation.applications import ApplicationService
from node.services.organisation.contacts import CityContactService
from node.services.organisation.operators import OperatorService
from node.services.organisation.reminders import ApplicationReminders
from node.services.organisation.units import UnitService


def units(base: Foundation) -> UnitService:
    """Units of the branch's own province."""
    return UnitService(
        own_log=base.own_log,
        units=base.rows.units,
        levels=base.adapter.levels,
        scheme=base.scheme,
        branch=base.branch,
        branch_name=base.rosters.current.branch(base.branch).name,
        clock=base.clock,
    )


def operators(base: Foundation) -> OperatorService:
    """Who acts for the branch."""
    return OperatorService(
        own_log=base.own_log,
        operators=base.rows.operators,
        units=base.rows.units,
        branch=base.branch,
        clock=base.clock,
    )


def applications(base: Foundation) -> ApplicationService:
    """Applications of points, and decisions on them."""
    return ApplicationService(own_log=base.own_log, cases=base.rows.cases, units=base.rows.units, clock=base.clock)


def application_reminders(base: Foundation) -> ApplicationReminders:
    """Who has handed in nothing."""
    return ApplicationReminders(
        own_log=base.own_log,
        reminders=base.rows.reminders,
        cases=base.rows.cases,
        units=base.rows.units,
        clock=base.clock,
    )


def application_forms(base: Foundation) -> ApplicationForms:
    """Applications read from the province's form."""
    return ApplicationForms(adapter=base.config.adapter, limits=base.workbook_limits, clock=base.clock)


def city_contacts(base: Foundation) -> CityContactService:
    """Whom a city names as its contact."""
    return CityContactService(own_log=base.own_log, cases=base.rows.cases, units=base.rows.units, clock=base.clock)

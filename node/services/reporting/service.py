"""All that can be done with reports, put together over one kind of case.

Source: DESIGN section 9.
"""

from dataclasses import dataclass

from node.services.reporting.applying import ReportApplying
from node.services.reporting.deciding import ReportDeciding
from node.services.reporting.verifying import ReportVerification
from node.services.reporting.viewing import ReportViews


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """The person's side, the branch's side, looking, and whoever was given a number."""

    applying: ReportApplying
    deciding: ReportDeciding
    views: ReportViews
    verification: ReportVerification

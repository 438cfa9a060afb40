"""What every adapter offers beside its own templates, and the checks of its rows."""

from collections.abc import Callable, Sequence
from datetime import date

from adapters.base import Cell, CellIssue, ImportMode, RowRef, Template
from adapters.drafts import Draft
from adapters.shared.certificates import CERTIFICATES, check_certificate
from adapters.shared.degree_results import DEGREE_RESULTS, check_degree_result

RowCheck = Callable[
    [Template, ImportMode | None, Sequence[Cell], RowRef, date],
    Draft | list[CellIssue],
]
SHARED_TEMPLATES: tuple[Template, ...] = (DEGREE_RESULTS, CERTIFICATES)
_CHECKS: dict[str, RowCheck] = {DEGREE_RESULTS.name: check_degree_result, CERTIFICATES.name: check_certificate}


def shared_check(template: Template) -> RowCheck | None:
    """The check of a shared template's rows; None if the template is an adapter's own."""
    return _CHECKS.get(template.name)

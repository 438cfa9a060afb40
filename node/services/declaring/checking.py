"""Whether a project's values can be kept and published at all, whoever states them and how.

Source: 浙学银〔2019〕2号, annexes 1 and 2; bounds of `federation.model.catalogue_parts`.
"""

from collections.abc import Iterable
from typing import Any

from adapters.checks.amounts import parse_hundredths
from federation.errors import CellRefused, DeclarationRefused
from federation.model.catalogue_parts import (
    MAX_CONTENT_CHARS,
    MAX_COURSES,
    MAX_GROUPS,
    MAX_LABEL_CHARS,
    MAX_NAME_CHARS,
    MAX_SCALE,
    MAX_SENTENCE_CHARS,
)
from federation.model.quarters import quarter_days
from node.model.project import Project
from node.services.personal_numbers import has_personal_number

FIRST_YEAR, LAST_YEAR = 2019, 2099
QUARTERS = range(1, 5)
MAX_HOURS = 10_000 * 100
"""In hundredths: ten thousand hours."""


def stated_hours(value: Any) -> int | None:
    """Hours as people state them (``16``, ``16.5``, ``"16.50"``) in hundredths; None stays None.

    Raises:
        DeclarationRefused: ``hours``.
    """
    try:
        return None if value is None else parse_hundredths(value)
    except CellRefused as error:
        raise DeclarationRefused(reason="hours") from error


def verify_project(project: Project) -> None:
    """Refuses what can't be kept; what is merely missing isn't refused here.

    Raises:
        DeclarationRefused: reasons of `federation.error_catalogue.phrases.DECLARATION_REASONS`.
    """
    _verify_texts((project.project_name,), MAX_NAME_CHARS, "name-form")
    if not project.project_name.strip():
        raise DeclarationRefused(reason="name-missing")
    _verify_texts((project.category, *project.target_groups), MAX_LABEL_CHARS, "text-form")
    _verify_texts((project.form, project.result_form, project.assessment), MAX_SENTENCE_CHARS, "text-form")
    _verify_texts((project.teachers.replace("\n", ""),), MAX_CONTENT_CHARS, "text-form")
    _verify_texts((project.content.replace("\n", ""),), MAX_CONTENT_CHARS, "text-form")
    reported = project.declaration
    _verify_texts((reported.reporter, reported.phone, reported.address), MAX_LABEL_CHARS, "text-form")
    if has_personal_number(*_published_texts(project)):
        raise DeclarationRefused(reason="personal-number")
    if len(project.courses) > MAX_COURSES or len(project.target_groups) > MAX_GROUPS:
        raise DeclarationRefused(reason="too-many")
    _verify_texts((course.name for course in project.courses), MAX_NAME_CHARS, "name-form")
    if not all(course.name.strip() for course in project.courses):
        raise DeclarationRefused(reason="name-missing")
    if project.scale is not None and not 1 <= project.scale <= MAX_SCALE:
        raise DeclarationRefused(reason="scale")
    hours = [project.training_hours, project.credit_hours]
    hours += [one for course in project.courses for one in (course.training_hours, course.credit_hours)]
    if any(one is not None and not 0 < one <= MAX_HOURS for one in hours):
        raise DeclarationRefused(reason="hours")
    if project.quarter is not None and project.quarter not in QUARTERS:
        raise DeclarationRefused(reason="quarter")
    if project.year is not None and not FIRST_YEAR <= project.year <= LAST_YEAR:
        raise DeclarationRefused(reason="year")
    if project.starts_on is not None and project.ends_on is not None and project.starts_on > project.ends_on:
        raise DeclarationRefused(reason="period")
    _verify_within_year(project)


def _verify_within_year(project: Project) -> None:
    """A project begins in its quarter and ends within a year: what is learned later isn't its own."""
    number = project.quarter_number()
    if number is None:
        return
    first, last = quarter_days(number)
    if project.starts_on is not None and not first <= project.starts_on <= last:
        raise DeclarationRefused(reason="period-of-quarter")
    if project.ends_on is not None and not first <= project.ends_on <= quarter_days(number + 3)[1]:
        raise DeclarationRefused(reason="period-of-quarter")


def _published_texts(project: Project) -> Iterable[str]:
    """What anybody will read."""
    yield from (project.project_name, project.category, *project.target_groups)
    yield from (project.form, project.result_form, project.assessment, project.content)
    yield from (course.name for course in project.courses)


def _verify_texts(texts: Iterable[str], limit: int, reason: str) -> None:
    if any(len(text) > limit or not text.isprintable() for text in texts):
        raise DeclarationRefused(reason=reason)

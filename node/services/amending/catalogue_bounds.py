"""What a correction may say of a result that was filed against the catalogue: never more than filing it would.

Name, institution and credits are the catalogue's. Hours stay within the course's, the day within the project's
period, both as the current edition has them; once it has neither, they only become less.

Source: 浙学银〔2019〕2号, 三（二）.
"""

from datetime import date

from federation.errors import CorrectionRefused
from federation.model.achievement import AchievementBody
from federation.model.catalogue_parts import PublishedCourse, PublishedProject

FIXED = ("title", "institution_name", "credits")


def verify_within_catalogue(
    index: int, old: AchievementBody, new: AchievementBody, project: PublishedProject | None
) -> None:
    """Refuses what filing would have refused.

    Args:
        index: leaf index of what is corrected.
        old: what stands.
        new: what is to be said instead.
        project: its project in the current edition; None if there is none any more.

    Raises:
        CorrectionRefused: ``of-the-catalogue``, ``hours-exceed-catalogue`` or ``outside-period``.
    """
    if not old.project_code:
        return
    if any(getattr(new, field) != getattr(old, field) for field in FIXED):
        raise CorrectionRefused(index=index, reason="of-the-catalogue")
    courses = () if project is None else project.courses
    course = next((one for one in courses if one.code == old.course_code), None)
    for field in ("training_hours", "credit_hours"):
        _verify_hours(index, getattr(old, field), getattr(new, field), course, field)
    first, last = _period(old, project, course)
    if new.achieved_on != old.achieved_on and not first <= new.achieved_on <= last:
        raise CorrectionRefused(index=index, reason="outside-period")


def _verify_hours(index: int, old: int | None, new: int | None, course: PublishedCourse | None, field: str) -> None:
    if new == old:
        return
    if new is None:
        raise CorrectionRefused(index=index, reason="of-the-catalogue")
    if new > (old or 0 if course is None else getattr(course, field)):
        raise CorrectionRefused(index=index, reason="hours-exceed-catalogue")


def _period(
    old: AchievementBody, project: PublishedProject | None, course: PublishedCourse | None
) -> tuple[date, date]:
    if project is None or course is None:
        return old.achieved_on, old.achieved_on
    return project.starts_on, project.ends_on

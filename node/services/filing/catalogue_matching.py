"""Matching results to the catalogue: what isn't in it, or not as it is there, isn't accepted.

A row names a project and a course by their codes; institution, title, category and hours come from
the current edition of the branch's own catalogue. A row may state fewer hours, never more. What
doesn't match is refused with the entries that come nearest.

Source: 浙学银〔2019〕2号, 三（二）; DOMAIN (Zhejiang 3).
"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Protocol

import msgspec

from adapters.base import AchievementDraft, CellIssue
from federation.model.catalogue_parts import PublishedCourse, PublishedProject
from node.model.catalogue import CatalogueQuery
from node.ports.catalogue import Catalogue
from node.ports.ledgers import TrainingRuns
from node.services.filing.filing_place import FilingPlace
from node.services.filing.import_issues import issue

PROJECT, COURSE, ACHIEVED_ON, RUN = "项目编码", "课程编码", "取得时间", "期次"
TRAINING_HOURS, CREDIT_HOURS = "培训时数", "学时数"
NEAREST = 3
MOST_SUGGESTED = 200
"""For how many different codes of a file the nearest entries are looked for: a file of nonsense costs no more."""
MOST_COMPARED = 2_000
COUNTY = slice(1, 7)
"""Where a project code says its county."""


class Matching(Protocol):
    """What is done with drafts before their people are looked for."""

    async def match(self, drafts: Sequence[AchievementDraft]) -> tuple[list[AchievementDraft], list[CellIssue]]:
        """The drafts that go on, and why others don't."""
        ...


class AsStated:
    """Lets every draft pass: of what was filed once, whatever the catalogue says by now."""

    async def match(self, drafts: Sequence[AchievementDraft]) -> tuple[list[AchievementDraft], list[CellIssue]]:
        """All of them."""
        return list(drafts), []


class CatalogueMatching:
    """Drafts held against the catalogue, for one file: what was looked up once is remembered."""

    def __init__(self, published: Catalogue, log_id: int, place: FilingPlace, runs: TrainingRuns | None = None) -> None:
        """Prepares it; without `runs` a row may name any run of its project."""
        self._published = published
        self._runs = runs
        self._registered: dict[str, frozenset[int]] = {}
        self._log_id = log_id
        self._place = place
        self._projects: dict[str, PublishedProject | None] = {}
        self._nearest: dict[str, str] = {}
        self._near_by: dict[str, dict[str, PublishedProject]] = {}

    async def match(self, drafts: Sequence[AchievementDraft]) -> tuple[list[AchievementDraft], list[CellIssue]]:
        """The drafts with what the catalogue says of them, and why others are refused.

        A draft without codes is of a template that knows no catalogue: it passes as it is.
        """
        if not any(draft.project_code for draft in drafts):
            return list(drafts), []
        unknown = {draft.project_code for draft in drafts} - self._projects.keys() - {""}
        if unknown:
            found = await self._published.find(self._log_id, sorted(unknown))
            self._projects.update({code: found[code].project if code in found else None for code in unknown})
        if self._runs is not None:
            naming = {draft.project_code for draft in drafts if draft.run} - self._registered.keys()
            if naming:
                registered = await self._runs.numbers(sorted(naming))
                self._registered.update({code: registered.get(code, frozenset()) for code in naming})
        matched: list[AchievementDraft] = []
        issues: list[CellIssue] = []
        for draft in drafts:
            outcome = self._match(draft) if draft.project_code else draft
            if isinstance(outcome, AchievementDraft):
                matched.append(outcome)
            else:
                column, code = outcome
                issues.append(issue(draft.ref, column, code, await self._suggest(draft.project_code, code)))
        return matched, issues

    def _match(self, draft: AchievementDraft) -> AchievementDraft | tuple[str, str]:
        """The completed draft, or column and code of what is wrong with it."""
        project = self._projects[draft.project_code]
        if project is None:
            return PROJECT, "project-unknown"
        if not self._place.files_for(project.unit_code):
            return PROJECT, "project-not-yours"
        course = next((one for one in project.courses if one.code == draft.course_code), None)
        if course is None:
            return COURSE, "course-unknown"
        if not project.starts_on <= draft.achieved_on <= project.ends_on:
            return ACHIEVED_ON, "outside-period"
        if self._runs is not None and draft.run and draft.run not in self._registered[draft.project_code]:
            return RUN, "run-unknown"
        if draft.training_hours is not None and draft.training_hours > course.training_hours:
            return TRAINING_HOURS, "hours-exceed-catalogue"
        if draft.credit_hours is not None and draft.credit_hours > course.credit_hours:
            return CREDIT_HOURS, "hours-exceed-catalogue"
        return msgspec.structs.replace(
            draft,
            institution_name=project.unit_name,
            title=title_of(project, course),
            category=project.category,
            training_hours=course.training_hours if draft.training_hours is None else draft.training_hours,
            credit_hours=course.credit_hours if draft.credit_hours is None else draft.credit_hours,
        )

    async def _suggest(self, code: str, reason: str) -> str:
        """The entries that come nearest to what was written, in words; "" if none does."""
        if reason not in ("project-unknown", "course-unknown"):
            return ""
        if code not in self._nearest and len(self._nearest) < MOST_SUGGESTED:
            self._nearest[code] = _said(await self._near(code))
        return self._nearest.get(code, "")

    async def _near(self, code: str) -> list[PublishedProject]:
        project = self._projects[code]
        if project is not None:
            return [project]
        county = "" if self._place.unit_codes else code[COUNTY]
        if county not in self._near_by:
            self._near_by[county] = await self._compared(county)
        by_code = self._near_by[county]
        return [by_code[near] for near in get_close_matches(code, by_code, NEAREST)]

    async def _compared(self, county: str) -> dict[str, PublishedProject]:
        """Projects of the units that are filed for; for the provincial centre those of the code's county."""
        if self._place.unit_codes:
            units = sorted(self._place.unit_codes)
            lines = await self._published.of_units(self._log_id, units, MOST_COMPARED)
        elif county.isascii() and county.isdigit():
            lines = await self._published.search([self._log_id], CatalogueQuery(area=county), limit=MOST_COMPARED)
        else:
            lines = []
        return {line.project.code: line.project for line in lines}


def title_of(project: PublishedProject, course: PublishedCourse) -> str:
    """How a result of that course is called: the project's name, and the course's where it is another."""
    return project.name if course.name == project.name else f"{project.name}·{course.name}"


def _said(projects: Sequence[PublishedProject]) -> str:
    if not projects:
        return ""
    return "相近的目录项目：" + "；".join(
        f"{one.name}，项目编码 {one.code}，课程编码 {'、'.join(course.code for course in one.courses[:NEAREST])}"
        for one in projects
    )

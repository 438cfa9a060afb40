"""From approved projects to a catalogue's lines: codes, each given out once and for ever; courses; categories.

A project keeps its code in every edition, and a course keeps its own as long as it keeps its name; the code
of a course that was left out is nobody's any more.

Source: 浙学银〔2019〕2号, section 3, item 2 and section 4, items 2 and 3.
"""

from collections.abc import Mapping, Sequence

import msgspec

from adapters.code_scheme import CodeScheme
from adapters.codelist import fold_label
from federation.errors import CatalogueRefused
from federation.model.catalogue_parts import PublishedCourse, PublishedProject
from node.model.project import Course, Project, missing_fields
from node.model.unit import Unit
from node.ports.catalogue import CodeSerials

PROJECTS = "project"


async def with_codes(serials: CodeSerials, scheme: CodeScheme, area: str, projects: Sequence[Project]) -> list[Project]:
    """The projects with codes of an area, in order; to be called inside the unit of work that publishes them.

    Raises:
        CatalogueRefused: ``codes-used-up``.
    """
    by_year: dict[int, list[int]] = {}
    for place, project in enumerate(projects):
        by_year.setdefault(project.year or 0, []).append(place)
    coded = list(projects)
    try:
        for year, places in by_year.items():
            first = await serials.take(PROJECTS, scheme.project_area(area, year), len(places))
            for serial, place in enumerate(places, start=first):
                code = scheme.project_code(area, year, serial)
                coded[place] = with_course_codes(scheme, msgspec.structs.replace(projects[place], project_code=code))
    except ValueError:
        raise CatalogueRefused(reason="codes-used-up") from None
    return coded


def with_course_codes(scheme: CodeScheme, project: Project) -> Project:
    """The project with a code for each of its courses that has none yet; those it ever had stay its own."""
    courses = len(courses_of(project))
    if len(project.course_codes) >= courses:
        return project
    added = [
        scheme.course_code(project.project_code, number) for number in range(len(project.course_codes) + 1, courses + 1)
    ]
    return msgspec.structs.replace(project, course_codes=(*project.course_codes, *added))


def corrected(scheme: CodeScheme, project: Project, before: PublishedProject) -> tuple[Project, PublishedProject]:
    """A corrected project with its codes, and how it is published: courses are told by their names.

    Raises:
        CatalogueRefused: ``incomplete`` or ``codes-used-up``.
    """
    if missing_fields(project):
        raise CatalogueRefused(reason="incomplete")
    known = {fold_label(one.name): one.code for one in before.courses}
    codes, all_codes = list[str](), list(project.course_codes)
    try:
        for course in courses_of(project):
            code = known.get(fold_label(course.name))
            if code is None:
                code = scheme.course_code(project.project_code, len(all_codes) + 1)
                all_codes.append(code)
            codes.append(code)
    except ValueError:
        raise CatalogueRefused(reason="codes-used-up") from None
    coded = msgspec.structs.replace(project, course_codes=tuple(all_codes))
    return coded, _published(coded, codes, before.unit_code, before.unit_name, before.category)


def published(scheme: CodeScheme, project: Project, unit: Unit, merged: Mapping[str, str]) -> PublishedProject:
    """How a project that has its codes is published for the first time.

    Args:
        scheme: for labels of categories.
        project: complete, with codes.
        unit: whose it is.
        merged: folded wording of a unit's own category → what the province merged it into.
    """
    into = merged.get(fold_label(project.category)) if project.category_is_new else None
    category = scheme.category_label(into or project.category)
    line = _published(project, project.course_codes, unit.code, unit.name, category)
    return msgspec.structs.replace(line, category_is_new=project.category_is_new and into is None)


def courses_of(project: Project) -> tuple[Course, ...]:
    """Its courses: none stated is one, named as the project."""
    return project.courses or (Course(name=project.project_name),)


def _published(
    project: Project, course_codes: Sequence[str], unit_code: str, unit_name: str, category: str
) -> PublishedProject:
    period = project.period()
    if period is None or project.training_hours is None or project.credit_hours is None:
        raise CatalogueRefused(reason="incomplete")
    training, credit = project.training_hours, project.credit_hours
    return PublishedProject(
        code=project.project_code,
        name=project.project_name,
        category=category,
        category_is_new=project.category_is_new,
        unit_code=unit_code,
        unit_name=unit_name,
        scale=project.scale or 0,
        target_groups=project.target_groups,
        form=project.form,
        training_hours=training,
        credit_hours=credit,
        result_form=project.result_form,
        assessment=project.assessment,
        starts_on=period[0],
        ends_on=period[1],
        content=project.content,
        courses=tuple(
            PublishedCourse(
                code=code,
                name=course.name,
                training_hours=training if course.training_hours is None else course.training_hours,
                credit_hours=credit if course.credit_hours is None else course.credit_hours,
            )
            for code, course in zip(course_codes, courses_of(project), strict=False)
        ),
    )

"""Declared projects as messages: what a request states of one, and what the node tells of them."""

from collections.abc import Mapping
from typing import Any

from federation.model.quarters import quarter_text
from node.model.case import Case
from node.model.project import Declaration, Project, missing_fields
from node.model.unit import Unit
from node.rpc.case_messages import case_state, case_steps
from node.services.declaring.checking import stated_hours
from node.services.declaring.filing import FiledProject, restated
from node.services.declaring.viewing import ListedProject, ProjectFile
from node.v1 import projects_pb2

HOURS = ("training_hours", "credit_hours")
DAYS = ("starts_on", "ends_on")
NUMBERS = ("scale", "year", "quarter")


def stated_fields(stated: projects_pb2.StatedProject) -> Mapping[str, object]:
    """What a message states, by field of `node.services.declaring.filing.STATED`; absent fields aren't in it.

    Raises:
        DeclarationRefused: ``hours``.
    """
    return {
        field.name: _value(field.name, getattr(stated, field.name))
        for field in stated.DESCRIPTOR.fields
        if stated.HasField(field.name)
    }


def stated_project(stated: projects_pb2.StatedProject) -> Project:
    """A project of which this much is stated.

    Raises:
        DeclarationRefused: ``hours``, or ``field-form``.
    """
    return restated(Project(), stated_fields(stated))


def stated_declaration(declared: projects_pb2.DeclaredBy) -> Declaration:
    """Who reports. Raises `DeclarationRefused`, as `stated_project`."""
    told = {field.name: getattr(declared, field.name) for field in declared.DESCRIPTOR.fields}
    told["filed_on"] = told["filed_on"] or None
    return restated(Project(), {"declaration": told}).declaration


def filed_project(one: FiledProject) -> projects_pb2.FiledProject:
    """What became of a project of a declaration."""
    return projects_pb2.FiledProject(
        case=case_state(one.case),
        project_name=one.project.project_name,
        outcome=one.outcome,
        missing=one.missing,
    )


def project_summary(one: ListedProject) -> projects_pb2.ProjectSummary:
    """One of many."""
    return _summary(one.case, one.unit, one.project)


def declared_project(one: ProjectFile) -> projects_pb2.DeclaredProject:
    """A whole one, with its history."""
    project, by, published = one.project, one.project.declaration, one.project.publication
    return projects_pb2.DeclaredProject(
        summary=_summary(one.case, one.unit, project),
        scale=project.scale,
        target_groups=project.target_groups,
        form=project.form,
        training_hours=project.training_hours,
        credit_hours=project.credit_hours,
        result_form=project.result_form,
        assessment=project.assessment,
        teachers=project.teachers,
        content=project.content,
        starts_on="" if project.starts_on is None else project.starts_on.isoformat(),
        ends_on="" if project.ends_on is None else project.ends_on.isoformat(),
        courses=[
            projects_pb2.DeclaredCourse(
                name=course.name, training_hours=course.training_hours, credit_hours=course.credit_hours
            )
            for course in project.courses
        ],
        declaration_id=by.declaration_id,
        declared_by=projects_pb2.DeclaredBy(
            reporter=by.reporter,
            phone=by.phone,
            address=by.address,
            filed_on="" if by.filed_on is None else by.filed_on.isoformat(),
        ),
        steps=case_steps(one.steps),
        catalogue_area="" if published is None else published.area,
        first_quarter="" if published is None else quarter_text(published.first_quarter),
        last_quarter="" if published is None else quarter_text(published.last_quarter),
        edition=0 if published is None else published.edition,
        course_codes=project.course_codes,
    )


def _summary(case: Case, unit: Unit, project: Project) -> projects_pb2.ProjectSummary:
    return projects_pb2.ProjectSummary(
        case=case_state(case),
        unit=unit.code,
        unit_name=unit.name,
        project_name=project.project_name,
        category=project.category,
        category_is_new=project.category_is_new,
        year=project.year or 0,
        quarter=project.quarter or 0,
        project_code=project.project_code,
        missing=missing_fields(project),
        updated_at=case.updated_at.isoformat(),
    )


def _value(field: str, said: Any) -> object:
    if field in HOURS:
        return stated_hours(said or None)
    if field in DAYS or field in NUMBERS:
        return said or None
    if field == "target_groups":
        return list(said.names)
    if field == "courses":
        return [
            {"name": one.name, **{kind: stated_hours(getattr(one, kind) or None) for kind in HOURS}}
            for one in said.courses
        ]
    return said

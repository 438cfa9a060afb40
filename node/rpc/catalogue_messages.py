"""Catalogues as messages: editions, and what they list."""

from collections.abc import Iterator

from federation.model.catalogue_parts import CataloguePart, IncludedCatalogue, PublishedProject
from federation.model.quarters import quarter_text
from node.model.catalogue import CatalogueLine, EditionPlace
from node.rpc.freshness_messages import branch_freshness
from node.services.cataloguing.publishing import PublishedEdition
from node.services.looking.freshness import BranchFreshness
from node.v1 import catalogue_pb2


def listed_edition(one: EditionPlace, branch: str) -> catalogue_pb2.CatalogueEdition:
    """One of a branch's editions, as a list has it."""
    return catalogue_pb2.CatalogueEdition(
        branch=branch,
        area=one.area,
        first_quarter=quarter_text(one.first_quarter),
        last_quarter=quarter_text(one.last_quarter),
        edition=one.edition,
        indexes=one.indexes,
        projects=one.projects,
        is_current=one.is_current,
    )


def whole_edition(one: PublishedEdition, branch: str) -> catalogue_pb2.CatalogueEdition:
    """An edition without what it lists."""
    edition = _edition(one.whole, branch)
    edition.indexes.extend(one.indexes)
    edition.projects = len(one.whole.projects) or sum(included.projects for included in one.whole.includes)
    return edition


def edition_events(one: PublishedEdition, freshness: BranchFreshness) -> Iterator[catalogue_pb2.CatalogueEvent]:
    """An edition of the branch that is so fresh, then whatever it lists."""
    edition = whole_edition(one, freshness.branch)
    edition.freshness.CopyFrom(branch_freshness(freshness))
    yield catalogue_pb2.CatalogueEvent(edition=edition)
    for project in one.whole.projects:
        yield catalogue_pb2.CatalogueEvent(project=_project(project))
    for included in one.whole.includes:
        yield catalogue_pb2.CatalogueEvent(included=_included(included))


def catalogue_line(one: CatalogueLine) -> catalogue_pb2.CatalogueLine:
    """A project that was found."""
    return catalogue_pb2.CatalogueLine(
        edition=_edition(one.part, f"{one.log_id:02d}"), index=one.index, project=_project(one.project)
    )


def _edition(part: CataloguePart, branch: str) -> catalogue_pb2.CatalogueEdition:
    return catalogue_pb2.CatalogueEdition(
        branch=branch,
        area=part.area,
        area_name=part.area_name,
        first_quarter=quarter_text(part.first_quarter),
        last_quarter=quarter_text(part.last_quarter),
        edition=part.edition,
        reason=part.reason,
        published_by=part.published_by,
    )


def _project(one: PublishedProject) -> catalogue_pb2.PublishedProject:
    return catalogue_pb2.PublishedProject(
        code=one.code,
        name=one.name,
        category=one.category,
        category_is_new=one.category_is_new,
        unit_code=one.unit_code,
        unit_name=one.unit_name,
        starts_on=one.starts_on.isoformat(),
        ends_on=one.ends_on.isoformat(),
        training_hours=one.training_hours,
        credit_hours=one.credit_hours,
        scale=one.scale,
        target_groups=one.target_groups,
        form=one.form,
        result_form=one.result_form,
        assessment=one.assessment,
        content=one.content,
        courses=[
            catalogue_pb2.PublishedCourse(
                code=course.code,
                name=course.name,
                training_hours=course.training_hours,
                credit_hours=course.credit_hours,
            )
            for course in one.courses
        ],
    )


def _included(one: IncludedCatalogue) -> catalogue_pb2.IncludedCatalogue:
    return catalogue_pb2.IncludedCatalogue(
        index=one.index,
        leaf_hash=one.leaf_hash,
        area=one.area,
        area_name=one.area_name,
        edition=one.edition,
        projects=one.projects,
    )

"""The plain body of a published catalogue (季度培训项目目录): training projects of an area and some quarters.

One entry holds one part of an edition; which editions count is `federation.model.catalogue_editions`.

Source: 浙学银〔2019〕2号, section 2 (目录发布); proto/federation/v1/entry.proto.
"""

from datetime import date
from hashlib import sha256

import msgspec
from google.protobuf.message import DecodeError

from federation.errors import Malformed, TooLarge
from federation.model.catalogue_parts import (
    MAX_PARTS,
    MAX_PROJECTS,
    WHAT,
    CataloguePart,
    IncludedCatalogue,
    PublishedCourse,
    PublishedProject,
    verify_lengths,
    verify_part,
    verify_project_lengths,
)
from federation.model.entry import ENTRY_ID_BYTES, MAX_HEADER_BYTES, Header, Kind
from federation.model.quarters import parse_quarter, quarter_text
from federation.v1 import entry_pb2

ID_DOMAIN = b"deltabank/catalogue/v1/"
# The rest of a header takes a few dozen bytes.
MAX_BODY_BYTES = MAX_HEADER_BYTES - 256
PART_BYTES = 50 * 1024
"""A part of an edition is filled up to this; a project that alone is larger has a part of its own."""


def catalogue_header(part: CataloguePart) -> Header:
    """The header of the entry that publishes it; the same part has the same entry id.

    Raises:
        Malformed, TooLarge: what `parse_catalogue` would refuse.
    """
    body = encode_catalogue(part)
    entry_id = sha256(ID_DOMAIN + body).digest()[:ENTRY_ID_BYTES]
    return Header(kind=Kind.CATALOGUE_PUBLISHED, entry_id=entry_id, plain_body=body)


def split_edition(whole: CataloguePart) -> list[CataloguePart]:
    """The parts of an edition, each of which fits into a header; at least one.

    Raises:
        TooLarge: more than `MAX_PARTS`, or a project that is too large by itself.
    """
    shares: list[list[PublishedProject]] = [[]]
    filled = 0
    for project in whole.projects:
        size = len(_project(project).SerializeToString()) + 4
        if shares[-1] and (filled + size > PART_BYTES or len(shares[-1]) == MAX_PROJECTS):
            shares.append([])
            filled = 0
        shares[-1].append(project)
        filled += size
    if len(shares) > MAX_PARTS:
        raise TooLarge(what=WHAT, limit=MAX_PARTS)
    return [
        msgspec.structs.replace(whole, projects=tuple(share), part=number, parts=len(shares))
        for number, share in enumerate(shares, start=1)
    ]


def encode_catalogue(part: CataloguePart) -> bytes:
    """The plain body that says it.

    Raises:
        Malformed: a value out of bounds.
        TooLarge: more than a body may have, or than fits into a header.
    """
    verify_part(part)
    body = entry_pb2.CatalogueBody(
        area=part.area,
        area_name=part.area_name,
        first_quarter=quarter_text(part.first_quarter),
        last_quarter=quarter_text(part.last_quarter),
        edition=part.edition,
        reason=part.reason,
        part=part.part,
        parts=part.parts,
        published_by=part.published_by,
        projects=map(_project, part.projects),
        includes=[entry_pb2.CataloguePart(**msgspec.structs.asdict(one)) for one in part.includes],
    ).SerializeToString(deterministic=True)
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_BODY_BYTES)
    return body


def parse_catalogue(data: bytes) -> CataloguePart:
    """What a plain body says.

    Raises:
        Malformed: no such body, or a value out of bounds.
        TooLarge: more than a body may have, or than fits into a header.
    """
    if len(data) > MAX_BODY_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_BODY_BYTES)
    try:
        body = entry_pb2.CatalogueBody.FromString(data)
    except DecodeError as error:
        raise Malformed(what=WHAT, why="encoding") from error
    # Counted before they are turned into values: bounds hold for the work as well.
    verify_lengths(body.projects, body.includes)
    for one in body.projects:
        verify_project_lengths(one.courses, one.target_groups)
    part = CataloguePart(
        area=body.area,
        area_name=body.area_name,
        first_quarter=parse_quarter(body.first_quarter),
        last_quarter=parse_quarter(body.last_quarter),
        edition=body.edition,
        reason=body.reason,
        part=body.part,
        parts=body.parts,
        published_by=body.published_by,
        projects=tuple(_published(one) for one in body.projects),
        includes=tuple(
            IncludedCatalogue(
                index=one.index,
                leaf_hash=one.leaf_hash,
                area=one.area,
                area_name=one.area_name,
                edition=one.edition,
                projects=one.projects,
            )
            for one in body.includes
        ),
    )
    verify_part(part)
    return part


def _project(one: PublishedProject) -> entry_pb2.CatalogueProject:
    return entry_pb2.CatalogueProject(
        code=one.code,
        name=one.name,
        category=one.category,
        category_is_new=one.category_is_new,
        unit_code=one.unit_code,
        unit_name=one.unit_name,
        scale=one.scale,
        target_groups=one.target_groups,
        form=one.form,
        training_hours=one.training_hours,
        credit_hours=one.credit_hours,
        result_form=one.result_form,
        assessment=one.assessment,
        starts_on=one.starts_on.isoformat(),
        ends_on=one.ends_on.isoformat(),
        content=one.content,
        courses=[entry_pb2.CatalogueCourse(**msgspec.structs.asdict(course)) for course in one.courses],
    )


def _published(one: entry_pb2.CatalogueProject) -> PublishedProject:
    return PublishedProject(
        code=one.code,
        name=one.name,
        category=one.category,
        category_is_new=one.category_is_new,
        unit_code=one.unit_code,
        unit_name=one.unit_name,
        scale=one.scale,
        target_groups=tuple(one.target_groups),
        form=one.form,
        training_hours=one.training_hours,
        credit_hours=one.credit_hours,
        result_form=one.result_form,
        assessment=one.assessment,
        starts_on=_day(one.starts_on),
        ends_on=_day(one.ends_on),
        content=one.content,
        courses=tuple(
            PublishedCourse(
                code=course.code,
                name=course.name,
                training_hours=course.training_hours,
                credit_hours=course.credit_hours,
            )
            for course in one.courses
        ),
    )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(what=WHAT, why="time") from error
    if day.isoformat() != text:
        raise Malformed(what=WHAT, why="time")
    return day

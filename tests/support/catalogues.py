"""Published projects and catalogues, made up."""

from datetime import date

import msgspec

from federation.model.catalogue import catalogue_header
from federation.model.catalogue_parts import CataloguePart, PublishedCourse, PublishedProject
from federation.model.entry import Entry, encode_header
from federation.model.quarters import quarter_number

COUNTY = "330102"
Q1, Q2, Q3, Q4 = (quarter_number(2026, quarter) for quarter in (1, 2, 3, 4))


def project_at(number: int, **changes: object) -> PublishedProject:
    """One project of a made-up adult school; `changes` by field."""
    usual = PublishedProject(
        code=f"P{COUNTY}26{number:05d}K",
        name=f"社区养老护理 {number}",
        category="养老护理",
        unit_code="Z3301020002A",
        unit_name="某街道成人学校",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 31),
        training_hours=1600,
        credit_hours=1600,
        courses=(
            PublishedCourse(
                code=f"C{COUNTY}26{number:05d}01K", name="护理基础", training_hours=1600, credit_hours=1600
            ),
        ),
        scale=40,
        target_groups=("社区居民",),
        form="面授",
        result_form="结业证书",
        assessment="实操考核",
        content="第一讲\n第二讲",
    )
    return msgspec.structs.replace(usual, **changes)


def part_of(*projects: PublishedProject, **changes: object) -> CataloguePart:
    """A part of a made-up county's catalogue for the first quarter of 2026."""
    usual = CataloguePart(
        area=COUNTY,
        area_name="上城区",
        first_quarter=Q1,
        last_quarter=Q1,
        published_by="上城区分中心",
        projects=projects,
    )
    return msgspec.structs.replace(usual, **changes)


def catalogue_entry(part: CataloguePart) -> Entry:
    """The entry that publishes it."""
    return Entry(encode_header(catalogue_header(part)))

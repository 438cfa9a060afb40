"""Shows that a catalogue's body is read as it was written, and that what has no place in one is refused."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.errors import CreditBankError, Malformed, TooLarge
from federation.model.catalogue import (
    MAX_BODY_BYTES,
    PART_BYTES,
    catalogue_header,
    encode_catalogue,
    parse_catalogue,
    split_edition,
)
from federation.model.catalogue_parts import IncludedCatalogue, PublishedCourse, PublishedProject
from federation.model.entry import Kind, encode_header, parse_header
from federation.model.quarters import parse_quarter, quarter_days, quarter_of, quarter_text
from federation.v1 import entry_pb2
from tests.support.catalogues import Q1, Q2, part_of, project_at

TEXT = st.text("学分银行ÄbC19（新）·—𠀀", min_size=1, max_size=12)
MAYBE = TEXT | st.just("")
HOURS = st.integers(0, 10**7)
CODES = st.text("0123456789ABCXYZ-", min_size=1, max_size=32)
COURSES = st.lists(
    st.builds(PublishedCourse, code=st.just(""), name=TEXT, training_hours=HOURS, credit_hours=HOURS),
    min_size=1,
    max_size=3,
)
DAYS = st.tuples(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1))).map(sorted)


@st.composite
def projects(draw):
    found = []
    for number in range(draw(st.integers(0, 3))):
        days = draw(DAYS)
        courses = [msgspec.structs.replace(course, code=f"C{number}-{at}") for at, course in enumerate(draw(COURSES))]
        found.append(
            PublishedProject(
                code=f"P{number}",
                name=draw(TEXT),
                category=draw(TEXT),
                category_is_new=draw(st.booleans()),
                unit_code=draw(CODES),
                unit_name=draw(TEXT),
                scale=draw(st.integers(0, 10**6)),
                target_groups=tuple(draw(st.lists(TEXT, max_size=3))),
                form=draw(MAYBE),
                training_hours=draw(HOURS),
                credit_hours=draw(HOURS),
                result_form=draw(MAYBE),
                assessment=draw(MAYBE),
                starts_on=days[0],
                ends_on=days[1],
                content="\n".join(draw(st.lists(TEXT, max_size=3))),
                courses=tuple(courses),
            )
        )
    return found


@given(
    projects=projects(),
    edition=st.integers(1, 10_000),
    reason=TEXT,
    part=st.tuples(st.integers(1, 100), st.integers(1, 100)).map(sorted),
    joined=st.integers(0, 3),
)
def test_what_was_written_is_read(projects, edition, reason, part, joined):
    written = part_of(
        *projects,
        last_quarter=Q1 + joined,
        edition=edition,
        reason=reason if edition > 1 else "",
        part=part[0],
        parts=part[1],
    )
    assert parse_catalogue(encode_catalogue(written)) == written


INCLUDED = IncludedCatalogue(
    index=7, leaf_hash=bytes(range(32)), area="330102", area_name="上城区", edition=2, projects=31
)


def test_a_provinces_catalogue_names_the_counties_it_puts_together():
    whole = part_of(area="33", includes=(INCLUDED, msgspec.structs.replace(INCLUDED, index=8)))
    assert parse_catalogue(encode_catalogue(whole)) == whole


def test_the_header_is_one_of_an_entry_about_nobody_and_the_same_for_the_same_part():
    header = catalogue_header(part_of(project_at(1)))
    assert parse_header(encode_header(header)) == header == catalogue_header(part_of(project_at(1)))
    assert (header.kind, header.private_digest, header.cites) == (Kind.CATALOGUE_PUBLISHED, b"", ())


@pytest.mark.parametrize(
    "wrong",
    [
        *(part_of(area=area) for area in ("", "3", "330", "３３", "33010201")),
        *(part_of(area_name=name) for name in ("", " ", "名" * 101, "甲\n乙", "甲\u202e乙")),
        part_of(published_by=""),
        part_of(first_quarter=Q2),
        part_of(last_quarter=Q1 + 4),
        part_of(first_quarter=4, last_quarter=4),
        part_of(edition=0),
        part_of(edition=2),
        part_of(reason="更正"),
        part_of(edition=10_001, reason="更正"),
        part_of(part=0),
        part_of(part=2),
        part_of(part=1, parts=101),
        part_of(project_at(1), project_at(1)),
        part_of(project_at(1), project_at(2, courses=project_at(1).courses)),
        part_of(project_at(1), includes=(INCLUDED,)),
        part_of(includes=(msgspec.structs.replace(INCLUDED, leaf_hash=b"x"),)),
        part_of(includes=(msgspec.structs.replace(INCLUDED, area="x"),)),
        part_of(includes=(msgspec.structs.replace(INCLUDED, projects=1_001),)),
        part_of(project_at(1, code="")),
        part_of(project_at(1, code="P'--")),
        part_of(project_at(1, unit_code="")),
        part_of(project_at(1, name="")),
        part_of(project_at(1, name="名" * 201)),
        part_of(project_at(1, category="")),
        part_of(project_at(1, target_groups=("",))),
        part_of(project_at(1, courses=())),
        part_of(project_at(1, starts_on=date(2026, 4, 1))),
        part_of(project_at(1, scale=-1)),
        part_of(project_at(1, scale=10**6 + 1)),
        part_of(project_at(1, training_hours=10**7 + 1)),
        part_of(project_at(1, content="\x00")),
        part_of(project_at(1, assessment="甲\n乙")),
    ],
)
def test_what_has_no_place_in_a_catalogue_is_refused(wrong):
    with pytest.raises(Malformed):
        encode_catalogue(wrong)


def course_at(number):
    return PublishedCourse(code=f"C{number}", name="课程", training_hours=1, credit_hours=1)


@pytest.mark.parametrize(
    "many",
    [
        part_of(*(project_at(number) for number in range(1_001))),
        part_of(includes=(INCLUDED,) * 1_001),
        part_of(project_at(1, courses=tuple(map(course_at, range(51))))),
        part_of(project_at(1, target_groups=("农民",) * 31)),
        part_of(*(project_at(number, content="讲" * 2_000) for number in range(11))),
    ],
    ids=["projects", "included", "courses", "groups", "more than a header holds"],
)
def test_more_than_an_entry_may_hold_is_refused(many):
    with pytest.raises(TooLarge):
        encode_catalogue(many)


def test_a_large_edition_comes_in_parts_that_say_the_same_besides_their_projects():
    whole = part_of(*(project_at(number, content="讲" * 300) for number in range(200)), edition=3, reason="增加项目")
    parts = split_edition(whole)
    assert [(one.part, one.parts) for one in parts] == [(at + 1, len(parts)) for at in range(len(parts))]
    assert len(parts) > 1
    assert tuple(project for one in parts for project in one.projects) == whole.projects
    assert all(len(encode_catalogue(one)) <= PART_BYTES + 1_024 for one in parts)
    assert {(one.edition, one.reason, one.area, one.published_by) for one in parts} == {
        (3, "增加项目", whole.area, whole.published_by)
    }


def test_an_edition_without_projects_is_one_part_and_one_of_too_many_parts_is_refused():
    assert split_edition(part_of()) == [part_of()]
    with pytest.raises(TooLarge):
        split_edition(part_of(*(project_at(at, content="讲" * 2_000, form="授" * 500) for at in range(800))))


def test_attack_a_body_of_many_empty_rows_is_refused_before_it_is_read():
    def body():
        return entry_pb2.CatalogueBody.FromString(encode_catalogue(part_of(project_at(1))))

    many = body()
    many.projects.extend(entry_pb2.CatalogueProject() for _ in range(1_001))
    courses = body()
    courses.projects[0].courses.extend(entry_pb2.CatalogueCourse() for _ in range(60))
    for one in (many, courses):
        with pytest.raises(TooLarge):
            parse_catalogue(one.SerializeToString())
    with pytest.raises(TooLarge):
        parse_catalogue(bytes(MAX_BODY_BYTES + 1))


@pytest.mark.parametrize("field", ["first_quarter", "last_quarter"])
@pytest.mark.parametrize("text", ["", "2026Q1", "2026-Q5", "26-Q1", "1999-Q4", "2200-Q1", "２０２６-Q1"])
def test_quarters_are_written_in_one_way(field, text):
    body = entry_pb2.CatalogueBody.FromString(encode_catalogue(part_of(project_at(1))))
    setattr(body, field, text)
    with pytest.raises(Malformed):
        parse_catalogue(body.SerializeToString())


@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
@pytest.mark.parametrize("text", ["", "2026-1-1", "20260101", "gestern"])
def test_days_are_written_in_one_way(field, text):
    body = entry_pb2.CatalogueBody.FromString(encode_catalogue(part_of(project_at(1))))
    setattr(body.projects[0], field, text)
    with pytest.raises(Malformed):
        parse_catalogue(body.SerializeToString())


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        parse_catalogue(data)
    except CreditBankError:
        return


@given(number=st.integers(2000 * 4, 2199 * 4 + 3))
def test_quarters_count_on_and_hold_their_days(number):
    first, last = quarter_days(number)
    assert parse_quarter(quarter_text(number)) == number == quarter_of(first) == quarter_of(last)
    if number < 2199 * 4 + 3:
        assert (quarter_days(number + 1)[0] - last).days == 1

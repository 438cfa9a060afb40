"""The plain body of a published yearly assessment (年度考核): a year's results by region.

What counts mainly are results filed against the year's catalogue; 双证制 and degree results stand apart.
It is about nobody: a count that would be of fewer than ten people is absent. A reader can't see how a
figure came about, so it takes whatever is well-formed and refuses what has no place in such a table.

Source: 浙学银〔2019〕2号, 四（五）; GB/T 2260; proto/federation/v1/entry.proto.
"""

from datetime import datetime
from hashlib import sha256

import msgspec
from google.protobuf.message import DecodeError

from federation.errors import Malformed, TooLarge
from federation.model.entry import ENTRY_ID_BYTES, MAX_HEADER_BYTES, Header, Kind
from federation.model.progress import MAX_COUNT, MAX_NAME_CHARS, REGION_FORM
from federation.v1 import entry_pb2

WHAT = "published assessment"
ID_DOMAIN = b"deltabank/assessment/v1/"
MAX_ROWS = 1_000
MAX_UNITS = 10**6
FIRST_YEAR, LAST_YEAR = 2000, 2199
# The rest of a header takes a few dozen bytes.
MAX_BODY_BYTES = MAX_HEADER_BYTES - 256
COUNTS = ("catalogue_results", "dual_certificates", "degree_results")


class RegionAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """One region's year; None is suppressed.

    Attributes:
        region: 2 digits for the province, 4 for a city, 6 for a county.
        name: at most 100 characters.
        units: that had a project in the year's catalogues.
        projects: in these catalogues.
        catalogue_results: filed against them, less those taken back.
        dual_certificates, degree_results: achieved in the year, outside the catalogue.
    """

    region: str
    name: str
    units: int
    projects: int
    catalogue_results: int | None = None
    dual_certificates: int | None = None
    degree_results: int | None = None


class PublishedAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one publication says; `as_of` is aware."""

    year: int
    as_of: datetime
    rows: tuple[RegionAssessment, ...]


def assessment_header(assessment: PublishedAssessment) -> Header:
    """The header of the entry that publishes it; the same figures have the same entry id.

    Raises:
        Malformed, TooLarge: what `parse_assessment` would refuse.
    """
    body = encode_assessment(assessment)
    entry_id = sha256(ID_DOMAIN + body).digest()[:ENTRY_ID_BYTES]
    return Header(kind=Kind.ASSESSMENT_PUBLISHED, entry_id=entry_id, plain_body=body)


def encode_assessment(assessment: PublishedAssessment) -> bytes:
    """The plain body that says it.

    Raises:
        Malformed: a value out of bounds.
        TooLarge: more rows than a body may have, or more than fits into a header.
    """
    _check(assessment)
    body = entry_pb2.AssessmentBody(
        year=assessment.year,
        as_of=assessment.as_of.isoformat(timespec="seconds"),
        rows=[
            entry_pb2.AssessmentRow(
                **{name: value for name, value in msgspec.structs.asdict(row).items() if value is not None}
            )
            for row in assessment.rows
        ],
    ).SerializeToString(deterministic=True)
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_BODY_BYTES)
    return body


def parse_assessment(data: bytes) -> PublishedAssessment:
    """What a plain body says.

    Raises:
        Malformed: no such body, or a value out of bounds.
        TooLarge: more than 1,000 rows, or than fits into a header.
    """
    if len(data) > MAX_BODY_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_BODY_BYTES)
    try:
        body = entry_pb2.AssessmentBody.FromString(data)
        as_of = datetime.fromisoformat(body.as_of)
    except (DecodeError, ValueError) as error:
        raise Malformed(what=WHAT, why="encoding") from error
    # Counted before they are turned into values: bounds hold for the work as well.
    if len(body.rows) > MAX_ROWS:
        raise TooLarge(what=WHAT, limit=MAX_ROWS)
    assessment = PublishedAssessment(
        year=body.year,
        as_of=as_of,
        rows=tuple(
            RegionAssessment(
                region=row.region,
                name=row.name,
                units=row.units,
                projects=row.projects,
                **{name: getattr(row, name) for name in COUNTS if row.HasField(name)},
            )
            for row in body.rows
        ),
    )
    _check(assessment)
    return assessment


def _check(assessment: PublishedAssessment) -> None:
    if len(assessment.rows) > MAX_ROWS:
        raise TooLarge(what=WHAT, limit=MAX_ROWS)
    if assessment.as_of.tzinfo is None or not FIRST_YEAR <= assessment.year <= LAST_YEAR:
        raise Malformed(what=WHAT, why="time")
    regions = [row.region for row in assessment.rows]
    if len(set(regions)) < len(regions) or not all(map(REGION_FORM.fullmatch, regions)):
        raise Malformed(what=WHAT, why="region")
    for row in assessment.rows:
        if not 0 < len(row.name) <= MAX_NAME_CHARS or not row.name.isprintable():
            raise Malformed(what=WHAT, why="text")
        counts = [getattr(row, name) for name in COUNTS]
        if any(count is not None and not 0 <= count <= MAX_COUNT for count in counts):
            raise Malformed(what=WHAT, why="bounds")
        if not (0 <= row.units <= MAX_UNITS and 0 <= row.projects <= MAX_UNITS):
            raise Malformed(what=WHAT, why="bounds")

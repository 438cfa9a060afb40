"""The plain body of published progress (工作进展): how far a branch's filing is, by region and month.

What a branch publishes is about nobody: a count that would be of fewer than ten people is absent. A
reader can't see how a figure came about, so it takes whatever is well-formed, and refuses what has no
place in such a table: bounds, lengths, order of dates, regions that stand there twice.

Source: 江苏省教育厅办公室 2022 notice, section 4 (定期汇总公布各地工作进展情况); GB/T 2260;
proto/federation/v1/entry.proto.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

import msgspec
from google.protobuf.message import DecodeError

from federation.errors import Malformed, TooLarge
from federation.model.entry import ENTRY_ID_BYTES, MAX_HEADER_BYTES, Header, Kind
from federation.v1 import entry_pb2

WHAT = "published progress"
ID_DOMAIN = b"deltabank/progress/v1/"
MAX_ROWS = 5_000
MAX_MONTHS = 240
MAX_NAME_CHARS = 100
MAX_COUNT = 10**12
MAX_INSTITUTIONS = 10**6
# The rest of a header takes a few dozen bytes.
MAX_BODY_BYTES = MAX_HEADER_BYTES - 256
REGION_FORM = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}", re.ASCII)
MONTH_FORM = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])", re.ASCII)
ROW_COUNTS = ("learners", "learners_new", "id_checked", "achievements", "achievements_new")
MONTH_COUNTS = ("learners_new", "achievements_new")


class RegionCounts(msgspec.Struct, frozen=True, kw_only=True):
    """One region's counts; None is suppressed.

    Attributes:
        region: 2 digits for the province, 4 for a city, 6 for a county.
        name: at most 100 characters.
        institutions: units that have an account.
        learners, learners_new: accounts at the period's end, and of these those opened within it.
        id_checked: of the learners, by a number that carries and passed its own check.
        achievements, achievements_new: at the period's end, less those taken back, and how many more within it.
    """

    region: str
    name: str
    institutions: int
    learners: int | None = None
    learners_new: int | None = None
    id_checked: int | None = None
    achievements: int | None = None
    achievements_new: int | None = None


class MonthCounts(msgspec.Struct, frozen=True, kw_only=True):
    """One month of the whole branch, ``2026-11``; None is suppressed."""

    month: str
    learners_new: int | None = None
    achievements_new: int | None = None


class PublishedProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one publication says; both days belong to the period, `as_of` is aware."""

    period_start: date
    period_end: date
    as_of: datetime
    rows: tuple[RegionCounts, ...]
    months: tuple[MonthCounts, ...] = ()


def progress_header(progress: PublishedProgress) -> Header:
    """The header of the entry that publishes it; the same figures have the same entry id.

    Raises:
        Malformed, TooLarge: what `parse_progress` would refuse.
    """
    body = encode_progress(progress)
    entry_id = sha256(ID_DOMAIN + body).digest()[:ENTRY_ID_BYTES]
    return Header(kind=Kind.PROGRESS_PUBLISHED, entry_id=entry_id, plain_body=body)


def encode_progress(progress: PublishedProgress) -> bytes:
    """The plain body that says it.

    Raises:
        Malformed: a value out of bounds.
        TooLarge: more rows or months than a body may have, or more than fits into a header.
    """
    _check(progress)
    body = entry_pb2.ProgressBody(
        period_start=progress.period_start.isoformat(),
        period_end=progress.period_end.isoformat(),
        as_of=progress.as_of.isoformat(timespec="seconds"),
        rows=[entry_pb2.ProgressRow(**_present(row)) for row in progress.rows],
        months=[entry_pb2.ProgressMonth(**_present(month)) for month in progress.months],
    ).SerializeToString(deterministic=True)
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_BODY_BYTES)
    return body


def parse_progress(data: bytes) -> PublishedProgress:
    """What a plain body says.

    Raises:
        Malformed: no such body, or a value out of bounds.
        TooLarge: more than 5,000 rows, 240 months, or than fits into a header.
    """
    if len(data) > MAX_BODY_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_BODY_BYTES)
    try:
        body = entry_pb2.ProgressBody.FromString(data)
        start, end = date.fromisoformat(body.period_start), date.fromisoformat(body.period_end)
        as_of = datetime.fromisoformat(body.as_of)
    except (DecodeError, ValueError) as error:
        raise Malformed(what=WHAT, why="encoding") from error
    if (start.isoformat(), end.isoformat()) != (body.period_start, body.period_end):
        raise Malformed(what=WHAT, why="encoding")
    # Counted before they are turned into values: bounds hold for the work as well.
    _check_lengths(body.rows, body.months)
    progress = PublishedProgress(
        period_start=start,
        period_end=end,
        as_of=as_of,
        rows=tuple(
            RegionCounts(region=row.region, name=row.name, institutions=row.institutions, **_given(row, ROW_COUNTS))
            for row in body.rows
        ),
        months=tuple(MonthCounts(month=month.month, **_given(month, MONTH_COUNTS)) for month in body.months),
    )
    _check(progress)
    return progress


def _check(progress: PublishedProgress) -> None:
    _check_lengths(progress.rows, progress.months)
    if progress.as_of.tzinfo is None or progress.period_start > progress.period_end:
        raise Malformed(what=WHAT, why="time")
    regions = [row.region for row in progress.rows]
    if len(set(regions)) < len(regions) or not all(map(REGION_FORM.fullmatch, regions)):
        raise Malformed(what=WHAT, why="region")
    months = [month.month for month in progress.months]
    if not all(map(MONTH_FORM.fullmatch, months)) or any(a >= b for a, b in pairwise(months)):
        raise Malformed(what=WHAT, why="order")
    for row in progress.rows:
        if not 0 < len(row.name) <= MAX_NAME_CHARS or not row.name.isprintable():
            raise Malformed(what=WHAT, why="text")
        if not 0 <= row.institutions <= MAX_INSTITUTIONS:
            raise Malformed(what=WHAT, why="bounds")
        _check_counts([getattr(row, name) for name in ROW_COUNTS])
    for month in progress.months:
        _check_counts([getattr(month, name) for name in MONTH_COUNTS])


def _check_lengths(rows: Sequence[object], months: Sequence[object]) -> None:
    if len(rows) > MAX_ROWS:
        raise TooLarge(what=WHAT, limit=MAX_ROWS)
    if len(months) > MAX_MONTHS:
        raise TooLarge(what=WHAT, limit=MAX_MONTHS)


def _check_counts(counts: Sequence[int | None]) -> None:
    if any(count is not None and not 0 <= count <= MAX_COUNT for count in counts):
        raise Malformed(what=WHAT, why="bounds")


def _present(counts: RegionCounts | MonthCounts) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(counts).items() if value is not None}


def _given(message: entry_pb2.ProgressRow | entry_pb2.ProgressMonth, names: Sequence[str]) -> dict[str, int]:
    return {name: getattr(message, name) for name in names if message.HasField(name)}

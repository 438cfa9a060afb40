"""Shows that published progress reads as it was written, and that nothing out of bounds is read at all."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.errors import CreditBankError, Malformed, TooLarge
from federation.model.entry import Kind, encode_header, parse_header
from federation.model.progress import (
    MAX_BODY_BYTES,
    MAX_COUNT,
    MonthCounts,
    PublishedProgress,
    RegionCounts,
    encode_progress,
    parse_progress,
    progress_header,
)
from federation.v1 import entry_pb2

ROW = RegionCounts(region="3201", name="甲市", institutions=3, learners=40, achievements=0)
PROGRESS = PublishedProgress(
    period_start=date(2026, 1, 1),
    period_end=date(2026, 11, 21),
    as_of=datetime(2026, 11, 22, 1, tzinfo=UTC),
    rows=(ROW,),
    months=(MonthCounts(month="2026-10", learners_new=12), MonthCounts(month="2026-11")),
)
COUNT = st.none() | st.integers(0, MAX_COUNT)
ROWS = st.lists(
    st.builds(
        RegionCounts,
        region=st.from_regex(r"[0-9]{2}([0-9]{2}){0,2}", fullmatch=True).filter(str.isascii),
        name=st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20),
        institutions=st.integers(0, 10**6),
        learners=COUNT,
        learners_new=COUNT,
        id_checked=COUNT,
        achievements=COUNT,
        achievements_new=COUNT,
    ),
    max_size=8,
    unique_by=lambda row: row.region,
)
DAY = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(days=st.tuples(DAY, DAY).map(sorted), rows=ROWS, months=st.lists(st.integers(1, 12), unique=True).map(sorted))
def test_what_was_written_is_read(days, rows, months):
    counts = tuple(MonthCounts(month=f"2026-{month:02d}", achievements_new=month) for month in months)
    written = PublishedProgress(
        period_start=days[0], period_end=days[1], as_of=PROGRESS.as_of, rows=tuple(rows), months=counts
    )
    assert parse_progress(encode_progress(written)) == written


def test_absent_is_not_zero():
    (row,) = parse_progress(encode_progress(PROGRESS)).rows
    assert (row.learners_new, row.achievements) == (None, 0)


def test_the_header_is_one_of_an_entry_about_nobody_and_the_same_for_the_same_figures():
    header = progress_header(PROGRESS)
    assert parse_header(encode_header(header)) == header == progress_header(PROGRESS)
    assert (header.kind, header.private_digest, header.cites) == (Kind.PROGRESS_PUBLISHED, b"", ())


def altered(**changes):
    return msgspec.structs.replace(PROGRESS, **changes)


@pytest.mark.parametrize(
    "wrong",
    [
        altered(period_start=date(2027, 1, 1)),
        altered(as_of=datetime(2026, 1, 1)),  # noqa: DTZ001
        altered(rows=(ROW, ROW)),
        *(
            altered(rows=(msgspec.structs.replace(ROW, region=region),))
            for region in ("", "3", "320", "３２", "32010101")
        ),
        *(altered(rows=(msgspec.structs.replace(ROW, name=name),)) for name in ("", "名" * 101, "甲\n乙")),
        *(altered(rows=(msgspec.structs.replace(ROW, learners=count),)) for count in (-1, MAX_COUNT + 1)),
        altered(rows=(msgspec.structs.replace(ROW, institutions=10**6 + 1),)),
        altered(months=(MonthCounts(month="2026-13"),)),
        altered(months=(MonthCounts(month="2026-02"), MonthCounts(month="2026-01"))),
        altered(months=(MonthCounts(month="2026-02"), MonthCounts(month="2026-02"))),
    ],
)
def test_what_has_no_place_in_such_a_table_is_refused(wrong):
    with pytest.raises(Malformed):
        encode_progress(wrong)


@pytest.mark.parametrize(
    ("rows", "months"), [(5_001, 0), (0, 241), (1_500, 0)], ids=["rows", "months", "more than a header holds"]
)
def test_more_than_a_publication_may_hold_is_refused(rows, months):
    many = altered(
        rows=tuple(msgspec.structs.replace(ROW, region=f"{at:06d}", name="某某社区教育中心" * 4) for at in range(rows)),
        months=tuple(MonthCounts(month=f"{2000 + at // 12}-{at % 12 + 1:02d}") for at in range(months)),
    )
    with pytest.raises(TooLarge):
        encode_progress(many)


def test_attack_a_body_of_many_empty_rows_is_refused_before_it_is_read():
    body = entry_pb2.ProgressBody(period_start="2026-01-01", period_end="2026-01-02", as_of="2026-01-03T00:00:00+00:00")
    body.rows.extend(entry_pb2.ProgressRow() for _ in range(5_001))
    with pytest.raises(TooLarge):
        parse_progress(body.SerializeToString())
    with pytest.raises(TooLarge):
        parse_progress(bytes(MAX_BODY_BYTES + 1))


@pytest.mark.parametrize("field", ["period_start", "period_end", "as_of"])
@pytest.mark.parametrize("text", ["", "2026-1-1", "20260101", "gestern", "2026-01-01T00:00:00"])
def test_days_and_times_are_written_in_one_way(field, text):
    body = entry_pb2.ProgressBody.FromString(encode_progress(PROGRESS))
    setattr(body, field, text)
    with pytest.raises(Malformed):
        parse_progress(body.SerializeToString())


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        parse_progress(data)
    except CreditBankError:
        return

"""Shows that a recorded ledger reads as it was written, is one entry however often, and is read from no lying body."""

from contextlib import suppress
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.errors import Malformed, TooLarge
from federation.model.entry import Kind, encode_header, parse_header
from federation.model.ledger import (
    ALL_PARTS,
    MAX_BODY_BYTES,
    MAX_RUN,
    LedgerPart,
    RecordedLedger,
    encode_ledger,
    ledger_header,
    parse_ledger,
)
from federation.v1 import entry_pb2

LEDGER = RecordedLedger(
    project_code="P3301061900001A",
    run=2,
    digest=bytes(range(32)),
    parts=(LedgerPart.LEARNERS, LedgerPart.SIGN_IN),
    recorded_at=datetime(2026, 11, 22, 1, tzinfo=UTC),
)


def altered(**changes):
    return msgspec.structs.replace(LEDGER, **changes)


def body(**changes):
    said = entry_pb2.LedgerBody.FromString(encode_ledger(LEDGER))
    for name, value in changes.items():
        if name == "parts":
            del said.parts[:]
            said.parts.extend(value)
        else:
            setattr(said, name, value)
    return said.SerializeToString()


@given(
    run=st.integers(1, MAX_RUN),
    digest=st.binary(min_size=32, max_size=32),
    parts=st.sets(st.sampled_from(ALL_PARTS)),
    seconds=st.integers(0, 4 * 10**9),
)
def test_what_was_written_is_read(run, digest, parts, seconds):
    written = altered(
        run=run,
        digest=digest,
        parts=tuple(part for part in ALL_PARTS if part in parts),
        recorded_at=datetime.fromtimestamp(seconds, UTC),
    )
    assert parse_ledger(encode_ledger(written)) == written
    assert len(encode_ledger(written)) <= MAX_BODY_BYTES


def test_the_header_is_one_of_an_entry_about_nobody():
    header = ledger_header(LEDGER)
    assert parse_header(encode_header(header)) == header
    assert (header.kind, header.private_digest, header.cites) == (Kind.LEDGER_RECORDED, b"", ())


def test_the_same_ledger_recorded_later_has_the_same_entry_id_and_another_ledger_another():
    first = ledger_header(LEDGER).entry_id
    assert ledger_header(altered(recorded_at=datetime(2027, 1, 1, tzinfo=UTC))).entry_id == first
    others = [altered(digest=bytes(32)), altered(run=3), altered(project_code="P3301061900002A")]
    assert len({first, *(ledger_header(one).entry_id for one in others)}) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        *(altered(project_code=code) for code in ("", "P33 01", "Ｐ33", "P" * 33, "P33\n")),
        *(altered(run=run) for run in (0, -1, MAX_RUN + 1)),
        *(altered(digest=bytes(size)) for size in (0, 31, 33)),
        altered(recorded_at=datetime(2026, 1, 1)),  # noqa: DTZ001
        altered(parts=(LedgerPart.SIGN_IN, LedgerPart.LEARNERS)),
        altered(parts=(LedgerPart.RECORD, LedgerPart.RECORD)),
    ],
)
def test_what_is_out_of_bounds_is_not_written(wrong):
    with pytest.raises(Malformed):
        ledger_header(wrong)


@pytest.mark.parametrize(
    "lie",
    [
        body(project_code="张某某"),
        body(run=0),
        body(run=2**32 - 1),
        body(digest=b"short"),
        body(digest=bytes(64)),
        body(parts=["learners", "learners"]),
        body(parts=["evaluation", "learners"]),
        body(parts=["姓名"]),
        body(recorded_at=""),
        body(recorded_at="yesterday"),
        body(recorded_at="2026-11-22T01:00:00"),
        body(recorded_at="2026-11-22 01:00:00+00:00"),
        b"\xff\xff\xff",
    ],
)
def test_attack_a_lying_peers_body_is_not_read(lie):
    with pytest.raises(Malformed):
        parse_ledger(lie)


def test_attack_a_body_larger_than_a_ledgers_can_be_is_refused_unread():
    with pytest.raises(TooLarge):
        parse_ledger(bytes(MAX_BODY_BYTES + 1))
    with pytest.raises(TooLarge):
        parse_ledger(body(parts=["learners"] * 6))


@given(st.binary(max_size=MAX_BODY_BYTES + 8))
def test_any_bytes_are_read_or_refused_with_an_error_of_the_federations(data):
    with suppress(Malformed, TooLarge):
        parse_ledger(data)

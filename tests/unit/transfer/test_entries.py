"""Shows the headers of the six steps: built, read back, and what isn't well-formed counting nowhere."""

from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest

from federation.errors import Malformed
from federation.model.entry import Citation, Kind, encode_header, parse_header
from federation.model.reason import encode_reason, parse_reason
from federation.tlog.hashing import leaf_hash
from federation.transfer.disclosure import sealed_bytes
from federation.transfer.entries import (
    MAX_CITED_INDEX,
    MAX_ITEMS,
    RequestBody,
    RulesCited,
    closed_header,
    decided_header,
    decided_id,
    encode_request,
    held_header,
    parse_request,
    parse_rules_cited,
    read_transfer_entry,
    reversed_header,
    withdrawn_header,
)
from federation.v1 import entry_pb2
from tests.support.transfer_logs import HANGZHOU, HEFEI, NANJING, octets, request_of


def cited(origin, index):
    return Citation(origin=origin, index=index, leaf_hash=octets(origin, index, count=32))


DIGEST = octets("private part", count=32)
ACHIEVEMENTS = (cited(HANGZHOU, 4), cited(HANGZHOU, 2))
REQUEST, HELD, DECIDED = cited(NANJING, 7), cited(HANGZHOU, 9), cited(NANJING, 8)
RULES = RulesCited(version=3, index=1, leaf_hash=octets("rules", count=32))
BODY = RequestBody(
    requested_at=datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8))),
    expires_on=date(2026, 5, 31),
    consent_digest=octets("consent", count=32),
    disclosed_keys=bytes(sealed_bytes(2)),
    contests=cited(NANJING, 1),
)
HEADERS = {
    Kind.TRANSFER_REQUESTED: request_of(ACHIEVEMENTS),
    Kind.TRANSFER_HELD: held_header(REQUEST, ACHIEVEMENTS, [1, 2]),
    Kind.TRANSFER_DECIDED: decided_header(REQUEST, HELD, [1, 0], rules=RULES, key_epoch=1, private_digest=DIGEST),
    Kind.TRANSFER_WITHDRAWN: withdrawn_header(REQUEST, [0, 1], "expired"),
    Kind.TRANSFER_CLOSED: closed_header(REQUEST, DECIDED, ACHIEVEMENTS, [1, 0]),
    Kind.TRANSFER_REVERSED: reversed_header(REQUEST, DECIDED, [1, 0], "revoked"),
}
WRITERS = {
    Kind.TRANSFER_HELD: HANGZHOU,
    Kind.TRANSFER_CLOSED: HANGZHOU,
}


def read(header, origin=None, index=30):
    return read_transfer_entry(
        origin or WRITERS.get(header.kind, NANJING),
        index,
        octets("leaf", count=32),
        parse_header(encode_header(header)),
    )


def changed(kind, /, **fields):
    return msgspec.structs.replace(HEADERS[kind], **fields)


@pytest.mark.parametrize("kind", HEADERS)
def test_a_step_is_read_as_it_was_built(kind):
    step = read(HEADERS[kind])
    assert step is not None
    assert (step.kind, step.verdicts) == (kind, HEADERS[kind].verdicts)
    own = Citation(origin=step.origin, index=30, leaf_hash=step.leaf_hash)
    assert step.citation == own
    assert step.request == (own if kind is Kind.TRANSFER_REQUESTED else REQUEST)
    answered = {Kind.TRANSFER_DECIDED: HELD, Kind.TRANSFER_CLOSED: DECIDED, Kind.TRANSFER_REVERSED: DECIDED}
    assert step.answers == answered.get(kind)
    names = (Kind.TRANSFER_REQUESTED, Kind.TRANSFER_HELD, Kind.TRANSFER_CLOSED)
    assert step.achievements == (ACHIEVEMENTS if kind in names else ())


def test_other_kinds_are_no_steps():
    header = changed(Kind.TRANSFER_HELD, kind=Kind.ACHIEVEMENT_ISSUED)
    assert read(header) is None
    assert read(changed(Kind.TRANSFER_HELD, kind=36)) is None


def test_the_same_step_has_the_same_id_and_another_has_another():
    assert held_header(REQUEST, ACHIEVEMENTS, [1, 2]).entry_id == HEADERS[Kind.TRANSFER_HELD].entry_id
    ids = {header.entry_id for header in HEADERS.values()} | {
        held_header(REQUEST, ACHIEVEMENTS, [2, 1]).entry_id,
        held_header(REQUEST, ACHIEVEMENTS[::-1], [1, 2]).entry_id,
        held_header(DECIDED, ACHIEVEMENTS, [1, 2]).entry_id,
        held_header(REQUEST, ACHIEVEMENTS, [1, 258]).entry_id,
        closed_header(REQUEST, DECIDED, ACHIEVEMENTS, [2, 0]).entry_id,
        closed_header(REQUEST, REQUEST, ACHIEVEMENTS, [2, 0]).entry_id,
    }
    assert len(ids) == len(HEADERS) + 6


def test_a_decisions_id_is_known_before_its_private_part_is_sealed():
    assert decided_id(REQUEST, HELD, [1, 0]) == HEADERS[Kind.TRANSFER_DECIDED].entry_id


def test_a_step_names_its_reason_or_rules():
    assert parse_reason(HEADERS[Kind.TRANSFER_WITHDRAWN].plain_body) == "expired"
    assert parse_reason(HEADERS[Kind.TRANSFER_REVERSED].plain_body) == "revoked"
    assert parse_rules_cited(HEADERS[Kind.TRANSFER_DECIDED].plain_body) == RULES
    without = decided_header(REQUEST, HELD, [2], rules=None, key_epoch=1, private_digest=DIGEST)
    assert parse_rules_cited(without.plain_body) is None


def test_a_requests_body_is_read_as_it_was_encoded():
    assert parse_request(encode_request(BODY, 2), 2) == BODY
    plain = msgspec.structs.replace(BODY, contests=None)
    assert parse_request(encode_request(plain, 2), 2) == plain


OUT_OF_BOUNDS = {
    "a time without an offset": {"requested_at": datetime(2026, 3, 2, 9, 0)},  # noqa: DTZ001
    "a time before the calendar": {"requested_at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8)))},
    "a time after the calendar": {
        "requested_at": datetime(9999, 12, 31, 23, 0, tzinfo=timezone(timedelta(hours=-8))),
    },
    "a short consent digest": {"consent_digest": bytes(31)},
    "keys of other items": {"disclosed_keys": bytes(sealed_bytes(3))},
    "a contested entry with a short hash": {"contests": Citation(origin=NANJING, index=1, leaf_hash=bytes(31))},
    "a contested entry of no log": {"contests": Citation(origin="", index=1, leaf_hash=bytes(32))},
    "a contested entry of a long log name": {"contests": Citation(origin="国" * 67, index=1, leaf_hash=bytes(32))},
    "a contested entry beyond any log": {
        "contests": Citation(origin=NANJING, index=MAX_CITED_INDEX + 1, leaf_hash=bytes(32)),
    },
}


@pytest.mark.parametrize("fields", OUT_OF_BOUNDS.values(), ids=OUT_OF_BOUNDS)
def test_a_request_out_of_bounds_is_neither_made_nor_read(fields):
    with pytest.raises(Malformed):
        encode_request(msgspec.structs.replace(BODY, **fields), 2)


@pytest.mark.parametrize(
    ("requested_at", "expires_on"),
    [
        ("2026-03-02T09:00:00.5+08:00", "2026-05-31"),
        ("2026-03-02 09:00:00+08:00", "2026-05-31"),
        ("2026-03-02T09:00:00Z", "2026-05-31"),
        ("20260302T090000+0800", "2026-05-31"),
        ("2026-03-02T09:00:00+08:00", "20260531"),
        ("2026-03-02T09:00:00+08:00", "2026-W22-7"),
        ("2026-03-02T09:00:00+08:00", ""),
        ("", "2026-05-31"),
    ],
)
def test_a_time_that_is_written_otherwise_is_refused(requested_at, expires_on):
    body = entry_pb2.TransferRequestBody(
        requested_at=requested_at,
        expires_on=expires_on,
        consent_digest=bytes(32),
        disclosed_keys=bytes(sealed_bytes(2)),
    )
    data = body.SerializeToString()
    with pytest.raises(Malformed):
        parse_request(data, 2)
    assert read(changed(Kind.TRANSFER_REQUESTED, plain_body=data)) is None


@pytest.mark.parametrize("data", [b"\xff", b"\x0a\xff"])
def test_bytes_that_are_no_body_are_refused(data):
    with pytest.raises(Malformed):
        parse_request(data, 2)
    with pytest.raises(Malformed):
        parse_rules_cited(data)
    for kind in HEADERS:
        assert read(changed(kind, plain_body=data)) is None


@pytest.mark.parametrize("leaf", [b"", bytes(31), bytes(33)])
def test_rules_that_are_not_cited_by_their_leaf_are_refused(leaf):
    body = entry_pb2.TransferDecisionBody(rules_version=1, rules_index=1, rules_leaf_hash=leaf)
    with pytest.raises(Malformed):
        parse_rules_cited(body.SerializeToString())


FAR = cited(HANGZHOU, MAX_CITED_INDEX + 1)
ILL_FORMED = {
    **{f"{kind.name} that readers may pass over": changed(kind, critical=False) for kind in HEADERS},
    **{f"{kind.name} with an achievement id": changed(kind, achievement_id=octets("an id")) for kind in HEADERS},
    **{f"{kind.name} that cites nothing": changed(kind, cites=()) for kind in HEADERS},
    **{f"{kind.name} beyond any log": changed(kind, cites=(FAR, *HEADERS[kind].cites[1:])) for kind in HEADERS},
    **{
        f"{kind.name} without verdicts": changed(kind, verdicts=())
        for kind in HEADERS
        if kind is not Kind.TRANSFER_REQUESTED
    },
    **{
        f"{kind.name} with more verdicts than a request has items": changed(kind, verdicts=(1,) * (MAX_ITEMS + 1))
        for kind in HEADERS
        if kind is not Kind.TRANSFER_REQUESTED
    },
    "a request with verdicts": changed(Kind.TRANSFER_REQUESTED, verdicts=(1, 1)),
    "a request of one achievement twice": changed(Kind.TRANSFER_REQUESTED, cites=(ACHIEVEMENTS[0],) * 2),
    "a request of two branches": changed(Kind.TRANSFER_REQUESTED, cites=(ACHIEVEMENTS[0], cited(HEFEI, 2))),
    "a request of its own achievements": changed(Kind.TRANSFER_REQUESTED, cites=(cited(NANJING, 1), cited(NANJING, 2))),
    "a request without a private part": changed(Kind.TRANSFER_REQUESTED, private_digest=b""),
    "a request sealed under no epoch": changed(Kind.TRANSFER_REQUESTED, key_epoch=0),
    "a request for more achievements than it has keys": changed(
        Kind.TRANSFER_REQUESTED, cites=(*ACHIEVEMENTS, cited(HANGZHOU, 1))
    ),
    "a hold with a private part": changed(Kind.TRANSFER_HELD, private_digest=DIGEST, key_epoch=1),
    "a hold with a body": changed(Kind.TRANSFER_HELD, plain_body=encode_reason("fraud")),
    "a hold of fewer achievements than verdicts": changed(Kind.TRANSFER_HELD, verdicts=(1, 1, 1)),
    "a hold of another branch's achievements": changed(
        Kind.TRANSFER_HELD, cites=(REQUEST, cited(HEFEI, 4), cited(HEFEI, 2))
    ),
    "a decision that answers nothing": changed(Kind.TRANSFER_DECIDED, cites=(REQUEST,)),
    "a decision that answers two": changed(Kind.TRANSFER_DECIDED, cites=(REQUEST, HELD, HELD)),
    "a decision in the open": changed(Kind.TRANSFER_DECIDED, private_digest=b"", key_epoch=0),
    "a withdrawal that answers something": changed(Kind.TRANSFER_WITHDRAWN, cites=(REQUEST, HELD)),
    "a withdrawal for a reason that is no code": changed(
        Kind.TRANSFER_WITHDRAWN, plain_body=entry_pb2.ReasonBody(reason="He asked for it.").SerializeToString()
    ),
    "a closing that answers nothing": changed(Kind.TRANSFER_CLOSED, cites=(REQUEST, *ACHIEVEMENTS)),
    "a reversal of nothing": changed(Kind.TRANSFER_REVERSED, cites=(REQUEST,)),
}


@pytest.mark.parametrize("header", ILL_FORMED.values(), ids=ILL_FORMED)
def test_what_is_not_well_formed_counts_nowhere(header):
    assert read(header) is None


def test_a_hold_that_another_branch_writes_is_no_step():
    assert read(HEADERS[Kind.TRANSFER_HELD], origin=HEFEI) is None
    assert read(HEADERS[Kind.TRANSFER_CLOSED], origin=NANJING) is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: request_of([cited(HANGZHOU, index) for index in range(MAX_ITEMS + 1)]),
        lambda: request_of([]),
        lambda: held_header(REQUEST, [], []),
        lambda: held_header(REQUEST, ACHIEVEMENTS, [1]),
        lambda: withdrawn_header(REQUEST, [1], "Not a code"),
        lambda: decided_header(REQUEST, HELD, [], rules=None, key_epoch=1, private_digest=DIGEST),
        lambda: decided_header(REQUEST, HELD, [1], rules=None, key_epoch=0, private_digest=DIGEST),
        lambda: closed_header(REQUEST, DECIDED, (ACHIEVEMENTS[0], cited(HEFEI, 3)), [1, 1]),
    ],
)
def test_what_would_count_nowhere_is_not_made(make):
    with pytest.raises(Malformed):
        make()


def test_the_largest_steps_fit_into_an_entry():
    many = [cited(HANGZHOU, index) for index in range(MAX_ITEMS)]
    for header in (request_of(many), closed_header(REQUEST, DECIDED, many, [1] * MAX_ITEMS)):
        data = encode_header(header)
        assert read_transfer_entry(
            WRITERS.get(header.kind, NANJING), 99, leaf_hash(data), parse_header(data)
        ).achievements == tuple(many)

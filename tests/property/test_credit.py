"""Shows that credit is conserved by whatever is booked, and that postings which don't add up are told."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.rules.rule_set import Period
from node.model.credit import (
    CreditState,
    Posting,
    PostingKind,
    by_scheme,
    credit_faults,
    credit_lines,
    tally,
    usage_of,
)

ON = date(2026, 11, 20)
GRANT = Posting(
    account=b"a" * 16,
    transfer=1,
    item=0,
    part=0,
    kind=PostingKind.GRANT,
    scheme="community",
    course="",
    credits=150,
    rules_version=1,
    on=ON,
    log_id=32,
    entry_index=2,
    at=datetime(2026, 11, 20, tzinfo=UTC),
)


def following(grant: Posting, kind: PostingKind) -> Posting:
    return msgspec.structs.replace(grant, kind=kind, entry_index=grant.entry_index + 1)


@st.composite
def booked(draw):
    """What booking can make: grants, each perhaps final, perhaps reversed."""
    postings = []
    for transfer in range(draw(st.integers(0, 6))):
        grant = msgspec.structs.replace(
            GRANT,
            transfer=transfer,
            item=draw(st.integers(0, 2)),
            scheme=draw(st.sampled_from(("community", "elective"))),
            course=draw(st.sampled_from(("", "管理学"))),
            credits=draw(st.integers(1, 10**7)),
            on=draw(st.dates(date(2024, 1, 1), date(2026, 12, 31))),
        )
        postings.append(grant)
        kinds = draw(st.sets(st.sampled_from((PostingKind.FINALISE, PostingKind.REVERSE))))
        postings += [following(grant, kind) for kind in kinds]
    return draw(st.permutations(postings))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(postings=booked())
def test_credit_granted_is_provisional_final_or_reversed(postings):
    lines = credit_lines(postings)
    assert not credit_faults(postings)
    whole = tally(lines)
    assert whole.is_conserved
    assert whole.granted == sum(one.credits for one in postings if one.kind is PostingKind.GRANT)
    for period in Period:
        assert sum(one.granted for one in by_scheme(lines, period).values()) == whole.granted
    standing = whole.provisional + whole.final
    usage = usage_of(lines, ON)
    assert sum(amount for (_, key), amount in usage.credits.items() if key == "total") == standing


@pytest.mark.parametrize(
    ("postings", "reason"),
    [
        ([following(GRANT, PostingKind.FINALISE)], "no-grant"),
        ([GRANT, GRANT], "twice"),
        ([GRANT, msgspec.structs.replace(following(GRANT, PostingKind.REVERSE), credits=100)], "altered"),
        ([GRANT, msgspec.structs.replace(following(GRANT, PostingKind.REVERSE), account=b"b" * 16)], "altered"),
        ([msgspec.structs.replace(GRANT, credits=0)], "amount"),
    ],
)
def test_postings_that_contradict_one_another_are_told(postings, reason):
    assert [one.reason for one in credit_faults(postings)] == [reason]


def test_credit_that_vanished_is_not_conserved():
    reversed_less = msgspec.structs.replace(following(GRANT, PostingKind.REVERSE), credits=100)
    whole = tally(credit_lines([GRANT, reversed_less]))
    assert not whole.is_conserved
    assert credit_lines([GRANT, reversed_less])[0].state is CreditState.REVERSED


def test_a_posting_shows_no_account():
    assert "account" not in repr(GRANT)

"""Shows what a closed sending log lets be booked: credit made final where it had been accepted, and nowhere else."""

from datetime import UTC, date, datetime

import pytest

from federation.transfer.entries import decided_header, held_header, reversed_header
from node.model.credit import Posting, PostingKind
from node.model.credit_by_log import missing_postings, unfounded_postings
from tests.support.transfer_logs import HANGZHOU, NANJING, Logs, octets, request_of

ACCEPTED, REJECTED, REVERSED, UNDECIDED = range(4)


def booked(item, *kinds):
    return [
        Posting(
            account=bytes(16),
            transfer=0,
            item=item,
            part=0,
            kind=kind,
            scheme="community",
            course="",
            credits=100,
            rules_version=1,
            on=date(2026, 3, 1),
            log_id=32,
            entry_index=index,
            at=datetime(2026, 3, 1, tzinfo=UTC),
        )
        for index, kind in enumerate(kinds)
    ]


@pytest.fixture
def transfer():
    """Four achievements that Hangzhou held; it was closed before it heard what Nanjing made of them."""
    logs = Logs()
    achievements = [logs.issue(HANGZHOU, octets(number)) for number in range(4)]
    request = logs.write(NANJING, request_of(achievements))
    held = logs.write(HANGZHOU, held_header(request, achievements, [1] * 4))
    digest = octets("private", count=32)
    verdicts = [1, 2, 1, 0]
    decided = logs.write(
        NANJING, decided_header(request, held, verdicts, rules=None, key_epoch=1, private_digest=digest)
    )
    logs.write(NANJING, reversed_header(request, decided, [0, 0, 1, 0], "fraud"))
    return logs.view(closed=(HANGZHOU,)).of(request)


GRANT, FINAL, REVERSE = PostingKind.GRANT, PostingKind.FINALISE, PostingKind.REVERSE


@pytest.mark.parametrize(
    ("item", "kinds", "reasons"),
    [
        (ACCEPTED, (GRANT, FINAL), []),
        (REJECTED, (FINAL,), ["final-unconverted"]),
        (REVERSED, (GRANT, REVERSE), []),
        (REVERSED, (GRANT, FINAL, REVERSE), []),
        (UNDECIDED, (FINAL,), ["final-unconverted"]),
        (UNDECIDED, (GRANT, FINAL), ["grant-undecided", "final-unconverted"]),
    ],
)
def test_final_is_only_what_was_accepted_before_its_branch_was_closed(transfer, item, kinds, reasons):
    assert [one.reason for one in unfounded_postings(booked(item, *kinds), transfer)] == reasons


def test_accepted_credit_is_missed_as_final_once_it_is_settled(transfer):
    some = booked(ACCEPTED, GRANT) + booked(REVERSED, GRANT, REVERSE)
    assert missing_postings(some, transfer, is_settled=False) == []
    (fault,) = missing_postings(some, transfer, is_settled=True)
    assert (fault.item, fault.reason) == (ACCEPTED, "final-missing")

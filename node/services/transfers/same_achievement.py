"""Which of a person's records tell of one achievement: under two documents of theirs, or filed again under other codes.

Each has an achievement id of its own, and the sending branch can't see that they are one. Of all of them one converts.

Source: RELIABILITY 16 (linked documents).
"""

from collections.abc import Sequence
from datetime import date

from federation.model.achievement import fold_text
from node.services.looking.presented import OpenedRecord


def is_the_same(one: OpenedRecord, other: OpenedRecord) -> bool:
    """Whether two records of one branch tell of one achievement."""
    return one.branch == other.branch and _facts(one) == _facts(other)


def twins_of(record: OpenedRecord, of_person: Sequence[OpenedRecord]) -> tuple[bytes, ...]:
    """The achievement ids, 16 bytes each, under which its branch holds the same achievement of the person once more."""
    own = record.record.header.achievement_id
    others = (one.record.header.achievement_id for one in of_person if is_the_same(record, one))
    return tuple(dict.fromkeys(one for one in others if one != own))


def _facts(record: OpenedRecord) -> tuple[str, str, date]:
    body = record.body
    return fold_text(body.title), fold_text(body.institution_name), body.achieved_on

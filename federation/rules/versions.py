"""Which published rule sets count: a pure fold over one branch's entries, in the order of its log.

A version never changes and none is skipped: what isn't the version that is due, or isn't the log's own
branch's, or wasn't adopted, is void, on every replica alike. Older versions stay: decisions name them.

Source: DESIGN section 7 (Rule sets are published as entries).
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from federation.rules.rule_set import RuleSet


class PublishedRules(msgspec.Struct, frozen=True, kw_only=True):
    """A version that counts, and where its entry stands: leaf index and leaf hash (32 bytes)."""

    rules: RuleSet
    index: int
    leaf_hash: bytes = b""


def fold_versions(branch: str, published: Iterable[PublishedRules]) -> tuple[PublishedRules, ...]:
    """The versions that count, from 1 on; `published` is in the order of the log."""
    versions: list[PublishedRules] = []
    for one in published:
        rules = one.rules
        if rules.branch == branch and rules.adopted_on is not None and rules.version == len(versions) + 1:
            versions.append(one)
    return tuple(versions)


def in_force(versions: Iterable[PublishedRules], on: date) -> PublishedRules | None:
    """The version to go by on a day: the newest that began by then, unless its validity is over.

    A version that ended brings no older one back: that one was replaced.
    """
    begun = [one for one in versions if one.rules.valid_from <= on]
    newest = max(begun, key=lambda one: one.rules.version, default=None)
    return newest if newest is not None and newest.rules.is_in_force(on) else None

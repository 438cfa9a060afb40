"""A row whose person is known: what is sealed, and which row it was."""

import msgspec

from node.services.issuing import AchievementFacts


class Resolved(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A draft whose person is known; `run` is of its project, 0 if the row doesn't say."""

    row: int
    facts: AchievementFacts
    run: int = 0

"""What branches published of their conversion rules, from the logs held here: newest, in force, and any old version.

Source: DESIGN section 7 (rule sets are published as entries, so every branch can answer conversion guidance).
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
import structlog

from federation.clock import Clock
from federation.errors import CreditBankError, IntegrityBroken, NotHere
from federation.model.entry import Kind, parse_header
from federation.model.standing import is_plain
from federation.rules.versions import PublishedRules, fold_versions, in_force
from federation.rules.wire import parse_rules_body
from federation.tlog.hashing import leaf_hash
from node.ports.logs import LogCopies, PlainEntries
from node.ports.rosters import RosterHolder
from node.services.rulemaking.scheme_names import SchemeNames
from node.services.verified_leaf import verify_leaf

log = structlog.get_logger()
LOCAL_TIME = ZoneInfo("Asia/Shanghai")
MAX_PUBLICATIONS = 500
"""Of one branch. One that writes more of them has no rules that anybody could go by."""


class BranchRules(msgspec.Struct, frozen=True, kw_only=True):
    """A version that counts, and how far its branch's log can be relied on.

    Attributes:
        held_as_of: the branch's own time up to which its log is held here; None for the own log, or if never synced.
        is_quarantined: whether evidence against that branch's log was found.
    """

    published: PublishedRules
    held_as_of: datetime | None = None
    is_quarantined: bool = False


class PublishedRulesReader:
    """Reads rule sets of all branches."""

    def __init__(
        self, *, plain_entries: PlainEntries, copies: LogCopies, rosters: RosterHolder, branch: str, clock: Clock
    ) -> None:
        self._plain_entries = plain_entries
        self._copies = copies
        self._rosters = rosters
        self._branch = branch
        self._clock = clock

    def today(self) -> date:
        """The local day: what rules are in force by, unless another is asked about."""
        return self._clock.now().astimezone(LOCAL_TIME).date()

    async def versions(self, branch: str = "") -> tuple[PublishedRules, ...]:
        """All versions of a branch that count, from 1 on; "" for the own branch.

        Raises:
            NotInRoster: there is no such branch.
            IntegrityBroken: what is stored isn't what the branch signed.
        """
        code = branch or self._branch
        origin = self._rosters.current.branch(code).origin
        found = await self._plain_entries.newest(int(code), Kind.RULES_PUBLISHED, MAX_PUBLICATIONS)
        for index, _ in found:
            # Void ones too: a flipped bit mustn't take a version out of the order.
            await verify_leaf(self._copies, origin, index)
        return versions_of(code, found)

    async def in_force(self, branch: str = "", on: date | None = None) -> BranchRules:
        """The version to go by on a day; "" for the own branch, None for today.

        Raises:
            NotInRoster: there is no such branch.
            NotHere: none is in force then, or none has arrived.
            IntegrityBroken: what is stored isn't what the branch signed.
        """
        found = in_force(await self.versions(branch), on or self.today())
        if found is None:
            raise NotHere(what="rules in force")
        return await self._told(branch or self._branch, found)

    async def in_force_here(self, on: date) -> PublishedRules | None:
        """The own branch's version to go by on a day; None if none is in force: then people decide it all."""
        return in_force(await self.versions(), on)

    async def find(self, branch: str, version: int) -> BranchRules:
        """A version by its number, however old; "" for the own branch.

        Raises:
            NotInRoster, NotHere, IntegrityBroken: as `in_force`.
        """
        for one in await self.versions(branch):
            if one.rules.version == version:
                return await self._told(branch or self._branch, one)
        raise NotHere(what="rule set")

    async def scheme_names(self, branch: str = "") -> SchemeNames:
        """What a branch's rules call the schemes; "" for the own branch.

        No names where the stored rules don't hold: whoever asks about credit reads the key then.

        Raises:
            NotInRoster: there is no such branch.
        """
        try:
            return SchemeNames(await self.versions(branch))
        except IntegrityBroken as error:
            log.warning("scheme-names-unreadable", branch=branch or self._branch, reason=error.code)
            return SchemeNames()

    async def _told(self, code: str, found: PublishedRules) -> BranchRules:
        state = await self._copies.state(self._rosters.current.branch(code).origin)
        return BranchRules(
            published=found,
            held_as_of=None if code == self._branch else state.as_of,
            is_quarantined=state.quarantined_at is not None,
        )


def versions_of(branch: str, newest_first: Sequence[tuple[int, bytes]]) -> tuple[PublishedRules, ...]:
    """The versions that count among a log's (leaf index, header)."""
    published = []
    for index, data in reversed(newest_first):
        try:
            header = parse_header(data)
            if is_plain(header):
                rules = parse_rules_body(header.plain_body)
                published.append(PublishedRules(rules=rules, index=index, leaf_hash=leaf_hash(data)))
        except CreditBankError:
            # Signed by its branch, and still no rules that could be gone by: void, on every replica alike.
            continue
    return fold_versions(branch, published)

"""Progress figures: counted for those who may see them, published for everybody, read from any branch's log.

What is published is of days that have passed: their counts don't change any more, so the same period
has the same figures whoever publishes it, and publishing them twice makes no second entry. Live figures
are exact and shown to whoever may see the units; published ones leave small groups out.

Source: 江苏省教育厅办公室 2022 notice, section 4 (定期汇总公布各地工作进展情况); docs/progress.md.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, CreditBankError, NotHere
from federation.model.entry import Entry, Kind, encode_header, parse_header
from federation.model.progress import PublishedProgress, parse_progress, progress_header
from node.model.access import Actor, AuditRecord, Duty, Role
from node.model.progress import ProgressFigures
from node.model.rights import may_see, require
from node.model.unit import ROOT_ID, Unit
from node.ports.filing import Counts
from node.ports.logs import Change, LogCopies, OwnLog, PlainEntries
from node.ports.organisation import Units
from node.ports.rosters import RosterHolder
from node.services.progress.counting import count_progress
from node.services.progress.earlier import suppress_beside
from node.services.progress.period import DAY, Period, checked_period
from node.services.verified_leaf import verify_leaf

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
MAX_PUBLICATIONS = 2_000
PUBLISHED = "publish-progress"


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """Figures as a branch published them.

    Attributes:
        branch, index: where the entry stands.
        held_as_of: the branch's own time up to which its log is held here; None for the own log.
        is_quarantined: whether evidence against that branch's log was found.
        is_new: whether it was just published.
    """

    branch: str
    index: int
    figures: ProgressFigures
    held_as_of: datetime | None = None
    is_quarantined: bool = False
    is_new: bool = False


class ProgressService:
    """Figures of one branch, and what others published."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        branch: str,
        counts: Counts,
        units: Units,
        plain_entries: PlainEntries,
        copies: LogCopies,
        rosters: RosterHolder,
        region_names: Mapping[str, str],
        clock: Clock,
    ) -> None:
        self._own_log = own_log
        self._branch = branch
        self._counts = counts
        self._units = units
        self._plain_entries = plain_entries
        self._copies = copies
        self._rosters = rosters
        self._region_names = region_names
        self._clock = clock

    async def live(self, actor: Actor, *, first: date | None = None, last: date | None = None) -> ProgressFigures:
        """Exact figures, up to today at most, of the actor's unit and those under it.

        Raises:
            ActorRefused: not theirs to see.
            ProgressRefused: no such period.
        """
        scope = actor.unit if actor.unit is not None else await self._root()
        if not may_see(actor, scope):
            raise ActorRefused(reason="place")
        return await self._counted(scope, checked_period(first, last, latest=self._today()))

    async def fit_for_publication(
        self, actor: Actor, *, first: date | None = None, last: date | None = None
    ) -> ProgressFigures:
        """What `publish` would publish; nothing is written.

        Raises:
            ActorRefused, ProgressRefused: as `publish`.
        """
        root = await self._root()
        require(actor, Duty.PUBLICATION, root)
        period = checked_period(first, last, latest=self._today() - DAY)
        exact = await self._counted(root, period)
        return suppress_beside(exact, [one for _, one in await self._all_of(self._own_log.log_id)])

    async def of_year(self, actor: Actor, year: int) -> ProgressFigures:
        """A whole year's figures, or the running year's up to yesterday: as published, else as they would be.

        Raises:
            ActorRefused, ProgressRefused: as `publish`.
        """
        first, last = date(year, 1, 1), min(date(year, 12, 31), self._today() - DAY)
        try:
            return (await self.published(first=first, last=last)).figures
        except NotHere:
            return await self.fit_for_publication(actor, first=first, last=last)

    async def publish(self, actor: Actor, *, first: date | None = None, last: date | None = None) -> Publication:
        """Publishes a period's figures on the own log, unless they are there already.

        Args:
            actor: with the duty of publication at the provincial centre.
            first: the first of January of the last day's year if not given.
            last: yesterday if not given.

        Raises:
            ActorRefused: not theirs to publish.
            ProgressRefused: no such period, or one that isn't over.
            Recovering, StorageFull, DatabaseUnavailable: nothing was published.
        """
        root = await self._root()
        require(actor, Duty.PUBLICATION, root)
        period = checked_period(first, last, latest=self._today() - DAY)
        exact = await self._counted(root, period)
        async with self._own_log.change() as change:
            return await self._append(change, exact, actor)

    async def publish_due(self, every: timedelta) -> bool:
        """Publishes this year's figures up to yesterday if the last ones are as old as that; whether it did.

        On the first of January these are the whole last year's. A branch where nothing was filed yet
        publishes nothing.
        """
        yesterday = self._today() - DAY
        published = await self._all_of(self._own_log.log_id)
        if published and yesterday - max(one.period_end for _, one in published) < every:
            return False
        if not published and not await self._counts.totals(yesterday + DAY):
            return False
        actor = Actor(name="system", role=Role.SYSTEM, branch=self._branch)
        return (await self.publish(actor)).is_new

    async def published(self, branch: str = "", *, first: date | None = None, last: date | None = None) -> Publication:
        """What a branch published: of that period, or of the days that end last.

        Args:
            branch: its code; "" for the own.
            first: of the period; None for any.
            last: of the period; None for any.

        Raises:
            NotInRoster: there is no such branch.
            NotHere: it published no such figures, or they didn't arrive yet.
            IntegrityBroken: what is stored isn't what the branch signed.
        """
        code = branch or self._branch
        origin = self._rosters.current.branch(code).origin
        found = [
            (one.period_end, index, one)
            for index, one in await self._all_of(int(code))
            if first in (None, one.period_start) and last in (None, one.period_end)
        ]
        if not found:
            raise NotHere(what="published progress")
        _, index, figures = max(found, key=lambda one: one[:2])
        await verify_leaf(self._copies, origin, index)
        state = await self._copies.state(origin)
        return Publication(
            branch=code,
            index=index,
            figures=figures,
            held_as_of=None if code == self._branch else state.as_of,
            is_quarantined=state.quarantined_at is not None,
        )

    async def _append(self, change: Change, exact: ProgressFigures, actor: Actor) -> Publication:
        # Asked under the log's lock: of two processes that publish at once, the second sees the first.
        published = _parsed(
            await change.plain_entries.newest(self._own_log.log_id, Kind.PROGRESS_PUBLISHED, MAX_PUBLICATIONS)
        )
        figures = suppress_beside(exact, [one for _, one in published])
        for index, one in published:
            if _says_nothing_new(figures, one):
                return Publication(branch=self._branch, index=index, figures=one)
        header = progress_header(msgspec.convert(figures, PublishedProgress, from_attributes=True))
        index = await change.append([Entry(encode_header(header))])
        detail = f"{figures.period_start} {figures.period_end} {index}"
        await change.audit.add([AuditRecord(at=self._clock.now(), actor=actor.name, action=PUBLISHED, detail=detail)])
        return Publication(branch=self._branch, index=index, figures=figures, is_new=True)

    async def _counted(self, scope: Unit, period: Period) -> ProgressFigures:
        end = datetime.combine(period.beyond, datetime.min.time(), LOCAL_TIME).timestamp()
        holders = [unit for unit, since in (await self._units.accounts_since()).items() if since < end]
        return count_progress(
            scope=scope,
            units=await self._units.all(),
            account_holders=holders,
            filed=await self._counts.by_month(period.first, period.beyond),
            period=period,
            as_of=self._clock.now().astimezone(UTC).replace(microsecond=0),
            region_names=self._region_names,
        )

    async def _all_of(self, log_id: int) -> list[tuple[int, ProgressFigures]]:
        return _parsed(await self._plain_entries.newest(log_id, Kind.PROGRESS_PUBLISHED, MAX_PUBLICATIONS))

    async def _root(self) -> Unit:
        root = await self._units.by_id(ROOT_ID)
        if root is None:
            raise NotHere(what="unit")
        return root

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _parsed(entries: Sequence[tuple[int, bytes]]) -> list[tuple[int, ProgressFigures]]:
    """The publications among them, newest first: another branch's mistake hides none of its others."""
    found = []
    for index, header in entries:
        try:
            progress = parse_progress(parse_header(header).plain_body)
        except CreditBankError:
            continue
        found.append((index, msgspec.convert(progress, ProgressFigures, from_attributes=True)))
    return found


def _says_nothing_new(figures: ProgressFigures, published: ProgressFigures) -> bool:
    """Whether it would be the same publication: what it leaves out besides doesn't count."""
    if (figures.period_start, figures.period_end) != (published.period_start, published.period_end):
        return False
    pairs = [*zip(figures.rows, published.rows, strict=False), *zip(figures.months, published.months, strict=False)]
    return (len(figures.rows), len(figures.months)) == (len(published.rows), len(published.months)) and all(
        value in (None, getattr(other, name)) for one, other in pairs for name, value in _fields(one).items()
    )


def _fields(one: msgspec.Struct) -> Mapping[str, object]:
    return msgspec.structs.asdict(one)

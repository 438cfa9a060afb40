"""The yearly assessment: exact for those who may see the units, published for everybody, read from any log.

Source: 浙学银〔2019〕2号, 四（五）.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, CreditBankError, NotHere
from federation.model.assessment import PublishedAssessment, assessment_header, parse_assessment
from federation.model.document import Document
from federation.model.entry import Entry, Kind, encode_header, parse_header
from federation.model.progress import parse_progress
from node.model.access import Actor, AuditRecord, Duty, Role
from node.model.assessment import AssessmentFigures, Planned
from node.model.rights import require
from node.model.unit import ROOT_ID, Unit
from node.ports.catalogue import Catalogue
from node.ports.filing import Results
from node.ports.logs import LogCopies, OwnLog, PlainEntries
from node.ports.organisation import Units
from node.ports.rosters import RosterHolder
from node.services.assessment.counting import Assessing
from node.services.assessment.publishable import publishable
from node.services.verified_leaf import verify_leaf

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
MAX_PUBLICATIONS = 500
MAX_PROJECTS = 1_000_000
READERS = frozenset((Duty.AUDITING, Duty.INSPECTION, Duty.PUBLICATION, Duty.CATALOGUING, Duty.FILING))
PUBLISHED = "publish-assessment"


class Plans(Protocol):
    """Yearly plans."""

    async def planned(self, year: int) -> Mapping[int, Planned]:
        """What each unit planned, by unit, as its newest plan says."""
        ...


class People(Protocol):
    """Who has several documents."""

    async def first_documents(self, documents: Iterable[Document]) -> Mapping[Document, Document]:
        """Of each linked document the one that stands for its person."""
        ...


class Upheld(Protocol):
    """Findings of audits."""

    async def upheld(self, year: int) -> Mapping[int, int]:
        """How many were upheld of a year's audits, by unit."""
        ...


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """A year as a branch published it.

    Attributes:
        branch, index: where the entry stands.
        held_as_of: the branch's own time up to which its log is held here; None for the own log.
        is_quarantined: whether evidence against that branch's log was found.
        is_new: whether it was just published.
    """

    branch: str
    index: int
    figures: PublishedAssessment
    held_as_of: datetime | None = None
    is_quarantined: bool = False
    is_new: bool = False


class AssessmentService:
    """Assesses this branch's years, and reads what others published."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        catalogue: Catalogue,
        results: Results,
        units: Units,
        plain_entries: PlainEntries,
        copies: LogCopies,
        rosters: RosterHolder,
        region_names: Mapping[str, str],
        branch: str,
        plans: Plans,
        upheld: Upheld,
        people: People,
        clock: Clock,
    ) -> None:
        self._own_log = own_log
        self._catalogue = catalogue
        self._results = results
        self._plans = plans
        self._upheld = upheld
        self._people = people
        self._units = units
        self._plain_entries = plain_entries
        self._copies = copies
        self._rosters = rosters
        self._region_names = region_names
        self._branch = branch
        self._clock = clock

    async def live(self, year: int, *, actor: Actor) -> AssessmentFigures:
        """Exact figures of the actor's unit and those under it.

        Raises:
            ActorRefused: none of the duties that have to do with it.
        """
        if actor.role is Role.OPERATOR and not actor.duties & READERS:
            raise ActorRefused(reason="duty")
        return await self._counted(year, await self._root() if actor.unit is None else actor.unit)

    async def publish(self, year: int, *, actor: Actor) -> Assessment:
        """Publishes the year as a signed entry; the same counts again make no second one.

        Raises:
            ActorRefused: not the provincial centre's duty of publication.
        """
        root = await self._root()
        require(actor, Duty.PUBLICATION, root)
        exact = await self._counted(year, root)
        async with self._own_log.change() as change:
            log_id = self._own_log.log_id
            before = _parsed(await change.plain_entries.newest(log_id, Kind.ASSESSMENT_PUBLISHED, MAX_PUBLICATIONS))
            of_year = [(index, one) for index, one in before if one.year == year]
            progress = await change.plain_entries.newest(log_id, Kind.PROGRESS_PUBLISHED, MAX_PUBLICATIONS)
            figures = publishable(exact, [one for _, one in of_year], _left_out(progress, year))
            for index, one in of_year[:1]:
                if one.rows == figures.rows:
                    return Assessment(branch=self._branch, index=index, figures=one)
            index = await change.append([Entry(encode_header(assessment_header(figures)))])
            now = self._clock.now()
            detail = f"{year} {index}"
            await change.audit.add([AuditRecord(at=now, actor=actor.name, action=PUBLISHED, detail=detail)])
        return Assessment(branch=self._branch, index=index, figures=figures, is_new=True)

    async def published(self, branch: str, year: int) -> Assessment:
        """The newest that a branch published of a year, from the log held here.

        Args:
            branch: its code; "" for the own.
            year: of the catalogues.

        Raises:
            NotInRoster: there is no such branch.
            NotHere: it published none, or none has arrived.
            IntegrityBroken: what is stored isn't what the branch signed.
        """
        code = branch or self._branch
        origin = self._rosters.current.branch(code).origin
        found = await self._plain_entries.newest(int(code), Kind.ASSESSMENT_PUBLISHED, MAX_PUBLICATIONS)
        for index, figures in _parsed(found):
            if figures.year != year:
                continue
            await verify_leaf(self._copies, origin, index)
            state = await self._copies.state(origin)
            return Assessment(
                branch=code,
                index=index,
                figures=figures,
                held_as_of=None if code == self._branch else state.as_of,
                is_quarantined=state.quarantined_at is not None,
            )
        raise NotHere(what="published assessment")

    async def _counted(self, year: int, scope: Unit) -> AssessmentFigures:
        units = await self._units.all()
        log_id = self._own_log.log_id
        lines = await self._catalogue.of_units(log_id, [one.code for one in units], MAX_PROJECTS)
        assessing = Assessing(year=year, units=units, catalogue=lines)
        begins = datetime(year, 1, 1, tzinfo=LOCAL_TIME).astimezone(UTC)
        taken_back = await self._results.taken_back(log_id)
        await assessing.count_all(self._results.batches(since=begins), taken_back)
        return assessing.figures(
            scope=scope,
            as_of=self._clock.now().astimezone(UTC).replace(microsecond=0),
            region_names=self._region_names,
            plans=await self._plans.planned(year),
            upheld=await self._upheld.upheld(year),
            first_documents=await self._people.first_documents(assessing.documents),
        )

    async def _root(self) -> Unit:
        root = await self._units.by_id(ROOT_ID)
        if root is None:
            raise NotHere(what="unit")
        return root


def _left_out(entries: Sequence[tuple[int, bytes]], year: int) -> frozenset[str]:
    """Regions whose achievements the newest progress of the year, from its first day on, leaves out."""
    for _, header in entries:
        try:
            progress = parse_progress(parse_header(header).plain_body)
        except CreditBankError:
            continue
        if progress.period_start == date(year, 1, 1):
            return frozenset(row.region for row in progress.rows if row.achievements_new is None)
    return frozenset()


def _parsed(entries: Sequence[tuple[int, bytes]]) -> list[tuple[int, PublishedAssessment]]:
    """The publications among them, newest first: another branch's mistake hides none of its others."""
    found = []
    for index, header in entries:
        try:
            found.append((index, parse_assessment(parse_header(header).plain_body)))
        except CreditBankError:
            continue
    return found

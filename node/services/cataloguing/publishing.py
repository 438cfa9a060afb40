"""Publishing catalogues: a county's approved projects for a quarter or joined quarters, and new editions of it.

Codes, entries, and the projects' new state are one unit of work. What is published doesn't change: a new
edition lists everything anew and says why; a project that was reviewed is corrected by somebody of a unit above
it who took no part in declaring it. Publishing what is published already says nothing new.

Source: 浙学银〔2019〕2号, section 3, item 1 (审核通过后形成季度培训项目目录，第一、二季度合并).
"""

from collections.abc import Mapping, Sequence

import msgspec

from adapters.code_scheme import CodeScheme
from federation.clock import Clock
from federation.errors import ActorRefused, CatalogueRefused, NotHere
from federation.model.catalogue import catalogue_header, split_edition
from federation.model.catalogue_parts import CataloguePart, PublishedProject
from federation.model.entry import Entry, encode_header
from federation.model.quarters import are_joined, quarter_text
from node.model.access import Actor, AuditRecord, Duty
from node.model.case import Case
from node.model.catalogue import EditionPlace
from node.model.project import (
    APPROVED,
    CORRECT,
    KIND,
    PUBLISH,
    PUBLISHED,
    WITHDRAW,
    Project,
    Publication,
    encode_project,
    parse_project,
)
from node.model.rights import require
from node.model.unit import Unit
from node.ports.logs import Change, OwnLog
from node.services.casework import Casework
from node.services.cataloguing.entering import corrected, published, with_codes
from node.services.cataloguing.merging import merged_categories
from node.services.cataloguing.public_texts import verify_public
from node.services.declaring.checking import verify_project
from node.services.declaring.filing import STATED, restated
from node.services.declaring.reviewing import filers_of_projects
from node.services.organisation.units import UnitService
from node.services.second_person import SecondPerson

AREA_DIGITS = 6
RECORDED = "publish-catalogue"


class PublishedEdition(msgspec.Struct, frozen=True, kw_only=True):
    """An edition as it stands in the own log.

    Attributes:
        whole: its content, in one piece.
        indexes: leaf indexes of its entries, in order.
        is_new: whether it was just published.
    """

    whole: CataloguePart
    indexes: tuple[int, ...]
    is_new: bool


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """What a new edition changes; newly approved projects are added in any case.

    Attributes:
        reason: why.
        withdrawn: codes of projects that are taken out.
        corrected: project code → what is stated anew, by field of `STATED`.
    """

    reason: str
    withdrawn: frozenset[str] = frozenset()
    corrected: Mapping[str, Mapping[str, object]] = msgspec.field(default_factory=dict)


class CataloguePublishing:
    """The catalogue of one branch's counties."""

    def __init__(
        self,
        *,
        own_log: OwnLog,
        casework: Casework,
        units: UnitService,
        scheme: CodeScheme | None,
        region_names: Mapping[str, str],
        clock: Clock,
    ) -> None:
        """Prepares it; `scheme` is None at branches that give out no codes, and publish no catalogue."""
        self._own_log = own_log
        self._casework = casework
        self._units = units
        self._scheme = scheme
        self._region_names = region_names
        self._clock = clock

    async def publish(self, first: int, last: int, *, actor: Actor, unit: str = "") -> PublishedEdition:
        """Publishes an area's approved projects of some quarters: its first edition.

        Args:
            first: number of the first quarter, see `federation.model.quarters`.
            last: of the last one; the same unless quarters are joined.
            actor: with the duty of cataloguing at the area's sub-centre, or above it.
            unit: code of that sub-centre; "" for the actor's own.

        Raises:
            CatalogueRefused: reasons of `federation.error_catalogue.phrases.CATALOGUE_REASONS`.
            ActorRefused, NotHere: not theirs to publish, or no such unit.
        """
        return await self._edition(first, last, None, unit, actor)

    async def amend(
        self, first: int, last: int, amendment: Amendment, *, actor: Actor, unit: str = ""
    ) -> PublishedEdition:
        """Publishes the next edition: what was published, corrected, withdrawn and added to.

        Raises:
            CatalogueRefused, ActorRefused, NotHere: as `publish`; ``reason-missing``; of what is corrected
                ``own-unit``, ``self-review`` or ``two-operators``.
        """
        if not amendment.reason.strip():
            raise ActorRefused(reason="reason-missing")
        if amendment.withdrawn & amendment.corrected.keys():
            raise CatalogueRefused(reason="withdrawn-and-corrected")
        return await self._edition(first, last, amendment, unit, actor)

    async def _edition(
        self, first: int, last: int, amendment: Amendment | None, code: str, actor: Actor
    ) -> PublishedEdition:
        place = await self._place(code, actor)
        require(actor, Duty.CATALOGUING, place)
        scheme = self._scheme
        if scheme is None:
            raise CatalogueRefused(reason="no-scheme")
        if not are_joined(first, last):
            raise CatalogueRefused(reason="quarters")
        members = {one.unit_id: one for one in await self._units.all() if one.region[:AREA_DIGITS] == place.region}
        async with self._own_log.change() as change:
            log_id = self._own_log.log_id
            editions = await change.catalogue.editions(log_id, area=place.region)
            before = next((one for one in editions if (one.first_quarter, one.last_quarter) == (first, last)), None)
            if any(one is not before and one.first_quarter <= last and first <= one.last_quarter for one in editions):
                raise CatalogueRefused(reason="quarters-overlap")
            making = _Making(change=change, casework=self._casework, scheme=scheme, actor=actor, members=members)
            await making.begin(log_id, before)
            await making.find_approved(first, last)
            if amendment is None and (before is not None or not making.approved):
                return _as_it_stands(making, before)
            if amendment is not None and before is None:
                raise CatalogueRefused(reason="not-published")
            publication = Publication(
                area=place.region,
                first_quarter=first,
                last_quarter=last,
                edition=1 if before is None else before.edition + 1,
            )
            reason = "" if amendment is None else amendment.reason.strip()
            if amendment is not None:
                await making.amend(amendment, publication)
            await making.add_approved(place.region, publication)
            if making.is_unchanged:
                return _as_it_stands(making, before)
            whole = CataloguePart(
                area=place.region,
                area_name=self._region_names.get(place.region, place.name),
                first_quarter=first,
                last_quarter=last,
                published_by=place.name,
                edition=publication.edition,
                reason=reason,
                projects=tuple(making.lines),
            )
            indexes = await self._append(change, whole, actor)
        return PublishedEdition(whole=whole, indexes=indexes, is_new=True)

    async def _append(self, change: Change, whole: CataloguePart, actor: Actor) -> tuple[int, ...]:
        verify_public(whole)
        parts = split_edition(whole)
        start = await change.append([Entry(encode_header(catalogue_header(part))) for part in parts])
        quarters = f"{quarter_text(whole.first_quarter)}..{quarter_text(whole.last_quarter)}"
        detail = f"{whole.area} {quarters} {whole.edition} {start}"
        await change.audit.add([AuditRecord(at=self._clock.now(), actor=actor.name, action=RECORDED, detail=detail)])
        return tuple(range(start, start + len(parts)))

    async def _place(self, code: str, actor: Actor) -> Unit:
        """The unit that publishes the area a unit stands in: of the highest level there, the one registered first.

        A school beside the sub-centre, under the office, neither publishes for the county nor takes its quarters.
        """
        if code:
            unit = await self._units.by_code(code)
        elif actor.unit is not None:
            unit = actor.unit
        else:
            raise CatalogueRefused(reason="not-an-area")
        area = unit.region[:AREA_DIGITS]
        there = [one for one in await self._units.all() if one.region == area and not one.is_closed]
        first = min(there, key=lambda one: (self._units.rank_of(one), one.unit_id), default=None)
        if first is None or unit.parent_id is None or not first.contains(unit):
            raise CatalogueRefused(reason="not-an-area")
        return first


class _Making:
    """One edition in the making, inside its unit of work."""

    def __init__(
        self,
        *,
        change: Change,
        casework: Casework,
        scheme: CodeScheme,
        actor: Actor,
        members: Mapping[int, Unit],
    ) -> None:
        self._change = change
        self._casework = casework
        self._scheme = scheme
        self._actor = actor
        self._members = members
        self.lines: list[PublishedProject] = []
        self.approved: list[tuple[Case, Project]] = []
        self.before: CataloguePart | None = None
        self._as_published: list[PublishedProject] = []

    @property
    def is_unchanged(self) -> bool:
        """Whether it lists what the edition before lists."""
        return self.before is not None and self.lines == self._as_published

    async def begin(self, log_id: int, before: EditionPlace | None) -> None:
        """Takes over what is published."""
        if before is None:
            return
        parts = await self._change.catalogue.parts(log_id, before.indexes)
        self.before = whole_of([one.part for one in parts])
        self._as_published = list(self.before.projects)
        self.lines = list(self.before.projects)

    async def find_approved(self, first: int, last: int) -> None:
        """The area's projects of these quarters that wait to be published."""
        for case in await self._cases(APPROVED):
            project = parse_project(case.body)
            number = project.quarter_number()
            if number is not None and first <= number <= last:
                self.approved.append((case, project))
        self.approved.sort(key=lambda one: (one[0].created_at, one[1].project_name))

    async def amend(self, amendment: Amendment, publication: Publication) -> None:
        """Corrects and withdraws."""
        at = {one.code: place for place, one in enumerate(self.lines)}
        named = {*amendment.withdrawn, *amendment.corrected}
        if not named <= at.keys():
            raise CatalogueRefused(reason="project-unknown")
        cases = {parse_project(one.body).project_code: one for one in await self._cases(PUBLISHED)} if named else {}
        changed = list[tuple[Case, Case]]()
        for code, stated in amendment.corrected.items():
            case = _known(cases, code)
            if not stated.keys() <= STATED:
                raise CatalogueRefused(reason="project-unknown")
            reviewed = parse_project(case.body)
            project = restated(reviewed, stated)
            verify_project(project)
            if project.quarter_number() != reviewed.quarter_number():
                raise CatalogueRefused(reason="quarters")
            project, line = corrected(self._scheme, project, self.lines[at[code]])
            if line != self.lines[at[code]]:
                self.lines[at[code]] = line
                changed.append(self._taken(case, CORRECT, project, publication, amendment.reason))
        filers = await filers_of_projects(self._change, [case for case, _ in changed])
        second = SecondPerson(self._change.operators, self._actor)
        for case, _ in changed:
            await second.require(filers[case.case_id])
        await self._keep(changed, CORRECT, amendment.reason)
        withdrawn = [_known(cases, code) for code in sorted(amendment.withdrawn)]
        await self._keep(
            [
                self._taken(case, WITHDRAW, parse_project(case.body), publication, amendment.reason)
                for case in withdrawn
            ],
            WITHDRAW,
            amendment.reason,
        )
        self.lines = [one for one in self.lines if one.code not in amendment.withdrawn]

    async def add_approved(self, area: str, publication: Publication) -> None:
        """Gives the approved projects their codes, and publishes them."""
        if not self.approved:
            return
        merged = await merged_categories(self._change.cases)
        coded = await with_codes(
            self._change.code_serials, self._scheme, area, [project for _, project in self.approved]
        )
        changed = []
        for (case, _), project in zip(self.approved, coded, strict=True):
            self.lines.append(published(self._scheme, project, self._members[case.unit_id], merged))
            changed.append(self._taken(case, PUBLISH, project, publication, ""))
        await self._keep(changed, PUBLISH, "")

    def _taken(
        self, case: Case, step: str, project: Project, publication: Publication, reason: str
    ) -> tuple[Case, Case]:
        """A case as it was, and as the edition makes it."""
        body = encode_project(msgspec.structs.replace(project, publication=publication))
        unit = self._members[case.unit_id]
        return case, self._casework.taken(case, unit, step, actor=self._actor, reason=reason, body=body)

    async def _keep(self, changed: Sequence[tuple[Case, Case]], step: str, reason: str) -> None:
        await self._casework.keep_all_within(self._change, changed, step, actor=self._actor, reason=reason)

    async def _cases(self, state: str) -> list[Case]:
        return await self._change.cases.list_of(KIND, states=(state,), unit_ids=tuple(self._members))


def whole_of(parts: Sequence[CataloguePart]) -> CataloguePart:
    """An edition in one piece, from its parts in order.

    Raises:
        NotHere: there are none.
    """
    if not parts:
        raise NotHere(what="catalogue edition")
    projects = tuple(project for part in parts for project in part.projects)
    includes = tuple(one for part in parts for one in part.includes)
    return msgspec.structs.replace(parts[0], part=1, parts=1, projects=projects, includes=includes)


def _as_it_stands(making: _Making, before: EditionPlace | None) -> PublishedEdition:
    if making.before is None or before is None:
        raise CatalogueRefused(reason="nothing-approved")
    if making.approved:
        raise CatalogueRefused(reason="published-already")
    return PublishedEdition(whole=making.before, indexes=before.indexes, is_new=False)


def _known(cases: Mapping[str, Case], code: str) -> Case:
    case = cases.get(code)
    if case is None:
        raise CatalogueRefused(reason="project-unknown")
    return case

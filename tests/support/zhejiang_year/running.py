"""The year, quarter by quarter, over the services of one real node and its real imports.

Everything that is filed is filed by the operator whose duty it is; what a workbook must come to is known
beforehand and held against the import's report at once.

Source: 浙学银〔2019〕2号, sections 1 to 4.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from adapters.registry import adapter_named
from federation.clock import SteeredClock
from federation.model.quarters import quarter_number
from node.bootstrap import Node
from node.model.access import Actor
from node.services.auditing.running import AuditDone
from node.services.filing.import_report import ImportReport
from tests.support.zhejiang_year.amending import correct_one, withdraw_one
from tests.support.zhejiang_year.auditing import Decided, decide, run_audit
from tests.support.zhejiang_year.books import Book, Coded, ResultBooks, write_dual_certificates
from tests.support.zhejiang_year.branch import Staff, add_people, add_units
from tests.support.zhejiang_year.declaring import declare_county, declare_school
from tests.support.zhejiang_year.habits import Habits, Tally
from tests.support.zhejiang_year.ledgers import Kept, LedgerBooks
from tests.support.zhejiang_year.metering import Meter
from tests.support.zhejiang_year.plan import Plan, School, Training
from tests.support.zhejiang_year.planning import file_plans

Item = TypeVar("Item")
AT_ONCE = 2
"""Workbooks that are taken in at the same time, as two cores allow."""


class Year:
    """One year on one node."""

    def __init__(
        self, node: Node, clock: SteeredClock, plan: Plan, folder: Path, meter: Meter, habits: Habits | None = None
    ) -> None:
        self.node = node
        self.clock = clock
        self.plan = plan
        self.habits = habits or Habits()
        self.meter = meter
        self.staff = Staff()
        self.tally = Tally()
        self.catalogue: dict[int, Coded] = {}
        self.kept = Kept(sheets_each=self.habits.sheets_each, records_each=self.habits.records_each)
        self.audited: AuditDone | None = None
        self.decided = Decided()
        self._folder = folder
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """All of it, up to the last finding that is decided on."""
        await self.set_up()
        await self.plan_ahead()
        for first, last in self.plan.size.rounds:
            await self.declare(first, last)
            await self.publish(first, last)
            await self.keep_ledgers(first, last)
            await self.deposit(first, last)
        await self.deposit_dual_certificates()
        await self.amend()
        self._set_clock(date(self.plan.size.year + 1, 1, 5))
        await self.audit()

    async def set_up(self) -> None:
        """Units, and their people."""
        names = dict(adapter_named(self.node.config.adapter).region_names)
        with self.meter.phase("units", "units") as phase:
            self.staff = await add_units(self.node, self.plan, names)
            phase.done(len(self.staff.codes))
        with self.meter.phase("operators", "people") as phase:
            phase.done(await add_people(self.node, self.plan, self.staff))

    async def plan_ahead(self) -> None:
        """What each school means to do in the year, filed before it begins."""
        with self.meter.phase("yearly plans", "plans") as phase:
            self.tally.plans = await file_plans(self.node, self.plan, self.staff)
            phase.done(self.tally.plans)

    async def declare(self, first: int, last: int) -> None:
        """Declarations by annex 1, own designs and annex 2, completed, submitted, some returned, all approved."""
        self._set_clock(_first_day(self.plan.size.year, first))
        with self.meter.phase(f"declarations Q{first}–Q{last}", "projects") as phase:
            submitted: dict[str, list[str]] = {}
            for at, county in enumerate(self.plan.counties):
                submitted[county] = await self._declare_county(first, last, county, at)
                phase.done(len(submitted[county]))
            for school in self._own_schools():
                filed = await self._declare_school(first, last, school)
                submitted[school.county] += filed
                phase.done(len(filed))
        with self.meter.phase(f"reviews Q{first}–Q{last}", "projects") as phase:
            for county, ids in submitted.items():
                await self._review(county, ids)
                phase.done(len(ids))

    async def publish(self, first: int, last: int) -> None:
        """The counties' catalogues, and the province's."""
        year = self.plan.size.year
        quarters = quarter_number(year, first), quarter_number(year, last)
        numbers = {
            (self.staff.codes[one.school.number], one.name): one.number for one in self.plan.of_round(first, last)
        }
        with self.meter.phase(f"catalogues Q{first}–Q{last}", "projects") as phase:
            for county in self.plan.counties:
                if not self.plan.of_round(first, last, county=county):
                    continue
                actor = self.staff.reviewers[county]
                edition = await self.node.cataloguing.publishing.publish(*quarters, actor=actor)
                for project in edition.whole.projects:
                    codes = tuple(one.code for one in project.courses)
                    self.catalogue[numbers[project.unit_code, project.name]] = Coded(project.code, codes)
                phase.done(len(edition.whole.projects))
            await self.node.cataloguing.province.publish(*quarters, actor=self.staff.province)

    async def keep_ledgers(self, first: int, last: int) -> None:
        """A ledger for every run; the log gets its digest with the run's first results."""
        self._set_clock(_last_day(self.plan.size.year, last))
        books = LedgerBooks(self.node, self.plan, self._folder, self.kept)
        with self.meter.phase(f"ledgers Q{first}–Q{last}", "runs") as phase:
            for one in self.plan.of_round(first, last):
                actor = self.staff.clerks[one.school.number]
                self.tally.sheet_rows += await books.keep(one, self.catalogue[one.number].code, actor)
                phase.done()

    async def deposit(self, first: int, last: int) -> None:
        """Results by code: each workbook comes to what it must."""
        self._set_clock(_last_day(self.plan.size.year, last))
        books = ResultBooks(self.plan, self._folder, self.catalogue, wrong_each=self.habits.wrong_each)
        with self.meter.phase(f"result workbooks Q{first}–Q{last}", "rows") as phase:
            written: list[tuple[Book, Actor]] = []
            for key, trainings in self._filers(first, last).items():
                name = f"results-{first}-{key}.xlsx"
                book = books.write(name, trainings, self._elsewhere(trainings[0], first, last))
                written.append((book, self.staff.clerks[key]))
                phase.done(book.rows)
        with self.meter.phase(f"deposits Q{first}–Q{last}", "rows") as phase:
            # Reports, with every wrong row in them, are gone as soon as they were held against the book.
            for rows in asyncio.as_completed([self._deposit(book, actor) for book, actor in written]):
                phase.done(await rows)

    async def deposit_dual_certificates(self) -> None:
        """双证制 results, which no catalogue has."""
        count = self.habits.dual_certificates
        with self.meter.phase("dual certificates", "rows") as phase:
            for at, county in enumerate(self.plan.counties):
                schools = [one for one in self.plan.schools if one.county == county]
                people = [self.plan.stranger(1_000_000 + at * count + number) for number in range(count)]
                path = self._folder / f"dual-{county}.xlsx"
                write_dual_certificates(path, schools, people, self.plan.size.year)
                report = await self._take_in(path, self.staff.clerks[county])
                assert (report.accepted, report.rejected) == (count, 0)
                self.tally.files.append(path)
                self.tally.dual_certificates += report.accepted
                phase.done(report.rows)

    async def amend(self) -> None:
        """Some results corrected, some withdrawn, as their own sub-centre's clerk does it."""
        with self.meter.phase("corrections, withdrawals", "results") as phase:
            for one in one_in(self.plan.trainings, self.habits.amended_each):
                await correct_one(self.node, self.plan, one, self.staff.clerks[one.school.county])
                self.tally.corrected += 1
                other = self.plan.trainings[(one.number + 1) % len(self.plan.trainings)]
                await withdraw_one(self.node, self.plan, other, self.staff.clerks[other.school.county])
                # At most so many documents may be looked up in a minute.
                self.clock.advance(timedelta(minutes=1))
                self.tally.withdrawn_of[other.number] += 1
                phase.done(2)

    async def audit(self) -> None:
        """The provincial centre's audit of the year, and what becomes of its findings."""
        with self.meter.phase("audit", "results") as phase:
            self.audited = await run_audit(self.node, self.plan, self.staff)
            phase.done(self.audited.audit.screened)
        with self.meter.phase("findings decided", "findings") as phase:
            self.decided = await decide(
                self.node, self.plan, self.staff, self.clock, others_each=self.habits.decided_each
            )
            phase.done(self.decided.upheld.total() + self.decided.dismissed.total())

    async def _declare_county(self, first: int, last: int, county: str, at: int) -> list[str]:
        trainings = [one for one in self.plan.of_round(first, last, county=county) if not self._files_alone(one.school)]
        if not trainings:
            return []
        declared = await declare_county(
            self.node,
            self._folder / f"annex-1-{first}-{county}.xlsx",
            trainings,
            self.staff.of_schools,
            county=county,
            actor=self.staff.clerks[county],
            is_own_design=_is_last_of(at, self.habits.own_design_each),
        )
        self.tally.templates[declared.template] += 1
        return declared.ids

    async def _declare_school(self, first: int, last: int, school: School) -> list[str]:
        trainings = self.plan.of_round(first, last, school=school)
        if not trainings:
            return []
        declared = await declare_school(
            self.node,
            self._folder / f"annex-2-{first}-{school.number}.xlsx",
            school,
            trainings,
            code=self.staff.codes[school.number],
            actor=self.staff.clerks[school.number],
        )
        self.tally.templates[declared.template] += 1
        return declared.ids

    async def _review(self, county: str, ids: Sequence[str]) -> None:
        reviewer, declaring = self.staff.reviewers[county], self.node.declaring
        returned = one_in(ids, self.habits.returned_each)
        if returned:
            await declaring.review.give_back(returned, reason="请补充师资安排", actor=reviewer)
            clerk = self.staff.clerks[county]
            await declaring.filing.alter_all({one: {"teachers": "专职教师 3 名"} for one in returned}, actor=clerk)
            await declaring.filing.submit(returned, actor=clerk)
        await declaring.review.approve(ids, actor=reviewer)

    async def _deposit(self, book: Book, actor: Actor) -> int:
        report = await self._take_in(book.path, actor)
        assert (report.accepted, report.duplicate, report.rejected) == (
            book.accepted,
            book.duplicate,
            book.refused.total(),
        )
        assert Counter(one.code for one in report.errors) == book.refused
        self.tally.add(book.path, report)
        return report.rows

    async def _take_in(self, path: Path, actor: Actor) -> ImportReport:
        async with self._gate:
            return await self.node.importing.import_file(
                path, mode=None, institution="", actor=actor, on_progress=lambda _: None
            )

    def _filers(self, first: int, last: int) -> dict[int | str, list[Training]]:
        filers: dict[int | str, list[Training]] = {}
        for one in self.plan.of_round(first, last):
            alone = self._files_alone(one.school)
            filers.setdefault(one.school.number if alone else one.school.county, []).append(one)
        return filers

    def _elsewhere(self, training: Training, first: int, last: int) -> Training | None:
        others: Iterator[Training] = (one for one in self.plan.trainings if first <= one.quarter <= last)
        return next((one for one in others if one.school.county != training.school.county), None)

    def _own_schools(self) -> list[School]:
        return [one for one in self.plan.schools if self._files_alone(one)]

    def _files_alone(self, school: School) -> bool:
        return _is_last_of(school.number, self.habits.own_books_each)

    def _set_clock(self, day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        self.clock.advance(max(noon, self.clock.now()) - self.clock.now())


def one_in(all_of_them: Iterable[Item], each: int) -> list[Item]:
    """The first of every `each`; none if it is 0."""
    return [one for at, one in enumerate(all_of_them) if each and at % each == 0]


def _is_last_of(number: int, each: int) -> bool:
    return each > 0 and number % each == each - 1


def _first_day(year: int, quarter: int) -> date:
    return date(year, 3 * quarter - 2, 5)


def _last_day(year: int, quarter: int) -> date:
    return date(year, 3 * quarter, 29)

"""Shows that progress figures are what was filed, whoever counts, and who sees, publishes and reads them."""

import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from adapters.base import ImportMode
from federation.errors import ActorRefused, IntegrityBroken, NotHere, NotInRoster, ProgressRefused
from federation.model.entry import Kind, parse_header
from federation.model.reason import RevocationReason
from node.model.access import Actor, Duty, Role
from node.server import _jobs
from samples.people import person_at
from tests.support.deposits import TRAINING, add_units, operator, submitted
from tests.support.services import (
    ACTOR,
    account_row,
    accounts_file,
    achievement_row,
    achievements_file,
    document_of,
    opened,
)

LOCAL = ZoneInfo("Asia/Shanghai")
WEEK = timedelta(days=7)
COUNTS = ("learners", "learners_new", "achievements", "achievements_new")


def today(node) -> date:
    return node.clock.now().astimezone(LOCAL).date()


@pytest.fixture
async def node(tmp_path, clock):
    async with opened(tmp_path / "32", clock) as node:
        await add_units(node)
        await node.units.add(
            code="T1", name="T1机构", level="township-centre", region="320102001", parent="X1", actor=ACTOR
        )
        yield node


async def take(node, path, unit, mode=None):
    return await node.importing.import_file(
        path, mode=mode, institution="", actor=ACTOR, on_progress=lambda progress: None, unit=unit
    )


async def file(node, folder, unit, people, *, title="剪纸", only=""):
    """Accounts and one achievement each of these people, filed by that unit."""
    if only != "achievements":
        await take(node, accounts_file(folder / f"a-{unit}-{title}.xlsx", [account_row(one) for one in people]), unit)
    if only != "accounts":
        rows = [achievement_row(number=person_at(one).document_number, title=title) for one in people]
        await take(node, achievements_file(folder / f"r-{unit}-{title}.xlsx", rows), unit, ImportMode.DOCUMENT_NUMBER)


def by_region(figures):
    return {row.region: row for row in figures.rows}


async def grant(node, *codes):
    units = [await node.units.by_code(code) for code in codes]
    async with node.own_log.change() as change:
        for unit in units:
            await change.units.set_account_since(unit.unit_id, node.clock.now())


async def recount(node, since_size: int):
    """Achievements standing by unit: (filed or taken back before that size, and from there on), entry by entry."""
    before, within = Counter(), Counter()
    size = (await node.own_log.head()).size
    for index, one in enumerate(await node.logs._copies.entries(node.own_log.origin, 0, size)):
        header = parse_header(one.header)
        counted = within if index >= since_size else before
        if header.kind == Kind.ACHIEVEMENT_ISSUED:
            counted[(await node.withdrawing._tracing.trace(index)).unit.region] += 1
        for cite in header.cites if header.kind == Kind.ACHIEVEMENT_REVOKED else ():
            counted[(await node.withdrawing._tracing.trace(cite.index)).unit.region] -= 1
    return before, within


def around(counts: Counter, region: str) -> int:
    return sum(count for of, count in counts.items() if of.startswith(region))


async def test_figures_are_what_a_recount_of_all_entries_gives(node, tmp_path, clock):
    source = random.Random(7)
    units = ["S1", "X1", "X2", "S2", "T1"]
    regions = {one.code: one.region for one in await node.units.all()}
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    reviewer = await operator(node, "审核员", "S1", Duty.REVIEW)
    owners: dict[int, tuple[str, int]] = {}
    start_size, first_day = 0, today(node)
    for step, unit in enumerate([*units, "X1", "X2"]):
        people = source.sample(range(60), 14)
        await file(node, tmp_path, unit, people, title=f"项目{step}")
        for one in people:
            owners.setdefault(one, (regions[unit], step))
        if step == 2:
            case = await submitted(node, TRAINING, clerk)
            await node.deposits.review.approve(case, actor=reviewer)
        own = (await node.own_log.head()).size
        for index in source.sample(range(own - 5, own), 2):
            header = parse_header(await node.logs._copies.header(node.own_log.origin, index))
            if header.kind == Kind.ACHIEVEMENT_ISSUED:
                await node.withdrawing.withdraw(index, reason=RevocationReason.FILED_IN_ERROR, note="", actor=ACTOR)
        clock.advance(timedelta(days=9))
        if step == 3:
            start_size, first_day = (await node.own_log.head()).size, today(node)
    figures = by_region(await node.progress.live(ACTOR, first=first_day))
    before, within = await recount(node, start_size)
    old = Counter(region for region, step in owners.values() if step <= 3)
    new = Counter(region for region, step in owners.values() if step > 3)
    assert set(figures) == {"32", "3201", "320102", "320104", "3202"}
    for region, row in figures.items():
        told = tuple(getattr(row, name) for name in COUNTS)
        expected = (
            around(old, region) + around(new, region),
            around(new, region),
            around(before, region) + around(within, region),
            around(within, region),
        )
        assert told == expected, region
        assert row.id_checked == row.learners
    live = await node.progress.live(ACTOR, first=first_day)
    assert sum(one.achievements_new for one in live.months) == figures["32"].achievements_new
    assert sum(one.learners_new for one in live.months) == figures["32"].learners_new


async def test_a_county_where_nothing_was_filed_stands_there_with_zeros(node, tmp_path):
    await file(node, tmp_path, "X1", range(12))
    rows = by_region(await node.progress.live(ACTOR))
    assert [getattr(rows["320104"], name) for name in COUNTS] == [0, 0, 0, 0]
    assert rows["320102"].name == "玄武区"
    assert (rows["32"].name, rows["3201"].name) == ("江苏省", "南京市")


async def test_institutions_are_units_with_an_account_by_then(node, clock):
    await grant(node, "S1", "X1")
    clock.advance(timedelta(days=3))
    await grant(node, "X2")
    rows = by_region(await node.progress.live(ACTOR))
    assert [rows[region].institutions for region in ("32", "3201", "320102", "320104")] == [3, 3, 1, 1]
    earlier = await node.progress.live(ACTOR, last=today(node) - timedelta(days=1))
    assert by_region(earlier)["32"].institutions == 2


async def test_an_operator_sees_their_unit_and_those_under_it_alone(node, tmp_path):
    await file(node, tmp_path, "X1", range(5))
    await file(node, tmp_path, "X2", range(5, 8), title="书法")
    college = await operator(node, "县", "X1", Duty.FILING)
    city = await operator(node, "市", "S1", Duty.COLLECTION)
    (only,) = (await node.progress.live(college)).rows
    assert (only.region, only.name, only.learners) == ("320102", "X1机构", 5)
    assert [row.region for row in (await node.progress.live(city)).rows] == ["3201", "320102", "320104"]
    assert (await node.progress.live(city)).months[-1].learners_new == 8
    assert (await node.progress.live(college)).months[-1].learners_new == 5


async def test_a_client_system_sees_no_live_figures(node):
    with pytest.raises(ActorRefused):
        await node.progress.live(Actor(name="门户", role=Role.CLIENT, branch="32"))


async def test_only_the_provincial_centres_publication_duty_publishes(node, tmp_path, clock):
    await file(node, tmp_path, "X1", range(12))
    clock.advance(timedelta(days=1))
    for name, unit, duty in (("市", "S1", Duty.PUBLICATION), ("省填报", "32", Duty.FILING)):
        with pytest.raises(ActorRefused):
            await node.progress.publish(await operator(node, name, unit, duty))
    press = await operator(node, "省发布", "32", Duty.PUBLICATION)
    assert (await node.progress.publish(press)).is_new


async def test_what_is_published_leaves_small_groups_out_and_live_figures_do_not(node, tmp_path, clock):
    await file(node, tmp_path, "X1", range(4))
    await file(node, tmp_path, "X2", range(4, 24), title="书法")
    clock.advance(timedelta(days=1))
    rows = by_region((await node.progress.publish(ACTOR)).figures)
    assert (rows["32"].learners, rows["320102"].learners, rows["320104"].learners) == (24, None, None)
    assert by_region(await node.progress.live(ACTOR))["320102"].learners == 4


async def test_publishing_the_same_figures_twice_makes_no_second_entry(node, tmp_path, clock):
    await file(node, tmp_path, "X1", range(12))
    clock.advance(timedelta(days=1))
    first = await node.progress.publish(ACTOR)
    size = (await node.own_log.head()).size
    await file(node, tmp_path, "X1", range(12, 30), title="书法")  # of a day that isn't over
    again = await node.progress.publish(ACTOR)
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.index, again.figures) == (first.index, first.figures)
    assert size == first.index + 1


async def test_attack_two_that_publish_at_once_publish_once(node, tmp_path, clock):
    await file(node, tmp_path, "X1", range(12))
    clock.advance(timedelta(days=1))
    done = await asyncio.gather(node.progress.publish(ACTOR), node.progress.publish(ACTOR))
    assert sorted(one.is_new for one in done) == [False, True]


@pytest.mark.parametrize(
    ("back", "long", "reason"), [(0, 5, "period-open"), (1, -5, "period-order"), (1, 9_000, "period-too-long")]
)
async def test_a_period_that_is_not_over_or_no_period_is_refused(node, back, long, reason):
    last = today(node) - timedelta(days=back)
    with pytest.raises(ProgressRefused) as refused:
        await node.progress.publish(ACTOR, first=last - timedelta(days=long), last=last)
    assert refused.value.facts["reason"] == reason


async def test_the_schedule_publishes_after_its_days_and_begins_once_something_was_filed(node, tmp_path, clock):
    assert not await node.progress.publish_due(WEEK)
    await file(node, tmp_path, "X1", range(12))
    assert not await node.progress.publish_due(WEEK)
    clock.advance(timedelta(days=1))
    assert await node.progress.publish_due(WEEK)
    published = []
    for _ in range(21):
        clock.advance(timedelta(days=1))
        if await node.progress.publish_due(WEEK):
            published.append(today(node))
    assert [b - a for a, b in pairwise(published)] == [WEEK, WEEK]


async def test_on_the_first_of_january_the_whole_last_year_is_published(node, tmp_path, clock):
    await file(node, tmp_path, "X1", range(12))
    year = today(node).year
    clock.advance(timedelta(days=(date(year + 1, 1, 1) - today(node)).days))
    assert await node.progress.publish_due(WEEK)
    figures = (await node.progress.published()).figures
    assert (figures.period_start, figures.period_end) == (date(year, 1, 1), date(year, 12, 31))
    assert await node.progress.of_year(ACTOR, year) == figures


async def test_the_publication_whose_period_ends_last_is_read_or_the_one_asked_for(node, tmp_path, clock):
    await file(node, tmp_path, "X1", range(12))
    clock.advance(timedelta(days=40))
    late = await node.progress.publish(ACTOR, last=today(node) - timedelta(days=1))
    early = await node.progress.publish(ACTOR, last=today(node) - timedelta(days=20))
    assert early.index > late.index
    assert (await node.progress.published()).index == late.index
    assert (await node.progress.published("32", last=early.figures.period_end)).index == early.index
    with pytest.raises(NotHere):
        await node.progress.published(first=date(2001, 1, 1))


async def test_a_branch_that_published_nothing_or_does_not_exist_has_no_figures(node):
    with pytest.raises(NotHere):
        await node.progress.published()
    with pytest.raises(NotInRoster):
        await node.progress.published("33")


async def test_attack_figures_altered_in_the_database_are_not_shown(node, tmp_path, clock):
    await file(node, tmp_path, "X1", range(12))
    clock.advance(timedelta(days=1))
    published = await node.progress.publish(ACTOR)
    header = await node.logs._copies.header(node.own_log.origin, published.index)
    assert "玄武区".encode() in header

    def alter(connection):
        connection.exec_driver_sql("DROP TRIGGER entry_refuses_update")
        connection.exec_driver_sql(
            "UPDATE entry SET header = ? WHERE header = ?",
            (header.replace("玄武区".encode(), "鼓楼区".encode()), header),
        )

    await node._database.write(alter)
    with pytest.raises(IntegrityBroken):
        await node.progress.published()


async def test_an_examination_notes_a_publication_that_is_not_found_by_its_kind(node, tmp_path, clock):
    await file(node, tmp_path, "X1", range(12))
    clock.advance(timedelta(days=1))
    index = (await node.progress.publish(ACTOR)).index
    assert (await node.logs.fsck(lambda done, total: None)).findings == ()
    await node._database.write(lambda c: c.exec_driver_sql("DELETE FROM plain_entry"))
    assert (await node.logs.fsck(lambda done, total: None)).findings == (
        f"32/{index}: not noted as the kind that it is",
    )


async def test_a_publication_names_nobody(node, tmp_path, clock):
    await file(node, tmp_path, "X1", range(12))
    clock.advance(timedelta(days=1))
    published = await node.progress.publish(await operator(node, "省发布", "32", Duty.PUBLICATION))
    header = await node.logs._copies.header(node.own_log.origin, published.index)
    for secret in ("省发布", person_at(0).name, person_at(0).document_number, document_of(person_at(0)).number):
        assert secret.encode() not in header


async def test_a_serving_node_publishes_by_its_daily_job_and_not_if_it_is_told_so(node, tmp_path, clock, monkeypatch):
    await file(node, tmp_path, "X1", range(12))
    clock.advance(timedelta(days=1))
    jobs = {job.name: job for job in _jobs(node)}
    assert jobs["progress"].daily_at == (1, 0)
    await jobs["progress"].work()
    await jobs["progress"].work()
    assert (await node.own_log.head()).size == (await node.progress.published()).index + 1
    silent = replace(node.config, progress=replace(node.config.progress, publish=False))
    monkeypatch.setattr(node, "config", silent)
    assert "progress" not in {job.name for job in _jobs(node)}

"""Shows that what one branch publishes is read at the others, from their copies of its log, by real sync."""

from datetime import date, timedelta

import pytest

from federation.errors import NotHere
from federation.model.entry import Entry, Header, Kind, encode_header
from node.model.access import Actor, Role
from node.model.filed import ACHIEVEMENTS, LEARNERS, LEARNERS_ID_CHECKED
from node.services.progress.service import ProgressService
from node.storage.filing_counts import FilingCounts
from node.storage.plain_entries import PlainEntries
from node.storage.units import UnitRepository
from tests.support.branches import octets
from tests.support.nodes import FederationOf, Node

ACTOR = Actor(name="测试员", role=Role.LOCAL_ADMINISTRATOR, branch="32")


async def progress_of(node: Node) -> ProgressService:
    """The service of a branch with a city and two counties."""
    units = UnitRepository(node.database.run)
    await units.ensure_root(code=node.code, name="省中心", level="provincial-centre", region=node.code)
    return ProgressService(
        own_log=node.own_log,
        branch=node.code,
        counts=FilingCounts(node.database.run),
        units=units,
        plain_entries=PlainEntries(node.database.run),
        copies=node.copies,
        rosters=node.rosters,
        region_names={"3201": "甲市", "320101": "乙县", "320102": "丙县"},
        clock=node.branches.clock,
    )


async def filed(node: Node, first: int, second: int) -> None:
    units = UnitRepository(node.database.run)
    root = await units.by_id(1)
    assert root is not None
    city = await units.add(code="S", name="市", level="city", region="3201", parent=root, may_hold_account=True)
    day = node.branches.clock.now().date() - timedelta(days=2)
    for region, count in (("320101", first), ("320102", second)):
        unit = await units.add(
            code=region, name=region, level="county", region=region, parent=city, may_hold_account=True
        )
        counts = {LEARNERS: count, LEARNERS_ID_CHECKED: count, ACHIEVEMENTS: 2 * count}
        await FilingCounts(node.database.run).add(unit.unit_id, day, counts)


async def test_published_figures_are_read_at_another_branch(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        ours, theirs = await progress_of(federation["32"]), await progress_of(federation["33"])
        await filed(federation["32"], 40, 4_000)
        await federation["32"].grow(20)
        published = await ours.publish(ACTOR)
        with pytest.raises(NotHere):
            await theirs.published("32")
        await federation.rounds(2)
        read = await theirs.published("32")
        assert (read.index, read.figures) == (published.index, published.figures)
        assert [row.learners for row in read.figures.rows] == [4_040, 4_040, 40, 4_000]
        assert read.held_as_of is not None
        assert not read.is_quarantined


async def test_published_figures_arrive_by_a_relay(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        ours, theirs = await progress_of(federation["31"]), await progress_of(federation["33"])
        await filed(federation["31"], 3, 30)
        published = await ours.publish(ACTOR)
        federation.cut("31 32", "32 33")
        await federation["32"].round()
        federation.cut("31", "32 33")
        await federation["33"].round()
        assert (await theirs.published("31")).figures == published.figures


async def test_attack_a_peers_malformed_publication_hides_none_of_its_others(tmp_path):
    async with FederationOf(2, tmp_path) as federation:
        ours, theirs = await progress_of(federation["31"]), await progress_of(federation["32"])
        await filed(federation["31"], 30, 30)
        published = await ours.publish(ACTOR)
        junk = Header(kind=Kind.PROGRESS_PUBLISHED, entry_id=octets("junk", 16), plain_body=b"\x0a\x02no")
        await federation["31"].append(Entry(encode_header(junk)))
        await federation.rounds(2)
        assert (await theirs.published("31")).index == published.index


async def test_a_branch_that_published_of_another_period_is_read_by_its_period(tmp_path):
    async with FederationOf(2, tmp_path) as federation:
        ours, theirs = await progress_of(federation["31"]), await progress_of(federation["32"])
        await filed(federation["31"], 30, 30)
        await ours.publish(ACTOR)
        year = federation.branches.clock.now().year - 1
        earlier = await ours.publish(ACTOR, first=date(year, 1, 1), last=date(year, 12, 31))
        await federation.rounds(2)
        assert (await theirs.published("31", first=date(year, 1, 1))).index == earlier.index

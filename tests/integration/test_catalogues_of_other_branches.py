"""Shows that a catalogue published at one branch is searched at the others, from their copies, by real sync."""

from node.model.catalogue import CatalogueQuery
from node.services.cataloguing.searching import CatalogueSearch
from node.services.looking.freshness import Freshness, FreshnessStatus
from node.storage.catalogue import CatalogueRepository
from tests.support.catalogues import Q1, catalogue_entry, part_of, project_at
from tests.support.nodes import FederationOf, Node
from tests.support.services import STALE_AFTER


def search_of(node: Node) -> CatalogueSearch:
    freshness = Freshness(
        own_branch=node.code,
        own_log=node.own_log,
        copies=node.copies,
        rosters=node.rosters,
        clock=node.branches.clock,
        stale_after=STALE_AFTER,
    )
    return CatalogueSearch(
        branch=node.code,
        catalogue=CatalogueRepository(node.database.run),
        rosters=node.rosters,
        freshness=freshness,
    )


async def found(node: Node, text: str) -> list[str]:
    answer = await search_of(node).search(CatalogueQuery(text=text))
    return [f"{line.log_id} {line.project.name} {line.project.scale}" for line in answer.lines]


async def test_a_catalogue_published_at_33_is_searched_at_31_and_its_next_edition_after_the_next_round(tmp_path):
    async with FederationOf(4, tmp_path) as federation:
        zhejiang, shanghai = federation["33"], federation["31"]
        await zhejiang.grow(300)
        await zhejiang.append(catalogue_entry(part_of(project_at(1, name="剪纸"), project_at(2, name="茶艺"))))
        await zhejiang.grow(20)
        assert await found(shanghai, "剪纸") == []
        before = await search_of(shanghai).search(CatalogueQuery())
        assert {one.branch: one.status for one in before.freshness}["33"] is FreshnessStatus.NEVER_SYNCED
        assert (await search_of(shanghai).freshness("33")).status is FreshnessStatus.NEVER_SYNCED
        assert (await search_of(shanghai).freshness()).status is FreshnessStatus.FRESH
        await federation.rounds(2)
        for node in (shanghai, federation["32"], federation["34"], zhejiang):
            assert await found(node, "剪纸") == ["33 剪纸 40"]
        after = await search_of(shanghai).search(CatalogueQuery(), branches=("33",))
        assert [(one.branch, one.status) for one in after.freshness] == [("33", FreshnessStatus.FRESH)]
        assert await search_of(shanghai).freshness("33") == after.freshness[0]
        whole = await search_of(shanghai).edition("330102", Q1, Q1, branch="33")
        assert [one.name for one in whole.whole.projects] == ["剪纸", "茶艺"]
        second = part_of(project_at(1, name="剪纸", scale=60), edition=2, reason="更正并取消一项")
        await zhejiang.append(catalogue_entry(second))
        await federation.rounds(2)
        assert await found(shanghai, "剪纸") == ["33 剪纸 60"]
        assert await found(shanghai, "茶艺") == []


async def test_a_catalogue_arrives_by_a_relay_and_is_found_under_its_own_branch(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        await federation["31"].append(catalogue_entry(part_of(project_at(1, name="剪纸"), area="310101")))
        federation.cut("31 32", "32 33")
        await federation["32"].round()
        federation.cut("31", "32 33")
        await federation["33"].round()
        assert await found(federation["33"], "剪纸") == ["31 剪纸 40"]

"""Shows that published catalogues, own and copied, are found alike on both databases; no peer can spoil them."""

import msgspec
import pytest
from sqlalchemy import update

from federation.errors import IntegrityBroken, NotHere
from federation.model.catalogue import split_edition
from federation.model.catalogue_editions import MAX_WAITING
from federation.model.entry import Entry, Header, Kind, encode_header
from node.model.catalogue import CatalogueQuery
from node.storage.catalogue import CatalogueRepository
from node.storage.code_serials import CodeSerials
from node.storage.migrating import downgrade, upgrade
from node.storage.schema import catalogue_part, catalogue_project, tile
from tests.support.branches import octets
from tests.support.catalogues import COUNTY, Q1, Q2, catalogue_entry, part_of, project_at
from tests.support.memory_source import MemoryLog

EVERYTHING = CatalogueQuery()
OWN_COUNTY = "320102"


def ours(*projects, **changes):
    """A part of a catalogue of the own branch, 32."""
    return part_of(*projects, **{"area": OWN_COUNTY, **changes})


@pytest.fixture
def catalogue(store):
    return CatalogueRepository(store.database.run)


async def take_all(store, branches, *entries, code="33"):
    """A copied log of that branch with these entries at its end."""
    log = MemoryLog(branches, code)
    log.append(entries)
    await store.take(log, log.size)


async def names(catalogue, *log_ids, **query):
    found = await catalogue.search(log_ids or (32, 33), CatalogueQuery(**query), limit=999)
    return [line.project.name for line in found]


async def test_a_published_project_is_found_by_its_code_in_its_own_log_only(store, branches, catalogue):
    one = project_at(1)
    await store.grow(3)
    await store.append(catalogue_entry(ours(one, project_at(2))))
    await take_all(store, branches, catalogue_entry(part_of(project_at(1, name="别省同码"))))
    found = await catalogue.find(32, [one.code, "UNKNOWN", one.code])
    assert found.keys() == {one.code}
    line = found[one.code]
    assert (line.project, line.index, line.part.area, line.part.edition) == (one, 3, OWN_COUNTY, 1)
    assert (await catalogue.find(33, [one.code]))[one.code].project.name == "别省同码"
    assert await catalogue.find(34, [one.code]) == {}
    assert await catalogue.find(32, []) == {}


async def test_only_the_newest_edition_counts_and_earlier_ones_are_remembered(store, catalogue):
    first, second = project_at(1), project_at(2)
    await store.append(catalogue_entry(ours(first, second)))
    await store.append(catalogue_entry(ours(first, edition=2, reason="取消一项")))
    assert (await catalogue.find(32, [first.code, second.code])).keys() == {first.code}
    held = await catalogue.editions(32, area=OWN_COUNTY, with_superseded=True)
    assert [(one.edition, one.indexes, one.projects, one.is_current) for one in held] == [
        (1, (0,), 2, False),
        (2, (1,), 1, True),
    ]
    assert [one.edition for one in await catalogue.editions(32)] == [2]
    assert await catalogue.editions(32, area="33") == []
    (part,) = await catalogue.parts(32, [1])
    assert part.part.reason == "取消一项"


async def test_an_edition_in_parts_is_found_once_it_is_whole_in_one_batch_or_in_several(store, branches, catalogue):
    whole = part_of(*(project_at(number, content="讲" * 300) for number in range(150)))
    own, copied = (
        [catalogue_entry(part) for part in split_edition(msgspec.structs.replace(whole, area=area))]
        for area in (OWN_COUNTY, COUNTY)
    )
    assert len(own) > 2
    await store.append(*own[:1])
    assert await names(catalogue) == []
    await store.append(*own[1:])
    await take_all(store, branches, *copied)
    for log_id in (32, 33):
        assert await names(catalogue, log_id) == [project.name for project in whole.projects]
        found = await catalogue.find(log_id, [project.code for project in whole.projects])
        assert [found[project.code].project for project in whole.projects] == list(whole.projects)


async def test_projects_are_searched_by_area_quarter_category_and_words(store, branches, catalogue):
    await store.append(catalogue_entry(ours(project_at(1, name="剪纸 ABC"), project_at(2, category="剪纸"))))
    await store.append(catalogue_entry(ours(project_at(3, name="100%_茶艺"), first_quarter=Q2, last_quarter=Q2 + 1)))
    await take_all(store, branches, catalogue_entry(part_of(project_at(4, name="书法"), area="330203")))
    assert len(await names(catalogue)) == 4
    assert await names(catalogue, 33) == ["书法"]
    assert await names(catalogue, area="3302") == ["书法"]
    assert await names(catalogue, quarter=Q2 + 1) == ["100%_茶艺"]
    assert await names(catalogue, category="剪纸") == ["社区养老护理 2"]
    assert await names(catalogue, text="abc") == ["剪纸 ABC"]
    assert await names(catalogue, text="%_") == ["100%_茶艺"]
    assert await names(catalogue, text="某街道成人学校", area=OWN_COUNTY, quarter=Q1) == ["剪纸 ABC", "社区养老护理 2"]
    assert await names(catalogue, text="没有") == []
    some = await catalogue.search((32, 33), EVERYTHING, limit=2, offset=1)
    assert [line.project.name for line in some] == ["社区养老护理 2", "100%_茶艺"]


async def test_projects_of_units_come_newest_first(store, catalogue):
    await store.append(catalogue_entry(ours(project_at(1), project_at(2, unit_code="OTHER"))))
    await store.append(catalogue_entry(ours(project_at(3), first_quarter=Q2, last_quarter=Q2)))
    code = project_at(1).unit_code
    found = await catalogue.of_units(32, [code], 9)
    assert [line.project.code for line in found] == [project_at(3).code, project_at(1).code]
    assert len(await catalogue.of_units(32, [code, "OTHER"], 2)) == 2


async def test_attack_a_peers_absurd_bodies_are_passed_over_and_its_good_ones_found(store, branches, catalogue):
    def plain(label, body):
        header = Header(kind=Kind.CATALOGUE_PUBLISHED, entry_id=octets(label, 16), plain_body=body)
        return Entry(encode_header(header))

    good = part_of(project_at(1))
    await take_all(
        store,
        branches,
        plain("junk", b"\xff\xff\xff"),
        plain("empty", b"\x0a\x00"),
        plain("large", bytes(60_000)),
        catalogue_entry(part_of(project_at(9), part=2, parts=3)),
        catalogue_entry(part_of(project_at(8), edition=7, reason="跳号")),
        catalogue_entry(good),
        catalogue_entry(part_of(project_at(7), published_by="另一版")),
        catalogue_entry(part_of(project_at(6), first_quarter=Q1, last_quarter=Q2)),
    )
    assert (await store.copies.state(branches["33"].origin)).size == 8
    assert await names(catalogue) == [project_at(1).name]
    assert await store.count(catalogue_part) == await store.count(catalogue_project) == 1


async def test_attack_a_code_twice_in_one_edition_makes_nothing_visible(store, branches, catalogue):
    twice = [
        catalogue_entry(part_of(project_at(1, name=name), part=at, parts=2)) for at, name in ((1, "甲"), (2, "乙"))
    ]
    log = MemoryLog(branches, "33")
    log.append(twice)
    await store.take(log, 1)
    assert await store.count(catalogue_part) == 1
    await store.take(log, 2)
    assert await store.count(catalogue_part) == await store.count(catalogue_project) == 0


async def test_attack_a_peers_catalogue_under_another_branchs_area_is_found_nowhere(store, branches, catalogue):
    poison = project_at(1, name="社区养老护理（冒名）")
    await take_all(
        store,
        branches,
        *(catalogue_entry(part_of(poison, area=area)) for area in (COUNTY, "3301", "33", "320102", "32")),
        code="31",
    )
    assert await store.count(catalogue_part) == await store.count(catalogue_project) == 0
    await take_all(store, branches, catalogue_entry(part_of(project_at(1))))
    await store.append(catalogue_entry(ours(project_at(2))))
    assert await names(catalogue, 31, 32, 33, text="养老") == [project_at(2).name, project_at(1).name]
    assert await names(catalogue, 31, 32, 33, area=COUNTY) == [project_at(1).name]
    await catalogue.rebuild()
    assert await names(catalogue, 31, 32, 33, area=COUNTY) == [project_at(1).name]


async def test_attack_a_log_full_of_editions_that_never_become_whole_keeps_no_more_than_may_wait(
    store, branches, catalogue
):
    log = MemoryLog(branches, "33")
    log.append(
        [
            catalogue_entry(part_of(project_at(at), first_quarter=Q1 + at, last_quarter=Q1 + at, parts=2))
            for at in range(3 * MAX_WAITING)
        ]
    )
    for size in (2, MAX_WAITING + 3, log.size):
        await store.take(log, size)
        assert await store.count(catalogue_part) == min(size, MAX_WAITING)
    # What began last still becomes whole; remains don't keep the area from publishing.
    last = Q1 + 3 * MAX_WAITING - 1
    log.append(
        [
            catalogue_entry(part_of(project_at(90, name="续"), first_quarter=last, last_quarter=last, part=2, parts=2)),
            catalogue_entry(part_of(project_at(91, name="整"))),
        ]
    )
    await store.take(log, log.size)
    assert await names(catalogue, 33) == ["整", project_at(3 * MAX_WAITING - 1).name, "续"]
    before = [await store.rows(table) for table in (catalogue_part, catalogue_project)]
    await catalogue.rebuild()
    assert [await store.rows(table) for table in (catalogue_part, catalogue_project)] == before


async def test_what_is_found_by_can_be_made_anew(store, branches, catalogue):
    whole = split_edition(ours(*(project_at(number, content="讲" * 300) for number in range(150))))
    await store.append(*(catalogue_entry(part) for part in whole))
    await store.append(catalogue_entry(ours(project_at(1), edition=2, reason="更正")))
    await store.append(catalogue_entry(ours(project_at(2), edition=3, reason="更正", parts=2)))
    await take_all(store, branches, catalogue_entry(part_of(project_at(4), area="330203")))
    before = [await store.rows(table) for table in (catalogue_part, catalogue_project)]
    await catalogue.rebuild()
    assert [await store.rows(table) for table in (catalogue_part, catalogue_project)] == before
    # An older version copied these entries without knowing them.
    await downgrade(store.database, "0004")
    await upgrade(store.database)
    assert [await store.rows(table) for table in (catalogue_part, catalogue_project)] == before


async def test_a_stored_entry_that_is_not_what_was_signed_is_not_handed_on(store, catalogue):
    await store.append(catalogue_entry(ours(project_at(1))))
    await store.database.write(lambda c: c.execute(update(tile).values(hashes=bytes(32))))
    for asked in (
        catalogue.find(32, [project_at(1).code]),
        catalogue.search((32,), EVERYTHING, limit=9),
        catalogue.parts(32, [0]),
    ):
        with pytest.raises(IntegrityBroken):
            await asked


async def abandoned(store):
    async with store.own_log.change() as change:
        await change.code_serials.take("project", "330102/2026", 50)
        raise NotHere(what="unit")


async def test_a_serial_number_is_given_out_once_unless_nothing_came_of_it(store):
    async with store.own_log.change() as change:
        assert await change.code_serials.take("project", "330102/2026", 3) == 1
        assert await change.code_serials.take("project", "330102/2026") == 4
        assert await change.code_serials.take("project", "330102/2027") == 1
        assert await change.code_serials.take("institution", "330102/2026") == 1
    with pytest.raises(NotHere):
        await abandoned(store)
    assert await CodeSerials(store.database.write).take("project", "330102/2026") == 5

"""Shows that a city has one sheet of contacts that counts, filed by its bureau and seen by the province."""

import asyncio

import msgspec
import pytest

from federation.errors import ActorRefused, ApplicationRefused, NotHere
from node.model.access import Duty
from node.model.city_contacts import CityContacts, Contact
from tests.support.applications import add_units, operator_of
from tests.support.services import ACTOR

NANJING = CityContacts(
    bureau="南京市教育局",
    city="320100",
    contacts=(
        Contact(
            department="社会教育处", name_and_post="云晴川 处长", office_phone="025-80000000", mobile="13900000000",
            email="yqc@example.edu.cn",
        ),
    ),
)  # fmt: skip
LATER = msgspec.structs.replace(
    NANJING, contacts=(msgspec.structs.replace(NANJING.contacts[0], name_and_post="江雪舟 副处长"),)
)


@pytest.fixture(autouse=True)
async def units(node):
    await add_units(node)


async def test_requirement_a_bureau_files_its_contacts_and_the_province_sees_them(node):
    bureau = await operator_of(node, "N1", Duty.COLLECTION)
    centre = await operator_of(node, "32", Duty.GRANTING)
    await node.city_contacts.file(NANJING, unit="", actor=bureau)
    (seen,) = await node.city_contacts.seen_by(centre)
    assert (seen.unit.code, seen.contacts, seen.is_current) == ("N1", NANJING, True)
    assert await node.city_contacts.seen_by(await operator_of(node, "S1", Duty.COLLECTION)) == []


async def test_a_change_keeps_what_stood_before(node):
    first = await node.city_contacts.file(NANJING, unit="", actor=ACTOR)
    second = await node.city_contacts.file(LATER, unit="N1", actor=ACTOR)
    assert [one.contacts for one in await node.city_contacts.seen_by(ACTOR)] == [LATER]
    everything = await node.city_contacts.seen_by(ACTOR, with_earlier=True)
    assert {(one.case.case_id, one.contacts.contacts, one.is_current) for one in everything} == {
        (first.case_id, NANJING.contacts, False),
        (second.case_id, LATER.contacts, True),
    }


async def test_the_same_sheet_twice_changes_nothing(node):
    first = await node.city_contacts.file(NANJING, unit="", actor=ACTOR)
    assert await node.city_contacts.file(NANJING, unit="", actor=ACTOR) == first
    assert len(await node.city_contacts.seen_by(ACTOR, with_earlier=True)) == 1


async def test_of_two_sheets_at_once_one_counts(node):
    await asyncio.gather(*(node.city_contacts.file(one, unit="", actor=ACTOR) for one in (NANJING, LATER)))
    assert len(await node.city_contacts.seen_by(ACTOR)) == 1


@pytest.mark.parametrize(("code", "duties"), [("N1", [Duty.FILING]), ("X1", list(Duty)), ("S1", list(Duty))])
async def test_contacts_are_filed_by_their_citys_bureau_alone(node, code, duties):
    with pytest.raises(ActorRefused):
        await node.city_contacts.file(NANJING, unit="", actor=await operator_of(node, code, *duties))


async def test_contacts_are_shown_to_bureau_and_centre_alone(node):
    await node.city_contacts.file(NANJING, unit="", actor=ACTOR)
    with pytest.raises(ActorRefused):
        await node.city_contacts.seen_by(await operator_of(node, "N1", Duty.FILING, Duty.REVIEW))


async def test_a_sheet_of_another_city_than_the_units_is_refused(node):
    with pytest.raises(ApplicationRefused) as refused:
        await node.city_contacts.file(NANJING, unit="S1", actor=ACTOR)
    assert refused.value.facts["reason"] == "city-differs"
    wuxi = msgspec.structs.replace(NANJING, city="320200")
    with pytest.raises(ApplicationRefused) as refused:
        await node.city_contacts.file(wuxi, unit="", actor=ACTOR)
    assert refused.value.facts["reason"] == "city-unknown"
    with pytest.raises(NotHere):
        await node.city_contacts.file(NANJING, unit="Z9", actor=ACTOR)


async def test_no_name_of_a_contact_is_shown_by_mistake_or_stored_in_clear(node, tmp_path):
    await node.city_contacts.file(NANJING, unit="", actor=ACTOR)
    told = repr(await node.city_contacts.seen_by(ACTOR))
    held = b"".join(path.read_bytes() for path in (tmp_path / "32" / "data").iterdir())
    for secret in ("云晴川", "13900000000", "yqc@example.edu.cn"):
        assert secret not in told
        assert secret.encode() not in held

"""Shows that units, operators, counts and cases are kept alike on both databases, and people's data sealed."""

from datetime import date, timedelta

import msgspec
import pytest

from federation.errors import IntegrityBroken
from node.model.access import Duty
from node.model.case import Case, CaseStep
from node.model.operator import Operator
from node.storage import schema
from node.storage.cases import CaseRepository
from node.storage.filing_counts import FilingCounts
from node.storage.units import OperatorRepository, UnitRepository

DAY = date(2026, 3, 2)
SECRET = "某某的申请内容"


@pytest.fixture
def units(store):
    return UnitRepository(store.database.run)


@pytest.fixture
async def root(units):
    await units.ensure_root(code="32", name="省中心", level="provincial-centre", region="32")
    return await units.by_id(1)


@pytest.fixture
def cases(store):
    return CaseRepository(store.database.run, store.key)


def case_of(store, **changes):
    now = store.branches.clock.now()
    new = Case(
        case_id="ab" * 16,
        kind="deposit",
        unit_id=1,
        state="draft",
        body=SECRET.encode(),
        created_at=now,
        updated_at=now,
    )
    return msgspec.structs.replace(new, **changes)


async def test_units_stand_one_under_another_and_the_root_is_made_once(units, root):
    await units.ensure_root(code="32", name="另一名称", level="provincial-centre", region="32")
    city = await units.add(code="C1", name="甲市", level="city", region="3201", parent=root, may_hold_account=True)
    college = await units.add(
        code="K1", name="乙县社区学院", level="county", region="320102", parent=city, may_hold_account=True
    )
    other = await units.add(code="C2", name="丙市", level="city", region="3202", parent=root, may_hold_account=True)
    assert [one.code for one in await units.all()] == ["32", "C1", "K1", "C2"]
    assert (await units.by_code("K1"), await units.by_code("K2")) == (college, None)
    assert root.name == "省中心"
    assert city.contains(college)
    assert not city.contains(other)
    assert not city.is_above(city)


async def test_a_unit_is_excepted_from_the_rule_and_given_an_account(units, root, store):
    village = await units.add(
        code="V1", name="村校", level="village", region="320102003004", parent=root, may_hold_account=False
    )
    await units.except_from_rule(village.unit_id)
    await units.set_account_since(village.unit_id, store.branches.clock.now())
    assert (await units.by_code("V1")).may_hold_account
    assert await units.accounts_since() == {village.unit_id: store.branches.clock.now().timestamp()}


async def test_an_operators_name_is_found_and_stored_nowhere_in_clear(store):
    operators = OperatorRepository(store.database.run, store.key)
    one = Operator(name="经办甲", unit_id=1, duties=frozenset((Duty.FILING, Duty.REVIEW)))
    assert await operators.add(one)
    assert not await operators.add(one)
    assert await operators.find("经办甲") == one
    assert "经办甲" not in repr(await store.rows(schema.operator))
    assert await operators.add(Operator(name="经办乙", unit_id=1, duties=frozenset(), registered_by="经办甲"))
    assert "经办甲" not in repr(await store.rows(schema.operator))
    assert await operators.suspend("经办乙", store.branches.clock.now())
    assert await operators.registrants_of("经办乙") == ["经办甲"]
    assert await operators.registrants_of("无此人") == []
    assert await operators.suspend("经办甲", store.branches.clock.now())
    assert await operators.find("经办甲") is None
    assert (await operators.all(), await operators.count()) == ([], 2)
    assert not await operators.add(one)


async def test_counts_of_a_day_add_up(store):
    counts = FilingCounts(store.database.run)
    await counts.add(1, DAY, {"achievements": 3, "learners": 0})
    await counts.add(1, DAY, {"achievements": 4})
    await counts.add(2, DAY + timedelta(days=1), {"learners": 5})
    assert await counts.by_day(DAY, DAY + timedelta(days=1)) == [(1, DAY, "achievements", 7)]
    assert await counts.totals(DAY + timedelta(days=2)) == [(1, "achievements", 7), (2, "learners", 5)]


async def test_a_case_moves_on_from_the_state_that_was_read_and_from_no_other(store, cases):
    case = case_of(store)
    await cases.add(case)
    submitted = msgspec.structs.replace(case, state="submitted", entry_index=7)
    assert await cases.alter(submitted, was="draft")
    assert not await cases.alter(submitted, was="draft")
    assert await cases.find(case.case_id) == submitted
    assert await cases.list_of("deposit", states=("draft",)) == []
    assert await cases.list_of("deposit", states=("submitted",), unit_ids=(1,)) == [submitted]


async def test_a_cases_history_is_kept_in_order(store, cases):
    await cases.add(case_of(store))
    at = store.branches.clock.now()
    taken = [CaseStep(at=at, actor="甲", step=step, state="draft", reason=step) for step in ("file", "alter", "submit")]
    for one in taken:
        await cases.add_step("ab" * 16, one)
    assert await cases.steps("ab" * 16) == taken


async def test_a_file_is_stored_once_whatever_it_belongs_to_and_sealed(store, cases):
    content = b"\x89PNG\r\n\x1a\n" + SECRET.encode()
    for case_id in ("ab" * 16, "cd" * 16):
        await cases.add(case_of(store, case_id=case_id))
        await cases.attach(case_id, part="id-card", name="甲.png", content=content, media_type="image/png")
    kept = await cases.attachments("ab" * 16)
    assert [(one.part, one.name, one.size) for one in kept] == [("id-card", "甲.png", len(content))]
    assert await cases.content(kept[0].digest) == content
    assert await store.count(schema.attachment) == 1
    for table in (schema.attachment, schema.case_attachment, schema.case_file):
        assert SECRET not in repr(await store.rows(table))
        assert repr(SECRET.encode())[2:-1] not in repr(await store.rows(table))


async def test_a_case_moved_to_another_row_is_not_opened(store, cases):
    await cases.add(case_of(store))
    moved = schema.case_file.update().values(case_id="cd" * 16)
    await store.database.write(lambda c: c.execute(moved))
    with pytest.raises(IntegrityBroken):
        await cases.find("cd" * 16)


async def test_a_case_is_found_by_the_first_digits_of_its_id_unless_another_begins_so(store, cases):
    for case_id in ("abcd1234" + "0" * 24, "abcd9999" + "0" * 24, "abcd9999" + "1" * 24):
        await cases.add(case_of(store, case_id=case_id))
    assert (await cases.find("abcd1234")).case_id == "abcd1234" + "0" * 24
    assert await cases.find("abcd9999") is None
    assert (await cases.find("abcd99991")).case_id == "abcd9999" + "1" * 24
    assert [await cases.find(typed) for typed in ("abcd123", "abcd12%4", "", "abcd0000")] == [None] * 4

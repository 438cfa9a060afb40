"""Shows that what was withdrawn stands again only by people's decision, everywhere alike, and that imports say so."""

import asyncio
import re

import pytest

from adapters.base import ImportMode
from federation.errors import ActorRefused, CorrectionRefused, NotHere
from federation.model.entry import Kind, parse_header
from federation.model.reason import ReinstatementReason, RevocationReason, parse_reason
from federation.model.standing import Status
from node.model.access import Basis, Duty
from node.model.filed import REINSTATED, WITHDRAWN
from samples.people import person_at
from tests.support.services import (
    ACTOR,
    account_row,
    accounts_file,
    achievement_row,
    achievements_file,
    document_of,
    take_in,
)
from tests.support.units import county_operator, with_counties
from tests.unit.services.test_withdrawing import import_of_ten, statuses, totals, withdraw, withdraw_import

AFTER_ALL = ReinstatementReason.WITHDRAWN_IN_ERROR
BY_NUMBER = ImportMode.DOCUMENT_NUMBER


def rows(count=10):
    return [achievement_row(number=person_at(at).document_number, title=f"剪纸{at}") for at in range(count)]


@pytest.fixture
async def filed(node, tmp_path):
    """County X1 has filed the accounts of ten people and an achievement of each."""
    await with_counties(node)
    await take_in(node, accounts_file(tmp_path / "accounts.xlsx", [account_row(at) for at in range(10)]))
    await take_in(node, achievements_file(tmp_path / "rows.xlsx", rows()), BY_NUMBER, unit="X1")
    return node


async def reinstate(node, index, actor=ACTOR, note=""):
    return await node.reinstating.reinstate(index, reason=AFTER_ALL, note=note, actor=actor)


async def take_back(node, path, actor=ACTOR):
    return await node.workbook_withdrawing.withdraw_rows(
        path,
        mode=BY_NUMBER,
        reason=RevocationReason.FILED_IN_ERROR,
        note="",
        actor=actor,
        on_progress=lambda done: None,
    )


async def test_a_withdrawn_achievement_stands_again_by_an_entry_that_cites_it(filed):
    await withdraw(filed, 3)
    at = await reinstate(filed, 3)
    header = parse_header((await filed.logs._copies.entries(filed.own_log.origin, at, 1))[0].header)
    assert (header.kind, header.cites[0].index, header.critical) == (Kind.ACHIEVEMENT_REINSTATED, 3, True)
    assert parse_reason(header.plain_body) == "withdrawn-in-error"
    assert (await statuses(filed))[3] is Status.VALID
    found = await filed.lookup.look_up(document_of(person_at(3)), purpose="查询", basis=Basis.DUTY, actor=ACTOR)
    assert [one.status for one in found.achievements] == [Status.VALID]
    assert (await filed.logs.fsck(lambda read, total: None)).findings == ()


async def test_it_is_counted_as_standing_again_and_can_be_withdrawn_again(filed):
    before = (await filed.progress.live(ACTOR)).rows[0].achievements
    await withdraw(filed, 3)
    assert (await filed.progress.live(ACTOR)).rows[0].achievements == before - 1
    await reinstate(filed, 3)
    assert (await totals(filed))["X1", REINSTATED] == 1
    assert (await filed.progress.live(ACTOR)).rows[0].achievements == before
    await withdraw(filed, 3)
    assert (await statuses(filed))[3] is Status.REVOKED


async def test_what_stands_is_not_reinstated_and_of_two_at_once_one_is_told(filed):
    with pytest.raises(CorrectionRefused) as refused:
        await reinstate(filed, 3)
    assert refused.value.facts == {"index": 3, "reason": "stands"}
    await withdraw(filed, 3)
    outcomes = await asyncio.gather(*(reinstate(filed, 3) for _ in range(3)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["CorrectionRefused"] * 2 + ["int"]
    with pytest.raises(NotHere):
        await reinstate(filed, 999)


@pytest.mark.parametrize(
    ("unit", "duty", "outcome"),
    [("X1", Duty.FILING, None), ("S1", Duty.FILING, None), ("X1", Duty.REVIEW, "duty"), ("X2", Duty.FILING, "place")],
)
async def test_whoever_may_withdraw_may_reinstate(filed, unit, duty, outcome):
    await withdraw(filed, 1)
    actor = await county_operator(filed, "经办", unit, duty)
    if outcome is None:
        await reinstate(filed, 1, actor)
        return
    with pytest.raises(ActorRefused) as refused:
        await reinstate(filed, 1, actor)
    assert refused.value.facts["reason"] == outcome


async def test_an_import_says_of_a_withdrawn_row_that_people_reinstate_it(filed, tmp_path):
    await withdraw(filed, 0)
    file = achievements_file(tmp_path / "again.xlsx", rows())
    for only_check in (True, False):
        report = await take_in(filed, file, BY_NUMBER, only_check=only_check)
        assert (report.accepted, report.duplicate, report.withdrawn) == (0, 10, 1)
        (said,) = [one for one in report.remarks if one.code == "withdrawn"]
        assert re.search("已撤回.*恢复", said.message)
    await reinstate(filed, 0)
    assert (await take_in(filed, file, BY_NUMBER)).withdrawn == 0


async def test_the_rows_of_a_workbook_are_withdrawn_and_counted(filed, tmp_path):
    assert (await take_back(filed, achievements_file(tmp_path / "one.xlsx", rows(1)))).withdrawn == 1
    unknown = achievement_row(number=person_at(2).document_number, title="从未填报")
    nobody = achievement_row(number=person_at(30).document_number, title="剪纸")
    twice = rows(4)[3]
    file = achievements_file(tmp_path / "back.xlsx", [*rows(4), unknown, nobody, twice])
    done = await take_back(filed, file)
    assert (done.rows, done.withdrawn, done.already, done.not_found, done.not_yours) == (7, 3, 2, 2, 0)
    assert (await statuses(filed)).count(Status.REVOKED) == 4
    assert (await totals(filed))["X1", WITHDRAWN] == 4
    again = await take_back(filed, file)
    assert (again.withdrawn, again.already) == (0, 5)


async def test_a_workbook_withdraws_nothing_that_others_filed(filed, tmp_path):
    file = achievements_file(tmp_path / "back.xlsx", rows(4))
    stranger = await county_operator(filed, "邻县", "X2", Duty.FILING)
    done = await take_back(filed, file, stranger)
    assert (done.rows, done.withdrawn, done.not_yours) == (4, 0, 4)
    assert set(await statuses(filed)) == {Status.VALID}


async def test_a_workbook_of_accounts_withdraws_nothing(filed, tmp_path):
    with pytest.raises(NotHere):
        await take_back(filed, tmp_path / "accounts.xlsx")


async def test_after_a_whole_import_was_withdrawn_one_of_it_stands_again(filed):
    await withdraw_import(filed, await import_of_ten(filed))
    await reinstate(filed, 7)
    assert [at for at, status in enumerate(await statuses(filed)) if status is Status.VALID] == [7]

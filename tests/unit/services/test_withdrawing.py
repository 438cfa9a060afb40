"""Shows that what was filed is taken back by those who may, once, under a reason, and that the counts hold."""

import asyncio
import random
from datetime import date

import pytest

from adapters.base import ImportMode
from federation.errors import ActorRefused, CorrectionRefused, Malformed, NotHere
from federation.model.entry import Kind, parse_header
from federation.model.reason import RevocationReason, parse_reason
from federation.model.standing import Status
from node.model.access import Basis, Duty
from node.model.filed import ACHIEVEMENTS, WITHDRAWN
from node.services.amending.withdrawing import CITED_AT_ONCE
from node.storage.filing_counts import FilingCounts
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

ERROR = RevocationReason.FILED_IN_ERROR
FAR = date(9999, 1, 1)


@pytest.fixture
async def filed(node, tmp_path):
    """Counties X1 and X2; X1 has filed the accounts of ten people and an achievement of each."""
    await with_counties(node)
    accounts = accounts_file(tmp_path / "accounts.xlsx", [account_row(at) for at in range(10)])
    rows = [achievement_row(number=person_at(at).document_number, title=f"剪纸{at}") for at in range(10)]
    await take_in(node, accounts)
    await node.importing.import_file(
        achievements_file(tmp_path / "rows.xlsx", rows),
        mode=ImportMode.DOCUMENT_NUMBER,
        institution="",
        actor=ACTOR,
        on_progress=lambda progress: None,
        unit="X1",
    )
    return node


async def totals(node):
    found = await FilingCounts(node._database.read).totals(FAR)
    units = {one.unit_id: one.code for one in await node.units.all()}
    return {(units[unit_id], what): count for unit_id, what, count in found}


async def statuses(node, count=10):
    size = (await node.own_log.head()).size
    found = await node.logs._copies.statuses(node.own_log.origin, list(range(size)))
    return [found.get(index, Status.VALID) for index in range(count)]


async def withdraw(node, index, actor=ACTOR, reason=ERROR, note=""):
    return await node.withdrawing.withdraw(index, reason=reason, note=note, actor=actor)


async def import_of_ten(node):
    found = await node.history.imports(actor=ACTOR, limit=9)
    return next(one.job.import_id for one, _ in found if one.entries == 10)


async def withdraw_import(node, import_id, actor=ACTOR, progress=None):
    tell = (lambda done, total: None) if progress is None else lambda done, total: progress.append((done, total))
    return await node.withdrawing.withdraw_import(import_id, reason=ERROR, note="", actor=actor, on_progress=tell)


async def test_a_withdrawn_achievement_is_revoked_by_an_entry_that_cites_it_and_says_why(filed):
    at = await withdraw(filed, 3, reason=RevocationReason.WRONG_PERSON, note="与某某同名")
    header = parse_header((await filed.logs._copies.entries(filed.own_log.origin, at, 1))[0].header)
    assert (header.kind, header.cites[0].index) == (Kind.ACHIEVEMENT_REVOKED, 3)
    assert parse_reason(header.plain_body) == "wrong-person"
    assert (await statuses(filed))[3] is Status.REVOKED
    assert (await totals(filed))["X1", WITHDRAWN] == 1


async def test_what_is_said_beside_the_reason_stays_in_the_audit_trail(filed):
    note = "与某某同名"
    at = await withdraw(filed, 3, note=note)
    entry = (await filed.logs._copies.entries(filed.own_log.origin, at, 1))[0]
    assert note.encode() not in entry.header
    now = filed.clock.now()
    found = await filed.trail._audit.between(now, now.replace(year=now.year + 1), "withdraw")
    assert [(one.purpose, one.actor) for one in found] == [(note, ACTOR.name)]


async def test_withdrawing_twice_is_refused_and_counted_once(filed):
    await withdraw(filed, 3)
    with pytest.raises(CorrectionRefused) as refused:
        await withdraw(filed, 3)
    assert refused.value.facts == {"index": 3, "reason": "revoked"}
    assert (await totals(filed))["X1", WITHDRAWN] == 1


async def test_of_two_who_withdraw_at_once_one_is_told(filed):
    outcomes = await asyncio.gather(*(withdraw(filed, 4) for _ in range(4)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["CorrectionRefused"] * 3 + ["int"]
    assert (await totals(filed))["X1", WITHDRAWN] == 1


@pytest.mark.parametrize(
    ("unit", "duty", "outcome"),
    [
        ("X1", Duty.FILING, None),
        ("S1", Duty.FILING, None),
        ("32", Duty.FILING, None),
        ("X1", Duty.REVIEW, "duty"),
        ("S1", Duty.MANAGEMENT, "duty"),
        ("X2", Duty.FILING, "place"),
        ("T1", Duty.FILING, "place"),
    ],
)
async def test_who_may_withdraw_is_told_by_duty_and_place(filed, unit, duty, outcome):
    actor = await county_operator(filed, "经办", unit, duty)
    import_id = await import_of_ten(filed)
    if outcome is None:
        await withdraw(filed, 1, actor)
        assert (await withdraw_import(filed, import_id, actor)).withdrawn == 9
        return
    for call in (withdraw(filed, 1, actor), withdraw_import(filed, import_id, actor)):
        with pytest.raises(ActorRefused) as refused:
            await call
        assert refused.value.facts["reason"] == outcome
    assert set(await statuses(filed)) == {Status.VALID}


async def test_only_achievements_of_the_own_log_are_withdrawn(filed):
    at = await withdraw(filed, 0)
    for index in (at, 999, -1):
        with pytest.raises(NotHere):
            await withdraw(filed, index)


async def test_a_note_that_is_too_long_withdraws_nothing(filed):
    with pytest.raises(Malformed):
        await withdraw(filed, 0, note="字" * 501)
    assert set(await statuses(filed)) == {Status.VALID}


async def test_a_whole_import_is_withdrawn_and_again_changes_nothing(filed):
    import_id, told = await import_of_ten(filed), []
    await withdraw(filed, 2)
    first = await withdraw_import(filed, import_id, progress=told)
    assert (first.achievements, first.withdrawn, first.already, first.kept) == (10, 9, 1, ())
    assert told == [(10, 10)]
    size = (await filed.own_log.head()).size
    again = await withdraw_import(filed, import_id)
    assert (again.withdrawn, again.already) == (0, 10)
    assert (await filed.own_log.head()).size == size
    assert set(await statuses(filed)) == {Status.REVOKED}
    assert (await totals(filed))["X1", WITHDRAWN] == 10


async def test_an_import_withdrawn_by_two_at_once_is_counted_once(filed):
    import_id = await import_of_ten(filed)
    both = await asyncio.gather(*(withdraw_import(filed, import_id) for _ in range(2)))
    assert sorted(one.withdrawn for one in both) == [0, 10]
    assert (await totals(filed))["X1", WITHDRAWN] == 10


async def test_a_large_import_is_withdrawn_in_steps_and_resumed_after_an_interruption(filed, tmp_path):
    count = 2 * CITED_AT_ONCE + 7
    rows = [achievement_row(number=person_at(0).document_number, title=f"讲座{at}") for at in range(count)]
    await take_in(filed, achievements_file(tmp_path / "many.xlsx", rows), ImportMode.DOCUMENT_NUMBER)
    found = await filed.history.imports(actor=ACTOR, limit=9)
    import_id, told = next(one.job.import_id for one, _ in found if one.entries == count), []

    class Stopped(Exception):
        pass

    def stop(done, total):
        raise Stopped

    with pytest.raises(Stopped):
        await filed.withdrawing.withdraw_import(import_id, reason=ERROR, note="", actor=ACTOR, on_progress=stop)
    done = await withdraw_import(filed, import_id, progress=told)
    assert (done.withdrawn, done.already) == (count - CITED_AT_ONCE, CITED_AT_ONCE)
    assert told == [(CITED_AT_ONCE, count), (2 * CITED_AT_ONCE, count), (count, count)]
    assert (await totals(filed))["32", WITHDRAWN] == count


async def test_an_import_of_accounts_has_no_achievements_to_withdraw(filed):
    accounts = next(one for one, _ in await filed.history.imports(actor=ACTOR, limit=9) if not one.entries)
    for import_id in (accounts.job.import_id, "0" * 32):
        with pytest.raises(NotHere):
            await withdraw_import(filed, import_id)


async def test_a_withdrawn_row_that_comes_again_is_a_duplicate(filed, tmp_path):
    await withdraw(filed, 0)
    rows = [achievement_row(number=person_at(at).document_number, title=f"剪纸{at}") for at in range(10)]
    report = await take_in(filed, achievements_file(tmp_path / "again.xlsx", rows), ImportMode.DOCUMENT_NUMBER)
    assert (report.accepted, report.duplicate) == (0, 10)


async def test_the_person_sees_the_achievement_as_revoked(filed):
    await withdraw_import(filed, await import_of_ten(filed))
    result = await filed.lookup.look_up(document_of(person_at(5)), purpose="查询", basis=Basis.DUTY, actor=ACTOR)
    assert [one.status for one in result.achievements] == [Status.REVOKED]


@pytest.mark.parametrize("seed", [1, 20, 300])
async def test_filed_less_withdrawn_is_what_stands_in_the_log_after_any_order_of_steps(node, tmp_path, seed):
    await with_counties(node)
    drawn = random.Random(seed)
    await take_in(node, accounts_file(tmp_path / "accounts.xlsx", [account_row(at) for at in range(6)]))
    for step in range(12):
        if drawn.random() < 0.4:
            rows = [
                achievement_row(number=person_at(drawn.randrange(6)).document_number, title=f"课程{drawn.randrange(8)}")
                for _ in range(6)
            ]
            await node.importing.import_file(
                achievements_file(tmp_path / f"{step}.xlsx", rows),
                mode=ImportMode.DOCUMENT_NUMBER,
                institution="",
                actor=ACTOR,
                on_progress=lambda progress: None,
                unit=drawn.choice(("X1", "X2")),
            )
            continue
        size = (await node.own_log.head()).size
        if size and drawn.random() < 0.8:
            calls = [withdraw(node, drawn.randrange(size)) for _ in range(3)]
            await asyncio.gather(*calls, return_exceptions=True)
        elif size:
            imports = [one for one, _ in await node.history.imports(actor=ACTOR, limit=99) if one.entries]
            await withdraw_import(node, drawn.choice(imports).job.import_id)
    found = await totals(node)
    size = (await node.own_log.head()).size
    kinds = [parse_header(one.header).kind for one in await node.logs._copies.entries(node.own_log.origin, 0, size)]
    after = await statuses(node, size)
    valid = sum(
        kind == Kind.ACHIEVEMENT_ISSUED and status is Status.VALID for kind, status in zip(kinds, after, strict=True)
    )
    filed_, taken = (sum(count for (_, of), count in found.items() if of == what) for what in (ACHIEVEMENTS, WITHDRAWN))
    assert filed_ == kinds.count(Kind.ACHIEVEMENT_ISSUED)
    assert filed_ - taken == valid

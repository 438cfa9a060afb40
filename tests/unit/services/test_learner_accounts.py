"""Shows that an account is told to those who filed it, and a conflicting name is resolved by a person, once."""

import asyncio

import pytest

from adapters.base import ImportMode
from federation.errors import AccountRefused, ActorRefused, NotHere
from federation.model.standing import Status
from node.model.access import Basis, Duty
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

ANN = document_of(person_at(0))
REASON = "已核对身份证原件"
OTHER = "欧阳示例"


@pytest.fixture
async def filed(node, tmp_path):
    """Ann's account opened by county X1; county X2 filed her document under another name."""
    await with_counties(node)
    await file_accounts(node, tmp_path / "x1.xlsx", "X1", account_row(0), account_row(1))
    await file_accounts(node, tmp_path / "x2.xlsx", "X2", account_row(0, 姓名=OTHER, 协议单位用户号="B1"))
    return node


async def file_accounts(node, path, unit, *rows):
    return await node.importing.import_file(
        accounts_file(path, rows),
        mode=None,
        institution="",
        actor=ACTOR,
        on_progress=lambda progress: None,
        unit=unit,
    )


async def show(node, actor=ACTOR, document=ANN, purpose="核对"):
    return await node.accounts.show(document, purpose=purpose, basis=Basis.SELF, actor=actor)


async def states(node, actor=ACTOR):
    return [one.state for one in await node.accounts.conflicts(actor=actor, resolved_too=True)]


async def test_an_account_is_shown_with_all_fields_as_at_filing_and_where_it_was_filed(filed, tmp_path):
    await file_accounts(
        filed, tmp_path / "again.xlsx", "X2", account_row(0, 协议单位用户号="B2", 初始学历="硕士研究生")
    )
    view = await show(filed)
    assert (view.account.learner.name, view.account.learner.document) == (person_at(0).name, ANN)
    assert len(view.account.details) == 12
    assert view.account.details["member_user_number"] == person_at(0).user_number
    assert [(one.unit.code, one.sheet, one.row) for one in view.filings] == [("X1", "名单", 2), ("X2", "名单", 2)]
    assert [one.name for one in view.conflicts] == [OTHER]


async def test_a_look_is_recorded_with_purpose_and_basis_before_it_is_answered(filed):
    now = filed.clock.now()
    with pytest.raises(NotHere):
        await show(filed, document=document_of(person_at(9)), purpose="试探")
    found = await filed.trail._audit.between(now, now.replace(year=now.year + 1), "look-at-account")
    assert [(one.purpose, one.basis) for one in found] == [("试探", "self")]
    with pytest.raises(ActorRefused):
        await show(filed, purpose=" ")


async def test_a_conflict_is_listed_once_with_both_institutions_and_masked_names(filed, tmp_path):
    for at in range(2):
        report = await file_accounts(
            filed, tmp_path / f"again{at}.xlsx", "X2", account_row(0, 姓名=OTHER, 协议单位用户号="B1")
        )
        assert [one.code for one in report.errors] == ["name-conflict"]
    (one,) = await filed.accounts.conflicts(actor=ACTOR)
    assert (one.account_unit.code, one.filed_unit.code, one.state) == ("X1", "X2", "open")
    assert (one.sheet, one.row, one.filed_name) == ("名单", 2, "欧***")
    assert one.account_name[1:] == "*" * (len(person_at(0).name) - 1)


async def test_a_check_notes_no_conflict(node, tmp_path):
    await with_counties(node)
    await file_accounts(node, tmp_path / "x1.xlsx", "X1", account_row(0))
    path = accounts_file(tmp_path / "x2.xlsx", [account_row(0, 姓名=OTHER)])
    await node.importing.check(path, mode=None, institution="", actor=ACTOR, on_progress=lambda progress: None)
    assert await states(node) == []


async def test_a_column_that_slipped_is_not_thousands_of_cases(node, tmp_path):
    await with_counties(node)
    await file_accounts(node, tmp_path / "x1.xlsx", "X1", *(account_row(at) for at in range(40)))
    slipped = [account_row(at, 姓名=person_at(at + 1).name) for at in range(40)]
    report = await file_accounts(node, tmp_path / "slipped.xlsx", "X1", *slipped)
    assert report.rejected > 20
    assert len(await states(node)) == 20


async def test_a_name_put_right_resolves_the_conflict_and_the_rejected_row_is_then_taken(filed, tmp_path):
    assert await filed.accounts.correct(ANN, OTHER, reason=REASON, actor=ACTOR) == 1
    assert (await show(filed)).account.learner.name == OTHER
    assert (await states(filed), await filed.accounts.conflicts(actor=ACTOR)) == (["resolved-corrected"], [])
    report = await file_accounts(filed, tmp_path / "again.xlsx", "X2", account_row(0, 姓名=OTHER, 协议单位用户号="B1"))
    assert (report.accepted, report.rejected) == (1, 0)


async def test_the_old_name_stays_in_the_audit_trail_and_nowhere_in_clear(filed, tmp_path):
    now = filed.clock.now()
    await filed.accounts.correct(ANN, OTHER, reason=REASON, actor=ACTOR)
    (kept,) = await filed.trail._audit.between(now, now.replace(year=now.year + 1), "account-correct")
    assert kept.detail == f"{person_at(0).name} → {OTHER}"
    stored = b"".join(path.read_bytes() for path in filed.folder.data.iterdir())
    assert OTHER.encode() not in stored
    assert person_at(0).name.encode() not in stored
    assert REASON.encode() not in stored


async def test_a_name_that_is_kept_resolves_the_conflict_without_a_change(filed):
    assert await filed.accounts.keep(ANN, reason=REASON, actor=ACTOR) == 1
    assert (await show(filed)).account.learner.name == person_at(0).name
    assert await states(filed) == ["resolved-kept"]
    with pytest.raises(AccountRefused) as refused:
        await filed.accounts.keep(ANN, reason=REASON, actor=ACTOR)
    assert refused.value.facts["reason"] == "no-conflict"


async def test_a_third_name_leaves_the_conflict_open(filed):
    assert await filed.accounts.correct(ANN, "诸葛示例", reason=REASON, actor=ACTOR) == 0
    assert await states(filed) == ["open"]


@pytest.mark.parametrize(
    ("name", "reason"), [("", "name-form"), ("张3", "name-form"), (person_at(0).name, "same-name")]
)
async def test_what_is_no_name_or_no_other_name_changes_nothing(filed, name, reason):
    with pytest.raises(AccountRefused) as refused:
        await filed.accounts.correct(ANN, name, reason=REASON, actor=ACTOR)
    assert refused.value.facts["reason"] == reason
    assert await states(filed) == ["open"]


async def test_nothing_is_resolved_without_a_reason(filed):
    correct, keep = filed.accounts.correct, filed.accounts.keep
    for call in (correct(ANN, OTHER, reason=" ", actor=ACTOR), keep(ANN, reason="", actor=ACTOR)):
        with pytest.raises(ActorRefused) as refused:
            await call
        assert refused.value.facts["reason"] == "reason-missing"


async def test_of_two_who_resolve_at_once_one_is_told(filed):
    calls = [filed.accounts.keep(ANN, reason=REASON, actor=ACTOR) for _ in range(3)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["AccountRefused"] * 2 + ["int"]


@pytest.mark.parametrize(
    ("unit", "duty", "outcome"),
    [
        ("X1", Duty.FILING, None),
        ("X1", Duty.MANAGEMENT, None),
        ("S1", Duty.MANAGEMENT, None),
        ("32", Duty.FILING, None),
        ("X2", Duty.FILING, NotHere),
        ("T1", Duty.FILING, NotHere),
        ("X1", Duty.REVIEW, ActorRefused),
        ("32", Duty.GRANTING, ActorRefused),
    ],
)
async def test_who_may_see_and_change_an_account_is_told_by_duty_and_place(filed, unit, duty, outcome):
    actor = await county_operator(filed, "经办", unit, duty)
    if outcome is None:
        await show(filed, actor)
        await filed.accounts.correct(ANN, OTHER, reason=REASON, actor=actor)
        return
    for call in (show(filed, actor), filed.accounts.correct(ANN, OTHER, reason=REASON, actor=actor)):
        with pytest.raises(outcome):
            await call
    assert (await show(filed)).account.learner.name == person_at(0).name


@pytest.mark.parametrize(("unit", "count"), [("X1", 1), ("X2", 1), ("S1", 1), ("T1", 0)])
async def test_a_conflict_is_seen_by_both_units_and_those_above(filed, unit, count):
    assert len(await filed.accounts.conflicts(actor=await county_operator(filed, "经办", unit, Duty.FILING))) == count


async def test_records_keep_the_masked_name_that_they_were_sealed_with(filed, tmp_path):
    rows = [achievement_row(number=ANN.number)]
    await take_in(filed, achievements_file(tmp_path / "rows.xlsx", rows), ImportMode.DOCUMENT_NUMBER)
    await filed.accounts.correct(ANN, OTHER, reason=REASON, actor=ACTOR)
    result = await filed.lookup.look_up(ANN, purpose="核对", basis=Basis.SELF, actor=ACTOR)
    assert [(one.masked_name[0], one.status) for one in result.achievements] == [(person_at(0).name[0], Status.VALID)]

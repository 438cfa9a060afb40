"""Shows that a correction supersedes and edits nothing, needs the person's document, makes no second achievement."""

import asyncio

import pytest

from adapters.base import ImportMode
from federation.errors import ActorRefused, CorrectionRefused, NotThisDocument
from federation.model.entry import Kind, parse_header
from federation.model.reason import CorrectionReason, RevocationReason, parse_reason
from federation.model.standing import Status
from node.model.access import Basis, Duty
from node.services.amending.correcting import Corrections
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

ERROR = CorrectionReason.FILED_IN_ERROR
ANN, BOB = (document_of(person_at(at)) for at in range(2))


@pytest.fixture
async def filed(node, tmp_path):
    """Ann's 剪纸 and 书法, and Bob's 剪纸, filed by county X1; `index_of` tells where."""
    await with_counties(node)
    await take_in(node, accounts_file(tmp_path / "accounts.xlsx", [account_row(at) for at in range(2)]))
    await file_rows(node, tmp_path / "rows.xlsx", (ANN, "剪纸"), (ANN, "书法"), (BOB, "剪纸"))
    return node


async def file_rows(node, path, *rows):
    lines = [achievement_row(number=document.number, title=title) for document, title in rows]
    return await node.importing.import_file(
        achievements_file(path, lines),
        mode=ImportMode.DOCUMENT_NUMBER,
        institution="",
        actor=ACTOR,
        on_progress=lambda progress: None,
        unit="X1",
    )


async def seen(node, document=ANN):
    result = await node.lookup.look_up(document, purpose="核对", basis=Basis.SELF, actor=ACTOR)
    return {(one.title, one.status): one for one in result.achievements}


async def index_of(node, title="剪纸", document=ANN):
    return (await seen(node, document))[title, Status.VALID].index


async def correct(node, index, document=ANN, actor=ACTOR, **changes):
    corrections = Corrections(**changes)
    return await node.correcting.correct(index, corrections, document=document, reason=ERROR, note="", actor=actor)


def reason_of(refused):
    return refused.value.facts["reason"]


async def test_a_correction_supersedes_and_the_person_sees_both(filed):
    index = await index_of(filed)
    at = await correct(filed, index, title="剪纸（提高班）", achieved_on="20220802", training_hours="12.5", credits="1")
    found = await seen(filed)
    assert found["剪纸", Status.CORRECTED].index == index
    new = found["剪纸（提高班）", Status.VALID]
    assert (new.index, new.achieved_on, new.training_hours, new.credits) == (at, "2022-08-02", 1250, 100)
    assert new.masked_name == found["剪纸", Status.CORRECTED].masked_name
    assert new.achievement_id == found["剪纸", Status.CORRECTED].achievement_id
    header = parse_header((await filed.logs._copies.entries(filed.own_log.origin, at, 1))[0].header)
    assert (header.kind, header.cites[0].index) == (Kind.ACHIEVEMENT_CORRECTED, index)
    assert parse_reason(header.plain_body) == "filed-in-error"


async def test_hours_are_said_to_be_unknown_by_an_empty_text(filed):
    index = await correct(filed, await index_of(filed), training_hours="8", score="良好", training_place="甲村")
    index = await correct(filed, index, training_hours="", score="")
    assert (await seen(filed))["剪纸", Status.VALID].training_hours is None


async def test_a_correction_that_changes_nothing_is_refused(filed):
    index = await index_of(filed)
    for same in ({}, {"title": " 剪纸 "}, {"credits": ""}, {"achieved_on": "2022年8月1日"}):
        with pytest.raises(CorrectionRefused) as refused:
            await correct(filed, index, **same)
        assert reason_of(refused) == "nothing-changed"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "　"}, "text-form"),
        ({"institution_name": "院" * 201}, "text-form"),
        ({"achieved_on": "去年"}, "date-form"),
        ({"achieved_on": "29991231"}, "date-form"),
        ({"achieved_on": "19500101"}, "before-birth"),
        ({"training_hours": "1.255"}, "amount-form"),
        ({"credits": "-1"}, "amount-form"),
        ({"score": "优\x00"}, "text-form"),
    ],
)
async def test_what_cannot_be_is_refused_before_anything_is_appended(filed, changes, reason):
    index, size = await index_of(filed), (await filed.own_log.head()).size
    with pytest.raises(CorrectionRefused) as refused:
        await correct(filed, index, **changes)
    assert reason_of(refused) == reason
    assert (await filed.own_log.head()).size == size


async def test_what_no_longer_stands_is_not_corrected_and_its_standing_is_named(filed):
    first = await index_of(filed)
    second = await correct(filed, first, credits="1")
    with pytest.raises(CorrectionRefused) as refused:
        await correct(filed, first, credits="2")
    assert reason_of(refused) == "corrected"
    await filed.withdrawing.withdraw(second, reason=RevocationReason.FRAUD, note="", actor=ACTOR)
    with pytest.raises(CorrectionRefused) as refused:
        await correct(filed, second, credits="2")
    assert reason_of(refused) == "revoked"


async def test_of_two_who_correct_at_once_one_is_told_and_nothing_is_void(filed):
    index = await index_of(filed)
    calls = [correct(filed, index, credits=str(at)) for at in range(1, 4)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["CorrectionRefused"] * 2 + ["int"]
    size = (await filed.own_log.head()).size
    found = await filed.logs._copies.statuses(filed.own_log.origin, list(range(size)))
    assert Status.VOID not in found.values()


async def test_a_correction_does_not_make_an_achievement_the_same_as_another_of_that_person(filed):
    with pytest.raises(CorrectionRefused) as refused:
        await correct(filed, await index_of(filed), title="书法")
    assert reason_of(refused) == "duplicate"
    await correct(filed, await index_of(filed, document=BOB), document=BOB, title="书法")


async def test_a_file_that_states_the_corrected_facts_files_no_second_achievement(filed, tmp_path):
    await correct(filed, await index_of(filed), title="剪纸（提高班）")
    report = await file_rows(filed, tmp_path / "again.xlsx", (ANN, "剪纸"), (ANN, "剪纸（提高班）"), (BOB, "剪纸"))
    assert (report.accepted, report.duplicate) == (0, 3)


async def test_a_correction_can_be_taken_back_by_another(filed):
    index = await correct(filed, await index_of(filed), title="书法（一）")
    index = await correct(filed, index, title="剪纸")
    index = await correct(filed, index, title="书法（一）")
    found = await seen(filed)
    assert found["书法（一）", Status.VALID].index == index
    assert [status for _, status in found].count(Status.VALID) == 2


async def test_a_corrected_achievement_is_withdrawn_by_its_unit_and_with_its_import(filed):
    index = await correct(filed, await index_of(filed), credits="1")
    found = await filed.history.filed(index, actor=ACTOR)
    assert (found.trace.unit.code, len(found.trace.chain)) == ("X1", 2)
    imported = found.imported.job.import_id
    done = await filed.withdrawing.withdraw_import(
        imported, reason=RevocationReason.DUPLICATE, note="", actor=ACTOR, on_progress=lambda done, total: None
    )
    assert (done.achievements, done.withdrawn) == (3, 3)
    assert Status.VALID not in {status for _, status in await seen(filed)}


@pytest.mark.parametrize(
    ("unit", "duty", "outcome"),
    [("X1", Duty.FILING, None), ("S1", Duty.FILING, None), ("X2", Duty.FILING, "place"), ("X1", Duty.REVIEW, "duty")],
)
async def test_who_may_correct_is_told_by_duty_and_place(filed, unit, duty, outcome):
    actor, index = await county_operator(filed, "经办", unit, duty), await index_of(filed)
    if outcome is None:
        await correct(filed, index, actor=actor, credits="1")
        return
    with pytest.raises(ActorRefused) as refused:
        await correct(filed, index, actor=actor, credits="1")
    assert reason_of(refused) == outcome


async def test_an_operator_corrects_to_institutions_of_their_own_place_alone(filed):
    actor, index = await county_operator(filed, "经办", "X1", Duty.FILING), await index_of(filed)
    with pytest.raises(ActorRefused) as refused:
        await correct(filed, index, actor=actor, institution_name="X2机构")
    assert reason_of(refused) == "place"
    await correct(filed, index, actor=actor, institution_name="T1机构")


async def test_a_record_is_not_opened_by_another_persons_document_and_the_try_is_recorded(filed):
    index, now = await index_of(filed), filed.clock.now()
    with pytest.raises(NotThisDocument):
        await correct(filed, index, document=BOB, credits="1")
    tried = await filed.trail._audit.between(now, now.replace(year=now.year + 1), "open-for-correction")
    assert len(tried) == 1

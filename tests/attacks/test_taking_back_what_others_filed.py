"""Shows that nobody takes back, rewrites or looks at what isn't theirs, and that nothing withdrawn comes back."""

import pytest

from adapters.base import ImportMode
from federation.clock import SteeredClock
from federation.error_catalogue import describe
from federation.errors import ActorRefused, CorrectionRefused, CreditBankError, NotHere, NotThisDocument
from federation.model.reason import CorrectionReason, RevocationReason
from federation.model.standing import Status
from node.model.access import Basis, Duty
from node.services.amending.correcting import Corrections
from samples.people import person_at
from tests.support.branches import START
from tests.support.services import (
    ACTOR,
    account_row,
    accounts_file,
    achievement_row,
    achievements_file,
    document_of,
    opened,
)
from tests.support.units import county_operator, with_counties

ANN, BOB = (document_of(person_at(at)) for at in range(2))
FRAUD, ERROR = RevocationReason.FRAUD, CorrectionReason.FILED_IN_ERROR


@pytest.fixture
async def node(tmp_path):
    """County X1 has filed an account and an achievement of Ann's."""
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await with_counties(node)
        await take_in(node, accounts_file(tmp_path / "accounts.xlsx", [account_row(0), account_row(1)]), None)
        await take_in(node, rows_file(tmp_path))
        yield node


def rows_file(folder):
    return achievements_file(folder / "rows.xlsx", [achievement_row(number=ANN.number)])


async def take_in(node, path, mode=ImportMode.DOCUMENT_NUMBER, actor=ACTOR, unit="X1"):
    return await node.importing.import_file(
        path, mode=mode, institution="", actor=actor, on_progress=lambda progress: None, unit=unit
    )


async def shown(node, document=ANN):
    result = await node.lookup.look_up(document, purpose="核对", basis=Basis.SELF, actor=ACTOR)
    return [(one.status, one.title) for one in result.achievements]


async def correct(node, index, document, **changes):
    return await node.correcting.correct(
        index, Corrections(**changes), document=document, reason=ERROR, note="", actor=ACTOR
    )


async def the_import(node):
    return next(one for one, _ in await node.history.imports(actor=ACTOR, limit=9) if one.entries).job.import_id


async def test_a_filer_of_another_county_withdraws(node):
    thief, import_id = await county_operator(node, "邻县", "X2", Duty.FILING, Duty.MANAGEMENT), await the_import(node)
    size = (await node.own_log.head()).size
    calls = (
        node.withdrawing.withdraw(0, reason=FRAUD, note="", actor=thief),
        node.withdrawing.withdraw_import(
            import_id, reason=FRAUD, note="", actor=thief, on_progress=lambda done, total: None
        ),
    )
    for call in calls:
        with pytest.raises(ActorRefused) as refused:
            await call
        assert refused.value.facts["reason"] == "place"
    assert (await node.own_log.head()).size == size
    assert await shown(node) == [(Status.VALID, "剪纸")]


async def test_a_township_takes_back_what_its_county_filed(node):
    township = await county_operator(node, "乡镇", "T1", Duty.FILING)
    with pytest.raises(ActorRefused):
        await node.withdrawing.withdraw(0, reason=FRAUD, note="", actor=township)


async def test_a_neighbour_reads_where_a_row_came_from_or_anothers_imports(node):
    neighbour, import_id = await county_operator(node, "邻县", "X2", Duty.FILING), await the_import(node)
    assert await node.history.imports(actor=neighbour, limit=99) == []
    for call in (
        node.history.filed(0, actor=neighbour),
        node.history.find_import(import_id, actor=neighbour),
        node.history.imports(actor=neighbour, limit=9, unit="X1"),
    ):
        with pytest.raises(NotHere):
            await call


async def test_a_corrected_record_reopened_under_another_document(node):
    at = await correct(node, 0, ANN, credits="1")
    for index, document in ((at, BOB), (0, BOB), (0, ANN)):
        with pytest.raises((NotThisDocument, CorrectionRefused)):
            await correct(node, index, document, title="别人的成果")
    assert await shown(node, BOB) == []
    assert await shown(node) == [(Status.CORRECTED, "剪纸"), (Status.VALID, "剪纸")]


async def test_guessed_documents_are_tried_on_a_record_without_end(node):
    for _ in range(node.config.lookup.per_minute):
        with pytest.raises(NotThisDocument):
            await correct(node, 0, BOB, credits="1")
    with pytest.raises(ActorRefused) as refused:
        await correct(node, 0, ANN, credits="1")
    assert refused.value.facts["reason"] == "rate-limit"


async def test_a_withdrawn_achievement_is_brought_back_by_correcting_it_or_filing_it_again(node, tmp_path):
    await node.withdrawing.withdraw(0, reason=FRAUD, note="", actor=ACTOR)
    with pytest.raises(CorrectionRefused):
        await correct(node, 0, ANN, credits="9")
    report = await take_in(node, rows_file(tmp_path), unit="X2")
    assert (report.accepted, report.duplicate) == (0, 1)
    assert await shown(node) == [(Status.REVOKED, "剪纸")]


async def test_a_clerk_probes_whether_a_stranger_has_an_account(node):
    neighbour, told = await county_operator(node, "邻县", "X2", Duty.FILING), set()
    for document in (ANN, document_of(person_at(77))):
        for call in (
            node.accounts.show(document, purpose="试探", basis=Basis.DUTY, actor=neighbour),
            node.accounts.keep(document, reason="试探", actor=neighbour),
            node.accounts.correct(document, "欧阳示例", reason="试探", actor=neighbour),
        ):
            with pytest.raises(CreditBankError) as refused:
                await call
            told.add(describe(refused.value, "zh"))
    assert len(told) == 1


async def test_a_clerk_takes_over_an_account_by_filing_it_under_another_name(node, tmp_path):
    report = await take_in(
        node, accounts_file(tmp_path / "other.xlsx", [account_row(0, 姓名="欧阳示例")]), None, unit="X2"
    )
    assert (report.accepted, report.rejected) == (0, 1)
    neighbour = await county_operator(node, "邻县", "X2", Duty.FILING)
    with pytest.raises(NotHere):
        await node.accounts.correct(ANN, "欧阳示例", reason="本县学员", actor=neighbour)
    view = await node.accounts.show(ANN, purpose="核对", basis=Basis.SELF, actor=ACTOR)
    assert view.account.learner.name == person_at(0).name

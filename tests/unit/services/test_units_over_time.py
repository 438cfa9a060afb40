"""Shows that units are renamed and closed, operators let in again, attachments taken off, and nothing is forgotten."""

import pytest
from msgspec.structs import replace

from adapters.base import ImportMode
from federation.errors import ActorRefused, NotHere, StepRefused, UnitRefused
from node.model.access import Duty
from samples.people import person_at
from tests.support.deposits import CERTIFICATE, DOCUMENT, PDF, PNG, submitted
from tests.support.services import ACTOR, account_row, accounts_file, achievements_file, take_in
from tests.support.training import Q1, project, training
from tests.support.units import county_operator, with_counties

BY_USER = ImportMode.USER_NUMBER
WHY = "机构改革"


@pytest.fixture
async def units(node):
    """City S1, its counties X1 and X2, township T1 of X1."""
    await with_counties(node)
    return node


async def refusal(call):
    with pytest.raises((UnitRefused, ActorRefused)) as refused:
        await call
    return refused.value.facts["reason"]


def rows_of(institution):
    number = person_at(0).user_number
    return [[number, institution, "", "剪纸", "20220801"]]


async def test_a_unit_is_renamed_by_those_above_and_its_old_name_is_nobody_elses(units):
    manager = await county_operator(units, "市管理员", "S1", Duty.MANAGEMENT)
    own = await county_operator(units, "县管理员", "X1", Duty.MANAGEMENT)
    assert await refusal(units.units.rename("X1", name="新区社区学院", reason=WHY, actor=own)) == "own-unit"
    assert await refusal(units.units.rename("X1", name="新区社区学院", reason=" ", actor=manager)) == "reason-missing"
    renamed = await units.units.rename("X1", name="新区社区学院", reason=WHY, actor=manager)
    assert (renamed.name, renamed.former_names) == ("新区社区学院", ("X1机构",))
    assert await refusal(units.units.rename("X2", name="X1机构", reason=WHY, actor=manager)) == "name-taken"
    assert await refusal(units.units.rename("X1", name="新区社区学院", reason=WHY, actor=manager)) == "same-name"
    assert await refusal(units.units.rename("32", name="某某", reason=WHY, actor=ACTOR)) == "centre"
    back = await units.units.rename("X1", name="X1机构", reason=WHY, actor=manager)
    assert back.names == ("X1机构", "新区社区学院", "X1机构")


async def test_what_was_filed_under_the_old_name_is_found_under_both_and_the_old_one_is_remarked_on(units, tmp_path):
    clerk = await county_operator(units, "填报员", "X1", Duty.FILING)

    async def take(path, mode=None):
        return await units.importing.import_file(
            path, mode=mode, institution="", actor=clerk, on_progress=lambda progress: None
        )

    await take(accounts_file(tmp_path / "accounts.xlsx", [account_row(0)]))
    old, new = (achievements_file(tmp_path / f"{name}.xlsx", rows_of(name)) for name in ("X1机构", "新名学院"))
    assert (await take(old, BY_USER)).accepted == 1
    await units.units.rename("X1", name="新名学院", reason=WHY, actor=ACTOR)
    clerk = await units.operators.acting("填报员", "nobody")
    again = await take(old, BY_USER)
    assert (again.duplicate, {one.code for one in again.remarks}) == (1, {"institution-renamed", "year-outside-notice"})
    assert any("新名学院" in one.message for one in again.remarks)
    under_new = await take(new, BY_USER)
    assert (under_new.duplicate, {one.code for one in under_new.remarks}) == (1, {"year-outside-notice"})
    assert (await units.history.filed(0, actor=clerk)).trace.unit.code == "X1"
    assert (await take(accounts_file(tmp_path / "accounts.xlsx2.xlsx", [account_row(0)]))).duplicate == 1


async def test_a_unit_is_closed_once_nothing_of_it_is_open_and_files_nothing_then(units, tmp_path):
    clerk = await county_operator(units, "填报员", "X1", Duty.FILING)
    case_id = await submitted(units, CERTIFICATE, clerk)

    def close(code="X1"):
        return units.units.close(code, reason=WHY, actor=ACTOR)

    assert await refusal(close()) == "units-under"
    await close("T1")
    assert await refusal(close()) == "operators-left"
    await units.operators.suspend("填报员", actor=ACTOR)
    assert await refusal(close()) == "cases-open"
    await units.deposits.filing.withdraw(case_id, actor=ACTOR)
    await close()
    file = accounts_file(tmp_path / "a.xlsx", [account_row(1)])
    assert await refusal(take_in(units, file, unit="X1")) == "closed"
    assert await refusal(units.deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=ACTOR, unit="X1")) == "closed"
    assert await refusal(county_operator(units, "新人", "X1", Duty.FILING)) == "no-account"
    assert await refusal(units.operators.resume("填报员", actor=ACTOR)) == "closed"
    assert await refusal(close()) == "closed"
    new = {"name": "另一机构", "level": "county-college", "region": "320102", "parent": "S1", "actor": ACTOR}
    assert await refusal(units.units.add(code="X1", **new)) == "code-taken"
    assert await refusal(units.units.add(code="X9", **{**new, "name": "X1机构"})) == "name-taken"
    assert (await units.units.by_code("X1")).is_closed


async def test_a_suspended_operator_is_let_in_again_by_whoever_may_register_them(units):
    await county_operator(units, "填报员", "X1", Duty.FILING)
    await units.operators.suspend("填报员", actor=ACTOR)
    stranger = await county_operator(units, "邻县管理员", "X2", Duty.MANAGEMENT, Duty.FILING)
    lesser = await county_operator(units, "管理员", "X1", Duty.MANAGEMENT)
    assert await refusal(units.operators.resume("填报员", actor=stranger)) == "place"
    assert await refusal(units.operators.resume("填报员", actor=lesser)) == "duty"
    manager = await county_operator(units, "市管理员", "S1", Duty.MANAGEMENT, Duty.FILING)
    await units.operators.resume("填报员", actor=manager)
    assert (await units.operators.acting("填报员", "nobody")).duties == {Duty.FILING}
    with pytest.raises(NotHere):
        await units.operators.resume("填报员", actor=manager)


async def test_whoever_let_an_operator_in_again_is_not_reviewed_by_them(units):
    manager = await county_operator(units, "市管理员", "S1", Duty.MANAGEMENT, Duty.FILING, Duty.REVIEW)
    await county_operator(units, "审核员", "S1", Duty.REVIEW)
    await units.operators.suspend("审核员", actor=ACTOR)
    await units.operators.resume("审核员", actor=manager)
    reviewer = await units.operators.acting("审核员", "nobody")
    case_id = await submitted(units, CERTIFICATE, manager)
    assert await refusal(units.deposits.review.approve(case_id, actor=reviewer)) == "self-review"


async def test_a_wrong_file_is_taken_off_a_draft_and_the_history_keeps_that_it_was_there(units):
    clerk = await county_operator(units, "填报员", "X1", Duty.FILING)
    stranger = await county_operator(units, "邻县填报员", "X2", Duty.FILING)
    case = await units.deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=clerk)
    for name, content in (("证书.pdf", PDF), ("他人证书.png", PNG)):
        await units.deposits.filing.attach(case.case_id, name=name, content=content, actor=clerk)
    view = await units.deposits.views.find(case.case_id, actor=clerk)
    wrong = 1 + [one.name for one in view.attachments].index("他人证书.png")
    with pytest.raises(NotHere):
        await units.deposits.filing.detach(case.case_id, wrong, actor=stranger)
    taken = await units.deposits.filing.detach(case.case_id, wrong, actor=clerk)
    view = await units.deposits.views.find(case.case_id, actor=clerk)
    assert [one.name for one in view.attachments] == ["证书.pdf"]
    assert [one.step for one in view.steps][-1] == "detach"
    assert await units.deposits.filing._casework._cases.content(taken.digest) is None
    await units.deposits.filing.submit(case.case_id, actor=clerk)
    with pytest.raises(StepRefused):
        await units.deposits.filing.detach(case.case_id, 1, actor=clerk)


async def test_a_file_that_another_case_has_as_well_stays_there(units):
    clerk = await county_operator(units, "填报员", "X1", Duty.FILING)
    first = await units.deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=clerk)
    other = await units.deposits.filing.file(replace(CERTIFICATE, title="另一证书"), document=DOCUMENT, actor=clerk)
    for case in (first, other):
        await units.deposits.filing.attach(case.case_id, name="证书.pdf", content=PDF, actor=clerk)
    await units.deposits.filing.detach(first.case_id, 1, actor=clerk)
    assert (await units.deposits.views.evidence(other.case_id, 1, actor=clerk))[1] == PDF


async def test_a_project_under_way_keeps_its_school_open_and_one_in_a_catalogue_does_not(tmp_path):
    async with training(tmp_path) as at:
        school, centre = at.people["school"], at.people["centre"]
        await at.node.operators.suspend("school经办", actor=ACTOR)

        def close():
            return at.node.units.close(at.codes["school"], reason=WHY, actor=ACTOR)

        (filed,) = await at.node.declaring.filing.file([project()], actor=school)
        ids = [filed.case.case_id]
        assert await refusal(close()) == "cases-open"
        await at.node.declaring.filing.submit(ids, actor=school)
        assert await refusal(close()) == "cases-open"
        await at.node.declaring.review.give_back(ids, reason="规模偏大", actor=centre)
        assert await refusal(close()) == "cases-open"
        await at.node.declaring.filing.submit(ids, actor=school)
        await at.node.declaring.review.approve(ids, actor=centre)
        assert await refusal(close()) == "cases-open"
        await at.node.cataloguing.publishing.publish(Q1, Q1, actor=centre)
        await close()
        assert (await at.node.units.by_code(at.codes["school"])).is_closed

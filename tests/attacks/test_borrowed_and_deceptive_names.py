"""Attack: a unit takes another's name or numbers, or a name that deceives the eye or stops the branch."""

from datetime import timedelta

import pytest
from openpyxl import load_workbook

from federation.clock import SteeredClock
from federation.errors import ActorRefused, UnitRefused
from node.model.access import Duty
from samples.people import person_at
from tests.support.branches import START
from tests.support.deposits import add_units, operator
from tests.support.forms import filled_form
from tests.support.services import ACTOR, account_row, accounts_file, opened, take_in

DECEPTIVE = ("某\n院", "某\u202e院", "某\u2066院", "某\u200f院", "某\x00院", "某\u2028院")


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await add_units(node)
        yield node


async def file_numbers(node, path, institution, actor, *rows):
    return await node.importing.import_file(
        accounts_file(path, rows),
        mode=None,
        institution=institution,
        actor=actor,
        on_progress=lambda progress: None,
    )


@pytest.mark.parametrize("institution", ["X1机构", "Ｘ1 机构", "S1机构", "某外省学院"])
async def test_user_numbers_of_another_institution_are_taken(node, tmp_path, institution):
    neighbour = await operator(node, "邻县", "X2", Duty.FILING)
    with pytest.raises(ActorRefused) as refused:
        await file_numbers(node, tmp_path / "a.xlsx", institution, neighbour, account_row(1, 协议单位用户号="U77"))
    assert refused.value.facts["reason"] == "place"
    report = await take_in(node, accounts_file(tmp_path / "b.xlsx", [account_row(2, 协议单位用户号="U77")]), unit="X1")
    assert (report.accepted, report.rejected) == (1, 0)


async def test_numbers_of_the_own_unit_those_under_it_and_by_the_administrator_any_are_taken_in(node, tmp_path):
    city = await operator(node, "市填报", "S1", Duty.FILING)
    for at, (institution, actor) in enumerate((("X1机构", city), ("S1 机构", city), ("某外省学院", ACTOR))):
        report = await file_numbers(node, tmp_path / f"{at}.xlsx", institution, actor, account_row(at))
        assert report.accepted == 1, person_at(at)


@pytest.mark.parametrize("name", ["X1机构", " x1 机构 ", "Ｘ１机构"])
async def test_a_unit_of_another_units_name_is_added_under_oneself(node, name):
    manager = await operator(node, "邻县管理", "X2", Duty.MANAGEMENT)
    for actor in (manager, ACTOR):
        with pytest.raises(UnitRefused) as refused:
            await node.units.add(
                code="T9", name=name, level="township-centre", region="320104001", parent="X2", actor=actor
            )
        assert refused.value.facts["reason"] == "name-taken"


@pytest.mark.parametrize("name", DECEPTIVE)
async def test_a_name_that_turns_or_breaks_its_line_is_registered(node, name):
    with pytest.raises(UnitRefused) as refused:
        await node.units.add(code="X9", name=name, level="county-college", region="320199", parent="S1", actor=ACTOR)
    assert refused.value.facts["reason"] == "name-form"
    with pytest.raises(UnitRefused) as refused:
        await operator(node, name, "X1", Duty.FILING)
    assert refused.value.facts["reason"] == "name-form"


async def test_a_unit_named_before_such_names_were_refused_stops_publication(node):
    async with node.own_log.change() as change:
        above = await change.units.by_code("S1")
        await change.units.add(
            code="X9", name="某\n院", level="county-college", region="320199", parent=above, may_hold_account=True
        )
    node.clock.advance(timedelta(days=1))
    published = await node.progress.publish(ACTOR)
    assert [row.name for row in published.figures.rows if row.region == "320199"] == ["320199"]


@pytest.mark.parametrize("name", ["张\u202e三", "张\n三", "张\u2066三"])
@pytest.mark.parametrize("whose", ["张示例", "李示例", "王示例"])
async def test_an_administrator_applies_under_a_name_that_deceives(node, tmp_path, whose, name):
    form = filled_form("jiangsu-administrator", tmp_path / "form.xlsx")
    cells = [cell for row in load_workbook(form).worksheets[0].iter_rows() for cell in row if cell.value == whose]
    filled_form("jiangsu-administrator", form, {cells[0].coordinate: name})
    issues = await node.application_forms.read_application(form)
    assert isinstance(issues, list)
    assert {one.code for one in issues} == {"name-character"}

"""Shows, article by article, that Jiangsu's 2022 notice can be followed with the node alone.

Source: 江苏省教育厅办公室, notice of August 2022, articles 1 to 4 and annexes 1 and 3
(docs/jiangsu.md lists article, code and test; annex 2 is `test_jiangsu_tables.py`).
"""

from datetime import date, timedelta

import pytest

from adapters.base import ImportMode
from federation.errors import ActorRefused, ApplicationRefused, CaseIncomplete, UnitRefused
from node.model.access import Basis, Duty
from node.model.administrator import COLLECTED, GRANT, GRANTED, PAPER, RETURN, RETURNED, SUBMITTED
from node.printing.progress_workbook import write_progress_workbook
from node.printing.yearly_workbook import write_yearly_workbook
from samples.people import person_at
from tests.support.applications import application_of, brought_to, filed, granted, operator_of
from tests.support.forms import filled_form
from tests.support.services import ACTOR, account_row, accounts_file, document_of, save
from tests.support.workbooks import headers_of
from tests.support.workbooks import read as read_rows

COLLEGE, TOWNSHIP = "甲区社区学院", "甲一街道社区教育中心"
HEADERS_WITH_PLACE = ["协议单位用户号", "协议单位名称", "证件号码", "学习成果名称", "成果取得时间", "办学点"]


async def registered(node, code, *duties):
    name = f"{code}填报员"
    await node.operators.add(name, unit=await node.units.by_code(code), duties=duties, actor=ACTOR)
    return await node.operators.acting(name, "root")


async def file_by(node, path, actor, mode=None, unit=""):
    return await node.importing.import_file(
        path, mode=mode, institution="", actor=actor, on_progress=lambda _: None, unit=unit
    )


async def file_learners(node, tmp_path, people, actor):
    path = accounts_file(tmp_path / "accounts.xlsx", [account_row(index) for index in people])
    return await file_by(node, path, actor)


def results(path, people, *, title="智能手机应用", on="20220801", institution=COLLEGE, place=""):
    rows = [["", institution, person_at(index).document_number, title, on, place] for index in people]
    return save(path, [HEADERS_WITH_PLACE, *rows])


async def test_article_1_community_education_has_four_levels_that_stand_one_under_another(node):
    levels = [(one.code, one.region_digits) for one in node.units.levels]
    assert levels == [
        ("provincial-centre", 2),
        ("city-university", 4),
        ("county-college", 6),
        ("township-centre", 9),
        ("village-school", 12),
    ]
    village = await node.units.add(
        code="V1", name="甲一村居民学校", level="village-school", region="320102001002", parent="T1", actor=ACTOR
    )
    assert (await node.units.by_code("N1")).contains(village)


@pytest.mark.parametrize(
    ("on", "remarks"),
    [("20220801", 0), ("20160301", 0), ("20201231", 0), ("20150630", 1), ("20210630", 1)],
    ids=["this year", "2016", "2020", "2015: a remark", "2021: a remark"],
)
async def test_article_1_this_years_results_are_filed_and_those_of_2016_to_2020_too(tmp_path, on, remarks):
    path = results(tmp_path / "b.xlsx", [1], on=on)
    reading = await read_rows(path, today=date(2022, 8, 26))
    assert [len(one.remarks) for one in reading.achievements] == [remarks]


async def test_article_2_city_and_county_get_an_account_by_application_and_file_with_it(node, tmp_path):
    case = await granted(node, COLLEGE, administrator="云晴川")
    assert case.state == GRANTED
    administrator = await node.operators.acting("云晴川", "root")
    report = await file_learners(node, tmp_path, range(3), administrator)
    assert (report.accepted, report.rejected) == (3, 0)


async def test_article_2_townships_and_villages_get_no_account_of_their_own(node):
    township = await node.units.by_code("T1")
    with pytest.raises(UnitRefused):
        await node.operators.add("丙", unit=township, duties=(Duty.FILING,), actor=ACTOR)
    case = await filed(node, TOWNSHIP)
    with pytest.raises(ApplicationRefused) as refused:
        await node.applications.submit(case.case_id, actor=ACTOR)
    assert refused.value.facts["reason"] == "no-account"


async def test_article_2_the_college_files_for_its_townships_and_the_record_names_both(node, tmp_path):
    clerk = await registered(node, "X1", Duty.FILING)
    await file_learners(node, tmp_path, [1], clerk)
    path = results(tmp_path / "b.xlsx", [1], place=TOWNSHIP)
    report = await file_by(node, path, clerk, ImportMode.DOCUMENT_NUMBER)
    assert (report.accepted, [one.code for one in report.remarks]) == (1, [])
    found = await node.lookup.look_up(document_of(person_at(1)), purpose="核对", basis=Basis.SELF, actor=clerk)
    (one,) = found.achievements
    assert (one.institution, one.filed_by, one.training_place) == (COLLEGE, COLLEGE, TOWNSHIP)


async def test_article_2_nobody_files_for_a_unit_outside_their_own(node, tmp_path):
    clerk = await registered(node, "X2", Duty.FILING)
    path = results(tmp_path / "b.xlsx", [1])
    report = await file_by(node, path, clerk, ImportMode.DOCUMENT_NUMBER)
    assert [one.code for one in report.errors] == ["institution-not-yours"]
    with pytest.raises(ActorRefused):
        await file_by(node, path, clerk, ImportMode.DOCUMENT_NUMBER, unit="X1")


async def test_article_3_the_city_bureau_hands_its_areas_applications_up_together_by_the_deadline(node, clock):
    bureau = await operator_of(node, "N1", Duty.COLLECTION)
    await node.application_reminders.set_deadline(date(2022, 9, 15), lead_days=20, actor=ACTOR)
    case = await brought_to(node, COLLEGE, "submit")
    elsewhere = await brought_to(node, "丙市社区学院", "submit", administrator="柳霜石")
    standings = await node.application_reminders.standings(bureau)
    assert sorted(one.unit.code for one in standings if one.is_missing) == ["N1", "X2"]
    clock.advance(timedelta(days=1))
    assert await node.application_reminders.write_due(ACTOR) > 0
    handed = await node.applications.dispatch(unit="", actor=bureau)
    assert handed.handed == {case.case_id}
    assert (await node.applications.show(case.case_id, actor=ACTOR)).case.state == COLLECTED
    assert (await node.applications.show(elsewhere.case_id, actor=ACTOR)).case.state == SUBMITTED


async def test_article_4_who_entered_what_and_when_can_be_told_of_every_row(node, tmp_path):
    clerk = await registered(node, "X1", Duty.FILING)
    await file_learners(node, tmp_path, [1, 2], clerk)
    await file_by(node, results(tmp_path / "b.xlsx", [1, 2]), clerk, ImportMode.DOCUMENT_NUMBER)
    size = (await node.own_log.head()).size
    filed_rows = [await node.history.filed(index, actor=clerk) for index in range(size)]
    assert sorted(one.trace.row for one in filed_rows) == [2, 3]
    told = {(one.trace.unit.code, one.operator, one.at) for one in filed_rows}
    assert told == {("X1", clerk.name, node.clock.now())}


async def test_article_4_progress_is_published_by_city_and_county(node, tmp_path, clock):
    clerk = await registered(node, "X1", Duty.FILING)
    await file_learners(node, tmp_path, range(12), clerk)
    await file_by(node, results(tmp_path / "b.xlsx", range(12)), clerk, ImportMode.DOCUMENT_NUMBER)
    clock.advance(timedelta(days=1))
    published = await node.progress.publish(ACTOR)
    rows = {one.region: one for one in published.figures.rows}
    assert {region: rows[region].achievements for region in ("32", "3201", "320102")} == dict.fromkeys(
        ("32", "3201", "320102"), 12
    )
    write_progress_workbook(published.figures, tmp_path / "progress.xlsx")
    assert (tmp_path / "progress.xlsx").stat().st_size > 0


async def test_article_4_the_department_assesses_by_the_same_figures(node, tmp_path, clock):
    clerk = await registered(node, "X1", Duty.FILING)
    await file_learners(node, tmp_path, range(12), clerk)
    clock.advance(timedelta(days=1))
    figures = await node.progress.of_year(ACTOR, 2022)
    assert {one.learners for one in figures.rows if one.region in ("32", "320102")} == {12}
    write_yearly_workbook(figures, tmp_path / "yearly.xlsx")
    assert (tmp_path / "yearly.xlsx").stat().st_size > 0


async def test_annex_1_the_form_states_institution_contact_and_administrator(node, tmp_path, clock):
    clock.advance(timedelta(days=30))
    read = await node.application_forms.read_application(filled_form("jiangsu-administrator", tmp_path / "form.xlsx"))
    assert not isinstance(read, list)
    assert read.institution.nature in ("行政单位", "事业单位", "企业单位", "其他")
    assert all((read.institution.name, read.institution.uscc, read.institution.legal_representative))
    for person in (read.contact, read.administrator):
        assert person.name
        assert person.mobile


async def test_annex_1_note_2_sealed_copies_are_needed_to_hand_it_in(node):
    case = await node.applications.file(application_of(COLLEGE), unit="", actor=ACTOR)
    with pytest.raises(CaseIncomplete):
        await node.applications.submit(case.case_id, actor=ACTOR)


async def test_annex_1_note_3_it_comes_as_file_and_on_paper_and_the_centre_notes_both(node):
    case = await brought_to(node, COLLEGE, "submit", "collect")
    await node.applications.decide(case.case_id, PAPER, actor=ACTOR)
    shown = await node.applications.show(case.case_id, actor=ACTOR)
    assert [one.step for one in shown.steps][-1] == PAPER
    assert (await node.applications.decide(case.case_id, GRANT, actor=ACTOR)).state == GRANTED


async def test_annex_1_a_returned_form_says_why_and_can_be_handed_in_again(node):
    case = await brought_to(node, COLLEGE, "submit", "collect")
    case = await node.applications.decide(case.case_id, RETURN, actor=ACTOR, reason="印章不清")
    assert case.state == RETURNED
    assert (await node.applications.submit(case.case_id, actor=ACTOR)).state == SUBMITTED


async def test_annex_3_each_citys_contacts_are_filed_by_its_bureau_and_seen_by_the_centre(node, tmp_path):
    contacts = await node.application_forms.read_contacts(
        filled_form("jiangsu-city-contacts", tmp_path / "contacts.xlsx")
    )
    assert not isinstance(contacts, list)
    bureau = await operator_of(node, "N1", Duty.COLLECTION)
    await node.city_contacts.file(contacts, unit="N1", actor=bureau)
    (seen,) = await node.city_contacts.seen_by(ACTOR)
    assert seen.contacts == contacts


def test_annex_2_the_templates_are_the_notices_own():
    from adapters.registry import template_named

    assert len(headers_of(template_named("jiangsu-accounts"))) == 15
    assert headers_of(template_named("jiangsu-achievements"))[:5] == HEADERS_WITH_PLACE[:5]

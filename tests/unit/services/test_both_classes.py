"""Shows that degree results and certificates come in by workbooks, in full, whoever of the branch files them."""

import pytest

from adapters.base import ImportMode
from adapters.shared.certificates import CERTIFICATES
from adapters.shared.degree_results import DEGREE_RESULTS
from federation.model.reason import CorrectionReason
from federation.model.standing import Status
from node.model.access import Basis, Duty
from node.services.amending.correcting import Corrections
from samples.people import person_at
from tests.support.deposits import add_units, operator
from tests.support.services import (
    ACTOR,
    account_row,
    accounts_file,
    achievement_row,
    achievements_file,
    counts,
    document_of,
    opened,
    take_in,
)
from tests.support.workbooks import headers_of, save


@pytest.fixture
async def node(tmp_path, clock):
    async with opened(tmp_path / "32", clock) as node:
        await add_units(node)
        yield node


def degree_row(index, course="大学英语（一）", score="86", credit="3.5", kind="课程学分", name=""):
    person = person_at(index)
    return [
        name or person.name,
        "居民身份证",
        person.document_number,
        "某某开放大学",
        course,
        score,
        credit,
        "20220630",
        kind,
    ]


def certificate_row(index, number="S000032000001220000001"):
    person = person_at(index)
    return [
        person.name,
        "居民身份证",
        person.document_number,
        "养老护理员职业技能等级证书",
        number,
        "四级",
        "某某职业技能鉴定中心",
        "20220630",
    ]


def degree_file(path, *rows):
    return save(path, [headers_of(DEGREE_RESULTS), *rows])


def certificate_file(path, *rows):
    return save(path, [headers_of(CERTIFICATES), *rows])


async def imported(node, path, actor=ACTOR):
    return await node.importing.import_file(
        path, mode=None, institution="", actor=actor, on_progress=lambda progress: None
    )


async def of_person(node, index):
    found = await node.lookup.look_up(document_of(person_at(index)), purpose="本人查询", basis=Basis.SELF, actor=ACTOR)
    return sorted(found.achievements, key=lambda one: one.title)


async def test_degree_results_are_filed_with_school_class_score_and_credit(node, tmp_path):
    path = degree_file(
        tmp_path / "d.xlsx", degree_row(1), degree_row(1, "高等数学", "合格", "", "自学考试"), degree_row(2, credit="")
    )
    report = await take_in(node, path)
    assert counts(report) == (2, 0, 1)
    assert [one.code for one in report.errors] == ["credits-required"]
    course, examination = await of_person(node, 1)
    assert (course.achievement_class, course.institution, course.score, course.credits) == (
        "degree-course", "某某开放大学", "86", 350,
    )  # fmt: skip
    assert (examination.achievement_class, examination.score, examination.credits) == (
        "self-study-examination", "合格", None,
    )  # fmt: skip
    assert not course.personal_deposit


async def test_certificates_are_filed_with_number_and_level(node, tmp_path):
    assert counts(await take_in(node, certificate_file(tmp_path / "c.xlsx", certificate_row(1)))) == (1, 0, 0)
    (one,) = await of_person(node, 1)
    assert (one.achievement_class, one.certificate_number, one.certificate_level, one.institution) == (
        "certificate", "S000032000001220000001", "四级", "某某职业技能鉴定中心",
    )  # fmt: skip


async def test_the_same_results_twice_change_nothing(node, tmp_path):
    path = degree_file(tmp_path / "d.xlsx", degree_row(1), degree_row(2))
    await take_in(node, path)
    size = (await node.own_log.head()).size
    assert counts(await take_in(node, path)) == (0, 2, 0)
    assert (await node.own_log.head()).size == size


async def test_a_units_operator_files_results_of_schools_and_issuers_that_are_no_units(node, tmp_path):
    clerk = await operator(node, "县填报员", "X1", Duty.FILING)
    for path in (
        degree_file(tmp_path / "d.xlsx", degree_row(1)),
        certificate_file(tmp_path / "c.xlsx", certificate_row(1)),
    ):
        assert counts(await imported(node, path, clerk)) == (1, 0, 0)
    assert [one.filed_by for one in await of_person(node, 1)] == ["X1机构", "X1机构"]


async def test_a_units_operator_files_no_training_of_an_institution_that_is_not_theirs(node, tmp_path):
    await take_in(node, accounts_file(tmp_path / "a.xlsx", [account_row(1)]))
    clerk = await operator(node, "县填报员", "X1", Duty.FILING)
    path = achievements_file(tmp_path / "t.xlsx", [achievement_row(number=person_at(1).document_number)])
    report = await node.importing.import_file(
        path, mode=ImportMode.DOCUMENT_NUMBER, institution="", actor=clerk, on_progress=lambda progress: None
    )
    assert [one.code for one in report.errors] == ["institution-not-yours"]


async def test_a_result_under_another_name_than_the_account_is_for_people_to_resolve(node, tmp_path):
    await take_in(node, accounts_file(tmp_path / "a.xlsx", [account_row(1)]))
    path = degree_file(tmp_path / "d.xlsx", degree_row(1, name="别的姓名"), degree_row(1, "高等数学"))
    report = await take_in(node, path)
    assert counts(report) == (1, 0, 1)
    assert [(one.code, one.column, one.row) for one in report.errors] == [("name-conflict", "姓名", 2)]


async def test_the_school_of_a_degree_result_is_corrected_by_the_unit_that_filed_it(node, tmp_path):
    clerk = await operator(node, "县填报员", "X1", Duty.FILING)
    await imported(node, degree_file(tmp_path / "d.xlsx", degree_row(1)), clerk)
    (one,) = await of_person(node, 1)
    await node.correcting.correct(
        one.index,
        Corrections(institution_name="另一开放大学", score="88"),
        document=document_of(person_at(1)),
        reason=CorrectionReason.FILED_IN_ERROR,
        note="",
        actor=clerk,
    )
    valid = [found for found in await of_person(node, 1) if found.status is Status.VALID]
    assert [(found.institution, found.score, found.credits, found.achievement_class) for found in valid] == [
        ("另一开放大学", "88", 350, "degree-course")
    ]

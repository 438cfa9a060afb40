"""Shows that declared projects are listed for the education authority, and that a list was handed over is kept."""

from datetime import date, timedelta

import pytest

from federation.errors import ActorRefused, DeclarationRefused, NotHere
from node.services.declaring.record_lists import PRINTED, ListScope
from tests.support.branches import START
from tests.support.printed import pages_of, text_of
from tests.support.training import Q1, project, training

SCOPE = ListScope(first_quarter=Q1, last_quarter=Q1)
BUREAU = "上城区教育局"


@pytest.fixture
async def at(tmp_path):
    """A school's submitted and approved projects and its draft; another school's of the same quarter."""
    async with training(tmp_path) as corner:
        await corner.approved(project())
        await corner.submitted(project("茶艺", category="茶文化", category_is_new=True, credit_hours=1650))
        await corner.submitted(project("剪纸"), school="school2")
        await corner.submitted(project("插花", quarter=2))
        await corner.node.declaring.filing.file([project("草稿")], actor=corner.people["school"])
        yield corner


async def printed(at, who, **scope):
    whole = {"first_quarter": Q1, "last_quarter": Q1, **scope}
    return text_of(await at.node.declaring.record_lists.render(ListScope(**whole), actor=at.people[who]))


async def refusal(call):
    with pytest.raises((DeclarationRefused, ActorRefused)) as refused:
        await call
    return refused.value.facts["reason"]


async def test_a_county_lists_what_was_handed_in_with_the_columns_of_annex_1_and_places_for_seal_and_date(at):
    text = await printed(at, "centre")
    for header in ("序号", "项目名称", "项目类别", "培训规模", "培训对象", "培训形式", "培训时数", "学时数", "申报单位",
                   "机构代码", "联系人（电话）"):  # fmt: skip
        assert header in text
    for said in ("杭州市上城区", "2027年第一季度", "共3个项目，计划培训120人", "老年教育培训", "茶文化（新）", "16.5",
                 "上城第二成人学校", at.codes["school"], "王某某", "（盖章）", "经办人（签字）", "年月日"):  # fmt: skip
        assert said in text
    assert "草稿" not in text
    assert "插花" not in text
    assert "插花" in await printed(at, "centre", last_quarter=Q1 + 1)


async def test_a_school_lists_its_own_and_the_centre_may_list_a_schools(at):
    assert "剪纸" not in await printed(at, "school")
    assert "社区养老护理" not in await printed(at, "centre", unit=at.codes["school2"])
    lists = at.node.declaring.record_lists
    with pytest.raises(NotHere):
        await lists.render(ListScope(first_quarter=Q1, last_quarter=Q1, unit="nowhere"), actor=at.people["centre"])
    away = ListScope(first_quarter=Q1, last_quarter=Q1, unit=at.codes["centre"])
    assert await refusal(lists.render(away, actor=at.people["far"])) == "place"
    assert await refusal(lists.render(SCOPE, actor=at.people["office"])) == "duty"
    assert await refusal(lists.render(SCOPE, actor=at.people["far"])) == "nothing-listed"
    other = ListScope(first_quarter=Q1, last_quarter=Q1, area="330105")
    assert await refusal(lists.render(other, actor=at.people["province"])) == "nothing-listed"
    backwards = ListScope(first_quarter=Q1, last_quarter=Q1 - 1)
    assert await refusal(lists.render(backwards, actor=at.people["centre"])) == "quarters"


async def test_a_long_list_repeats_its_header_on_every_page_and_numbers_them(at):
    await at.submitted(*(project(f"第{number}期培训") for number in range(60)))
    lists = at.node.declaring.record_lists
    pages = pages_of(await lists.render(SCOPE, actor=at.people["centre"]))
    assert len(pages) > 2
    assert all(f"第{number}页，共{len(pages)}页" in page for number, page in enumerate(pages, start=1))
    assert all("培训对象" in page for page in pages if "成人学校" in page)
    assert "备案意见" in pages[-1]


async def test_who_looks_at_the_list_of_reporters_is_recorded(at):
    await printed(at, "centre")
    async with at.node.own_log.change() as change:
        (looked,) = await change.audit.between(START, START + timedelta(days=1), PRINTED)
    assert (looked.actor, looked.detail) == ("centre经办", f"{at.codes['centre']} 330102 2027-Q1")


async def test_that_a_list_was_handed_over_is_kept_and_what_came_later_counts_as_not_on_record(at):
    lists = at.node.declaring.record_lists
    handed = await lists.hand_over(
        SCOPE, receiver=BUREAU, day=date(2026, 1, 1), note="交职成教科", actor=at.people["centre"]
    )
    assert (handed.handed.area, len(handed.handed.project_ids), handed.by) == ("330102", 3, "centre经办")
    await at.submitted(project("编织"))
    (one,) = await lists.handed(actor=at.people["office"])
    assert (one.unit.code, one.handed.receiver, one.handed.note, one.since) == (
        at.codes["centre"], BUREAU, "交职成教科", 1,
    )  # fmt: skip
    assert (one.handed.handed_on, one.by) == (date(2026, 1, 1), "centre经办")
    await lists.hand_over(SCOPE, receiver=BUREAU, actor=at.people["centre"])
    assert [one.since for one in await lists.handed(actor=at.people["office"])] == [0, 0]
    assert await lists.handed(actor=at.people["office"], quarter=Q1 + 1) == []
    assert await lists.handed(actor=at.people["office"], area="330105") == []
    assert await lists.handed(actor=at.people["other"]) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"receiver": " "}, "receiver"),
        ({"receiver": "局" * 101}, "receiver"),
        ({"note": "一\n二"}, "text-form"),
        ({"day": date(2199, 1, 1)}, "day-to-come"),
    ],
)
async def test_what_a_hand_over_says_is_held_against_its_bounds(at, changes, reason):
    whole = {"receiver": BUREAU, "actor": at.people["centre"], **changes}
    assert await refusal(at.node.declaring.record_lists.hand_over(SCOPE, **whole)) == reason

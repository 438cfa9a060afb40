"""Attacks on a published assessment: groups under ten made to look larger, or computed from other figures."""

from datetime import UTC, datetime

import pytest

from federation.clock import SteeredClock
from node.model.access import Basis
from samples.people import person_at
from tests.support.services import ACTOR, document_of
from tests.support.training import project, training
from tests.support.zhejiang_results import add_clerks, file_results, result_row

NINE = [person_at(at) for at in range(1, 10)]
OLD_DOCUMENT = person_at(10)


@pytest.fixture
async def at(tmp_path):
    """Results of ten documents, of which one person may have two."""
    async with training(tmp_path, SteeredClock(datetime(2027, 3, 20, 4, tzinfo=UTC))) as made:
        await add_clerks(made, "school")
        line = (await made.published(project("剪纸"))).whole.projects[0]
        rows = [result_row(line, line.courses[0], person) for person in (*NINE, OLD_DOCUMENT)]
        assert (await file_results(made, tmp_path, rows)).accepted == 10
        yield made


async def published(at):
    found = await at.node.assessment.publish(2027, actor=ACTOR)
    return {row.region: row.catalogue_results for row in found.figures.rows}


async def link(at):
    """The ninth person's two documents, stated at the school, confirmed at its sub-centre."""
    stated = await at.node.linking.link(
        document_of(NINE[-1]), document_of(OLD_DOCUMENT), reason="旧证换新证", actor=at.people["school clerk"]
    )
    await at.node.linking.confirm(stated.case.case_id, actor=at.people["centre"])


async def test_results_of_ten_people_are_published(at):
    assert await published(at) == {"33": 10, "3301": 10, "330102": 10, "330105": 0}


async def test_nine_people_made_ten_by_a_second_document(at):
    await link(at)
    assert {region for region, count in (await published(at)).items() if count} == set()
    looked = await at.node.lookup.look_up(document_of(OLD_DOCUMENT), purpose="核对", basis=Basis.SELF, actor=ACTOR)
    assert len(looked.achievements) == 2


async def test_two_documents_whose_link_was_taken_back_are_two_people_again(at):
    await link(at)
    clerk = at.people["school clerk"]
    await at.node.linking.undo(document_of(OLD_DOCUMENT), None, reason="关联有误", actor=clerk)
    assert (await published(at))["330102"] == 10

"""Shows what makes two filings one achievement, with a catalogue and without."""

from datetime import date

import msgspec
import pytest

from federation.model.achievement import parse_body
from federation.model.entry import parse_header, parse_private_part
from federation.model.sealing import context_of, open_with_document
from node.services.issuing import AchievementFacts
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT

PLAIN = AchievementFacts(
    document=DOCUMENT, name="云晴川", institution_name="某学校", title="茶艺", achieved_on=date(2026, 5, 1)
)
CATALOGUED = msgspec.structs.replace(PLAIN, project_code="P33040226000011", course_code="C3304022600001011")
OTHERWISE = [
    {"institution_name": "改名后的学校"},
    {"title": "茶艺（新版）"},
    {"achieved_on": date(2026, 6, 30)},
    {"training_hours": 800},
    {"category": "老年教育培训"},
]


@pytest.mark.parametrize("change", OTHERWISE, ids=lambda change: next(iter(change)))
def test_a_course_of_a_project_is_one_achievement_of_a_person_however_it_is_filed_again(desk, change):
    again = msgspec.structs.replace(CATALOGUED, **change)
    assert desk.issuer.identify(again) == desk.issuer.identify(CATALOGUED)


@pytest.mark.parametrize(
    "change",
    [{"document": OTHER_DOCUMENT}, {"project_code": "P33040226000029"}, {"course_code": "C3304022600001029"}],
    ids=lambda change: next(iter(change)),
)
def test_another_person_project_or_course_is_another_achievement(desk, change):
    other = msgspec.structs.replace(CATALOGUED, **change)
    assert desk.issuer.identify(other) != desk.issuer.identify(CATALOGUED)


@pytest.mark.parametrize("change", OTHERWISE[:3], ids=lambda change: next(iter(change)))
def test_without_a_catalogue_institution_title_and_day_tell_achievements_apart(desk, change):
    other = msgspec.structs.replace(PLAIN, **change)
    assert desk.issuer.identify(other) != desk.issuer.identify(PLAIN)


@pytest.mark.parametrize("facts", [PLAIN, CATALOGUED], ids=["plain", "catalogued"])
def test_an_opened_record_has_the_identity_that_its_facts_had(desk, facts):
    sealed = desk.issuer.seal_achievement(facts)
    header, part = parse_header(sealed.entry.header), parse_private_part(sealed.entry.private_part)
    keys = desk.subject_keys.at(header.key_epoch)
    body = parse_body(open_with_document(keys, part, facts.document, context_of(header, desk.store.origin)))
    assert sealed.achievement_id == header.achievement_id == desk.issuer.identify(facts)
    assert desk.issuer.identify_body(body, facts.document) == sealed.achievement_id

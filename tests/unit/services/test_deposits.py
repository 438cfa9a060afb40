"""Shows how a person's own deposit comes to an achievement like any other, or doesn't, and who may see it."""

import asyncio
from datetime import date, timedelta

import msgspec
import pytest

from federation.errors import (
    ActorRefused,
    AttachmentRefused,
    CreditBankError,
    DepositRefused,
    DocumentMalformed,
    NotHere,
    StepRefused,
)
from federation.keys import load_secret
from federation.model.achievement_class import AchievementClass
from federation.model.document import DocumentType, parse_document
from node.model.access import Actor, Basis, Duty, Role
from node.model.deposit import (
    APPROVED,
    DEPOSITS,
    DRAFT,
    REFUSED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
    Deposit,
    encode_deposit,
    parse_deposit,
)
from node.model.filed import ACHIEVEMENTS, PERSONAL_DEPOSITS
from node.node_key import NodeKey
from node.services.deposits.stating import Statement
from node.storage.audit import AuditRepository
from node.storage.filing_counts import FilingCounts
from samples.people import person_at
from tests.support.branches import START
from tests.support.deposits import (
    CERTIFICATE,
    COURSE,
    DOCUMENT,
    PDF,
    PERSON,
    PNG,
    TRAINING,
    add_units,
    operator,
    submitted,
)
from tests.support.services import ACTOR, account_row, accounts_file, document_of, opened, take_in

FOREVER = (date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture
async def node(tmp_path, clock):
    async with opened(tmp_path / "32", clock) as node:
        await add_units(node)
        yield node


@pytest.fixture
async def clerk(node):
    return await operator(node, "填报员", "X1", Duty.FILING)


@pytest.fixture
async def city(node):
    return await operator(node, "市审核员", "S1", Duty.REVIEW)


@pytest.fixture
async def centre(node):
    return await operator(node, "省审核员", "32", Duty.REVIEW)


async def shown(node):
    found = await node.lookup.look_up(DOCUMENT, purpose="本人查询", basis=Basis.SELF, actor=ACTOR)
    return found.achievements


async def log_size(node):
    return (await node.own_log.head()).size


async def counted(node):
    return {(unit, what): count for unit, _, what, count in await FilingCounts(node._database.run).by_day(*FOREVER)}


def refusal(raised):
    return raised.value.facts["reason"]


async def test_an_approved_deposit_is_an_achievement_marked_as_deposited_by_the_person(node, clerk, city):
    case_id = await submitted(node, CERTIFICATE, clerk)
    approved = await node.deposits.review.approve(case_id, actor=city)
    (one,) = await shown(node)
    assert (approved.state, approved.entry_index) == (APPROVED, one.index)
    assert (one.title, one.institution, one.achieved_on) == (
        CERTIFICATE.title,
        CERTIFICATE.institution,
        "2022-06-30",
    )
    assert (one.personal_deposit, one.filed_by, one.achievement_class) == (True, "S1机构", "certificate")
    assert (one.certificate_number, one.certificate_level) == (CERTIFICATE.certificate_number, "四级")
    assert one.credits is None
    unit = await node.units.by_code("S1")
    assert await counted(node) == {(unit.unit_id, ACHIEVEMENTS): 1, (unit.unit_id, PERSONAL_DEPOSITS): 1}


async def test_a_course_keeps_its_score_and_its_credit_in_hundredths(node, clerk, centre):
    await node.deposits.review.approve(await submitted(node, COURSE, clerk), actor=centre)
    (one,) = await shown(node)
    assert (one.achievement_class, one.score, one.credits) == ("degree-course", "86", 350)


@pytest.mark.parametrize(
    ("statement", "where", "competent"),
    [
        (TRAINING, "X1", "X1"),
        (CERTIFICATE, "X1", "S1"),
        (COURSE, "X1", "32"),
        (TRAINING, "S1", "S1"),
        (CERTIFICATE, "32", "32"),
    ],
)
async def test_the_nearest_unit_upwards_that_the_rule_names_decides(node, statement, where, competent):
    case = await node.deposits.filing.file(statement, document=DOCUMENT, actor=ACTOR, unit=where)
    view = await node.deposits.views.find(case.case_id, actor=ACTOR)
    assert (view.place.code, view.competent.code) == (where, competent)


async def test_a_unit_below_the_competent_one_or_beside_it_decides_nothing(node, clerk, centre):
    case_id = await submitted(node, CERTIFICATE, clerk)
    for name, unit, reason in (("县审核员", "X1", "place"), ("填报乙", "S1", "duty")):
        duty = Duty.REVIEW if reason == "place" else Duty.FILING
        actor = await operator(node, name, unit, duty)
        with pytest.raises(ActorRefused) as refused:
            await node.deposits.review.approve(case_id, actor=actor)
        assert refusal(refused) == reason
    stranger = await operator(node, "邻市审核员", "S2", Duty.REVIEW)
    with pytest.raises(NotHere):
        await node.deposits.review.approve(case_id, actor=stranger)
    assert (await node.deposits.review.approve(case_id, actor=centre)).state == APPROVED


async def test_a_returned_deposit_is_altered_and_submitted_again(node, clerk, centre):
    case_id = await submitted(node, COURSE, clerk)
    returned = await node.deposits.review.give_back(case_id, reason="成绩与成绩单不符", actor=centre)
    assert returned.state == RETURNED
    await node.deposits.filing.alter(case_id, Statement(score="68"), actor=clerk)
    await node.deposits.filing.submit(case_id, actor=clerk)
    await node.deposits.review.approve(case_id, actor=centre)
    assert [(one.score, one.credits) for one in await shown(node)] == [("68", 350)]
    view = await node.deposits.views.find(case_id, actor=clerk)
    assert [one.step for one in view.steps] == [
        "file", "attach", "submit", "return", "alter", "submit", "approve",
    ]  # fmt: skip
    assert view.steps[3].reason == "成绩与成绩单不符"


async def test_altering_the_class_finds_the_competent_unit_anew(node, clerk):
    case = await node.deposits.filing.file(TRAINING, document=DOCUMENT, actor=clerk)
    change = Statement(achievement_class=AchievementClass.SELF_STUDY_EXAMINATION, score="合格")
    await node.deposits.filing.alter(case.case_id, change, actor=clerk)
    view = await node.deposits.views.find(case.case_id, actor=clerk)
    assert view.competent.code == "32"
    assert view.deposit.title == TRAINING.title


async def test_a_refused_deposit_has_ended_and_says_why(node, clerk, city):
    case_id = await submitted(node, CERTIFICATE, clerk)
    assert (await node.deposits.review.refuse(case_id, reason="证书系伪造", actor=city)).state == REFUSED
    with pytest.raises(StepRefused):
        await node.deposits.filing.submit(case_id, actor=clerk)
    with pytest.raises(StepRefused):
        await node.deposits.filing.withdraw(case_id, actor=clerk)
    assert await shown(node) == ()


@pytest.mark.parametrize("decide", ["give_back", "refuse"])
async def test_returning_and_refusing_need_a_reason(node, clerk, city, decide):
    case_id = await submitted(node, CERTIFICATE, clerk)
    with pytest.raises(ActorRefused) as refused:
        await getattr(node.deposits.review, decide)(case_id, reason=" ", actor=city)
    assert refusal(refused) == "reason-missing"


async def test_the_person_withdraws_while_nothing_is_decided(node, clerk, city):
    case_id = await submitted(node, CERTIFICATE, clerk)
    assert (await node.deposits.filing.withdraw(case_id, actor=clerk)).state == WITHDRAWN
    with pytest.raises(StepRefused):
        await node.deposits.review.approve(case_id, actor=city)


async def test_without_evidence_nothing_is_submitted(node, clerk):
    case = await node.deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=clerk)
    with pytest.raises(DepositRefused) as refused:
        await node.deposits.filing.submit(case.case_id, actor=clerk)
    assert refusal(refused) == "evidence-missing"
    assert (await node.deposits.views.find(case.case_id, actor=clerk)).case.state == DRAFT


async def test_evidence_is_a_picture_or_pdf_by_its_content_and_comes_back_as_it_was(node, clerk, city):
    case = await node.deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=clerk)
    with pytest.raises(AttachmentRefused):
        await node.deposits.filing.attach(case.case_id, name="证书.pdf", content=b"MZ\x90", actor=clerk)
    for name, content in (("证书.pdf", PDF), ("照片.png", PNG)):
        await node.deposits.filing.attach(case.case_id, name=name, content=content, actor=clerk)
    kept = {}
    for number in (1, 2):
        attachment, content = await node.deposits.views.evidence(case.case_id, number, actor=city)
        kept[attachment.name] = content
    assert kept == {"证书.pdf": PDF, "照片.png": PNG}
    for number in (0, 3):
        with pytest.raises(NotHere):
            await node.deposits.views.evidence(case.case_id, number, actor=city)


async def test_what_was_submitted_takes_no_further_evidence_and_no_alteration(node, clerk):
    case_id = await submitted(node, CERTIFICATE, clerk)
    with pytest.raises(StepRefused):
        await node.deposits.filing.attach(case_id, name="又.pdf", content=PDF, actor=clerk)
    with pytest.raises(StepRefused):
        await node.deposits.filing.alter(case_id, Statement(score="100"), actor=clerk)


@pytest.mark.parametrize(
    ("base", "change", "reason"),
    [
        (COURSE, {"achievement_class": None}, "class"),
        (COURSE, {"achievement_class": AchievementClass.UNSPECIFIED}, "class"),
        (COURSE, {"name": " "}, "name"),
        (COURSE, {"name": "123"}, "name"),
        (COURSE, {"title": "\u200b"}, "title"),
        (COURSE, {"title": "课" * 201}, "title"),
        (COURSE, {"institution": ""}, "institution"),
        (COURSE, {"achieved_on": "20260230"}, "achieved-on"),
        (COURSE, {"achieved_on": "20990101"}, "achieved-on"),
        (COURSE, {"achieved_on": "19510101"}, "before-birth"),
        (COURSE, {"credits": "-1"}, "credits"),
        (COURSE, {"credits": "1.005"}, "credits"),
        (COURSE, {"credits": ""}, "credits-required"),
        (COURSE, {"score": ""}, "score-required"),
        (COURSE, {"note": "\x00"}, "note"),
        (CERTIFICATE, {"certificate_number": ""}, "certificate-number-required"),
        (CERTIFICATE, {"certificate_number": "3.20102E+17"}, "certificate-number"),
    ],
)
async def test_what_is_missing_or_cannot_be_is_named(node, base, change, reason):
    with pytest.raises(DepositRefused) as refused:
        await node.deposits.filing.file(msgspec.structs.replace(base, **change), document=DOCUMENT, actor=ACTOR)
    assert refusal(refused) == reason


async def test_an_examinations_unknown_credit_is_not_zero(node, clerk, centre):
    examination = msgspec.structs.replace(COURSE, achievement_class=AchievementClass.SELF_STUDY_EXAMINATION, credits="")
    await node.deposits.review.approve(await submitted(node, examination, clerk), actor=centre)
    (one,) = await shown(node)
    assert (one.achievement_class, one.credits) == ("self-study-examination", None)


async def test_a_document_of_somebody_still_to_be_born_is_refused(node):
    unborn = parse_document(DocumentType.RESIDENT_ID, "320102209903070019")
    with pytest.raises(DocumentMalformed):
        await node.deposits.filing.file(COURSE, document=unborn, actor=ACTOR)


async def test_the_name_is_the_learner_accounts_and_another_is_refused(node, clerk, tmp_path):
    await take_in(node, accounts_file(tmp_path / "a.xlsx", [account_row(3)]), unit="X1")
    nameless = msgspec.structs.replace(COURSE, name="")
    case = await node.deposits.filing.file(nameless, document=DOCUMENT, actor=clerk)
    assert parse_deposit(case.body).name == PERSON.name
    with pytest.raises(DepositRefused) as refused:
        await node.deposits.filing.file(
            msgspec.structs.replace(COURSE, name="别的姓名"), document=DOCUMENT, actor=clerk
        )
    assert refusal(refused) == "name-differs"


async def test_what_is_deposited_already_is_said_at_submission_and_at_approval(node, clerk, city):
    first = await submitted(node, CERTIFICATE, clerk)
    second = await submitted(node, msgspec.structs.replace(CERTIFICATE, note="再报一次"), clerk)
    await node.deposits.review.approve(first, actor=city)
    size = await log_size(node)
    with pytest.raises(DepositRefused) as refused:
        await node.deposits.review.approve(second, actor=city)
    assert refusal(refused) == "already-there"
    assert (await node.deposits.views.find(second, actor=city)).case.state == SUBMITTED
    with pytest.raises(DepositRefused):
        await submitted(node, CERTIFICATE, clerk)
    assert await log_size(node) == size
    assert sum(count for (_, what), count in (await counted(node)).items() if what == ACHIEVEMENTS) == 1


async def test_two_reviewers_at_once_make_one_entry(node, clerk, city, centre):
    case_id = await submitted(node, CERTIFICATE, clerk)
    before = await log_size(node)
    outcomes = await asyncio.gather(
        *(node.deposits.review.approve(case_id, actor=actor) for actor in (city, centre, city, centre)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Case", "StepRefused", "StepRefused", "StepRefused"]
    assert await log_size(node) == before + 1
    assert len(await shown(node)) == 1


async def test_two_deposits_of_one_result_approved_at_once_make_one_entry(node, clerk, city, centre):
    cases = [await submitted(node, CERTIFICATE, clerk) for _ in range(2)]
    before = await log_size(node)
    outcomes = await asyncio.gather(
        *(node.deposits.review.approve(one, actor=actor) for one, actor in zip(cases, (city, centre), strict=True)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Case", "DepositRefused"]
    assert await log_size(node) == before + 1


async def test_an_alteration_that_comes_with_the_submission_is_not_put_back(node, clerk, centre):
    case = await node.deposits.filing.file(COURSE, document=DOCUMENT, actor=clerk)
    await node.deposits.filing.attach(case.case_id, name="成绩单.png", content=PNG, actor=clerk)
    altered, sent = await asyncio.gather(
        node.deposits.filing.alter(case.case_id, Statement(score="90"), actor=clerk),
        node.deposits.filing.submit(case.case_id, actor=clerk),
        return_exceptions=True,
    )
    assert not isinstance(sent, CreditBankError)
    kept = (await node.deposits.views.find(case.case_id, actor=clerk)).deposit.score
    assert kept == ("86" if isinstance(altered, StepRefused) else "90")


async def test_units_see_what_was_filed_in_them_and_under_them_and_a_person_all_of_theirs(node, clerk, city):
    other = await operator(node, "邻县填报员", "X2", Duty.FILING)
    mine = await node.deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=clerk)
    theirs = await node.deposits.filing.file(COURSE, document=DOCUMENT, actor=other)
    stranger = await node.deposits.filing.file(
        msgspec.structs.replace(COURSE, name=person_at(4).name), document=document_of(person_at(4)), actor=other
    )

    def ids(views):
        return {one.case.case_id for one in views}

    assert ids(await node.deposits.views.seen_by(clerk)) == {mine.case_id}
    assert ids(await node.deposits.views.seen_by(city)) == {mine.case_id, theirs.case_id, stranger.case_id}
    assert ids(await node.deposits.views.seen_by(city, states=(SUBMITTED,))) == set()
    present = await node.deposits.views.of_person(DOCUMENT, actor=clerk, is_present=True)
    assert ids(present) == {mine.case_id, theirs.case_id}
    with pytest.raises(NotHere):
        await node.deposits.views.find(stranger.case_id, actor=clerk)


async def test_who_neither_files_nor_reviews_sees_no_deposit(node, clerk):
    case = await node.deposits.filing.file(CERTIFICATE, document=DOCUMENT, actor=clerk)
    publisher = await operator(node, "发布员", "32", Duty.PUBLICATION)
    client = Actor(name="门户", role=Role.CLIENT, branch="32")
    for actor in (publisher, client):
        for look in (
            node.deposits.views.seen_by(actor),
            node.deposits.views.of_person(DOCUMENT, actor=actor),
            node.deposits.views.find(case.case_id, actor=actor),
            node.deposits.views.evidence(case.case_id, 1, actor=actor),
        ):
            with pytest.raises(ActorRefused):
                await look


async def test_every_look_at_a_deposit_and_every_step_of_it_leaves_an_audit_record(node, clerk, city):
    case_id = await submitted(node, CERTIFICATE, clerk)
    await node.deposits.views.seen_by(city)
    await node.deposits.views.of_person(DOCUMENT, actor=clerk)
    await node.deposits.views.of_person(DOCUMENT, actor=clerk, is_present=True)
    await node.deposits.views.evidence(case_id, 1, actor=city)
    await node.deposits.review.approve(case_id, actor=city)
    audit = AuditRepository(node._database.run, NodeKey(load_secret("file:keys/node.key", node.folder.path)))
    records = await audit.between(START - timedelta(days=1), START + timedelta(days=1))
    told = [(one.action, one.actor, one.basis, bool(one.subject_index)) for one in records if "deposit" in one.action]
    assert told == [
        ("deposit-compare-name", "填报员", "duty", True),
        ("deposit-file", "填报员", "", True),
        ("deposit-attach", "填报员", "", True),
        ("deposit-submit", "填报员", "", True),
        ("deposit-list", "市审核员", "duty", False),
        ("deposit-list", "填报员", "duty", True),
        ("deposit-list", "填报员", "self", True),
        ("deposit-show", "市审核员", "duty", True),
        ("deposit-approve", "市审核员", "", True),
    ]
    assert ("read-attachment", "市审核员") in {(one.action, one.actor) for one in records}


async def test_nothing_of_a_deposit_is_stored_in_clear(node, clerk, city):
    await node.deposits.review.approve(await submitted(node, CERTIFICATE, clerk), actor=city)
    stored = b"".join(path.read_bytes() for path in node.folder.data.iterdir() if path.is_file())
    for text in (PERSON.name, PERSON.document_number, CERTIFICATE.certificate_number, CERTIFICATE.title, "扫描件"):
        assert text.encode() not in stored
    assert PDF not in stored


def test_a_deposit_shows_nothing_of_its_person_and_comes_back_from_its_bytes():
    deposit = Deposit(
        document_type=DOCUMENT.type,
        document_number=DOCUMENT.number,
        name=PERSON.name,
        achievement_class=AchievementClass.CERTIFICATE,
        title="证书",
        institution="机构",
        achieved_on=date(2022, 6, 30),
        competent_unit=1,
    )
    assert parse_deposit(encode_deposit(deposit)) == deposit
    assert deposit.document == DOCUMENT
    assert PERSON.name not in repr(deposit) + repr(CERTIFICATE)


def test_every_state_of_a_deposit_is_reached_and_only_three_are_ends():
    reached = {DEPOSITS.first} | {one.to for one in DEPOSITS.transitions.values()}
    ends = {state for state in reached if not DEPOSITS.steps_from(state)}
    assert reached == {DRAFT, SUBMITTED, RETURNED, APPROVED, REFUSED, WITHDRAWN}
    assert ends == {APPROVED, REFUSED, WITHDRAWN}

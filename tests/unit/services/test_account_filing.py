"""Shows how accounts are filed: one person, one account; a conflict is told and overwrites nothing."""

import pytest

from node.services.blind_indexes import document_index, user_index
from node.services.filing.account_filing import FILED, AccountFiling, SeenAccounts
from samples.people import person_at
from tests.support.branches import octets
from tests.support.services import account_draft, document_of


@pytest.fixture
def filing(desk):
    return AccountFiling(desk.store.key)


async def file(desk, filing, *drafts, institution=""):
    async with desk.store.own_log.change() as change:
        plan = await filing.plan(drafts, institution, change.accounts)
        await filing.write(plan, change.accounts)
        await change.audit.add(plan.traces("import", "测试员", desk.clock.now()))
    return plan


def outcome(plan):
    return plan.accepted, plan.duplicate, [one.code for one in plan.issues]


async def name_of(desk, index):
    key = document_index(desk.store.key, document_of(person_at(index)))
    return (await desk.store.accounts.find_by_document([key]))[key][1].name


async def test_a_new_account_is_filed_with_all_its_fields(desk, filing):
    draft = account_draft(1)
    assert outcome(await file(desk, filing, draft)) == (1, 0, [])
    index = user_index(desk.store.key, "", draft.member_user_number)
    learner = (await desk.store.accounts.find_by_user([index]))[index]
    assert learner == (draft.document, draft.name)
    key = document_index(desk.store.key, draft.document)
    account = (await desk.store.accounts.open([key]))[key]
    assert account.learner == learner
    assert account.details == {
        "member_user_number": draft.member_user_number, "sex": draft.sex, "initial_education": "21",
        "professional_title": "0", "province": "320000", "city": "320100", "district": "320106", "occupation": "8",
        "education_category": "非正式教育", "achievement_level1": "线下教育", "achievement_level2": "社区教育",
        "achievement_level3": "其它",
    }  # fmt: skip


async def test_the_same_account_again_is_a_duplicate(desk, filing):
    await file(desk, filing, account_draft(1))
    assert outcome(await file(desk, filing, account_draft(1))) == (0, 1, [])
    assert await desk.store.accounts.count() == 1


async def test_another_institutions_number_for_a_known_person_is_a_new_membership_of_one_account(desk, filing):
    draft = account_draft(1)
    await file(desk, filing, draft, institution="甲学院")
    assert outcome(await file(desk, filing, draft, institution="乙学院")) == (1, 0, [])
    assert await desk.store.accounts.count() == 1
    indexes = [user_index(desk.store.key, college, draft.member_user_number) for college in ("甲学院", "乙学院")]
    assert len(await desk.store.accounts.find_by_user(indexes)) == 2


async def test_another_name_for_a_known_document_is_a_conflict_and_overwrites_nothing(desk, filing):
    await file(desk, filing, account_draft(1))
    plan = await file(desk, filing, account_draft(1, name="另一人", user="NEW-1", row=7))
    assert outcome(plan) == (0, 0, ["name-conflict"])
    assert (plan.issues[0].row, plan.issues[0].column) == (7, "姓名")
    assert await name_of(desk, 1) == person_at(1).name
    assert await desk.store.accounts.find_by_user([user_index(desk.store.key, "", "NEW-1")]) == {}


async def test_a_name_in_another_width_or_spacing_is_no_conflict(desk, filing):
    await file(desk, filing, account_draft(1, name="ALI 云"))
    assert outcome(await file(desk, filing, account_draft(1, name="ＡＬＩ云"))) == (0, 1, [])


async def test_a_user_number_is_one_persons(desk, filing):
    await file(desk, filing, account_draft(1))
    plan = await file(desk, filing, account_draft(2, user=person_at(1).user_number))
    assert outcome(plan) == (0, 0, ["user-number-taken"])
    assert await desk.store.accounts.count() == 1


async def test_within_one_file_the_first_row_wins_and_the_others_are_told(desk, filing):
    plan = await file(
        desk,
        filing,
        account_draft(1, row=2),
        account_draft(1, row=3),
        account_draft(1, name="另一人", row=4),
        account_draft(2, user=person_at(1).user_number, row=5),
        account_draft(2, row=6),
    )
    assert outcome(plan) == (2, 1, ["name-conflict", "user-number-taken"])
    assert [one.row for one in plan.issues] == [4, 5]
    assert await desk.store.accounts.count() == 2


async def test_a_check_in_batches_counts_as_the_import_in_batches_does(desk, filing):
    batches = [
        [account_draft(1), account_draft(2), account_draft(1)],
        [account_draft(2, name="另一人"), account_draft(3, user=person_at(1).user_number), account_draft(4)],
        [account_draft(4), account_draft(3), account_draft(1, user="SECOND")],
    ]
    seen = SeenAccounts()
    checked = [outcome(await filing.plan(one, "", desk.store.accounts, seen)) for one in batches]
    assert await desk.store.accounts.count() == 0
    assert checked == [outcome(await file(desk, filing, *one)) for one in batches]


async def test_every_accepted_row_can_be_traced_to_sheet_row_operator_and_time(desk, filing):
    await file(desk, filing, account_draft(1, row=5), account_draft(1, row=6), account_draft(2, row=9))
    now = desk.clock.now()
    traces = await desk.store.audit.between(now, now.replace(year=now.year + 1), FILED)
    assert [(one.detail, one.actor, one.at) for one in traces] == [
        ("import/名单/5", "测试员", now),
        ("import/名单/9", "测试员", now),
    ]
    assert [one.subject_index for one in traces] == [
        document_index(desk.store.key, document_of(person_at(index))) for index in (1, 2)
    ]


async def test_messages_hold_no_name_and_no_number(desk, filing):
    await file(desk, filing, account_draft(1))
    plan = await file(desk, filing, account_draft(1, name="另一人"), account_draft(2, user=person_at(1).user_number))
    told = "".join(one.message for one in plan.issues)
    for secret in ("另一人", person_at(1).name, person_at(1).user_number, person_at(1).document_number):
        assert secret not in told


async def test_what_lies_in_the_database_shows_no_name_and_no_number(desk, filing, tmp_path):
    await file(desk, filing, account_draft(1))
    await desk.store.database.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("32.db*"))
    person = person_at(1)
    for secret in (person.name, person.document_number, person.user_number, "测试员"):
        assert secret.encode() not in stored


def test_an_index_depends_on_the_nodes_own_key(desk):
    document = document_of(person_at(1))
    assert document_index(desk.store.key, document) != document_index(type(desk.store.key)(octets("other")), document)

"""Shows how achievements are filed: the person found by either column, one entry for one achievement."""

from datetime import date

import pytest
from msgspec.structs import replace

from federation.model.document import DocumentType, parse_document
from federation.model.entry import Citation, Entry, Header, Kind, encode_header, parse_header
from federation.model.federation_key import FederationKeys
from federation.tlog.hashing import leaf_hash
from node.model.access import Basis
from node.services.filing.account_filing import AccountFiling
from node.services.filing.achievement_filing import AchievementFiling
from node.services.issuing import Issuer
from node.services.looking.subject_keys import SubjectKeys
from samples.people import person_at
from tests.support.branches import octets
from tests.support.nodes import HeldRosters
from tests.support.services import ACTOR, account_draft, achievement_draft, document_of

FIRST, SECOND = person_at(1), person_at(2)


@pytest.fixture
async def filing(desk):
    """Two people have accounts."""
    accounts = AccountFiling(desk.store.key)
    async with desk.store.own_log.change() as change:
        await accounts.write(
            await accounts.plan([account_draft(1), account_draft(2)], "", change.accounts), change.accounts
        )
    return AchievementFiling(
        key=desk.store.key,
        issuer=desk.issuer,
        subject_keys=desk.subject_keys,
        rosters=desk.rosters,
        log_id=desk.store.own_log.log_id,
        catalogue=desk.store.catalogue,
    )


async def resolve(desk, filing, *drafts):
    resolved, issues = await filing.resolve(drafts, desk.store.accounts)
    return [one.facts.document for one in resolved], [(one.row, one.column, one.code) for one in issues]


async def file(desk, filing, *drafts):
    resolved, issues = await filing.resolve(drafts, desk.store.accounts)
    assert issues == []
    async with desk.store.own_log.change() as change:
        filed = await filing.file(change, resolved, filing.seal(resolved))
    rows, duplicates = filed.rows, filed.duplicates
    return len(rows), duplicates


async def seen_by(desk, person):
    found = await desk.lookup.look_up(document_of(person), purpose="查询", basis=Basis.SELF, actor=ACTOR)
    return found.achievements


async def test_the_user_number_alone_finds_the_person(desk, filing):
    draft = achievement_draft(user=FIRST.user_number)
    assert await resolve(desk, filing, draft) == ([document_of(FIRST)], [])


async def test_the_document_number_alone_finds_the_person(desk, filing):
    draft = achievement_draft(documents=[document_of(SECOND)])
    assert await resolve(desk, filing, draft) == ([document_of(SECOND)], [])


async def test_both_columns_that_agree_are_one_person(desk, filing):
    draft = achievement_draft(user=FIRST.user_number, documents=[document_of(FIRST)])
    assert await resolve(desk, filing, draft) == ([document_of(FIRST)], [])


async def test_both_columns_that_disagree_are_refused(desk, filing):
    draft = achievement_draft(user=FIRST.user_number, documents=[document_of(SECOND)], row=8)
    assert await resolve(desk, filing, draft) == ([], [(8, "证件号码", "document-mismatch")])


async def test_a_number_that_may_be_several_documents_is_the_one_with_an_account(desk, filing):
    number = parse_document(DocumentType.OTHER, "E12345678")
    draft = achievement_draft(documents=[number, document_of(SECOND)])
    assert await resolve(desk, filing, draft) == ([document_of(SECOND)], [])


@pytest.mark.parametrize("by", ["user-number", "document-number"])
async def test_an_unknown_learner_is_told_that_the_account_is_missing(desk, filing, by):
    stranger = person_at(3)
    draft = (
        achievement_draft(user=stranger.user_number)
        if by == "user-number"
        else achievement_draft(documents=[document_of(stranger)])
    )
    column = "协议单位用户号" if by == "user-number" else "证件号码"
    assert await resolve(desk, filing, draft) == ([], [(2, column, "account-missing")])


async def test_an_institutions_own_number_goes_before_one_that_holds_throughout_the_branch(desk, filing):
    accounts = AccountFiling(desk.store.key)
    async with desk.store.own_log.change() as change:
        plan = await accounts.plan([account_draft(3, user=FIRST.user_number)], "乙学院", change.accounts)
        await accounts.write(plan, change.accounts)
    theirs = achievement_draft(user=FIRST.user_number, institution="乙学院")
    others = achievement_draft(user=FIRST.user_number, institution="丙学院")
    assert await resolve(desk, filing, theirs, others) == ([document_of(person_at(3)), document_of(FIRST)], [])


async def test_a_row_that_stands_alone_needs_no_account(desk, filing):
    stranger = document_of(person_at(3))
    draft = achievement_draft(documents=[stranger])
    alone = type(draft)(
        ref=draft.ref,
        member_user_number=None,
        document_number=stranger.number,
        candidate_documents=(stranger,),
        institution_name="某学院",
        title="茶艺",
        achieved_on=date(2022, 8, 1),
        learner_name="云晴川",
        document_type=stranger.type,
    )
    assert await resolve(desk, filing, alone) == ([stranger], [])


async def test_the_same_achievement_again_changes_nothing(desk, filing):
    draft = achievement_draft(user=FIRST.user_number)
    assert await file(desk, filing, draft, draft) == (1, 1)
    before = await desk.store.own_log.head()
    assert await file(desk, filing, draft) == (0, 1)
    assert await file(desk, filing, achievement_draft(documents=[document_of(FIRST)])) == (0, 1)
    assert await desk.store.own_log.head() == before


@pytest.mark.parametrize("spelling", ["Excel (初级) A1", "ＥＸＣＥＬ（初级）Ａ１", "excel（ 初级 ）a1\u3000"])
async def test_another_spelling_of_the_title_is_the_same_achievement(desk, filing, spelling):
    await file(desk, filing, achievement_draft(user=FIRST.user_number, title="Excel（初级）A1"))
    assert await file(desk, filing, achievement_draft(user=FIRST.user_number, title=spelling)) == (0, 1)
    assert [one.title for one in await seen_by(desk, FIRST)] == ["Excel（初级）A1"]


async def test_another_day_title_institution_or_person_is_another_achievement(desk, filing):
    drafts = [
        achievement_draft(user=FIRST.user_number),
        achievement_draft(user=FIRST.user_number, on=date(2022, 8, 2)),
        achievement_draft(user=FIRST.user_number, title="茶艺"),
        achievement_draft(user=FIRST.user_number, institution="另一学院"),
        achievement_draft(user=SECOND.user_number),
    ]
    assert await file(desk, filing, *drafts) == (5, 0)
    assert len(await seen_by(desk, FIRST)) == 4


async def test_what_is_counted_beforehand_is_what_filing_leaves_out(desk, filing):
    drafts = [achievement_draft(user=FIRST.user_number, title=title) for title in ("剪纸", "茶艺", "剪纸", "书法")]
    await file(desk, filing, drafts[1])
    resolved, _ = await filing.resolve(drafts, desk.store.accounts)
    seen: set[bytes] = set()
    assert (await filing.tell_apart(resolved[:2], desk.store.records, seen)).duplicates == 1
    assert (await filing.tell_apart(resolved[2:], desk.store.records, seen)).duplicates == 1
    assert await file(desk, filing, *drafts) == (2, 2)


async def test_a_known_achievement_stays_known_under_a_later_epoch_of_the_federation_key(desk, filing, monkeypatch):
    draft = achievement_draft(user=FIRST.user_number)
    await file(desk, filing, draft)
    monkeypatch.setitem(desk.branches.secrets, 2, octets("epoch 2"))
    assert desk.subject_keys.current.epoch == 2
    assert await file(desk, filing, draft) == (0, 1)
    assert await file(desk, filing, achievement_draft(user=FIRST.user_number, title="茶艺")) == (1, 0)
    assert {one.title for one in await seen_by(desk, FIRST)} == {"剪纸", "茶艺"}


async def test_an_erased_achievement_does_not_come_back_with_the_next_import(desk, filing):
    draft = achievement_draft(user=FIRST.user_number)
    await file(desk, filing, draft)
    leaf = leaf_hash(await desk.store.copies.header(desk.store.origin, 0))
    cite = Citation(origin=desk.store.origin, index=0, leaf_hash=leaf)
    await desk.store.append(Entry(encode_header(Header(kind=Kind.ERASED, entry_id=bytes(16), cites=(cite,)))))
    assert await file(desk, filing, draft) == (0, 1)
    assert await seen_by(desk, FIRST) == ()


async def test_remarks_are_sealed_with_the_record_and_neither_name_nor_number_is_open(desk, filing):
    await file(desk, filing, achievement_draft(user=FIRST.user_number, remarks=("year-outside-notice",)))
    (entry,) = await desk.store.copies.entries(desk.store.origin, 0, 9)
    for secret in (FIRST.name, FIRST.document_number, FIRST.user_number, "剪纸", "year-outside-notice"):
        assert secret.encode() not in entry.header + entry.private_part
    (view,) = await seen_by(desk, FIRST)
    assert view.masked_name[0] == FIRST.name[0]
    assert FIRST.name not in view.masked_name


async def test_attack_a_document_number_of_two_people_gives_the_achievement_to_neither(desk, filing):
    passport, pass_ = (parse_document(kind, "12345678") for kind in (DocumentType.PASSPORT, DocumentType.TAIWAN_PASS))
    drafts = [replace(account_draft(number), document=one) for number, one in ((1, passport), (2, pass_))]
    drafts = [replace(one, member_user_number=f"NEW{n}") for n, one in enumerate(drafts)]
    accounts = AccountFiling(desk.store.key)
    async with desk.store.own_log.change() as change:
        await accounts.write(await accounts.plan(drafts, "", change.accounts), change.accounts)
    either = achievement_draft(documents=[passport, pass_])
    assert await resolve(desk, filing, either) == ([], [(either.ref.row, "证件号码", "document-ambiguous")])
    assert await resolve(desk, filing, achievement_draft(documents=[pass_])) == ([pass_], [])


class RostersOfAnotherProcess(HeldRosters):
    """The newest roster stands in the folder; this process reads it only when it refreshes."""

    def __init__(self, branches):
        super().__init__(branches)
        self.keys = FederationKeys({1: octets("epoch 1")})

    def refresh(self):
        self.keys = FederationKeys({1: octets("epoch 1"), 2: octets("epoch 2")})
        return True


async def test_attack_filed_twice_by_processes_that_know_other_epochs_counts_once(desk, filing):
    rosters = [RostersOfAnotherProcess(desk.branches) for _ in range(2)]
    rosters[0].refresh()
    counted = []
    for one in rosters:
        keys = SubjectKeys(lambda one=one: one.keys, clock=desk.clock, lookups_per_minute=9)
        process = AchievementFiling(
            key=desk.store.key,
            issuer=Issuer(origin=desk.store.origin, node_key=desk.store.key, subject_keys=keys),
            subject_keys=keys,
            rosters=one,
            log_id=desk.store.own_log.log_id,
            catalogue=desk.store.catalogue,
        )
        counted.append(await file(desk, process, achievement_draft(documents=[document_of(FIRST)])))
    assert counted == [(1, 0), (0, 1)]


async def test_what_was_sealed_before_a_rotation_was_heard_of_is_filed_under_the_new_epoch(desk, filing):
    rosters = RostersOfAnotherProcess(desk.branches)
    keys = SubjectKeys(lambda: rosters.keys, clock=desk.clock, lookups_per_minute=9)
    process = AchievementFiling(
        key=desk.store.key,
        issuer=Issuer(origin=desk.store.origin, node_key=desk.store.key, subject_keys=keys),
        subject_keys=keys,
        rosters=rosters,
        log_id=desk.store.own_log.log_id,
        catalogue=desk.store.catalogue,
    )
    assert await file(desk, process, achievement_draft(documents=[document_of(FIRST)])) == (1, 0)
    assert parse_header(await desk.store.copies.header(desk.store.origin, 0)).key_epoch == 2

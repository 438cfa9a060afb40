"""Shows what guidance tells a person: what each branch would grant and why, what is missing, and what isn't known."""

from datetime import date

import msgspec
import pytest

from federation.errors import ActorRefused, IntegrityBroken, NotInRoster
from federation.model.entry import Entry, encode_header
from federation.model.standing import Status
from federation.rules.evaluation import evaluate
from federation.rules.outcome import CapUsage, Credit, Verdict
from federation.rules.wire import rules_header
from node.model.access import Actor, Basis, Role
from node.services.blind_indexes import document_index
from node.services.crediting.booking import CreditBooking
from node.services.crediting.checking import CreditChecking
from node.services.crediting.persons import PersonAccounts
from node.services.crediting.sources import CreditSources
from node.services.crediting.viewing import CreditViews
from node.services.guiding.guidance import GuidanceService, candidate_of
from node.services.issuing import AchievementFacts, Issuer
from node.services.looking.access_trail import LOOKUP
from node.services.rulemaking.published import PublishedRulesReader
from node.storage.cases import CaseRepository
from node.storage.credit_postings import CreditPostingRepository
from node.storage.plain_entries import PlainEntries
from node.storage.transfers import TransferRepository
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT, MemoryLog
from tests.support.rules import shipped_rules
from tests.support.services import ACTOR

TRAINING = AchievementFacts(
    document=DOCUMENT,
    name="云晴川",
    institution_name="某某镇成人文化技术学校",
    title="家政服务员培训",
    achieved_on=date(2026, 5, 10),
    credit_hours=2_400,
    training_hours=4_000,
    project_code="P3304022600001T",
    course_code="P3304022600001T01",
)


class Advising:
    """Guidance and credit over a desk's store."""

    def __init__(self, desk):
        self.desk = desk
        store = desk.store
        postings = CreditPostingRepository(store.database.read)
        self.booking = CreditBooking(log_id=32, postings=postings, clock=desk.clock)
        self.persons = PersonAccounts(entries=desk.links, records=store.records, key=store.key)
        self.rules = PublishedRulesReader(
            plain_entries=PlainEntries(store.database.read),
            copies=store.copies,
            rosters=desk.rosters,
            branch="32",
            clock=desk.clock,
        )
        self.guidance = GuidanceService(
            lookup=desk.lookup,
            rules=self.rules,
            booking=self.booking,
            persons=self.persons,
            transfers=TransferRepository(store.database.read),
            rosters=desk.rosters,
            branch="32",
        )
        self.views = CreditViews(
            branch="32",
            postings=postings,
            persons=self.persons,
            sources=CreditSources(
                branch="32",
                transfers=TransferRepository(store.database.read),
                cases=CaseRepository(store.database.run, store.key),
            ),
            rules=self.rules,
            trail=desk.trail,
            key=store.key,
            clock=desk.clock,
        )

    async def publish(self, *rules):
        """The own branch's rules."""
        await self.desk.store.append(*(Entry(encode_header(rules_header(one))) for one in rules))

    async def copy(self, code, *entries):
        """Another branch's log, copied here."""
        log = MemoryLog(self.desk.branches, code)
        log.append(entries)
        await self.desk.store.take(log, log.size, source=code)
        await self.desk.store.keep(log)

    def issued(self, code, **changes):
        """An achievement as that branch seals it."""
        issuer = Issuer(
            origin=self.desk.branches[code].origin, node_key=self.desk.store.key, subject_keys=self.desk.subject_keys
        )
        return issuer.seal_achievement(msgspec.structs.replace(TRAINING, **changes)).entry

    async def advise(self, document=DOCUMENT, **changes):
        asked = {"purpose": "转换指导", "basis": Basis.SELF, "actor": ACTOR, "branches": ("32",), **changes}
        return await self.guidance.advise(document, **asked)

    async def grant(self, amount, *, account, transfer=5, on=None):
        async with self.desk.store.own_log.change() as change:
            await self.booking.grant(
                change,
                account=account,
                transfer=transfer,
                item=0,
                credits=[Credit(scheme="community", course="", credits=amount)],
                rules_version=1,
                on=on or self.rules.today(),
                entry_index=9,
            )


@pytest.fixture
def advising(desk):
    return Advising(desk)


def rules_entry(name):
    return Entry(encode_header(rules_header(shipped_rules(name))))


async def test_the_own_branch_says_what_it_would_grant_for_another_branchs_record_and_why(advising):
    await advising.publish(shipped_rules("jiangsu"))
    await advising.copy("33", advising.issued("33"))
    (advice,) = (await advising.advise()).advice
    ((opened, outcome),) = advice.items
    assert (opened.branch, outcome.verdict, outcome.rule) == ("33", Verdict.ACCEPTED, "zhejiang-training")
    assert outcome.grants == (Credit(scheme="community", course="", credits=150),)
    assert advice.is_usage_known


async def test_guidance_says_what_the_decision_would_say(advising):
    await advising.publish(shipped_rules("jiangsu"))
    await advising.copy("33", advising.issued("33"), advising.issued("33", title="电商营销培训", credit_hours=None))
    (advice,) = (await advising.advise()).advice
    items = [candidate_of(opened) for opened, _ in advice.items]
    decided = evaluate(shipped_rules("jiangsu"), items, used=CapUsage(), on=advising.rules.today())
    assert tuple(outcome for _, outcome in advice.items) == decided


async def test_credit_granted_before_counts_and_its_linked_documents_too(advising, desk):
    await advising.publish(shipped_rules("jiangsu"))
    await advising.copy("33", advising.issued("33"))
    await advising.grant(500, account=document_index(desk.store.key, DOCUMENT))
    await advising.grant(450, account=document_index(desk.store.key, OTHER_DOCUMENT), transfer=6)
    (advice,) = (await advising.advise()).advice
    assert advice.items[0][1].reason == "granted"
    await desk.link(DOCUMENT, OTHER_DOCUMENT)
    (advice,) = (await advising.advise()).advice
    assert advice.items[0][1].reason == "granted-in-part"
    assert advice.items[0][1].grants[0].credits == 50


async def test_every_branch_answers_by_the_rules_that_its_log_published(advising):
    await advising.publish(shipped_rules("jiangsu"))
    await advising.copy("33", advising.issued("33"))
    await advising.copy("31", rules_entry("shanghai"))
    await advising.copy("34", rules_entry("anhui"))
    found = await advising.advise(branches=())
    told = {one.branch: one for one in found.advice}
    assert set(told) == {"31", "32", "33", "34"}
    assert told["33"].rules is None
    assert told["31"].items[0][1].grants == (Credit(scheme="citizen", course="", credits=150),)
    assert told["34"].items[0][1].grants == (Credit(scheme="basic", course="", credits=200),)
    assert not told["31"].is_usage_known
    assert told["31"].rules.held_as_of is None or told["31"].rules.held_as_of <= advising.desk.clock.now()
    assert {one.branch for one in found.branches} == {"31", "32", "33", "34"}


async def test_another_branchs_rules_in_its_log_under_our_name_say_nothing(advising):
    await advising.copy("31", rules_entry("jiangsu"))
    assert (await advising.advise(branches=("31",))).advice[0].rules is None


async def test_a_record_that_lacks_something_is_told_what(advising):
    await advising.publish(shipped_rules("jiangsu"))
    await advising.copy(
        "33", advising.issued("33", credit_hours=400), advising.issued("33", title="茶艺", project_code="")
    )
    (advice,) = (await advising.advise()).advice
    told = {opened.body.title: outcome for opened, outcome in advice.items}
    assert [one.code for one in told["家政服务员培训"].missing] == ["minimum"]
    assert [one.code for one in told["茶艺"].missing] == ["evidence"]
    assert told["茶艺"].verdict is Verdict.TO_REVIEWER


async def test_the_look_is_recorded_as_a_lookup_is_and_needs_the_same_rights(advising, desk):
    await advising.publish(shipped_rules("jiangsu"))
    await advising.advise(purpose="问转换")
    now = desk.clock.now()
    (look,) = await desk.store.audit.between(now, now.replace(year=now.year + 1), LOOKUP)
    assert (look.purpose, look.basis) == ("问转换", "self")
    nobody = Actor(name="无职责", role=Role.OPERATOR, branch="32")
    with pytest.raises(ActorRefused):
        await advising.advise(actor=nobody)
    with pytest.raises(ActorRefused):
        await advising.advise(purpose=" ")
    with pytest.raises(NotInRoster):
        await advising.advise(branches=("99",))


async def test_a_persons_credit_is_shown_by_line_and_sum_and_the_look_recorded(advising, desk):
    await advising.grant(500, account=document_index(desk.store.key, DOCUMENT))
    await advising.grant(100, account=document_index(desk.store.key, OTHER_DOCUMENT), transfer=8)
    account = await advising.views.of_person(DOCUMENT, purpose="看学分", basis=Basis.SELF, actor=ACTOR)
    assert [line.grant.credits for line in account.lines] == [500]
    assert account.in_all["community"].provisional == 500
    assert account.by_year["community", str(advising.rules.today().year)].granted == 500
    now = desk.clock.now()
    (look,) = await desk.store.audit.between(now, now.replace(year=now.year + 1), "look-at-credit")
    assert look.subject_index == document_index(desk.store.key, DOCUMENT)
    with pytest.raises(ActorRefused):
        await advising.views.of_person(DOCUMENT, purpose="", basis=Basis.SELF, actor=ACTOR)
    nobody = Actor(name="无职责", role=Role.OPERATOR, branch="32")
    with pytest.raises(ActorRefused):
        await advising.views.of_person(DOCUMENT, purpose="看", basis=Basis.SELF, actor=nobody)


async def test_everything_booked_adds_up(advising, desk):
    for transfer in range(5, 9):
        await advising.grant(150, account=document_index(desk.store.key, DOCUMENT), transfer=transfer)
    async with desk.store.own_log.change() as change:
        await advising.booking.finalise(change, transfer=5, item=0, log_id=33, entry_index=1)
        await advising.booking.reverse(change, transfer=6, item=0, entry_index=2)
    checking = CreditChecking(
        branch="32",
        postings=CreditPostingRepository(desk.store.database.read),
        transfers=TransferRepository(desk.store.database.read),
    )
    checked = await checking.check(actor=ACTOR)
    # No log says that anybody asked for it.
    assert {one.reason for one in checked.faults} == {"grant-undecided", "final-unconverted", "reversal-undecided"}
    assert (checked.lines, checked.fault_count, checked.holds) == (4, 6, False)
    tally = checked.tally
    assert (tally.granted, tally.provisional, tally.final, tally.reversed) == (600, 300, 150, 150)


async def test_a_held_record_is_advised_on_and_shown_as_held(advising):
    await advising.publish(shipped_rules("jiangsu"))
    await advising.copy("33", advising.issued("33"))
    (advice,) = (await advising.advise()).advice
    opened = advice.items[0][0]
    held = msgspec.structs.replace(opened, record=msgspec.structs.replace(opened.record, status=Status.HELD))
    (outcome,) = evaluate(shipped_rules("jiangsu"), [candidate_of(held)], used=CapUsage(), on=advising.rules.today())
    assert outcome.verdict is Verdict.ACCEPTED


async def test_a_flipped_bit_in_stored_rules_is_told_and_not_gone_by(advising, desk):
    await advising.publish(shipped_rules("jiangsu"))

    def flip(connection):
        connection.exec_driver_sql("DROP TRIGGER entry_refuses_update")
        header = bytearray(connection.exec_driver_sql("SELECT header FROM entry").scalar_one())
        header[len(header) // 2] ^= 1
        connection.exec_driver_sql("UPDATE entry SET header = ?", (bytes(header),))

    await desk.store.database.write(flip)
    with pytest.raises(IntegrityBroken):
        await advising.rules.in_force_here(advising.rules.today())
    with pytest.raises(IntegrityBroken):
        await advising.advise()

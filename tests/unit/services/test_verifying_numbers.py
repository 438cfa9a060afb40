"""Shows that a report's number is verified at any branch from copies of the logs, with each branch's freshness."""

from datetime import timedelta
from hashlib import sha256

import msgspec
import pytest

from federation.errors import ActorRefused, TooLarge
from federation.model.entry import Citation, Entry, encode_header
from federation.reports.content import StatedCredit
from federation.reports.entries import WithdrawalReason, withdrawn_entry
from federation.reports.number import grouped, number_from
from federation.reports.state import ReportState
from federation.rules.wire import rules_header
from federation.tlog.checkpoint import SignedCheckpoint
from federation.tlog.hashing import leaf_hash
from federation.transfer.entries import RulesCited, closed_header, decided_header, reversed_header
from node.model.access import Actor, Duty, Role
from node.rpc.verified_messages import verified_numbers as told
from node.services.looking.freshness import FreshnessStatus
from node.services.reporting.verdicts import CreditStanding, FoundReport
from node.services.reporting.verifying import MAX_NUMBERS, VERIFIED, ReportVerification
from node.services.rulemaking.published import PublishedRulesReader
from node.storage.cases import CaseRepository
from node.storage.entries import EntryRepository
from node.storage.plain_entries import PlainEntries
from node.storage.transfers import TransferRepository
from tests.support.branches import Branches, octets
from tests.support.records import INDEX
from tests.support.reports import NAME, NUMBER, enter, make_report
from tests.support.rules import shipped_rules
from tests.support.services import ACTOR, STALE_AFTER, Desk, new_store
from tests.support.transfers import decided, held, request

OTHER = number_from(octets("nobody's", 15))


@pytest.fixture
async def desk(tmp_path):
    """Branch 34, which holds copies of the logs of 32, which issued the report, and of 33."""
    async with new_store(tmp_path, Branches(), "34") as store:
        yield Desk(store)


def verification(desk: Desk) -> ReportVerification:
    database = desk.store.database
    return ReportVerification(
        own_log=desk.store.own_log,
        records=desk.store.records,
        entries=EntryRepository(database.read),
        transfers=TransferRepository(database.read),
        cases=CaseRepository(database.run, desk.store.key),
        subject_keys=desk.subject_keys,
        freshness=desk.freshness,
        trail=desk.trail,
        rosters=desk.rosters,
        rules=PublishedRulesReader(
            plain_entries=PlainEntries(database.read),
            copies=desk.store.copies,
            rosters=desk.rosters,
            branch="34",
            clock=desk.clock,
        ),
        clock=desk.clock,
    )


async def verify(desk: Desk, *numbers: str, actor: Actor = ACTOR):
    return await verification(desk).verify(numbers, actor=actor)


async def state(desk: Desk, number: str = NUMBER) -> ReportState:
    return (await verify(desk, number)).verdicts[0].state


async def copied(desk: Desk, made, *codes: str):
    """Those logs as they are now, copied here."""
    for code in codes or made.logs:
        log = made.logs[code]
        await desk.store.take(log, log.size, source=code)
        signed = SignedCheckpoint.verified(log.note, log.origin, desk.branches.roster.by_origin(log.origin).key_at)
        await desk.store.copies.keep_checkpoint(log.origin, signed, as_of=desk.clock.now(), lines=())


@pytest.fixture
async def made(desk):
    made = make_report(desk.branches)
    await copied(desk, made)
    return made


async def test_a_report_of_another_branch_is_valid_by_its_number_alone(desk, made):
    answer = await verify(desk, grouped(NUMBER))
    (found,) = answer.verdicts
    assert (found.number, found.problem, found.state) == (grouped(NUMBER), "", ReportState.VALID)
    (report,) = found.reports
    assert (report.branch, report.body.masked_name, report.unknown_since) == ("32", "张**", None)
    assert [(one.branch, str(one.status)) for one in report.lines] == [("32", "valid"), ("33", "valid")]
    assert NAME not in repr(found)


async def test_a_list_is_answered_in_its_order_and_what_cant_be_a_number_is_told(desk, made):
    typo = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    answer = await verify(desk, OTHER, typo, NUMBER, "12345")
    assert [(one.state, one.problem, len(one.reports)) for one in answer.verdicts] == [
        (ReportState.UNKNOWN, "", 0),
        (ReportState.UNKNOWN, "check", 0),
        (ReportState.VALID, "", 1),
        (ReportState.UNKNOWN, "length", 0),
    ]


async def test_every_branch_is_said_with_its_freshness(desk, made):
    answer = await verify(desk, NUMBER)
    told = {one.branch: one.status for one in answer.branches}
    assert told["32"] is told["33"] is FreshnessStatus.FRESH
    assert told["31"] is FreshnessStatus.NEVER_SYNCED


async def test_a_withdrawal_reaches_other_branches(desk, made):
    cite = Citation(origin=made.entry.origin, index=made.entry.index, leaf_hash=leaf_hash(made.entry.header))
    made.logs["32"].append([withdrawn_entry(cite, WithdrawalReason.REPLACED, entry_id=octets("withdrawal", 16))])
    await copied(desk, made, "32")
    assert await state(desk) is ReportState.WITHDRAWN


async def test_another_branch_withdraws_nothing(desk, made):
    cite = Citation(origin=made.entry.origin, index=made.entry.index, leaf_hash=leaf_hash(made.entry.header))
    made.logs["33"].append([withdrawn_entry(cite, WithdrawalReason.FRAUD, entry_id=octets("intrusion", 16))])
    await copied(desk, made, "33")
    assert await state(desk) is ReportState.VALID


async def test_beyond_the_bound_the_state_is_unknown_since_the_oldest_log_that_it_rests_on(desk, made):
    desk.clock.advance(STALE_AFTER + timedelta(seconds=1))
    made.logs["33"].grow(1)
    await copied(desk, made, "33")
    (found,) = (await verify(desk, NUMBER)).verdicts
    (report,) = found.reports
    assert (found.state, report.last_known) == (ReportState.UNKNOWN, ReportState.VALID)
    assert report.unknown_since == (await desk.store.copies.state(made.logs["32"].origin)).as_of


async def test_a_report_whose_records_havent_arrived_is_unknown(desk):
    made = make_report(desk.branches)
    await copied(desk, made, "32")
    (found,) = (await verify(desk, NUMBER)).verdicts
    assert found.state is ReportState.UNKNOWN
    assert [str(one.status) for one in found.reports[0].lines] == ["valid", "unknown"]


async def test_a_number_that_two_branches_claim_is_told_as_both_and_is_valid_for_neither(desk, made):
    # Whoever was given a number can write an entry of their own under it.
    content = msgspec.structs.replace(made.content, branch="33", origin=made.logs["33"].origin, purpose="冒用")
    enter(desk.branches, made.logs["33"], content)
    await copied(desk, made, "33")
    (found,) = (await verify(desk, NUMBER)).verdicts
    assert found.state is ReportState.UNKNOWN
    assert sorted(one.branch for one in found.reports) == ["32", "33"]


async def test_questions_are_recorded_before_the_answer_without_the_number(desk, made):
    await verify(desk, NUMBER)
    now = desk.clock.now()
    count, _ = await desk.store.audit.digest_between(now - timedelta(days=1), now + timedelta(days=1), VERIFIED)
    assert count == 1
    path = desk.store.database.path
    data = b"".join(one.read_bytes() for one in path.parent.iterdir() if one.is_file())
    assert NUMBER.encode() not in data
    assert grouped(NUMBER).encode() not in data


async def test_probing_is_limited_whatever_the_numbers_are(tmp_path):
    async with new_store(tmp_path, Branches(), "34") as store:
        desk = Desk(store, per_minute=3)
        for _ in range(3):
            await verify(desk, OTHER)
        with pytest.raises(ActorRefused, match="rate-limit"):
            await verify(desk, OTHER)
        desk.clock.advance(timedelta(seconds=61))
        await verify(desk, OTHER)


async def test_too_long_a_list_and_an_operator_without_any_duty_are_refused(desk, made):
    with pytest.raises(TooLarge):
        await verify(desk, *[OTHER] * (MAX_NUMBERS + 1))
    idle = Actor(name="无职责", role=Role.OPERATOR, branch="34", duties=frozenset())
    with pytest.raises(ActorRefused):
        await verify(desk, OTHER, actor=idle)
    client = Actor(name="portal:一次会话", role=Role.CLIENT, branch="34", duties=frozenset())
    assert Duty.REVIEW not in client.duties
    assert (await verify(desk, NUMBER, actor=client)).verdicts[0].state is ReportState.VALID


def put(log, header, private_part: bytes = b"") -> Citation:
    """Appends it, with a private part if it names one; how it is cited."""
    if header.private_digest:
        private_part = b"sealed"
        header = msgspec.structs.replace(header, private_digest=sha256(private_part).digest())
    data = encode_header(header)
    log.append([Entry(data, private_part)])
    return Citation(origin=log.origin, index=log.size - 1, leaf_hash=leaf_hash(data))


def stating(content, asked: Citation, decision: Citation, *, scheme: str = "开放教育"):
    """The content under the other number, with a line of credit of that decision."""
    credit = StatedCredit(
        branch="32",
        scheme=scheme,
        course="茶文化概论",
        credits=250,
        granted_on=content.issued_on,
        origin=decision.origin,
        index=decision.index,
        leaf_hash=decision.leaf_hash.hex(),
        transfer=asked.index,
        item=0,
    )
    return msgspec.structs.replace(content, number=OTHER, credits=(credit,))


async def credit_lines(desk: Desk) -> FoundReport:
    """What the other number opens."""
    (report,) = (await verify(desk, OTHER)).verdicts[0].reports
    return report


@pytest.fixture
async def converted(desk, made):
    """The report states credit that 32 granted for the achievement in 33's log; all of it is copied here."""
    receiving, sending = made.logs["32"], made.logs["33"]
    earned = Citation(origin=sending.origin, index=INDEX, leaf_hash=leaf_hash(sending.items[INDEX].header))
    asked = put(receiving, request([earned]))
    answered = put(sending, held(asked, [earned], 1))
    decision = put(receiving, decided(asked, answered, 1))
    enter(desk.branches, receiving, stating(made.content, asked, decision))
    await copied(desk, made)
    return asked, decision, earned


async def test_credit_that_is_not_final_leaves_a_report_unknown_and_final_credit_makes_it_valid(desk, made, converted):
    asked, decision, earned = converted
    assert await state(desk, OTHER) is ReportState.UNKNOWN
    put(made.logs["33"], closed_header(asked, decision, [earned], [1]))
    await copied(desk, made, "33")
    assert await state(desk, OTHER) is ReportState.VALID


async def test_credit_that_was_taken_back_revokes_a_report_at_every_branch(desk, made, converted):
    asked, decision, earned = converted
    put(made.logs["33"], closed_header(asked, decision, [earned], [1]))
    await copied(desk, made)
    (stands,) = (await credit_lines(desk)).credits
    assert (stands.status, stands.source, stands.branch) == (CreditStanding.VALID, "33-20", "32")
    put(made.logs["32"], reversed_header(asked, decision, [1], "revoked"))
    await copied(desk, made)
    assert await state(desk, OTHER) is ReportState.REVOKED
    assert await state(desk) is ReportState.VALID
    report = await credit_lines(desk)
    # The achievements stand: only the line of credit says why the report counts no longer.
    assert {str(one.status) for one in report.lines} <= {"valid", "converted", "held"}
    assert [(one.status, one.credits) for one in report.credits] == [(CreditStanding.REVERSED, 250)]
    (line,) = told(await verify(desk, OTHER)).verdicts[0].reports[0].credits
    assert (line.status, line.converted_from, line.credits, line.transfer) == ("reversed", "33-20", 250, asked.index)


async def test_credit_is_told_by_the_name_that_the_rules_of_its_decision_give_the_scheme(desk):
    made = make_report(desk.branches)
    receiving, sending = made.logs["32"], made.logs["33"]
    header = rules_header(shipped_rules("jiangsu"))
    published = put(receiving, header)
    rules = RulesCited(version=1, index=published.index, leaf_hash=published.leaf_hash)
    earned = Citation(origin=sending.origin, index=INDEX, leaf_hash=leaf_hash(sending.items[INDEX].header))
    asked = put(receiving, request([earned]))
    answered = put(sending, held(asked, [earned], 1))
    digest = sha256(b"sealed").digest()
    decision = put(receiving, decided_header(asked, answered, [1], rules=rules, key_epoch=1, private_digest=digest))
    put(sending, closed_header(asked, decision, [earned], [1]))
    enter(desk.branches, receiving, stating(made.content, asked, decision, scheme="community"))
    await copied(desk, made)
    (line,) = (await credit_lines(desk)).credits
    assert (line.scheme, line.scheme_name) == ("community", "社区教育学分")

"""Shows what a branch that the roster closed leaves behind between real nodes: nothing open, nothing doubled.

Source: DESIGN section 7; docs/adr/0020.
"""

import pytest

from federation.errors import KeyNotValidAtSize, TransferRefused
from federation.model.standing import Status
from federation.trust.roster import LogEnd
from node.model.access import Basis
from node.model.credit import PostingKind
from node.model.transfer_application import ENDED
from tests.support.books import assert_in_order
from tests.support.branches import octets
from tests.support.transfer_acts import ANN, BOB, credits_of, revoke
from tests.support.transfer_offices import STALE_AFTER, TransferOffice, opened_offices, turn

PROVISIONAL, FINAL = [PostingKind.GRANT], [PostingKind.GRANT, PostingKind.FINALISE]


@pytest.fixture
async def offices(federation):
    return await opened_offices(federation)


def close(federation, code, end, offices):
    """The roster closes a branch there; these offices hear of it."""
    federation.branches.close(code, end)
    for office in offices:
        office.node.rosters.apply(federation.branches.rosters[-1].to_bytes())
        office.closed = {federation[code].origin: end}


async def end_of(federation, code):
    head = await federation[code].own_log.head()
    return LogEnd(size=head.size, root=head.root)


async def booked(office, case):
    return [kind for kind, _ in await credits_of(office, case)]


async def shown(office, receiving):
    """What a branch says of all transfers into another."""
    found = await office.transfers.requested_by(receiving, 20)
    return [str(item.status) for one in found for item in one.transfer.items]


async def test_a_branch_closed_by_the_roster_ends_its_undecided_holds(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang, jiangsu], 2)
    assert await jiangsu.statuses(case) == ["held"]
    close(federation, "32", await end_of(federation, "32"), [zhejiang])
    assert await zhejiang.attendant.attend() == 1
    stored = await zhejiang.transfers.find("32", case.entry_index)
    assert [item.status.value for item in stored.transfer.items] == ["withdrawn"]
    assert await zhejiang.transfers.holds_by("33", "32") == 0


async def test_a_closed_sending_branch_leaves_nothing_open_and_no_credit_provisional(federation, offices):
    jiangsu, zhejiang, shanghai = offices["32"], offices["33"], offices["31"]
    first = await zhejiang.issue(ANN, "短视频制作", "剪纸", "书法")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", first))
    await turn(federation, [zhejiang])
    await turn(federation, [jiangsu])
    assert await jiangsu.statuses(case) == ["accepted"]
    unanswered = await jiangsu.ask(ANN, ("33", first + 1))
    close(federation, "33", await end_of(federation, "33"), [jiangsu, shanghai])
    assert await jiangsu.attendant.attend() > 0
    assert (await jiangsu.statuses(case), await jiangsu.statuses(unanswered)) == (["converted"], ["declined"])
    assert [kind for kind, _ in await credits_of(jiangsu, case)] == [PostingKind.GRANT, PostingKind.FINALISE]
    for one in (case, unanswered):
        assert (await jiangsu.cases.find(one.case_id)).state == ENDED
    # Whoever only looks on, and hears of it later, says the same.
    await turn(federation, [shanghai], 1)
    found = await shanghai.lookup.look_up(ANN, purpose="核对", basis=Basis.SELF, actor=shanghai.clerk)
    converted = {one.index for one in found.achievements if one.status is Status.CONVERTED}
    assert converted == {first}
    with pytest.raises(TransferRefused) as refused:
        await jiangsu.ask(ANN, ("33", first + 2))
    assert refused.value.facts == {"reason": "branch-closed", "place": "33"}
    await assert_in_order([jiangsu, shanghai])


async def accepted(federation, offices):
    """An achievement of Zhejiang that Jiangsu accepted; Zhejiang hasn't heard of it."""
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang])
    await turn(federation, [jiangsu])
    assert await jiangsu.statuses(case) == ["accepted"]
    return case


async def test_no_credit_is_final_on_another_history_than_the_roster_closed(federation, offices):
    jiangsu, case = offices["32"], await accepted(federation, offices)
    end = await end_of(federation, "33")
    close(federation, "33", LogEnd(size=end.size, root=octets("another history")), [jiangsu])
    for _ in range(2):
        assert await jiangsu.attendant.attend() == 0
    assert await jiangsu.statuses(case) == ["accepted"]
    assert await booked(jiangsu, case) == PROVISIONAL
    await assert_in_order([jiangsu])


async def test_what_a_log_was_given_beyond_its_end_counts_at_nobody(federation, offices):
    jiangsu, zhejiang, shanghai, anhui = (offices[code] for code in ("32", "33", "31", "34"))
    index = await zhejiang.issue(ANN, "短视频制作")
    await federation.rounds(2)
    end = await end_of(federation, "33")
    case = await jiangsu.ask(ANN, ("33", index))
    await turn(federation, [zhejiang])
    await federation.rounds()
    assert await jiangsu.statuses(case) == ["held"]
    # The roster ends it where somebody behind held it.
    live = [jiangsu, shanghai, anhui]
    close(federation, "33", end, live)
    for office in live:
        await office.attendant.attend()
    for office in live:
        assert await shown(office, "32") == ["declined"]
        assert (await office.checking.check(actor=office.clerk)).holds
        # Notes and entries agree; that more is held than the roster lets stand is what an examination tells.
        assert await office.examination.astray() == set()


async def test_a_log_that_was_closed_stays_so_whatever_another_process_knows(federation, offices):
    jiangsu, case = offices["32"], await accepted(federation, offices)
    close(federation, "33", await end_of(federation, "33"), [jiangsu])
    assert await jiangsu.attendant.attend() > 0
    older = TransferOffice(jiangsu.node)
    older.closed = {federation["31"].origin: await end_of(federation, "31")}
    await older.attendant.attend()
    assert await jiangsu.attendant.attend() == 0
    assert await jiangsu.statuses(case) == ["converted"]
    assert await booked(jiangsu, case) == FINAL
    await assert_in_order([jiangsu])


async def test_nothing_is_released_before_the_closed_branchs_last_word_has_arrived(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    jiangsu.rules.leave_all_to_reviewers()
    index = await zhejiang.issue(ANN, "短视频制作", "剪纸")
    await federation.rounds(2)
    case = await jiangsu.ask(ANN, ("33", index), ("33", index + 1))
    await turn(federation, [zhejiang])
    await federation.rounds()
    await jiangsu.ending.withdraw(case.case_id, actor=jiangsu.clerk, places=[(case.entry_index, 0)])
    await federation["33"].round()
    await jiangsu.ending.withdraw(case.case_id, actor=jiangsu.clerk, places=[(case.entry_index, 1)])
    await federation["31"].round()
    close(federation, "32", await end_of(federation, "32"), [zhejiang])
    # It holds all but the last entry: the first withdrawal is answered, the rest waits.
    assert await zhejiang.attendant.attend() == 1
    assert await shown(zhejiang, "32") == ["withdrawn", "held"]
    await federation["33"].round()
    assert await zhejiang.attendant.attend() == 1
    assert await shown(zhejiang, "32") == ["withdrawn", "withdrawn"]
    await assert_in_order([zhejiang])


async def test_a_closed_branch_settles_what_is_over_and_writes_nothing(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    index = await zhejiang.issue(ANN, "短视频制作")
    of_bob = await zhejiang.issue(BOB, "剪纸")
    await federation.rounds(2)
    case, other = await jiangsu.ask(ANN, ("33", index)), await jiangsu.ask(BOB, ("33", of_bob))
    await turn(federation, [zhejiang])
    await turn(federation, [jiangsu])
    await turn(federation, [zhejiang])
    await revoke(zhejiang.node, of_bob)
    await federation.rounds()
    end = await end_of(federation, "32")
    close(federation, "32", end, [jiangsu])
    with pytest.raises(KeyNotValidAtSize):
        await jiangsu.attendant.attend()
    assert await booked(jiangsu, case) == FINAL
    assert await jiangsu.statuses(other) == ["converted"]
    assert await end_of(federation, "32") == end


async def test_a_closed_branchs_part_is_fresh_once_it_is_held_to_its_end(federation, offices):
    jiangsu, zhejiang = offices["32"], offices["33"]
    for office in (zhejiang, offices["31"]):
        await office.issue(ANN, "短视频制作")
    await federation.rounds(2)
    close(federation, "33", await end_of(federation, "33"), [jiangsu])
    federation.branches.clock.advance(STALE_AFTER * 10)
    told = {one.branch: str(one.status) for one in await jiangsu.freshness.of_all()}
    assert (told["33"], told["31"]) == ("fresh", "stale")

"""Whether what branches booked and noted is what the logs say: simulated branches, and offices over real nodes."""

from collections import defaultdict
from collections.abc import Iterable

from federation.transfer.all_transfers import AllTransfers
from federation.transfer.states import Receiving, TransferStatus
from node.model.credit import CreditFault, Posting, PostingKind
from node.model.credit_by_log import missing_postings, unfounded_postings
from node.services.integrity.log_inspection import LogInspection
from tests.support.transfer_offices import TransferOffice
from tests.support.transfer_simulation import Branch, credit_of


def simulated_faults(branch: Branch, view: AllTransfers, end: int) -> list[CreditFault]:
    """What a simulated branch booked otherwise than the logs say.

    Args:
        branch: whose postings.
        view: of somebody who holds everything.
        end: up to which index of its log; what was lost with a closed branch is nobody's.
    """
    booked: dict[int, list[Posting]] = defaultdict(list)
    for one in branch.postings:
        if one.index < end:
            request, item = one.granted
            booked[request.index].append(
                Posting(
                    account=b"",
                    transfer=request.index,
                    item=item,
                    part=0,
                    kind=PostingKind.GRANT if one.hundredths > 0 else PostingKind.REVERSE,
                    scheme="",
                    course="",
                    credits=abs(one.hundredths),
                    rules_version=0,
                    on=branch.world.now.date(),
                    log_id=0,
                    entry_index=one.index,
                    at=branch.world.now,
                )
            )
    transfers = {one.request.index: one for one in view.all() if one.request.origin == branch.origin}
    faults = [fault for index, some in booked.items() for fault in unfounded_postings(some, transfers.get(index))]
    for index, transfer in transfers.items():
        # A simulated branch makes nothing final.
        faults += missing_postings(booked[index], transfer, is_settled=False)
    return faults


def assert_conserved(branch: Branch, view: AllTransfers) -> None:
    """Credit accepted = provisional + converted + reversed, and the postings say the same as the logs.

    Args:
        branch: whose postings.
        view: of somebody who holds everything.
    """
    provisional = converted = taken_back = 0
    for transfer in view.all():
        for number, item in enumerate(transfer.items):
            if transfer.request.origin == branch.origin:
                credit = credit_of(transfer.request.citation, number)
                provisional += credit * (item.status in (TransferStatus.ACCEPTED, TransferStatus.REVOKED))
                converted += credit * (item.status is TransferStatus.CONVERTED)
                taken_back += credit * (item.receiving is Receiving.REVERSED)
    end = branch.world.closed.get(branch.origin, len(branch.world.logs.headers[branch.origin]))
    standing = [one.hundredths for one in branch.postings if one.index < end]
    assert sum(one for one in standing if one > 0) == provisional + converted + taken_back
    assert sum(one for one in standing if one < 0) == -taken_back
    assert simulated_faults(branch, view, end) == []


async def assert_in_order(offices: Iterable[TransferOffice]) -> None:
    """What every office booked adds up and is what the logs say, as is whatever its node notes."""
    for office in offices:
        checked = await office.checking.check(actor=office.clerk)
        assert checked.holds, checked
        node = office.node
        inspection = LogInspection(
            own_log=node.own_log, copies=node.copies, transfers=office.examination, rosters=node.rosters
        )
        findings = (await inspection.fsck(lambda read, total: None)).findings
        assert findings == (), findings

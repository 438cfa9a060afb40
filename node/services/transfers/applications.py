"""Applications beside the transfers that they made: found by either, kept together.

The requests of one application stand one after the other in the own log, so that a request's application is the
newest whose first request isn't after it.
"""

from collections.abc import Iterable

import msgspec

from federation.errors import NotHere
from node.model.case import Case
from node.model.transfer import StoredTransfer
from node.model.transfer_application import KIND, TransferApplication, encode_application, parse_application
from node.ports.organisation import Cases
from node.ports.transfers import Transfers


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """An application, its case, and its transfers as they stand, in its order."""

    case: Case
    application: TransferApplication
    transfers: tuple[StoredTransfer, ...]

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"Filed({self.case.case_id})"


async def filed_of_case(cases: Cases, transfers: Transfers, branch: str, case_id: str) -> Filed:
    """The application of a case. Raises `NotHere`: there is none."""
    case = await cases.find(case_id)
    if case is None or case.kind != KIND:
        raise NotHere(what="transfer")
    return await _filed(case, transfers, branch)


async def filed_of_request(cases: Cases, transfers: Transfers, branch: str, index: int) -> Filed | None:
    """The application that made the request at a leaf index of the own log; None if none here did."""
    case = await cases.containing(KIND, index)
    if case is None:
        return None
    filed = await _filed(case, transfers, branch)
    return filed if any(one.request_index == index for one in filed.application.transfers) else None


async def filed_of_all(cases: Cases, transfers: Transfers, branch: str, due: Iterable[StoredTransfer]) -> list[Filed]:
    """The applications that made these requests, each once."""
    found: dict[str, Filed] = {}
    done: set[int] = set()
    for one in due:
        index = one.transfer.request.index
        if index in done:
            continue
        filed = await filed_of_request(cases, transfers, branch, index)
        if filed is not None:
            found[filed.case.case_id] = filed
            done |= {asked.request_index for asked in filed.application.transfers}
    return list(found.values())


def with_application(case: Case, application: TransferApplication, **changes: object) -> Case:
    """The case with another application in it."""
    return msgspec.structs.replace(case, body=encode_application(application), **changes)


async def _filed(case: Case, transfers: Transfers, branch: str) -> Filed:
    application = parse_application(case.body)
    found = await transfers.find_all([(branch, one.request_index) for one in application.transfers])
    return Filed(case=case, application=application, transfers=tuple(found))

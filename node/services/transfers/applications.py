"""Applications beside the transfers that they made: found by either, or as people name them, kept together.

The requests of one application stand one after the other in the own log, so that a request's application is the
newest whose first request isn't after it.
"""

import re
from collections.abc import Collection, Iterable

import msgspec

from federation.errors import NotFiledHere, TransferRefused
from node.model.case import Case
from node.model.transfer import StoredTransfer
from node.model.transfer_application import KIND, TransferApplication, encode_application, parse_application
from node.ports.organisation import Cases
from node.ports.transfers import Transfers

REFERENCE = re.compile(r"([0-9]{2})-([0-9]{1,12})")


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """An application, its case, and its transfers as they stand, in its order."""

    case: Case
    application: TransferApplication
    transfers: tuple[StoredTransfer, ...]

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"Filed({self.case.case_id})"


async def case_named(cases: Cases, branch: str, name: str) -> Case | None:
    """The application's case, by its id or first digits, or by the reference of one of its transfers, as ``32-247``."""
    reference = REFERENCE.fullmatch(name)
    if reference is None:
        case = await cases.find(name)
        return case if case is not None and case.kind == KIND else None
    if reference[1] != branch:
        return None
    index = int(reference[2])
    case = await cases.containing(KIND, index)
    return case if case is not None and index in _request_indexes(parse_application(case.body)) else None


async def filed_of_case(cases: Cases, transfers: Transfers, branch: str, name: str) -> Filed:
    """The application that `case_named` finds. Raises `NotFiledHere`: there is none."""
    case = await case_named(cases, branch, name)
    if case is None:
        raise NotFiledHere(what="transfer", check="number")
    return await _filed(case, transfers, branch)


def require_places(filed: Filed, places: Iterable[tuple[int, int]]) -> None:
    """Refuses what the application doesn't hold, of places as request's leaf index and item from 0 on.

    Raises:
        TransferRefused: reason ``no-such-item``, with the place as people write it.
    """
    held = {
        (one.request_index, number) for one in filed.application.transfers for number in range(len(one.achievements))
    }
    for index, number in places:
        if (index, number) not in held:
            raise TransferRefused(reason="no-such-item", place=f"{index}:{number + 1}")


async def filed_of_request(cases: Cases, transfers: Transfers, branch: str, index: int) -> Filed | None:
    """The application that made the request at a leaf index of the own log; None if none here did."""
    case = await cases.containing(KIND, index)
    if case is None:
        return None
    filed = await _filed(case, transfers, branch)
    return filed if index in _request_indexes(filed.application) else None


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


def _request_indexes(application: TransferApplication) -> Collection[int]:
    return {one.request_index for one in application.transfers}


async def _filed(case: Case, transfers: Transfers, branch: str) -> Filed:
    application = parse_application(case.body)
    found = await transfers.find_all([(branch, one.request_index) for one in application.transfers])
    return Filed(case=case, application=application, transfers=tuple(found))

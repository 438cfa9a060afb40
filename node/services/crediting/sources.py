"""What a branch's credit was converted from: which achievement of which branch, and its title if a case here says it.

Source: seed document 001 (转换申请明细).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from node.model.transfer_application import KIND, parse_application
from node.ports.organisation import Cases
from node.ports.transfers import Transfers


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditSource:
    """An achievement that was converted: its branch, its leaf index there as the request cites it, its title or ""."""

    branch: str
    index: int
    title: str


class CreditSources:
    """Finds what credit was converted from."""

    def __init__(self, *, branch: str, transfers: Transfers, cases: Cases) -> None:
        """Prepares it.

        Args:
            branch: code of the own branch.
            transfers: as their entries say them.
            cases: the applications, which keep the titles as the person chose them.
        """
        self._branch = branch
        self._transfers = transfers
        self._cases = cases

    async def of(self, accounts: Sequence[bytes], requests: Collection[int]) -> Mapping[tuple[int, int], CreditSource]:
        """By (leaf index of the request, item), for the transfers that are known.

        Args:
            accounts: blind indexes of the person's documents, 16 bytes each.
            requests: leaf indexes of requests in the own log.
        """
        stored = await self._transfers.find_all([(self._branch, one) for one in sorted(set(requests))])
        titles = await self._titles(accounts) if stored else {}
        return {
            (one.transfer.request.index, number): CreditSource(
                branch=one.sending,
                index=item.achievement.index,
                title=titles.get((one.transfer.request.index, number), ""),
            )
            for one in stored
            for number, item in enumerate(one.transfer.items)
        }

    async def _titles(self, accounts: Sequence[bytes]) -> dict[tuple[int, int], str]:
        cases = [
            case for account in accounts for case in await self._cases.list_of(KIND, states=(), subject_index=account)
        ]
        return {
            (asked.request_index, number): achievement.title
            for case in cases
            for asked in parse_application(case.body).transfers
            for number, achievement in enumerate(asked.achievements)
        }

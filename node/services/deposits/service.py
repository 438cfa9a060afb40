"""All that can be done with deposits, put together over one kind of case.

Source: DESIGN section 9.
"""

from dataclasses import dataclass

from adapters.adapter import Adapter
from federation.clock import Clock
from node.model.deposit import DEPOSITS, EVIDENCE
from node.node_key import NodeKey
from node.ports.filing import Accounts
from node.ports.logs import OwnLog
from node.ports.organisation import Cases, Units
from node.services.casework import Casework
from node.services.deposits.competent_unit import CompetentUnits
from node.services.deposits.entering import DepositEntries
from node.services.deposits.filing import DepositFiling
from node.services.deposits.reviewing import DepositReview
from node.services.deposits.viewing import DepositViews
from node.services.filing.account_rights import AccountRights
from node.services.filing.achievement_filing import AchievementFiling
from node.services.looking.access_trail import AccessTrail
from node.services.organisation.units import UnitService


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposits:
    """The two sides, and looking."""

    filing: DepositFiling
    review: DepositReview
    views: DepositViews


def deposits_of(
    *,
    adapter: Adapter,
    own_log: OwnLog,
    cases: Cases,
    accounts: Accounts,
    unit_rows: Units,
    units: UnitService,
    achievement_filing: AchievementFiling,
    trail: AccessTrail,
    rights: AccountRights,
    key: NodeKey,
    clock: Clock,
) -> Deposits:
    """Deposits by the rules of an adapter."""
    casework = Casework(DEPOSITS, own_log=own_log, cases=cases, units=unit_rows, clock=clock, parts=(EVIDENCE,))
    entries = DepositEntries(achievement_filing, clock)
    return Deposits(
        filing=DepositFiling(
            casework=casework,
            units=units,
            competent=CompetentUnits(adapter.competence, adapter.levels),
            entries=entries,
            accounts=accounts,
            rights=rights,
            trail=trail,
            key=key,
            clock=clock,
        ),
        review=DepositReview(casework=casework, entries=entries),
        views=DepositViews(casework=casework, cases=cases, units=units, trail=trail, key=key, clock=clock),
    )

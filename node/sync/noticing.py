"""Noticing what other processes of this node did: commits to the own log, new rosters.

The command line imports while the node serves; peers should see that within a second.
One small read of the own head each quarter of a second does it on either database.
"""

import asyncio
from collections.abc import Callable

import structlog

from federation.errors import CreditBankError
from node.ports.logs import OwnLog
from node.ports.rosters import RosterHolder

log = structlog.get_logger()
POLL_S = 0.25


async def notice_changes(
    own_log: OwnLog, rosters: RosterHolder, *, on_commit: Callable[[], None], on_roster: Callable[[], None]
) -> None:
    """Calls back after each commit to the own log and each new roster, whoever made it, until cancelled."""
    known, version = -1, rosters.current.version
    while True:
        try:
            size = (await own_log.head()).size
            if size != known:
                known = size
                on_commit()
            rosters.refresh()
            # Not what the refresh says: a roster may also have come by gossip, or been taken in by a round.
            if rosters.current.version != version:
                version = rosters.current.version
                log.info("roster-noticed", version=version)
                on_roster()
        except CreditBankError as error:
            log.warning("noticing-hindered", reason=error.code)
        await asyncio.sleep(POLL_S)

"""Asking one peer what it knows: its roster, and the checkpoints of all logs it holds.

Every peer is asked of every log, the asker's own too: that is the gossip by which a
split view is found in one round, and by which a branch hears its own highest head.
"""

import structlog

from federation.errors import (
    CreditBankError,
    KeyNotValidAtSize,
    NotInRoster,
    PeerFaulty,
    RosterRefused,
    SignatureInvalid,
)
from federation.rpc.peer_client import PeerClient
from federation.suite import suite_of
from federation.tlog.checkpoint import verify_checkpoint
from federation.trust.roster import LogKey, Roster
from node.ports.rosters import RosterHolder
from node.sync.vetting import HeardCheckpoint, vet_checkpoint

log = structlog.get_logger()


async def hear_peer(client: PeerClient, rosters: RosterHolder) -> list[HeardCheckpoint]:
    """What the peer says, vetted; rosters that it has and we lack are applied.

    Raises:
        PeerUnavailable, PeerRefused: not reached, or not let in.
        PeerFaulty: its answer can't be right; a checkpoint that nobody signed is that too.
    """
    hello = await client.handshake(rosters.current)
    if hello.roster_version > rosters.current.version:
        await _catch_up(client, rosters)
    return vet_all(await client.fetch_checkpoints(), rosters, client.branch)


def vet_all(notes: tuple[bytes, ...], rosters: RosterHolder, source: str) -> list[HeardCheckpoint]:
    """Vets notes of one source; those that its roster allows and ours doesn't are left out.

    The roster may change between two calls, a log may have grown beyond the size at which a
    later roster closed it, or its old key signed beyond the size at which it was retired:
    whoever relays such a checkpoint is not at fault.

    Raises:
        PeerFaulty: one of them holds no valid checkpoint of a rostered log.
    """
    heard = []
    for note in notes:
        try:
            heard.append(vet_checkpoint(note, rosters.current))
        except (NotInRoster, KeyNotValidAtSize) as error:
            log.warning("checkpoint-left-out", source=source, reason=error.code)
        except CreditBankError as error:
            if isinstance(error, SignatureInvalid) and _is_by_another_key(note, rosters.current):
                log.warning("checkpoint-left-out", source=source, reason=error.code)
                continue
            log.warning("checkpoint-refused", source=source, reason=error.code)
            raise PeerFaulty(branch=source, reason=error.code) from error
    return heard


def _is_by_another_key(note: bytes, roster: Roster) -> bool:
    """Whether a key of that log's history signed it, only not the one that is valid at its size."""
    branch = roster.by_origin(note.partition(b"\n")[0].decode())
    return any(_is_by(key, note, branch.origin) for key in branch.log_keys)


def _is_by(key: LogKey, note: bytes, origin: str) -> bool:
    try:
        verify_checkpoint(note, origin, lambda _: key.public_key, suite_of(key.suite))
    except CreditBankError:
        return False
    return True


async def _catch_up(client: PeerClient, rosters: RosterHolder) -> None:
    try:
        for signed in await client.fetch_rosters(rosters.current.version):
            rosters.apply(signed)
    except RosterRefused as error:
        raise PeerFaulty(branch=client.branch, reason="roster-refused") from error
    log.info("roster-applied", version=rosters.current.version, source=client.branch)

"""What the branches' logs travel by: calling peers, pulling, serving, announcing."""

from federation.rpc.limits import CallingLimits
from node.bootstrap.foundation import Foundation
from node.sync.peers import Peers
from node.sync.pulling import Puller
from node.sync.recovering import Recovery
from node.sync.serving import Announcer, ServedLogs
from node.sync.synchroniser import Synchroniser


def announcer(base: Foundation) -> Announcer:
    """Tells watching peers; the own log announces by it from now on."""
    announcer = Announcer()
    base.own_log.announce = announcer.announce
    return announcer


def peers(base: Foundation) -> Peers:
    """Connections to the other branches; whoever opened the node closes them."""
    return Peers(own_branch=base.branch, rosters=base.rosters, certificate=base.certificate, limits=CallingLimits())


def synchroniser(base: Foundation, peers: Peers, announcer: Announcer) -> Synchroniser:
    """Rounds over all peers."""
    return Synchroniser(
        own_log=base.own_log,
        copies=base.copies,
        rosters=base.rosters,
        peers=peers,
        puller=Puller(base.copies, own_origin=base.own_log.origin, witness_key=base.signing_key, clock=base.clock),
        recovery=Recovery(own_log=base.own_log, copies=base.copies, peers=peers),
        clock=base.clock,
        announce=announcer.announce,
    )


def served(base: Foundation, announcer: Announcer) -> ServedLogs:
    """The logs that other branches may pull from here."""
    return ServedLogs(own_log=base.own_log, copies=base.copies, rosters=base.rosters, announcer=announcer)

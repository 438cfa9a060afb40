"""Looking a person's records up, proving one, and who looked."""

from node.bootstrap.foundation import Foundation
from node.services.looking.looks import LooksService
from node.services.looking.lookup import LookupService
from node.services.looking.proving import ProvingService


def lookup(base: Foundation) -> LookupService:
    """A person's records in every log that is held."""
    return LookupService(
        records=base.rows.records,
        transfers=base.rows.transfers,
        subject_keys=base.subject_keys,
        freshness=base.freshness,
        trail=base.trail,
        rosters=base.rosters,
        node_key=base.node_key,
        clock=base.clock,
    )


def looks(base: Foundation) -> LooksService:
    """Who looked at a person's records."""
    return LooksService(
        audit=base.rows.audit,
        operators=base.rows.operators,
        units=base.rows.units,
        node_key=base.node_key,
        clock=base.clock,
    )


def proving(base: Foundation) -> ProvingService:
    """A record as one file that proves itself."""
    return ProvingService(
        records=base.signed_records,
        entries=base.rows.entries,
        rosters=base.rosters,
        subject_keys=base.subject_keys,
        audit=base.rows.audit,
        node_key=base.node_key,
        clock=base.clock,
    )

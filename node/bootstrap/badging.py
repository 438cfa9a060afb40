"""Portable credentials: issued, and verified with how they stand."""

from datetime import timedelta
from functools import partial

from node.bootstrap.foundation import Foundation
from node.folder.tls_files import load_document_certificate
from node.services.badging.issuing import CredentialIssuing
from node.services.badging.verifying import CredentialVerification
from node.services.looking.lookup import LookupService


def credentials(base: Foundation, lookup: LookupService) -> CredentialIssuing:
    """Achievements as Open Badges credentials."""
    return CredentialIssuing(
        branch=base.branch,
        lookup=lookup,
        records=base.signed_records,
        rosters=base.rosters,
        subject_keys=base.subject_keys,
        trail=base.trail,
        certificate=partial(load_document_certificate, base.folder, base.config),
        # A credential is a report of one achievement: it counts for as long.
        valid_for=timedelta(days=base.config.reports.valid_days),
        node_key=base.node_key,
        clock=base.clock,
    )


def verification(base: Foundation) -> CredentialVerification:
    """What credentials prove, and how their achievements stand."""
    return CredentialVerification(
        entries=base.rows.entries,
        transfers=base.rows.transfers,
        freshness=base.freshness,
        rosters=base.rosters,
        trail=base.trail,
        node_key=base.node_key,
        clock=base.clock,
    )

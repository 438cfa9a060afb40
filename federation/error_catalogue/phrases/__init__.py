"""Codes within facts, in words: why something was refused, and what it was.

A module a subject holds the tables of its errors. To add a subject: its module, and a line in `REASONS` for
each of its errors.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.configuration import CONFIGURATION_REASONS
from federation.error_catalogue.phrases.credentials import CREDENTIAL_NOT_GENUINE_REASONS, CREDENTIAL_REASONS
from federation.error_catalogue.phrases.figures import PROGRESS_REASONS
from federation.error_catalogue.phrases.files import (
    ATTACHMENT_REASONS,
    OTHER_KIND_REASONS,
    PRINT_REASONS,
    WORKBOOK_REASONS,
)
from federation.error_catalogue.phrases.filing import (
    ACCOUNT_REASONS,
    CORRECTION_REASONS,
    DEPOSIT_REASONS,
    DOCUMENT_REASONS,
)
from federation.error_catalogue.phrases.operating import DATABASE_REASONS, FOLDER_REASONS, OUTPUT_REASONS
from federation.error_catalogue.phrases.organisation import ACTOR_REASONS, APPLICATION_REASONS, UNIT_REASONS
from federation.error_catalogue.phrases.phrase import Phrase
from federation.error_catalogue.phrases.reports import NOT_GENUINE_REASONS, REPORT_NUMBER_REASONS, REPORT_REASONS
from federation.error_catalogue.phrases.rules import CREDIT_REASONS, RULES_INVALID_REASONS, RULES_REFUSED_REASONS
from federation.error_catalogue.phrases.things import CHECKS, THINGS
from federation.error_catalogue.phrases.training import (
    AUDIT_REASONS,
    CATALOGUE_REASONS,
    DECLARATION_REASONS,
    LEDGER_REASONS,
)
from federation.error_catalogue.phrases.transfers import TRANSFER_REASONS
from federation.error_catalogue.phrases.trust import (
    INVITATION_REASONS,
    KEY_REASONS,
    PEER_FAULTY_REASONS,
    PEER_REFUSED_REASONS,
    ROSTER_REASONS,
)

__all__ = [
    "ACCOUNT_REASONS",
    "ACTOR_REASONS",
    "APPLICATION_REASONS",
    "ATTACHMENT_REASONS",
    "AUDIT_REASONS",
    "CATALOGUE_REASONS",
    "CHECKS",
    "CONFIGURATION_REASONS",
    "CORRECTION_REASONS",
    "CREDENTIAL_NOT_GENUINE_REASONS",
    "CREDENTIAL_REASONS",
    "CREDIT_REASONS",
    "DATABASE_REASONS",
    "DECLARATION_REASONS",
    "DEPOSIT_REASONS",
    "DOCUMENT_REASONS",
    "FOLDER_REASONS",
    "INVITATION_REASONS",
    "KEY_REASONS",
    "LEDGER_REASONS",
    "NOT_GENUINE_REASONS",
    "OTHER_KIND_REASONS",
    "OUTPUT_REASONS",
    "PEER_FAULTY_REASONS",
    "PEER_REFUSED_REASONS",
    "PRINT_REASONS",
    "PROGRESS_REASONS",
    "REASONS",
    "REPORT_NUMBER_REASONS",
    "REPORT_REASONS",
    "ROSTER_REASONS",
    "RULES_INVALID_REASONS",
    "RULES_REFUSED_REASONS",
    "THINGS",
    "TRANSFER_REASONS",
    "UNIT_REASONS",
    "WORKBOOK_REASONS",
    "Phrase",
]

REASONS: Mapping[str, Mapping[str, Phrase]] = {
    "configuration-invalid": CONFIGURATION_REASONS,
    "folder-not-ready": FOLDER_REASONS,
    "output-unwritable": OUTPUT_REASONS,
    "database-unavailable": DATABASE_REASONS,
    "actor-refused": ACTOR_REASONS,
    "unit-refused": UNIT_REASONS,
    "application-refused": APPLICATION_REASONS,
    "account-refused": ACCOUNT_REASONS,
    "declaration-refused": DECLARATION_REASONS,
    "catalogue-refused": CATALOGUE_REASONS,
    "correction-refused": CORRECTION_REASONS,
    "rules-invalid": RULES_INVALID_REASONS,
    "rules-refused": RULES_REFUSED_REASONS,
    "credit-refused": CREDIT_REASONS,
    "transfer-refused": TRANSFER_REASONS,
    "ledger-refused": LEDGER_REASONS,
    "audit-refused": AUDIT_REASONS,
    "attachment-refused": ATTACHMENT_REASONS,
    "other-kind-of-file": OTHER_KIND_REASONS,
    "deposit-refused": DEPOSIT_REASONS,
    "progress-refused": PROGRESS_REASONS,
    "print-refused": PRINT_REASONS,
    "report-number-malformed": REPORT_NUMBER_REASONS,
    "report-refused": REPORT_REASONS,
    "report-not-genuine": NOT_GENUINE_REASONS,
    "credential-refused": CREDENTIAL_REASONS,
    "credential-not-genuine": CREDENTIAL_NOT_GENUINE_REASONS,
    "document-malformed": DOCUMENT_REASONS,
    "roster-refused": ROSTER_REASONS,
    "invitation-refused": INVITATION_REASONS,
    "peer-refused": PEER_REFUSED_REASONS,
    "key-unavailable": KEY_REASONS,
    "peer-faulty": PEER_FAULTY_REASONS,
    "workbook-refused": WORKBOOK_REASONS,
    "import-broken-off": WORKBOOK_REASONS,
}

"""Every way in which the federation can say no: one tree, each leaf with a code.

An error is named from the caller's view. Its `facts` fill the public message
(`federation.error_catalogue`) and hold nothing about a person: a file name, a
field, a size, a branch, never a number, name or cell text.
"""

from typing import ClassVar


class CreditBankError(Exception):
    """Root of the tree. `code` is stable: machines and tests rely on it."""

    code: ClassVar[str] = "internal"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        self.each: tuple[tuple[str, CreditBankError], ...] = ()
        """Of several that were asked for together, and of which nothing was done: what each was refused for, by id."""
        told = ", ".join(f"{name}={value}" for name, value in facts.items())
        super().__init__(f"{self.code}({told})" if told else self.code)


# --- bytes that are not what they say they are ---------------------------------


class Malformed(CreditBankError):
    """Bytes that can't be read as what they should be. Facts: what, why."""

    code = "malformed"


class TooLarge(CreditBankError):
    """More than a stated limit. Facts: what, limit."""

    code = "too-large"


class UnknownSuite(CreditBankError):
    """A suite byte that this version can't interpret. Facts: suite."""

    code = "unknown-suite"


# --- documents and sealed parts ------------------------------------------------


class DocumentMalformed(CreditBankError):
    """A document number that can't be one. Facts: reason (see `model.document`)."""

    code = "document-malformed"


class SealBroken(CreditBankError):
    """Ciphertext, commitment or its binding to the entry doesn't hold."""

    code = "seal-broken"


class NotThisDocument(CreditBankError):
    """The document presented doesn't open this record."""

    code = "not-this-document"


# --- logs -----------------------------------------------------------------------


class ProofInvalid(CreditBankError):
    """An inclusion or consistency proof doesn't hold. Facts: proof."""

    code = "proof-invalid"


class SignatureInvalid(CreditBankError):
    """No signature by the expected key, or a wrong one. Facts: signer."""

    code = "signature-invalid"


class KeyNotValidAtSize(CreditBankError):
    """Signed by a key that is not valid at that tree size. Facts: origin, size."""

    code = "key-not-valid-at-size"


class PrivatePartAltered(CreditBankError):
    """A private part doesn't match the digest in its leaf. Facts: origin, index."""

    code = "private-part-altered"


class PrivatePartWithheld(CreditBankError):
    """A private part is absent though no erasure covers it. Facts: origin, count."""

    code = "private-part-withheld"


class ForkFound(CreditBankError):
    """Two signed checkpoints of one log can't both be true. Facts: origin."""

    code = "fork-found"


class EntryRefused(CreditBankError):
    """An entry that its origin may not write or that repeats an id with another body."""

    code = "entry-refused"


# --- trust ----------------------------------------------------------------------


class RosterRefused(CreditBankError):
    """A roster version that may not follow the present one. Facts: reason."""

    code = "roster-refused"


class InvitationRefused(CreditBankError):
    """An invitation or join request that can't be used. Facts: reason."""

    code = "invitation-refused"


class PeerRefused(CreditBankError):
    """A peer whose certificate is not that of a rostered branch. Facts: reason."""

    code = "peer-refused"


class KeyUnavailable(CreditBankError):
    """A key URI that leads to no usable key. Facts: uri, reason."""

    code = "key-unavailable"


# --- peers as services -------------------------------------------------------------


class PeerUnavailable(CreditBankError):
    """A peer that can't be reached, or not in time. Facts: branch."""

    code = "peer-unavailable"


class PeerFaulty(CreditBankError):
    """A peer whose answer can't be right. Facts: branch, reason."""

    code = "peer-faulty"


class NotHere(CreditBankError):
    """What was asked for isn't held here. Facts: what."""

    code = "not-here"


class OtherKindOfFile(CreditBankError):
    """A file of another kind than the command reads; nothing is wrong with it as such. Facts: reason."""

    code = "other-kind-of-file"


class NotFiledHere(NotHere):
    """What was filed at this branch alone, under that number, for that person. Facts: what, check."""

    code = "not-filed-here"


class OtherFederation(CreditBankError):
    """Something of another federation than this one. Facts: federation."""

    code = "other-federation"


class TooManyCalls(CreditBankError):
    """One caller with more calls open than allowed. Facts: limit."""

    code = "too-many-calls"


class CallTimedOut(CreditBankError):
    """A call that took longer than it may, or whose caller fell silent. Facts: limit (seconds)."""

    code = "call-timed-out"


# --- a node and its folder ----------------------------------------------------------


class ConfigurationInvalid(CreditBankError):
    """A configuration file with a wrong or missing key. Facts: path, key, reason."""

    code = "configuration-invalid"


class FolderNotReady(CreditBankError):
    """A branch's folder that lacks what the command needs. Facts: path, reason."""

    code = "folder-not-ready"


class AlreadyExists(CreditBankError):
    """Refusing to overwrite. Facts: path."""

    code = "already-exists"


class OutputUnwritable(CreditBankError):
    """A new file that can't be written where it was asked for. Facts: path, reason."""

    code = "output-unwritable"


class DatabaseUnavailable(CreditBankError):
    """The database can't be opened or answers no more. Facts: reason."""

    code = "database-unavailable"


class DatabaseOutdated(CreditBankError):
    """The schema is not this version's. Facts: found, expected."""

    code = "database-outdated"


class StorageFull(CreditBankError):
    """No room on the disk; nothing partial was kept."""

    code = "storage-full"


class CommittedNotReleased(CreditBankError):
    """The change is committed and stays, but the high-water mark can't be written: it isn't let out yet."""

    code = "committed-not-released"


class IntegrityBroken(CreditBankError):
    """Stored bytes that no longer are what was signed. Facts: what."""

    code = "integrity-broken"


class Recovering(CreditBankError):
    """The branch signs nothing until it has caught up with itself. Facts: behind."""

    code = "recovering"


class HeadMoved(CreditBankError):
    """Another process appended first; the change was not made."""

    code = "head-moved"


class PortInUse(CreditBankError):
    """The address to listen on is taken. Facts: address."""

    code = "port-in-use"


class NotInRoster(CreditBankError):
    """This branch isn't in the roster (yet). Facts: branch."""

    code = "not-in-roster"


class ActorRefused(CreditBankError):
    """The actor's role, place or basis doesn't allow the call. Facts: reason."""

    code = "actor-refused"


class StepRefused(CreditBankError):
    """A step that isn't one of the case's present state. Facts: state, step."""

    code = "step-refused"


class UnitRefused(CreditBankError):
    """A unit or operator that can't be made or changed so. Facts: reason."""

    code = "unit-refused"


class TransferRefused(CreditBankError):
    """A transfer that can't be asked for, decided or ended so.

    Facts: reason (beside it ``place``, where a phrase names the achievement or branch that is meant).
    """

    code = "transfer-refused"


class DepositRefused(CreditBankError):
    """A person's own deposit that can't be taken as it is. Facts: reason."""

    code = "deposit-refused"


class AccountRefused(CreditBankError):
    """A learner account that can't be changed so. Facts: reason."""

    code = "account-refused"


class CorrectionRefused(CreditBankError):
    """An achievement that can't be corrected or withdrawn so, as it stands. Facts: index, reason."""

    code = "correction-refused"


class CaseIncomplete(CreditBankError):
    """A case that lacks files which it needs for the next step. Facts: parts."""

    code = "case-incomplete"


class ApplicationRefused(CreditBankError):
    """An institution's application or contacts that can't be taken. Facts: reason."""

    code = "application-refused"


class DeclarationRefused(CreditBankError):
    """A training project, plan or list that can't be taken as it is. Facts: reason."""

    code = "declaration-refused"


class CatalogueRefused(CreditBankError):
    """A catalogue that can't be published so. Facts: reason."""

    code = "catalogue-refused"


class RulesInvalid(CreditBankError):
    """A file of conversion rules or of their cases that says something wrong. Facts: file, line, key, reason."""

    code = "rules-invalid"


class RulesRefused(CreditBankError):
    """Conversion rules that can't be drafted, adopted or published so. Facts: reason."""

    code = "rules-refused"


class CreditRefused(CreditBankError):
    """Credit that can't be booked so. Facts: reason."""

    code = "credit-refused"


class LedgerRefused(CreditBankError):
    """A training run or its ledger that can't be kept so. Facts: reason."""

    code = "ledger-refused"


class AuditRefused(CreditBankError):
    """An audit or a finding of one that can't be dealt with so. Facts: reason."""

    code = "audit-refused"


class AttachmentRefused(CreditBankError):
    """A file that can't be kept with a case. Facts: file, reason."""

    code = "attachment-refused"


class PrintRefused(CreditBankError):
    """A document that can't be put on paper as it is. Facts: what, reason."""

    code = "print-refused"


class ReportRefused(CreditBankError):
    """A report that can't be applied for, issued or withdrawn so. Facts: reason."""

    code = "report-refused"


class ReportNumberMalformed(CreditBankError):
    """What can't be a report's number. Facts: reason (see `reports.number`)."""

    code = "report-number-malformed"


class ReportNotGenuine(CreditBankError):
    """A report's file that isn't, byte for byte, what a branch issued. Facts: reason."""

    code = "report-not-genuine"


class CredentialRefused(CreditBankError):
    """A portable credential that can't be issued so. Facts: reason."""

    code = "credential-refused"


class CredentialNotGenuine(CreditBankError):
    """A portable credential that isn't what a branch issued. Facts: reason (see `badges.verification`)."""

    code = "credential-not-genuine"


class ProgressRefused(CreditBankError):
    """Figures of a period that can't be told or published. Facts: reason."""

    code = "progress-refused"


# --- workbooks -----------------------------------------------------------------------


class WorkbookRefused(CreditBankError):
    """A file that can't be taken as a workbook at all. Facts: file, reason."""

    code = "workbook-refused"


class ImportBrokenOff(CreditBankError):
    """A workbook whose reading or whose error workbook failed after rows were filed. Facts: file, reason, filed."""

    code = "import-broken-off"


class TemplateUnknown(CreditBankError):
    """No template is recognised by this workbook's headers. Facts: file."""

    code = "template-unknown"


class CellRefused(Malformed):
    """A workbook cell that can't be what its column says; never leaves the adapters. Facts: reason."""

"""What each kind of client may call: the one table, held against the protocols and docs/endpoints.md by tests.

A method that isn't here is refused to everybody, whoever serves it.

Source: docs/adr/0015; DESIGN section 10 (invariant 9); RELIABILITY 32.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from federation.errors import ActorRefused
from node.model.client import Client, ClientKind

PACKAGE = "/node.v1."
MIB = 1 << 20
MAX_MESSAGE_BYTES = MIB
"""Of one message: the largest are a chunk of an upload and a batch of results."""
CHUNK_BYTES = 64 * 1024
"""Of what is sent in chunks."""
CALL_S, UPLOAD_S, FILING_S = 60.0, 300.0, 3_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one method may be called.

    Attributes:
        kinds: of clients that may call it.
        changes: whether it changes anything; such calls are noted in the node's log, by client and method.
        limit_s: seconds after which the node ends it.
    """

    kinds: frozenset[ClientKind]
    changes: bool = False
    limit_s: float = CALL_S


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLimits:
    """What the node spends on its clients.

    Attributes:
        calls_per_client: calls that one client may have open.
        uploads_per_client: streams from one client that may be open, among them.
        calls_in_all: of all clients together.
        imports_in_all: workbooks taken in at once; of one client only one.
        silence_s: how long a client may send nothing in the middle of an upload.
        drain_s: seconds that open calls get when the server stops.
    """

    calls_per_client: int = 32
    uploads_per_client: int = 4
    calls_in_all: int = 256
    imports_in_all: int = 2
    silence_s: float = 30.0
    drain_s: float = 5.0


_COUNTERS = frozenset((ClientKind.COUNTER,))
_FILING = frozenset((ClientKind.COUNTER, ClientKind.SYSTEM))
_LOOKING = frozenset((ClientKind.PORTAL, ClientKind.COUNTER))
_PUBLIC = Rule(kinds=_LOOKING | _FILING)
"""Of what is public: every client that is listed may read it."""
_READS = Rule(kinds=_COUNTERS)
_CHANGES = Rule(kinds=_COUNTERS, changes=True)
_UPLOADS = Rule(kinds=_COUNTERS, changes=True, limit_s=UPLOAD_S)

RULES: Mapping[str, Rule] = {
    f"{PACKAGE}{method}": rule
    for method, rule in {
        "Branch/Lookup": Rule(kinds=_LOOKING),
        "Deposits/Open": _CHANGES,
        "Deposits/Alter": _CHANGES,
        "Deposits/Attach": _UPLOADS,
        "Deposits/Submit": _CHANGES,
        "Deposits/Withdraw": _CHANGES,
        "Deposits/Show": _READS,
        "Deposits/List": _READS,
        "Deposits/ReadEvidence": _READS,
        "Deposits/Approve": _CHANGES,
        "Deposits/Return": _CHANGES,
        "Deposits/Refuse": _CHANGES,
        "Applications/File": _UPLOADS,
        "Applications/Attach": _UPLOADS,
        "Applications/Submit": _CHANGES,
        "Applications/Collect": _CHANGES,
        "Applications/Dispatch": _CHANGES,
        "Applications/Decide": _CHANGES,
        "Applications/Show": _READS,
        "Applications/List": _READS,
        "Applications/ReadCopy": _READS,
        "Projects/File": _CHANGES,
        "Projects/FileWorkbook": _UPLOADS,
        "Projects/Alter": _CHANGES,
        "Projects/Submit": _CHANGES,
        "Projects/Recall": _CHANGES,
        "Projects/Drop": _CHANGES,
        "Projects/Approve": _CHANGES,
        "Projects/Return": _CHANGES,
        "Projects/Remark": _CHANGES,
        "Projects/Show": _READS,
        "Projects/List": _READS,
        "Catalogue/Search": _PUBLIC,
        "Catalogue/Show": _PUBLIC,
        "Catalogue/ListEditions": _PUBLIC,
        "Catalogue/Publish": _CHANGES,
        "Catalogue/Amend": _CHANGES,
        "Ledgers/Open": Rule(kinds=_FILING, changes=True),
        "Ledgers/AddSheet": Rule(kinds=_FILING, changes=True, limit_s=UPLOAD_S),
        "Ledgers/Attach": Rule(kinds=_FILING, changes=True, limit_s=UPLOAD_S),
        "Ledgers/Record": Rule(kinds=_FILING, changes=True),
        "Ledgers/Show": _READS,
        "Ledgers/Verify": _READS,
        "Reports/Apply": _CHANGES,
        "Reports/ApplyAgain": _CHANGES,
        "Reports/Cancel": _CHANGES,
        "Reports/Issue": _CHANGES,
        "Reports/Return": _CHANGES,
        "Reports/Refuse": _CHANGES,
        "Reports/Withdraw": _CHANGES,
        "Reports/Show": _READS,
        "Reports/List": _READS,
        "Reports/Read": _READS,
        "Reports/VerifyNumbers": _PUBLIC,
        "Credentials/Issue": _CHANGES,
        "Credentials/Verify": _PUBLIC,
        "Conversion/ListRules": _PUBLIC,
        "Conversion/ShowRules": _PUBLIC,
        "Conversion/CompareRules": _PUBLIC,
        "Conversion/Guide": Rule(kinds=_LOOKING),
        "Conversion/Credit": Rule(kinds=_LOOKING),
        "Conversion/CheckCredit": _READS,
        "RuleMaking/Check": _READS,
        "RuleMaking/Compare": _READS,
        "RuleMaking/Draft": _CHANGES,
        "RuleMaking/Revise": _CHANGES,
        "RuleMaking/Consult": _CHANGES,
        "RuleMaking/Return": _CHANGES,
        "RuleMaking/Drop": _CHANGES,
        "RuleMaking/Adopt": _CHANGES,
        "RuleMaking/Publish": _CHANGES,
        "RuleMaking/Show": _READS,
        "RuleMaking/List": _READS,
        "Transfers/Request": _CHANGES,
        "Transfers/List": _READS,
        "Transfers/Show": _READS,
        "Transfers/Withdraw": _CHANGES,
        "Transfers/EndConsent": _CHANGES,
        "Transfers/Proposals": _READS,
        "Transfers/Decide": _CHANGES,
        "Transfers/Reverse": _CHANGES,
        "Transfers/Stuck": _READS,
        "Filing/Check": Rule(kinds=_FILING, limit_s=FILING_S),
        "Filing/Import": Rule(kinds=_FILING, changes=True, limit_s=FILING_S),
        "Filing/FileResults": Rule(kinds=_FILING, changes=True),
    }.items()
}


def rule_of(method: str, client: Client) -> Rule:
    """The rule by which `client` calls `method` (``/package.Service/Method``).

    Raises:
        ActorRefused: reason ``client-unlisted`` or ``client-method``.
    """
    if client.kind is ClientKind.UNLISTED:
        raise ActorRefused(reason="client-unlisted")
    rule = RULES.get(method)
    if rule is None or client.kind not in rule.kinds:
        raise ActorRefused(reason="client-method")
    return rule

from federation.v1 import entry_pb2 as _entry_pb2
from node.v1 import branch_pb2 as _branch_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListRulesRequest(_message.Message):
    __slots__ = ("branch",)
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    branch: str
    def __init__(self, branch: _Optional[str] = ...) -> None: ...

class ListRulesResponse(_message.Message):
    __slots__ = ("versions",)
    VERSIONS_FIELD_NUMBER: _ClassVar[int]
    versions: _containers.RepeatedCompositeFieldContainer[RulesVersion]
    def __init__(self, versions: _Optional[_Iterable[_Union[RulesVersion, _Mapping]]] = ...) -> None: ...

class RulesVersion(_message.Message):
    __slots__ = ("branch", "version", "title", "adopted_on", "valid_from", "valid_until", "index")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ADOPTED_ON_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    branch: str
    version: int
    title: str
    adopted_on: str
    valid_from: str
    valid_until: str
    index: int
    def __init__(self, branch: _Optional[str] = ..., version: _Optional[int] = ..., title: _Optional[str] = ..., adopted_on: _Optional[str] = ..., valid_from: _Optional[str] = ..., valid_until: _Optional[str] = ..., index: _Optional[int] = ...) -> None: ...

class ShowRulesRequest(_message.Message):
    __slots__ = ("branch", "version")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    branch: str
    version: int
    def __init__(self, branch: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class ShowRulesResponse(_message.Message):
    __slots__ = ("version", "body", "held_as_of", "is_quarantined", "rules")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    HELD_AS_OF_FIELD_NUMBER: _ClassVar[int]
    IS_QUARANTINED_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    version: RulesVersion
    body: bytes
    held_as_of: str
    is_quarantined: bool
    rules: _entry_pb2.RuleSetBody
    def __init__(self, version: _Optional[_Union[RulesVersion, _Mapping]] = ..., body: _Optional[bytes] = ..., held_as_of: _Optional[str] = ..., is_quarantined: _Optional[bool] = ..., rules: _Optional[_Union[_entry_pb2.RuleSetBody, _Mapping]] = ...) -> None: ...

class CompareRulesRequest(_message.Message):
    __slots__ = ("branch", "before", "after")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    branch: str
    before: int
    after: int
    def __init__(self, branch: _Optional[str] = ..., before: _Optional[int] = ..., after: _Optional[int] = ...) -> None: ...

class RulesDifferences(_message.Message):
    __slots__ = ("differences",)
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    differences: _containers.RepeatedCompositeFieldContainer[RulesDifference]
    def __init__(self, differences: _Optional[_Iterable[_Union[RulesDifference, _Mapping]]] = ...) -> None: ...

class RulesDifference(_message.Message):
    __slots__ = ("of", "id", "field", "before", "after")
    OF_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    of: str
    id: str
    field: str
    before: str
    after: str
    def __init__(self, of: _Optional[str] = ..., id: _Optional[str] = ..., field: _Optional[str] = ..., before: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

class GuideRequest(_message.Message):
    __slots__ = ("document_type", "document_number", "purpose", "basis", "actor", "branches")
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    document_type: int
    document_number: str
    purpose: str
    basis: str
    actor: str
    branches: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, document_type: _Optional[int] = ..., document_number: _Optional[str] = ..., purpose: _Optional[str] = ..., basis: _Optional[str] = ..., actor: _Optional[str] = ..., branches: _Optional[_Iterable[str]] = ...) -> None: ...

class GuideResponse(_message.Message):
    __slots__ = ("on", "freshness", "advice")
    ON_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    ADVICE_FIELD_NUMBER: _ClassVar[int]
    on: str
    freshness: _containers.RepeatedCompositeFieldContainer[_branch_pb2.BranchFreshness]
    advice: _containers.RepeatedCompositeFieldContainer[BranchAdvice]
    def __init__(self, on: _Optional[str] = ..., freshness: _Optional[_Iterable[_Union[_branch_pb2.BranchFreshness, _Mapping]]] = ..., advice: _Optional[_Iterable[_Union[BranchAdvice, _Mapping]]] = ...) -> None: ...

class BranchAdvice(_message.Message):
    __slots__ = ("branch", "rules_version", "is_usage_known", "achievements")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    RULES_VERSION_FIELD_NUMBER: _ClassVar[int]
    IS_USAGE_KNOWN_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_FIELD_NUMBER: _ClassVar[int]
    branch: str
    rules_version: int
    is_usage_known: bool
    achievements: _containers.RepeatedCompositeFieldContainer[AchievementAdvice]
    def __init__(self, branch: _Optional[str] = ..., rules_version: _Optional[int] = ..., is_usage_known: _Optional[bool] = ..., achievements: _Optional[_Iterable[_Union[AchievementAdvice, _Mapping]]] = ...) -> None: ...

class AchievementAdvice(_message.Message):
    __slots__ = ("branch", "index", "title", "verdict", "reason", "rule", "credits", "trace", "missing")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    TRACE_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    branch: str
    index: int
    title: str
    verdict: str
    reason: str
    rule: str
    credits: _containers.RepeatedCompositeFieldContainer[Credits]
    trace: _containers.RepeatedScalarFieldContainer[str]
    missing: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, branch: _Optional[str] = ..., index: _Optional[int] = ..., title: _Optional[str] = ..., verdict: _Optional[str] = ..., reason: _Optional[str] = ..., rule: _Optional[str] = ..., credits: _Optional[_Iterable[_Union[Credits, _Mapping]]] = ..., trace: _Optional[_Iterable[str]] = ..., missing: _Optional[_Iterable[str]] = ...) -> None: ...

class Credits(_message.Message):
    __slots__ = ("scheme", "course", "credits", "scheme_name")
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    COURSE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    SCHEME_NAME_FIELD_NUMBER: _ClassVar[int]
    scheme: str
    course: str
    credits: int
    scheme_name: str
    def __init__(self, scheme: _Optional[str] = ..., course: _Optional[str] = ..., credits: _Optional[int] = ..., scheme_name: _Optional[str] = ...) -> None: ...

class CreditRequest(_message.Message):
    __slots__ = ("document_type", "document_number", "purpose", "basis", "actor")
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    document_type: int
    document_number: str
    purpose: str
    basis: str
    actor: str
    def __init__(self, document_type: _Optional[int] = ..., document_number: _Optional[str] = ..., purpose: _Optional[str] = ..., basis: _Optional[str] = ..., actor: _Optional[str] = ...) -> None: ...

class CreditResponse(_message.Message):
    __slots__ = ("lines", "schemes")
    LINES_FIELD_NUMBER: _ClassVar[int]
    SCHEMES_FIELD_NUMBER: _ClassVar[int]
    lines: _containers.RepeatedCompositeFieldContainer[CreditLine]
    schemes: _containers.RepeatedCompositeFieldContainer[SchemeTally]
    def __init__(self, lines: _Optional[_Iterable[_Union[CreditLine, _Mapping]]] = ..., schemes: _Optional[_Iterable[_Union[SchemeTally, _Mapping]]] = ...) -> None: ...

class CreditLine(_message.Message):
    __slots__ = ("credits", "state", "transfer", "item", "rules_version", "decided_on", "from_branch", "from_index", "from_title", "reversed_at")
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    RULES_VERSION_FIELD_NUMBER: _ClassVar[int]
    DECIDED_ON_FIELD_NUMBER: _ClassVar[int]
    FROM_BRANCH_FIELD_NUMBER: _ClassVar[int]
    FROM_INDEX_FIELD_NUMBER: _ClassVar[int]
    FROM_TITLE_FIELD_NUMBER: _ClassVar[int]
    REVERSED_AT_FIELD_NUMBER: _ClassVar[int]
    credits: Credits
    state: str
    transfer: int
    item: int
    rules_version: int
    decided_on: str
    from_branch: str
    from_index: int
    from_title: str
    reversed_at: str
    def __init__(self, credits: _Optional[_Union[Credits, _Mapping]] = ..., state: _Optional[str] = ..., transfer: _Optional[int] = ..., item: _Optional[int] = ..., rules_version: _Optional[int] = ..., decided_on: _Optional[str] = ..., from_branch: _Optional[str] = ..., from_index: _Optional[int] = ..., from_title: _Optional[str] = ..., reversed_at: _Optional[str] = ...) -> None: ...

class SchemeTally(_message.Message):
    __slots__ = ("scheme", "granted", "provisional", "final", "reversed", "scheme_name")
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    GRANTED_FIELD_NUMBER: _ClassVar[int]
    PROVISIONAL_FIELD_NUMBER: _ClassVar[int]
    FINAL_FIELD_NUMBER: _ClassVar[int]
    REVERSED_FIELD_NUMBER: _ClassVar[int]
    SCHEME_NAME_FIELD_NUMBER: _ClassVar[int]
    scheme: str
    granted: int
    provisional: int
    final: int
    reversed: int
    scheme_name: str
    def __init__(self, scheme: _Optional[str] = ..., granted: _Optional[int] = ..., provisional: _Optional[int] = ..., final: _Optional[int] = ..., reversed: _Optional[int] = ..., scheme_name: _Optional[str] = ...) -> None: ...

class CheckCreditRequest(_message.Message):
    __slots__ = ("actor",)
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    actor: str
    def __init__(self, actor: _Optional[str] = ...) -> None: ...

class CheckedCredit(_message.Message):
    __slots__ = ("holds", "lines", "transfers", "tally", "fault_count", "faults")
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    TRANSFERS_FIELD_NUMBER: _ClassVar[int]
    TALLY_FIELD_NUMBER: _ClassVar[int]
    FAULT_COUNT_FIELD_NUMBER: _ClassVar[int]
    FAULTS_FIELD_NUMBER: _ClassVar[int]
    holds: bool
    lines: int
    transfers: int
    tally: SchemeTally
    fault_count: int
    faults: _containers.RepeatedCompositeFieldContainer[CreditFault]
    def __init__(self, holds: _Optional[bool] = ..., lines: _Optional[int] = ..., transfers: _Optional[int] = ..., tally: _Optional[_Union[SchemeTally, _Mapping]] = ..., fault_count: _Optional[int] = ..., faults: _Optional[_Iterable[_Union[CreditFault, _Mapping]]] = ...) -> None: ...

class CreditFault(_message.Message):
    __slots__ = ("transfer", "item", "part", "reason")
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    transfer: int
    item: int
    part: int
    reason: str
    def __init__(self, transfer: _Optional[int] = ..., item: _Optional[int] = ..., part: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

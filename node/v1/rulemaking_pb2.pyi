from federation.v1 import entry_pb2 as _entry_pb2
from node.v1 import case_pb2 as _case_pb2
from node.v1 import conversion_pb2 as _conversion_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RulesDraft(_message.Message):
    __slots__ = ("file", "text", "cases_file", "cases")
    FILE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CASES_FILE_FIELD_NUMBER: _ClassVar[int]
    CASES_FIELD_NUMBER: _ClassVar[int]
    file: str
    text: str
    cases_file: str
    cases: str
    def __init__(self, file: _Optional[str] = ..., text: _Optional[str] = ..., cases_file: _Optional[str] = ..., cases: _Optional[str] = ...) -> None: ...

class CheckRulesRequest(_message.Message):
    __slots__ = ("actor", "draft")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    actor: str
    draft: RulesDraft
    def __init__(self, actor: _Optional[str] = ..., draft: _Optional[_Union[RulesDraft, _Mapping]] = ...) -> None: ...

class CheckedRules(_message.Message):
    __slots__ = ("rules", "faults", "cases")
    RULES_FIELD_NUMBER: _ClassVar[int]
    FAULTS_FIELD_NUMBER: _ClassVar[int]
    CASES_FIELD_NUMBER: _ClassVar[int]
    rules: _entry_pb2.RuleSetBody
    faults: _containers.RepeatedCompositeFieldContainer[RulesFault]
    cases: _containers.RepeatedCompositeFieldContainer[CheckedCase]
    def __init__(self, rules: _Optional[_Union[_entry_pb2.RuleSetBody, _Mapping]] = ..., faults: _Optional[_Iterable[_Union[RulesFault, _Mapping]]] = ..., cases: _Optional[_Iterable[_Union[CheckedCase, _Mapping]]] = ...) -> None: ...

class RulesFault(_message.Message):
    __slots__ = ("line", "key", "reason", "message")
    LINE_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    line: int
    key: str
    reason: str
    message: str
    def __init__(self, line: _Optional[int] = ..., key: _Optional[str] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class CheckedCase(_message.Message):
    __slots__ = ("name", "outcomes", "differences")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    name: str
    outcomes: _containers.RepeatedCompositeFieldContainer[CaseOutcome]
    differences: _containers.RepeatedCompositeFieldContainer[CaseDifference]
    def __init__(self, name: _Optional[str] = ..., outcomes: _Optional[_Iterable[_Union[CaseOutcome, _Mapping]]] = ..., differences: _Optional[_Iterable[_Union[CaseDifference, _Mapping]]] = ...) -> None: ...

class CaseOutcome(_message.Message):
    __slots__ = ("verdict", "reason", "rule", "credits", "trace", "missing")
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    TRACE_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    verdict: str
    reason: str
    rule: str
    credits: _containers.RepeatedCompositeFieldContainer[_conversion_pb2.Credits]
    trace: _containers.RepeatedScalarFieldContainer[str]
    missing: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, verdict: _Optional[str] = ..., reason: _Optional[str] = ..., rule: _Optional[str] = ..., credits: _Optional[_Iterable[_Union[_conversion_pb2.Credits, _Mapping]]] = ..., trace: _Optional[_Iterable[str]] = ..., missing: _Optional[_Iterable[str]] = ...) -> None: ...

class CaseDifference(_message.Message):
    __slots__ = ("achievement", "of", "expected", "found")
    ACHIEVEMENT_FIELD_NUMBER: _ClassVar[int]
    OF_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    FOUND_FIELD_NUMBER: _ClassVar[int]
    achievement: int
    of: str
    expected: str
    found: str
    def __init__(self, achievement: _Optional[int] = ..., of: _Optional[str] = ..., expected: _Optional[str] = ..., found: _Optional[str] = ...) -> None: ...

class CompareDraftRequest(_message.Message):
    __slots__ = ("actor", "before", "draft")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    actor: str
    before: int
    draft: RulesDraft
    def __init__(self, actor: _Optional[str] = ..., before: _Optional[int] = ..., draft: _Optional[_Union[RulesDraft, _Mapping]] = ...) -> None: ...

class DraftRulesRequest(_message.Message):
    __slots__ = ("actor", "draft")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    actor: str
    draft: RulesDraft
    def __init__(self, actor: _Optional[str] = ..., draft: _Optional[_Union[RulesDraft, _Mapping]] = ...) -> None: ...

class ReviseRulesRequest(_message.Message):
    __slots__ = ("actor", "case_id", "draft")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    draft: RulesDraft
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., draft: _Optional[_Union[RulesDraft, _Mapping]] = ...) -> None: ...

class RulesCaseRequest(_message.Message):
    __slots__ = ("actor", "case_id")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ...) -> None: ...

class RemarkOnRulesRequest(_message.Message):
    __slots__ = ("actor", "case_id", "remark")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    REMARK_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    remark: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., remark: _Optional[str] = ...) -> None: ...

class AdoptRulesRequest(_message.Message):
    __slots__ = ("actor", "case_id", "on")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    on: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., on: _Optional[str] = ...) -> None: ...

class ListRulesCasesRequest(_message.Message):
    __slots__ = ("actor",)
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    actor: str
    def __init__(self, actor: _Optional[str] = ...) -> None: ...

class RulesCaseSummary(_message.Message):
    __slots__ = ("case", "version", "title", "updated_at", "entry_index")
    CASE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    ENTRY_INDEX_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    version: int
    title: str
    updated_at: str
    entry_index: int
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., version: _Optional[int] = ..., title: _Optional[str] = ..., updated_at: _Optional[str] = ..., entry_index: _Optional[int] = ...) -> None: ...

class RulesCase(_message.Message):
    __slots__ = ("summary", "rules", "draft", "steps")
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    summary: RulesCaseSummary
    rules: _entry_pb2.RuleSetBody
    draft: RulesDraft
    steps: _containers.RepeatedCompositeFieldContainer[_case_pb2.CaseStep]
    def __init__(self, summary: _Optional[_Union[RulesCaseSummary, _Mapping]] = ..., rules: _Optional[_Union[_entry_pb2.RuleSetBody, _Mapping]] = ..., draft: _Optional[_Union[RulesDraft, _Mapping]] = ..., steps: _Optional[_Iterable[_Union[_case_pb2.CaseStep, _Mapping]]] = ...) -> None: ...

from node.v1 import branch_pb2 as _branch_pb2
from node.v1 import case_pb2 as _case_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ChosenAchievement(_message.Message):
    __slots__ = ("branch", "index")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    branch: str
    index: int
    def __init__(self, branch: _Optional[str] = ..., index: _Optional[int] = ...) -> None: ...

class WantedReport(_message.Message):
    __slots__ = ("kind", "achievements", "name", "purpose", "without_credit")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_CREDIT_FIELD_NUMBER: _ClassVar[int]
    kind: str
    achievements: _containers.RepeatedCompositeFieldContainer[ChosenAchievement]
    name: str
    purpose: str
    without_credit: bool
    def __init__(self, kind: _Optional[str] = ..., achievements: _Optional[_Iterable[_Union[ChosenAchievement, _Mapping]]] = ..., name: _Optional[str] = ..., purpose: _Optional[str] = ..., without_credit: _Optional[bool] = ...) -> None: ...

class ApplyForReportRequest(_message.Message):
    __slots__ = ("actor", "unit", "document_type", "document_number", "wanted")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    WANTED_FIELD_NUMBER: _ClassVar[int]
    actor: str
    unit: str
    document_type: int
    document_number: str
    wanted: WantedReport
    def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., document_type: _Optional[int] = ..., document_number: _Optional[str] = ..., wanted: _Optional[_Union[WantedReport, _Mapping]] = ...) -> None: ...

class ApplyAgainRequest(_message.Message):
    __slots__ = ("actor", "case_id", "document_type", "document_number", "wanted")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    WANTED_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    document_type: int
    document_number: str
    wanted: WantedReport
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., document_type: _Optional[int] = ..., document_number: _Optional[str] = ..., wanted: _Optional[_Union[WantedReport, _Mapping]] = ...) -> None: ...

class ReportRequest(_message.Message):
    __slots__ = ("actor", "case_id")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ...) -> None: ...

class ReportReasonRequest(_message.Message):
    __slots__ = ("actor", "case_id", "reason")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    reason: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class WithdrawReportRequest(_message.Message):
    __slots__ = ("actor", "case_id", "reason", "note")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    reason: str
    note: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., reason: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class ListReportsRequest(_message.Message):
    __slots__ = ("actor", "states", "document_type", "document_number")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    actor: str
    states: _containers.RepeatedScalarFieldContainer[str]
    document_type: int
    document_number: str
    def __init__(self, actor: _Optional[str] = ..., states: _Optional[_Iterable[str]] = ..., document_type: _Optional[int] = ..., document_number: _Optional[str] = ...) -> None: ...

class ReportSummary(_message.Message):
    __slots__ = ("case", "kind", "masked_name", "achievements", "filed_at", "updated_at")
    CASE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MASKED_NAME_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_FIELD_NUMBER: _ClassVar[int]
    FILED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    kind: str
    masked_name: str
    achievements: int
    filed_at: str
    updated_at: str
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., kind: _Optional[str] = ..., masked_name: _Optional[str] = ..., achievements: _Optional[int] = ..., filed_at: _Optional[str] = ..., updated_at: _Optional[str] = ...) -> None: ...

class Report(_message.Message):
    __slots__ = ("case", "kind", "name", "document_type", "masked_number", "purpose", "achievements", "filed_at", "steps", "number", "issued_on", "valid_until", "entry_index")
    CASE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    MASKED_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_FIELD_NUMBER: _ClassVar[int]
    FILED_AT_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ISSUED_ON_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    ENTRY_INDEX_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    kind: str
    name: str
    document_type: int
    masked_number: str
    purpose: str
    achievements: _containers.RepeatedCompositeFieldContainer[ChosenAchievement]
    filed_at: str
    steps: _containers.RepeatedCompositeFieldContainer[_case_pb2.CaseStep]
    number: str
    issued_on: str
    valid_until: str
    entry_index: int
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., kind: _Optional[str] = ..., name: _Optional[str] = ..., document_type: _Optional[int] = ..., masked_number: _Optional[str] = ..., purpose: _Optional[str] = ..., achievements: _Optional[_Iterable[_Union[ChosenAchievement, _Mapping]]] = ..., filed_at: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[_case_pb2.CaseStep, _Mapping]]] = ..., number: _Optional[str] = ..., issued_on: _Optional[str] = ..., valid_until: _Optional[str] = ..., entry_index: _Optional[int] = ...) -> None: ...

class VerifyNumbersRequest(_message.Message):
    __slots__ = ("actor", "numbers")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    actor: str
    numbers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, actor: _Optional[str] = ..., numbers: _Optional[_Iterable[str]] = ...) -> None: ...

class VerifiedNumbers(_message.Message):
    __slots__ = ("verdicts", "branches")
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    verdicts: _containers.RepeatedCompositeFieldContainer[NumberVerdict]
    branches: _containers.RepeatedCompositeFieldContainer[_branch_pb2.BranchFreshness]
    def __init__(self, verdicts: _Optional[_Iterable[_Union[NumberVerdict, _Mapping]]] = ..., branches: _Optional[_Iterable[_Union[_branch_pb2.BranchFreshness, _Mapping]]] = ...) -> None: ...

class NumberVerdict(_message.Message):
    __slots__ = ("number", "problem", "state", "reports")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REPORTS_FIELD_NUMBER: _ClassVar[int]
    number: str
    problem: str
    state: str
    reports: _containers.RepeatedCompositeFieldContainer[FoundReport]
    def __init__(self, number: _Optional[str] = ..., problem: _Optional[str] = ..., state: _Optional[str] = ..., reports: _Optional[_Iterable[_Union[FoundReport, _Mapping]]] = ...) -> None: ...

class FoundReport(_message.Message):
    __slots__ = ("branch", "kind", "state", "last_known", "unknown_since", "masked_name", "issued_by", "issued_on", "valid_until", "achievements", "credits")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    LAST_KNOWN_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_SINCE_FIELD_NUMBER: _ClassVar[int]
    MASKED_NAME_FIELD_NUMBER: _ClassVar[int]
    ISSUED_BY_FIELD_NUMBER: _ClassVar[int]
    ISSUED_ON_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    branch: str
    kind: str
    state: str
    last_known: str
    unknown_since: str
    masked_name: str
    issued_by: str
    issued_on: str
    valid_until: str
    achievements: _containers.RepeatedCompositeFieldContainer[CertifiedLine]
    credits: _containers.RepeatedCompositeFieldContainer[CertifiedCredit]
    def __init__(self, branch: _Optional[str] = ..., kind: _Optional[str] = ..., state: _Optional[str] = ..., last_known: _Optional[str] = ..., unknown_since: _Optional[str] = ..., masked_name: _Optional[str] = ..., issued_by: _Optional[str] = ..., issued_on: _Optional[str] = ..., valid_until: _Optional[str] = ..., achievements: _Optional[_Iterable[_Union[CertifiedLine, _Mapping]]] = ..., credits: _Optional[_Iterable[_Union[CertifiedCredit, _Mapping]]] = ...) -> None: ...

class CertifiedLine(_message.Message):
    __slots__ = ("branch", "title", "institution", "achieved_on", "status")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_ON_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    branch: str
    title: str
    institution: str
    achieved_on: str
    status: str
    def __init__(self, branch: _Optional[str] = ..., title: _Optional[str] = ..., institution: _Optional[str] = ..., achieved_on: _Optional[str] = ..., status: _Optional[str] = ...) -> None: ...

class CertifiedCredit(_message.Message):
    __slots__ = ("branch", "scheme", "scheme_name", "course", "credits", "granted_on", "transfer", "item", "converted_from", "status")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    SCHEME_NAME_FIELD_NUMBER: _ClassVar[int]
    COURSE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    GRANTED_ON_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    CONVERTED_FROM_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    branch: str
    scheme: str
    scheme_name: str
    course: str
    credits: int
    granted_on: str
    transfer: int
    item: int
    converted_from: str
    status: str
    def __init__(self, branch: _Optional[str] = ..., scheme: _Optional[str] = ..., scheme_name: _Optional[str] = ..., course: _Optional[str] = ..., credits: _Optional[int] = ..., granted_on: _Optional[str] = ..., transfer: _Optional[int] = ..., item: _Optional[int] = ..., converted_from: _Optional[str] = ..., status: _Optional[str] = ...) -> None: ...

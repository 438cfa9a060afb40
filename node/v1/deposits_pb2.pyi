from node.v1 import case_pb2 as _case_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Statement(_message.Message):
    __slots__ = ("achievement_class", "name", "title", "institution", "achieved_on", "score", "credits", "certificate_number", "certificate_level", "note")
    ACHIEVEMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_ON_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    achievement_class: str
    name: str
    title: str
    institution: str
    achieved_on: str
    score: str
    credits: str
    certificate_number: str
    certificate_level: str
    note: str
    def __init__(self, achievement_class: _Optional[str] = ..., name: _Optional[str] = ..., title: _Optional[str] = ..., institution: _Optional[str] = ..., achieved_on: _Optional[str] = ..., score: _Optional[str] = ..., credits: _Optional[str] = ..., certificate_number: _Optional[str] = ..., certificate_level: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class OpenDepositRequest(_message.Message):
    __slots__ = ("actor", "unit", "document_type", "document_number", "statement")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    actor: str
    unit: str
    document_type: int
    document_number: str
    statement: Statement
    def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., document_type: _Optional[int] = ..., document_number: _Optional[str] = ..., statement: _Optional[_Union[Statement, _Mapping]] = ...) -> None: ...

class AlterDepositRequest(_message.Message):
    __slots__ = ("actor", "case_id", "statement")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    statement: Statement
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., statement: _Optional[_Union[Statement, _Mapping]] = ...) -> None: ...

class AttachEvidenceRequest(_message.Message):
    __slots__ = ("order", "chunk")
    class Order(_message.Message):
        __slots__ = ("actor", "case_id", "file_name", "size")
        ACTOR_FIELD_NUMBER: _ClassVar[int]
        CASE_ID_FIELD_NUMBER: _ClassVar[int]
        FILE_NAME_FIELD_NUMBER: _ClassVar[int]
        SIZE_FIELD_NUMBER: _ClassVar[int]
        actor: str
        case_id: str
        file_name: str
        size: int
        def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., file_name: _Optional[str] = ..., size: _Optional[int] = ...) -> None: ...
    ORDER_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    order: AttachEvidenceRequest.Order
    chunk: bytes
    def __init__(self, order: _Optional[_Union[AttachEvidenceRequest.Order, _Mapping]] = ..., chunk: _Optional[bytes] = ...) -> None: ...

class DepositRequest(_message.Message):
    __slots__ = ("actor", "case_id")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ...) -> None: ...

class DepositReasonRequest(_message.Message):
    __slots__ = ("actor", "case_id", "reason")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    reason: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ListDepositsRequest(_message.Message):
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

class ReadEvidenceRequest(_message.Message):
    __slots__ = ("actor", "case_id", "number")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    number: int
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., number: _Optional[int] = ...) -> None: ...

class ApprovedDeposit(_message.Message):
    __slots__ = ("case", "entry_index")
    CASE_FIELD_NUMBER: _ClassVar[int]
    ENTRY_INDEX_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    entry_index: int
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., entry_index: _Optional[int] = ...) -> None: ...

class DepositSummary(_message.Message):
    __slots__ = ("case", "masked_name", "achievement_class", "title", "filed_at", "decided_by", "updated_at")
    CASE_FIELD_NUMBER: _ClassVar[int]
    MASKED_NAME_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    FILED_AT_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    masked_name: str
    achievement_class: str
    title: str
    filed_at: str
    decided_by: str
    updated_at: str
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., masked_name: _Optional[str] = ..., achievement_class: _Optional[str] = ..., title: _Optional[str] = ..., filed_at: _Optional[str] = ..., decided_by: _Optional[str] = ..., updated_at: _Optional[str] = ...) -> None: ...

class Deposit(_message.Message):
    __slots__ = ("case", "name", "document_type", "masked_number", "achievement_class", "title", "institution", "achieved_on", "score", "credits", "certificate_number", "certificate_level", "note", "filed_at", "decided_by", "steps", "attachments", "entry_index")
    CASE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    MASKED_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_ON_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    FILED_AT_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    ENTRY_INDEX_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    name: str
    document_type: int
    masked_number: str
    achievement_class: str
    title: str
    institution: str
    achieved_on: str
    score: str
    credits: int
    certificate_number: str
    certificate_level: str
    note: str
    filed_at: str
    decided_by: str
    steps: _containers.RepeatedCompositeFieldContainer[_case_pb2.CaseStep]
    attachments: _containers.RepeatedCompositeFieldContainer[_case_pb2.Attachment]
    entry_index: int
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., name: _Optional[str] = ..., document_type: _Optional[int] = ..., masked_number: _Optional[str] = ..., achievement_class: _Optional[str] = ..., title: _Optional[str] = ..., institution: _Optional[str] = ..., achieved_on: _Optional[str] = ..., score: _Optional[str] = ..., credits: _Optional[int] = ..., certificate_number: _Optional[str] = ..., certificate_level: _Optional[str] = ..., note: _Optional[str] = ..., filed_at: _Optional[str] = ..., decided_by: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[_case_pb2.CaseStep, _Mapping]]] = ..., attachments: _Optional[_Iterable[_Union[_case_pb2.Attachment, _Mapping]]] = ..., entry_index: _Optional[int] = ...) -> None: ...

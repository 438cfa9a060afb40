from node.v1 import case_pb2 as _case_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FileApplicationRequest(_message.Message):
    __slots__ = ("order", "chunk")
    class Order(_message.Message):
        __slots__ = ("actor", "unit", "file_name", "size")
        ACTOR_FIELD_NUMBER: _ClassVar[int]
        UNIT_FIELD_NUMBER: _ClassVar[int]
        FILE_NAME_FIELD_NUMBER: _ClassVar[int]
        SIZE_FIELD_NUMBER: _ClassVar[int]
        actor: str
        unit: str
        file_name: str
        size: int
        def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., file_name: _Optional[str] = ..., size: _Optional[int] = ...) -> None: ...
    ORDER_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    order: FileApplicationRequest.Order
    chunk: bytes
    def __init__(self, order: _Optional[_Union[FileApplicationRequest.Order, _Mapping]] = ..., chunk: _Optional[bytes] = ...) -> None: ...

class FiledApplication(_message.Message):
    __slots__ = ("case", "issues")
    CASE_FIELD_NUMBER: _ClassVar[int]
    ISSUES_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    issues: _containers.RepeatedCompositeFieldContainer[_case_pb2.CellIssue]
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., issues: _Optional[_Iterable[_Union[_case_pb2.CellIssue, _Mapping]]] = ...) -> None: ...

class AttachCopyRequest(_message.Message):
    __slots__ = ("order", "chunk")
    class Order(_message.Message):
        __slots__ = ("actor", "case_id", "part", "file_name", "size")
        ACTOR_FIELD_NUMBER: _ClassVar[int]
        CASE_ID_FIELD_NUMBER: _ClassVar[int]
        PART_FIELD_NUMBER: _ClassVar[int]
        FILE_NAME_FIELD_NUMBER: _ClassVar[int]
        SIZE_FIELD_NUMBER: _ClassVar[int]
        actor: str
        case_id: str
        part: str
        file_name: str
        size: int
        def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., part: _Optional[str] = ..., file_name: _Optional[str] = ..., size: _Optional[int] = ...) -> None: ...
    ORDER_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    order: AttachCopyRequest.Order
    chunk: bytes
    def __init__(self, order: _Optional[_Union[AttachCopyRequest.Order, _Mapping]] = ..., chunk: _Optional[bytes] = ...) -> None: ...

class ApplicationRequest(_message.Message):
    __slots__ = ("actor", "case_id")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ...) -> None: ...

class DispatchRequest(_message.Message):
    __slots__ = ("actor", "unit")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    actor: str
    unit: str
    def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ...) -> None: ...

class Dispatched(_message.Message):
    __slots__ = ("place", "at", "handed", "awaiting")
    PLACE_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    HANDED_FIELD_NUMBER: _ClassVar[int]
    AWAITING_FIELD_NUMBER: _ClassVar[int]
    place: str
    at: str
    handed: _containers.RepeatedScalarFieldContainer[str]
    awaiting: _containers.RepeatedCompositeFieldContainer[ApplicationSummary]
    def __init__(self, place: _Optional[str] = ..., at: _Optional[str] = ..., handed: _Optional[_Iterable[str]] = ..., awaiting: _Optional[_Iterable[_Union[ApplicationSummary, _Mapping]]] = ...) -> None: ...

class DecideRequest(_message.Message):
    __slots__ = ("actor", "case_id", "step", "reason")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    step: str
    reason: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., step: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ListApplicationsRequest(_message.Message):
    __slots__ = ("actor", "states")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    actor: str
    states: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, actor: _Optional[str] = ..., states: _Optional[_Iterable[str]] = ...) -> None: ...

class ReadCopyRequest(_message.Message):
    __slots__ = ("actor", "case_id", "digest")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    digest: bytes
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., digest: _Optional[bytes] = ...) -> None: ...

class ApplicationSummary(_message.Message):
    __slots__ = ("case", "unit", "institution", "uscc", "paper_received", "updated_at")
    CASE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_FIELD_NUMBER: _ClassVar[int]
    USCC_FIELD_NUMBER: _ClassVar[int]
    PAPER_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    unit: str
    institution: str
    uscc: str
    paper_received: bool
    updated_at: str
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., unit: _Optional[str] = ..., institution: _Optional[str] = ..., uscc: _Optional[str] = ..., paper_received: _Optional[bool] = ..., updated_at: _Optional[str] = ...) -> None: ...

class OfficePerson(_message.Message):
    __slots__ = ("name", "department", "post", "phone", "mobile", "email", "qq", "address")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DEPARTMENT_FIELD_NUMBER: _ClassVar[int]
    POST_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    MOBILE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    QQ_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    name: str
    department: str
    post: str
    phone: str
    mobile: str
    email: str
    qq: str
    address: str
    def __init__(self, name: _Optional[str] = ..., department: _Optional[str] = ..., post: _Optional[str] = ..., phone: _Optional[str] = ..., mobile: _Optional[str] = ..., email: _Optional[str] = ..., qq: _Optional[str] = ..., address: _Optional[str] = ...) -> None: ...

class Application(_message.Message):
    __slots__ = ("summary", "nature", "legal_representative", "website", "address", "contact", "administrator", "opinion", "head", "dated_on", "paper_received_at", "account", "steps", "attachments")
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    NATURE_FIELD_NUMBER: _ClassVar[int]
    LEGAL_REPRESENTATIVE_FIELD_NUMBER: _ClassVar[int]
    WEBSITE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    ADMINISTRATOR_FIELD_NUMBER: _ClassVar[int]
    OPINION_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    DATED_ON_FIELD_NUMBER: _ClassVar[int]
    PAPER_RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    summary: ApplicationSummary
    nature: str
    legal_representative: str
    website: str
    address: str
    contact: OfficePerson
    administrator: OfficePerson
    opinion: str
    head: str
    dated_on: str
    paper_received_at: str
    account: str
    steps: _containers.RepeatedCompositeFieldContainer[_case_pb2.CaseStep]
    attachments: _containers.RepeatedCompositeFieldContainer[_case_pb2.Attachment]
    def __init__(self, summary: _Optional[_Union[ApplicationSummary, _Mapping]] = ..., nature: _Optional[str] = ..., legal_representative: _Optional[str] = ..., website: _Optional[str] = ..., address: _Optional[str] = ..., contact: _Optional[_Union[OfficePerson, _Mapping]] = ..., administrator: _Optional[_Union[OfficePerson, _Mapping]] = ..., opinion: _Optional[str] = ..., head: _Optional[str] = ..., dated_on: _Optional[str] = ..., paper_received_at: _Optional[str] = ..., account: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[_case_pb2.CaseStep, _Mapping]]] = ..., attachments: _Optional[_Iterable[_Union[_case_pb2.Attachment, _Mapping]]] = ...) -> None: ...

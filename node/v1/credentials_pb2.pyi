from node.v1 import branch_pb2 as _branch_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class IssueCredentialRequest(_message.Message):
    __slots__ = ("actor", "document_type", "document_number", "origin", "index", "purpose", "basis")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    actor: str
    document_type: int
    document_number: str
    origin: str
    index: int
    purpose: str
    basis: str
    def __init__(self, actor: _Optional[str] = ..., document_type: _Optional[int] = ..., document_number: _Optional[str] = ..., origin: _Optional[str] = ..., index: _Optional[int] = ..., purpose: _Optional[str] = ..., basis: _Optional[str] = ...) -> None: ...

class IssuedCredential(_message.Message):
    __slots__ = ("token", "branch", "index", "issuer", "status", "valid_until")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    token: str
    branch: str
    index: int
    issuer: str
    status: str
    valid_until: str
    def __init__(self, token: _Optional[str] = ..., branch: _Optional[str] = ..., index: _Optional[int] = ..., issuer: _Optional[str] = ..., status: _Optional[str] = ..., valid_until: _Optional[str] = ...) -> None: ...

class VerifyCredentialRequest(_message.Message):
    __slots__ = ("actor", "token", "document_type", "document_number")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    actor: str
    token: str
    document_type: int
    document_number: str
    def __init__(self, actor: _Optional[str] = ..., token: _Optional[str] = ..., document_type: _Optional[int] = ..., document_number: _Optional[str] = ...) -> None: ...

class VerifiedCredential(_message.Message):
    __slots__ = ("id", "is_in_time", "valid_from", "valid_until", "issued_by", "issuer_name", "issuer", "branch", "index", "authentic_as_of", "status", "freshness", "belongs_to_presenter", "content")
    ID_FIELD_NUMBER: _ClassVar[int]
    IS_IN_TIME_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    ISSUED_BY_FIELD_NUMBER: _ClassVar[int]
    ISSUER_NAME_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    AUTHENTIC_AS_OF_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    BELONGS_TO_PRESENTER_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    id: str
    is_in_time: bool
    valid_from: str
    valid_until: str
    issued_by: str
    issuer_name: str
    issuer: str
    branch: str
    index: int
    authentic_as_of: str
    status: str
    freshness: _branch_pb2.BranchFreshness
    belongs_to_presenter: bool
    content: CredentialContent
    def __init__(self, id: _Optional[str] = ..., is_in_time: _Optional[bool] = ..., valid_from: _Optional[str] = ..., valid_until: _Optional[str] = ..., issued_by: _Optional[str] = ..., issuer_name: _Optional[str] = ..., issuer: _Optional[str] = ..., branch: _Optional[str] = ..., index: _Optional[int] = ..., authentic_as_of: _Optional[str] = ..., status: _Optional[str] = ..., freshness: _Optional[_Union[_branch_pb2.BranchFreshness, _Mapping]] = ..., belongs_to_presenter: _Optional[bool] = ..., content: _Optional[_Union[CredentialContent, _Mapping]] = ...) -> None: ...

class CredentialContent(_message.Message):
    __slots__ = ("title", "institution", "achieved_on", "training_hours", "credit_hours", "credits", "masked_name", "achievement_class", "score", "certificate_number", "certificate_level", "personal_deposit", "filed_by", "training_place")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_ON_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    MASKED_NAME_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    PERSONAL_DEPOSIT_FIELD_NUMBER: _ClassVar[int]
    FILED_BY_FIELD_NUMBER: _ClassVar[int]
    TRAINING_PLACE_FIELD_NUMBER: _ClassVar[int]
    title: str
    institution: str
    achieved_on: str
    training_hours: int
    credit_hours: int
    credits: int
    masked_name: str
    achievement_class: str
    score: str
    certificate_number: str
    certificate_level: str
    personal_deposit: bool
    filed_by: str
    training_place: str
    def __init__(self, title: _Optional[str] = ..., institution: _Optional[str] = ..., achieved_on: _Optional[str] = ..., training_hours: _Optional[int] = ..., credit_hours: _Optional[int] = ..., credits: _Optional[int] = ..., masked_name: _Optional[str] = ..., achievement_class: _Optional[str] = ..., score: _Optional[str] = ..., certificate_number: _Optional[str] = ..., certificate_level: _Optional[str] = ..., personal_deposit: _Optional[bool] = ..., filed_by: _Optional[str] = ..., training_place: _Optional[str] = ...) -> None: ...

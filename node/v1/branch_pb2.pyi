from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LookupRequest(_message.Message):
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

class LookupResponse(_message.Message):
    __slots__ = ("branches", "achievements")
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_FIELD_NUMBER: _ClassVar[int]
    branches: _containers.RepeatedCompositeFieldContainer[BranchFreshness]
    achievements: _containers.RepeatedCompositeFieldContainer[Achievement]
    def __init__(self, branches: _Optional[_Iterable[_Union[BranchFreshness, _Mapping]]] = ..., achievements: _Optional[_Iterable[_Union[Achievement, _Mapping]]] = ...) -> None: ...

class BranchFreshness(_message.Message):
    __slots__ = ("branch", "status", "as_of", "behind")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    BEHIND_FIELD_NUMBER: _ClassVar[int]
    branch: str
    status: str
    as_of: str
    behind: int
    def __init__(self, branch: _Optional[str] = ..., status: _Optional[str] = ..., as_of: _Optional[str] = ..., behind: _Optional[int] = ...) -> None: ...

class Achievement(_message.Message):
    __slots__ = ("branch", "title", "institution", "achieved_on", "training_hours", "credit_hours", "credits", "status", "origin", "index", "likely_duplicate", "masked_name", "achievement_class", "score", "certificate_number", "certificate_level", "personal_deposit", "filed_by", "training_place")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_ON_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    LIKELY_DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    MASKED_NAME_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    PERSONAL_DEPOSIT_FIELD_NUMBER: _ClassVar[int]
    FILED_BY_FIELD_NUMBER: _ClassVar[int]
    TRAINING_PLACE_FIELD_NUMBER: _ClassVar[int]
    branch: str
    title: str
    institution: str
    achieved_on: str
    training_hours: int
    credit_hours: int
    credits: int
    status: str
    origin: str
    index: int
    likely_duplicate: bool
    masked_name: str
    achievement_class: str
    score: str
    certificate_number: str
    certificate_level: str
    personal_deposit: bool
    filed_by: str
    training_place: str
    def __init__(self, branch: _Optional[str] = ..., title: _Optional[str] = ..., institution: _Optional[str] = ..., achieved_on: _Optional[str] = ..., training_hours: _Optional[int] = ..., credit_hours: _Optional[int] = ..., credits: _Optional[int] = ..., status: _Optional[str] = ..., origin: _Optional[str] = ..., index: _Optional[int] = ..., likely_duplicate: _Optional[bool] = ..., masked_name: _Optional[str] = ..., achievement_class: _Optional[str] = ..., score: _Optional[str] = ..., certificate_number: _Optional[str] = ..., certificate_level: _Optional[str] = ..., personal_deposit: _Optional[bool] = ..., filed_by: _Optional[str] = ..., training_place: _Optional[str] = ...) -> None: ...

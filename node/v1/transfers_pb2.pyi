from node.v1 import case_pb2 as _case_pb2
from node.v1 import reports_pb2 as _reports_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RequestTransferRequest(_message.Message):
    __slots__ = ("actor", "unit", "document_type", "document_number", "achievements", "purpose", "basis", "until", "application_id", "contests")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    CONTESTS_FIELD_NUMBER: _ClassVar[int]
    actor: str
    unit: str
    document_type: int
    document_number: str
    achievements: _containers.RepeatedCompositeFieldContainer[_reports_pb2.ChosenAchievement]
    purpose: str
    basis: str
    until: str
    application_id: bytes
    contests: int
    def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., document_type: _Optional[int] = ..., document_number: _Optional[str] = ..., achievements: _Optional[_Iterable[_Union[_reports_pb2.ChosenAchievement, _Mapping]]] = ..., purpose: _Optional[str] = ..., basis: _Optional[str] = ..., until: _Optional[str] = ..., application_id: _Optional[bytes] = ..., contests: _Optional[int] = ...) -> None: ...

class TransferCaseRequest(_message.Message):
    __slots__ = ("actor", "case_id")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ...) -> None: ...

class ShowTransferRequest(_message.Message):
    __slots__ = ("actor", "case_id", "document_type", "document_number")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    document_type: int
    document_number: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., document_type: _Optional[int] = ..., document_number: _Optional[str] = ...) -> None: ...

class ListTransfersRequest(_message.Message):
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

class TransferPlace(_message.Message):
    __slots__ = ("request_index", "item")
    REQUEST_INDEX_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    request_index: int
    item: int
    def __init__(self, request_index: _Optional[int] = ..., item: _Optional[int] = ...) -> None: ...

class WithdrawTransferRequest(_message.Message):
    __slots__ = ("actor", "case_id", "places")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    places: _containers.RepeatedCompositeFieldContainer[TransferPlace]
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., places: _Optional[_Iterable[_Union[TransferPlace, _Mapping]]] = ...) -> None: ...

class TransferCredit(_message.Message):
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

class TransferRuling(_message.Message):
    __slots__ = ("place", "accepted", "words", "credits")
    PLACE_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    place: TransferPlace
    accepted: bool
    words: str
    credits: _containers.RepeatedCompositeFieldContainer[TransferCredit]
    def __init__(self, place: _Optional[_Union[TransferPlace, _Mapping]] = ..., accepted: _Optional[bool] = ..., words: _Optional[str] = ..., credits: _Optional[_Iterable[_Union[TransferCredit, _Mapping]]] = ...) -> None: ...

class DecideTransferRequest(_message.Message):
    __slots__ = ("actor", "case_id", "rulings")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    RULINGS_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    rulings: _containers.RepeatedCompositeFieldContainer[TransferRuling]
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., rulings: _Optional[_Iterable[_Union[TransferRuling, _Mapping]]] = ...) -> None: ...

class ReverseTransferRequest(_message.Message):
    __slots__ = ("actor", "case_id", "place", "reason")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    place: TransferPlace
    reason: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., place: _Optional[_Union[TransferPlace, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class TransferSummary(_message.Message):
    __slots__ = ("case", "filed_at", "filed_by", "updated_at", "statuses", "references")
    CASE_FIELD_NUMBER: _ClassVar[int]
    FILED_AT_FIELD_NUMBER: _ClassVar[int]
    FILED_BY_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    REFERENCES_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    filed_at: str
    filed_by: str
    updated_at: str
    statuses: _containers.RepeatedScalarFieldContainer[str]
    references: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., filed_at: _Optional[str] = ..., filed_by: _Optional[str] = ..., updated_at: _Optional[str] = ..., statuses: _Optional[_Iterable[str]] = ..., references: _Optional[_Iterable[str]] = ...) -> None: ...

class TransferApplication(_message.Message):
    __slots__ = ("summary", "consent", "reviewed_by", "was_opened", "transfers", "steps")
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    CONSENT_FIELD_NUMBER: _ClassVar[int]
    REVIEWED_BY_FIELD_NUMBER: _ClassVar[int]
    WAS_OPENED_FIELD_NUMBER: _ClassVar[int]
    TRANSFERS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    summary: TransferSummary
    consent: TransferConsent
    reviewed_by: str
    was_opened: bool
    transfers: _containers.RepeatedCompositeFieldContainer[Transfer]
    steps: _containers.RepeatedCompositeFieldContainer[_case_pb2.CaseStep]
    def __init__(self, summary: _Optional[_Union[TransferSummary, _Mapping]] = ..., consent: _Optional[_Union[TransferConsent, _Mapping]] = ..., reviewed_by: _Optional[str] = ..., was_opened: _Optional[bool] = ..., transfers: _Optional[_Iterable[_Union[Transfer, _Mapping]]] = ..., steps: _Optional[_Iterable[_Union[_case_pb2.CaseStep, _Mapping]]] = ...) -> None: ...

class TransferConsent(_message.Message):
    __slots__ = ("what", "to_whom", "purpose", "until", "basis", "given_at", "recorded_by", "ended_at")
    WHAT_FIELD_NUMBER: _ClassVar[int]
    TO_WHOM_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    GIVEN_AT_FIELD_NUMBER: _ClassVar[int]
    RECORDED_BY_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    what: _containers.RepeatedScalarFieldContainer[str]
    to_whom: _containers.RepeatedScalarFieldContainer[str]
    purpose: str
    until: str
    basis: str
    given_at: str
    recorded_by: str
    ended_at: str
    def __init__(self, what: _Optional[_Iterable[str]] = ..., to_whom: _Optional[_Iterable[str]] = ..., purpose: _Optional[str] = ..., until: _Optional[str] = ..., basis: _Optional[str] = ..., given_at: _Optional[str] = ..., recorded_by: _Optional[str] = ..., ended_at: _Optional[str] = ...) -> None: ...

class Transfer(_message.Message):
    __slots__ = ("reference", "sending", "request_index", "requested_at", "expires_on", "rules_version", "items", "entries")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SENDING_FIELD_NUMBER: _ClassVar[int]
    REQUEST_INDEX_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_ON_FIELD_NUMBER: _ClassVar[int]
    RULES_VERSION_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    reference: str
    sending: str
    request_index: int
    requested_at: str
    expires_on: str
    rules_version: int
    items: _containers.RepeatedCompositeFieldContainer[TransferItem]
    entries: _containers.RepeatedCompositeFieldContainer[TransferStep]
    def __init__(self, reference: _Optional[str] = ..., sending: _Optional[str] = ..., request_index: _Optional[int] = ..., requested_at: _Optional[str] = ..., expires_on: _Optional[str] = ..., rules_version: _Optional[int] = ..., items: _Optional[_Iterable[_Union[TransferItem, _Mapping]]] = ..., entries: _Optional[_Iterable[_Union[TransferStep, _Mapping]]] = ...) -> None: ...

class TransferItem(_message.Message):
    __slots__ = ("place", "title", "index", "status", "owed_by", "declined", "declined_because", "accepted", "words", "trace", "credit")
    PLACE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    OWED_BY_FIELD_NUMBER: _ClassVar[int]
    DECLINED_FIELD_NUMBER: _ClassVar[int]
    DECLINED_BECAUSE_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    TRACE_FIELD_NUMBER: _ClassVar[int]
    CREDIT_FIELD_NUMBER: _ClassVar[int]
    place: TransferPlace
    title: str
    index: int
    status: str
    owed_by: str
    declined: int
    declined_because: str
    accepted: bool
    words: str
    trace: _containers.RepeatedScalarFieldContainer[str]
    credit: _containers.RepeatedCompositeFieldContainer[GrantedCredit]
    def __init__(self, place: _Optional[_Union[TransferPlace, _Mapping]] = ..., title: _Optional[str] = ..., index: _Optional[int] = ..., status: _Optional[str] = ..., owed_by: _Optional[str] = ..., declined: _Optional[int] = ..., declined_because: _Optional[str] = ..., accepted: _Optional[bool] = ..., words: _Optional[str] = ..., trace: _Optional[_Iterable[str]] = ..., credit: _Optional[_Iterable[_Union[GrantedCredit, _Mapping]]] = ...) -> None: ...

class GrantedCredit(_message.Message):
    __slots__ = ("credit", "state")
    CREDIT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    credit: TransferCredit
    state: str
    def __init__(self, credit: _Optional[_Union[TransferCredit, _Mapping]] = ..., state: _Optional[str] = ...) -> None: ...

class TransferStep(_message.Message):
    __slots__ = ("branch", "index", "kind", "counted", "verdicts", "reason")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    COUNTED_FIELD_NUMBER: _ClassVar[int]
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    branch: str
    index: int
    kind: int
    counted: str
    verdicts: _containers.RepeatedScalarFieldContainer[int]
    reason: str
    def __init__(self, branch: _Optional[str] = ..., index: _Optional[int] = ..., kind: _Optional[int] = ..., counted: _Optional[str] = ..., verdicts: _Optional[_Iterable[int]] = ..., reason: _Optional[str] = ...) -> None: ...

class TransferProposals(_message.Message):
    __slots__ = ("case_id", "rules_version", "proposals")
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    RULES_VERSION_FIELD_NUMBER: _ClassVar[int]
    PROPOSALS_FIELD_NUMBER: _ClassVar[int]
    case_id: str
    rules_version: int
    proposals: _containers.RepeatedCompositeFieldContainer[TransferProposal]
    def __init__(self, case_id: _Optional[str] = ..., rules_version: _Optional[int] = ..., proposals: _Optional[_Iterable[_Union[TransferProposal, _Mapping]]] = ...) -> None: ...

class TransferProposal(_message.Message):
    __slots__ = ("place", "title", "wants_reviewer", "verdict", "credits", "trace")
    PLACE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    WANTS_REVIEWER_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    TRACE_FIELD_NUMBER: _ClassVar[int]
    place: TransferPlace
    title: str
    wants_reviewer: bool
    verdict: str
    credits: _containers.RepeatedCompositeFieldContainer[TransferCredit]
    trace: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, place: _Optional[_Union[TransferPlace, _Mapping]] = ..., title: _Optional[str] = ..., wants_reviewer: _Optional[bool] = ..., verdict: _Optional[str] = ..., credits: _Optional[_Iterable[_Union[TransferCredit, _Mapping]]] = ..., trace: _Optional[_Iterable[str]] = ...) -> None: ...

class StuckTransfersRequest(_message.Message):
    __slots__ = ("actor",)
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    actor: str
    def __init__(self, actor: _Optional[str] = ...) -> None: ...

class StuckTransfers(_message.Message):
    __slots__ = ("unfinished", "conflicts")
    UNFINISHED_FIELD_NUMBER: _ClassVar[int]
    CONFLICTS_FIELD_NUMBER: _ClassVar[int]
    unfinished: _containers.RepeatedCompositeFieldContainer[UnfinishedTransfer]
    conflicts: _containers.RepeatedCompositeFieldContainer[ConflictingTransfer]
    def __init__(self, unfinished: _Optional[_Iterable[_Union[UnfinishedTransfer, _Mapping]]] = ..., conflicts: _Optional[_Iterable[_Union[ConflictingTransfer, _Mapping]]] = ...) -> None: ...

class UnfinishedTransfer(_message.Message):
    __slots__ = ("reference", "sending", "statuses", "owed_by", "since", "next_step", "case_id", "expires_on")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SENDING_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    OWED_BY_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    NEXT_STEP_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_ON_FIELD_NUMBER: _ClassVar[int]
    reference: str
    sending: str
    statuses: _containers.RepeatedScalarFieldContainer[str]
    owed_by: _containers.RepeatedScalarFieldContainer[str]
    since: str
    next_step: str
    case_id: str
    expires_on: str
    def __init__(self, reference: _Optional[str] = ..., sending: _Optional[str] = ..., statuses: _Optional[_Iterable[str]] = ..., owed_by: _Optional[_Iterable[str]] = ..., since: _Optional[str] = ..., next_step: _Optional[str] = ..., case_id: _Optional[str] = ..., expires_on: _Optional[str] = ...) -> None: ...

class ConflictingTransfer(_message.Message):
    __slots__ = ("reference", "sending", "declined", "void", "waiting")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SENDING_FIELD_NUMBER: _ClassVar[int]
    DECLINED_FIELD_NUMBER: _ClassVar[int]
    VOID_FIELD_NUMBER: _ClassVar[int]
    WAITING_FIELD_NUMBER: _ClassVar[int]
    reference: str
    sending: str
    declined: int
    void: _containers.RepeatedCompositeFieldContainer[TransferStep]
    waiting: _containers.RepeatedCompositeFieldContainer[TransferStep]
    def __init__(self, reference: _Optional[str] = ..., sending: _Optional[str] = ..., declined: _Optional[int] = ..., void: _Optional[_Iterable[_Union[TransferStep, _Mapping]]] = ..., waiting: _Optional[_Iterable[_Union[TransferStep, _Mapping]]] = ...) -> None: ...

from node.v1 import case_pb2 as _case_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WorkbookUpload(_message.Message):
    __slots__ = ("order", "chunk")
    class Order(_message.Message):
        __slots__ = ("actor", "unit", "institution", "mode", "file_name", "size")
        ACTOR_FIELD_NUMBER: _ClassVar[int]
        UNIT_FIELD_NUMBER: _ClassVar[int]
        INSTITUTION_FIELD_NUMBER: _ClassVar[int]
        MODE_FIELD_NUMBER: _ClassVar[int]
        FILE_NAME_FIELD_NUMBER: _ClassVar[int]
        SIZE_FIELD_NUMBER: _ClassVar[int]
        actor: str
        unit: str
        institution: str
        mode: str
        file_name: str
        size: int
        def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., institution: _Optional[str] = ..., mode: _Optional[str] = ..., file_name: _Optional[str] = ..., size: _Optional[int] = ...) -> None: ...
    ORDER_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    order: WorkbookUpload.Order
    chunk: bytes
    def __init__(self, order: _Optional[_Union[WorkbookUpload.Order, _Mapping]] = ..., chunk: _Optional[bytes] = ...) -> None: ...

class FilingEvent(_message.Message):
    __slots__ = ("progress", "report", "error_workbook")
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    REPORT_FIELD_NUMBER: _ClassVar[int]
    ERROR_WORKBOOK_FIELD_NUMBER: _ClassVar[int]
    progress: FilingProgress
    report: FilingReport
    error_workbook: bytes
    def __init__(self, progress: _Optional[_Union[FilingProgress, _Mapping]] = ..., report: _Optional[_Union[FilingReport, _Mapping]] = ..., error_workbook: _Optional[bytes] = ...) -> None: ...

class FilingProgress(_message.Message):
    __slots__ = ("rows_expected", "rows_read", "accepted", "duplicate", "rejected")
    ROWS_EXPECTED_FIELD_NUMBER: _ClassVar[int]
    ROWS_READ_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    rows_expected: int
    rows_read: int
    accepted: int
    duplicate: int
    rejected: int
    def __init__(self, rows_expected: _Optional[int] = ..., rows_read: _Optional[int] = ..., accepted: _Optional[int] = ..., duplicate: _Optional[int] = ..., rejected: _Optional[int] = ...) -> None: ...

class FilingReport(_message.Message):
    __slots__ = ("template", "sheet", "rows", "accepted", "duplicate", "rejected", "issues", "issues_in_all", "error_workbook_size")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    SHEET_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    ISSUES_FIELD_NUMBER: _ClassVar[int]
    ISSUES_IN_ALL_FIELD_NUMBER: _ClassVar[int]
    ERROR_WORKBOOK_SIZE_FIELD_NUMBER: _ClassVar[int]
    template: str
    sheet: str
    rows: int
    accepted: int
    duplicate: int
    rejected: int
    issues: _containers.RepeatedCompositeFieldContainer[_case_pb2.CellIssue]
    issues_in_all: int
    error_workbook_size: int
    def __init__(self, template: _Optional[str] = ..., sheet: _Optional[str] = ..., rows: _Optional[int] = ..., accepted: _Optional[int] = ..., duplicate: _Optional[int] = ..., rejected: _Optional[int] = ..., issues: _Optional[_Iterable[_Union[_case_pb2.CellIssue, _Mapping]]] = ..., issues_in_all: _Optional[int] = ..., error_workbook_size: _Optional[int] = ...) -> None: ...

class Result(_message.Message):
    __slots__ = ("achievement_class", "user_number", "name", "document_type", "document_number", "institution", "title", "achieved_on", "score", "credits", "training_hours", "credit_hours", "category", "certificate_number", "certificate_level", "training_place", "project_code", "course_code", "run")
    ACHIEVEMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    USER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_ON_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    TRAINING_PLACE_FIELD_NUMBER: _ClassVar[int]
    PROJECT_CODE_FIELD_NUMBER: _ClassVar[int]
    COURSE_CODE_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    achievement_class: str
    user_number: str
    name: str
    document_type: int
    document_number: str
    institution: str
    title: str
    achieved_on: str
    score: str
    credits: str
    training_hours: str
    credit_hours: str
    category: str
    certificate_number: str
    certificate_level: str
    training_place: str
    project_code: str
    course_code: str
    run: str
    def __init__(self, achievement_class: _Optional[str] = ..., user_number: _Optional[str] = ..., name: _Optional[str] = ..., document_type: _Optional[int] = ..., document_number: _Optional[str] = ..., institution: _Optional[str] = ..., title: _Optional[str] = ..., achieved_on: _Optional[str] = ..., score: _Optional[str] = ..., credits: _Optional[str] = ..., training_hours: _Optional[str] = ..., credit_hours: _Optional[str] = ..., category: _Optional[str] = ..., certificate_number: _Optional[str] = ..., certificate_level: _Optional[str] = ..., training_place: _Optional[str] = ..., project_code: _Optional[str] = ..., course_code: _Optional[str] = ..., run: _Optional[str] = ...) -> None: ...

class FileResultsRequest(_message.Message):
    __slots__ = ("actor", "unit", "batch", "only_check", "results")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    BATCH_FIELD_NUMBER: _ClassVar[int]
    ONLY_CHECK_FIELD_NUMBER: _ClassVar[int]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    actor: str
    unit: str
    batch: str
    only_check: bool
    results: _containers.RepeatedCompositeFieldContainer[Result]
    def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., batch: _Optional[str] = ..., only_check: _Optional[bool] = ..., results: _Optional[_Iterable[_Union[Result, _Mapping]]] = ...) -> None: ...

class FileResultsResponse(_message.Message):
    __slots__ = ("accepted", "duplicate", "rejected", "outcomes", "import_id")
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    accepted: int
    duplicate: int
    rejected: int
    outcomes: _containers.RepeatedCompositeFieldContainer[ResultOutcome]
    import_id: str
    def __init__(self, accepted: _Optional[int] = ..., duplicate: _Optional[int] = ..., rejected: _Optional[int] = ..., outcomes: _Optional[_Iterable[_Union[ResultOutcome, _Mapping]]] = ..., import_id: _Optional[str] = ...) -> None: ...

class ResultOutcome(_message.Message):
    __slots__ = ("outcome", "issues")
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ISSUES_FIELD_NUMBER: _ClassVar[int]
    outcome: str
    issues: _containers.RepeatedCompositeFieldContainer[_case_pb2.CellIssue]
    def __init__(self, outcome: _Optional[str] = ..., issues: _Optional[_Iterable[_Union[_case_pb2.CellIssue, _Mapping]]] = ...) -> None: ...

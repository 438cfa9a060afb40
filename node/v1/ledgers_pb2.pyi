from node.v1 import case_pb2 as _case_pb2
from node.v1 import filing_pb2 as _filing_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OpenRunRequest(_message.Message):
    __slots__ = ("actor", "project_code", "starts_on", "ends_on", "place", "teacher", "design")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    PROJECT_CODE_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    TEACHER_FIELD_NUMBER: _ClassVar[int]
    DESIGN_FIELD_NUMBER: _ClassVar[int]
    actor: str
    project_code: str
    starts_on: str
    ends_on: str
    place: str
    teacher: str
    design: str
    def __init__(self, actor: _Optional[str] = ..., project_code: _Optional[str] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., place: _Optional[str] = ..., teacher: _Optional[str] = ..., design: _Optional[str] = ...) -> None: ...

class RunRequest(_message.Message):
    __slots__ = ("actor", "project_code", "run")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    PROJECT_CODE_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    actor: str
    project_code: str
    run: int
    def __init__(self, actor: _Optional[str] = ..., project_code: _Optional[str] = ..., run: _Optional[int] = ...) -> None: ...

class RunState(_message.Message):
    __slots__ = ("project_code", "run")
    PROJECT_CODE_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    project_code: str
    run: int
    def __init__(self, project_code: _Optional[str] = ..., run: _Optional[int] = ...) -> None: ...

class LedgerUpload(_message.Message):
    __slots__ = ("order", "chunk")
    class Order(_message.Message):
        __slots__ = ("actor", "project_code", "run", "part", "file_name", "size", "adds")
        ACTOR_FIELD_NUMBER: _ClassVar[int]
        PROJECT_CODE_FIELD_NUMBER: _ClassVar[int]
        RUN_FIELD_NUMBER: _ClassVar[int]
        PART_FIELD_NUMBER: _ClassVar[int]
        FILE_NAME_FIELD_NUMBER: _ClassVar[int]
        SIZE_FIELD_NUMBER: _ClassVar[int]
        ADDS_FIELD_NUMBER: _ClassVar[int]
        actor: str
        project_code: str
        run: int
        part: str
        file_name: str
        size: int
        adds: bool
        def __init__(self, actor: _Optional[str] = ..., project_code: _Optional[str] = ..., run: _Optional[int] = ..., part: _Optional[str] = ..., file_name: _Optional[str] = ..., size: _Optional[int] = ..., adds: _Optional[bool] = ...) -> None: ...
    ORDER_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    order: LedgerUpload.Order
    chunk: bytes
    def __init__(self, order: _Optional[_Union[LedgerUpload.Order, _Mapping]] = ..., chunk: _Optional[bytes] = ...) -> None: ...

class RecordedRun(_message.Message):
    __slots__ = ("entry_index",)
    ENTRY_INDEX_FIELD_NUMBER: _ClassVar[int]
    entry_index: int
    def __init__(self, entry_index: _Optional[int] = ...) -> None: ...

class Ledger(_message.Message):
    __slots__ = ("run", "state", "unit", "project_name", "starts_on", "ends_on", "place", "teacher", "design", "learners", "sessions", "evaluations", "attachments", "complete", "gaps", "is_recorded", "steps")
    RUN_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    PROJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    TEACHER_FIELD_NUMBER: _ClassVar[int]
    DESIGN_FIELD_NUMBER: _ClassVar[int]
    LEARNERS_FIELD_NUMBER: _ClassVar[int]
    SESSIONS_FIELD_NUMBER: _ClassVar[int]
    EVALUATIONS_FIELD_NUMBER: _ClassVar[int]
    ATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    GAPS_FIELD_NUMBER: _ClassVar[int]
    IS_RECORDED_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    run: RunState
    state: str
    unit: str
    project_name: str
    starts_on: str
    ends_on: str
    place: str
    teacher: str
    design: str
    learners: _containers.RepeatedCompositeFieldContainer[RunLearner]
    sessions: _containers.RepeatedCompositeFieldContainer[RunSession]
    evaluations: _containers.RepeatedCompositeFieldContainer[RunEvaluation]
    attachments: _containers.RepeatedCompositeFieldContainer[_case_pb2.Attachment]
    complete: _containers.RepeatedScalarFieldContainer[str]
    gaps: _containers.RepeatedCompositeFieldContainer[LedgerGap]
    is_recorded: bool
    steps: _containers.RepeatedCompositeFieldContainer[_case_pb2.CaseStep]
    def __init__(self, run: _Optional[_Union[RunState, _Mapping]] = ..., state: _Optional[str] = ..., unit: _Optional[str] = ..., project_name: _Optional[str] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., place: _Optional[str] = ..., teacher: _Optional[str] = ..., design: _Optional[str] = ..., learners: _Optional[_Iterable[_Union[RunLearner, _Mapping]]] = ..., sessions: _Optional[_Iterable[_Union[RunSession, _Mapping]]] = ..., evaluations: _Optional[_Iterable[_Union[RunEvaluation, _Mapping]]] = ..., attachments: _Optional[_Iterable[_Union[_case_pb2.Attachment, _Mapping]]] = ..., complete: _Optional[_Iterable[str]] = ..., gaps: _Optional[_Iterable[_Union[LedgerGap, _Mapping]]] = ..., is_recorded: _Optional[bool] = ..., steps: _Optional[_Iterable[_Union[_case_pb2.CaseStep, _Mapping]]] = ...) -> None: ...

class RunLearner(_message.Message):
    __slots__ = ("number", "name", "masked_number")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    MASKED_NUMBER_FIELD_NUMBER: _ClassVar[int]
    number: int
    name: str
    masked_number: str
    def __init__(self, number: _Optional[int] = ..., name: _Optional[str] = ..., masked_number: _Optional[str] = ...) -> None: ...

class RunSession(_message.Message):
    __slots__ = ("on", "starts_at", "ends_at", "course", "present")
    ON_FIELD_NUMBER: _ClassVar[int]
    STARTS_AT_FIELD_NUMBER: _ClassVar[int]
    ENDS_AT_FIELD_NUMBER: _ClassVar[int]
    COURSE_FIELD_NUMBER: _ClassVar[int]
    PRESENT_FIELD_NUMBER: _ClassVar[int]
    on: str
    starts_at: str
    ends_at: str
    course: str
    present: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, on: _Optional[str] = ..., starts_at: _Optional[str] = ..., ends_at: _Optional[str] = ..., course: _Optional[str] = ..., present: _Optional[_Iterable[int]] = ...) -> None: ...

class RunEvaluation(_message.Message):
    __slots__ = ("learner", "outcome", "score", "comment")
    LEARNER_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    learner: int
    outcome: str
    score: str
    comment: str
    def __init__(self, learner: _Optional[int] = ..., outcome: _Optional[str] = ..., score: _Optional[str] = ..., comment: _Optional[str] = ...) -> None: ...

class LedgerGap(_message.Message):
    __slots__ = ("part", "code", "message")
    PART_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    part: str
    code: str
    message: str
    def __init__(self, part: _Optional[str] = ..., code: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class VerifiedLedger(_message.Message):
    __slots__ = ("verdict", "digest", "recordings", "broken_files")
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    RECORDINGS_FIELD_NUMBER: _ClassVar[int]
    BROKEN_FILES_FIELD_NUMBER: _ClassVar[int]
    verdict: str
    digest: bytes
    recordings: _containers.RepeatedCompositeFieldContainer[LedgerRecording]
    broken_files: _containers.RepeatedCompositeFieldContainer[_case_pb2.Attachment]
    def __init__(self, verdict: _Optional[str] = ..., digest: _Optional[bytes] = ..., recordings: _Optional[_Iterable[_Union[LedgerRecording, _Mapping]]] = ..., broken_files: _Optional[_Iterable[_Union[_case_pb2.Attachment, _Mapping]]] = ...) -> None: ...

class LedgerRecording(_message.Message):
    __slots__ = ("index", "recorded_at", "digest", "parts", "is_same")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    RECORDED_AT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    IS_SAME_FIELD_NUMBER: _ClassVar[int]
    index: int
    recorded_at: str
    digest: bytes
    parts: _containers.RepeatedScalarFieldContainer[str]
    is_same: bool
    def __init__(self, index: _Optional[int] = ..., recorded_at: _Optional[str] = ..., digest: _Optional[bytes] = ..., parts: _Optional[_Iterable[str]] = ..., is_same: _Optional[bool] = ...) -> None: ...

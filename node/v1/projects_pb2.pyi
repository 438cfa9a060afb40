from node.v1 import case_pb2 as _case_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class StatedProject(_message.Message):
    __slots__ = ("project_name", "category", "category_is_new", "scale", "target_groups", "form", "training_hours", "credit_hours", "result_form", "assessment", "teachers", "content", "starts_on", "ends_on", "year", "quarter", "courses")
    PROJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_IS_NEW_FIELD_NUMBER: _ClassVar[int]
    SCALE_FIELD_NUMBER: _ClassVar[int]
    TARGET_GROUPS_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FORM_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENT_FIELD_NUMBER: _ClassVar[int]
    TEACHERS_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    QUARTER_FIELD_NUMBER: _ClassVar[int]
    COURSES_FIELD_NUMBER: _ClassVar[int]
    project_name: str
    category: str
    category_is_new: bool
    scale: int
    target_groups: TargetGroups
    form: str
    training_hours: str
    credit_hours: str
    result_form: str
    assessment: str
    teachers: str
    content: str
    starts_on: str
    ends_on: str
    year: int
    quarter: int
    courses: StatedCourses
    def __init__(self, project_name: _Optional[str] = ..., category: _Optional[str] = ..., category_is_new: _Optional[bool] = ..., scale: _Optional[int] = ..., target_groups: _Optional[_Union[TargetGroups, _Mapping]] = ..., form: _Optional[str] = ..., training_hours: _Optional[str] = ..., credit_hours: _Optional[str] = ..., result_form: _Optional[str] = ..., assessment: _Optional[str] = ..., teachers: _Optional[str] = ..., content: _Optional[str] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., year: _Optional[int] = ..., quarter: _Optional[int] = ..., courses: _Optional[_Union[StatedCourses, _Mapping]] = ...) -> None: ...

class TargetGroups(_message.Message):
    __slots__ = ("names",)
    NAMES_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, names: _Optional[_Iterable[str]] = ...) -> None: ...

class StatedCourses(_message.Message):
    __slots__ = ("courses",)
    COURSES_FIELD_NUMBER: _ClassVar[int]
    courses: _containers.RepeatedCompositeFieldContainer[StatedCourse]
    def __init__(self, courses: _Optional[_Iterable[_Union[StatedCourse, _Mapping]]] = ...) -> None: ...

class StatedCourse(_message.Message):
    __slots__ = ("name", "training_hours", "credit_hours")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    name: str
    training_hours: str
    credit_hours: str
    def __init__(self, name: _Optional[str] = ..., training_hours: _Optional[str] = ..., credit_hours: _Optional[str] = ...) -> None: ...

class DeclaredBy(_message.Message):
    __slots__ = ("reporter", "phone", "address", "filed_on")
    REPORTER_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    FILED_ON_FIELD_NUMBER: _ClassVar[int]
    reporter: str
    phone: str
    address: str
    filed_on: str
    def __init__(self, reporter: _Optional[str] = ..., phone: _Optional[str] = ..., address: _Optional[str] = ..., filed_on: _Optional[str] = ...) -> None: ...

class FileProjectsRequest(_message.Message):
    __slots__ = ("actor", "unit", "declared_by", "projects")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DECLARED_BY_FIELD_NUMBER: _ClassVar[int]
    PROJECTS_FIELD_NUMBER: _ClassVar[int]
    actor: str
    unit: str
    declared_by: DeclaredBy
    projects: _containers.RepeatedCompositeFieldContainer[StatedProject]
    def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., declared_by: _Optional[_Union[DeclaredBy, _Mapping]] = ..., projects: _Optional[_Iterable[_Union[StatedProject, _Mapping]]] = ...) -> None: ...

class FiledProjects(_message.Message):
    __slots__ = ("projects",)
    PROJECTS_FIELD_NUMBER: _ClassVar[int]
    projects: _containers.RepeatedCompositeFieldContainer[FiledProject]
    def __init__(self, projects: _Optional[_Iterable[_Union[FiledProject, _Mapping]]] = ...) -> None: ...

class FiledProject(_message.Message):
    __slots__ = ("case", "project_name", "outcome", "missing")
    CASE_FIELD_NUMBER: _ClassVar[int]
    PROJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    project_name: str
    outcome: str
    missing: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., project_name: _Optional[str] = ..., outcome: _Optional[str] = ..., missing: _Optional[_Iterable[str]] = ...) -> None: ...

class DeclarationUpload(_message.Message):
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
    order: DeclarationUpload.Order
    chunk: bytes
    def __init__(self, order: _Optional[_Union[DeclarationUpload.Order, _Mapping]] = ..., chunk: _Optional[bytes] = ...) -> None: ...

class FiledDeclaration(_message.Message):
    __slots__ = ("template", "projects", "issues", "issues_in_all")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    PROJECTS_FIELD_NUMBER: _ClassVar[int]
    ISSUES_FIELD_NUMBER: _ClassVar[int]
    ISSUES_IN_ALL_FIELD_NUMBER: _ClassVar[int]
    template: str
    projects: _containers.RepeatedCompositeFieldContainer[FiledProject]
    issues: _containers.RepeatedCompositeFieldContainer[_case_pb2.CellIssue]
    issues_in_all: int
    def __init__(self, template: _Optional[str] = ..., projects: _Optional[_Iterable[_Union[FiledProject, _Mapping]]] = ..., issues: _Optional[_Iterable[_Union[_case_pb2.CellIssue, _Mapping]]] = ..., issues_in_all: _Optional[int] = ...) -> None: ...

class AlterProjectRequest(_message.Message):
    __slots__ = ("actor", "case_id", "stated")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    STATED_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    stated: StatedProject
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., stated: _Optional[_Union[StatedProject, _Mapping]] = ...) -> None: ...

class ProjectRequest(_message.Message):
    __slots__ = ("actor", "case_id")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ...) -> None: ...

class ProjectsRequest(_message.Message):
    __slots__ = ("actor", "case_ids")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_IDS_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, actor: _Optional[str] = ..., case_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ReasonedProjectsRequest(_message.Message):
    __slots__ = ("actor", "case_ids", "reason")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_IDS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_ids: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    def __init__(self, actor: _Optional[str] = ..., case_ids: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ...) -> None: ...

class RemarkRequest(_message.Message):
    __slots__ = ("actor", "case_id", "reason")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    actor: str
    case_id: str
    reason: str
    def __init__(self, actor: _Optional[str] = ..., case_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ProjectStates(_message.Message):
    __slots__ = ("cases",)
    CASES_FIELD_NUMBER: _ClassVar[int]
    cases: _containers.RepeatedCompositeFieldContainer[_case_pb2.CaseState]
    def __init__(self, cases: _Optional[_Iterable[_Union[_case_pb2.CaseState, _Mapping]]] = ...) -> None: ...

class ListProjectsRequest(_message.Message):
    __slots__ = ("actor", "unit", "states", "year", "quarter")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    QUARTER_FIELD_NUMBER: _ClassVar[int]
    actor: str
    unit: str
    states: _containers.RepeatedScalarFieldContainer[str]
    year: int
    quarter: int
    def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., states: _Optional[_Iterable[str]] = ..., year: _Optional[int] = ..., quarter: _Optional[int] = ...) -> None: ...

class ProjectSummary(_message.Message):
    __slots__ = ("case", "unit", "unit_name", "project_name", "category", "category_is_new", "year", "quarter", "project_code", "missing", "updated_at")
    CASE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    UNIT_NAME_FIELD_NUMBER: _ClassVar[int]
    PROJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_IS_NEW_FIELD_NUMBER: _ClassVar[int]
    YEAR_FIELD_NUMBER: _ClassVar[int]
    QUARTER_FIELD_NUMBER: _ClassVar[int]
    PROJECT_CODE_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    case: _case_pb2.CaseState
    unit: str
    unit_name: str
    project_name: str
    category: str
    category_is_new: bool
    year: int
    quarter: int
    project_code: str
    missing: _containers.RepeatedScalarFieldContainer[str]
    updated_at: str
    def __init__(self, case: _Optional[_Union[_case_pb2.CaseState, _Mapping]] = ..., unit: _Optional[str] = ..., unit_name: _Optional[str] = ..., project_name: _Optional[str] = ..., category: _Optional[str] = ..., category_is_new: _Optional[bool] = ..., year: _Optional[int] = ..., quarter: _Optional[int] = ..., project_code: _Optional[str] = ..., missing: _Optional[_Iterable[str]] = ..., updated_at: _Optional[str] = ...) -> None: ...

class DeclaredProject(_message.Message):
    __slots__ = ("summary", "scale", "target_groups", "form", "training_hours", "credit_hours", "result_form", "assessment", "teachers", "content", "starts_on", "ends_on", "courses", "declaration_id", "declared_by", "steps", "catalogue_area", "first_quarter", "last_quarter", "edition", "course_codes")
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    SCALE_FIELD_NUMBER: _ClassVar[int]
    TARGET_GROUPS_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FORM_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENT_FIELD_NUMBER: _ClassVar[int]
    TEACHERS_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    COURSES_FIELD_NUMBER: _ClassVar[int]
    DECLARATION_ID_FIELD_NUMBER: _ClassVar[int]
    DECLARED_BY_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    CATALOGUE_AREA_FIELD_NUMBER: _ClassVar[int]
    FIRST_QUARTER_FIELD_NUMBER: _ClassVar[int]
    LAST_QUARTER_FIELD_NUMBER: _ClassVar[int]
    EDITION_FIELD_NUMBER: _ClassVar[int]
    COURSE_CODES_FIELD_NUMBER: _ClassVar[int]
    summary: ProjectSummary
    scale: int
    target_groups: _containers.RepeatedScalarFieldContainer[str]
    form: str
    training_hours: int
    credit_hours: int
    result_form: str
    assessment: str
    teachers: str
    content: str
    starts_on: str
    ends_on: str
    courses: _containers.RepeatedCompositeFieldContainer[DeclaredCourse]
    declaration_id: str
    declared_by: DeclaredBy
    steps: _containers.RepeatedCompositeFieldContainer[_case_pb2.CaseStep]
    catalogue_area: str
    first_quarter: str
    last_quarter: str
    edition: int
    course_codes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, summary: _Optional[_Union[ProjectSummary, _Mapping]] = ..., scale: _Optional[int] = ..., target_groups: _Optional[_Iterable[str]] = ..., form: _Optional[str] = ..., training_hours: _Optional[int] = ..., credit_hours: _Optional[int] = ..., result_form: _Optional[str] = ..., assessment: _Optional[str] = ..., teachers: _Optional[str] = ..., content: _Optional[str] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., courses: _Optional[_Iterable[_Union[DeclaredCourse, _Mapping]]] = ..., declaration_id: _Optional[str] = ..., declared_by: _Optional[_Union[DeclaredBy, _Mapping]] = ..., steps: _Optional[_Iterable[_Union[_case_pb2.CaseStep, _Mapping]]] = ..., catalogue_area: _Optional[str] = ..., first_quarter: _Optional[str] = ..., last_quarter: _Optional[str] = ..., edition: _Optional[int] = ..., course_codes: _Optional[_Iterable[str]] = ...) -> None: ...

class DeclaredCourse(_message.Message):
    __slots__ = ("name", "training_hours", "credit_hours")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    name: str
    training_hours: int
    credit_hours: int
    def __init__(self, name: _Optional[str] = ..., training_hours: _Optional[int] = ..., credit_hours: _Optional[int] = ...) -> None: ...

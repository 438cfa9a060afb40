from node.v1 import branch_pb2 as _branch_pb2
from node.v1 import projects_pb2 as _projects_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SearchCatalogueRequest(_message.Message):
    __slots__ = ("branches", "area", "quarter", "category", "text", "limit", "offset")
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    AREA_FIELD_NUMBER: _ClassVar[int]
    QUARTER_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    branches: _containers.RepeatedScalarFieldContainer[str]
    area: str
    quarter: str
    category: str
    text: str
    limit: int
    offset: int
    def __init__(self, branches: _Optional[_Iterable[str]] = ..., area: _Optional[str] = ..., quarter: _Optional[str] = ..., category: _Optional[str] = ..., text: _Optional[str] = ..., limit: _Optional[int] = ..., offset: _Optional[int] = ...) -> None: ...

class SearchEvent(_message.Message):
    __slots__ = ("summary", "line")
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    summary: SearchSummary
    line: CatalogueLine
    def __init__(self, summary: _Optional[_Union[SearchSummary, _Mapping]] = ..., line: _Optional[_Union[CatalogueLine, _Mapping]] = ...) -> None: ...

class SearchSummary(_message.Message):
    __slots__ = ("branches", "has_more")
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    HAS_MORE_FIELD_NUMBER: _ClassVar[int]
    branches: _containers.RepeatedCompositeFieldContainer[_branch_pb2.BranchFreshness]
    has_more: bool
    def __init__(self, branches: _Optional[_Iterable[_Union[_branch_pb2.BranchFreshness, _Mapping]]] = ..., has_more: _Optional[bool] = ...) -> None: ...

class CatalogueLine(_message.Message):
    __slots__ = ("edition", "index", "project")
    EDITION_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    edition: CatalogueEdition
    index: int
    project: PublishedProject
    def __init__(self, edition: _Optional[_Union[CatalogueEdition, _Mapping]] = ..., index: _Optional[int] = ..., project: _Optional[_Union[PublishedProject, _Mapping]] = ...) -> None: ...

class ShowCatalogueRequest(_message.Message):
    __slots__ = ("branch", "area", "quarter", "to_quarter", "edition")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    AREA_FIELD_NUMBER: _ClassVar[int]
    QUARTER_FIELD_NUMBER: _ClassVar[int]
    TO_QUARTER_FIELD_NUMBER: _ClassVar[int]
    EDITION_FIELD_NUMBER: _ClassVar[int]
    branch: str
    area: str
    quarter: str
    to_quarter: str
    edition: int
    def __init__(self, branch: _Optional[str] = ..., area: _Optional[str] = ..., quarter: _Optional[str] = ..., to_quarter: _Optional[str] = ..., edition: _Optional[int] = ...) -> None: ...

class CatalogueEvent(_message.Message):
    __slots__ = ("edition", "project", "included")
    EDITION_FIELD_NUMBER: _ClassVar[int]
    PROJECT_FIELD_NUMBER: _ClassVar[int]
    INCLUDED_FIELD_NUMBER: _ClassVar[int]
    edition: CatalogueEdition
    project: PublishedProject
    included: IncludedCatalogue
    def __init__(self, edition: _Optional[_Union[CatalogueEdition, _Mapping]] = ..., project: _Optional[_Union[PublishedProject, _Mapping]] = ..., included: _Optional[_Union[IncludedCatalogue, _Mapping]] = ...) -> None: ...

class ListEditionsRequest(_message.Message):
    __slots__ = ("branch", "area", "with_superseded")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    AREA_FIELD_NUMBER: _ClassVar[int]
    WITH_SUPERSEDED_FIELD_NUMBER: _ClassVar[int]
    branch: str
    area: str
    with_superseded: bool
    def __init__(self, branch: _Optional[str] = ..., area: _Optional[str] = ..., with_superseded: _Optional[bool] = ...) -> None: ...

class CatalogueEdition(_message.Message):
    __slots__ = ("branch", "area", "area_name", "first_quarter", "last_quarter", "edition", "reason", "published_by", "indexes", "projects", "is_current", "freshness")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    AREA_FIELD_NUMBER: _ClassVar[int]
    AREA_NAME_FIELD_NUMBER: _ClassVar[int]
    FIRST_QUARTER_FIELD_NUMBER: _ClassVar[int]
    LAST_QUARTER_FIELD_NUMBER: _ClassVar[int]
    EDITION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_BY_FIELD_NUMBER: _ClassVar[int]
    INDEXES_FIELD_NUMBER: _ClassVar[int]
    PROJECTS_FIELD_NUMBER: _ClassVar[int]
    IS_CURRENT_FIELD_NUMBER: _ClassVar[int]
    FRESHNESS_FIELD_NUMBER: _ClassVar[int]
    branch: str
    area: str
    area_name: str
    first_quarter: str
    last_quarter: str
    edition: int
    reason: str
    published_by: str
    indexes: _containers.RepeatedScalarFieldContainer[int]
    projects: int
    is_current: bool
    freshness: _branch_pb2.BranchFreshness
    def __init__(self, branch: _Optional[str] = ..., area: _Optional[str] = ..., area_name: _Optional[str] = ..., first_quarter: _Optional[str] = ..., last_quarter: _Optional[str] = ..., edition: _Optional[int] = ..., reason: _Optional[str] = ..., published_by: _Optional[str] = ..., indexes: _Optional[_Iterable[int]] = ..., projects: _Optional[int] = ..., is_current: _Optional[bool] = ..., freshness: _Optional[_Union[_branch_pb2.BranchFreshness, _Mapping]] = ...) -> None: ...

class PublishedProject(_message.Message):
    __slots__ = ("code", "name", "category", "category_is_new", "unit_code", "unit_name", "starts_on", "ends_on", "training_hours", "credit_hours", "scale", "target_groups", "form", "result_form", "assessment", "content", "courses")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_IS_NEW_FIELD_NUMBER: _ClassVar[int]
    UNIT_CODE_FIELD_NUMBER: _ClassVar[int]
    UNIT_NAME_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    SCALE_FIELD_NUMBER: _ClassVar[int]
    TARGET_GROUPS_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELD_NUMBER: _ClassVar[int]
    RESULT_FORM_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    COURSES_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    category: str
    category_is_new: bool
    unit_code: str
    unit_name: str
    starts_on: str
    ends_on: str
    training_hours: int
    credit_hours: int
    scale: int
    target_groups: _containers.RepeatedScalarFieldContainer[str]
    form: str
    result_form: str
    assessment: str
    content: str
    courses: _containers.RepeatedCompositeFieldContainer[PublishedCourse]
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., category: _Optional[str] = ..., category_is_new: _Optional[bool] = ..., unit_code: _Optional[str] = ..., unit_name: _Optional[str] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., training_hours: _Optional[int] = ..., credit_hours: _Optional[int] = ..., scale: _Optional[int] = ..., target_groups: _Optional[_Iterable[str]] = ..., form: _Optional[str] = ..., result_form: _Optional[str] = ..., assessment: _Optional[str] = ..., content: _Optional[str] = ..., courses: _Optional[_Iterable[_Union[PublishedCourse, _Mapping]]] = ...) -> None: ...

class PublishedCourse(_message.Message):
    __slots__ = ("code", "name", "training_hours", "credit_hours")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    training_hours: int
    credit_hours: int
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., training_hours: _Optional[int] = ..., credit_hours: _Optional[int] = ...) -> None: ...

class IncludedCatalogue(_message.Message):
    __slots__ = ("index", "leaf_hash", "area", "area_name", "edition", "projects")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    LEAF_HASH_FIELD_NUMBER: _ClassVar[int]
    AREA_FIELD_NUMBER: _ClassVar[int]
    AREA_NAME_FIELD_NUMBER: _ClassVar[int]
    EDITION_FIELD_NUMBER: _ClassVar[int]
    PROJECTS_FIELD_NUMBER: _ClassVar[int]
    index: int
    leaf_hash: bytes
    area: str
    area_name: str
    edition: int
    projects: int
    def __init__(self, index: _Optional[int] = ..., leaf_hash: _Optional[bytes] = ..., area: _Optional[str] = ..., area_name: _Optional[str] = ..., edition: _Optional[int] = ..., projects: _Optional[int] = ...) -> None: ...

class PublishCatalogueRequest(_message.Message):
    __slots__ = ("actor", "unit", "quarter", "to_quarter")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    QUARTER_FIELD_NUMBER: _ClassVar[int]
    TO_QUARTER_FIELD_NUMBER: _ClassVar[int]
    actor: str
    unit: str
    quarter: str
    to_quarter: str
    def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., quarter: _Optional[str] = ..., to_quarter: _Optional[str] = ...) -> None: ...

class AmendCatalogueRequest(_message.Message):
    __slots__ = ("actor", "unit", "quarter", "to_quarter", "reason", "withdrawn", "corrected")
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    QUARTER_FIELD_NUMBER: _ClassVar[int]
    TO_QUARTER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_FIELD_NUMBER: _ClassVar[int]
    CORRECTED_FIELD_NUMBER: _ClassVar[int]
    actor: str
    unit: str
    quarter: str
    to_quarter: str
    reason: str
    withdrawn: _containers.RepeatedScalarFieldContainer[str]
    corrected: _containers.RepeatedCompositeFieldContainer[Correction]
    def __init__(self, actor: _Optional[str] = ..., unit: _Optional[str] = ..., quarter: _Optional[str] = ..., to_quarter: _Optional[str] = ..., reason: _Optional[str] = ..., withdrawn: _Optional[_Iterable[str]] = ..., corrected: _Optional[_Iterable[_Union[Correction, _Mapping]]] = ...) -> None: ...

class Correction(_message.Message):
    __slots__ = ("project_code", "stated")
    PROJECT_CODE_FIELD_NUMBER: _ClassVar[int]
    STATED_FIELD_NUMBER: _ClassVar[int]
    project_code: str
    stated: _projects_pb2.StatedProject
    def __init__(self, project_code: _Optional[str] = ..., stated: _Optional[_Union[_projects_pb2.StatedProject, _Mapping]] = ...) -> None: ...

class PublishedCatalogue(_message.Message):
    __slots__ = ("edition", "is_new")
    EDITION_FIELD_NUMBER: _ClassVar[int]
    IS_NEW_FIELD_NUMBER: _ClassVar[int]
    edition: CatalogueEdition
    is_new: bool
    def __init__(self, edition: _Optional[_Union[CatalogueEdition, _Mapping]] = ..., is_new: _Optional[bool] = ...) -> None: ...

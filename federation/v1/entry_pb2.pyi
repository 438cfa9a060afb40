from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    KIND_UNSPECIFIED: _ClassVar[Kind]
    KIND_ACHIEVEMENT_ISSUED: _ClassVar[Kind]
    KIND_ACHIEVEMENT_CORRECTED: _ClassVar[Kind]
    KIND_ACHIEVEMENT_REVOKED: _ClassVar[Kind]
    KIND_ERASED: _ClassVar[Kind]
    KIND_SUBJECT_LINKED: _ClassVar[Kind]
    KIND_ACCESS_DIGEST: _ClassVar[Kind]
    KIND_PROGRESS_PUBLISHED: _ClassVar[Kind]
    KIND_CATALOGUE_PUBLISHED: _ClassVar[Kind]
    KIND_LEDGER_RECORDED: _ClassVar[Kind]
    KIND_ASSESSMENT_PUBLISHED: _ClassVar[Kind]
    KIND_ACHIEVEMENT_REINSTATED: _ClassVar[Kind]
    KIND_SUBJECT_UNLINKED: _ClassVar[Kind]
    KIND_TRANSFER_REQUESTED: _ClassVar[Kind]
    KIND_TRANSFER_HELD: _ClassVar[Kind]
    KIND_TRANSFER_DECIDED: _ClassVar[Kind]
    KIND_TRANSFER_WITHDRAWN: _ClassVar[Kind]
    KIND_TRANSFER_CLOSED: _ClassVar[Kind]
    KIND_TRANSFER_REVERSED: _ClassVar[Kind]
    KIND_RULES_PUBLISHED: _ClassVar[Kind]
    KIND_REPORT_ISSUED: _ClassVar[Kind]
    KIND_REPORT_WITHDRAWN: _ClassVar[Kind]

class AchievementClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACHIEVEMENT_CLASS_UNSPECIFIED: _ClassVar[AchievementClass]
    ACHIEVEMENT_CLASS_TRAINING: _ClassVar[AchievementClass]
    ACHIEVEMENT_CLASS_DEGREE_COURSE: _ClassVar[AchievementClass]
    ACHIEVEMENT_CLASS_SELF_STUDY_EXAMINATION: _ClassVar[AchievementClass]
    ACHIEVEMENT_CLASS_CERTIFICATE: _ClassVar[AchievementClass]
    ACHIEVEMENT_CLASS_DUAL_CERTIFICATE: _ClassVar[AchievementClass]

class ReportKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REPORT_KIND_UNSPECIFIED: _ClassVar[ReportKind]
    REPORT_KIND_CERTIFICATION: _ClassVar[ReportKind]
    REPORT_KIND_TRANSCRIPT: _ClassVar[ReportKind]
    REPORT_KIND_STANDING: _ClassVar[ReportKind]
KIND_UNSPECIFIED: Kind
KIND_ACHIEVEMENT_ISSUED: Kind
KIND_ACHIEVEMENT_CORRECTED: Kind
KIND_ACHIEVEMENT_REVOKED: Kind
KIND_ERASED: Kind
KIND_SUBJECT_LINKED: Kind
KIND_ACCESS_DIGEST: Kind
KIND_PROGRESS_PUBLISHED: Kind
KIND_CATALOGUE_PUBLISHED: Kind
KIND_LEDGER_RECORDED: Kind
KIND_ASSESSMENT_PUBLISHED: Kind
KIND_ACHIEVEMENT_REINSTATED: Kind
KIND_SUBJECT_UNLINKED: Kind
KIND_TRANSFER_REQUESTED: Kind
KIND_TRANSFER_HELD: Kind
KIND_TRANSFER_DECIDED: Kind
KIND_TRANSFER_WITHDRAWN: Kind
KIND_TRANSFER_CLOSED: Kind
KIND_TRANSFER_REVERSED: Kind
KIND_RULES_PUBLISHED: Kind
KIND_REPORT_ISSUED: Kind
KIND_REPORT_WITHDRAWN: Kind
ACHIEVEMENT_CLASS_UNSPECIFIED: AchievementClass
ACHIEVEMENT_CLASS_TRAINING: AchievementClass
ACHIEVEMENT_CLASS_DEGREE_COURSE: AchievementClass
ACHIEVEMENT_CLASS_SELF_STUDY_EXAMINATION: AchievementClass
ACHIEVEMENT_CLASS_CERTIFICATE: AchievementClass
ACHIEVEMENT_CLASS_DUAL_CERTIFICATE: AchievementClass
REPORT_KIND_UNSPECIFIED: ReportKind
REPORT_KIND_CERTIFICATION: ReportKind
REPORT_KIND_TRANSCRIPT: ReportKind
REPORT_KIND_STANDING: ReportKind

class Citation(_message.Message):
    __slots__ = ("origin", "index", "leaf_hash")
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    LEAF_HASH_FIELD_NUMBER: _ClassVar[int]
    origin: str
    index: int
    leaf_hash: bytes
    def __init__(self, origin: _Optional[str] = ..., index: _Optional[int] = ..., leaf_hash: _Optional[bytes] = ...) -> None: ...

class Header(_message.Message):
    __slots__ = ("format", "suite", "kind", "critical", "key_epoch", "entry_id", "achievement_id", "cites", "verdicts", "private_digest", "plain_body")
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    SUITE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CRITICAL_FIELD_NUMBER: _ClassVar[int]
    KEY_EPOCH_FIELD_NUMBER: _ClassVar[int]
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    CITES_FIELD_NUMBER: _ClassVar[int]
    VERDICTS_FIELD_NUMBER: _ClassVar[int]
    PRIVATE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    PLAIN_BODY_FIELD_NUMBER: _ClassVar[int]
    format: int
    suite: int
    kind: Kind
    critical: bool
    key_epoch: int
    entry_id: bytes
    achievement_id: bytes
    cites: _containers.RepeatedCompositeFieldContainer[Citation]
    verdicts: _containers.RepeatedScalarFieldContainer[int]
    private_digest: bytes
    plain_body: bytes
    def __init__(self, format: _Optional[int] = ..., suite: _Optional[int] = ..., kind: _Optional[_Union[Kind, str]] = ..., critical: _Optional[bool] = ..., key_epoch: _Optional[int] = ..., entry_id: _Optional[bytes] = ..., achievement_id: _Optional[bytes] = ..., cites: _Optional[_Iterable[_Union[Citation, _Mapping]]] = ..., verdicts: _Optional[_Iterable[int]] = ..., private_digest: _Optional[bytes] = ..., plain_body: _Optional[bytes] = ...) -> None: ...

class PrivatePart(_message.Message):
    __slots__ = ("subject_token", "nonce", "key_commitment", "ciphertext")
    SUBJECT_TOKEN_FIELD_NUMBER: _ClassVar[int]
    NONCE_FIELD_NUMBER: _ClassVar[int]
    KEY_COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    CIPHERTEXT_FIELD_NUMBER: _ClassVar[int]
    subject_token: bytes
    nonce: bytes
    key_commitment: bytes
    ciphertext: bytes
    def __init__(self, subject_token: _Optional[bytes] = ..., nonce: _Optional[bytes] = ..., key_commitment: _Optional[bytes] = ..., ciphertext: _Optional[bytes] = ...) -> None: ...

class AchievementBody(_message.Message):
    __slots__ = ("title", "institution_name", "institution_code", "achieved_on", "training_hours", "credit_hours", "credits", "category", "masked_name", "document_salt", "document_hash", "remarks", "personal_deposit", "training_place", "filed_by", "achievement_class", "score", "certificate_number", "certificate_level", "project_code", "course_code")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_NAME_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_CODE_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_ON_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    MASKED_NAME_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SALT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_HASH_FIELD_NUMBER: _ClassVar[int]
    REMARKS_FIELD_NUMBER: _ClassVar[int]
    PERSONAL_DEPOSIT_FIELD_NUMBER: _ClassVar[int]
    TRAINING_PLACE_FIELD_NUMBER: _ClassVar[int]
    FILED_BY_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    PROJECT_CODE_FIELD_NUMBER: _ClassVar[int]
    COURSE_CODE_FIELD_NUMBER: _ClassVar[int]
    title: str
    institution_name: str
    institution_code: str
    achieved_on: str
    training_hours: int
    credit_hours: int
    credits: int
    category: str
    masked_name: str
    document_salt: bytes
    document_hash: bytes
    remarks: _containers.RepeatedScalarFieldContainer[str]
    personal_deposit: bool
    training_place: str
    filed_by: str
    achievement_class: AchievementClass
    score: str
    certificate_number: str
    certificate_level: str
    project_code: str
    course_code: str
    def __init__(self, title: _Optional[str] = ..., institution_name: _Optional[str] = ..., institution_code: _Optional[str] = ..., achieved_on: _Optional[str] = ..., training_hours: _Optional[int] = ..., credit_hours: _Optional[int] = ..., credits: _Optional[int] = ..., category: _Optional[str] = ..., masked_name: _Optional[str] = ..., document_salt: _Optional[bytes] = ..., document_hash: _Optional[bytes] = ..., remarks: _Optional[_Iterable[str]] = ..., personal_deposit: _Optional[bool] = ..., training_place: _Optional[str] = ..., filed_by: _Optional[str] = ..., achievement_class: _Optional[_Union[AchievementClass, str]] = ..., score: _Optional[str] = ..., certificate_number: _Optional[str] = ..., certificate_level: _Optional[str] = ..., project_code: _Optional[str] = ..., course_code: _Optional[str] = ...) -> None: ...

class SubjectLinkedBody(_message.Message):
    __slots__ = ("document_type", "document_number")
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    document_type: int
    document_number: str
    def __init__(self, document_type: _Optional[int] = ..., document_number: _Optional[str] = ...) -> None: ...

class ReasonBody(_message.Message):
    __slots__ = ("reason",)
    REASON_FIELD_NUMBER: _ClassVar[int]
    reason: str
    def __init__(self, reason: _Optional[str] = ...) -> None: ...

class TransferRequestBody(_message.Message):
    __slots__ = ("requested_at", "expires_on", "consent_digest", "disclosed_keys", "contests")
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_ON_FIELD_NUMBER: _ClassVar[int]
    CONSENT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    DISCLOSED_KEYS_FIELD_NUMBER: _ClassVar[int]
    CONTESTS_FIELD_NUMBER: _ClassVar[int]
    requested_at: str
    expires_on: str
    consent_digest: bytes
    disclosed_keys: bytes
    contests: Citation
    def __init__(self, requested_at: _Optional[str] = ..., expires_on: _Optional[str] = ..., consent_digest: _Optional[bytes] = ..., disclosed_keys: _Optional[bytes] = ..., contests: _Optional[_Union[Citation, _Mapping]] = ...) -> None: ...

class TransferDecisionBody(_message.Message):
    __slots__ = ("rules_version", "rules_index", "rules_leaf_hash")
    RULES_VERSION_FIELD_NUMBER: _ClassVar[int]
    RULES_INDEX_FIELD_NUMBER: _ClassVar[int]
    RULES_LEAF_HASH_FIELD_NUMBER: _ClassVar[int]
    rules_version: int
    rules_index: int
    rules_leaf_hash: bytes
    def __init__(self, rules_version: _Optional[int] = ..., rules_index: _Optional[int] = ..., rules_leaf_hash: _Optional[bytes] = ...) -> None: ...

class TransferRequestNote(_message.Message):
    __slots__ = ("application_id", "filed_by", "purpose", "consent", "consent_until")
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    FILED_BY_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    CONSENT_FIELD_NUMBER: _ClassVar[int]
    CONSENT_UNTIL_FIELD_NUMBER: _ClassVar[int]
    application_id: bytes
    filed_by: str
    purpose: str
    consent: str
    consent_until: str
    def __init__(self, application_id: _Optional[bytes] = ..., filed_by: _Optional[str] = ..., purpose: _Optional[str] = ..., consent: _Optional[str] = ..., consent_until: _Optional[str] = ...) -> None: ...

class TransferDecisionNote(_message.Message):
    __slots__ = ("items", "decided_by", "decided_at")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[TransferItemDecision]
    decided_by: str
    decided_at: str
    def __init__(self, items: _Optional[_Iterable[_Union[TransferItemDecision, _Mapping]]] = ..., decided_by: _Optional[str] = ..., decided_at: _Optional[str] = ...) -> None: ...

class TransferItemDecision(_message.Message):
    __slots__ = ("item", "accepted", "grants", "words", "outcome")
    ITEM_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    item: int
    accepted: bool
    grants: _containers.RepeatedCompositeFieldContainer[TransferGrant]
    words: str
    outcome: bytes
    def __init__(self, item: _Optional[int] = ..., accepted: _Optional[bool] = ..., grants: _Optional[_Iterable[_Union[TransferGrant, _Mapping]]] = ..., words: _Optional[str] = ..., outcome: _Optional[bytes] = ...) -> None: ...

class TransferGrant(_message.Message):
    __slots__ = ("scheme", "course", "credits")
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    COURSE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    scheme: str
    course: str
    credits: int
    def __init__(self, scheme: _Optional[str] = ..., course: _Optional[str] = ..., credits: _Optional[int] = ...) -> None: ...

class ProgressBody(_message.Message):
    __slots__ = ("period_start", "period_end", "as_of", "rows", "months")
    PERIOD_START_FIELD_NUMBER: _ClassVar[int]
    PERIOD_END_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    MONTHS_FIELD_NUMBER: _ClassVar[int]
    period_start: str
    period_end: str
    as_of: str
    rows: _containers.RepeatedCompositeFieldContainer[ProgressRow]
    months: _containers.RepeatedCompositeFieldContainer[ProgressMonth]
    def __init__(self, period_start: _Optional[str] = ..., period_end: _Optional[str] = ..., as_of: _Optional[str] = ..., rows: _Optional[_Iterable[_Union[ProgressRow, _Mapping]]] = ..., months: _Optional[_Iterable[_Union[ProgressMonth, _Mapping]]] = ...) -> None: ...

class ProgressRow(_message.Message):
    __slots__ = ("region", "name", "institutions", "learners", "learners_new", "id_checked", "achievements", "achievements_new")
    REGION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    INSTITUTIONS_FIELD_NUMBER: _ClassVar[int]
    LEARNERS_FIELD_NUMBER: _ClassVar[int]
    LEARNERS_NEW_FIELD_NUMBER: _ClassVar[int]
    ID_CHECKED_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_NEW_FIELD_NUMBER: _ClassVar[int]
    region: str
    name: str
    institutions: int
    learners: int
    learners_new: int
    id_checked: int
    achievements: int
    achievements_new: int
    def __init__(self, region: _Optional[str] = ..., name: _Optional[str] = ..., institutions: _Optional[int] = ..., learners: _Optional[int] = ..., learners_new: _Optional[int] = ..., id_checked: _Optional[int] = ..., achievements: _Optional[int] = ..., achievements_new: _Optional[int] = ...) -> None: ...

class ProgressMonth(_message.Message):
    __slots__ = ("month", "learners_new", "achievements_new")
    MONTH_FIELD_NUMBER: _ClassVar[int]
    LEARNERS_NEW_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_NEW_FIELD_NUMBER: _ClassVar[int]
    month: str
    learners_new: int
    achievements_new: int
    def __init__(self, month: _Optional[str] = ..., learners_new: _Optional[int] = ..., achievements_new: _Optional[int] = ...) -> None: ...

class CatalogueBody(_message.Message):
    __slots__ = ("area", "area_name", "first_quarter", "last_quarter", "edition", "reason", "part", "parts", "published_by", "projects", "includes")
    AREA_FIELD_NUMBER: _ClassVar[int]
    AREA_NAME_FIELD_NUMBER: _ClassVar[int]
    FIRST_QUARTER_FIELD_NUMBER: _ClassVar[int]
    LAST_QUARTER_FIELD_NUMBER: _ClassVar[int]
    EDITION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_BY_FIELD_NUMBER: _ClassVar[int]
    PROJECTS_FIELD_NUMBER: _ClassVar[int]
    INCLUDES_FIELD_NUMBER: _ClassVar[int]
    area: str
    area_name: str
    first_quarter: str
    last_quarter: str
    edition: int
    reason: str
    part: int
    parts: int
    published_by: str
    projects: _containers.RepeatedCompositeFieldContainer[CatalogueProject]
    includes: _containers.RepeatedCompositeFieldContainer[CataloguePart]
    def __init__(self, area: _Optional[str] = ..., area_name: _Optional[str] = ..., first_quarter: _Optional[str] = ..., last_quarter: _Optional[str] = ..., edition: _Optional[int] = ..., reason: _Optional[str] = ..., part: _Optional[int] = ..., parts: _Optional[int] = ..., published_by: _Optional[str] = ..., projects: _Optional[_Iterable[_Union[CatalogueProject, _Mapping]]] = ..., includes: _Optional[_Iterable[_Union[CataloguePart, _Mapping]]] = ...) -> None: ...

class CatalogueProject(_message.Message):
    __slots__ = ("code", "name", "category", "category_is_new", "unit_code", "unit_name", "scale", "target_groups", "form", "training_hours", "credit_hours", "result_form", "assessment", "starts_on", "ends_on", "content", "courses")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_IS_NEW_FIELD_NUMBER: _ClassVar[int]
    UNIT_CODE_FIELD_NUMBER: _ClassVar[int]
    UNIT_NAME_FIELD_NUMBER: _ClassVar[int]
    SCALE_FIELD_NUMBER: _ClassVar[int]
    TARGET_GROUPS_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELD_NUMBER: _ClassVar[int]
    TRAINING_HOURS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_HOURS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FORM_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENT_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    COURSES_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    category: str
    category_is_new: bool
    unit_code: str
    unit_name: str
    scale: int
    target_groups: _containers.RepeatedScalarFieldContainer[str]
    form: str
    training_hours: int
    credit_hours: int
    result_form: str
    assessment: str
    starts_on: str
    ends_on: str
    content: str
    courses: _containers.RepeatedCompositeFieldContainer[CatalogueCourse]
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., category: _Optional[str] = ..., category_is_new: _Optional[bool] = ..., unit_code: _Optional[str] = ..., unit_name: _Optional[str] = ..., scale: _Optional[int] = ..., target_groups: _Optional[_Iterable[str]] = ..., form: _Optional[str] = ..., training_hours: _Optional[int] = ..., credit_hours: _Optional[int] = ..., result_form: _Optional[str] = ..., assessment: _Optional[str] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., content: _Optional[str] = ..., courses: _Optional[_Iterable[_Union[CatalogueCourse, _Mapping]]] = ...) -> None: ...

class CatalogueCourse(_message.Message):
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

class CataloguePart(_message.Message):
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

class LedgerBody(_message.Message):
    __slots__ = ("project_code", "run", "digest", "parts", "recorded_at")
    PROJECT_CODE_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    RECORDED_AT_FIELD_NUMBER: _ClassVar[int]
    project_code: str
    run: int
    digest: bytes
    parts: _containers.RepeatedScalarFieldContainer[str]
    recorded_at: str
    def __init__(self, project_code: _Optional[str] = ..., run: _Optional[int] = ..., digest: _Optional[bytes] = ..., parts: _Optional[_Iterable[str]] = ..., recorded_at: _Optional[str] = ...) -> None: ...

class AssessmentBody(_message.Message):
    __slots__ = ("year", "as_of", "rows")
    YEAR_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    year: int
    as_of: str
    rows: _containers.RepeatedCompositeFieldContainer[AssessmentRow]
    def __init__(self, year: _Optional[int] = ..., as_of: _Optional[str] = ..., rows: _Optional[_Iterable[_Union[AssessmentRow, _Mapping]]] = ...) -> None: ...

class AssessmentRow(_message.Message):
    __slots__ = ("region", "name", "units", "projects", "catalogue_results", "dual_certificates", "degree_results")
    REGION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    PROJECTS_FIELD_NUMBER: _ClassVar[int]
    CATALOGUE_RESULTS_FIELD_NUMBER: _ClassVar[int]
    DUAL_CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
    DEGREE_RESULTS_FIELD_NUMBER: _ClassVar[int]
    region: str
    name: str
    units: int
    projects: int
    catalogue_results: int
    dual_certificates: int
    degree_results: int
    def __init__(self, region: _Optional[str] = ..., name: _Optional[str] = ..., units: _Optional[int] = ..., projects: _Optional[int] = ..., catalogue_results: _Optional[int] = ..., dual_certificates: _Optional[int] = ..., degree_results: _Optional[int] = ...) -> None: ...

class ReportBody(_message.Message):
    __slots__ = ("report_kind", "masked_name", "document_salt", "document_hash", "issued_on", "valid_until", "issued_by", "content_digest", "achievements", "credits")
    REPORT_KIND_FIELD_NUMBER: _ClassVar[int]
    MASKED_NAME_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SALT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_HASH_FIELD_NUMBER: _ClassVar[int]
    ISSUED_ON_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    ISSUED_BY_FIELD_NUMBER: _ClassVar[int]
    CONTENT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    ACHIEVEMENTS_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    report_kind: ReportKind
    masked_name: str
    document_salt: bytes
    document_hash: bytes
    issued_on: str
    valid_until: str
    issued_by: str
    content_digest: bytes
    achievements: _containers.RepeatedCompositeFieldContainer[ReportedAchievement]
    credits: _containers.RepeatedCompositeFieldContainer[ReportedCredit]
    def __init__(self, report_kind: _Optional[_Union[ReportKind, str]] = ..., masked_name: _Optional[str] = ..., document_salt: _Optional[bytes] = ..., document_hash: _Optional[bytes] = ..., issued_on: _Optional[str] = ..., valid_until: _Optional[str] = ..., issued_by: _Optional[str] = ..., content_digest: _Optional[bytes] = ..., achievements: _Optional[_Iterable[_Union[ReportedAchievement, _Mapping]]] = ..., credits: _Optional[_Iterable[_Union[ReportedCredit, _Mapping]]] = ...) -> None: ...

class ReportedAchievement(_message.Message):
    __slots__ = ("entry", "title", "institution_name", "achieved_on")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    INSTITUTION_NAME_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_ON_FIELD_NUMBER: _ClassVar[int]
    entry: Citation
    title: str
    institution_name: str
    achieved_on: str
    def __init__(self, entry: _Optional[_Union[Citation, _Mapping]] = ..., title: _Optional[str] = ..., institution_name: _Optional[str] = ..., achieved_on: _Optional[str] = ...) -> None: ...

class ReportedCredit(_message.Message):
    __slots__ = ("branch", "scheme", "course", "credits", "granted_on", "entry", "transfer", "item")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    COURSE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    GRANTED_ON_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    branch: str
    scheme: str
    course: str
    credits: int
    granted_on: str
    entry: Citation
    transfer: int
    item: int
    def __init__(self, branch: _Optional[str] = ..., scheme: _Optional[str] = ..., course: _Optional[str] = ..., credits: _Optional[int] = ..., granted_on: _Optional[str] = ..., entry: _Optional[_Union[Citation, _Mapping]] = ..., transfer: _Optional[int] = ..., item: _Optional[int] = ...) -> None: ...

class AccessDigestBody(_message.Message):
    __slots__ = ("day", "accesses", "digest")
    DAY_FIELD_NUMBER: _ClassVar[int]
    ACCESSES_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    day: str
    accesses: int
    digest: bytes
    def __init__(self, day: _Optional[str] = ..., accesses: _Optional[int] = ..., digest: _Optional[bytes] = ...) -> None: ...

class RuleSetBody(_message.Message):
    __slots__ = ("branch", "version", "title", "adopted_on", "valid_from", "valid_until", "sources", "schemes", "rules")
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ADOPTED_ON_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    SCHEMES_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    branch: str
    version: int
    title: str
    adopted_on: str
    valid_from: str
    valid_until: str
    sources: _containers.RepeatedCompositeFieldContainer[RuleSource]
    schemes: _containers.RepeatedCompositeFieldContainer[RuleScheme]
    rules: _containers.RepeatedCompositeFieldContainer[ConversionRule]
    def __init__(self, branch: _Optional[str] = ..., version: _Optional[int] = ..., title: _Optional[str] = ..., adopted_on: _Optional[str] = ..., valid_from: _Optional[str] = ..., valid_until: _Optional[str] = ..., sources: _Optional[_Iterable[_Union[RuleSource, _Mapping]]] = ..., schemes: _Optional[_Iterable[_Union[RuleScheme, _Mapping]]] = ..., rules: _Optional[_Iterable[_Union[ConversionRule, _Mapping]]] = ...) -> None: ...

class RuleSource(_message.Message):
    __slots__ = ("id", "document", "article", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    document: str
    article: str
    note: str
    def __init__(self, id: _Optional[str] = ..., document: _Optional[str] = ..., article: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class RuleScheme(_message.Message):
    __slots__ = ("id", "name", "caps", "over_cap")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CAPS_FIELD_NUMBER: _ClassVar[int]
    OVER_CAP_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    caps: _containers.RepeatedCompositeFieldContainer[RuleCap]
    over_cap: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., caps: _Optional[_Iterable[_Union[RuleCap, _Mapping]]] = ..., over_cap: _Optional[str] = ...) -> None: ...

class RuleCap(_message.Message):
    __slots__ = ("period", "credits")
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    period: str
    credits: int
    def __init__(self, period: _Optional[str] = ..., credits: _Optional[int] = ...) -> None: ...

class ConversionRule(_message.Message):
    __slots__ = ("id", "title", "source", "branches", "classes", "categories", "institutions", "titles", "course_codes", "achieved_from", "achieved_until", "within_months", "measure", "minimum", "unknown", "grants", "evidence", "handling", "own_deposit")
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    INSTITUTIONS_FIELD_NUMBER: _ClassVar[int]
    TITLES_FIELD_NUMBER: _ClassVar[int]
    COURSE_CODES_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_FROM_FIELD_NUMBER: _ClassVar[int]
    ACHIEVED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    WITHIN_MONTHS_FIELD_NUMBER: _ClassVar[int]
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    OWN_DEPOSIT_FIELD_NUMBER: _ClassVar[int]
    id: str
    title: str
    source: str
    branches: _containers.RepeatedScalarFieldContainer[str]
    classes: _containers.RepeatedScalarFieldContainer[str]
    categories: _containers.RepeatedScalarFieldContainer[str]
    institutions: _containers.RepeatedScalarFieldContainer[str]
    titles: _containers.RepeatedScalarFieldContainer[str]
    course_codes: _containers.RepeatedScalarFieldContainer[str]
    achieved_from: str
    achieved_until: str
    within_months: int
    measure: str
    minimum: int
    unknown: str
    grants: _containers.RepeatedCompositeFieldContainer[RuleGrant]
    evidence: _containers.RepeatedScalarFieldContainer[str]
    handling: str
    own_deposit: str
    def __init__(self, id: _Optional[str] = ..., title: _Optional[str] = ..., source: _Optional[str] = ..., branches: _Optional[_Iterable[str]] = ..., classes: _Optional[_Iterable[str]] = ..., categories: _Optional[_Iterable[str]] = ..., institutions: _Optional[_Iterable[str]] = ..., titles: _Optional[_Iterable[str]] = ..., course_codes: _Optional[_Iterable[str]] = ..., achieved_from: _Optional[str] = ..., achieved_until: _Optional[str] = ..., within_months: _Optional[int] = ..., measure: _Optional[str] = ..., minimum: _Optional[int] = ..., unknown: _Optional[str] = ..., grants: _Optional[_Iterable[_Union[RuleGrant, _Mapping]]] = ..., evidence: _Optional[_Iterable[str]] = ..., handling: _Optional[str] = ..., own_deposit: _Optional[str] = ...) -> None: ...

class RuleGrant(_message.Message):
    __slots__ = ("scheme", "course", "credits", "per", "rounding", "step", "at_most", "if_unknown")
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    COURSE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    PER_FIELD_NUMBER: _ClassVar[int]
    ROUNDING_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    AT_MOST_FIELD_NUMBER: _ClassVar[int]
    IF_UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    scheme: str
    course: str
    credits: int
    per: int
    rounding: str
    step: int
    at_most: int
    if_unknown: int
    def __init__(self, scheme: _Optional[str] = ..., course: _Optional[str] = ..., credits: _Optional[int] = ..., per: _Optional[int] = ..., rounding: _Optional[str] = ..., step: _Optional[int] = ..., at_most: _Optional[int] = ..., if_unknown: _Optional[int] = ...) -> None: ...

class RuleOutcome(_message.Message):
    __slots__ = ("verdict", "reason", "grants", "branch", "version", "rule", "trace", "missing")
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    TRACE_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    verdict: str
    reason: str
    grants: _containers.RepeatedCompositeFieldContainer[RuleCredit]
    branch: str
    version: int
    rule: str
    trace: _containers.RepeatedCompositeFieldContainer[RuleTraceLine]
    missing: _containers.RepeatedCompositeFieldContainer[RuleShortfall]
    def __init__(self, verdict: _Optional[str] = ..., reason: _Optional[str] = ..., grants: _Optional[_Iterable[_Union[RuleCredit, _Mapping]]] = ..., branch: _Optional[str] = ..., version: _Optional[int] = ..., rule: _Optional[str] = ..., trace: _Optional[_Iterable[_Union[RuleTraceLine, _Mapping]]] = ..., missing: _Optional[_Iterable[_Union[RuleShortfall, _Mapping]]] = ...) -> None: ...

class RuleCredit(_message.Message):
    __slots__ = ("scheme", "course", "credits")
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    COURSE_FIELD_NUMBER: _ClassVar[int]
    CREDITS_FIELD_NUMBER: _ClassVar[int]
    scheme: str
    course: str
    credits: int
    def __init__(self, scheme: _Optional[str] = ..., course: _Optional[str] = ..., credits: _Optional[int] = ...) -> None: ...

class RuleTraceLine(_message.Message):
    __slots__ = ("code", "values")
    CODE_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    code: str
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, code: _Optional[str] = ..., values: _Optional[_Iterable[str]] = ...) -> None: ...

class RuleShortfall(_message.Message):
    __slots__ = ("rule", "code", "values")
    RULE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    rule: str
    code: str
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, rule: _Optional[str] = ..., code: _Optional[str] = ..., values: _Optional[_Iterable[str]] = ...) -> None: ...

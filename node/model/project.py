"""A training project (培训项目): what a unit declares, and what may happen to it until it is in a catalogue.

The unit files and submits; the unit directly above reviews, nobody their own; the catalogue is what
publishes it. Whoever inspects may remark at any time, and changes nothing by it. One case is one project;
those of one declaration share its id.

Source: 浙学银〔2019〕2号, section 2, item 1 (项目名称、培训内容、规模、时数、形式、考核、师资、成果、学时数),
section 3, item 1, annexes 1 and 2.
"""

from datetime import date

import msgspec

from federation.errors import IntegrityBroken
from federation.model.quarters import quarter_days, quarter_number
from node.model.access import Duty
from node.model.case import By, CaseTable, Transition

KIND = "training-project"
DRAFT, SUBMITTED, RETURNED, APPROVED = "draft", "submitted", "returned", "approved"
PUBLISHED, DROPPED, WITHDRAWN = "published", "dropped", "withdrawn"
SUBMIT, RECALL, DROP, APPROVE, RETURN, REMARK = "submit", "recall", "drop", "approve", "return", "remark"
PUBLISH, CORRECT, WITHDRAW = "publish", "correct", "withdraw"
LIVE = (DRAFT, SUBMITTED, RETURNED, APPROVED, PUBLISHED)
"""A unit has one project of a name in a quarter in these states."""
DECISIONS = frozenset((APPROVE, RETURN, REMARK, PUBLISH, CORRECT, WITHDRAW))
"""Steps that aren't the declaring unit's own."""

_DECLARE = Duty.DECLARATION
TABLE = CaseTable(
    kind=KIND,
    first=DRAFT,
    transitions={
        (DRAFT, SUBMIT): Transition(to=SUBMITTED, duty=_DECLARE),
        (RETURNED, SUBMIT): Transition(to=SUBMITTED, duty=_DECLARE),
        (SUBMITTED, RECALL): Transition(to=DRAFT, duty=_DECLARE),
        (DRAFT, DROP): Transition(to=DROPPED, duty=_DECLARE),
        (RETURNED, DROP): Transition(to=DROPPED, duty=_DECLARE),
        (SUBMITTED, APPROVE): Transition(to=APPROVED, duty=Duty.REVIEW, by=By.DIRECTLY_ABOVE),
        (SUBMITTED, RETURN): Transition(to=RETURNED, duty=Duty.REVIEW, by=By.DIRECTLY_ABOVE, needs_reason=True),
        # Until it is published a mistake that is noticed late can still go back.
        (APPROVED, RETURN): Transition(to=RETURNED, duty=Duty.REVIEW, by=By.DIRECTLY_ABOVE, needs_reason=True),
        (APPROVED, PUBLISH): Transition(to=PUBLISHED, duty=Duty.CATALOGUING),
        # What is corrected was reviewed otherwise: nobody changes their own unit's.
        (PUBLISHED, CORRECT): Transition(to=PUBLISHED, duty=Duty.CATALOGUING, by=By.ABOVE, needs_reason=True),
        (PUBLISHED, WITHDRAW): Transition(to=WITHDRAWN, duty=Duty.CATALOGUING, needs_reason=True),
        **{
            (state, REMARK): Transition(to=state, duty=Duty.INSPECTION, by=By.ABOVE, needs_reason=True)
            for state in (*LIVE, WITHDRAWN)
        },
    },
    open_states=frozenset((DRAFT, RETURNED)),
)


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """One course of a project; hours are hundredths, None if not stated."""

    name: str
    training_hours: int | None = None
    credit_hours: int | None = None


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """The form that projects came in by.

    Attributes:
        declaration_id: shared by its projects; "" until it is filed.
        reporter, phone, address: who reports, personal: kept sealed, never published.
        source: SHA-256 of the file in hex, "" without one.
        template: of that file.
    """

    declaration_id: str = ""
    reporter: str = ""
    phone: str = ""
    address: str = ""
    filed_on: date | None = None
    source: str = ""
    template: str = ""

    def __repr__(self) -> str:
        """Shows nobody."""
        return f"Declaration({self.declaration_id})"


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """The edition that lists it: area, first and last quarter (numbers), edition."""

    area: str
    first_quarter: int
    last_quarter: int
    edition: int


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """A project as declared.

    Attributes:
        category: a code or label of the branch's list, or the unit's own wording (then `category_is_new`).
        scale: people.
        training_hours, credit_hours: hundredths.
        starts_on, ends_on: its own period; otherwise that of its quarter.
        quarter: 1 to 4.
        courses: none is one course named as the project.
        project_code, course_codes: from its first catalogue on, for ever.
    """

    project_name: str = ""
    category: str = ""
    category_is_new: bool = False
    scale: int | None = None
    target_groups: tuple[str, ...] = ()
    form: str = ""
    training_hours: int | None = None
    credit_hours: int | None = None
    result_form: str = ""
    assessment: str = ""
    teachers: str = ""
    content: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    year: int | None = None
    quarter: int | None = None
    courses: tuple[Course, ...] = ()
    declaration: Declaration = Declaration()
    project_code: str = ""
    course_codes: tuple[str, ...] = ()
    publication: Publication | None = None

    def quarter_number(self) -> int | None:
        """Its quarter as `federation.model.quarters` counts; None while it isn't stated."""
        return None if self.year is None or self.quarter is None else quarter_number(self.year, self.quarter)

    def period(self) -> tuple[date, date] | None:
        """When it may be learned: as stated, else its quarter; None while neither is stated."""
        number = self.quarter_number()
        if self.starts_on is not None and self.ends_on is not None:
            return self.starts_on, self.ends_on
        if number is None:
            return None
        first, last = quarter_days(number)
        return self.starts_on or first, self.ends_on or last


REQUIRED = {
    "project-name": "project_name",
    "category": "category",
    "scale": "scale",
    "target-groups": "target_groups",
    "training-form": "form",
    "training-hours": "training_hours",
    "credit-hours": "credit_hours",
    "result-form": "result_form",
    "assessment": "assessment",
    "teachers": "teachers",
    "content": "content",
    "year": "year",
    "quarter": "quarter",
}
"""What a submitted project must have: code (said in words by the error catalogue) → field."""


def missing_fields(project: Project) -> tuple[str, ...]:
    """Codes of what a draft lacks before it can be submitted, in the form's order."""
    return tuple(code for code, field in REQUIRED.items() if getattr(project, field) in ("", None, ()))


def encode_project(project: Project) -> bytes:
    """The bytes that a case keeps."""
    return msgspec.json.encode(project)


def parse_project(body: bytes) -> Project:
    """The project that `encode_project` wrote.

    Raises:
        IntegrityBroken: the case holds something else.
    """
    try:
        return msgspec.json.decode(body, type=Project)
    except msgspec.DecodeError as error:
        raise IntegrityBroken(what="case") from error

"""What adapters read and what they hand on: cells, columns, templates, drafts and issues.

A workbook's row becomes either one draft or a list of issues, never both and never
neither: `rows = drafts + rejected rows` holds for each file (RELIABILITY 27).

Source: DESIGN section 8; 江苏省教育厅办公室 2022 notice, annex 2, tables 1 and 2.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum
from typing import Literal

import msgspec

from federation.model.achievement_class import AchievementClass
from federation.model.document import Document, DocumentType

Severity = Literal["error", "remark"]
TemplateKind = Literal["accounts", "achievements", "projects", "ledger"]
"""What a template's rows become (`adapters.drafts.DRAFTS_OF_KIND`)."""
RESULT_KINDS: tuple[TemplateKind, ...] = ("accounts", "achievements")
"""What an import files: people and what they achieved."""


class CellFault(Enum):
    """A cell that Excel shows but whose value isn't in the file."""

    FORMULA_WITHOUT_VALUE = "formula-without-value"
    """A formula whose result was never stored: it would read as blank."""
    ERROR_VALUE = "error-value"
    """``#N/A``, ``#REF!`` and their like: they would read as blank."""
    VALUE_SCATTERED = "value-scattered"
    """A form's value that stands in several cells."""


Cell = str | int | float | bool | date | datetime | time | timedelta | CellFault
"""One cell as read: blank is ``""``; text is str; a numeric cell is int or float."""


class ImportMode(StrEnum):
    """Which column names the learner, chosen by the person who imports."""

    USER_NUMBER = "user-number"
    DOCUMENT_NUMBER = "document-number"


class ColumnKind(StrEnum):
    """How a column's cells are to be taken."""

    TEXT = "text"
    NAME = "name"
    IDENTIFIER = "identifier"
    """A number that is text: a numeric cell is damaged (leading zeros, 15 digits)."""
    DOCUMENT = "document"
    """An identity document's number: an identifier whose drag-filled runs are found."""
    DATE = "date"
    AMOUNT = "amount"
    CHOICE = "choice"
    ORDINAL = "ordinal"
    """A running number (序号): never read, so that a row which has nothing else is blank."""


class CellIssue(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is wrong with, or worth saying about, one cell or row.

    Attributes:
        sheet: the sheet's name.
        row: 1-based, as Excel shows it; 0 for a whole sheet or file.
        column: the header's text; ``""`` for a whole row.
        code: stable, for machines (`adapters.sentences` lists all).
        message: Chinese; never holds the cell's text.
        severity: ``error`` keeps the row out, ``remark`` doesn't.
    """

    sheet: str
    row: int
    column: str
    code: str
    message: str
    severity: Severity = "error"


class RowRef(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a row stands; `row` is 1-based, as Excel shows it."""

    sheet: str
    row: int


class AccountDraft(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A learner's account as one row states it (all 15 fields of table 1).

    Fields with a code list hold its codes. Outside the adapter's own province `city`
    and `district` hold the text as written. `remarks` are codes of `adapters.sentences`.
    """

    ref: RowRef
    member_user_number: str
    name: str
    sex: str
    document: Document
    initial_education: str
    professional_title: str
    province: str
    city: str
    district: str
    occupation: str
    education_category: str
    achievement_level1: str
    achievement_level2: str
    achievement_level3: str
    remarks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Where it stands, and nothing about the person."""
        return f"AccountDraft(row {self.ref.row})"


class AchievementDraft(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An achievement as one row states it.

    Attributes:
        member_user_number: the institution's own number of the learner, if stated.
        document_number: canonical under the first of `candidate_documents`, if stated.
        candidate_documents: what the number may be; one alone if the type is stated.
        training_hours, credit_hours, credits: integer hundredths; None is unknown, not zero.
        learner_name, document_type: stated by templates whose rows stand alone.
        remarks: codes of `adapters.sentences`.
        training_place: 办学点: the township or village school whose training it was, if stated.
        achievement_class: which class the template is for.
        score: as the school states it (``86``, ``良好``), if stated.
        certificate_number, certificate_level: of templates for certificates.
        project_code, course_code: of the catalogue that the row is filed against; institution, title and
            what the row doesn't state of hours then come from there. Empty where a template knows no catalogue.
        run: which run of the project; 0 if the row doesn't say.
        institution_header: what the column of the institution is called, for whatever is wrong with it.
    """

    ref: RowRef
    member_user_number: str | None
    document_number: str | None
    candidate_documents: tuple[Document, ...]
    institution_name: str
    title: str
    achieved_on: date
    training_hours: int | None = None
    credit_hours: int | None = None
    credits: int | None = None
    category: str | None = None
    learner_name: str | None = None
    document_type: DocumentType | None = None
    remarks: tuple[str, ...] = ()
    training_place: str = ""
    achievement_class: AchievementClass = AchievementClass.TRAINING
    score: str = ""
    certificate_number: str = ""
    certificate_level: str = ""
    project_code: str = ""
    course_code: str = ""
    run: int = 0
    institution_header: str = "协议单位名称"

    def __repr__(self) -> str:
        """Where it stands, and nothing about the person."""
        return f"AchievementDraft(row {self.ref.row})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a template.

    Attributes:
        header: as the template writes it.
        kind: how its cells are to be taken.
        required: in every mode.
        modes: the modes in which it is required though `required` is false.
        aliases: other headers that mean the same.
        width: in characters.
        choices: what the drop-down offers; None for no drop-down.
        depends_on: the header of the column whose text says which of `choices_of` the drop-down offers.
        choices_of: that text → what is offered; `choices` are all of them together.
        example: the sample row's text.
        hint: Chinese, for the 填写说明 sheet.
        states: the field of `AchievementDraft` that it fills, so that a row can be stated without a workbook;
            ``achievement_class`` where rows say it; ``""`` if it can't be stated so.
        is_expected: False if a sheet without it is as likely to be the template's.
        above: stands once above the header, label and value, and holds for every row.
    """

    header: str
    kind: ColumnKind
    required: bool = True
    modes: tuple[ImportMode, ...] = ()
    aliases: tuple[str, ...] = ()
    width: int = 18
    choices: tuple[str, ...] | None = None
    depends_on: str = ""
    choices_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    example: str = ""
    hint: str = ""
    states: str = ""
    is_expected: bool = True
    above: bool = False

    def is_required_in(self, mode: ImportMode | None) -> bool:
        """True if a row without it is refused under this mode."""
        return self.required or (mode is not None and mode in self.modes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One version of one workbook's layout.

    Attributes:
        name: e.g. ``jiangsu-accounts``; versions of a template share it.
        title: Chinese; also the data sheet's name (at most 31 characters).
        version: stated in the workbook that `write_template` makes.
        modes: the modes to choose between; empty if there is nothing to choose.
        source: the document that sets it, for the 填写说明 sheet.
        kind: what its rows become.
        purpose: Chinese, what it is for, in a line.
        achievement_class: what class its rows are of, unless they say it themselves.
        heading: Chinese, the title that stands above the table; ``""`` for none.
    """

    name: str
    title: str
    version: str
    columns: tuple[Column, ...]
    kind: TemplateKind
    modes: tuple[ImportMode, ...] = ()
    source: str = ""
    purpose: str = ""
    achievement_class: AchievementClass = AchievementClass.TRAINING
    heading: str = ""

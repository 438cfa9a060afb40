"""Drafts of training projects: what a summary sheet's row or a declaration form states of each.

A genuine form lacks some of what a declaration needs: that is a draft with gaps, not an error. What is
stated must be right.

Source: 浙学银〔2019〕2号, section 2, item 1 (what a project has), annexes 1 and 2.
"""

from datetime import date

import msgspec

from adapters.base import RowRef


class CourseDraft(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One course of a project; hours in hundredths, None where not stated."""

    name: str
    training_hours: int | None = None
    credit_hours: int | None = None


class ProjectDraft(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag=True):
    """A training project as one row or one block states it; ``""`` and None where it doesn't.

    Attributes:
        category: a code of the province's list, or the unit's own wording (then `category_is_new`).
        scale: people.
        target_groups: the list's labels, or the unit's own wording.
        training_hours, credit_hours: hundredths; never one for the other.
        result_form, assessment, teachers, content: 成果形式, 考核考察方式, 师资安排, 培训内容（方案）.
        year, quarter: the quarter (1 to 4) as stated; the year alone may be unstated.
        courses: none is one course named as the project.
        declaring_unit, institution_code: of the row; a form says them once for all its projects.
        contact, phone, area, reporter, filed_on: of the summary sheet, its last three from above the header.
        remarks: codes of `adapters.sentences`.
    """

    ref: RowRef
    project_name: str
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
    courses: tuple[CourseDraft, ...] = ()
    declaring_unit: str = ""
    institution_code: str = ""
    contact: str = ""
    phone: str = ""
    area: str = ""
    reporter: str = ""
    filed_on: date | None = None
    remarks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Where it stands: a project has a contact person."""
        return f"ProjectDraft(row {self.ref.row})"


class DeclarationDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration form: who declares, and one or more projects in the form's order."""

    declaring_unit: str
    institution_code: str
    address: str
    reporter: str
    phone: str
    projects: tuple[ProjectDraft, ...]

    def __repr__(self) -> str:
        """How much, and nothing about the reporter."""
        return f"DeclarationDraft({len(self.projects)} projects)"

"""From what a workbook states of a project to what is declared."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from adapters.projects import DeclarationDraft, ProjectDraft
from adapters.workbook.reading import Finished, RowBatch, read_form, read_workbook
from adapters.zhejiang.declaration import DECLARATION
from federation.clock import Clock
from node.model.project import Course, Declaration, Project
from tests.support.zhejiang_year.books import PHONE, REPORTER

DECLARED = Declaration(reporter=REPORTER, phone=PHONE)


async def read_annex_1(path: Path, clock: Clock) -> tuple[list[ProjectDraft], int]:
    """The projects of a summary sheet, and how many rows it has."""
    drafts, rows = list[ProjectDraft](), 0
    today = clock.now().date()
    async for event in read_workbook(path, adapter="zhejiang", mode=None, today=today, kinds=("projects",)):
        if isinstance(event, RowBatch):
            assert not event.issues, event.issues
            drafts += [one for one in event.drafts if isinstance(one, ProjectDraft)]
        elif isinstance(event, Finished):
            rows = event.rows
    return drafts, rows


async def read_annex_2(path: Path, clock: Clock) -> DeclarationDraft:
    """A declaration form."""
    read = await read_form(path, adapter="zhejiang", form=DECLARATION.name, today=clock.now().date())
    assert isinstance(read, DeclarationDraft), read
    return read


def projects_of(drafts: Sequence[ProjectDraft]) -> list[Project]:
    """What is declared by them, gaps and all."""
    return [_project(one) for one in drafts]


def _project(draft: ProjectDraft) -> Project:
    stated = {
        field: getattr(draft, field)
        for field in Project.__struct_fields__
        if field in ProjectDraft.__struct_fields__ and field != "courses"
    }
    courses = tuple(Course(**msgspec.structs.asdict(one)) for one in draft.courses)
    return Project(**stated, courses=courses)

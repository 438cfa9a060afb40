"""Declaring by workbook: the summary sheet, the declaration form, or a unit's own design of the sheet.

Whatever the workbook states must be right, or nothing of it is filed; what it doesn't state is a draft's to
lack. A summary sheet may list the projects of several units, each named by its code or, where it has none,
by its name.

Source: 浙学银〔2019〕2号, section 2, item 1, annexes 1 and 2.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from adapters.base import CellIssue, TemplateKind
from adapters.codelist import fold_label
from adapters.projects import DeclarationDraft, ProjectDraft
from adapters.registry import adapter_named
from adapters.sentences import remark
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.reading import Finished, Recognised, RowBatch, read_form, read_workbook
from federation.clock import Clock
from federation.errors import DeclarationRefused, TemplateUnknown, WorkbookRefused
from node.model.access import Actor
from node.model.project import Course, Declaration, Project
from node.model.rights import may_see
from node.model.unit import Unit
from node.ports.organisation import Units
from node.services.declaring.filing import MAX_PROJECTS, STATED, FiledProject, ProjectFiling

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
UNIT_UNKNOWN = "declaring-unit-unknown"
UNIT_SENTENCE = "“申报单位”未登记，或有几个同名单位，无法确定；请填写机构代码，或改正单位名称。"
A_FORM = "a-form"
KINDS: tuple[TemplateKind, ...] = ("projects",)


class FiledWorkbook(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a workbook.

    Attributes:
        template: name and version recognised.
        projects: what was filed, in the workbook's order; none if there are errors.
        issues: errors, or else remarks.
    """

    template: str
    projects: tuple[FiledProject, ...] = ()
    issues: tuple[CellIssue, ...] = ()


class DeclaredWorkbooks:
    """Reads by the branch's adapter, and files."""

    def __init__(
        self, filing: ProjectFiling, *, units: Units, adapter: str, limits: WorkbookLimits, clock: Clock
    ) -> None:
        self._filing = filing
        self._units = units
        self._adapter = adapter
        self._limits = limits
        self._clock = clock

    async def file(self, path: Path, *, actor: Actor, unit: str = "", mapping: Path | None = None) -> FiledWorkbook:
        """Files a workbook's projects as drafts, all or none; the same again changes nothing.

        Args:
            path: a summary sheet or a declaration form.
            actor: with the duty of declaration at each unit that it names.
            unit: code of the declaring unit of all that has no code; "" goes by names, then takes the actor's own.
            mapping: a unit's own layout of the summary sheet, see `adapters.declared.mapping`.

        Raises:
            WorkbookRefused, TemplateUnknown: it can't be read, or is something else.
            ConfigurationInvalid: the mapping file is wrong.
            DeclarationRefused, ActorRefused, NotHere: as `ProjectFiling.file`.
        """
        template, drafts, issues = await self._read(path, mapping)
        if any(one.severity == "error" for one in issues):
            return FiledWorkbook(template=template, issues=tuple(issues))
        source = await asyncio.to_thread(_digest, path)
        seen = [one for one in await self._units.all() if may_see(actor, one)]
        declared = list[tuple[str, Project]]()
        for draft in drafts:
            named = _unit_of(draft, unit, seen)
            if named is None:
                issues.append(_unknown(draft))
                continue
            project = _project(draft)
            by = msgspec.structs.replace(project.declaration, source=source, template=template)
            declared.append((named, msgspec.structs.replace(project, declaration=by)))
        if len(declared) < len(drafts):
            return FiledWorkbook(template=template, issues=tuple(issues))
        filed = await self._filing.file_of_units(declared, actor=actor)
        return FiledWorkbook(template=template, projects=tuple(filed), issues=tuple(issues))

    async def _read(self, path: Path, mapping: Path | None) -> tuple[str, Sequence[ProjectDraft], list[CellIssue]]:
        form = next((one for one in adapter_named(self._adapter).forms if one.draft is DeclarationDraft), None)
        try:
            return await self._read_sheet(path, mapping)
        except (TemplateUnknown, WorkbookRefused) as error:
            is_no_sheet = isinstance(error, TemplateUnknown) or error.facts["reason"] == A_FORM
            if form is None or mapping is not None or not is_no_sheet:
                raise
        template, today = f"{form.name}@{form.version}", self._clock.now().astimezone(LOCAL_TIME).date()
        read = await read_form(path, adapter=self._adapter, form=form.name, today=today, limits=self._limits)
        if isinstance(read, DeclarationDraft):
            return template, [_of_form(read, one) for one in read.projects], _remarks(read.projects)
        return template, [], read if isinstance(read, list) else []

    async def _read_sheet(
        self, path: Path, mapping: Path | None
    ) -> tuple[str, Sequence[ProjectDraft], list[CellIssue]]:
        template, drafts, issues = "", list[ProjectDraft](), list[CellIssue]()
        reading = read_workbook(
            path,
            adapter=self._adapter,
            mode=None,
            today=self._clock.now().astimezone(LOCAL_TIME).date(),
            limits=self._limits,
            kinds=KINDS,
            mapping=mapping,
        )
        async with aclosing(reading) as events:
            async for event in events:
                if isinstance(event, Recognised):
                    template = f"{event.template_name}@{event.template_version}"
                elif isinstance(event, RowBatch):
                    drafts += [one for one in event.drafts if isinstance(one, ProjectDraft)]
                    issues += event.issues
                elif isinstance(event, Finished):
                    issues += event.notices
                if len(drafts) > MAX_PROJECTS:
                    raise DeclarationRefused(reason="too-many")
        return template, drafts, [*issues, *_remarks(drafts)]


def _of_form(form: DeclarationDraft, project: ProjectDraft) -> ProjectDraft:
    """A form's project with what the form says once for all of them."""
    return msgspec.structs.replace(
        project,
        declaring_unit=form.declaring_unit,
        institution_code=form.institution_code,
        reporter=form.reporter,
        phone=form.phone,
        area=form.address,
    )


def _project(draft: ProjectDraft) -> Project:
    """What is declared by a draft, gaps and all."""
    stated = {field: getattr(draft, field) for field in STATED if field != "courses"}
    return Project(
        **stated,
        courses=tuple([Course(**msgspec.structs.asdict(one)) for one in draft.courses]),
        declaration=Declaration(
            reporter=draft.contact or draft.reporter, phone=draft.phone, address=draft.area, filed_on=draft.filed_on
        ),
    )


def _unit_of(draft: ProjectDraft, usual: str, units: Sequence[Unit]) -> str | None:
    """Code of the unit that a draft names, `usual` where that is said or nothing else is; None if it can't be told."""
    if draft.institution_code:
        return draft.institution_code
    if usual or not draft.declaring_unit or len(units) == 1:
        # Names are written in many ways: where there is one unit only, or it was said which, they don't count.
        return usual
    name = fold_label(draft.declaring_unit)
    found = [one.code for one in units if fold_label(one.name) == name]
    return found[0] if len(found) == 1 else None


def _unknown(draft: ProjectDraft) -> CellIssue:
    return CellIssue(
        sheet=draft.ref.sheet, row=draft.ref.row, column="", code=UNIT_UNKNOWN, message=UNIT_SENTENCE, severity="error"
    )


def _remarks(drafts: Iterable[ProjectDraft]) -> list[CellIssue]:
    return [remark(draft.ref, code) for draft in drafts for code in draft.remarks]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

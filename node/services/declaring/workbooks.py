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
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec

from adapters.base import CellIssue, TemplateKind
from adapters.codelist import fold_label
from adapters.projects import DeclarationDraft, ProjectDraft
from adapters.registry import adapter_named
from adapters.sentences import remark
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.reading import Finished, Recognised, RowBatch, read_form, read_workbook, write_error_workbook
from federation.clock import Clock
from federation.error_catalogue.phrases import DECLARATION_REASONS
from federation.errors import DeclarationRefused, TemplateUnknown, WorkbookRefused
from node.model.access import Actor, Duty
from node.model.project import Course, Declaration, Project
from node.model.rights import may_see, require_at_own
from node.model.unit import Unit
from node.ports.organisation import Units
from node.services.declaring.checking import verify_project
from node.services.declaring.filing import MAX_PROJECTS, STATED, FiledProject, ProjectFiling, key_of

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
UNIT_UNKNOWN = "declaring-unit-unknown"
UNIT_SENTENCE = "“申报单位”未登记，或有几个同名单位，无法确定；请填写机构代码，或改正单位名称。"
A_FORM = "a-form"
CODE_SENTENCE = "“机构代码”未登记，或者不是本机构及下属机构的代码，请核对。"
CODE_COLUMN, UNIT_COLUMN, NO_COLUMN = "机构代码", "申报单位", "无"
RIGHT, RIGHT_SENTENCE = "right", "无误，改正有误的行后一并重新填报。"
KINDS: tuple[TemplateKind, ...] = ("projects",)


class FiledWorkbook(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a workbook.

    Attributes:
        template: name and version recognised.
        projects: what was filed, in the workbook's order; none if there are errors.
        issues: errors, or else remarks.
        error_workbook: the summary sheet with its errors marked, to be corrected and filed; None if none was written.
    """

    template: str
    projects: tuple[FiledProject, ...] = ()
    issues: tuple[CellIssue, ...] = ()
    error_workbook: Path | None = None


class DeclaredWorkbooks:
    """Reads by the branch's adapter, and files."""

    def __init__(
        self,
        filing: ProjectFiling,
        *,
        units: Units,
        adapter: str,
        limits: WorkbookLimits,
        error_folder: Path,
        clock: Clock,
    ) -> None:
        self._filing = filing
        self._units = units
        self._adapter = adapter
        self._limits = limits
        self._error_folder = error_folder
        self._clock = clock

    async def file(
        self,
        path: Path,
        *,
        actor: Actor,
        unit: str = "",
        mapping: Path | None = None,
        with_error_workbook: bool = False,
    ) -> FiledWorkbook:
        """Files a workbook's projects as drafts, all or none; the same again changes nothing.

        Args:
            path: a summary sheet or a declaration form.
            actor: with the duty of declaration at each unit that it names.
            unit: code of the declaring unit of all that has no code; "" goes by names, then takes the actor's own.
            mapping: a unit's own layout of the summary sheet, see `adapters.declared.mapping`.
            with_error_workbook: whether a summary sheet with errors is written with these marked.

        Raises:
            WorkbookRefused, TemplateUnknown: it can't be read, or is something else.
            ConfigurationInvalid: the mapping file is wrong.
            DeclarationRefused, ActorRefused, NotHere: as `ProjectFiling.file`.
        """
        # Before anything of the file is told.
        require_at_own(actor, Duty.DECLARATION)
        template, drafts, issues = await self._read(path, mapping)
        source = await asyncio.to_thread(_digest, path)
        seen = [one for one in await self._units.all() if may_see(actor, one)]
        declared = list[tuple[str, Project]]()
        met = set[tuple[str, object]]()
        for draft in drafts:
            named = _unit_of(draft, unit, seen)
            if isinstance(named, CellIssue):
                issues.append(named)
                continue
            project = _project(draft)
            by = msgspec.structs.replace(project.declaration, source=source, template=template)
            if reason := _refusal(project, twice=(named, key_of(project)) in met):
                issues.append(_issue(draft, "", reason, f"{DECLARATION_REASONS[reason].zh}。"))
            met.add((named, key_of(project)))
            declared.append((named, msgspec.structs.replace(project, declaration=by)))
        if any(one.severity == "error" for one in issues):
            written = None
            if with_error_workbook and not self._is_form(template):
                written = await self._write_errors(path, template, drafts, issues, mapping)
            return FiledWorkbook(template=template, issues=tuple(issues), error_workbook=written)
        filed = await self._filing.file_of_units(declared, actor=actor)
        return FiledWorkbook(template=template, projects=tuple(filed), issues=tuple(issues))

    async def _write_errors(
        self,
        path: Path,
        template: str,
        drafts: Sequence[ProjectDraft],
        issues: Sequence[CellIssue],
        mapping: Path | None,
    ) -> Path:
        """The whole sheet with what is wrong marked: as nothing was filed, the right rows have to come again too."""
        errors = [one for one in issues if one.severity == "error"]
        wrong = {(one.sheet, one.row) for one in errors}
        right = [one for one in drafts if (one.ref.sheet, one.ref.row) not in wrong]
        self._error_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return await write_error_workbook(
            path,
            template=template.partition("@")[0],
            issues=[*errors, *(_issue(one, NO_COLUMN, RIGHT, RIGHT_SENTENCE) for one in right)],
            target=self._error_folder / f"{path.stem}-错误-{uuid4().hex[:8]}.xlsx",
            adapter=self._adapter,
            limits=self._limits,
            mapping=mapping,
        )

    def _is_form(self, template: str) -> bool:
        return template.partition("@")[0] in {one.name for one in adapter_named(self._adapter).forms}

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


def _unit_of(draft: ProjectDraft, usual: str, units: Sequence[Unit]) -> str | CellIssue:
    """Code of the unit that a draft names, `usual` where that is said or nothing else is; or what is wrong with it."""
    if draft.institution_code:
        if all(one.code != draft.institution_code for one in units):
            return _issue(draft, CODE_COLUMN, UNIT_UNKNOWN, CODE_SENTENCE)
        return draft.institution_code
    if usual or not draft.declaring_unit or len(units) == 1:
        # Names are written in many ways: where there is one unit only, or it was said which, they don't count.
        return usual
    name = fold_label(draft.declaring_unit)
    found = [one.code for one in units if fold_label(one.name) == name]
    return found[0] if len(found) == 1 else _issue(draft, UNIT_COLUMN, UNIT_UNKNOWN, UNIT_SENTENCE)


def _refusal(project: Project, *, twice: bool) -> str:
    """Why a project can't be kept, a reason of `DECLARATION_REASONS`; "" if it can."""
    try:
        verify_project(project)
    except DeclarationRefused as error:
        return str(error.facts["reason"])
    return "twice" if twice else ""


def _issue(draft: ProjectDraft, column: str, code: str, message: str) -> CellIssue:
    return CellIssue(
        sheet=draft.ref.sheet, row=draft.ref.row, column=column, code=code, message=message, severity="error"
    )


def _remarks(drafts: Iterable[ProjectDraft]) -> list[CellIssue]:
    return [remark(draft.ref, code) for draft in drafts for code in draft.remarks]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""The process that reads a stranger's workbook: limits first, then one request, then frames.

Run by the parent as ``python -m adapters.workbook.child``. The request comes on standard
input, so that no file name stands in a process list. What this process dies of, the
parent tells as a reason.

Source: DESIGN section 8; RELIABILITY 26.
"""

import os
import resource
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec

from adapters.adapter import ChecksRows
from adapters.base import AccountDraft, AchievementDraft, CellIssue, ImportMode, Template
from adapters.declared.mapping import load_mapping
from adapters.drafts import TrainingDraft
from adapters.registry import adapter_named, form_of_adapter
from adapters.workbook.checking import SheetCount, check_sheet, count_notices, count_rows
from adapters.workbook.form_finding import find_form
from adapters.workbook.frames import (
    Finished,
    FormRead,
    Recognised,
    Refusal,
    Request,
    RowBatch,
    Written,
    read_issues,
    read_request,
    write_answer,
)
from adapters.workbook.headers import check_mode_column
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.look import FileFacts
from adapters.workbook.refused import Refused
from adapters.workbook.sheets import Book, FoundSheet, find_sheets, open_workbook, sheet_notices


def main() -> None:
    """Serves one request; every end is a frame or the process's death."""
    out = _claim_output()
    request = read_request(sys.stdin.buffer)
    limits = WorkbookLimits(**request[1])
    _limit(limits)
    try:
        if request[0] == "read":
            _read(out, request[2:], limits)
        elif request[0] == "form":
            _read_form(out, request[2:], limits)
        else:
            _write_errors(request[2:], limits)
            write_answer(out, Written())
    except Refused as refused:
        write_answer(out, Refusal(reason=refused.reason, columns=tuple(refused.columns)))
    except MemoryError:
        write_answer(out, Refusal(reason="memory"))
    except BaseException:  # noqa: BLE001 - the reader's panics are no Exception; the file is at fault
        write_answer(out, Refusal(reason="damaged"))


def _read(out: BinaryIO, request: Request, limits: WorkbookLimits) -> None:
    path, adapter_name, mode_text, today_text, kinds, mapping = request
    templates, checker = _templates(adapter_name, mapping)
    mode = None if mode_text is None else ImportMode(mode_text)
    today = date.fromisoformat(today_text)
    facts, workbook = open_workbook(_content(Path(path), limits), limits)
    try:
        sheets, notices = _find_of_kinds(workbook, facts, templates, kinds, limits)
    except Refused as refused:
        if refused.reason == "template-unknown" and _is_form(workbook, facts, adapter_name, limits):
            raise Refused("a-form") from None
        raise
    # Before the first row is told: whoever files rows as they come can't take them back.
    _check_all(sheets, mode, limits)
    rows = blank = 0
    most_rows = sum(sheet.most_rows() for sheet in sheets)
    for sheet in sheets:
        template = sheet.header.template
        is_mode_required = bool(template.modes) and mode is None
        recognised = Recognised(
            template_name=template.name,
            template_version=template.version,
            sheet=sheet.name,
            header_row=sheet.header.last_row + 1,
            mode_required=is_mode_required,
            most_rows=most_rows,
        )
        write_answer(out, recognised)
        if is_mode_required:
            continue
        count = SheetCount()
        for batch in check_sheet(sheet, checker, mode, today, count):
            write_answer(
                out,
                RowBatch(
                    sheet=sheet.name,
                    accounts=tuple([draft for draft in batch.drafts if isinstance(draft, AccountDraft)]),
                    achievements=tuple([draft for draft in batch.drafts if isinstance(draft, AchievementDraft)]),
                    issues=tuple(batch.issues),
                    rows_read=batch.rows,
                    training=tuple([draft for draft in batch.drafts if isinstance(draft, TrainingDraft)]),
                ),
            )
        notices += sheet_notices(sheet) + count_notices(sheet, count)
        rows, blank = rows + count.rows, blank + count.blank
    write_answer(out, Finished(rows=rows, blank_rows=blank, notices=tuple(notices)))


def _templates(adapter_name: str, mapping: str | None) -> tuple[Sequence[Template], ChecksRows]:
    """What is looked for and who checks it: all of an adapter's templates, or one as a unit lays it out."""
    adapter = adapter_named(adapter_name)
    if mapping is None:
        return adapter.templates, adapter
    mapped = load_mapping(Path(mapping), adapter)
    return (mapped.template,), mapped


def _find_of_kinds(
    workbook: Book, facts: FileFacts, templates: Sequence[Template], kinds: Sequence[str], limits: WorkbookLimits
) -> tuple[list[FoundSheet], list[CellIssue]]:
    """The sheets of a template of these kinds; a workbook of another kind is told from an unknown one."""
    wanted = [template for template in templates if template.kind in kinds]
    try:
        return find_sheets(workbook, facts, wanted, limits)
    except Refused as refused:
        others = [template for template in templates if template.kind not in kinds]
        if refused.reason != "template-unknown" or not others:
            raise
        try:
            find_sheets(workbook, facts, others, limits)
        except Refused:
            raise refused from None
        raise Refused("other-kind") from None


def _is_form(workbook: Book, facts: FileFacts, adapter_name: str, limits: WorkbookLimits) -> bool:
    """Whether it is one of the adapter's forms, which other commands take."""
    for form in adapter_named(adapter_name).forms:
        try:
            find_form(workbook, facts, form, limits)
        except Refused:
            continue
        return True
    return False


def _read_form(out: BinaryIO, request: Request, limits: WorkbookLimits) -> None:
    path, adapter_name, form_name, today_text = request
    form = form_of_adapter(adapter_name, form_name)
    facts, workbook = open_workbook(_content(Path(path), limits), limits)
    outcome = form.check(find_form(workbook, facts, form, limits), date.fromisoformat(today_text))
    if isinstance(outcome, list):
        write_answer(out, FormRead(draft=msgspec.Raw(b"null"), issues=tuple(outcome)))
    else:
        write_answer(out, FormRead(draft=msgspec.Raw(msgspec.json.encode(outcome)), issues=()))


def _check_all(sheets: list[FoundSheet], mode: ImportMode | None, limits: WorkbookLimits) -> None:
    """Refuses a workbook for any of its sheets, or for all their rows together."""
    for sheet in sheets:
        if mode is not None or not sheet.header.template.modes:
            check_mode_column(sheet.header, mode)
    # Counting costs a pass over the rows: only where the sheets' heights leave it open.
    if sum(sheet.most_rows() for sheet in sheets) > limits.max_rows < sum(map(count_rows, sheets)):
        raise Refused("too-many-rows")


def _write_errors(request: Request, limits: WorkbookLimits) -> None:
    # Only this request needs the writing library: loading it costs as much as a small file.
    from adapters.workbook.error_sheets import write_error_sheets

    source, adapter_name, template_name, target, mapping = request
    issues = read_issues(sys.stdin.buffer)
    templates = [template for template in _templates(adapter_name, mapping)[0] if template.name == template_name]
    facts, workbook = open_workbook(_content(Path(source), limits), limits)
    sheets, _ = find_sheets(workbook, facts, templates, limits)
    write_error_sheets(sheets, issues, Path(target))


def _content(path: Path, limits: WorkbookLimits) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limits.max_file_bytes + 1)
    except FileNotFoundError:
        raise Refused("not-found") from None
    except OSError:
        raise Refused("unreadable-file") from None


def _claim_output() -> BinaryIO:
    """Standard output for frames alone: what a library prints goes nowhere."""
    frames = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return frames


def _limit(limits: WorkbookLimits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.timeout_s, limits.timeout_s + 1))
    # A death here is an answer, not something to keep on disk with people's data in it.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()

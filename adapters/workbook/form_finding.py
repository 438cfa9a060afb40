"""Where a form's values stand in a workbook, found by the labels beside them.

A value stands to the right of its label, before the next label of the row; or in the label's own
cell behind a colon, as staff write ``机构意见：同意``. Sheets that are hidden, or whose first text
marks them as an example, are passed over.

Source: 江苏省教育厅办公室 2022 notice, annexes 1 and 3; 浙学银〔2019〕2号, annex 2; LIBRARIES, Excel list, items 5,
12 and 13.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from adapters.base import Cell, CellFault, Template
from adapters.checks.text import is_blank
from adapters.forms import FilledCell, FilledForm, Form, FormField, FormSection
from adapters.workbook.checking import SAMPLE_MARK, is_sample_row
from adapters.workbook.headers import FoundHeader, find_header, fold_header
from adapters.workbook.labels import INLINE, is_unfilled
from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.look import FileFacts
from adapters.workbook.refused import Refused
from adapters.workbook.sheets import Book, load_sheet

MAX_FORM_ROWS = 300
MAX_FORM_COLUMNS = 64
NEARLY = 0.5
"""A sheet with this share of a form's labels is taken for a damaged copy of it."""
LINES_TO_WRITE_ON = re.compile(r"[\s_＿﹍…×x-]+")
Grid = list[list[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    row: int
    column: int
    inline: str


_Labels = dict[str, _Label]


def find_form(workbook: Book, facts: FileFacts, form: Form, limits: WorkbookLimits) -> FilledForm:
    """What the one sheet that has the form says.

    Raises:
        Refused: ``template-unknown``, ``missing-field``, ``missing-column``, ``repeated-field``,
            ``several-forms``, ``too-many-rows``, …
    """
    found: list[FilledForm] = []
    nearly: Refused | None = None
    for metadata in workbook.sheets_metadata:
        if metadata.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
            raise Refused("macros")
        if metadata.typ is not SheetTypeEnum.WorkSheet or metadata.visible is not SheetVisibleEnum.Visible:
            continue
        grid = _grid(workbook, facts, metadata.name, limits)
        if _is_example(grid):
            continue
        try:
            filled = _fill(form, metadata.name, grid)
        except Refused as refused:
            nearly = nearly or refused
            continue
        if filled is not None:
            found.append(filled)
    if len(found) > 1:
        raise Refused("several-forms")
    if not found:
        raise nearly or Refused("template-unknown")
    return found[0]


def _grid(workbook: Book, facts: FileFacts, name: str, limits: WorkbookLimits) -> Grid:
    """The sheet's rows from the first on, without what trails; faults stand in their cells."""
    sheet = load_sheet(workbook, name, limits)
    if sheet is None:
        return []
    start = (sheet.start or (0, 0))[1]
    scan = facts.scans.get(name)
    faults = {} if scan is None else scan.faults
    grid: Grid = []
    last = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells: list[Cell] = list(row)
        is_empty = all(map(is_blank, cells))
        if number > MAX_FORM_ROWS:
            if not is_empty:
                raise Refused("too-many-rows")
            continue
        last = last if is_empty else number
        grid.append(cells)
    if any(len(row) > MAX_FORM_COLUMNS and not all(map(is_blank, row[MAX_FORM_COLUMNS:])) for row in grid):
        raise Refused("too-many-columns")
    for (number, column), fault in faults.items():
        if number <= len(grid) and 0 <= column - start < len(grid[number - 1]):
            grid[number - 1][column - start] = fault
            last = max(last, number)
    return grid[:last]


def _is_example(grid: Grid) -> bool:
    first = next((cell for row in grid for cell in row if not is_blank(cell)), "")
    return isinstance(first, str) and first.lstrip().startswith(SAMPLE_MARK)


def _fill(form: Form, sheet: str, grid: Grid) -> FilledForm | None:
    """The form as this sheet fills it; None if the sheet has another content.

    Raises:
        Refused: ``missing-field``, ``missing-column``, ``repeated-field``.
    """
    labels, blocks = _labels(form, grid)
    header = _table_header(form, grid)
    if form.table and header is None:
        return None
    known = set(labels).union(*blocks)
    labelled = [field for field in form.fields if not field.ending]
    if not form.table and len([field for field in labelled if field.key in known]) < NEARLY * len(labelled):
        return None
    missing = tuple(field.column.header for field in form.fields if field.column.required and field.key not in known)
    if missing:
        raise Refused("missing-field", missing)
    if header is not None and header.missing:
        raise Refused("missing-column", header.missing)
    taken = {(label.row, label.column) for part in (labels, *blocks) for label in part.values()}
    repeated = () if form.repeated is None else form.repeated.fields
    once = [field for field in form.fields if field not in repeated]
    filled = [_values(form, repeated, block, grid, taken) for block in blocks]
    return FilledForm(
        sheet=sheet,
        cells=_values(form, once, labels, grid, taken),
        rows=() if header is None else _table_rows(header, grid),
        blocks=[block for block in filled if not all(is_blank(one.cell) for one in block.values())] or filled[:1],
    )


def _labels(form: Form, grid: Grid) -> tuple[_Labels, list[_Labels]]:
    """Where each field's label stands, by its key: of what stands once, and of each block of what stands several times.

    Headings of sections say which section's labels follow; a repeated section's first label opens a block.
    """
    repeated = form.repeated
    single = [section for section in form.sections if not section.is_repeated]
    headings = {fold_header(section.header): _spellings(section) for section in single if section.header}
    anywhere: dict[str, FormField] = {}
    for section in form.sections:
        anywhere |= {} if section.header and not section.is_repeated else _spellings(section)
    unfixed = [field for field in form.fields if field.ending or field.pattern]
    long = {field.key for field in form.fields if field.is_below}
    labels: _Labels = {}
    blocks: list[_Labels] = []
    below: dict[str, FormField] = {}
    for row, cells in enumerate(grid):
        heading = next((fold_header(cell) for cell in cells if isinstance(cell, str) and not is_blank(cell)), "")
        below = headings.get(heading, below)
        for column, cell in enumerate(cells):
            if not isinstance(cell, str) or is_blank(cell):
                continue
            found, inline = _label_in(cell, anywhere | below, unfixed)
            if found is None:
                continue
            part: _Labels | None = labels
            if repeated is not None and found in repeated.fields:
                if found is repeated.fields[0]:
                    blocks.append({})
                part = blocks[-1] if blocks else None
            if part is None:
                continue
            if found.key in part and blocks and blocks[-1].keys() & long:
                # A long text below its label names the same things once more.
                continue
            if found.key in part:
                raise Refused("repeated-field", (found.column.header,))
            part[found.key] = _Label(row=row, column=column, inline=inline)
    return labels, blocks


def _spellings(section: FormSection) -> dict[str, FormField]:
    return {
        fold_header(text): field for field in section.fields for text in (field.column.header, *field.column.aliases)
    }


def _label_in(
    cell: str, spelled: Mapping[str, FormField], unfixed: Sequence[FormField]
) -> tuple[FormField | None, str]:
    """The field that a cell labels, and what it says of it in the same cell."""
    if field := spelled.get(fold_header(cell)):
        return field, ""
    text = cell.strip().lstrip("*＊").lstrip()
    for field in unfixed:
        if field.pattern and (found := re.fullmatch(field.pattern, text, re.DOTALL)):
            return field, "" if is_unfilled(found["value"]) else found["value"].strip()
    found = INLINE.fullmatch(cell.strip())
    if found and (field := spelled.get(fold_header(found[1]))):
        return field, "" if is_unfilled(found[2]) else found[2].strip()
    folded = fold_header(cell)
    for field in unfixed:
        if field.ending and folded.endswith(field.ending):
            return field, folded.removesuffix(field.ending) or " "
    return None, ""


def _values(
    form: Form, fields: Sequence[FormField], labels: Mapping[str, _Label], grid: Grid, taken: set[tuple[int, int]]
) -> dict[str, FilledCell]:
    notes = {fold_header(note) for note in form.notes}
    return {
        field.key: _value(field, labels[field.key], grid, taken, notes)
        if field.key in labels
        else FilledCell(row=0, cell="")
        for field in fields
    }


def _value(field: FormField, label: _Label, grid: Grid, taken: set[tuple[int, int]], notes: set[str]) -> FilledCell:
    number = label.row + 1
    if field.ending:
        return FilledCell(row=number, cell=LINES_TO_WRITE_ON.sub("", label.inline))
    values: list[Cell] = [label.inline] if label.inline else []
    for column in range(label.column + 1, len(grid[label.row])):
        if (label.row, column) in taken:
            break
        cell = grid[label.row][column]
        if not is_unfilled(cell) and not (isinstance(cell, str) and cell.strip() == field.unit):
            values.append(cell)
    if field.is_below:
        return FilledCell(row=number, cell=_text_of_all(values + _below(label.row + 1, grid, taken, notes)))
    if len(values) > 1:
        return FilledCell(row=number, cell=CellFault.VALUE_SCATTERED)
    return FilledCell(row=number, cell=values[0] if values else "")


def _below(row: int, grid: Grid, taken: set[tuple[int, int]], notes: set[str]) -> list[Cell]:
    """What stands in the rows from `row` down to the next label; what the form itself prints there is no value."""
    found: list[Cell] = []
    labelled = {place for place, _ in taken}
    while row < len(grid) and row not in labelled:
        found += [
            cell
            for cell in grid[row]
            if not is_unfilled(cell) and not (isinstance(cell, str) and fold_header(cell) in notes)
        ]
        row += 1
    return found


def _text_of_all(values: Sequence[Cell]) -> Cell:
    if len(values) < 2:
        return values[0] if values else ""
    faults = [value for value in values if isinstance(value, CellFault)]
    return faults[0] if faults else "\n".join(str(value) for value in values)


def _table_header(form: Form, grid: Grid) -> FoundHeader | None:
    if not form.table:
        return None
    template = Template(
        name=form.name, title=form.title, version=form.version, columns=form.table, kind="accounts", source=form.source
    )
    return find_header([template], grid)


def _table_rows(header: FoundHeader, grid: Grid) -> list[tuple[int, list[Cell]]]:
    rows = []
    for at in range(header.last_row + 1, len(grid)):
        cells: list[Cell] = ["" if place is None else grid[at][place] for place in header.positions]
        if not all(map(is_blank, cells)) and not is_sample_row(cells):
            rows.append((at + 1, cells))
    return rows

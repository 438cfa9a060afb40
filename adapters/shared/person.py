"""The three columns that say whose row it is, in templates whose rows stand alone.

Source: GB 11643; LIBRARIES, Excel list, items 6 (证件类型 is required, each type has its check) and 11.
"""

from datetime import date
from functools import partial

from adapters.base import Column, ColumnKind
from adapters.checks.identifiers import parse_document_cell, parse_user_number
from adapters.checks.names import parse_name
from adapters.row import RowReading
from adapters.shared.codes import DOCUMENT_TYPES
from federation.model.document import Document, DocumentType

NAME, DOCUMENT_TYPE, DOCUMENT_NUMBER = range(3)

PERSON_COLUMNS = (
    Column(
        header="姓名",
        states="learner_name",
        kind=ColumnKind.NAME,
        aliases=("学习者姓名",),
        width=14,
        example="张示例",
        hint="与居民身份证（户口本）姓名一致。",
    ),
    Column(
        header="证件类型",
        states="document_type",
        kind=ColumnKind.CHOICE,
        choices=DOCUMENT_TYPES.labels,
        width=18,
        example="居民身份证",
        hint="下拉选择。",
    ),
    Column(
        header="证件号码",
        states="document_number",
        kind=ColumnKind.DOCUMENT,
        aliases=("身份证号", "身份证号码"),
        width=24,
        hint="与证件一致。文本格式，不要使用数值格式。",
    ),
)
"""The first three columns of each shared template."""


def read_person(row: RowReading) -> tuple[str | None, Document | None]:
    """The row's name and document; None for what is missing or refused."""
    name = row.value(NAME, parse_name)
    type_code = row.code(DOCUMENT_TYPE, DOCUMENT_TYPES)
    if type_code is None:
        # The number's own damage is told at once, though its type isn't known.
        row.value(DOCUMENT_NUMBER, parse_user_number)
        return name, None
    return name, row.value(DOCUMENT_NUMBER, partial(parse_document_cell, DocumentType(int(type_code))))


def check_birth(row: RowReading, document: Document | None, position: int, achieved_on: date | None) -> None:
    """Refuses a birth date in the future, and an achievement (its date at `position`) from before it."""
    born = None if document is None else document.birth_date
    if born is None:
        return
    if born > row.today:
        row.refuse(DOCUMENT_NUMBER, "document-birth-date")
    elif achieved_on is not None and achieved_on < born:
        row.refuse(position, "date-before-birth")

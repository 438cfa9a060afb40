"""An adapter made from a specification: the same checks as coded provinces, chosen by data."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from adapters.base import AchievementDraft, Cell, CellIssue, ImportMode, RowRef, Template
from adapters.checks.amounts import parse_hundredths
from adapters.checks.dates import parse_past_date
from adapters.checks.identifiers import parse_document_cell, parse_user_number
from adapters.checks.names import parse_name
from adapters.checks.text import text_of
from adapters.competence import NEUTRAL_COMPETENCE, Competence
from adapters.declared.specification import Binding, DeclaredTemplate, load_specification
from adapters.drafts import Draft
from adapters.forms import Form
from adapters.hierarchy import NEUTRAL_LEVELS, Level
from adapters.row import RowReading
from adapters.shared.offered import SHARED_TEMPLATES, shared_check
from federation.model.document import Document, DocumentType

PLAIN_CHECKS: dict[str, Callable[[Cell], Any]] = {
    "name": parse_name,
    "text": text_of,
    "user-number": parse_user_number,
    "hundredths": parse_hundredths,
}


class DeclaredAdapter:
    """The templates of one specification."""

    def __init__(self, name: str, declared: tuple[DeclaredTemplate, ...]) -> None:
        self._name = name
        self._templates = (*(one.template for one in declared), *SHARED_TEMPLATES)
        self._bindings = {(one.template.name, one.template.version): one.bindings for one in declared}

    @property
    def name(self) -> str:
        """The adapter's name in a branch's configuration."""
        return self._name

    @property
    def templates(self) -> tuple[Template, ...]:
        """As declared, the newest version of each name first; then what all branches offer."""
        return self._templates

    @property
    def forms(self) -> tuple[Form, ...]:
        """None: forms are a province's own and aren't declared."""
        return ()

    @property
    def levels(self) -> tuple[Level, ...]:
        """The neutral ones: no document says of others."""
        return NEUTRAL_LEVELS

    @property
    def region_names(self) -> Mapping[str, str]:
        """None: no document lists any."""
        return {}

    @property
    def has_catalogue(self) -> bool:
        """No: results are filed without a project."""
        return False

    @property
    def competence(self) -> Competence:
        """The neutral one, likewise."""
        return NEUTRAL_COMPETENCE

    def check_row(
        self, template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
    ) -> Draft | list[CellIssue]:
        """See `adapters.adapter.Adapter.check_row`."""
        check = shared_check(template)
        if check is not None:
            return check(template, mode, cells, ref, today)
        return self._check_declared(template, mode, cells, ref, today)

    def _check_declared(
        self, template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
    ) -> Draft | list[CellIssue]:
        bindings = self._bindings[template.name, template.version]
        row = RowReading(template, mode, cells, ref, today)
        places = {binding.field: at for at, binding in enumerate(bindings)}
        values: dict[str, Any] = {}
        for at, binding in enumerate(bindings):
            if binding.field != "document_number":
                values[binding.field] = row.value(at, _parser(binding, today))
        document = _document(row, places, values)
        achieved_on: date | None = values["achieved_on"]
        if document is not None and achieved_on is not None:
            born = document.birth_date
            if born is not None and achieved_on < born:
                row.refuse(places["achieved_on"], "date-before-birth")
        if row.issues or achieved_on is None:
            return row.issues
        return AchievementDraft(
            ref=ref,
            member_user_number=values.get("member_user_number"),
            document_number=None if document is None else document.number,
            candidate_documents=() if document is None else (document,),
            institution_name=values["institution_name"],
            institution_header=template.columns[places["institution_name"]].header,
            title=values["title"],
            achieved_on=achieved_on,
            training_hours=values.get("training_hours"),
            credit_hours=values.get("credit_hours"),
            credits=values.get("credits"),
            category=values.get("category"),
            learner_name=values.get("learner_name"),
            document_type=None if document is None else document.type,
        )


def load_declared(path: Path, *, name: str) -> DeclaredAdapter:
    """The adapter that a TOML file declares.

    Raises:
        ConfigurationInvalid: the file is unreadable or wrong; facts say where.
    """
    return DeclaredAdapter(name, load_specification(path))


def _parser(binding: Binding, today: date) -> Callable[[Cell], Any]:
    codes = binding.codes
    if codes is not None and binding.field == "category":
        # A record is read where nobody has the list: it says the label.
        return lambda cell: codes.codes[codes.code_of(cell)]
    if codes is not None:
        return codes.code_of
    if binding.check == "date":
        return partial(parse_past_date, today=today)
    return PLAIN_CHECKS[binding.check]


def _document(row: RowReading, places: dict[str, int], values: dict[str, Any]) -> Document | None:
    """The row's document: its number is read by the type that the row states."""
    if "document_number" not in places:
        return None
    type_code = values["document_type"]
    if type_code is None:
        # The number's own damage is told at once, though its type isn't known.
        row.value(places["document_number"], parse_user_number)
        return None
    return row.value(places["document_number"], partial(parse_document_cell, DocumentType(int(type_code))))

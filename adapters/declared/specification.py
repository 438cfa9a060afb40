"""A declared adapter's TOML file, read strictly: an unknown key is a mistake, said with its place.

Form::

    name = "neutral"
    [codelist.document-type]          # see adapters.codelist
    [[template]]                      # newest version of a name first
    name, title, version, source?, purpose?
    [[template.column]]
    header, field, check, required?, codes?, aliases?, width?, example?, hint?

Source: DESIGN section 8 (`adapters/declared` serves branches from a TOML file).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.base import Column, ColumnKind, Template
from adapters.codelist import CodeList, make_code_list
from adapters.shared.offered import SHARED_TEMPLATES
from adapters.toml_faults import not_toml
from federation.errors import ConfigurationInvalid
from federation.model.document import DocumentType

CHECKS_OF_FIELD: Mapping[str, tuple[str, ...]] = {
    "learner_name": ("name",),
    "document_type": ("document-type",),
    "document_number": ("document-number",),
    "member_user_number": ("user-number",),
    "institution_name": ("text",),
    "title": ("text",),
    "achieved_on": ("date",),
    "training_hours": ("hundredths",),
    "credit_hours": ("hundredths",),
    "credits": ("hundredths",),
    "category": ("text", "code"),
}
"""What a column may fill, and the checks that make such a value."""
KIND_OF_CHECK = {
    "name": ColumnKind.NAME,
    "document-type": ColumnKind.CHOICE,
    "document-number": ColumnKind.DOCUMENT,
    "user-number": ColumnKind.IDENTIFIER,
    "text": ColumnKind.TEXT,
    "code": ColumnKind.CHOICE,
    "date": ColumnKind.DATE,
    "hundredths": ColumnKind.AMOUNT,
}
ALWAYS_REQUIRED = ("institution_name", "title", "achieved_on")
RESERVED_NAMES = {template.name for template in SHARED_TEMPLATES}
TEMPLATE_NAME = re.compile(r"[a-z][a-z0-9-]{1,40}")
VERSION = re.compile(r"[0-9A-Za-z.-]{1,20}")
MAX_PLACE_CHARS = 40
COLUMN_KEYS = {"header", "field", "check", "required", "codes", "aliases", "width", "example", "hint"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What one column fills, and with which code list if any."""

    field: str
    check: str
    codes: CodeList | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredTemplate:
    """A template and, column by column, what it fills."""

    template: Template
    bindings: tuple[Binding, ...]


def load_specification(path: Path) -> tuple[DeclaredTemplate, ...]:
    """The templates that a TOML file declares.

    Raises:
        ConfigurationInvalid: facts ``path``, ``key``, ``reason``.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigurationInvalid(path=str(path), key=path.name, reason="missing-file") from None
    except OSError:
        raise ConfigurationInvalid(path=str(path), key=path.name, reason="unreadable") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationInvalid(path=str(path), key=path.name, reason=not_toml(error)) from None
    return parse_specification(str(path), content)


def parse_specification(path: str, content: Mapping[str, Any]) -> tuple[DeclaredTemplate, ...]:
    """The templates that parsed TOML declares.

    Raises:
        ConfigurationInvalid: facts ``path``, ``key``, ``reason``.
    """
    _check_keys(path, "", content, {"name", "codelist", "template"})
    _text(path, "", content, "name")
    tables = content.get("codelist", {})
    if not isinstance(tables, dict):
        raise ConfigurationInvalid(path=path, key="codelist", reason="kind:table")
    lists = {key: make_code_list(path, table, place=f"codelist.{key}.") for key, table in tables.items()}
    rows = content.get("template")
    if not isinstance(rows, list) or not rows:
        raise ConfigurationInvalid(path=path, key="template", reason="no-template")
    declared = tuple(
        _read_template(path, _place("template", at, row, "name"), row, lists) for at, row in enumerate(rows, start=1)
    )
    stated = [(one.template.name, one.template.version) for one in declared]
    if len(set(stated)) != len(stated):
        raise ConfigurationInvalid(path=path, key="template.version", reason="version-twice")
    return declared


def _read_template(path: str, key: str, row: Mapping[str, Any], lists: Mapping[str, CodeList]) -> DeclaredTemplate:
    _check_keys(path, key, row, {"name", "title", "version", "source", "purpose", "column"})
    name, version = _text(path, key, row, "name"), _text(path, key, row, "version")
    if not TEMPLATE_NAME.fullmatch(name):
        raise ConfigurationInvalid(path=path, key=f"{key}.name", reason="template-name")
    if name in RESERVED_NAMES:
        raise ConfigurationInvalid(path=path, key=f"{key}.name", reason="template-shared")
    if not VERSION.fullmatch(version):
        raise ConfigurationInvalid(path=path, key=f"{key}.version", reason="template-version")
    title = _text(path, key, row, "title")
    if len(title) > 31 or re.search(r"[\[\]:*?/\\]", title):
        raise ConfigurationInvalid(path=path, key=f"{key}.title", reason="sheet-name")
    columns = row.get("column")
    if not isinstance(columns, list) or not columns:
        raise ConfigurationInvalid(path=path, key=f"{key}.column", reason="no-column")
    read = [
        _read_column(path, f"{key}.{_place('column', at, column, 'header')}", column, lists)
        for at, column in enumerate(columns, start=1)
    ]
    _check_fields(path, key, {binding.field: column for column, binding in read}, len(read))
    return DeclaredTemplate(
        template=Template(
            name=name,
            title=title,
            version=version,
            kind="achievements",
            source=_text(path, key, row, "source", default=""),
            purpose=_text(path, key, row, "purpose", default=""),
            columns=tuple(column for column, _ in read),
        ),
        bindings=tuple(binding for _, binding in read),
    )


def _read_column(path: str, key: str, row: Mapping[str, Any], lists: Mapping[str, CodeList]) -> tuple[Column, Binding]:
    _check_keys(path, key, row, COLUMN_KEYS)
    field, check = _text(path, key, row, "field"), _text(path, key, row, "check")
    if field not in CHECKS_OF_FIELD:
        raise ConfigurationInvalid(path=path, key=f"{key}.field", reason=f"one-of:{', '.join(CHECKS_OF_FIELD)}")
    if check not in CHECKS_OF_FIELD[field]:
        raise ConfigurationInvalid(path=path, key=f"{key}.check", reason=f"one-of:{', '.join(CHECKS_OF_FIELD[field])}")
    codes = _codes(path, key, row, check, lists)
    required = row.get("required", True)
    if not isinstance(required, bool):
        raise ConfigurationInvalid(path=path, key=f"{key}.required", reason="kind:true-false")
    aliases = row.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ConfigurationInvalid(path=path, key=f"{key}.aliases", reason="kind:texts")
    width = row.get("width", 18)
    if not isinstance(width, int) or isinstance(width, bool) or not 4 <= width <= 100:
        raise ConfigurationInvalid(path=path, key=f"{key}.width", reason="width:4–100")
    column = Column(
        header=_text(path, key, row, "header"),
        kind=KIND_OF_CHECK[check],
        required=required,
        aliases=tuple(aliases),
        width=width,
        choices=None if codes is None else codes.labels,
        example=_text(path, key, row, "example", default=""),
        hint=_text(path, key, row, "hint", default=""),
        states=field,
    )
    return column, Binding(field=field, check=check, codes=codes)


def _codes(path: str, key: str, row: Mapping[str, Any], check: str, lists: Mapping[str, CodeList]) -> CodeList | None:
    if check not in ("code", "document-type"):
        if "codes" in row:
            raise ConfigurationInvalid(path=path, key=f"{key}.codes", reason=f"takes-no-codes:{check}")
        return None
    name = _text(path, key, row, "codes")
    if name not in lists:
        raise ConfigurationInvalid(path=path, key=f"{key}.codes", reason=f"no-such-list:[codelist.{name}]")
    known = {str(int(kind)) for kind in DocumentType}
    if check == "document-type" and not set(lists[name].codes) <= known:
        raise ConfigurationInvalid(
            path=path, key=f"{key}.codes", reason=f"document-types:{', '.join(sorted(known, key=int))}"
        )
    return lists[name]


def _check_fields(path: str, key: str, columns: Mapping[str, Column], count: int) -> None:
    if len(columns) != count:
        raise ConfigurationInvalid(path=path, key=f"{key}.column", reason="field-twice")
    for field in ALWAYS_REQUIRED:
        if field not in columns or not columns[field].required:
            raise ConfigurationInvalid(path=path, key=f"{key}.column", reason=f"field-needed:{field}")
    by_document = [columns[field].required for field in ("document_type", "document_number") if field in columns]
    by_user = "member_user_number" in columns and columns["member_user_number"].required
    if not by_user and by_document != [True, True]:
        raise ConfigurationInvalid(path=path, key=f"{key}.column", reason="person-needed")
    if "document_number" in columns and "document_type" not in columns:
        raise ConfigurationInvalid(path=path, key=f"{key}.column", reason="field-needed:document_type")


def _place(kind: str, at: int, row: object, named_by: str) -> str:
    """Where in the file: by the name that people see, else by number, counted from one."""
    name = row.get(named_by) if isinstance(row, dict) else None
    return f"{kind}[{name if isinstance(name, str) and 0 < len(name) <= MAX_PLACE_CHARS else at}]"


def _check_keys(path: str, key: str, table: object, known: set[str]) -> None:
    if not isinstance(table, dict):
        raise ConfigurationInvalid(path=path, key=key, reason="kind:table")
    unknown = set(table) - known
    if unknown:
        place = f"{key}.{min(unknown)}".lstrip(".")
        raise ConfigurationInvalid(path=path, key=place, reason=f"known-keys:{', '.join(sorted(known))}")


def _text(path: str, key: str, table: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = table.get(name, default)
    if not isinstance(value, str) or (not value and default is None):
        raise ConfigurationInvalid(path=path, key=f"{key}.{name}".lstrip("."), reason="kind:text")
    return value

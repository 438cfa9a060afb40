"""A unit's own design: a TOML file that says which of its headers mean which of a template's columns.

Form::

    template = "zhejiang-projects"
    [columns]                      # our column = the unit's header, or several
    "项目名称" = "课程（项目）名称"
    [fixed]                        # our column = what every row says that has none of its own
    "申报单位" = "某某镇成人学校"
    [separators]                   # our column = what stands between two values there
    "培训对象" = "|"
    [factors]                      # our column = one of the unit's numbers is so many of ours
    "培训时数" = "0.75"

Our columns are named in quotes, as TOML wants them; one without an entry is looked for under our own headers.
What a mapping file changes is how a sheet is read, never what may stand in it: the province's checks are the same.

Source: 浙学银〔2019〕2号, section 4, item 1 (自行设计相关申报材料).
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from adapters.adapter import Adapter
from adapters.base import Cell, CellIssue, Column, ColumnKind, ImportMode, RowRef, Template, TemplateKind
from adapters.checks.text import INVISIBLE
from adapters.drafts import Draft
from adapters.toml_faults import not_toml
from federation.errors import ConfigurationInvalid

KINDS: tuple[TemplateKind, ...] = ("projects", "achievements")
"""Which templates may be mapped."""
SECTIONS = ("columns", "fixed", "separators", "factors")
OUR_SEPARATOR = "、"
LEAST_FACTOR, GREATEST_FACTOR = Decimal("0.001"), Decimal(1000)
MAX_FILE_BYTES = 64 * 1024
MAX_HEADERS = 10
NUMBER_AND_UNIT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*[^0-9.\s]{0,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is done to one column's cells, each step only if it is stated."""

    fixed: str = ""
    separator: str = ""
    factor: Decimal | None = None

    def of(self, cell: Cell) -> Cell:
        """The cell as our own template would have it."""
        if self.fixed and cell == "":
            return self.fixed
        if self.separator and isinstance(cell, str):
            return cell.replace(self.separator, OUR_SEPARATOR)
        return cell if self.factor is None else _times(cell, self.factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedAdapter:
    """An adapter with one template, laid out as a unit has it.

    Attributes:
        adapter: the province's, whose checks stay as they are.
        template: under its own name and version, with the unit's headers.
        changes: by the template's columns.
    """

    adapter: Adapter
    template: Template
    changes: Sequence[tuple[int, Change]]

    def check_row(
        self, template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
    ) -> Draft | list[CellIssue]:
        """As the province's adapter checks the same row in its own layout; issues name the unit's headers."""
        changed = list(cells)
        for at, change in self.changes:
            changed[at] = change.of(changed[at])
        return self.adapter.check_row(template, mode, changed, ref, today)


def load_mapping(path: Path, adapter: Adapter) -> MappedAdapter:
    """The adapter as a unit's mapping file changes it.

    Raises:
        ConfigurationInvalid: unreadable, not TOML, or wrong; facts ``path`` (its name alone), ``key``, ``reason``.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ConfigurationInvalid(path=path.name, key=path.name, reason="too-large")
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise ConfigurationInvalid(path=path.name, key=path.name, reason="unreadable") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationInvalid(path=path.name, key=path.name, reason=not_toml(error)) from None
    return make_mapping(path.name, content, adapter)


def make_mapping(path: str, content: Mapping[str, Any], adapter: Adapter) -> MappedAdapter:
    """The same for parsed TOML.

    Raises:
        ConfigurationInvalid: facts ``path``, ``key``, ``reason``.
    """
    unknown = set(content) - {"template", *SECTIONS}
    if unknown:
        raise ConfigurationInvalid(
            path=path, key=min(unknown), reason=f"known-keys:{', '.join(('template', *SECTIONS))}"
        )
    template = _template(path, content.get("template"), adapter)
    sections = {section: _section(path, section, content.get(section, {}), template) for section in SECTIONS}
    own = {header: _headers(path, header, value) for header, value in sections["columns"].items()}
    changes = []
    columns = []
    for at, column in enumerate(template.columns):
        change = _change(path, column, {section: sections[section].get(column.header) for section in SECTIONS})
        if change != Change():
            changes.append((at, change))
        columns.append(_own_column(column, own.get(column.header), change))
    _check_distinct(path, columns)
    return MappedAdapter(adapter=adapter, template=replace(template, columns=tuple(columns)), changes=tuple(changes))


def _template(path: str, name: object, adapter: Adapter) -> Template:
    for template in adapter.templates:
        if template.name == name and template.kind in KINDS:
            return template
    known = dict.fromkeys(template.name for template in adapter.templates if template.kind in KINDS)
    raise ConfigurationInvalid(path=path, key="template", reason=f"one-of:{', '.join(known)}")


def _section(path: str, section: str, stated: object, template: Template) -> Mapping[str, Any]:
    if not isinstance(stated, dict):
        raise ConfigurationInvalid(path=path, key=section, reason="kind:table")
    headers = {column.header for column in template.columns}
    for header in stated:
        if header not in headers:
            raise ConfigurationInvalid(
                path=path,
                key=f"{section}.{header}",
                reason=f"no-such-column:{', '.join(column.header for column in template.columns)}",
            )
    return stated


def _headers(path: str, header: str, stated: object) -> tuple[str, ...]:
    texts = [stated] if isinstance(stated, str) else stated
    if not isinstance(texts, list) or not 0 < len(texts) <= MAX_HEADERS:
        raise ConfigurationInvalid(path=path, key=f"columns.{header}", reason="headers-form")
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise ConfigurationInvalid(path=path, key=f"columns.{header}", reason="headers-form")
    return tuple(texts)


def _change(path: str, column: Column, stated: Mapping[str, Any]) -> Change:
    fixed, separator, factor = stated["fixed"], stated["separators"], stated["factors"]
    for section, value in (("fixed", fixed), ("separators", separator), ("factors", factor)):
        if value is not None and (not isinstance(value, str) or not value):
            raise ConfigurationInvalid(path=path, key=f"{section}.{column.header}", reason="kind:text")
    if factor is not None and column.kind is not ColumnKind.AMOUNT:
        raise ConfigurationInvalid(path=path, key=f"factors.{column.header}", reason="not-numbers")
    return Change(
        fixed=fixed or "",
        separator=separator or "",
        factor=None if factor is None else _factor(path, column.header, factor),
    )


def _factor(path: str, header: str, text: str) -> Decimal:
    try:
        factor = Decimal(text)
        if LEAST_FACTOR <= factor <= GREATEST_FACTOR:
            return factor
    except InvalidOperation:
        pass
    raise ConfigurationInvalid(path=path, key=f"factors.{header}", reason="factor:0.001–1000")


def _own_column(column: Column, headers: tuple[str, ...] | None, change: Change) -> Column:
    if change.fixed:
        column = replace(column, required=False, modes=(), is_expected=False)
    if headers is None:
        # A design of one's own need not have what is asked for later.
        return replace(column, is_expected=column.is_expected and column.required)
    return replace(column, header=headers[0], aliases=headers[1:])


def _check_distinct(path: str, columns: Sequence[Column]) -> None:
    """One header can't mean two columns: neither by the file, nor beside a column that it says nothing of."""
    seen: set[str] = set()
    for column in columns:
        spellings = {column.header, *column.aliases}
        if both := seen & spellings:
            raise ConfigurationInvalid(path=path, key="columns", reason=f"header-twice:{min(both)}")
        seen |= spellings


def _times(cell: Cell, factor: Decimal) -> Cell:
    """A number times the factor, as text, without the unit behind it; what is no number stays, and is refused."""
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        return cell
    text = repr(cell) if not isinstance(cell, str) else INVISIBLE.sub("", unicodedata.normalize("NFKC", cell)).strip()
    found = NUMBER_AND_UNIT.fullmatch(text)
    return cell if found is None else format((Decimal(found[1]) * factor).normalize(), "f")

"""Code lists: data with an edition and a source, never code.

A list is a TOML file: ``name``, ``edition``, ``source``, ``codes = [{code, label, aliases?}]``.

Source: DOMAIN, national standards (code lists are data with an edition).
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.base import Cell
from adapters.checks.text import text_of
from adapters.toml_faults import not_toml
from federation.errors import CellRefused, ConfigurationInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """The codes that a column may take.

    Attributes:
        codes: code → label, in the order of the drop-down.
        spellings: every accepted spelling, folded → code.
    """

    name: str
    edition: str
    source: str
    codes: Mapping[str, str]
    spellings: Mapping[str, str] = field(repr=False)

    @property
    def labels(self) -> tuple[str, ...]:
        """What the drop-down offers."""
        return tuple(self.codes.values())

    def code_of(self, cell: Cell) -> str:
        """The code that a cell's label, alias or code names.

        Raises:
            CellRefused: ``code-unknown``, or what the cell itself lacks.
        """
        code = self.spellings.get(fold_label(text_of(cell)))
        if code is None:
            raise CellRefused(reason="code-unknown")
        return code


def fold_label(text: str) -> str:
    """A label without the differences that typing makes: width, case, spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def make_code_list(path: str, content: object, *, place: str = "") -> CodeList:
    """The list that a parsed TOML table states; `place` goes before the keys of what is wrong.

    Raises:
        ConfigurationInvalid: a key is missing, unknown or of another type, or two codes share a spelling.
    """
    if not isinstance(content, dict):
        raise ConfigurationInvalid(path=path, key=place.rstrip("."), reason="kind:table")
    unknown = set(content) - {"name", "edition", "source", "codes"}
    if unknown:
        raise ConfigurationInvalid(
            path=path, key=f"{place}{min(unknown)}", reason="known-keys:name, edition, source, codes"
        )
    texts = {key: content.get(key) for key in ("name", "edition", "source")}
    for key, value in texts.items():
        if not isinstance(value, str) or not value:
            raise ConfigurationInvalid(path=path, key=f"{place}{key}", reason="kind:text")
    rows = content.get("codes")
    if not isinstance(rows, list) or not rows:
        raise ConfigurationInvalid(path=path, key=f"{place}codes", reason="kind:tables")
    codes: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for row in rows:
        code, label, aliases = _read_code(path, place, row)
        codes[code] = label
        for spelling in {fold_label(text) for text in (code, label, *aliases)}:
            if spelling in spellings:
                raise ConfigurationInvalid(path=path, key=f"{place}codes", reason=f"spelling-twice:{spelling}")
            spellings[spelling] = code
    return CodeList(
        name=str(texts["name"]),
        edition=str(texts["edition"]),
        source=str(texts["source"]),
        codes=codes,
        spellings=spellings,
    )


def load_code_list(path: Path) -> CodeList:
    """The list in a TOML file.

    Raises:
        ConfigurationInvalid: unreadable, not TOML, or not a code list.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise ConfigurationInvalid(path=path.name, key=path.name, reason="unreadable") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationInvalid(path=path.name, key=path.name, reason=not_toml(error)) from None
    return make_code_list(path.name, content)


def _read_code(path: str, place: str, row: object) -> tuple[str, str, list[str]]:
    if not isinstance(row, dict) or set(row) - {"code", "label", "aliases"}:
        raise ConfigurationInvalid(path=path, key=f"{place}codes", reason="codes-form")
    code, label, aliases = row.get("code"), row.get("label"), row.get("aliases", [])
    if not isinstance(code, str) or not isinstance(label, str) or not code or not label:
        raise ConfigurationInvalid(path=path, key=f"{place}codes", reason="codes-form")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ConfigurationInvalid(path=path, key=f"{place}codes.aliases", reason="kind:texts")
    return code, label, aliases

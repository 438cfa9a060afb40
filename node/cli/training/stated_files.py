"""Projects stated in a JSON file: hours as people write them (16 or 16.5), everything else by field.

Who reports a declaration is personal: it stands in the file, never on a command line.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import msgspec
import typer

from federation.errors import DeclarationRefused, TooLarge
from node.model.project import Declaration, Project
from node.services.declaring.checking import stated_hours
from node.services.declaring.filing import STATED, restated

MAX_BYTES = 10 << 20
HOURS = frozenset(("training_hours", "credit_hours"))
StatedFile: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", exists=True, dir_okay=False, show_default=False, help="JSON 文件，栏目见文档 / a JSON file"
    ),
]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    projects: list[dict[str, Any]]
    declaration: Declaration = Declaration()


def is_json(path: Path) -> bool:
    """Whether a file is meant as one: by its name, or because it begins as no workbook does."""
    if path.suffix.casefold() == ".json":
        return True
    with path.open("rb") as opened:
        return opened.read(1_024).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def read_declaration(path: Path) -> tuple[Sequence[Project], Declaration]:
    """The projects that a file ``{"declaration": {…}, "projects": [{…}, …]}`` declares, and who does.

    Raises:
        DeclarationRefused: not such a file.
        TooLarge: more than 10 MiB.
    """
    try:
        stated = msgspec.json.decode(_read(path), type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DeclarationRefused(reason="file-form") from error
    return [stated_project(one) for one in stated.projects], stated.declaration


def stated_project(fields: Mapping[str, Any]) -> Project:
    """The project of which so much is stated, with hours as people write them. Raises `DeclarationRefused`."""
    return restated(Project(), _known(fields))


def read_stated(path: Path) -> Mapping[str, object]:
    """What a file ``{"field": value, …}`` states anew. Raises as `read_declaration`."""
    try:
        return _known(msgspec.json.decode(_read(path), type=dict[str, Any]))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DeclarationRefused(reason="file-form") from error


def read_corrections(path: Path) -> Mapping[str, Mapping[str, object]]:
    """What a file ``{"project code": {"field": value, …}, …}`` corrects. Raises as `read_declaration`."""
    try:
        stated = msgspec.json.decode(_read(path), type=dict[str, dict[str, Any]])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DeclarationRefused(reason="file-form") from error
    return {code: _known(fields) for code, fields in stated.items()}


def _read(path: Path) -> bytes:
    with path.open("rb") as opened:
        content = opened.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise TooLarge(what="file", limit=MAX_BYTES)
    return content


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    if not fields.keys() <= STATED:
        raise DeclarationRefused(reason="field-unknown")
    told = _counted(fields)
    courses = told.get("courses")
    if isinstance(courses, list):
        told["courses"] = [_counted(course) if isinstance(course, dict) else course for course in courses]
    return told


def _counted(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: stated_hours(value) if name in HOURS else value for name, value in fields.items()}

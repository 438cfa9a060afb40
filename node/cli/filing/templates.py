"""`template`: empty workbooks to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.base import Template
from adapters.forms import Form
from adapters.registry import adapter_named, all_forms, all_templates, newest
from federation.errors import NotHere
from node.cli.console.options import JsonOption
from node.cli.console.output_files import named_faults, new_file
from node.cli.console.terminal import Terminal


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("template")(template)


def template(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", show_default=False, help="模板名称或标题，见 --list / its name or title, see --list"
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", show_default=False, help="写入的文件 / file to write"),
    ] = None,
    adapter: Annotated[
        str,
        typer.Option(
            "--adapter",
            metavar="ADAPTER",
            show_default=False,
            help="哪一省级规则的模板，如 declared:文件，默认全部内置的 / whose templates, e.g. declared:PATH",
        ),
    ] = "",
    listing: Annotated[bool, typer.Option("--list", help="列出全部模板 / list all templates")] = False,
    as_json: JsonOption = False,
) -> None:
    """下载空白模板（含下拉选项和填写说明） / an empty workbook with drop-downs and instructions."""
    terminal = Terminal(as_json=as_json)
    if listing:
        _list(_offered(adapter), terminal)
        return
    if not name or output is None:
        raise typer.BadParameter(
            terminal.choose("请给出模板名称和 -o 文件，或用 --list", "give a template's name and -o FILE, or --list")
        )
    found = _named(name, _offered(adapter))
    # The library that writes is loaded here alone: other commands start without it.
    from adapters.workbook.writing import write_table_or_form

    with new_file(output), named_faults(output):
        write_table_or_form(found, output)
    terminal.result({"name": found.name, "version": found.version, "file": str(output)})
    terminal.say(
        f"模板“{found.title}”（{found.version} 版）已写入 {output}",
        f"Template {found.name} (version {found.version}) is in {output}",
    )


def _offered(adapter: str) -> tuple[Template | Form, ...]:
    """The newest version of what an adapter has; of all that come with the package if none is named.

    Raises:
        NotHere: no such adapter.
        ConfigurationInvalid: a declared adapter's file is wrong.
    """
    if not adapter:
        return (*all_templates(), *all_forms())
    named = adapter_named(adapter)
    return (*newest(named.templates), *newest(named.forms))


def _named(name: str, offered: tuple[Template | Form, ...]) -> Template | Form:
    """The template or form of this name or title.

    Raises:
        NotHere: there is none.
    """
    for one in offered:
        if name in (one.name, one.title):
            return one
    raise NotHere(what=f"template {name}")


def _list(listed: tuple[Template | Form, ...], terminal: Terminal) -> None:
    terminal.result([_described(one) for one in listed])
    terminal.table(
        (("名称", "Name"), ("标题", "Title"), ("版本", "Version"), ("用途", "Purpose")),
        [(one.name, one.title, one.version, one.purpose) for one in listed],
    )


def _described(one: Template | Form) -> dict[str, object]:
    if isinstance(one, Form):
        headers = [field.column.header for field in one.fields] + [column.header for column in one.table]
        modes: list[str] = []
    else:
        headers, modes = [column.header for column in one.columns], [mode.value for mode in one.modes]
    return {
        "name": one.name,
        "title": one.title,
        "version": one.version,
        "purpose": one.purpose,
        "kind": "form" if isinstance(one, Form) else "table",
        "columns": headers,
        "modes": modes,
    }

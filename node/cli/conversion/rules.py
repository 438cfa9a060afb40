"""`rules …`: conversion rules, from a file by itself to what branches published."""

import typer

from node.cli.conversion import rule_files, rule_making, rule_showing


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="转换规则：检查、制定、发布、查看 / conversion rules: checked, made, published, shown")
    for part in (rule_files, rule_making, rule_showing):
        part.register(group)
    app.add_typer(group, name="rules")

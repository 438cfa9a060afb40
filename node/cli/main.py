"""The program `deltabank`: its groups of commands, put together.

Source: DESIGN section 9 (interfaces over the same services).
"""

import gc
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Annotated

import typer
from typer.main import get_command

from node.cli.console.leaving import leave
from node.cli.console.log_output import configure_logging
from node.cli.console.outcome import end
from node.config import LoggingConfig

GROUPS: Mapping[str, tuple[str, ...]] = {
    "node.cli.demo": ("demo",),
    "node.cli.operating.initialising": ("init", "roster"),
    "node.cli.operating.serving": ("serve", "migrate"),
    "node.cli.filing.templates": ("template",),
    "node.cli.organisation.organising": ("unit", "operator"),
    "node.cli.organisation.applying": ("application",),
    "node.cli.organisation.city_contacts": ("contacts",),
    "node.cli.filing.importing": ("check", "import"),
    "node.cli.filing.filed": ("filed", "imports"),
    "node.cli.filing.correcting": ("withdraw", "reinstate", "correct"),
    "node.cli.filing.accounts": ("account",),
    "node.cli.filing.progress": ("progress",),
    "node.cli.training.assessing": ("assessment",),
    "node.cli.training.auditing": ("audit",),
    "node.cli.deposits.depositing": ("deposit",),
    "node.cli.training.planning": ("plan",),
    "node.cli.training.declaring": ("project",),
    "node.cli.training.record_lists": ("record-list",),
    "node.cli.training.cataloguing": ("catalogue",),
    "node.cli.training.ledgers": ("ledger",),
    "node.cli.looking.looking_up": ("lookup",),
    "node.cli.conversion.rules": ("rules",),
    "node.cli.conversion.guiding": ("guide",),
    "node.cli.conversion.transferring": ("transfer",),
    "node.cli.conversion.crediting": ("credit",),
    "node.cli.looking.proving": ("prove",),
    "node.cli.looking.verifying": ("verify",),
    "node.cli.looking.credentials": ("credential",),
    "node.cli.reports.reporting": ("report",),
    "node.cli.looking.linking": ("link", "links"),
    "node.cli.looking.looks": ("looks",),
    "node.cli.operating.logs": ("log",),
    "node.cli.operating.syncing": ("sync",),
    "node.cli.operating.diagnosis": ("doctor",),
    "node.cli.operating.recovering": ("recover",),
    "node.cli.operating.clients": ("client",),
    "node.cli.operating.roster_making": ("roster",),
    "node.cli.operating.roster_reading": ("roster",),
}
"""Modules, in the order in which help shows their commands, and which words of the command line each of them knows:
a command waits only for its own to be read."""
ROSTER = "roster"
OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Reading modules makes many objects and no garbage: looking for it every 700 would be a fifth of a command's start."""


def _show_version(wanted: bool) -> None:
    if wanted:
        # Imported here: it reads what is for e-mail and archives.
        from importlib import metadata

        typer.echo(f"deltabank {metadata.version('deltabank')}")
        raise typer.Exit


def build(modules: Iterable[str] = GROUPS) -> typer.Typer:
    """The command tree of some modules of `GROUPS`, or the whole of it."""
    app = typer.Typer(
        name="deltabank",
        help="长三角学分银行分行节点 / a branch's node of the Yangtze Delta credit bank",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_about)
    roster = typer.Typer(help="分行名册 / the roster: which branches exist")
    for name in modules:
        group = import_module(name)
        if GROUPS[name] != (ROSTER,):
            group.register(app)
        if ROSTER in GROUPS[name]:
            group.register_roster(roster)
    if roster.registered_commands:
        app.add_typer(roster, name=ROSTER)
    return app


def _about(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="版本 / the version")
    ] = False,
) -> None:
    """长三角学分银行分行节点 / a branch's node of the Yangtze Delta credit bank."""


# What knows a command line's first word, or the whole tree where nothing does, so that usage tells all there is.
# Reading signatures takes longer than most commands: once a process, however many it runs.
_tree = cache(lambda word: get_command(build([name for name, words in GROUPS.items() if word in words] or GROUPS)))


def main(arguments: Sequence[str]) -> int:
    """Runs one command line; returns the exit code (docs/exit-codes.md)."""
    configure_logging(LoggingConfig(level="warning", json=False))
    # Its C core writes lines of its own beside ours; what matters reaches us as errors.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    words = list(arguments) or ["--help"]
    return end(lambda: _tree(words[0]).main(words, prog_name="deltabank", standalone_mode=False), arguments)


def run() -> None:
    """The console script."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    leave(main(sys.argv[1:]))

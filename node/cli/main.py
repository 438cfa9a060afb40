"""The program `deltabank`: its groups of commands, put together.

Source: DESIGN section 9 (interfaces over the same services).
"""

import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from typing import Annotated

import typer
from typer.main import get_command

from node.cli import demo
from node.cli.console.leaving import leave
from node.cli.console.log_output import configure_logging
from node.cli.console.outcome import end
from node.cli.conversion import crediting, guiding, rules, transferring
from node.cli.deposits import depositing
from node.cli.filing import accounts, correcting, filed, importing, progress, templates
from node.cli.looking import credentials, linking, looking_up, looks, proving, verifying
from node.cli.operating import (
    clients,
    diagnosis,
    initialising,
    logs,
    recovering,
    roster_making,
    roster_reading,
    serving,
    syncing,
)
from node.cli.organisation import applying, city_contacts, organising
from node.cli.reports import reporting
from node.cli.training import assessing, auditing, cataloguing, declaring, ledgers, planning, record_lists
from node.config import LoggingConfig

GROUPS = (
    demo,
    initialising,
    serving,
    templates,
    organising,
    applying,
    city_contacts,
    importing,
    filed,
    correcting,
    accounts,
    progress,
    assessing,
    auditing,
    depositing,
    planning,
    declaring,
    record_lists,
    cataloguing,
    ledgers,
    looking_up,
    rules,
    guiding,
    transferring,
    crediting,
    proving,
    verifying,
    credentials,
    reporting,
    linking,
    looks,
    logs,
    syncing,
    diagnosis,
    recovering,
    clients,
)
ROSTER_GROUPS = (initialising, roster_making, roster_reading)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"deltabank {metadata.version('deltabank')}")
        raise typer.Exit


def build() -> typer.Typer:
    """The whole command tree."""
    app = typer.Typer(
        name="deltabank",
        help="长三角学分银行分行节点 / a branch's node of the Yangtze Delta credit bank",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_about)
    for group in GROUPS:
        group.register(app)
    roster = typer.Typer(help="分行名册 / the roster: which branches exist")
    for roster_group in ROSTER_GROUPS:
        roster_group.register_roster(roster)
    app.add_typer(roster, name="roster")
    return app


def _about(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="版本 / the version")
    ] = False,
) -> None:
    """长三角学分银行分行节点 / a branch's node of the Yangtze Delta credit bank."""


# Reading every command's signature takes longer than most commands: once a process, however many it runs.
_tree = cache(lambda: get_command(build()))


def main(arguments: Sequence[str]) -> int:
    """Runs one command line; returns the exit code (docs/exit-codes.md)."""
    configure_logging(LoggingConfig(level="warning", json=False))
    # Its C core writes lines of its own beside ours; what matters reaches us as errors.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    return end(
        lambda: _tree().main(list(arguments) or ["--help"], prog_name="deltabank", standalone_mode=False), arguments
    )


def run() -> None:
    """The console script."""
    leave(main(sys.argv[1:]))

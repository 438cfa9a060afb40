"""Why somebody looks at a person's records, and by what right: options of commands that do."""

from typing import Annotated

import typer

from node.cli.console.option_values import BASES
from node.model.access import Basis

PurposeOption = Annotated[
    str, typer.Option("--purpose", metavar="TEXT", show_default=False, help="查询用途，记录在案 / why; recorded")
]
BasisOption = Annotated[
    Basis,
    typer.Option(
        "--basis",
        parser=BASES.parse,
        metavar="BASIS",
        show_default=False,
        help=BASES.help("法律依据，记录在案", "legal basis, recorded"),
    ),
]

"""Options and arguments that several commands share, each defined once."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from node.cli.console.option_values import DOCUMENT_TYPES, DocumentTypeName

FolderArgument: TypeAlias = Annotated[
    Path, typer.Argument(metavar="DIR", show_default=False, help="分行目录 / the branch's folder")
]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json", help="结果以 JSON 输出 / print the result as JSON")]
AsOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="NAME",
        show_default=False,
        help="经办人，记入操作记录；默认为系统用户名 / who acts, recorded; the system's user name by default",
    ),
]
DocumentOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--document",
        metavar="FILE",
        show_default=False,
        help="存有证件号码的文件，- 为标准输入；号码不得写在命令行上"
        " / a file that holds the document number, - for standard input; never the number itself",
    ),
]
DocumentTypeOption: TypeAlias = Annotated[
    DocumentTypeName,
    typer.Option(
        "--document-type",
        parser=DOCUMENT_TYPES.parse,
        metavar="TYPE",
        help=DOCUMENT_TYPES.help("证件类型", "type of the document"),
    ),
]
OutputOption: TypeAlias = Annotated[
    Path,
    typer.Option("-o", "--output", metavar="FILE", show_default=False, help="写入的文件 / file to write"),
]
UnitOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--unit",
        metavar="CODE",
        show_default=False,
        help="填报机构代码；默认为经办人所在机构 / code of the unit that files; the operator's own by default",
    ),
]
MappingOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        show_default=False,
        help="单位自行设计的表格的栏目对照文件 / how a sheet of the unit's own design is read",
    ),
]
SHOWN_DIGITS = 8
"""So much of an id stands in a table: enough to name it by."""

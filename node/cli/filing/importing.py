"""`check` and `import`: workbooks in, counts and cell-precise errors out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.base import ImportMode
from federation.errors import ImportBrokenOff, TemplateUnknown, WorkbookRefused
from node.cli.console.node_access import acting, with_node
from node.cli.console.option_values import IMPORT_MODES
from node.cli.console.options import AsOption, FolderArgument, JsonOption, MappingOption, UnitOption
from node.cli.console.terminal import Terminal
from node.cli.filing.import_progress import ShownProgress, shown_progress
from node.cli.filing.import_showing import FileOutcome, show_outcomes
from node.model.access import Role

if TYPE_CHECKING:
    from node.bootstrap import Node

FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", exists=True, dir_okay=False, show_default=False, help="工作簿，可多个 / one workbook or more"
    ),
]
ModeOption = Annotated[
    ImportMode | None,
    typer.Option(
        "--by",
        parser=IMPORT_MODES.parse,
        metavar="COLUMN",
        show_default=False,
        help=IMPORT_MODES.help("按哪一列对应学习者", "by which column learners are found"),
    ),
]
InstitutionOption = Annotated[
    str,
    typer.Option(
        "--institution",
        metavar="NAME",
        show_default=False,
        help="报送账户的协议单位；不填为填报机构的 / whose user numbers these are; the filing unit's by default",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds both commands."""
    app.command("check")(check)
    app.command("import")(import_file)


def check(
    folder: FolderArgument,
    files: FilesArgument,
    mode: ModeOption = None,
    institution: InstitutionOption = "",
    mapping: MappingOption = None,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> int:
    """检查工作簿，不入库 / check a workbook; nothing is filed."""
    asked = _Asked(mode=mode, institution=institution, mapping=mapping, unit=unit, actor=actor)
    return _run(folder, files, asked, Terminal(as_json=as_json), only_check=True)


def import_file(
    folder: FolderArgument,
    files: FilesArgument,
    mode: ModeOption = None,
    institution: InstitutionOption = "",
    mapping: MappingOption = None,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> int:
    """导入工作簿：合格行入库，不合格行退回 / file what is right; rejected rows come back in a workbook."""
    asked = _Asked(mode=mode, institution=institution, mapping=mapping, unit=unit, actor=actor)
    return _run(folder, files, asked, Terminal(as_json=as_json), only_check=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """How all the files are to be taken, as the options say."""

    mode: ImportMode | None
    institution: str
    mapping: Path | None
    unit: str
    actor: str


def _run(folder: Path, files: list[Path], asked: _Asked, terminal: Terminal, *, only_check: bool) -> int:
    title = ("正在检查", "Checking") if only_check else ("正在导入", "Importing")

    filed_as: list[tuple[str, bool]] = []

    async def work(node: "Node", shown: ShownProgress) -> list[FileOutcome]:
        call = node.importing.check if only_check else node.importing.import_file
        acts = await acting(asked.actor, node)
        place = await node.units.place_of(acts, asked.unit)
        filed_as.append((place.name, acts.role is Role.OPERATOR))
        outcomes: list[FileOutcome] = []
        for file in files:
            shown.begin(file.name)
            try:
                report = await call(
                    file,
                    mode=asked.mode,
                    institution=asked.institution,
                    mapping=asked.mapping,
                    unit=asked.unit,
                    actor=acts,
                    on_progress=shown.tell,
                )
            except (WorkbookRefused, TemplateUnknown, ImportBrokenOff) as error:
                # The file is at fault: that keeps the others out of nothing.
                if len(files) == 1:
                    raise
                outcomes.append(FileOutcome(file=file, outcome=error))
            else:
                outcomes.append(FileOutcome(file=file, outcome=report))
        return outcomes

    with shown_progress(terminal, title, len(files)) as shown:
        try:
            outcomes = with_node(folder, lambda node: work(node, shown))
        except KeyboardInterrupt:
            if not only_check:
                terminal.remark(
                    f"本次已入库 {shown.accepted} 行，不会丢失；再次导入同样的文件即可继续，不会重复。",
                    f"{shown.accepted} rows were filed and stay; import the same files again to go on: "
                    "nothing is filed twice.",
                )
            raise
    for name, is_operators in filed_as:
        terminal.say(
            f"填报机构：{name}（{'以经办人身份填报' if is_operators else '未注明经办人，以本机管理员身份填报'}）。",
            f"Filing unit: {name} ({'as its operator' if is_operators else 'as the machine administrator: no --as'}).",
        )
    return show_outcomes(outcomes, terminal, only_check=only_check)

"""`application`: the bureau's and the provincial centre's steps."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption, UnitOption
from node.cli.console.output_files import check_new_file, named_faults, new_file
from node.cli.console.terminal import Terminal
from node.cli.organisation.application_words import CaseArgument, ReasonOption, listed, state_words, told_case
from node.model.access import Actor
from node.model.administrator import GRANT, PAPER, REFUSE, RETURN, SUSPEND

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.services.organisation.applications import ApplicationFile, Dispatch, ListedApplication

ListOption = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        show_default=False,
        help="汇总表写入的文件 / file for the list of institutions",
    ),
]


def register(group: typer.Typer) -> None:
    """Adds these commands to the group."""
    group.command("collect")(collect)
    group.command("dispatch")(dispatch)
    group.command("paper")(paper)
    group.command("grant")(grant)
    group.command("return")(return_application)
    group.command("refuse")(refuse)
    group.command("suspend")(suspend)


def collect(folder: FolderArgument, case_id: CaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """汇总单份申请并上报（教育局） / the bureau takes one application in and hands it up."""
    case = with_actor(folder, actor, lambda node, who: node.applications.collect(case_id, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(told_case(case))
    terminal.say("已汇总上报，待省中心核准。", "Handed up; the provincial centre decides next.")


def dispatch(
    folder: FolderArgument,
    output: ListOption = None,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """将本辖区已提交的申请一次性上报省中心（教育局） / hand all submitted applications of an area up at once."""
    terminal = Terminal(as_json=as_json)
    if output is not None:
        check_new_file(output)
    sent = with_actor(folder, actor, lambda node, who: node.applications.dispatch(unit=unit, actor=who))
    if output is not None:
        with new_file(output), named_faults(output):
            _write_list(sent, output)
    terminal.result(
        {
            "place": sent.place.code,
            "handed": sorted(sent.handed),
            "awaiting": [listed(one) for one in sent.awaiting],
            "file": None if output is None else str(output),
        }
    )
    terminal.say(
        f"{sent.place.name}：本次上报 {len(sent.handed)} 份，待省中心核准共 {len(sent.awaiting)} 份。",
        f"{sent.place.name}: {len(sent.handed)} handed up now, {len(sent.awaiting)} in all wait for the centre.",
    )
    if output is not None:
        terminal.say(f"汇总表已写入 {output}。", f"The list is in {output}.")


def paper(folder: FolderArgument, case_id: CaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """登记收到纸质材料（省中心） / note that the sealed paper form came in."""
    _decide(folder, case_id, PAPER, "", actor, Terminal(as_json=as_json))


def grant(folder: FolderArgument, case_id: CaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """核准申请：开通账号，登记管理员（省中心） / grant it: the account is opened, the administrator registered."""
    _decide(folder, case_id, GRANT, "", actor, Terminal(as_json=as_json))


def return_application(
    folder: FolderArgument,
    case_id: CaseArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """退回申请，改正后可再提交（省中心） / return it, to be corrected and handed in again."""
    _decide(folder, case_id, RETURN, reason, actor, Terminal(as_json=as_json))


def refuse(
    folder: FolderArgument,
    case_id: CaseArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """不予核准（省中心） / refuse it."""
    _decide(folder, case_id, REFUSE, reason, actor, Terminal(as_json=as_json))


def suspend(
    folder: FolderArgument,
    case_id: CaseArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """停用已核准的账号及其管理员（省中心） / end a granted account and its administrator's rights."""
    _decide(folder, case_id, SUSPEND, reason, actor, Terminal(as_json=as_json))


def _decide(folder: Path, case_id: str, step: str, reason: str, actor: str, terminal: Terminal) -> None:
    async def work(node: "Node", who: Actor) -> "ApplicationFile":
        await node.applications.decide(case_id, step, actor=who, reason=reason)
        return await node.applications.show(case_id, actor=who)

    shown = with_actor(folder, actor, work)
    account = shown.application.account
    terminal.result({**told_case(shown.case), "unit": shown.unit.code, "account": account})
    if step == PAPER:
        terminal.say(f"已登记收到 {shown.unit.name} 的纸质材料。", f"Paper of {shown.unit.name} noted.")
        return
    words = state_words(shown.case.state, terminal)
    terminal.say(f"{shown.unit.name}的申请{words}。", f"The application of {shown.unit.name} is {words}.")
    if step == GRANT:
        terminal.say(
            f"管理员账号：{account}。操作时以 --as 注明。", f"The administrator acts as {account}, given with --as."
        )


def _write_list(sent: "Dispatch", output: Path) -> None:
    # Imported here: the writer of workbooks is needed by this option alone.
    from node.printing.dispatch_list import DispatchList, DispatchRow, write_dispatch_list

    def row(one: "ListedApplication") -> DispatchRow:
        institution = one.application.institution
        return DispatchRow(
            institution=institution.name,
            uscc=institution.uscc,
            nature=institution.nature,
            unit_code=one.unit.code,
            state="已汇总上报",
            has_paper=one.application.paper is not None,
            is_new=one.case.case_id in sent.handed,
        )

    rows = tuple(map(row, sent.awaiting))
    write_dispatch_list(DispatchList(place=sent.place.name, at=sent.at, rows=rows), output)

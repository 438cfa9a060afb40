"""`contacts`: whom each city's education bureau names for the work."""

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import structs

from adapters.base import CellIssue
from federation.error_catalogue import ExitCode
from federation.errors import NotHere
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption, OutputOption, UnitOption
from node.cli.console.output_files import check_new_file, new_file
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.organisation.application_words import state_words, told_case
from node.cli.organisation.applying import FormArgument, show_issues
from node.folder.durable_files import OWNER_ONLY, create_file
from node.model.access import Actor

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.case import Case
    from node.services.organisation.contacts import FiledContacts


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="设区市工作联络人 / the contacts of each city's bureau")
    group.command("file")(file_contacts)
    group.command("show")(show)
    group.command("print")(print_sheet)
    app.add_typer(group, name="contacts")


def file_contacts(
    folder: FolderArgument,
    file: FormArgument,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> int:
    """报送设区市工作联络人信息表 / file a city's sheet; the one before it is kept."""
    terminal = Terminal(as_json=as_json)

    async def work(node: "Node", who: Actor) -> "Case | list[CellIssue]":
        read = await node.application_forms.read_contacts(file)
        return read if isinstance(read, list) else await node.city_contacts.file(read, unit=unit, actor=who)

    filed = with_actor(folder, actor, work)
    if isinstance(filed, list):
        show_issues(filed, terminal)
        return ExitCode.NOT_ALL_HELD
    terminal.result({**told_case(filed), "errors": []})
    terminal.say(f"联络人信息表已报送，编号 {filed.case_id}。", f"The sheet is filed: {filed.case_id}.")
    return ExitCode.OK


def show(
    folder: FolderArgument,
    with_earlier: Annotated[bool, typer.Option("--all", help="同时列出已更换的 / also those replaced since")] = False,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """查看各设区市工作联络人 / the contacts of the cities of one's area; the look is recorded."""

    async def work(node: "Node", who: Actor) -> "list[FiledContacts]":
        return await node.city_contacts.seen_by(who, with_earlier=with_earlier)

    found = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result({"cities": [_sheet(one) for one in found]})
    terminal.table(
        (
            ("设区市教育局", "Bureau"),
            ("职能处室", "Department"),
            ("姓名及职务", "Name and post"),
            ("办公电话", "Office phone"),
            ("手机", "Mobile"),
            ("邮箱", "Mail"),
            ("状态", "State"),
            ("报送时间", "Filed"),
        ),
        [
            (
                one.contacts.bureau,
                *(structs.astuple(contact)),
                state_words(one.case.state, terminal),
                shown_time(one.case.created_at, terminal),
            )
            for one in found
            for contact in one.contacts.contacts
        ],
    )


def print_sheet(
    folder: FolderArgument,
    case_id: Annotated[
        str, typer.Argument(metavar="ID", show_default=False, help="编号，见 contacts show --json / the sheet's id")
    ],
    output: OutputOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """生成联络人信息表 PDF，供打印、盖章 / the sheet as PDF, to print and seal."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)
    content = with_actor(folder, actor, lambda node, who: _render(node, who, case_id))
    with new_file(output):
        create_file(output, content, OWNER_ONLY)
    terminal.result({"file": str(output), "bytes": len(content)})
    terminal.say(f"联络人信息表已写入 {output}，请打印并加盖公章。", f"The sheet is in {output}: print and seal it.")


async def _render(node: "Node", who: Actor, case_id: str) -> bytes:
    for one in await node.city_contacts.seen_by(who, with_earlier=True):
        if one.case.case_id == case_id:
            return node.application_forms.render_contacts(one.case, one.contacts)
    raise NotHere(what="case")


def _sheet(one: "FiledContacts") -> dict[str, object]:
    return {
        **told_case(one.case),
        "unit": one.unit.code,
        "bureau": one.contacts.bureau,
        "city": one.contacts.city,
        "current": one.is_current,
        "contacts": [structs.asdict(contact) for contact in one.contacts.contacts],
    }

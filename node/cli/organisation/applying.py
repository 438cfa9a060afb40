"""`application`: an institution's application for an administrator account, as the applicant's side sees it.

Names and numbers of people come in by workbook and are shown; none stands on a command line.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import structs

from adapters.base import CellIssue
from federation.error_catalogue import ExitCode
from federation.errors import NotHere
from node.cli.console.cell_issues import told_issue
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import APPLICATION_STATES, COPIES
from node.cli.console.options import SHOWN_DIGITS, AsOption, FolderArgument, JsonOption, OutputOption, UnitOption
from node.cli.console.output_files import check_new_file, new_file
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.organisation import deciding, reminding
from node.cli.organisation.application_words import (
    CaseArgument,
    listed,
    part_words,
    show_application,
    state_words,
    told_case,
    told_steps,
)
from node.folder.durable_files import OWNER_ONLY, create_file
from node.model.access import Actor
from node.services.attachment_types import MAX_ATTACHMENT_BYTES

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.case import Attachment, Case
    from node.services.organisation.applications import ApplicationFile

MIN_DIGEST_DIGITS = 8
FormArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", exists=True, dir_okay=False, show_default=False, help="填好的工作簿 / the workbook"),
]
CopyArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", exists=True, dir_okay=False, show_default=False, help="盖章复印件的扫描件 / the scanned copy"
    ),
]
StateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        parser=APPLICATION_STATES.parse,
        metavar="STATE",
        show_default=False,
        help=APPLICATION_STATES.help("只列这一状态，可多次", "only of this state; may be repeated"),
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="机构管理员账号申请 / institutions' applications for an account")
    group.command("file")(file_application)
    group.command("attach")(attach)
    group.command("detach")(detach)
    group.command("submit")(submit)
    group.command("show")(show)
    group.command("list")(list_applications)
    group.command("fetch")(fetch)
    group.command("print")(print_form)
    deciding.register(group)
    reminding.register(group)
    app.add_typer(group, name="application")


def file_application(
    folder: FolderArgument,
    file: FormArgument,
    unit: UnitOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> int:
    """填报申请表工作簿 / file an application from its workbook, or what was corrected in it."""
    terminal = Terminal(as_json=as_json)

    async def work(node: "Node", who: Actor) -> "Case | list[CellIssue]":
        read = await node.application_forms.read_application(file)
        return read if isinstance(read, list) else await node.applications.file(read, unit=unit, actor=who)

    filed = with_actor(folder, actor, work)
    if isinstance(filed, list):
        show_issues(filed, terminal)
        return ExitCode.NOT_ALL_HELD
    terminal.result({**told_case(filed), "errors": []})
    terminal.say(f"申请已填报，编号 {filed.case_id}。", f"The application is filed: {filed.case_id}.")
    terminal.say(
        f"请用 application attach 添加盖章复印件（{COPIES.told_zh}），再用 application submit 提交。",
        f"Add the sealed copies with application attach ({COPIES.told_en}), then application submit.",
    )
    return ExitCode.OK


def attach(
    folder: FolderArgument,
    case_id: CaseArgument,
    part: Annotated[
        str,
        typer.Argument(
            parser=COPIES.parse,
            metavar="PART",
            show_default=False,
            help=COPIES.help("附件项", "which copy it is"),
        ),
    ],
    file: CopyArgument,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """添加盖章复印件（PNG、JPEG、PDF） / add a sealed copy; it is kept encrypted."""
    # One byte more than is taken tells that it is too large, whatever its size.
    with file.open("rb") as opened:
        content = opened.read(MAX_ATTACHMENT_BYTES + 1)

    async def work(node: "Node", who: Actor) -> "Attachment":
        return await node.applications.attach(case_id, part, name=file.name, content=content, actor=who)

    kept = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(_attachment(kept))
    terminal.say(
        f"已添加{part_words(part, terminal)}（{kept.size} 字节）。",
        f"Added: {part_words(part, terminal)} ({kept.size} bytes).",
    )


def detach(
    folder: FolderArgument,
    case_id: CaseArgument,
    digest: Annotated[
        str,
        typer.Argument(
            metavar="DIGEST",
            show_default=False,
            help="附件摘要的前 8 位或更多 / the first 8 digits or more of its digest",
        ),
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """移除误传的复印件，限提交前或被退回时 / take a copy off that was added by mistake."""
    taken = with_actor(folder, actor, lambda node, who: node.applications.detach(case_id, digest, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(_attachment(taken))
    terminal.say(f"已移除{part_words(taken.part, terminal)}。", f"Taken off: {part_words(taken.part, terminal)}.")


def submit(folder: FolderArgument, case_id: CaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """提交申请 / hand the application in; every copy must be there."""
    case = with_actor(folder, actor, lambda node, who: node.applications.submit(case_id, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(told_case(case))
    terminal.say("申请已提交，待设区市教育局汇总上报。", "Handed in; the city's bureau collects it next.")


def show(folder: FolderArgument, case_id: CaseArgument, actor: AsOption = "", as_json: JsonOption = False) -> None:
    """查看申请、附件和办理记录 / an application with its copies and history; the look is recorded."""
    shown = with_actor(folder, actor, lambda node, who: node.applications.show(case_id, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result(
        {
            **told_case(shown.case),
            "unit": shown.unit.code,
            **_form(shown),
            "attachments": [_attachment(one) for one in shown.attachments],
            "steps": told_steps(shown.steps),
        }
    )
    show_application(shown, terminal)


def list_applications(
    folder: FolderArgument, states: StateOption = None, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """列出本辖区的申请 / the applications of one's area."""
    found = with_actor(folder, actor, lambda node, who: node.applications.seen_by(who, states=states or ()))
    terminal = Terminal(as_json=as_json)
    terminal.result({"applications": [listed(one) for one in found]})
    terminal.table(
        (
            ("申请编号", "Id"),
            ("机构代码", "Unit"),
            ("单位名称", "Institution"),
            ("统一社会信用代码", "USCC"),
            ("状态", "State"),
            ("纸质材料", "Paper"),
            ("更新时间", "Changed"),
        ),
        [
            (
                one.case.case_id[:SHOWN_DIGITS],
                one.unit.code,
                one.application.institution.name,
                one.application.institution.uscc,
                state_words(one.case.state, terminal),
                terminal.choose("未收", "no") if one.application.paper is None else terminal.choose("已收", "yes"),
                shown_time(one.case.updated_at, terminal),
            )
            for one in found
        ],
    )


def fetch(
    folder: FolderArgument,
    case_id: CaseArgument,
    digest: Annotated[
        str,
        typer.Argument(
            metavar="DIGEST",
            show_default=False,
            help="附件摘要，至少前 8 位，见 application show / the copy's digest, its first 8 digits at least",
        ),
    ],
    output: OutputOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """取出附件原件 / a copy as it was added; the look is recorded."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)

    async def work(node: "Node", who: Actor) -> bytes:
        shown = await node.applications.show(case_id, actor=who)
        # One scan may stand for several parts.
        found = {one.digest for one in shown.attachments if one.digest.hex().startswith(digest.lower())}
        if len(found) != 1 or len(digest) < MIN_DIGEST_DIGITS:
            raise NotHere(what="attachment")
        return await node.applications.content(case_id, found.pop(), actor=who)

    content = with_actor(folder, actor, work)
    with new_file(output):
        create_file(output, content, OWNER_ONLY)
    terminal.result({"file": str(output), "bytes": len(content)})
    terminal.say(f"附件已写入 {output}，请妥善保管。", f"The copy is in {output}: keep it safe.")


def print_form(
    folder: FolderArgument,
    case_id: CaseArgument,
    output: OutputOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """生成申请表 PDF，供打印、签字、盖章 / the form as PDF, to print, sign and seal."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)

    async def work(node: "Node", who: Actor) -> bytes:
        shown = await node.applications.show(case_id, actor=who)
        return node.application_forms.render_application(shown.case, shown.application)

    content = with_actor(folder, actor, work)
    with new_file(output):
        create_file(output, content, OWNER_ONLY)
    terminal.result({"file": str(output), "bytes": len(content)})
    terminal.say(
        f"申请表已写入 {output}，请打印、签字并加盖公章。", f"The form is in {output}: print, sign and seal it."
    )


def show_issues(issues: list[CellIssue], terminal: Terminal) -> None:
    """What is wrong with a form's cells; the sentences are Chinese, as the form goes back to who filled it in."""
    terminal.result({"id": None, "state": None, "errors": [told_issue(one) for one in issues]})
    terminal.say(f"填报有误，共 {len(issues)} 处，未受理：", f"Not taken; {len(issues)} cells are wrong:")
    terminal.table(
        (("行", "Row"), ("栏目", "Field"), ("说明", "What")),
        [(one.row or "", one.column, one.message) for one in issues],
    )


def _form(shown: "ApplicationFile") -> dict[str, object]:
    form = shown.application
    return {
        "institution": structs.asdict(form.institution),
        "contact": structs.asdict(form.contact),
        "administrator": structs.asdict(form.administrator),
        "opinion": form.opinion,
        "head": form.head,
        "dated_on": None if form.dated_on is None else form.dated_on.isoformat(),
        "paper_received_at": None if form.paper is None else form.paper.at.isoformat(),
        "account": form.account,
    }


def _attachment(one: "Attachment") -> dict[str, object]:
    return {
        "part": one.part,
        "name": one.name,
        "digest": one.digest.hex(),
        "bytes": one.size,
        "media_type": one.media_type,
    }

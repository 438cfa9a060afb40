"""`imports …` and `filed`: the history of imports, and where a filed achievement came from."""

from typing import TYPE_CHECKING, Annotated

import typer

from node.cli.console.node_access import with_actor
from node.cli.console.option_values import reason_word
from node.cli.console.options import SHOWN_DIGITS, AsOption, FolderArgument, JsonOption
from node.cli.console.record_words import STATUSES
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.model.access import Actor

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.imports import FiledImport
    from node.model.unit import Unit
    from node.services.filing.history import Filed

Found = tuple["FiledImport", "Unit"]
HEADERS = (
    ("导入编号", "Import"),
    ("时间", "Began"),
    ("经办人", "Operator"),
    ("机构", "Unit"),
    ("文件", "File"),
    ("模板", "Template"),
    ("成功", "Accepted"),
    ("失败", "Rejected"),
    ("重复", "Duplicate"),
    ("状态", "State"),
)


def register(app: typer.Typer) -> None:
    """Adds the group and the command."""
    imports = typer.Typer(help="导入历史 / the history of imports")
    imports.command("list")(list_imports)
    imports.command("show")(show_import)
    app.add_typer(imports, name="imports")
    app.command("filed")(filed)


def list_imports(
    folder: FolderArgument,
    unit: Annotated[
        str,
        typer.Option(
            "--unit",
            metavar="CODE",
            show_default=False,
            help="只列该机构及其下属机构的导入 / of that unit and those under it alone",
        ),
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="最多列出几次 / at most so many")] = 50,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出导入历史，最近的在前 / imports, newest first."""
    found = with_actor(folder, actor, lambda node, who: node.history.imports(actor=who, limit=limit, unit=unit))
    terminal = Terminal(as_json=as_json)
    terminal.result({"imports": [_import(*one) for one in found]})
    if not found:
        terminal.say("没有导入记录。", "No imports.")
        return
    terminal.table(HEADERS, [_row(one, place, terminal) for one, place in found])


def show_import(
    folder: FolderArgument,
    import_id: Annotated[str, typer.Argument(metavar="ID", show_default=False, help="导入编号 / the import's id")],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """查看一次导入及其入库的日志序号 / one import, and the entries that it came to."""

    async def work(node: "Node", who: Actor) -> "tuple[Found, list[tuple[str, int, int, int]]]":
        found = await node.history.find_import(import_id, actor=who)
        return found, await node.history.entries_of(found[0].job.import_id)

    (one, unit), batches = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    entries = [
        {"sheet": sheet, "first_index": index, "first_row": row, "achievements": count}
        for sheet, index, row, count in batches
    ]
    terminal.result({**_import(one, unit), "file_digest": one.job.file_digest.hex(), "entries": entries})
    terminal.table(HEADERS, [_row(one, unit, terminal)])
    if batches:
        terminal.table(
            (("工作表", "Sheet"), ("起始行", "From row"), ("日志序号自", "From index"), ("条数", "Achievements")),
            [(sheet, row, index, count) for sheet, index, row, count in batches],
        )
    if one.finished_at is None:
        terminal.say(
            "该次导入未完成，已入库的行予以保留；重新导入同一文件即可继续，不会重复。",
            "It didn't come to its end; what was filed stays. Import the same file again: it goes on from there.",
        )


def filed(
    folder: FolderArgument,
    index: Annotated[
        int, typer.Option("--index", metavar="N", min=0, show_default=False, help="本行日志序号 / index in the own log")
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """查看一条学习成果的来源和现状 / where an achievement came from, and how it stands."""
    found = with_actor(folder, actor, lambda node, who: node.history.filed(index, actor=who))
    _show(found, Terminal(as_json=as_json))


def _show(found: "Filed", terminal: Terminal) -> None:
    trace = found.trace
    terminal.result(
        {
            "index": trace.entry.index,
            "status": found.status.value,
            "by_index": found.by_index,
            "reason": found.reason,
            "chain": list(trace.chain),
            "unit": {"code": trace.unit.code, "name": trace.unit.name},
            "import": trace.import_id,
            "file_name": "" if found.imported is None else found.imported.job.file_name,
            "sheet": trace.sheet,
            "row": trace.row,
            "operator": found.operator,
            "at": None if found.at is None else found.at.isoformat(timespec="seconds"),
            "case": trace.case_id,
        }
    )
    status, reason = STATUSES.get(found.status.value, found.status.value), reason_word(found.reason)
    became = "" if found.by_index is None else f"（第 {found.by_index} 条{'，' + reason if reason else ''}）"
    terminal.say(
        f"第 {trace.entry.index} 条：{status}{became}。填报机构：{trace.unit.name}。",
        f"Entry {trace.entry.index}: {found.status}"
        + ("" if found.by_index is None else f" by entry {found.by_index} {found.reason}".rstrip())
        + f". Filed by {trace.unit.name}.",
    )
    if found.imported is not None:
        job = found.imported.job
        terminal.say(
            f"来源：文件 {job.file_name}，工作表 {trace.sheet}，第 {trace.row} 行；经办人 {job.operator}，"
            f"{shown_time(job.started_at, terminal)}，导入编号 {job.import_id}。",
            f"From {job.file_name}, sheet {trace.sheet}, row {trace.row}; by {job.operator}, "
            f"{shown_time(job.started_at, terminal)}, import {job.import_id}.",
        )
    elif trace.case_id:
        terminal.say(f"来源：个人存入，办件编号 {trace.case_id}。", f"From a person's deposit, case {trace.case_id}.")
    if len(trace.chain) > 1:
        terminal.say(
            f"更正经过：{' → '.join(f'第 {one} 条' for one in trace.chain)}。",
            f"Corrected: {' → '.join(map(str, trace.chain))}.",
        )


def _import(one: "FiledImport", unit: "Unit") -> dict[str, object]:
    job, counts = one.job, one.counts
    return {
        "import": job.import_id,
        "started_at": job.started_at.isoformat(timespec="seconds"),
        "finished_at": None if one.finished_at is None else one.finished_at.isoformat(timespec="seconds"),
        "operator": job.operator,
        "unit": {"code": unit.code, "name": unit.name},
        "file_name": job.file_name,
        "template": job.template,
        "rows": None if counts is None else counts.rows,
        "accepted": None if counts is None else counts.accepted,
        "duplicate": None if counts is None else counts.duplicate,
        "rejected": None if counts is None else counts.rejected,
        "achievements": one.entries,
        "state": "unfinished" if one.finished_at is None else "finished",
    }


def _row(one: "FiledImport", unit: "Unit", terminal: Terminal) -> tuple[object, ...]:
    job, counts = one.job, one.counts
    done = one.finished_at is not None
    return (
        job.import_id[:SHOWN_DIGITS],
        shown_time(job.started_at, terminal),
        job.operator,
        unit.name,
        job.file_name,
        job.template,
        # What isn't finished has no counts yet; what it filed so far is known all the same.
        one.entries if counts is None else counts.accepted,
        None if counts is None else counts.rejected,
        None if counts is None else counts.duplicate,
        terminal.choose("已完成" if done else "未完成", "finished" if done else "unfinished"),
    )

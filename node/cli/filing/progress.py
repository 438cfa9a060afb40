"""`progress …`: how far filing has come, by city and county; shown, published, as workbooks.

Source: 江苏省教育厅办公室 2022 notice, section 4 (定期汇总公布; 工作考核).
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from node.cli.console.branch_codes import check_province
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption, OutputOption
from node.cli.console.output_files import named_faults, new_file
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.model.access import Actor

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.progress import ProgressFigures, ProgressRow
    from node.services.progress.service import Publication

ABSENT = "…"
BranchOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--branch",
        metavar="CODE",
        show_default=False,
        help="该分行已公布的数据，如 32、33 / what that branch published",
    ),
]
FromOption: TypeAlias = Annotated[
    str,
    typer.Option("--from", metavar="DATE", show_default=False, help="统计起始日期，如 2026-01-01 / the first day"),
]
ToOption: TypeAlias = Annotated[
    str, typer.Option("--to", metavar="DATE", show_default=False, help="统计截止日期，含当日 / the last day")
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="工作进展：各市、县（市、区）存入情况 / how far filing has come, by region")
    group.command("show")(show)
    group.command("publish")(publish)
    group.command("workbook")(workbook)
    group.command("yearly")(yearly)
    app.add_typer(group, name="progress")


def show(
    folder: FolderArgument,
    branch: BranchOption = "",
    first: FromOption = "",
    last: ToOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """显示工作进展：本机构实时数据，或某分行已公布的数据 / own figures as of now, or a branch's published ones."""
    terminal = Terminal(as_json=as_json)
    since, until = _day(first, terminal), _day(last, terminal)
    if branch:
        check_province(branch, terminal)
        found = with_actor(folder, actor, lambda node, who: node.progress.published(branch, first=since, last=until))
        terminal.result(_publication(found))
        _tell_publication(found, terminal)
        return
    figures = with_actor(folder, actor, lambda node, who: node.progress.live(who, first=since, last=until))
    terminal.result(_figures(figures))
    terminal.say(
        "实时数据，含不足10人的数据，仅供内部使用，不得对外公布。", "Live figures, exact: not to be published."
    )
    _tell(figures, terminal)


def publish(
    folder: FolderArgument,
    first: FromOption = "",
    last: ToOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """公布工作进展，各分行均可查看 / publish figures on the log, for every branch to see."""
    terminal = Terminal(as_json=as_json)
    since, until = _day(first, terminal), _day(last, terminal)
    published = with_actor(folder, actor, lambda node, who: node.progress.publish(who, first=since, last=until))
    terminal.result(_publication(published))
    if published.is_new:
        terminal.say("已公布。", "Published.")
    else:
        terminal.say("该时段数据此前已公布，未重复公布。", "These figures were published before; nothing was added.")
    _tell_publication(published, terminal)


def workbook(
    folder: FolderArgument,
    output: OutputOption,
    branch: BranchOption = "",
    first: FromOption = "",
    last: ToOption = "",
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """将已公布的工作进展写成带图表的工作簿 / published figures as a workbook with charts."""
    # Imported here: what writes no workbook starts without it.
    from node.printing.progress_workbook import write_progress_workbook

    terminal = Terminal(as_json=as_json)
    since, until = _day(first, terminal), _day(last, terminal)
    if branch:
        check_province(branch, terminal)
    with new_file(output):
        found = with_actor(folder, actor, lambda node, who: node.progress.published(branch, first=since, last=until))
        with named_faults(output):
            write_progress_workbook(found.figures, output)
    terminal.result({**_publication(found), "file": str(output)})
    terminal.say(f"工作进展工作簿已写入 {output}", f"The workbook is in {output}")


def yearly(
    folder: FolderArgument,
    year: Annotated[int, typer.Option("--year", min=2000, max=2999, show_default=False, help="年度 / the year")],
    output: OutputOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """生成年度工作考核数据工作簿 / the education department's yearly figures as a workbook."""
    from node.printing.yearly_workbook import write_yearly_workbook

    terminal = Terminal(as_json=as_json)

    async def work(node: "Node", who: Actor) -> "ProgressFigures":
        return await node.progress.of_year(who, year)

    with new_file(output):
        figures = with_actor(folder, actor, work)
        with named_faults(output):
            write_yearly_workbook(figures, output)
    terminal.result({**_figures(figures), "file": str(output)})
    terminal.say(
        f"{year} 年度考核数据（截至 {figures.period_end.isoformat()}）已写入 {output}",
        f"The figures of {year} up to {figures.period_end.isoformat()} are in {output}",
    )


def _tell_publication(found: "Publication", terminal: Terminal) -> None:
    terminal.say(
        f"分行 {found.branch} 公布的数据（日志第 {found.index} 条）。",
        f"As branch {found.branch} published it (entry {found.index} of its log).",
    )
    if found.held_as_of is not None:
        since = shown_time(found.held_as_of, terminal)
        terminal.say(f"该分行日志同步至 {since}。", f"That branch's log is held as of {since}.")
    if found.is_quarantined:
        terminal.say(
            "该分行日志存在矛盾，已停止采信，请勿引用。", "That branch's log is quarantined: don't rely on it."
        )
    _tell(found.figures, terminal)
    terminal.say(
        f"“{ABSENT}”为不予公布的数据：人数不足10人，或可据以推算出不足10人的数据。",
        f"{ABSENT} isn't published: of fewer than ten people, or such a number could be computed from it.",
    )


def _tell(figures: "ProgressFigures", terminal: Terminal) -> None:
    counted = shown_time(figures.as_of, terminal)
    period = f"{figures.period_start.isoformat()} – {figures.period_end.isoformat()}"
    terminal.say(f"统计时段 {period}，统计时间 {counted}", f"Period {period}, counted at {counted}")
    terminal.table(
        (
            ("区划", "Region"),
            ("地区", "Name"),
            ("已开户机构", "Institutions"),
            ("学习账户", "Learners"),
            ("本期新增", "New"),
            ("实名核验率", "ID-checked"),
            ("学习成果", "Achievements"),
            ("本期新增", "New"),
        ),
        [
            (
                row.region,
                "  " * (len(row.region) // 2 - len(figures.rows[0].region) // 2) + row.name,
                row.institutions,
                _shown(row.learners),
                _shown(row.learners_new),
                _share(row),
                _shown(row.achievements),
                _shown(row.achievements_new),
            )
            for row in figures.rows
        ],
    )
    terminal.table(
        (("月份", "Month"), ("新增学习账户", "New learners"), ("新增学习成果", "New achievements")),
        [(one.month, _shown(one.learners_new), _shown(one.achievements_new)) for one in figures.months],
    )


def _shown(count: int | None) -> str:
    return ABSENT if count is None else f"{count:,}"


def _share(row: "ProgressRow") -> str:
    share = row.id_checked_share()
    if share is not None:
        return f"{share:.1%}"
    return ABSENT if row.learners is None or row.id_checked is None else "—"


def _publication(found: "Publication") -> dict[str, object]:
    return {
        "branch": found.branch,
        "index": found.index,
        "is_new": found.is_new,
        "held_as_of": None if found.held_as_of is None else found.held_as_of.isoformat(timespec="seconds"),
        "quarantined": found.is_quarantined,
        **_figures(found.figures),
    }


def _figures(figures: "ProgressFigures") -> dict[str, object]:
    return {
        "period_start": figures.period_start.isoformat(),
        "period_end": figures.period_end.isoformat(),
        "as_of": figures.as_of.isoformat(timespec="seconds"),
        "rows": [
            {
                "region": row.region,
                "name": row.name,
                "institutions": row.institutions,
                "learners": row.learners,
                "learners_new": row.learners_new,
                "id_checked": row.id_checked,
                "id_checked_percent": None if row.id_checked_share() is None else _percent(row),
                "achievements": row.achievements,
                "achievements_new": row.achievements_new,
            }
            for row in figures.rows
        ],
        "months": [
            {"month": one.month, "learners_new": one.learners_new, "achievements_new": one.achievements_new}
            for one in figures.months
        ],
    }


def _percent(row: "ProgressRow") -> str:
    return f"{row.id_checked_share():.1%}".removesuffix("%")


def _day(text: str, terminal: Terminal) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(terminal.choose("日期应写作 2026-01-01", "a day is written 2026-01-01")) from None

"""`audit …`: audits run and reported by the provincial centre; findings made known, answered and decided on.

Source: 浙学银〔2019〕2号, 三（三）.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from federation.model.quarters import parse_quarter
from node.cli.console.attachment_files import read_attachment
from node.cli.console.choices import Choices
from node.cli.console.node_access import with_actor
from node.cli.console.options import AsOption, FolderArgument, JsonOption, OutputOption
from node.cli.console.output_files import check_new_file, named_faults, new_file
from node.cli.console.terminal import Terminal
from node.cli.training.audit_showing import (
    FINDING_STATES,
    audit_as_json,
    finding_as_json,
    finding_file_as_json,
    outcome_as_json,
    tell_audit,
    tell_audits,
    tell_finding,
    tell_findings,
    tell_outcome,
    tell_sample,
)
from node.folder.durable_files import OWNER_ONLY, create_file
from node.model.audit_finding import ANSWER_DAYS

if TYPE_CHECKING:
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.model.audit_outcome import AuditOutcome
    from node.services.auditing.running import AuditDone
    from node.services.auditing.viewing import FindingFile, RowBehind

DRAWN = 20
STATES = Choices(FINDING_STATES)
AuditArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="AUDIT", show_default=False, help="核查编号（前几位即可） / the audit's id")
]
FindingArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="FINDING", show_default=False, help="疑点编号（前几位即可） / the finding's id")
]
ReasonOption: TypeAlias = Annotated[
    str, typer.Option("--reason", show_default=False, help="理由，告知单位并记录在案 / why; told and recorded")
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="核查 / audits of what was filed, and their findings")
    for name, command in (
        ("run", run_audit),
        ("list", list_findings),
        ("show", show_finding),
        ("declare", declare_findings),
        ("answer", answer_finding),
        ("file", write_file),
        ("uphold", uphold_finding),
        ("dismiss", dismiss_finding),
        ("sample", show_sample),
        ("report", report_audit),
        ("pack", write_pack),
    ):
        group.command(name)(command)
    app.add_typer(group, name="audit")


def run_audit(
    folder: FolderArgument,
    quarter: Annotated[
        str, typer.Argument(metavar="QUARTER", show_default=False, help="季度，如 2027-Q1 / the first quarter")
    ],
    to: Annotated[
        str,
        typer.Option("--to", metavar="QUARTER", show_default=False, help="至该季度，不超过一年 / up to this quarter"),
    ] = "",
    unit: Annotated[
        str,
        typer.Option("--unit", metavar="CODE", show_default=False, help="核查该机构及其下属，默认全省 / of this unit"),
    ] = "",
    seed: Annotated[str, typer.Option("--seed", show_default=False, help="抽样种子，默认随机 / what draws")] = "",
    count: Annotated[int, typer.Option("--sample", min=0, max=1000, help="抽样期数 / runs to draw")] = DRAWN,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """开展核查（省中心）：申报、目录、台账、数据排查、抽样 / run an audit."""
    first = parse_quarter(quarter)
    last = parse_quarter(to) if to else first

    async def work(node: "Node", who: "Actor") -> "AuditDone":
        return await node.auditing.running.run(first, last, unit=unit, seed=seed, sample_size=count, actor=who)

    terminal = Terminal(as_json=as_json)
    done = with_actor(folder, actor, work)
    terminal.result({**audit_as_json(done.case, done.audit), "raised": list(done.raised)})
    tell_audit(done.case, done.audit, terminal)
    tell_sample(done.audit.sample, terminal)
    terminal.say(f"新提出疑点 {len(done.raised)} 项。", f"{len(done.raised)} new findings.")


def list_findings(
    folder: FolderArgument,
    audits: Annotated[bool, typer.Option("--audits", help="列出历次核查 / list the audits instead")] = False,
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state", parser=STATES.parse, metavar="STATE", show_default=False, help=STATES.help("状态", "the state")
        ),
    ] = None,
    unit: Annotated[
        str, typer.Option("--unit", metavar="CODE", show_default=False, help="该机构及其下属 / of this unit")
    ] = "",
    year: Annotated[int | None, typer.Option("--year", show_default=False, help="目录年度 / of that year")] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出疑点，或历次核查 / list findings, or audits."""
    terminal = Terminal(as_json=as_json)
    if audits:
        run = with_actor(folder, actor, lambda node, who: node.auditing.views.audits(actor=who))
        terminal.result([audit_as_json(case, audit) for case, audit in run])
        tell_audits(run, terminal)
        return
    found = with_actor(
        folder,
        actor,
        lambda node, who: node.auditing.views.seen_by(actor=who, states=state or (), unit=unit, year=year),
    )
    terminal.result([finding_as_json(one) for one in found])
    tell_findings(found, terminal)


def show_finding(
    folder: FolderArgument,
    finding: FindingArgument,
    rows: Annotated[
        bool, typer.Option("--rows", help="一并列出所涉成果，查看记录在案 / the rows behind it; the look is recorded")
    ] = False,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """查看一项疑点的依据和办理经过 / one finding with its evidence and history."""

    async def work(node: "Node", who: "Actor") -> "tuple[FindingFile, list[RowBehind] | None]":
        found = await node.auditing.views.find(finding, actor=who)
        return found, await node.auditing.views.rows(finding, actor=who) if rows else None

    shown, behind = with_actor(folder, actor, work)
    terminal = Terminal(as_json=as_json)
    terminal.result(finding_file_as_json(shown, behind))
    tell_finding(shown, behind, terminal)


def declare_findings(
    folder: FolderArgument,
    findings: Annotated[
        list[str], typer.Argument(metavar="FINDING...", show_default=False, help="疑点编号 / ids of findings")
    ],
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="说明期限（天） / days to answer")] = ANSWER_DAYS,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """将疑点告知单位（省中心） / make findings known to their units."""
    told = with_actor(folder, actor, lambda node, who: node.auditing.decisions.declare(findings, days=days, actor=who))
    terminal = Terminal(as_json=as_json)
    terminal.result([{"finding": one.case_id, "state": one.state} for one in told])
    terminal.say(f"已告知 {len(told)} 项疑点，请单位在 {days} 天内说明。", f"{len(told)} findings were made known.")


def answer_finding(
    folder: FolderArgument,
    finding: FindingArgument,
    statement: Annotated[str, typer.Option("--statement", show_default=False, help="单位说明 / what the unit says")],
    attach: Annotated[
        list[Path] | None,
        typer.Option(
            "--attach",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            show_default=False,
            help="附件，可多次 / its papers",
        ),
    ] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """对疑点作出说明（被核查单位） / answer a finding, by the unit itself."""
    papers = [(file.name, read_attachment(file)) for file in attach or ()]

    async def work(node: "Node", who: "Actor") -> None:
        for name, content in papers:
            await node.auditing.decisions.attach(finding, name=name, content=content, actor=who)
        await node.auditing.decisions.answer(finding, statement, actor=who)

    _then_tell(folder, finding, actor, as_json, work)


def write_file(
    folder: FolderArgument,
    finding: FindingArgument,
    number: Annotated[
        int, typer.Argument(metavar="N", min=1, show_default=False, help="附件序号，见 audit show / its number")
    ],
    output: OutputOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """取出单位说明的附件 / write one of the unit's papers out; the look is recorded."""
    terminal = Terminal(as_json=as_json)
    check_new_file(output)
    paper, content = with_actor(
        folder, actor, lambda node, who: node.auditing.views.content(finding, number, actor=who)
    )
    with new_file(output):
        create_file(output, content, OWNER_ONLY)
    terminal.result({"file": str(output), "name": paper.name, "media_type": paper.media_type})
    terminal.say(f"附件已写入 {output}。", f"The file is in {output}.")


def uphold_finding(
    folder: FolderArgument,
    finding: FindingArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """认定疑点属实（省中心） / uphold a finding."""
    _then_tell(
        folder,
        finding,
        actor,
        as_json,
        lambda node, who: node.auditing.decisions.uphold(finding, reason=reason, actor=who),
    )


def dismiss_finding(
    folder: FolderArgument,
    finding: FindingArgument,
    reason: ReasonOption,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """排除疑点（省中心） / dismiss a finding."""
    _then_tell(
        folder,
        finding,
        actor,
        as_json,
        lambda node, who: node.auditing.decisions.dismiss(finding, reason=reason, actor=who),
    )


def show_sample(
    folder: FolderArgument, audit: AuditArgument, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """列出抽样的期次及种子 / the runs that an audit drew for a look by hand."""
    conducted = _outcome(folder, audit, actor).audit
    terminal = Terminal(as_json=as_json)
    terminal.result(
        {
            "seed": conducted.seed,
            "drawn_of": conducted.drawn_of,
            "sample": [
                {
                    "unit": one.unit_code,
                    "project": one.project_code,
                    "run": one.run,
                    "completeness": one.figure,
                    "verdict": one.verdict,
                }
                for one in conducted.sample
            ],
        }
    )
    terminal.say(
        f"抽样种子 {conducted.seed}，自 {conducted.drawn_of} 期中抽取。",
        f"Drawn by seed {conducted.seed} of {conducted.drawn_of} runs.",
    )
    tell_sample(conducted.sample, terminal)


def report_audit(
    folder: FolderArgument, audit: AuditArgument, actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """查看核查结果，分单位 / an audit's outcome by unit, as its findings stand now."""
    outcome = _outcome(folder, audit, actor)
    terminal = Terminal(as_json=as_json)
    terminal.result(outcome_as_json(outcome))
    tell_outcome(outcome, terminal)


def write_pack(
    folder: FolderArgument,
    audit: AuditArgument,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="NAME",
            show_default=False,
            help="文件名，不带扩展名 / name of both files, no suffix",
        ),
    ],
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """生成核查材料：报告（PDF）和工作簿 / the audit pack: a report and a workbook."""
    # Imported here: what prints nothing starts without it.
    from federation.clock import SystemClock
    from node.printing.audit_report import render_audit_report
    from node.printing.audit_workbook import write_audit_workbook

    report, workbook = output.with_name(f"{output.name}.pdf"), output.with_name(f"{output.name}.xlsx")
    check_new_file(report)
    check_new_file(workbook)
    outcome = _outcome(folder, audit, actor)
    content = render_audit_report(outcome, printed_at=SystemClock().now())
    with new_file(workbook), named_faults(workbook):
        write_audit_workbook(outcome, workbook)
    with new_file(report):
        create_file(report, content, OWNER_ONLY)
    terminal = Terminal(as_json=as_json)
    terminal.result({"audit": outcome.case.case_id, "files": [str(report), str(workbook)]})
    terminal.say(f"核查材料已写入 {report} 和 {workbook}。", f"The pack is in {report} and {workbook}.")


def _outcome(folder: Path, audit: str, actor: str) -> "AuditOutcome":
    return with_actor(folder, actor, lambda node, who: node.auditing.views.outcome(audit, actor=who))


def _then_tell(
    folder: Path,
    finding: str,
    actor: str,
    as_json: bool,
    work: "Callable[[Node, Actor], Awaitable[object]]",
) -> None:
    async def done(node: "Node", who: "Actor") -> "FindingFile":
        await work(node, who)
        return await node.auditing.views.find(finding, actor=who)

    shown = with_actor(folder, actor, done)
    terminal = Terminal(as_json=as_json)
    terminal.result(finding_file_as_json(shown, None))
    tell_finding(shown, None, terminal)

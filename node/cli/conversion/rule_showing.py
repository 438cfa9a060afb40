"""`rules list | show | diff`: what branches published, what is being made here, and what changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from federation.error_catalogue.case_words import STATES, STEPS
from federation.error_catalogue.phrases import Phrase
from federation.rules.differences import Difference, differences
from federation.rules.reading import parse_rules
from federation.rules.rule_set import RuleSet
from federation.rules.writing import rules_text
from node.cli.console.branch_codes import check_province
from node.cli.console.node_access import with_actor, with_node
from node.cli.console.options import SHOWN_DIGITS, AsOption, FolderArgument, JsonOption
from node.cli.console.output_files import check_new_file, new_file
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.conversion.rule_files import read_text
from node.cli.conversion.rule_set_telling import rule_set_as_json, tell_rule_set
from node.folder.durable_files import READABLE, create_file

if TYPE_CHECKING:
    from federation.rules.versions import PublishedRules
    from node.bootstrap import Node
    from node.model.access import Actor
    from node.services.rulemaking.making import RulesCase
    from node.services.rulemaking.published import BranchRules

BranchOption = Annotated[
    str,
    typer.Option(
        "--branch", metavar="CODE", show_default=False, help="哪一分行，默认本分行 / whose; the own by default"
    ),
]
DIFFERENCES = {
    "rules": ("规则集", "rule set"),
    "source": ("出处", "source"),
    "scheme": ("学分类别", "scheme"),
    "rule": ("规则", "rule"),
}


def register(rules: typer.Typer) -> None:
    """Adds the three commands to the group."""
    rules.command("list")(list_rules)
    rules.command("show")(show_rules)
    rules.command("diff")(show_differences)


def list_rules(
    folder: FolderArgument, branch: BranchOption = "", actor: AsOption = "", as_json: JsonOption = False
) -> None:
    """列出已发布的各版规则和本分行正在制定的草案 / published versions, and what is being made here."""
    terminal = Terminal(as_json=as_json)
    if branch:
        check_province(branch, terminal)

    async def work(node: "Node", who: "Actor") -> "tuple[tuple[PublishedRules, ...], list[RulesCase]]":
        return await node.rules.versions(branch), [] if branch else await node.rulemaking.all(actor=who)

    versions, cases = with_actor(folder, actor, work)
    terminal.result(
        {
            "published": [_version_as_json(one.rules, one.index) for one in versions],
            "cases": [case_as_json(one) for one in cases],
        }
    )
    _tell_versions(versions, terminal)
    if cases:
        terminal.table(
            (("办件", "Case"), ("版次", "Version"), ("名称", "Title"), ("状态", "State")),
            [
                (one.case.case_id[:SHOWN_DIGITS], one.rules.version, one.rules.title, _state(one.case.state, terminal))
                for one in cases
            ],
        )


def show_rules(
    folder: FolderArgument,
    branch: BranchOption = "",
    version: Annotated[
        int,
        typer.Option("--version", min=0, show_default=False, help="版次，默认现行有效的 / which; default: in force"),
    ] = 0,
    case: Annotated[
        str,
        typer.Option(
            "--case", metavar="CASE", show_default=False, help="显示这一办件的草案及经过 / a draft, its history"
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            show_default=False,
            help="另写成规则文件（TOML），可据以起草下一版 / also as a TOML file, to begin the next version from",
        ),
    ] = None,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """显示一版规则，或一件草案及其经过 / one version of rules, or a draft and its history."""
    terminal = Terminal(as_json=as_json)
    if output is not None:
        check_new_file(output)
    if case:
        found = with_actor(folder, actor, lambda node, who: node.rulemaking.show(case, actor=who))
        told = case_as_json(found)
        terminal.result(
            {
                **told,
                "rules": {**_version_as_json(found.rules, found.case.entry_index), **rule_set_as_json(found.rules)},
            }
        )
        tell_case(found, terminal)
        tell_rule_set(found.rules, terminal)
        _write(found.rules, output, terminal)
        return
    if branch:
        check_province(branch, terminal)

    async def work(node: "Node") -> "BranchRules":
        return await (node.rules.find(branch, version) if version else node.rules.in_force(branch))

    held = with_node(folder, work)
    terminal.result(_held_as_json(held))
    if held.is_quarantined:
        terminal.say("注意：该分行的日志已停止采信。", "Note: that branch's log is quarantined.")
    tell_rule_set(held.published.rules, terminal)
    _write(held.published.rules, output, terminal)


def _write(rules: RuleSet, output: Path | None, terminal: Terminal) -> None:
    if output is None:
        return
    with new_file(output):
        create_file(output, rules_text(rules).encode(), READABLE)
    terminal.say(
        f"规则文件已写入 {output}；起草下一版请先改 version 和 valid_from。",
        f"The rules are in {output}; for the next version change its version and valid_from first.",
    )


def show_differences(
    folder: FolderArgument,
    before: Annotated[int, typer.Option("--from", min=1, show_default=False, help="旧版次 / the older version")],
    after: Annotated[
        int, typer.Option("--to", min=0, show_default=False, help="新版次，默认最新 / the newer; default: the newest")
    ] = 0,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", show_default=False, help="与这一文件比较 / compare with a file instead"),
    ] = None,
    branch: BranchOption = "",
    as_json: JsonOption = False,
) -> None:
    """比较两版规则的差别 / what two versions of rules say differently."""
    terminal = Terminal(as_json=as_json)
    if branch:
        check_province(branch, terminal)

    async def work(node: "Node") -> tuple[RuleSet, RuleSet | None]:
        older = (await node.rules.find(branch, before)).published.rules
        if file is not None:
            return older, None
        newest = after or (await node.rules.versions(branch))[-1].rules.version
        return older, (await node.rules.find(branch, newest)).published.rules

    older, newer = with_node(folder, work)
    if newer is None and file is not None:
        # The day of adoption isn't of a file.
        older, newer = replace(older, adopted_on=None), parse_rules(read_text(file), file=file.name)
    found = () if newer is None else differences(older, newer)
    terminal.result({"differences": [_difference_as_json(one) for one in found]})
    if not found:
        terminal.say("两者没有差别。", "They say the same.")
        return
    terminal.table(
        (("对象", "What"), ("编号", "Id"), ("项目", "Field"), ("原为", "Before"), ("改为", "After")),
        [(terminal.choose(*DIFFERENCES[one.of]), one.id, one.field, one.before, one.after) for one in found],
    )


def case_as_json(found: "RulesCase") -> dict[str, object]:
    """A case of rules, its history and what it came to."""
    return {
        "case": found.case.case_id,
        "state": found.case.state,
        "index": found.case.entry_index,
        "rules": _version_as_json(found.rules, found.case.entry_index),
        "steps": [
            {
                "at": one.at.isoformat(timespec="seconds"),
                "actor": one.actor,
                "step": one.step,
                "state": one.state,
                "reason": one.reason,
            }
            for one in found.steps
        ],
    }


def tell_case(found: "RulesCase", terminal: Terminal) -> None:
    """A case for people."""
    rules = found.rules
    terminal.say(
        f"办件 {found.case.case_id}：第 {rules.version} 版《{rules.title}》，{_state(found.case.state, terminal)}。",
        f"Case {found.case.case_id}: version {rules.version}, {rules.title}: {_state(found.case.state, terminal)}.",
    )
    if found.case.entry_index is not None:
        terminal.say(f"已写入日志第 {found.case.entry_index} 条。", f"It is entry {found.case.entry_index} of the log.")
    if found.steps:
        terminal.table(
            (("时间", "At"), ("经办人", "Who"), ("事项", "Step"), ("意见或日期", "Remark or day")),
            [
                (shown_time(one.at, terminal), one.actor, _word(STEPS.get(one.step), one.step, terminal), one.reason)
                for one in found.steps
            ],
        )


def _tell_versions(versions: "tuple[PublishedRules, ...]", terminal: Terminal) -> None:
    if not versions:
        terminal.say("尚无已发布的规则。", "No rules are published.")
        return
    terminal.table(
        (
            ("版次", "Version"),
            ("名称", "Title"),
            ("通过", "Adopted"),
            ("生效", "From"),
            ("期满", "Until"),
            ("日志序号", "Index"),
        ),
        [
            (
                one.rules.version,
                one.rules.title,
                one.rules.adopted_on,
                one.rules.valid_from,
                one.rules.valid_until,
                one.index,
            )
            for one in versions
        ],
    )


def _version_as_json(rules: RuleSet, index: int | None) -> dict[str, object]:
    return {
        "branch": rules.branch,
        "version": rules.version,
        "title": rules.title,
        "adopted_on": None if rules.adopted_on is None else rules.adopted_on.isoformat(),
        "valid_from": rules.valid_from.isoformat(),
        "valid_until": None if rules.valid_until is None else rules.valid_until.isoformat(),
        "index": index,
    }


def _held_as_json(held: "BranchRules") -> dict[str, object]:
    rules = held.published.rules
    return {
        **_version_as_json(rules, held.published.index),
        "held_as_of": None if held.held_as_of is None else held.held_as_of.isoformat(timespec="seconds"),
        "quarantined": held.is_quarantined,
        **rule_set_as_json(rules),
    }


def _difference_as_json(one: Difference) -> dict[str, object]:
    return {"of": one.of, "id": one.id, "field": one.field, "before": one.before, "after": one.after}


def _state(state: str, terminal: Terminal) -> str:
    return _word(STATES.get(state), state, terminal)


def _word(phrase: Phrase | None, code: str, terminal: Terminal) -> str:
    return code if phrase is None else terminal.choose(phrase.zh, phrase.en)

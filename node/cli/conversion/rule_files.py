"""`rules check | cases`: a rules file by itself, before anybody is asked to adopt it; no branch's folder is needed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from federation.error_catalogue import ExitCode, describe
from federation.errors import RulesInvalid
from federation.rules.case_files import Difference, parse_cases, run_case
from federation.rules.outcome import Credit, Outcome
from federation.rules.reading import FoundFault, examine_rules, parse_rules
from federation.rules.rule_set import RuleSet
from federation.rules.toml_table import MAX_FILE_BYTES
from federation.rules.trace_words import (
    missing_words,
    reason_words,
    shortfall_label,
    shortfalls_told,
    trace_told,
    trace_words,
    verdict_words,
)
from node.cli.console.amounts import hundredths
from node.cli.console.options import JsonOption
from node.cli.console.terminal import Terminal

RulesFileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", show_default=False, help="转换规则文件（TOML） / the rules, a TOML file")
]
OF = {
    "verdict": ("结论", "verdict"),
    "grants": ("学分", "credit"),
    "rule": ("规则", "rule"),
    "reason": ("理由", "reason"),
    "missing": ("所缺", "missing"),
}


def register(rules: typer.Typer) -> None:
    """Adds the two commands to the group."""
    rules.command("check")(check_rules)
    rules.command("cases")(run_cases)


def check_rules(file: RulesFileArgument, as_json: JsonOption = False) -> int:
    """检查转换规则文件，按行列出全部错误 / check a rules file; every mistake is told by its line."""
    terminal = Terminal(as_json=as_json)
    rules, faults = examine_rules(read_text(file))
    terminal.result(
        {
            "ok": rules is not None,
            "branch": None if rules is None else rules.branch,
            "version": None if rules is None else rules.version,
            "title": None if rules is None else rules.title,
            "rules": 0 if rules is None else len(rules.rules),
            "faults": [
                {"line": one.line, "key": one.key, "reason": one.reason, "message": _fault_words(file, one, terminal)}
                for one in faults
            ],
        }
    )
    if rules is not None:
        terminal.say(
            f"规则文件无误：{rules.branch} 分行第 {rules.version} 版《{rules.title}》，共 {len(rules.rules)} 条规则。",
            f"Nothing is wrong: branch {rules.branch}, version {rules.version}, {rules.title}: "
            f"{len(rules.rules)} rules.",
        )
        return ExitCode.OK
    for one in faults:
        words = _fault_words(file, one, terminal)
        terminal.say(words, words)
    return ExitCode.NOT_ALL_HELD


def run_cases(
    file: RulesFileArgument,
    cases: Annotated[
        Path, typer.Argument(metavar="CASES", show_default=False, help="样例文件（TOML） / the cases, a TOML file")
    ],
    trace: Annotated[bool, typer.Option("--trace", help="逐步列出计算过程 / show how each outcome came about")] = False,
    as_json: JsonOption = False,
) -> int:
    """用样例检验规则：给定的学习成果应得的结果 / hold rules against cases: what is given, what is expected."""
    terminal = Terminal(as_json=as_json)
    rules = parse_rules(read_text(file), file=file.name)
    ran = [(case, *run_case(rules, case)) for case in parse_cases(read_text(cases), file=cases.name)]
    held = not any(differences for _, _, differences in ran)
    terminal.result(
        {
            "ok": held,
            "cases": [
                {
                    "name": case.name,
                    "ok": not differences,
                    "outcomes": [outcome_as_json(one, terminal) for one in outcomes],
                    "differences": [
                        {"achievement": one.achievement, "of": one.of, "expected": one.expected, "found": one.found}
                        for one in differences
                    ],
                }
                for case, outcomes, differences in ran
            ],
        }
    )
    for case, outcomes, differences in ran:
        mark = "✗" if differences else "✓"
        terminal.say(f"{mark} {case.name}", f"{mark} {case.name}")
        for difference in differences:
            _tell_difference(difference, terminal)
        if trace or differences:
            for at, outcome in enumerate(outcomes, start=1):
                terminal.say(f"  第 {at} 项：", f"  Achievement {at}:")
                tell_outcome(outcome, terminal, indent="    ")
    failed = sum(1 for _, _, differences in ran if differences)
    terminal.say(f"样例 {len(ran)} 个，不符 {failed} 个。", f"{len(ran)} cases, {failed} not met.")
    return ExitCode.OK if held else ExitCode.NOT_ALL_HELD


def read_text(path: Path) -> str:
    """The text of a rules or cases file.

    Raises:
        RulesInvalid: it can't be read, isn't UTF-8, or is too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise RulesInvalid(file=path.name, line=1, key="TOML", reason=f"too-large:{MAX_FILE_BYTES // 1024} KiB")
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise RulesInvalid(file=path.name, line=1, key="TOML", reason="unreadable") from None


def outcome_as_json(outcome: Outcome, terminal: Terminal) -> dict[str, object]:
    """An outcome with its reasoning, in codes and in words."""
    return {
        "verdict": str(outcome.verdict),
        "reason": outcome.reason,
        "rule": outcome.rule,
        "grants": [
            {"scheme": one.scheme, "course": one.course, "credits": f"{one.credits // 100}.{one.credits % 100:02d}"}
            for one in outcome.grants
        ],
        "missing": [
            {"rule": one.rule, "code": one.code, "message": missing_words(one, terminal.language)}
            for one in outcome.missing
        ],
        "trace": [trace_words(line, terminal.language) for line in outcome.trace],
    }


def tell_outcome(outcome: Outcome, terminal: Terminal, *, indent: str = "") -> None:
    """An outcome for people: the verdict, what is missing, and every step of the reasoning."""
    words = f"{verdict_words(outcome, terminal.language)}：{reason_words(outcome.reason, terminal.language)}"
    terminal.say(f"{indent}{words}", f"{indent}{words.replace('：', ': ', 1)}")
    for one in shortfalls_told(outcome):
        label, told = shortfall_label(one, terminal.language), missing_words(one, terminal.language)
        terminal.say(
            f"{indent}{label}：{told}{f'（规则 {one.rule}）' if one.rule else ''}",
            f"{indent}{label}: {told}{f' (rule {one.rule})' if one.rule else ''}",
        )
    for line in trace_told(outcome):
        told = trace_words(line, terminal.language)
        terminal.say(f"{indent}· {told}", f"{indent}· {told}")


def granted_words(grants: Sequence[Credit], rules: RuleSet) -> str:
    """What is granted, each amount with its scheme's name; "0" for nothing."""
    return "、".join(f"{hundredths(one.credits)} {rules.scheme(one.scheme).name}" for one in grants) or "0"


def _fault_words(file: Path, fault: FoundFault, terminal: Terminal) -> str:
    error = RulesInvalid(file=file.name, line=fault.line, key=fault.key, reason=fault.reason)
    return describe(error, terminal.language)


def _tell_difference(one: Difference, terminal: Terminal) -> None:
    zh, en = OF[one.of]
    terminal.say(
        f"  第 {one.achievement} 项的{zh}：应为“{one.expected}”，实为“{one.found}”",
        f"  Achievement {one.achievement}, {en}: expected {one.expected!r}, found {one.found!r}",
    )

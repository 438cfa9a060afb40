"""An achievement of Zhejiang becomes credit in Jiangsu: rules, guidance, consent, hold, decision, credit."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from federation.error_catalogue.transfer_words import TRANSFER_ENTRIES
from federation.model.entry import Kind
from federation.rules.outcome import Verdict
from federation.rules.trace_words import VERDICTS
from node.cli.demo.commands import run
from node.cli.demo.stage import SAMPLES, Stage
from samples.people import everywhere

RULES = SAMPLES / "rules" / "jiangsu.toml"
CLERK, REVIEWER, MEMBER = "clerk", "reviewer", "member"
"""Who files, who reviews (and sits on the expert committee), and the committee's other member."""
LASTING = timedelta(days=90)
TRANSFER_S = 60.0


async def transfer(stage: Stage) -> None:
    """Zhejiang's achievement, asked for, decided and booked in Jiangsu."""
    folder, number = stage.folders["32"], everywhere()[0].document_number
    published = await _publish_rules(stage)
    stage.hold(
        published["state"] == "issued",
        "江苏的转换规则经两人签署后发布，写入日志",
        "Jiangsu's rules, signed by two, are published on its log",
    )
    person = ("--document", "-", "--basis", "self", "--as", CLERK)
    guided = (await run("guide", folder, "--branch", "32", "--purpose", "转换指导", *person, typed=number)).value
    item = next(one for advice in guided["advice"] for one in advice["items"] if one["branch"] == "33")
    proposed = sum(float(one["credits"]) for one in item["grants"])
    verdict = VERDICTS[Verdict(item["verdict"])]
    stage.say(
        f"转换指导：浙江的《{item['title']}》在江苏可得 {proposed:.2f} 学分（{verdict.zh}）；不构成承诺。",
        f"Guidance: {item['title']} would be {proposed:.2f} credits in Jiangsu ({verdict.en}); no commitment.",
    )
    until = (datetime.now(UTC) + LASTING).date().isoformat()
    words = ("--achievement", f"33:{item['index']}", "--purpose", "申请学分转换", "--until", until, *person)
    started = time.perf_counter()
    asked = (await run("transfer", "request", folder, *words, typed=number)).value
    stage.say(
        f"本人授权{'、'.join(asked['consent']['to_whom'])}办理，至 {until}；转换编号 {asked['references'][0]}。",
        f"The person consents until {until}; transfer {asked['references'][0]}.",
    )
    shown = await _await_end(stage, asked["case"], number)
    ended = shown["transfers"][0]["items"][0]
    took = time.perf_counter() - started
    stage.hold(
        ended["status"] == "converted",
        f"浙江锁定、江苏认定、浙江办结，共 {took:.1f} 秒：{ended['message']}",
        f"held by Zhejiang, decided by Jiangsu, closed by Zhejiang, in {took:.1f} s: {ended['message']}",
    )
    stage.terminal.table(
        (("分行", "Branch"), ("日志序号", "Index"), ("事项", "Entry")),
        [
            (stage.name(one["branch"]), one["index"], _entry_word(stage, one["kind"]))
            for one in shown["transfers"][0]["entries"]
        ],
    )
    decision = ended["decision"] or {}
    trace = (decision.get("outcome") or {}).get("trace", [])
    for line in trace:
        stage.say(f"  · {line}", f"  · {line}")
    stage.hold(
        shown["opened"] and bool(trace),
        "认定依据密封给本人，凭证件可读",
        "why it was decided so is sealed to the person, and opens with the document",
    )
    credit = (await run("credit", "show", folder, "--purpose", "本人查询", *person, typed=number)).value
    lines = [(one["credits"], one["state"]) for one in credit["lines"]]
    granted = [one["credits"] for one in ended["credit"]]
    stage.hold(
        bool(granted) and lines == [(one, "final") for one in granted],
        f"学分已记入江苏账户：{'、'.join(granted)}",
        f"the credit is on the account in Jiangsu: {', '.join(granted)}",
    )
    again = await run(
        "transfer",
        "request",
        folder,
        *("--achievement", f"33:{item['index']}", "--purpose", "再次申请", "--until", until, *person),
        typed=number,
        allowed=range(1, 80),
    )
    stage.hold(again.code != 0, f"同一成果不能再转换：{again.said}", f"it can't be converted again: {again.said}")
    stage.figures["transfer_s"] = took


async def _publish_rules(stage: Stage) -> Any:
    """Jiangsu's sample rules on its log, as two members of the committee publish them."""
    folder = stage.folders["32"]
    root = (await run("unit", "list", folder)).value["units"][0]["code"]
    # One after the other: the first operators register the branch's own people.
    await run("operator", "add", folder, CLERK, "--unit", root, "--duty", "filing")
    await run("operator", "add", folder, REVIEWER, "--unit", root, "--duty", "review", "--duty", "rulemaking")
    await run("operator", "add", folder, MEMBER, "--unit", root, "--duty", "rulemaking")
    stage.actors["32"] = CLERK
    # The samples' achievements keep their dates: here they never grow too old for the rules.
    rules = stage.base / "jiangsu-rules.toml"
    text = RULES.read_text(encoding="utf-8")
    rules.write_text(text.replace("within_months = 60", "within_months = 600"), encoding="utf-8")
    case = (await run("rules", "draft", folder, rules, "--as", REVIEWER)).value["case"]
    await run("rules", "consult", folder, case, "--remark", "各单位均无不同意见", "--as", REVIEWER)
    await run("rules", "adopt", folder, case, "--on", "2025-12-20", "--as", REVIEWER)
    await run("rules", "adopt", folder, case, "--on", "2025-12-20", "--as", MEMBER)
    return (await run("rules", "publish", folder, case, "--as", MEMBER)).value


async def _await_end(stage: Stage, case: str, number: str) -> Any:
    """The application once it has ended, or as it stands after a minute."""
    folder, started = stage.folders["32"], time.perf_counter()
    while True:
        words = ("--document", "-", "--as", CLERK)
        shown = (await run("transfer", "show", folder, case, *words, typed=number)).value
        if shown["state"] == "ended" or time.perf_counter() - started > TRANSFER_S:
            return shown
        await asyncio.sleep(0.2)


def _entry_word(stage: Stage, kind: str) -> str:
    return stage.terminal.choose(*TRANSFER_ENTRIES[Kind[kind.upper().replace("-", "_")]])

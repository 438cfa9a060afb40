"""Signed records reach the other branches, through a power cut too, and every entry is examined."""

import asyncio
import signal
import time

from node.cli.demo.commands import run
from node.cli.demo.setting_up import CODES
from node.cli.demo.stage import NAMES, Stage
from samples.people import everywhere

LATE_WORKBOOK = ("34", "anhui-achievements.xlsx", ())
SYNC_S = 60.0


async def sync(stage: Stage) -> None:
    """All nodes come to hold the same logs."""
    took = await await_equal(stage)
    await _show_heads(stage)
    stage.hold(took is not None, "四个节点持有相同的日志", "all four nodes hold the same logs")
    found = (await run("catalogue", "search", stage.folders["31"], "家政")).value["projects"]
    stage.hold(
        [one["branch"] for one in found] == ["33"],
        "在上海可查到浙江目录中的项目",
        "Zhejiang's catalogue is searched in Shanghai",
    )
    stage.figures["sync_s"] = took


async def cut_power(stage: Stage) -> None:
    """A node is killed, the others go on, and it catches up by itstage."""
    await stage.serving["33"].stop(signal.SIGKILL)
    code, file, options = LATE_WORKBOOK
    report = await stage.import_one(code, file, options)
    stage.say(
        f"浙江节点被强行终止；其间安徽导入 {report.value['accepted']} 条。",
        f"Zhejiang was killed; meanwhile Anhui imported {report.value['accepted']}.",
    )
    found = await stage.lookup("31", everywhere()[0].document_number)
    stage.hold(
        any(one["branch"] == "33" for one in found["achievements"]),
        "浙江停机期间，上海仍可查到浙江已登记的成果",
        "while Zhejiang is down its records are still found in Shanghai",
    )
    await stage.serving["33"].start()
    took = await await_equal(stage)
    await _show_heads(stage)
    stage.hold(
        took is not None,
        f"浙江重启后自行追平，无需人工（{took or 0:.1f} 秒）",
        f"Zhejiang caught up by itself after {took or 0:.1f} s",
    )
    found = await stage.lookup("33", everywhere()[0].document_number)
    stage.hold(
        {one["branch"] for one in found["achievements"]} == set(CODES),
        "在浙江查到该学习者在四省市的全部成果",
        "in Zhejiang the learner's records of all four provinces are found",
    )


async def examine(stage: Stage) -> None:
    """Every entry of every log is examined."""
    reports = await asyncio.gather(*(run("log", "fsck", folder, allowed=(0, 7)) for folder in stage.folders.values()))
    entries = sum(report.value["entries"] for report in reports)
    findings = sum(len(report.value["findings"]) for report in reports)
    stage.hold(findings == 0, f"核对 {entries} 条，异常 {findings}", f"{entries} entries read, {findings} findings")


async def _heads(stage: Stage) -> dict[str, dict[str, tuple[int, str]]]:
    folders = stage.folders
    outcomes = await asyncio.gather(*(run("log", "head", folder) for folder in folders.values()))
    return {
        code: {one["branch"]: (one["size"], one["root"]) for one in outcome.value}
        for code, outcome in zip(folders, outcomes, strict=True)
    }


async def await_equal(stage: Stage) -> float | None:
    """Seconds until all nodes hold the same logs; None if that took too long."""
    started = time.perf_counter()
    while time.perf_counter() - started < SYNC_S:
        heads = list((await _heads(stage)).values())
        if all(one == heads[0] for one in heads) and len(heads[0]) == len(CODES):
            return time.perf_counter() - started
        await asyncio.sleep(0.3)
    return None


async def _show_heads(stage: Stage) -> None:
    heads = await _heads(stage)
    stage.terminal.table(
        (("节点", "Node"), *((f"{NAMES[code][0]}日志", f"{NAMES[code][1]}'s log") for code in CODES)),
        [
            (
                stage.name(node),
                *(f"{held[code][0]} · {held[code][1][:8]}" if code in held else "—" for code in CODES),
            )
            for node, held in heads.items()
        ],
    )

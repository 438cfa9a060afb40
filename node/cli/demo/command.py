"""The command itself: an empty folder, the story, then wait or end."""

import asyncio
import shlex
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from federation.error_catalogue import ExitCode
from node.cli.console.options import JsonOption
from node.cli.console.outcome import INTERRUPTED
from node.cli.console.terminal import Terminal
from node.cli.demo.commands import DemoFailure, program_words
from node.cli.demo.setting_up import CODES
from node.cli.demo.stage import Stage
from node.cli.demo.story import tell
from node.folder.durable_files import OWNER_ONLY, create_file
from samples.people import everywhere


def register(app: typer.Typer) -> None:
    """Adds `demo`."""
    app.command("demo")(demo)


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="讲完即退出，全部成立则返回 0 / end after the story; 0 if all held")
    ] = False,
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep", metavar="DIR", show_default=False, help="数据保留在此空目录 / keep the data in this empty folder"
        ),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """四家分行在本机运行：导入、同步、跨省查询、脱机校验 / four branches on this machine, told as a story."""
    terminal = Terminal(as_json=as_json)
    if keep is not None and keep.exists() and any(keep.iterdir()):
        raise typer.BadParameter(
            terminal.choose(
                f"目录 {keep} 不是空目录：请换一个空目录，或删除后重试",
                f"{keep} isn't empty: name another folder, or delete it and try again",
            )
        )
    base = keep or Path(tempfile.mkdtemp(prefix="deltabank-demo-"))
    base.mkdir(parents=True, exist_ok=True)
    stopped_by_hand = False
    try:
        code, stopped_by_hand = asyncio.run(_run(base.resolve(), terminal, once=once, is_kept=keep is not None))
    finally:
        if keep is None:
            shutil.rmtree(base, ignore_errors=True)
    if stopped_by_hand and keep is None:
        terminal.remark("已清理。", "Cleaned up.")
    elif stopped_by_hand:
        terminal.remark(f"已停止，数据保留在 {base}。", f"Stopped; the data is in {base}.")
    return code


async def _run(base: Path, terminal: Terminal, *, once: bool, is_kept: bool) -> tuple[int, bool]:
    """The exit code, and whether somebody stopped it."""
    terminal.say("长三角学分银行 · 四省市联盟演示", "Yangtze Delta credit bank · a federation of four")
    stage, started = Stage(base, terminal), time.perf_counter()
    stop, told = asyncio.Event(), False
    loop = asyncio.get_running_loop()
    telling = asyncio.create_task(tell(stage))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _end, stop, telling)
    try:
        await telling
    except DemoFailure as failure:
        # A Ctrl-C reaches the command that is running too, and may be heard of there first.
        if not stop.is_set():
            stage.failures.append(str(failure))
            terminal.remark(f"演示未能继续：{failure}", f"The demo broke off: {failure}")
    except asyncio.CancelledError:
        pass
    else:
        _sum_up(stage, terminal, time.perf_counter() - started)
        if not once and not stage.failures:
            _say_how_to_go_on(base, terminal, is_kept=is_kept)
            told = True
            await stop.wait()
    finally:
        if stop.is_set():
            _say_that_it_ends(terminal, interrupted=not told, is_kept=is_kept)
        await stage.stop()
    if stop.is_set() and not told:
        stage.failures.append("interrupted")
    terminal.result({"held": stage.held, "failures": stage.failures, **stage.figures})
    if stop.is_set() and not told:
        return INTERRUPTED, True
    return ExitCode.NOT_ALL_HELD if stage.failures else ExitCode.OK, stop.is_set()


def _say_that_it_ends(terminal: Terminal, *, interrupted: bool, is_kept: bool) -> None:
    if interrupted and is_kept:
        terminal.remark("已中断，正在停止…", "Interrupted; stopping…")
    elif interrupted:
        terminal.remark("已中断，正在清理…", "Interrupted; cleaning up…")
    elif is_kept:
        terminal.remark("正在停止四个节点…", "Stopping the four nodes…")
    else:
        terminal.remark("正在停止四个节点并清理…", "Stopping the four nodes and cleaning up…")


def _end(stop: asyncio.Event, telling: asyncio.Task[None]) -> None:
    stop.set()
    telling.cancel()


def _sum_up(stage: Stage, terminal: Terminal, seconds: float) -> None:
    for failure in stage.failures:
        terminal.say(f"✗ 未成立：{failure}", f"✗ did not hold: {failure}")
    total = stage.held + len(stage.failures)
    terminal.say(
        f"\n共 {total} 项检查，成立 {stage.held} 项，未成立 {len(stage.failures)} 项，用时 {seconds:.0f} 秒。",
        f"\n{total} checks: {stage.held} held, {len(stage.failures)} did not, in {seconds:.0f} s.",
    )


def _ending(base: Path, terminal: Terminal, *, is_kept: bool) -> str:
    """What Ctrl-C does."""
    if is_kept:
        return terminal.choose(f"按 Ctrl-C 结束，数据保留在 {base}。", f"Ctrl-C ends it; the data stays in {base}.")
    return terminal.choose("按 Ctrl-C 结束并清理。", "Ctrl-C ends it and cleans up.")


def _say_how_to_go_on(base: Path, terminal: Terminal, *, is_kept: bool) -> None:
    ending = _ending(base, terminal, is_kept=is_kept)
    learner = base / "learner.txt"
    create_file(learner, f"{everywhere()[0].document_number}\n".encode(), OWNER_ONLY)
    program, codes = program_words(), "|".join(CODES)
    folders = {code: shlex.quote(str(base / code)) for code in CODES}
    person = f"--document {shlex.quote(str(learner))} --basis self"
    terminal.say(
        f"四个节点仍在运行，目录 {base}/({codes})。可另开终端试用，例如：\n"
        f"  {program} sync status {folders['31']}\n"
        f"  {program} doctor {folders['32']}\n"
        f"  {program} lookup {folders['31']} {person} --purpose 本人查询\n"
        f"学分转换、认证报告的逐步办法见 README.zh-CN.md。{ending}",
        f"The four nodes stay up, in {base}/({codes}). In another terminal:\n"
        f"  {program} sync status {folders['31']}\n"
        f"  {program} doctor {folders['32']}\n"
        f"  {program} lookup {folders['31']} {person} --purpose 'my own records'\n"
        f"README.md goes on from here with a transfer and a report, step by step. {ending}",
    )

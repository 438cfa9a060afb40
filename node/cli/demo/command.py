"""The command itself: an empty folder, the story, then wait or end."""

import asyncio
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from federation.error_catalogue import ExitCode
from node.cli.demo.commands import DemoFailure
from node.cli.demo.setting_up import CODES
from node.cli.demo.story import Story
from node.cli.options import JsonOption
from node.cli.terminal import Terminal


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
        raise typer.BadParameter(terminal.choose("目录须为空", "the folder must be empty"))
    base = keep or Path(tempfile.mkdtemp(prefix="deltabank-demo-"))
    base.mkdir(parents=True, exist_ok=True)
    try:
        return asyncio.run(_run(base.resolve(), terminal, once=once))
    finally:
        if keep is None:
            shutil.rmtree(base, ignore_errors=True)


async def _run(base: Path, terminal: Terminal, *, once: bool) -> int:
    terminal.say("长三角学分银行 · 四省市联盟演示", "Yangtze Delta credit bank · a federation of four")
    story, started = Story(base, terminal), time.perf_counter()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    telling = asyncio.create_task(story.tell())
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _end, stop, telling)
    try:
        await telling
    except DemoFailure as failure:
        story.failures.append(str(failure))
        terminal.remark(f"演示中断：{failure}", f"The demo broke off: {failure}")
    except asyncio.CancelledError:
        story.failures.append("interrupted")
    else:
        _sum_up(story, terminal, time.perf_counter() - started)
        if not once and not story.failures:
            _say_how_to_go_on(base, terminal)
            await stop.wait()
    finally:
        await story.stop()
    terminal.result({"held": story.held, "failures": story.failures, **story.figures})
    return ExitCode.NOT_ALL_HELD if story.failures else ExitCode.OK


def _end(stop: asyncio.Event, telling: asyncio.Task[None]) -> None:
    stop.set()
    telling.cancel()


def _sum_up(story: Story, terminal: Terminal, seconds: float) -> None:
    for failure in story.failures:
        terminal.say(f"✗ 未成立：{failure}", f"✗ did not hold: {failure}")
    total = story.held + len(story.failures)
    terminal.say(
        f"\n共 {total} 项检查，成立 {story.held} 项，未成立 {len(story.failures)} 项，用时 {seconds:.0f} 秒。",
        f"\n{total} checks: {story.held} held, {len(story.failures)} did not, in {seconds:.0f} s.",
    )


def _say_how_to_go_on(base: Path, terminal: Terminal) -> None:
    codes = "|".join(CODES)
    terminal.say(
        f"四个节点仍在运行，目录 {base}/({codes})。可另开终端试用，例如：\n"
        f"  deltabank sync status {base}/31\n"
        f"  deltabank doctor {base}/32\n"
        f"  deltabank lookup {base}/31 --purpose 本人查询 --basis self\n"
        "按 Ctrl-C 结束并清理。",
        f"The four nodes stay up, in {base}/({codes}). In another terminal:\n"
        f"  deltabank sync status {base}/31\n"
        f"  deltabank doctor {base}/32\n"
        f"  deltabank lookup {base}/31 --purpose 'my own records' --basis self\n"
        "Ctrl-C ends it and cleans up.",
    )

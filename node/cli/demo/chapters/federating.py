"""Four branches federate, and their nodes start."""

import asyncio

from node.cli.demo.commands import ServingBranch
from node.cli.demo.setting_up import CODES, set_up
from node.cli.demo.stage import Stage


async def federate(stage: Stage) -> None:
    """The first chapter: founded, joined, signed."""
    stage.federation = made = await set_up(stage.base)
    stage.say(
        f"江苏创建联盟，邀请上海、浙江、安徽；名册第 2 版：{made.root_keys} 把根密钥中已有 {made.signatures} 把签署。",
        f"Jiangsu founded it and invited three; {made.signatures} of {made.root_keys} root keys signed roster 2.",
    )
    stage.say(f"首版名册指纹 {made.fingerprint}", f"fingerprint of the first roster {made.fingerprint}")
    stage.hold(made.signatures * 2 > made.root_keys, "名册签名过半数", "a majority signed the roster")


async def serve(stage: Stage) -> None:
    """Each node starts as a process of its own."""
    for code, folder in stage.folders.items():
        stage.serving[code] = ServingBranch(folder, folder / "state" / "serve.log")
    seconds = await asyncio.gather(*(one.start() for one in stage.serving.values()))
    stage.terminal.table(
        (
            ("分行", "Branch"),
            ("进程", "Process"),
            ("分行间端口", "For branches"),
            ("客户端端口", "For clients"),
            ("就绪（秒）", "Ready, s"),
        ),
        [
            (stage.name(code), one.pid, one.ports["peers"], one.ports["clients"], f"{took:.1f}")
            for (code, one), took in zip(stage.serving.items(), seconds, strict=True)
        ],
    )
    stage.hold(len({one.pid for one in stage.serving.values()}) == len(CODES), "四个节点运行中", "four nodes run")

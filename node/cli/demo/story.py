"""The story: found, serve, import, sync, look up, verify, certify, transfer, cut the power, come back.

Every chapter runs the real commands and holds what they say; what doesn't hold is
counted and said, and decides the exit code. To add a chapter: its module in `chapters`, its line here.
"""

import time
from collections.abc import Awaitable, Callable

from node.cli.demo.chapters import certifying, declaring, federating, importing, looking, transferring, travelling
from node.cli.demo.stage import Stage

CHAPTERS: tuple[tuple[str, str, Callable[[Stage], Awaitable[None]]], ...] = (
    ("四家分行结成联盟", "Four branches federate", federating.federate),
    ("四个节点启动，各为一个进程", "Four nodes start, a process each", federating.serve),
    ("浙江：申报、审核、发布目录", "Zhejiang declares, reviews and catalogues", declaring.declare),
    ("导入工作簿（真实格式）", "Workbooks (in their real form) are imported", importing.import_workbooks),
    ("签名记录同步到其他三省市", "Signed records reach the other three", travelling.sync),
    ("学习者跨省查询", "A learner looks up across provinces", looking.look_up),
    ("脱机校验一条记录", "A record is verified offline", looking.verify),
    ("浙江的成果转换为江苏的学分", "Zhejiang's achievement becomes credit in Jiangsu", transferring.transfer),
    ("出具认证报告，在安徽凭编号验证", "A report is issued, and verified in Anhui", certifying.certify),
    ("浙江断电，业务照常，来电自愈", "Zhejiang loses power and heals itself", travelling.cut_power),
    ("全部日志逐条核对", "Every entry is examined", travelling.examine),
)


async def tell(stage: Stage) -> None:
    """All chapters in order. Raises `DemoFailure` where going on makes no sense."""
    for number, (zh, en, chapter) in enumerate(CHAPTERS, 1):
        stage.terminal.say(f"\n── {number}. {zh}", f"\n── {number}. {en}")
        started = time.perf_counter()
        await chapter(stage)
        took = time.perf_counter() - started
        stage.terminal.say(f"   （用时 {took:.1f} 秒）", f"   ({took:.1f} s)")

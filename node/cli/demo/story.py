"""The story: found, serve, import, sync, look up, verify, cut the power, come back.

Every chapter runs the real commands and holds what they say; what doesn't hold is
counted and said, and decides the exit code.
"""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from node.cli.console.record_words import FRESHNESS, STATUSES
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.demo.commands import Outcome, ServingBranch, run
from node.cli.demo.declaring import SCHOOL, catalogue_projects
from node.cli.demo.setting_up import CODES, Federation, set_up
from samples.people import everywhere

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
NAMES = {"31": ("上海", "Shanghai"), "32": ("江苏", "Jiangsu"), "33": ("浙江", "Zhejiang"), "34": ("安徽", "Anhui")}
WORKBOOKS = (
    ("32", "jiangsu-accounts.xlsx", ()),
    ("32", "jiangsu-achievements.xlsx", ("--by", "user-number")),
    ("31", "shanghai-achievements.xlsx", ()),
    ("33", "zhejiang-results.xlsx", ()),
)
DECLARED = SAMPLES / "zhejiang-projects.xlsx"
ACTORS = {"33": SCHOOL}
"""Who acts at a branch that has registered operators; elsewhere whoever sits at the machine."""
LATE_WORKBOOK = ("34", "anhui-achievements.xlsx", ())
SYNC_S = 60.0
NOT_ALL_HELD = 1
INPUT_REFUSED_OR_INTEGRITY = (3, 6, 7)
Chapter = Callable[[], Awaitable[None]]


class Story:
    """One run of the demo over an empty folder."""

    def __init__(self, base: Path, terminal: Terminal) -> None:
        self._base = base
        self._terminal = terminal
        self.federation: Federation | None = None
        self.serving: dict[str, ServingBranch] = {}
        self.held = 0
        self.failures: list[str] = []
        self.figures: dict[str, object] = {}

    async def tell(self) -> None:
        """All chapters in order. Raises `DemoFailure` where going on makes no sense."""
        chapters: tuple[tuple[str, str, Chapter], ...] = (
            ("四家分行结成联盟", "Four branches federate", self._federate),
            ("四个节点启动，各为一个进程", "Four nodes start, a process each", self._serve),
            ("浙江：申报、审核、发布目录", "Zhejiang declares, reviews and catalogues", self._declare),
            ("导入工作簿（真实格式）", "Workbooks (in their real form) are imported", self._import),
            ("签名记录同步到其他三省市", "Signed records reach the other three", self._sync),
            ("学习者跨省查询", "A learner looks up across provinces", self._look_up),
            ("脱机校验一条记录", "A record is verified offline", self._verify),
            ("浙江断电，业务照常，来电自愈", "Zhejiang loses power and heals itself", self._cut_power),
            ("全部日志逐条核对", "Every entry is examined", self._fsck),
        )
        for number, (zh, en, chapter) in enumerate(chapters, 1):
            self._terminal.say(f"\n── {number}. {zh}", f"\n── {number}. {en}")
            started = time.perf_counter()
            await chapter()
            took = time.perf_counter() - started
            self._terminal.say(f"   （用时 {took:.1f} 秒）", f"   ({took:.1f} s)")

    async def stop(self) -> None:
        """Stops the nodes."""
        await asyncio.gather(*(one.stop() for one in self.serving.values()))

    async def _federate(self) -> None:
        self.federation = made = await set_up(self._base)
        self._say(
            "江苏创建联盟，邀请上海、浙江、安徽；"
            f"名册第 2 版：{made.root_keys} 把根密钥中已有 {made.signatures} 把签署。",
            f"Jiangsu founded it and invited three; {made.signatures} of {made.root_keys} root keys signed roster 2.",
        )
        self._say(f"首版名册指纹 {made.fingerprint}", f"fingerprint of the first roster {made.fingerprint}")
        self._hold(made.signatures * 2 > made.root_keys, "名册签名过半数", "a majority signed the roster")

    async def _serve(self) -> None:
        assert self.federation is not None
        for code, folder in self.federation.folders.items():
            self.serving[code] = ServingBranch(folder, folder / "state" / "serve.log")
        seconds = await asyncio.gather(*(one.start() for one in self.serving.values()))
        self._terminal.table(
            (
                ("分行", "Branch"),
                ("进程", "Process"),
                ("分行间端口", "For branches"),
                ("客户端端口", "For clients"),
                ("就绪（秒）", "Ready, s"),
            ),
            [
                (self._name(code), one.pid, one.ports["peers"], one.ports["clients"], f"{took:.1f}")
                for (code, one), took in zip(self.serving.items(), seconds, strict=True)
            ],
        )
        self._hold(len({one.pid for one in self.serving.values()}) == len(CODES), "四个节点运行中", "four nodes run")

    async def _declare(self) -> None:
        assert self.federation is not None
        made = await catalogue_projects(self.federation.folders["33"], DECLARED)
        self._terminal.table(
            (("项目编码", "Code"), ("项目名称", "Project"), ("类别", "Category")),
            [(one["project_code"], one["project_name"], one["category"]) for one in made["projects"]],
        )
        self._hold(
            len(made["projects"]) == 4,
            "学校申报的 4 个项目经分中心审核，已编入季度目录",
            "the school's four projects were approved and are in the quarter's catalogue",
        )

    async def _import(self) -> None:
        rows = []
        examples: list[dict[str, Any]] = []
        for code, file, options in WORKBOOKS:
            report = await self._import_one(code, file, options)
            rows.append(self._import_row(code, file, report))
            examples += report.value["errors"][:2]
        self._terminal.table(
            (
                ("分行", "Branch"),
                ("工作簿", "Workbook"),
                ("行数", "Rows"),
                ("成功", "Accepted"),
                ("重复", "Duplicate"),
                ("失败", "Rejected"),
            ),
            rows,
        )
        self._say(
            "失败的行逐格说明原因，并退回可直接重传的工作簿，例如：",
            "Rejected rows say why, cell by cell, and come back:",
        )
        for one in examples[:4]:
            self._say(
                f"  第 {one['row']} 行 {one['column']}：{one['message']}",
                f"  row {one['row']} {one['column']}: {one['message']}",
            )
        code, file, options = WORKBOOKS[1]
        again = await self._import_one(code, file, options)
        self._hold(
            again.value["accepted"] == 0 and again.value["duplicate"] == rows[1][3] + rows[1][4],
            f"同一文件再次导入：新增 0，重复 {again.value['duplicate']}",
            f"the same file again: 0 new, {again.value['duplicate']} duplicates",
        )

    async def _sync(self) -> None:
        took = await self._await_equal()
        await self._show_heads()
        self._hold(took is not None, "四个节点持有相同的日志", "all four nodes hold the same logs")
        assert self.federation is not None
        found = (await run("catalogue", "search", self.federation.folders["31"], "家政")).value["projects"]
        self._hold(
            [one["branch"] for one in found] == ["33"],
            "在上海可查到浙江目录中的项目",
            "Zhejiang's catalogue is searched in Shanghai",
        )
        self.figures["sync_s"] = took

    async def _look_up(self) -> None:
        learner = everywhere()[0]
        found = await self._lookup("31", learner.document_number)
        self._terminal.table(
            (
                ("登记分行", "Issued by"),
                ("学习成果", "Achievement"),
                ("单位", "Institution"),
                ("取得时间", "On"),
                ("状态", "Status"),
            ),
            [
                (
                    self._name(one["branch"]),
                    one["title"],
                    one["institution"],
                    one["achieved_on"],
                    self._status(STATUSES, one),
                )
                for one in found["achievements"]
            ],
        )
        self._terminal.table(
            (("分行", "Branch"), ("数据状况", "Freshness"), ("截至", "As of"), ("尚差", "Behind")),
            [
                (
                    self._name(one["branch"]),
                    self._status(FRESHNESS, one),
                    shown_time(one["as_of"], self._terminal),
                    one["behind"],
                )
                for one in found["branches"]
            ],
        )
        provinces = {one["branch"] for one in found["achievements"]}
        self._hold(
            provinces == {"31", "32", "33"},
            "在上海凭证件查到上海、江苏、浙江三省市的成果",
            "in Shanghai the document finds records of Shanghai, Jiangsu and Zhejiang",
        )
        self._hold(
            {one["branch"] for one in found["branches"]} == set(CODES),
            "四家分行的新鲜度逐一标明",
            "every branch's freshness is said",
        )
        stranger = await self._lookup("31", everywhere()[9].document_number)
        mine = {(one["origin"], one["index"]) for one in found["achievements"]}
        theirs = {(one["origin"], one["index"]) for one in stranger["achievements"]}
        self._hold(not mine & theirs, "他人的证件看不到这些记录", "another's document finds none of these")

    async def _verify(self) -> None:
        assert self.federation is not None
        learner = everywhere()[0]
        found = await self._lookup("34", learner.document_number)
        record = next(one for one in found["achievements"] if one["branch"] == "32")
        file = self._base / "record.creditbank"
        folder = self.federation.folders["34"]
        where = ("--origin", record["origin"], "--index", record["index"])
        await run("prove", folder, *where, "-o", file, "--document", "-", typed=learner.document_number)
        trust = ("--roster", self.federation.trust_file, "--fingerprint", self.federation.fingerprint)
        verified = (await run("verify", file, *trust)).value
        witnesses = "、".join(self._name(one["branch"]) for one in verified["witnesses"])
        self._say(
            f"安徽出具江苏登记的记录（{file.stat().st_size} 字节），无节点、无网络、无数据库即可校验：",
            f"Anhui hands out a record of Jiangsu ({file.stat().st_size} bytes); it verifies with nothing else:",
        )
        title, as_of = verified["content"]["title"], shown_time(verified["authentic_as_of"], self._terminal)
        self._say(
            f"  {verified['content']['masked_name']} · {title} · 截至 {as_of} 真实；见证：{witnesses}",
            f"  {title}: authentic as of {as_of}; witnesses: {witnesses}",
        )
        self._say("  此后是否更正或撤销未作核对", "  later correction or revocation was not checked")
        self._hold(verified["content"]["title"] == record["title"], "脱机校验通过", "it verifies offline")
        self._hold(bool(verified["witnesses"]), "有其他分行见证", "other branches witnessed it")
        forged = self._base / "forged.creditbank"
        data = bytearray(file.read_bytes())
        data[len(data) // 3] ^= 1
        forged.write_bytes(data)
        refused = await run("verify", forged, *trust, allowed=(0, *INPUT_REFUSED_OR_INTEGRITY))
        self._hold(
            refused.code != 0, f"改动一个比特即被拒绝：{refused.said}", f"one bit flipped is refused: {refused.said}"
        )

    async def _cut_power(self) -> None:
        await self.serving["33"].stop(signal.SIGKILL)
        code, file, options = LATE_WORKBOOK
        report = await self._import_one(code, file, options)
        self._say(
            f"浙江节点被强行终止；其间安徽导入 {report.value['accepted']} 条。",
            f"Zhejiang was killed; meanwhile Anhui imported {report.value['accepted']}.",
        )
        found = await self._lookup("31", everywhere()[0].document_number)
        self._hold(
            any(one["branch"] == "33" for one in found["achievements"]),
            "浙江停机期间，上海仍可查到浙江已登记的成果",
            "while Zhejiang is down its records are still found in Shanghai",
        )
        await self.serving["33"].start()
        took = await self._await_equal()
        await self._show_heads()
        self._hold(
            took is not None,
            f"浙江重启后自行追平，无需人工（{took or 0:.1f} 秒）",
            f"Zhejiang caught up by itself after {took or 0:.1f} s",
        )
        found = await self._lookup("33", everywhere()[0].document_number)
        self._hold(
            {one["branch"] for one in found["achievements"]} == set(CODES),
            "在浙江查到该学习者在四省市的全部成果",
            "in Zhejiang the learner's records of all four provinces are found",
        )

    async def _fsck(self) -> None:
        assert self.federation is not None
        reports = await asyncio.gather(
            *(run("log", "fsck", folder, allowed=(0, 7)) for folder in self.federation.folders.values())
        )
        entries = sum(report.value["entries"] for report in reports)
        findings = sum(len(report.value["findings"]) for report in reports)
        self._hold(findings == 0, f"核对 {entries} 条，异常 {findings}", f"{entries} entries read, {findings} findings")

    async def _import_one(self, code: str, file: str, options: tuple[str, ...]) -> Outcome:
        assert self.federation is not None
        folder = self.federation.folders[code]
        report = await run("import", folder, SAMPLES / file, *options, *_acting(code), allowed=(0, NOT_ALL_HELD))
        value = report.value
        self._hold(
            value["rows"] == value["accepted"] + value["duplicate"] + value["rejected"],
            f"{self._name(code)} {file}：每一行都有去处",
            f"{self._name(code)} {file}: every row is accounted for",
            quiet=True,
        )
        return report

    def _import_row(self, code: str, file: str, report: Outcome) -> tuple[Any, ...]:
        value = report.value
        return self._name(code), file, value["rows"], value["accepted"], value["duplicate"], value["rejected"]

    async def _lookup(self, code: str, number: str) -> Any:
        assert self.federation is not None
        words = ("--document", "-", "--purpose", "本人查询", "--basis", "self", *_acting(code))
        return (await run("lookup", self.federation.folders[code], *words, typed=number)).value

    async def _heads(self) -> dict[str, dict[str, tuple[int, str]]]:
        assert self.federation is not None
        folders = self.federation.folders
        outcomes = await asyncio.gather(*(run("log", "head", folder) for folder in folders.values()))
        return {
            code: {one["branch"]: (one["size"], one["root"]) for one in outcome.value}
            for code, outcome in zip(folders, outcomes, strict=True)
        }

    async def _await_equal(self) -> float | None:
        """Seconds until all nodes hold the same logs; None if that took too long."""
        started = time.perf_counter()
        while time.perf_counter() - started < SYNC_S:
            heads = list((await self._heads()).values())
            if all(one == heads[0] for one in heads) and len(heads[0]) == len(CODES):
                return time.perf_counter() - started
            await asyncio.sleep(0.3)
        return None

    async def _show_heads(self) -> None:
        heads = await self._heads()
        self._terminal.table(
            (("节点", "Node"), *((f"{NAMES[code][0]}日志", f"{NAMES[code][1]}'s log") for code in CODES)),
            [
                (
                    self._name(node),
                    *(f"{held[code][0]} · {held[code][1][:8]}" if code in held else "—" for code in CODES),
                )
                for node, held in heads.items()
            ],
        )

    def _name(self, code: str) -> str:
        return self._terminal.choose(*NAMES[code]) + f" {code}"

    def _status(self, words: dict[str, str], one: dict[str, Any]) -> str:
        return self._terminal.choose(words[one["status"]], one["status"])

    def _say(self, zh: str, en: str) -> None:
        self._terminal.say(f"   {zh}", f"   {en}")

    def _hold(self, holds: bool, zh: str, en: str, *, quiet: bool = False) -> None:
        if holds:
            self.held += 1
        else:
            self.failures.append(self._terminal.choose(zh, en))
        if not quiet or not holds:
            mark = "✓" if holds else "✗"
            self._terminal.say(f"   {mark} {zh}", f"   {mark} {en}")


def _acting(code: str) -> tuple[str, str]:
    return "--as", ACTORS.get(code, "demo")

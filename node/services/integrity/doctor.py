"""Whether the node is well, in terms that an operator can act on."""

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from federation.clock import Clock
from federation.errors import CreditBankError
from federation.tlog.checkpoint import parse_checkpoint
from federation.tlog.cosignature import verify_cosignature
from federation.tlog.note import parse_note
from federation.trust.certificates import IssuedCertificate, parse_certificate
from node.ports.logs import LogCopies, OwnLog
from node.ports.rosters import RosterHolder
from node.services.integrity.stuck_transfers import STUCK_AFTER, StuckTransfers
from node.services.looking.freshness import Freshness, FreshnessStatus

LEAST_FREE_BYTES = 1024**3
CERTIFICATE_NOTICE = timedelta(days=30)
LARGEST_SKEW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: in order or not, and what to do if not."""

    name: str
    ok: bool
    message_zh: str
    message_en: str


class Doctor:
    """Examines a node; changes nothing."""

    def __init__(
        self,
        *,
        folder: Path,
        own_branch: str,
        own_log: OwnLog,
        copies: LogCopies,
        rosters: RosterHolder,
        freshness: Freshness,
        certificate: IssuedCertificate,
        document_certificate: Callable[[], IssuedCertificate],
        verify_schema: Callable[[], Awaitable[None]],
        stuck: StuckTransfers,
        clock: Clock,
    ) -> None:
        self._folder = folder
        self._own_branch = own_branch
        self._own_log = own_log
        self._copies = copies
        self._rosters = rosters
        self._freshness = freshness
        self._certificate = certificate
        self._document_certificate = document_certificate
        self._verify_schema = verify_schema
        self._stuck = stuck
        self._clock = clock

    async def examine(self) -> tuple[Finding, ...]:
        """Looks at schema, own log, roster, certificate, disk, clock, every peer and unfinished transfers."""
        findings = [await self._schema(), await self._own(), self._roster(), self._certificate_term()]
        findings += [self._document_certificate_term(), self._disk()]
        findings += await self._peers()
        findings.append(await self._transfers())
        return tuple(findings)

    async def _schema(self) -> Finding:
        try:
            await self._verify_schema()
        except CreditBankError as error:
            zh, en = (
                f"数据库结构不符（{error.code}），请执行 deltabank migrate",
                "schema differs: run deltabank migrate",
            )
            return Finding(name="schema", ok=False, message_zh=zh, message_en=en)
        return Finding(name="schema", ok=True, message_zh="数据库结构为当前版本", message_en="schema is current")

    async def _own(self) -> Finding:
        try:
            behind = await self._own_log.behind()
            head = await self._own_log.head()
        except CreditBankError as error:
            zh = f"本行日志异常（{error.code}），请勿写入，先执行 deltabank log fsck"
            return Finding(name="own-log", ok=False, message_zh=zh, message_en=f"own log: {error.code}; run log fsck")
        if behind is not None:
            zh = "本行日志落后于高水位标记，正在从其他分行恢复，恢复前不签发任何内容"
            return Finding(name="own-log", ok=False, message_zh=zh, message_en="recovering: behind the high-water mark")
        zh, en = f"本行日志完好，共 {head.size} 条", f"own log in order, {head.size} entries"
        return Finding(name="own-log", ok=True, message_zh=zh, message_en=en)

    def _roster(self) -> Finding:
        roster = self._rosters.current
        ok = any(one.code == self._own_branch for one in roster.open_branches())
        count = len(roster.open_branches())
        zh = f"联盟名册第 {roster.version} 版，共 {count} 家分行" + ("" if ok else "，本行不在其中")
        en = f"roster version {roster.version}, {count} {'branch' if count == 1 else 'branches'}" + (
            "" if ok else ", this one not among them"
        )
        return Finding(name="roster", ok=ok, message_zh=zh, message_en=en)

    def _certificate_term(self) -> Finding:
        until: datetime = parse_certificate(self._certificate.certificate_pem).not_valid_after_utc
        left = until - self._clock.now()
        zh, en = f"通信证书有效期至 {until:%Y-%m-%d}", f"certificate valid until {until:%Y-%m-%d}"
        if left < CERTIFICATE_NOTICE:
            zh, en = f"{zh}，请及时更换", f"{en}: renew it"
        return Finding(name="certificate", ok=left >= CERTIFICATE_NOTICE, message_zh=zh, message_en=en)

    def _document_certificate_term(self) -> Finding:
        name = "document-certificate"
        try:
            until = parse_certificate(self._document_certificate().certificate_pem).not_valid_after_utc
        except CreditBankError:
            zh = "没有签署报告用的证书，请执行 deltabank report certificate"
            return Finding(name=name, ok=False, message_zh=zh, message_en="none for reports: run report certificate")
        left = until - self._clock.now()
        zh, en = f"签署报告的证书有效期至 {until:%Y-%m-%d}", f"certificate for reports valid until {until:%Y-%m-%d}"
        if left < CERTIFICATE_NOTICE:
            zh, en = f"{zh}，请执行 deltabank report certificate 更换", f"{en}: renew it by report certificate"
        return Finding(name=name, ok=left >= CERTIFICATE_NOTICE, message_zh=zh, message_en=en)

    def _disk(self) -> Finding:
        free = shutil.disk_usage(self._folder).free
        zh, en = f"磁盘可用 {free / 1024**3:.1f} GiB", f"{free / 1024**3:.1f} GiB free on disk"
        return Finding(name="disk", ok=free >= LEAST_FREE_BYTES, message_zh=zh, message_en=en)

    async def _peers(self) -> list[Finding]:
        findings = []
        now = self._clock.now()
        for one in await self._freshness.of_all():
            if one.branch == self._own_branch:
                continue
            told = await self._said_time(one.branch)
            ok = one.status is FreshnessStatus.FRESH
            zh = f"分行 {one.branch}：{STATUS_ZH[one.status]}，落后 {one.behind} 条"
            en = f"branch {one.branch}: {one.status.value}, {one.behind} behind"
            if told is not None and told - now > LARGEST_SKEW:
                ok, zh, en = False, f"{zh}；时钟不一致，请校时", f"{en}; clocks differ"
            findings.append(Finding(name=f"peer-{one.branch}", ok=ok, message_zh=zh, message_en=en))
        return findings

    async def _transfers(self) -> Finding:
        try:
            found = await self._stuck.count()
        except CreditBankError as error:
            zh, en = f"转换无法查看（{error.code}）", f"transfers can't be looked at: {error.code}"
            return Finding(name="transfers", ok=False, message_zh=zh, message_en=en)
        days = STUCK_AFTER.days
        if not found.transfers:
            zh, en = f"没有超过 {days} 天未办结的转换", f"no transfer open for more than {days} days"
            return Finding(name="transfers", ok=True, message_zh=zh, message_en=en)
        owing_zh = "，".join(f"分行 {code} 待办 {count} 项" for code, count in found.owed_by.items())
        owing_en = ", ".join(f"branch {code} owes a step in {count}" for code, count in found.owed_by.items())
        zh = f"{found.transfers} 项转换超过 {days} 天未办结：{owing_zh}；详见 deltabank transfer stuck"
        en = f"{found.transfers} transfers open for more than {days} days: {owing_en}; see transfer stuck"
        return Finding(name="transfers", ok=False, message_zh=zh, message_en=en)

    async def _said_time(self, branch: str) -> datetime | None:
        """When that branch last vouched for its newest checkpoint held here, by its own clock; None if it never did."""
        entry = self._rosters.current.branch(branch)
        try:
            note = parse_note(await self._copies.note(entry.origin) or b"")
            return verify_cosignature(note, entry.origin, entry.key_at(parse_checkpoint(note.text).size))
        except CreditBankError:
            return None


STATUS_ZH = {
    FreshnessStatus.FRESH: "数据为最新",
    FreshnessStatus.STALE: "数据已滞后",
    FreshnessStatus.NEVER_SYNCED: "尚未同步",
    FreshnessStatus.QUARANTINED: "已隔离，请查看证据并联系该分行",
}

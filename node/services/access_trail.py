"""The trail of looks at people's records: written before the answer, in shared commits.

Concurrent lookups wait for one commit together, so that the trail costs a lookup a
fraction of a disk sync and none goes unrecorded. Once a day the trail's digest goes
into the log.

Source: DESIGN section 3; RELIABILITY 34.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from federation.model.access_digest import AccessDigest, digest_header
from federation.model.entry import Entry, encode_header
from node.gathering import Gathering
from node.model.access import AuditRecord
from node.ports import Audit, OwnLog

LOOKUP = "lookup"
LOCAL_TIME = ZoneInfo("Asia/Shanghai")


class AccessTrail:
    """Records looks at people's records."""

    def __init__(self, audit: Audit, own_log: OwnLog) -> None:
        self._audit = audit
        self._own_log = own_log
        self._records = Gathering(self._add_all)

    async def record(self, record: AuditRecord) -> None:
        """Returns once the record is durable."""
        await self._records.ask(record)

    async def record_all(self, records: Sequence[AuditRecord]) -> None:
        """Returns once all are durable, by one commit."""
        await self._audit.add(records)

    async def publish_digest(self, day: date) -> bool:
        """Appends the digest of one local day's looks to the log, once; whether it did."""
        start = datetime.combine(day, datetime.min.time(), LOCAL_TIME)
        count, digest = await self._audit.digest_between(start, start + timedelta(days=1), LOOKUP)
        header = digest_header(AccessDigest(day=day, accesses=count, digest=digest))
        marker = f"access digest {day.isoformat()}"
        async with self._own_log.change() as change:
            # Asked under the log's lock: of two processes that publish at once, the second sees the first.
            already, _ = await change.audit.digest_between(start, start + timedelta(days=2), marker)
            if already:
                return False
            await change.append([Entry(encode_header(header))])
            at = start + timedelta(days=1)
            await change.audit.add([AuditRecord(at=at, actor="system", action=marker)])
        return True

    async def _add_all(self, records: Sequence[AuditRecord]) -> Sequence[None]:
        await self.record_all(records)
        return [None] * len(records)

"""The trail of looks at people's records: written before the answer, in shared commits.

Concurrent lookups wait for one commit together, so that the trail costs a lookup a
fraction of a disk sync and none goes unrecorded. Once a day the trail's digest goes
into the log; days that the branch was down for follow when it is up again.

Source: DESIGN section 3; RELIABILITY 34.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from federation.errors import ActorRefused, Malformed
from federation.model.access_digest import AccessDigest, digest_header
from federation.model.entry import Entry, encode_header
from node.gathering import Gathering
from node.model.access import AuditRecord
from node.ports.audit import Audit
from node.ports.logs import OwnLog

LOOKUP = "lookup"
LOCAL_TIME = ZoneInfo("Asia/Shanghai")
MAX_DAYS_AT_ONCE = 31
MAX_PURPOSE_CHARS = 500


def require_purpose(purpose: str) -> None:
    """Lets pass who says what a look is for.

    Raises:
        ActorRefused: nothing is said (``purpose-missing``).
        Malformed: more than 500 characters.
    """
    if not purpose.strip():
        raise ActorRefused(reason="purpose-missing")
    if len(purpose) > MAX_PURPOSE_CHARS:
        raise Malformed(what="purpose", why="length")


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

    async def publish_until(self, last: date) -> int:
        """Publishes the days that are due up to and with `last`, earliest first; returns how many.

        Due is what follows the last published day, at most the latest 31 days. If none of these
        was published (a new branch, or one that was down for long), the first due is the first
        that has a look.
        """
        due: list[date] = []
        for back in range(MAX_DAYS_AT_ONCE):
            day = last - timedelta(days=back)
            if await _is_published(self._audit, day):
                break
            due.append(day)
        if len(due) == MAX_DAYS_AT_ONCE:
            while len(due) > 1 and not (await _looks_on(self._audit, due[-1]))[0]:
                due.pop()
        return sum([await self.publish_digest(day) for day in reversed(due)])

    async def publish_digest(self, day: date) -> bool:
        """Appends the digest of one local day's looks to the log, once; whether it did."""
        count, digest = await _looks_on(self._audit, day)
        header = digest_header(AccessDigest(day=day, accesses=count, digest=digest))
        async with self._own_log.change() as change:
            # Asked under the log's lock: of two processes that publish at once, the second sees the first.
            if await _is_published(change.audit, day):
                return False
            await change.append([Entry(encode_header(header))])
            at = _start_of(day + timedelta(days=1))
            await change.audit.add([AuditRecord(at=at, actor="system", action=_marker(day))])
        return True

    async def _add_all(self, records: Sequence[AuditRecord]) -> Sequence[None]:
        await self.record_all(records)
        return [None] * len(records)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), LOCAL_TIME)


def _marker(day: date) -> str:
    return f"access digest {day.isoformat()}"


async def _looks_on(audit: Audit, day: date) -> tuple[int, bytes]:
    return await audit.digest_between(_start_of(day), _start_of(day + timedelta(days=1)), LOOKUP)


async def _is_published(audit: Audit, day: date) -> bool:
    already, _ = await audit.digest_between(_start_of(day), _start_of(day + timedelta(days=2)), _marker(day))
    return already > 0

"""Reports made as a branch makes them, over logs in memory."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from federation.model.achievement import AchievementBody, parse_body
from federation.model.document import Document, mask_number
from federation.model.entry import Citation, parse_header, parse_private_part
from federation.model.sealing import context_of, open_with_document
from federation.model.subject import document_hash
from federation.record.signed_record import SignedRecord, encode_signed_record
from federation.reports.body import ReportKind
from federation.reports.content import CONTENT_FORMAT, ReportContent, StatedCredit, body_of, encode_content
from federation.reports.entries import issued_entry
from federation.reports.number import RANDOM_BYTES, number_from
from federation.reports.sealing import report_record_key
from federation.reports.verification import ReportFiles, line_of
from federation.suite import SUITE_DEFAULT, suite_of
from federation.tlog.hashing import leaf_hash
from federation.trust.certificates import issue_document_leaf
from node.printing.report import BEIJING
from node.report_files.letterhead import Letterhead
from tests.support.branches import FEDERATION_ID, START, Branches, octets
from tests.support.memory_source import DOCUMENT, MemoryLog
from tests.support.records import INDEX, log_with_achievements, make_record, open_record
from tests.support.transfers import decided, held, request, write

NAME = "张小满"
ISSUED_ON = START.astimezone(BEIJING).date()
SIGNED_AT = START + timedelta(hours=9)
NUMBER = number_from(octets("a report", RANDOM_BYTES))
ADDRESS = "https://bank.example/report/"


@dataclass(slots=True)
class ReportMaking:
    """A report of branch 32 on achievements in the logs of 32 and 33, and all that went into it."""

    branches: Branches
    logs: dict[str, MemoryLog]
    records: tuple[SignedRecord, ...]
    content: ReportContent
    entry: SignedRecord
    decision: SignedRecord | None = None
    request: SignedRecord | None = None

    @property
    def files(self) -> ReportFiles:
        """What goes into the file."""
        return ReportFiles(
            content=encode_content(self.content),
            entry=encode_signed_record(self.entry),
            achievements=tuple(encode_signed_record(one) for one in self.records),
            credits=() if self.decision is None else (encode_signed_record(self.decision),),
            requests=() if self.request is None else (encode_signed_record(self.request),),
        )


def make_report(
    branches: Branches,
    *,
    issuer: str = "32",
    kind: ReportKind = ReportKind.CERTIFICATION,
    number: str = NUMBER,
    document: Document = DOCUMENT,
    name: str = NAME,
    valid_days: int = 365,
) -> ReportMaking:
    """A report, appended to its branch's log."""
    logs = {code: log_with_achievements(branches, code) for code in ("32", "33")}
    records = tuple(make_record(log) for log in logs.values())
    content = ReportContent(
        format=CONTENT_FORMAT,
        kind=kind.code,
        number=number,
        branch=issuer,
        branch_name="江苏省终身教育学分银行",
        origin=branches[issuer].origin,
        issued_by="江苏省学分银行管理中心",
        issued_on=ISSUED_ON,
        valid_until=ISSUED_ON + timedelta(days=valid_days),
        name=name,
        document_type=int(document.type),
        masked_number=mask_number(document.number),
        purpose="求职",
        achievements=tuple(line_of(one, code, opened(branches, one)) for code, one in zip(logs, records, strict=True)),
        credits=(),
    )
    return ReportMaking(
        branches=branches,
        logs=logs,
        records=records,
        content=content,
        entry=enter(branches, logs[issuer], content, document),
    )


def with_credit(made: ReportMaking, **stated: object) -> ReportMaking:
    """The report with a line of credit too, which 32 granted for what stands in 33's log.

    Args:
        made: the report without.
        stated: fields of the line that say something else than is so.
    """
    receiving, sending = made.logs["32"], made.logs["33"]
    earned = Citation(origin=sending.origin, index=INDEX, leaf_hash=leaf_hash(sending.items[INDEX].header))
    asked = write(receiving, request([earned]))
    decision = write(receiving, decided(asked, write(sending, held(asked, [earned], 1)), 1))
    line = StatedCredit(
        branch="32",
        scheme="community",
        course="茶文化概论",
        credits=250,
        granted_on=made.content.issued_on,
        origin=decision.origin,
        index=decision.index,
        leaf_hash=decision.leaf_hash.hex(),
        transfer=asked.index,
        item=0,
        scheme_name="社区教育学分",
        from_branch="33",
        from_index=INDEX,
    )
    content = msgspec.structs.replace(made.content, credits=(msgspec.structs.replace(line, **stated),))
    return replace(
        made,
        content=content,
        entry=enter(made.branches, receiving, content),
        decision=open_record(receiving, decision.index),
        request=open_record(receiving, asked.index),
    )


def enter(branches: Branches, log: MemoryLog, content: ReportContent, document: Document = DOCUMENT) -> SignedRecord:
    """Appends a report's entry; its record, disclosed."""
    salt, nonce, keys = octets("report/salt", 16), octets("report/nonce", 16), branches.keys.current
    body = body_of(content, document_salt=salt, document_hash=document_hash(salt, document))
    log.append(
        [
            issued_entry(
                body, content.number, keys=keys, origin=log.origin, entry_id=octets("report/id", 16), nonce=nonce
            )
        ]
    )
    record = make_record(log, document, log.size - 1)
    key = report_record_key(keys, content.number, nonce=nonce, suite=suite_of(SUITE_DEFAULT))
    return replace(record, record_key=key)


def opened(branches: Branches, record: SignedRecord, document: Document = DOCUMENT) -> AchievementBody:
    """What a record of an achievement says."""
    header = parse_header(record.header)
    part = parse_private_part(record.private_part)
    context = context_of(header, record.origin)
    return parse_body(open_with_document(branches.keys.current, part, document, context))


def letterhead(branches: Branches, code: str = "32", *, now: datetime = START, fonts: Path | None = None) -> Letterhead:
    """What that branch's reports are made with."""
    authority = branches[code].authority
    return Letterhead(
        certificate=issue_document_leaf(authority, FEDERATION_ID, code, f"测试分行{code}", now),
        authority=authority.certificate_pem.decode(),
        address=ADDRESS,
        extra_fonts=fonts,
    )


def a_day(days: int) -> date:
    """So many days after the report was issued."""
    return ISSUED_ON + timedelta(days=days)

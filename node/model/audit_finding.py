"""A finding (疑点) of an audit: raised, made known to the unit, answered by it, upheld or dismissed.

It accuses nobody until the provincial centre has upheld it, and that it may only when the unit has answered
or let the days for it pass. The same matter is one finding, however often it is audited.

Source: 浙学银〔2019〕2号, 三（三）: 对于缺乏相关材料或数据存在严重失真的….
"""

import re
from datetime import date
from hashlib import sha256

import msgspec

from adapters.screening.findings import Finding
from federation.errors import IntegrityBroken
from federation.model.document import mask_number
from federation.model.octets import length_prefixed
from node.model.access import Duty
from node.model.case import By, CaseTable, Transition

KIND = "audit-finding"
RAISED, DECLARED, ANSWERED, UPHELD, DISMISSED = "raised", "declared", "answered", "upheld", "dismissed"
DECLARE, ANSWER, UPHOLD, DISMISS = "declare", "answer", "uphold", "dismiss"
KNOWN_TO_UNIT = (DECLARED, ANSWERED, UPHELD, DISMISSED)
"""In these states the unit sees it."""
STATEMENT = "statement"
"""The part of a case that the unit's papers belong to."""
ANSWER_DAYS = 15
MAX_STATEMENT_CHARS = 5_000

_TOLD = Transition(to=DECLARED, duty=Duty.AUDITING, by=By.ABOVE)
_UPHELD = Transition(to=UPHELD, duty=Duty.AUDITING, by=By.ABOVE, needs_reason=True)
_DISMISSED = Transition(to=DISMISSED, duty=Duty.AUDITING, by=By.ABOVE, needs_reason=True)
_ANSWERING = Transition(to=ANSWERED, duty=Duty.FILING, or_duty=Duty.DECLARATION)
TABLE = CaseTable(
    kind=KIND,
    first=RAISED,
    transitions={
        (RAISED, DECLARE): _TOLD,
        # What turns out to be nothing at a second look needn't trouble the unit.
        (RAISED, DISMISS): _DISMISSED,
        (DECLARED, ANSWER): _ANSWERING,
        (ANSWERED, ANSWER): _ANSWERING,
        # Without an answer only once the days for it are over; asked for by the service.
        (DECLARED, UPHOLD): _UPHELD,
        (DECLARED, DISMISS): _DISMISSED,
        (ANSWERED, UPHOLD): _UPHELD,
        (ANSWERED, DISMISS): _DISMISSED,
    },
    open_states=frozenset((DECLARED, ANSWERED)),
)
# Eleven digits or more by themselves are somebody's number; codes of units and projects begin with a letter.
NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{11,}[0-9Xx]?(?![0-9A-Za-z])")


class AuditFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What a finding's case holds.

    Attributes:
        fingerprint: of the matter, 32 bytes in hex.
        audit_id: the audit that raised it.
        year: of the catalogues audited.
        finding: as the rule made it, with every number masked.
        answer_until: the last day for the unit's answer; None until it is declared.
        statement: the unit's, as answered last.
    """

    fingerprint: str
    audit_id: str
    year: int
    finding: Finding
    answer_until: date | None = None
    statement: str = ""

    def __repr__(self) -> str:
        """Which matter, not whom it concerns."""
        return f"AuditFinding({self.finding.rule})"


def fingerprints(findings: list[Finding], year: int) -> list[str]:
    """What tells each matter from every other, and stays the same when it is audited again with more rows.

    Args:
        findings: of one screening, in its order: of two with the same place the second is another matter.
        year: of the catalogues audited.
    """
    seen: dict[bytes, int] = {}
    marks = []
    for one in findings:
        related = [f"{key.project_code}/{key.run}" for key in one.related] if one.project_code else []
        place = (str(year), one.rule, one.unit_code, one.project_code, str(one.run), *related)
        named = length_prefixed(*(part.encode() for part in place))
        seen[named] = seen.get(named, 0) + 1
        marks.append(sha256(named + seen[named].to_bytes(4, "big")).hexdigest())
    return marks


def masked(finding: Finding) -> Finding:
    """The finding with whatever looks like a person's number masked: a rule's slip shows nobody."""
    return msgspec.structs.replace(
        finding,
        threshold=_masked(finding.threshold),
        measured=_masked(finding.measured),
        evidence=tuple(map(_masked, finding.evidence)),
    )


def encode_finding(finding: AuditFinding) -> bytes:
    """The bytes that a case keeps."""
    return msgspec.json.encode(finding)


def parse_finding(body: bytes) -> AuditFinding:
    """The finding that `encode_finding` wrote.

    Raises:
        IntegrityBroken: the case holds something else.
    """
    try:
        return msgspec.json.decode(body, type=AuditFinding)
    except msgspec.DecodeError:
        # Not chained: the decoder's message may hold what was filed.
        raise IntegrityBroken(what="audit finding") from None


def _masked(text: str) -> str:
    return NUMBER.sub(lambda found: mask_number(found[0]), text)

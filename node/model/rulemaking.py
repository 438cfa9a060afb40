"""How conversion rules come about (制定): drafted, put up for consultation, signed by two, published.

A draft can be altered until it is consulted on; what was said of it stays in the case's history. Two different
operators sign for the expert committee's decision and its day; then it is published as it was signed.

Source: 江苏省终身教育学分银行 brochure (专家委员会负责研制认定标准和转换原则); DESIGN section 7 (Rules).
"""

from datetime import date

import msgspec

from federation.errors import IntegrityBroken
from node.model.access import Duty
from node.model.case import CaseTable, Transition

KIND = "rules"
DRAFT, CONSULTED, SIGNED, ADOPTED, ISSUED, DROPPED = "draft", "consulted", "signed", "adopted", "issued", "dropped"
CONSULT, RETURN, SIGN, ADOPT, ISSUE, DROP = "consult", "return", "sign", "adopt", "issue", "drop"


def _to(state: str, *, needs_reason: bool = False) -> Transition:
    return Transition(to=state, duty=Duty.RULEMAKING, needs_reason=needs_reason)


TABLE = CaseTable(
    kind=KIND,
    first=DRAFT,
    transitions={
        # Each remark is a step: who said it, when, what.
        (DRAFT, CONSULT): _to(CONSULTED, needs_reason=True),
        (CONSULTED, CONSULT): _to(CONSULTED, needs_reason=True),
        (CONSULTED, RETURN): _to(DRAFT, needs_reason=True),
        (CONSULTED, SIGN): _to(SIGNED),
        (SIGNED, RETURN): _to(DRAFT, needs_reason=True),
        (SIGNED, ADOPT): _to(ADOPTED),
        (ADOPTED, ISSUE): _to(ISSUED),
        (DRAFT, DROP): _to(DROPPED, needs_reason=True),
        (CONSULTED, DROP): _to(DROPPED, needs_reason=True),
    },
    open_states=frozenset((DRAFT,)),
)


class RulesDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What a case of rules holds.

    Attributes:
        file, text: the rules as they were written, and what the file was called.
        cases_file, cases: the same of the cases that they must meet; "" if there are none.
        adopted_on: the day that the signatures state; None before.
    """

    file: str
    text: str
    cases_file: str = ""
    cases: str = ""
    adopted_on: date | None = None


def encode_draft(draft: RulesDraft) -> bytes:
    """The body of a case."""
    return msgspec.json.encode(draft)


def parse_draft(body: bytes) -> RulesDraft:
    """What the body of a case says. Raises `IntegrityBroken`."""
    try:
        return msgspec.json.decode(body, type=RulesDraft)
    except msgspec.MsgspecError as error:
        raise IntegrityBroken(what="rules case") from error

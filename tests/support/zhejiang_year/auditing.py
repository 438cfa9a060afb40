"""The audit at the year's end: everything screened, a sample drawn, findings told, answered and decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from federation.clock import SteeredClock
from federation.model.quarters import quarter_number
from node.bootstrap import Node
from node.model.audit_finding import ANSWER_DAYS, RAISED
from node.model.audit_outcome import ListedFinding
from node.services.auditing.running import AuditDone
from tests.support.zhejiang_year.branch import Staff
from tests.support.zhejiang_year.distorted import Distortion
from tests.support.zhejiang_year.plan import Plan

SEED = "抽查2026"
SAMPLE = 20
SILENT_EACH = 3
"""Every so manieth unit that was told doesn't answer in its time."""


@dataclass(slots=True)
class Decided:
    """What became of findings, by unit code."""

    upheld: Counter[str] = field(default_factory=Counter)
    dismissed: Counter[str] = field(default_factory=Counter)
    answered: int = 0


async def run_audit(node: Node, plan: Plan, staff: Staff) -> AuditDone:
    """All quarters of the year, the whole province."""
    year = plan.size.year
    return await node.auditing.running.run(
        quarter_number(year, 1), quarter_number(year, 4), actor=staff.province, seed=SEED, sample_size=SAMPLE
    )


async def decide(node: Node, plan: Plan, staff: Staff, clock: SteeredClock, *, others_each: int) -> Decided:
    """Findings of distortions are upheld; of the others one in `others_each` is told, answered and dismissed."""
    decided = Decided()
    found = await node.auditing.views.seen_by(actor=staff.province, states=(RAISED,), year=plan.size.year)
    kinds = {kind.value for kind in Distortion}
    distorted = [one for one in found if one.body.finding.rule in kinds]
    others = [one for one in found if one.body.finding.rule not in kinds]
    told = [*distorted, *(others[::others_each] if others_each else [])]
    await node.auditing.decisions.declare([one.case.case_id for one in told], actor=staff.province)
    decided.answered = await _answer(node, plan, staff, told)
    # Whoever said nothing has had the time for it.
    clock.advance(timedelta(days=ANSWER_DAYS + 1))
    for one in told:
        case_id, unit = one.case.case_id, one.unit.code
        if one.body.finding.rule in kinds:
            await node.auditing.decisions.uphold(case_id, reason="经核查属实", actor=staff.province)
            decided.upheld[unit] += 1
        else:
            await node.auditing.decisions.dismiss(case_id, reason="已补正台账", actor=staff.province)
            decided.dismissed[unit] += 1
    return decided


async def _answer(node: Node, plan: Plan, staff: Staff, told: Sequence[ListedFinding]) -> int:
    schools = {staff.codes[one.number]: one.number for one in plan.schools}
    answering = [one for at, one in enumerate(told) if at % SILENT_EACH]
    for one in answering:
        clerk = staff.clerks[schools[one.unit.code]]
        await node.auditing.decisions.answer(one.case.case_id, "情况说明：已核对原始材料。", actor=clerk)
    return len(answering)

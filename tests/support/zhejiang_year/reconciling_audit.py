"""Ledgers and the audit: what the node says is complete, drawn, found and decided, against what the year was."""

from collections import Counter

from adapters.screening.facts import RunKey
from adapters.screening.sampling import sample
from node.model.audit_finding import DISMISSED, UPHELD
from node.model.audit_outcome import AuditOutcome
from node.services.auditing.lacking import LEDGER_LACKING
from node.services.auditing.running import AuditDone
from node.services.ledgers.verifying import LedgerVerdict
from tests.support.zhejiang_year.auditing import SAMPLE, SEED
from tests.support.zhejiang_year.distorted import Distortion
from tests.support.zhejiang_year.figures import Reconciled, pair
from tests.support.zhejiang_year.ledgers import SESSIONS
from tests.support.zhejiang_year.running import Year

FEW_PERCENT = 1
WHOLE = 5
"""Parts of a ledger that has them all."""


async def reconcile_ledgers(year: Year) -> list[Reconciled]:
    """Every run's ledger: its parts, its record in the log, its sheets' rows."""
    plan = year.plan
    listed = await year.node.ledgers.views.seen_by(year.staff.province)
    numbers = {one.code: number for number, one in year.catalogue.items()}
    held = {numbers[one.state.project_code]: one.state.complete for one in listed}
    kept = {one.number: year.kept.parts(one) for one in plan.trainings}
    sheets = [one for one in plan.trainings if year.kept.has_sheets(one)]
    rows = sum(2 * max(one.counts) + sum(count * SESSIONS // len(one.counts) for count in one.counts) for one in sheets)
    return [
        pair("ledgers = runs held", len(listed), plan.size.projects),
        pair("complete parts by run", held, kept),
        pair("ledgers that are as the log has them", sum(one.state.is_recorded for one in listed), plan.size.projects),
        pair("rows of learners, sign-in and evaluation sheets", year.tally.sheet_rows, rows),
    ]


async def reconcile_audit(year: Year, done: AuditDone, per_unit: Counter[str]) -> list[Reconciled]:
    """The audit's counts, its sample, its findings and what became of them.

    Args:
        year: the year.
        done: its audit.
        per_unit: results that stand, by unit code.
    """
    plan, audit = year.plan, done.audit
    outcome = await year.node.auditing.views.outcome(done.case.case_id, actor=year.staff.province)
    complete = sum(year.kept.has_sheets(one) for one in plan.trainings)
    lot = sample([RunKey(one.code, 1) for one in year.catalogue.values()], SEED, count=SAMPLE)
    return [
        pair("results screened = results that stand", audit.screened, per_unit.total()),
        pair("results audited by unit", {one.code: one.results for one in audit.units if one.results}, dict(per_unit)),
        pair("projects declared, of the audit", sum(one.declared for one in audit.units), plan.size.projects),
        pair("runs audited", audit.runs, plan.size.projects),
        pair("whole ledgers, of the audit", sum(one.ledgers_complete for one in audit.units), complete),
        pair("recorded ledgers, of the audit", sum(one.ledgers_recorded for one in audit.units), plan.size.projects),
        pair("sample drawn = drawn again", [RunKey(one.project_code, one.run) for one in audit.sample], lot),
        pair("its ledgers beside the log", {one.verdict for one in audit.sample}, {LedgerVerdict.SAME.value}),
        *_findings(year, done, outcome),
    ]


def _findings(year: Year, done: AuditDone, outcome: AuditOutcome) -> list[Reconciled]:
    plan, codes = year.plan, year.staff.codes
    planted = {
        (one.distortion.value, codes[one.school.number], year.catalogue[one.number].code)
        for one in plan.trainings
        if one.distortion is not None
    }
    lacking = {codes[one.school.number] for one in plan.trainings if len(year.kept.parts(one)) < WHOLE}
    found = [one.body.finding for one in outcome.findings]
    kinds = {kind.value for kind in Distortion}
    screened = {(one.rule, one.unit_code, one.project_code) for one in found if one.rule in kinds}
    alarms = [one for one in found if one.rule not in kinds and one.rule != LEDGER_LACKING]
    concerned = sum(one.ref_count for one in alarms)
    upheld, dismissed = Counter[str](), Counter[str]()
    for one in outcome.findings:
        counted = {UPHELD: upheld, DISMISSED: dismissed}.get(one.case.state)
        if counted is not None:
            counted[one.unit.code] += 1
    return [
        pair("distortions found = distortions planted", screened, planted),
        pair("units that lack ledgers", {one.unit_code for one in found if one.rule == LEDGER_LACKING}, lacking),
        # Of thousands of honest classes a few look odd by chance.
        pair(
            f"false alarms are few ({len(alarms)}, {concerned} results)", _is_few(concerned, done.audit.screened), True
        ),
        pair("findings raised", len(done.raised), len(planted) + len(lacking) + len(alarms)),
        pair("findings upheld by unit", upheld, year.decided.upheld),
        pair("findings dismissed by unit", dismissed, year.decided.dismissed),
        pair("upheld = planted", upheld.total(), len(planted)),
    ]


def _is_few(concerned: int, results: int) -> bool:
    return 100 * concerned < FEW_PERCENT * results

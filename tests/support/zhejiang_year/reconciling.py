"""Holding a year's figures against one another, to the row: files, imports, log, assessment by unit and area."""

from collections import Counter

from python_calamine import CalamineWorkbook

from federation.model.entry import Kind, parse_header
from node.bootstrap import Node
from node.model.assessment import AssessmentFigures
from node.storage.copies import Copies
from node.storage.database import Database
from tests.support.zhejiang_year.figures import Reconciled, pair
from tests.support.zhejiang_year.plan import HOURS, Training
from tests.support.zhejiang_year.reconciling_audit import reconcile_audit, reconcile_ledgers
from tests.support.zhejiang_year.reconciling_plans import reconcile_plans
from tests.support.zhejiang_year.running import Year

ENTRIES_AT_ONCE = 2_000


async def reconcile(year: Year, figures: AssessmentFigures) -> list[Reconciled]:
    """Every way in which a row could have been lost, or counted twice."""
    plan, tally = year.plan, year.tally
    in_files = sum(_rows(path) for path in tally.files)
    withdrawn = tally.withdrawn_of.total()
    expected = plan.size.results - withdrawn
    kinds, cited = await _entries(year.node)
    per_unit: Counter[str] = Counter()
    for training in plan.trainings:
        code = year.staff.codes[training.school.number]
        per_unit[code] += training.results - tally.withdrawn_of[training.number]
    units = {one.code: one.counts.catalogue_results for one in figures.units if one.counts.catalogue_results}
    areas = {one.region: one.counts for one in figures.areas}
    by_county = sum(areas[one].catalogue_results or 0 for one in plan.counties)
    by_city = sum(areas[one].catalogue_results or 0 for one in plan.cities)
    dual = tally.dual_certificates
    return [
        pair("rows in the files = accepted + duplicate + rejected + 双证制", in_files, _taken(year) + dual),
        pair("accepted by code = results that took place", tally.accepted, plan.size.results),
        pair("projects in catalogues = projects declared", len(year.catalogue), plan.size.projects),
        pair("entries issued = accepted + 双证制", kinds[Kind.ACHIEVEMENT_ISSUED], tally.accepted + dual),
        pair("entries corrected = corrections", kinds[Kind.ACHIEVEMENT_CORRECTED], tally.corrected),
        pair("citations of revoking entries = withdrawn", cited, withdrawn),
        pair("assessment by unit = planned by unit", units, dict(per_unit)),
        pair("assessment of the province", areas["33"].catalogue_results, expected),
        pair("its counties together", by_county, expected),
        pair("its cities together", by_city, expected),
        pair("projects of the assessment", areas["33"].projects, plan.size.projects),
        pair("scale of the assessment", areas["33"].scale, sum(one.scale for one in plan.trainings)),
        pair("双证制 of the assessment", areas["33"].dual_certificates, dual),
        pair("training hours", areas["33"].training_hours, _hours(year)),
        pair("results that match no catalogue", figures.unmatched, 0),
        pair("findings upheld, of the assessment", _upheld(figures), dict(year.decided.upheld)),
        pair("entries of ledgers = runs held", kinds[Kind.LEDGER_RECORDED], plan.size.projects),
        *await reconcile_plans(year, figures),
        *await reconcile_ledgers(year),
        *(await reconcile_audit(year, year.audited, per_unit) if year.audited else []),
    ]


def _upheld(figures: AssessmentFigures) -> dict[str, int]:
    return {one.code: one.counts.upheld_findings for one in figures.units if one.counts.upheld_findings}


def _taken(year: Year) -> int:
    return year.tally.accepted + year.tally.duplicate + year.tally.rejected


def _rows(path) -> int:
    """Rows below the header, counted by a reader that isn't the import's."""
    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=True)) - 1


def _hours(year: Year) -> int:
    """Hundredths: each result has its course's hours."""
    return sum(_hours_of(one, year.tally.withdrawn_of[one.number]) for one in year.plan.trainings)


def _hours_of(training: Training, withdrawn: int) -> int:
    return (training.results - withdrawn) * HOURS[0] * 100 // len(training.counts)


async def _entries(node: Node) -> tuple[Counter[int], int]:
    """How many entries of each kind the log has, and how many entries its revoking ones cite."""
    kinds: Counter[int] = Counter()
    cited = 0
    database = Database(node.config.database.url)
    try:
        copies, size = Copies(database), (await node.own_log.head()).size
        for start in range(0, size, ENTRIES_AT_ONCE):
            for entry in await copies.entries(node.own_log.origin, start, min(ENTRIES_AT_ONCE, size - start)):
                header = parse_header(entry.header)
                kinds[header.kind] += 1
                cited += len(header.cites) if header.kind == Kind.ACHIEVEMENT_REVOKED else 0
    finally:
        await database.close()
    return kinds, cited

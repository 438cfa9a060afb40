"""Running an audit: facts gathered, screened, counted by unit, a sample drawn; one case, and a case for each finding.

The whole province is screened at once, as rules hold a unit against all others; only what concerns the
units in scope is raised. The same audit again counts anew and raises nothing twice.

Source: 浙学银〔2019〕2号, 三（三）.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import uuid4

import msgspec

from adapters.screening.facts import Facts, RunKey
from adapters.screening.findings import Finding
from adapters.screening.sampling import sample
from adapters.screening.screening import Screening
from federation.clock import Clock
from federation.errors import AuditRefused, NotHere
from federation.model.ledger import ALL_PARTS
from federation.model.quarters import QUARTERS, quarter_days
from node.model import audit_finding
from node.model.access import Actor, Duty
from node.model.audit import ConductedAudit, SampledRun, UnitChecked, encode_audit
from node.model.audit_finding import AuditFinding, encode_finding, fingerprints, masked, parse_finding
from node.model.case import Case
from node.model.ledger_state import LedgerState
from node.model.rights import require_at_centre
from node.model.unit import ROOT_ID, Unit
from node.ports.catalogue import Catalogue
from node.ports.filing import Results
from node.ports.ledgers import TrainingRuns
from node.ports.logs import Change, OwnLog
from node.ports.organisation import Cases, Units
from node.services.auditing import lacking
from node.services.auditing.material import LOCAL_TIME, AuditMaterial
from node.services.casework import Casework
from node.services.ledgers.verifying import LedgerVerification

MAX_SEED_CHARS = 64
MAX_SAMPLE = 1_000
SAMPLE = 20


class AuditDone(msgspec.Struct, frozen=True, kw_only=True):
    """An audit that was run; `raised` are the ids of findings that weren't there before."""

    case: Case
    audit: ConductedAudit
    raised: tuple[str, ...]


class AuditRunning:
    """The provincial centre's side."""

    def __init__(
        self,
        *,
        screening: Screening | None,
        own_log: OwnLog,
        audits: Casework,
        findings: Casework,
        cases: Cases,
        units: Units,
        catalogue: Catalogue,
        results: Results,
        runs: TrainingRuns,
        verification: LedgerVerification,
        clock: Clock,
    ) -> None:
        self._screening = screening
        self._own_log = own_log
        self._audits = audits
        self._findings = findings
        self._cases = cases
        self._units = units
        self._catalogue = catalogue
        self._results = results
        self._runs = runs
        self._verification = verification
        self._clock = clock

    async def run(
        self,
        first_quarter: int,
        last_quarter: int,
        *,
        actor: Actor,
        unit: str = "",
        seed: str = "",
        sample_size: int = SAMPLE,
    ) -> AuditDone:
        """Audits the catalogues of up to a year's quarters.

        Args:
            first_quarter: as `federation.model.quarters` counts.
            last_quarter: likewise; at most a year's.
            actor: with the duty of auditing at the provincial centre.
            unit: code of the unit at whose place: of it and everything under it; the whole province if "".
            seed: the sample is drawn by it; one of its own if "", stated in the outcome either way.
            sample_size: how many runs are drawn for a look by hand, 0 to 1,000.

        Raises:
            ActorRefused: reason ``duty`` or ``centre-only``.
            AuditRefused: reasons ``no-screening``, ``quarters``, ``seed`` or ``sample-size``.
            NotHere: no such unit.
        """
        require_at_centre(actor, Duty.AUDITING)
        if self._screening is None:
            raise AuditRefused(reason="no-screening")
        if not 0 <= last_quarter - first_quarter < QUARTERS:
            raise AuditRefused(reason="quarters")
        seed = seed or uuid4().hex[:16]
        if len(seed) > MAX_SEED_CHARS or not seed.isprintable() or seed != seed.strip():
            raise AuditRefused(reason="seed")
        if not 0 <= sample_size <= MAX_SAMPLE:
            raise AuditRefused(reason="sample-size")
        units = await self._units.all()
        root = next(one for one in units if one.unit_id == ROOT_ID)
        scope = root if not unit else next((one for one in units if one.code == unit), None)
        if scope is None:
            raise NotHere(what=f"unit {unit}")
        material = AuditMaterial(
            quarters=(first_quarter, last_quarter),
            log_id=self._own_log.log_id,
            units=units,
            catalogue=self._catalogue,
            results=self._results,
            cases=self._cases,
        )
        await material.read_catalogue()
        now = self._clock.now()
        # The rules of the period's last day, or of today while it still runs.
        on = min(quarter_days(last_quarter)[1], now.astimezone(LOCAL_TIME).date())
        facts = Facts(
            projects=list(material.projects.values()),
            results=material.result_facts(await self._results.taken_back(self._own_log.log_id)),
            sessions=material.session_facts(),
            evaluations=material.evaluation_facts(),
        )
        screened = await asyncio.to_thread(self._screening.screen, facts, on)
        inside = [one for one in units if scope.contains(one)]
        counted = await self._count(material, inside)
        found = counted.found + [one for one in screened if one.unit_code in {place.code for place in inside}]
        drawn = sample(counted.runs, seed, count=sample_size)
        audit = ConductedAudit(
            scope_code=scope.code,
            scope_name=scope.name,
            first_quarter=first_quarter,
            last_quarter=last_quarter,
            ran_at=now,
            ran_by=actor.name,
            seed=seed,
            editions=tuple(sorted(self._screening.editions(on).items())),
            projects=sum(one.projects for one in counted.units),
            results=sum(one.results for one in counted.units),
            runs=len(counted.runs),
            screened=sum(material.results_of.values()),
            units=_with_findings(counted.units, found),
            sample=await self._looked_at(drawn, material, counted.states, actor),
            drawn_of=len(counted.runs),
        )
        return await self._kept(audit, found, root, inside, actor)

    async def _count(self, material: AuditMaterial, inside: Sequence[Unit]) -> "_Counted":
        declared = await material.declared()
        codes: defaultdict[int, list[str]] = defaultdict(list)
        for code in sorted(material.projects):
            owner = material.unit_of(code)
            if owner is not None:
                codes[owner].append(code)
        keys: defaultdict[str, set[RunKey]] = defaultdict(set)
        for key in material.results_of_run:
            keys[key.project_code].add(key)
        counted = _Counted(keys.keys())
        for unit in inside:
            of_unit = await self._runs.of_units([unit.unit_id])
            states = {
                RunKey(one.project_code, one.run): one for one in of_unit if one.project_code in material.projects
            }
            runs = set(states)
            for code in codes[unit.unit_id]:
                runs |= _stated_runs(keys[code], {key for key in states if key.project_code == code})
            counted.add(material, unit, codes[unit.unit_id], declared.get(unit.unit_id, set()), runs, states)
        return counted

    async def _looked_at(
        self, drawn: Sequence[RunKey], material: AuditMaterial, states: Mapping[RunKey, LedgerState], actor: Actor
    ) -> tuple[SampledRun, ...]:
        held = [(key.project_code, key.run) for key in drawn if key in states]
        verified = {
            RunKey(one.project_code, one.run): one.verdict.value
            for one in await self._verification.verify_all(held, actor=actor)
        }
        return tuple(
            SampledRun(
                unit_code=material.projects[key.project_code].unit_code,
                project_code=key.project_code,
                run=key.run,
                figure=f"{len(states[key].complete)}/{len(ALL_PARTS)}" if key in states else "",
                verdict=verified.get(key, ""),
            )
            for key in drawn
        )

    async def _kept(
        self, audit: ConductedAudit, found: list[Finding], root: Unit, inside: Sequence[Unit], actor: Actor
    ) -> AuditDone:
        places = {one.code: one for one in inside}
        year = audit.last_quarter // QUARTERS
        raised: list[str] = []

        async def with_findings(change: Change, case: Case) -> Case:
            # Read under the log's lock: of two audits at once only one raises a matter.
            known = {
                parse_finding(one.body).fingerprint
                for one in await change.cases.list_of(audit_finding.KIND)
                if one.unit_id in {place.unit_id for place in inside}
            }
            for mark, finding in zip(fingerprints(found, year), found, strict=True):
                if mark not in known:
                    body = AuditFinding(fingerprint=mark, audit_id=case.case_id, year=year, finding=masked(finding))
                    place = places[finding.unit_code]
                    opened = await self._findings.open_within(
                        change, encode_finding(body), unit=place, actor=actor, even_closed=True
                    )
                    raised.append(opened.case_id)
            return case

        case = await self._audits.open(
            encode_audit(audit), unit=root, actor=actor, duty=Duty.AUDITING, then=with_findings
        )
        return AuditDone(case=case, audit=audit, raised=tuple(raised))


class _Counted:
    """Counts of the units in scope, as they are gone through."""

    def __init__(self, filed: Collection[str]) -> None:
        """Begins with nothing; `filed` are the projects that have results."""
        self._filed = filed
        self.units: list[UnitChecked] = []
        self.found: list[Finding] = []
        self.runs: list[RunKey] = []
        self.states: dict[RunKey, LedgerState] = {}

    def add(
        self,
        material: AuditMaterial,
        unit: Unit,
        codes: Sequence[str],
        declared: Collection[str],
        runs: Collection[RunKey],
        states: Mapping[RunKey, LedgerState],
    ) -> None:
        """Takes one unit up; one without anything to count is left out."""
        results = material.results_of[unit.unit_id]
        self.runs += sorted(runs)
        self.states.update(states)
        self.found += lacking.not_declared(unit, [code for code in codes if code not in declared])
        self.found += lacking.not_catalogued(unit, material.uncatalogued.get(unit.unit_id, []), results)
        # Before anything is filed a ledger may still be in the making.
        filed = [key for key in runs if key.project_code in self._filed]
        self.found += lacking.ledgers(unit, filed, states)
        if codes or results or runs:
            self.units.append(
                UnitChecked(
                    unit_id=unit.unit_id,
                    code=unit.code,
                    name=unit.name,
                    level=unit.level,
                    region=unit.region,
                    projects=len(codes),
                    declared=sum(code in declared for code in codes),
                    results=results,
                    catalogued=material.catalogued_of[unit.unit_id],
                    runs=len(runs),
                    ledgers_complete=sum(key in states and lacking.is_complete(states[key]) for key in runs),
                    ledgers_recorded=sum(key in states and states[key].is_recorded for key in runs),
                )
            )


def _stated_runs(stated: Collection[RunKey], registered: Collection[RunKey]) -> set[RunKey]:
    """The runs of one project: rows that don't say theirs belong to a registered one, if there is any."""
    return {key for key in stated if key.run or not registered}


def _with_findings(units: Sequence[UnitChecked], found: Sequence[Finding]) -> tuple[UnitChecked, ...]:
    counts = Counter(one.unit_code for one in found)
    listed: defaultdict[str, set[int]] = defaultdict(set)
    beyond: Counter[str] = Counter()
    for one in found:
        listed[one.unit_code].update(one.refs)
        beyond[one.unit_code] += one.ref_count - len(one.refs)
    return tuple(
        msgspec.structs.replace(
            one,
            findings=counts[one.code],
            # A finding lists its first entries alone; the others are taken to be different ones, as far as there are.
            concerned=min(len(listed[one.code]) + beyond[one.code], max(one.results, len(listed[one.code]))),
        )
        for one in units
    )

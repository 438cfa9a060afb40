"""What is lacking beside distortion: projects undeclared, results outside the catalogue, ledgers that aren't whole.

One finding a unit and matter, in the same form as those of the screening, so that they are answered and
decided on alike. These follow from the notice itself and need no province's thresholds.

Source: 浙学银〔2019〕2号, 二（二） (台账的五个部分), 三（一）、（二） (申报、目录), 三（三） (缺乏相关材料).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from adapters.screening.facts import RunKey
from adapters.screening.findings import Finding, Severity, bounded_lines, bounded_refs, run_words, share_words
from federation.model.ledger import ALL_PARTS
from node.model.ledger_state import LedgerState
from node.model.unit import Unit

EDITION = "2019"
MAX_RELATED = 50
NOT_DECLARED, NOT_CATALOGUED = "project-not-declared", "result-not-catalogued"
LEDGER_LACKING, LEDGER_ALTERED = "ledger-lacking", "ledger-altered"
TITLES = {
    NOT_DECLARED: "项目未经申报审核",
    NOT_CATALOGUED: "成果不在现行目录",
    LEDGER_LACKING: "培训台账缺失或不完整",
    LEDGER_ALTERED: "培训台账与登记不符",
}
THRESHOLDS = {
    NOT_DECLARED: "目录中的项目均应由本单位申报并经上一级审核",
    NOT_CATALOGUED: "成果均应对应现行目录中的项目",
    LEDGER_LACKING: f"有成果的每一期均应有台账，{len(ALL_PARTS)}个部分齐全且一致",
    LEDGER_ALTERED: "台账应与存入成果时登记在日志中的一致",
}


def not_declared(unit: Unit, projects: Sequence[str]) -> Iterator[Finding]:
    """The unit's catalogue projects that it never declared here."""
    if projects:
        yield _finding(NOT_DECLARED, unit, f"{len(projects)}个项目", [f"项目{code}" for code in projects])


def not_catalogued(unit: Unit, refs: Collection[int], results: int) -> Iterator[Finding]:
    """Results that the unit filed against projects of no current catalogue."""
    if refs:
        share = share_words(len(refs), results)
        lines = [f"本单位存入{results}条，其中{len(refs)}条所写的项目不在任何现行目录"]
        yield _finding(NOT_CATALOGUED, unit, f"{len(refs)}条成果，占{share}", lines, refs=refs)


def ledgers(unit: Unit, runs: Iterable[RunKey], states: Mapping[RunKey, LedgerState]) -> Iterator[Finding]:
    """The unit's runs without a whole ledger, and those whose ledger isn't what the log has."""
    held = sorted(runs)
    lacking = [key for key in held if key not in states or not is_complete(states[key])]
    altered = [key for key in held if key in states and states[key].recorded and not states[key].is_recorded]
    if lacking:
        lines = [f"{run_words(key)}：{_figure(states.get(key))}" for key in lacking]
        yield _finding(LEDGER_LACKING, unit, f"{len(held)}期中{len(lacking)}期", lines, related=lacking)
    if altered:
        lines = [f"{run_words(key)}：台账在登记之后有改动，尚未重新登记" for key in altered]
        yield _finding(LEDGER_ALTERED, unit, f"{len(held)}期中{len(altered)}期", lines, related=altered)


def is_complete(state: LedgerState) -> bool:
    """Whether all five parts are there and agree."""
    return len(state.complete) == len(ALL_PARTS)


def _figure(state: LedgerState | None) -> str:
    return "没有台账" if state is None else f"台账完整度{len(state.complete)}/{len(ALL_PARTS)}"


def _finding(
    rule: str,
    unit: Unit,
    measured: str,
    lines: Sequence[str],
    *,
    refs: Collection[int] = (),
    related: Sequence[RunKey] = (),
) -> Finding:
    kept, count = bounded_refs(refs)
    return Finding(
        rule=rule,
        edition=EDITION,
        title=TITLES[rule],
        severity=Severity.SERIOUS,
        threshold=THRESHOLDS[rule],
        measured=measured,
        unit_code=unit.code,
        project_code="",
        run=0,
        related=tuple(related[:MAX_RELATED]),
        refs=kept,
        ref_count=count,
        evidence=bounded_lines(list(lines)),
    )

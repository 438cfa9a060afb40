"""Lines about import as the node fills: real workbooks of at most 200,000 rows, up to the chosen number stored.

One workbook of new rows is the probe: it is imported with few rows stored and with all of them,
in turn, each time from the same state, end to end. Beside it stand the rates of filling, file by file.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.federation_folders import KeptState
from benchmarks.figures import Line, Subject, interleaved, median_of, most_of, per_second
from benchmarks.importing import ACHIEVEMENTS_A_LEARNER, CHILD_MIB, NODE_MIB, ROWS_A_FILE, write_workbooks
from benchmarks.processes import run_step
from samples.workbooks import write_accounts_workbook, write_achievements_workbook

FEW_STORED = 10_000
MOST_PROBED = 100_000
FIRST_SEED, PROBE_SEED = 1_001, 2_001
"""Apart from those of the workbooks that fill: people of other seeds are other people."""
HOLDS = 0.7


def measure_import_ageing(base: Path, issuing: Path, records: int, rounds: int) -> list[Line]:
    """Fills the empty branch at `issuing` with `records` rows, and imports the probe before and after.

    Raises:
        ValueError: a row wasn't accepted: then the figures would be of something else.
    """
    probe_rows = min(MOST_PROBED, max(1, records // 2))
    probe = base / "probe.xlsx"
    _accounts(issuing, base / "probe-accounts.xlsx", probe_rows, PROBE_SEED)
    write_achievements_workbook(probe, rows=probe_rows, learners=_learners(probe_rows), seed=PROBE_SEED)
    few = min(FEW_STORED, max(1, records // 10))
    first = base / "first.xlsx"
    _accounts(issuing, base / "first-accounts.xlsx", few, FIRST_SEED)
    write_achievements_workbook(first, rows=few, learners=_learners(few), seed=FIRST_SEED)
    _imported(issuing, [first], few)
    with_few = KeptState(issuing, base / "with-few")

    accounts, achievements = write_workbooks(base, records - few)
    run_step("import_product", folder=issuing, files=[str(path) for path in accounts], mode="")
    filled = _imported(issuing, achievements, records - few)
    with_all = KeptState(issuing, base / "with-all")

    def probed(state: KeptState) -> dict[str, Any]:
        state.restore()
        figures = _imported(issuing, [probe], probe_rows)
        return {**figures, "rate": probe_rows / figures["seconds"]}

    found = interleaved(rounds, {"few": lambda: probed(with_few), "all": lambda: probed(with_all)})
    few_rate, all_rate = median_of(found["few"], "rate"), median_of(found["all"], "rate")
    return [
        *_rates(few, achievements, filled),
        Line(
            subject=Subject.FILL,
            name=f"{probe_rows:,} more rows with {records:,} stored ÷ with {few:,}",
            value=all_rate / few_rate,
            floor=per_second(few_rate, 1),
            product=per_second(all_rate, 1),
            must=HOLDS,
        ),
        _memory("memory of the importing node", max(filled["node_mib"], most_of(found["all"], "node_mib")), NODE_MIB),
        _memory("memory of its children, reading and sealing", filled["child_mib"], CHILD_MIB),
    ]


def _rates(before: int, files: Sequence[Path], filled: dict[str, Any]) -> list[Line]:
    """A line for each file: its rows by the time from the end of the file before it to its own."""
    lines: list[Line] = []
    filed, ended = 0, 0.0
    for _ in files:
        rows, at = [mark for mark in filled["marks"] if mark[0] <= filed + ROWS_A_FILE][-1]
        rate = (rows - filed) / (at - ended)
        filed, ended = rows, at
        lines.append(
            Line(subject=Subject.FILL, name=f"filling, up to {before + filed:,} rows", value=rate, unit="rows/s")
        )
    return lines


def _memory(name: str, mib: float, most: float) -> Line:
    return Line(subject=Subject.FILL, name=name, value=mib, unit="MiB", must=most, less_is_better=True)


def _learners(rows: int) -> int:
    return max(1, rows // ACHIEVEMENTS_A_LEARNER)


def _accounts(issuing: Path, path: Path, rows: int, seed: int) -> None:
    write_accounts_workbook(path, rows=_learners(rows), seed=seed)
    run_step("import_product", folder=issuing, files=[str(path)], mode="")


def _imported(issuing: Path, files: Sequence[Path], rows: int) -> dict[str, Any]:
    figures = run_step("import_product", folder=issuing, files=[str(file) for file in files], mode="user-number")
    if figures["accepted"] != rows:
        raise ValueError(f"{figures['accepted']} of {rows} rows were accepted")
    return figures

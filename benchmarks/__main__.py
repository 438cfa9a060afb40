"""``python -m benchmarks``: all speed budgets in one table.

    python -m benchmarks [--records N] [--only import,sync,lookup,proof,catalogue,transfers,fill] [--rounds R] [--json]

Every ratio is of two rates measured in the same run, in turn, each in a process of its own;
the table shows medians. README.md in this folder says what each line measures.
"""

import argparse
import asyncio
import json
import platform
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.catalogue_import import measure_catalogue
from benchmarks.federation_folders import create_federation
from benchmarks.figures import USUAL, Line, Subject
from benchmarks.filling import fill
from benchmarks.import_ageing import measure_import_ageing
from benchmarks.importing import measure_import
from benchmarks.looking_up import CALLS, measure_lookup
from benchmarks.proving import measure_proof
from benchmarks.syncing import measure_sync
from benchmarks.transferring import MOST_TRANSFERS, measure_transfers

TITLE = "records: {records:,} · rounds: {rounds} · Python {python}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="speed budgets as ratios in one run")
    parser.add_argument("--records", type=int, default=10_000, help="rows, entries, size of the store")
    parser.add_argument("--only", default=",".join(USUAL), help="some of: " + ", ".join(Subject))
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each, of which the median counts")
    parser.add_argument("--calls", type=int, default=CALLS, help="lookups in a round")
    parser.add_argument("--folder", type=Path, default=None, help="where the databases lie meanwhile")
    parser.add_argument("--json", action="store_true", help="print an object in place of the table")
    chosen = parser.parse_args()
    if chosen.records < 1 or chosen.rounds < 1 or chosen.calls < 1:
        parser.error("--records, --rounds and --calls are at least 1")
    try:
        only = {Subject(name) for name in chosen.only.split(",")}
    except ValueError:
        parser.error(f"--only takes some of: {', '.join(Subject)}")
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="deltabank-bench-") as base:
        lines = measure(Path(base), only, chosen.records, chosen.rounds, chosen.calls)
    if chosen.json:
        answer = {"records": chosen.records, "rounds": chosen.rounds, "lines": [line.to_json() for line in lines]}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        console = Console(width=None if Console().is_terminal else 150)
        title = TITLE.format(records=chosen.records, rounds=chosen.rounds, python=platform.python_version())
        console.print(table_of(lines, title))


def measure(base: Path, only: set[Subject], records: int, rounds: int, calls: int) -> list[Line]:
    """The lines of the chosen subjects, in the table's order."""
    lines: list[Line] = []
    if Subject.IMPORT in only:
        (base / "import").mkdir()
        federation = asyncio.run(create_federation(base / "import"))
        lines += measure_import(base / "import", federation.issuing, records, rounds)
    if Subject.FILL in only:
        (base / "fill").mkdir()
        federation = asyncio.run(create_federation(base / "fill"))
        lines += measure_import_ageing(base / "fill", federation.issuing, records, rounds)
    if only & {Subject.SYNC, Subject.LOOKUP, Subject.PROOF}:
        (base / "store").mkdir()
        federation = asyncio.run(create_federation(base / "store"))
        asyncio.run(fill(federation.issuing, records))
        if Subject.SYNC in only:
            lines += measure_sync(base / "store", federation.issuing, federation.pulling, records, rounds)
        if Subject.LOOKUP in only:
            lines += measure_lookup(federation.issuing, records, rounds, calls)
        if Subject.PROOF in only:
            lines += measure_proof(federation.issuing, records)
    if Subject.CATALOGUE in only:
        (base / "catalogue").mkdir()
        lines += measure_catalogue(base / "catalogue", records, rounds)
    if Subject.TRANSFERS in only:
        (base / "transfers").mkdir()
        lines += measure_transfers(base / "transfers", min(records, MOST_TRANSFERS), rounds)
    return lines


def table_of(lines: list[Line], title: str) -> Table:
    """The table as it is printed."""
    table = Table(title=title, title_justify="left")
    for header in ("", "what"):
        table.add_column(header)
    for header in ("floor", "product", "figure", "must", "", "goal", ""):
        table.add_column(header, justify="right")
    for at, line in enumerate(lines):
        is_last = at + 1 == len(lines) or lines[at + 1].subject != line.subject
        table.add_row(
            line.subject.value,
            line.name,
            line.floor,
            line.product,
            f"{_number(line.value)} {line.unit}",
            _wanted(line, line.must),
            _met(line.reaches(line.must)),
            _wanted(line, line.goal),
            _met(line.reaches(line.goal)),
            end_section=is_last,
        )
    return table


def _wanted(line: Line, wanted: float | None) -> str:
    if wanted is None:
        return "—"
    return f"{'≤' if line.less_is_better else '≥'} {_number(wanted)}"


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def _met(is_met: bool | None) -> str:
    return "" if is_met is None else "[green]met[/green]" if is_met else "[red]not met[/red]"


if __name__ == "__main__":
    main()

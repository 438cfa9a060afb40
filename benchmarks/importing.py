"""Lines about import: Jiangsu's achievements workbook, five columns, the accounts imported before."""

from pathlib import Path

from benchmarks.federation_folders import KeptState
from benchmarks.figures import Line, Subject, interleaved, median_of, most_of, per_second
from benchmarks.processes import run_step
from samples.workbooks import write_accounts_workbook, write_achievements_workbook

ROWS_A_FILE = 200_000
"""What the product takes in one sheet unless configured."""
ACHIEVEMENTS_A_LEARNER = 5
NODE_MIB, CHILD_MIB = 400, 1024


def measure_import(base: Path, issuing: Path, records: int, rounds: int) -> list[Line]:
    """Imports `records` rows into the branch at `issuing` once a round, each time from the same state."""
    accounts, achievements = write_workbooks(base, records)
    run_step("import_product", folder=issuing, files=accounts, mode="")
    before = KeptState(issuing, base / "before-import")
    paths = [str(path) for path in achievements]

    def product() -> dict[str, float]:
        before.restore()
        figures = run_step("import_product", folder=issuing, files=paths, mode="user-number")
        if figures["accepted"] != records:
            raise ValueError(f"{figures['accepted']} of {records} rows were accepted")
        return figures

    def bare() -> dict[str, float]:
        database = base / "bare.db"
        figures = run_step("import_bare", files=paths, database=database)
        database.unlink()
        return figures

    found = interleaved(
        rounds, {"openpyxl": lambda: run_step("import_openpyxl", files=paths), "product": product, "bare": bare}
    )
    took = {name: median_of(results, "seconds") for name, results in found.items()}
    rates = {name: per_second(records, seconds) for name, seconds in took.items()}
    return [
        Line(
            subject=Subject.IMPORT,
            name="import ÷ openpyxl merely reading the file",
            value=took["openpyxl"] / took["product"],
            floor=rates["openpyxl"],
            product=rates["product"],
            must=1.0,
            goal=2.0,
        ),
        Line(
            subject=Subject.IMPORT,
            name="import ÷ bare pipeline (one process, nothing sealed)",
            value=took["bare"] / took["product"],
            floor=rates["bare"],
            product=rates["product"],
            goal=0.6,
        ),
        _memory("memory of the importing node", most_of(found["product"], "node_mib"), NODE_MIB),
        _memory("memory of its reading child", most_of(found["product"], "child_mib"), CHILD_MIB),
    ]


def _memory(name: str, mib: float, most: float) -> Line:
    return Line(subject=Subject.IMPORT, name=name, value=mib, unit="MiB", must=most, less_is_better=True)


def write_workbooks(base: Path, records: int) -> tuple[list[Path], list[Path]]:
    """Accounts and achievements of `records` rows, in files of what one may hold, below `base`."""
    learners = max(1, records // ACHIEVEMENTS_A_LEARNER)
    accounts, achievements = [], []
    for number, start in enumerate(range(0, records, ROWS_A_FILE)):
        rows = min(ROWS_A_FILE, records - start)
        # A seed a file: other people, so that every row of every file is new.
        people = max(1, min(learners, rows // ACHIEVEMENTS_A_LEARNER))
        seed = number + 1
        accounts.append(base / f"accounts-{seed}.xlsx")
        achievements.append(base / f"achievements-{seed}.xlsx")
        write_accounts_workbook(accounts[-1], rows=people, seed=seed)
        write_achievements_workbook(achievements[-1], rows=rows, learners=people, seed=seed)
    return accounts, achievements

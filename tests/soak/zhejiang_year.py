"""A whole year of Zhejiang, end to end over a real node, reconciled to the row; says what it takes.

    python -m tests.soak.zhejiang_year --cities 11 --counties 90 --points 1000 --projects 20000 --results 500000

Units get their codes and file their plans, schools and sub-centres declare by annexes 1 and 2 and by a design
of their own, sub-centres review, counties and province publish, every run has a ledger, some with all its
sheets, results are filed by code from real workbooks, some of whose rows are wrong; some are corrected and
withdrawn; the year is audited, findings are answered and decided; it is assessed and published. Ends with 1
if any figure doesn't agree.
"""

import argparse
import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from federation.clock import SteeredClock
from tests.support.services import opened
from tests.support.zhejiang_year.figures import Reconciled
from tests.support.zhejiang_year.habits import Habits
from tests.support.zhejiang_year.metering import Meter
from tests.support.zhejiang_year.plan import Plan, Size
from tests.support.zhejiang_year.reconciling import reconcile
from tests.support.zhejiang_year.running import Year

YEAR = 2025


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.zhejiang_year", description="a year of Zhejiang")
    usual, habits = Size(), Habits()
    for name in ("cities", "counties", "points", "projects", "results", "distorted", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    for name in Habits.__slots__:
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(habits, name))
    parser.add_argument("--folder", type=Path, default=None, help="where node and workbooks lie meanwhile")
    chosen = parser.parse_args()
    try:
        size = Size(
            cities=chosen.cities,
            counties=chosen.counties,
            points=chosen.points,
            projects=chosen.projects,
            results=chosen.results,
            distorted=chosen.distorted,
            seed=chosen.seed,
            year=YEAR,
        )
    except ValueError as error:
        parser.error(str(error))
    habits = Habits(**{name: getattr(chosen, name) for name in Habits.__slots__})
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="deltabank-year-") as folder:
        differing = [one for one in asyncio.run(run(Path(folder), size, habits)) if not one.agrees]
    sys.exit(1 if differing else 0)


async def run(folder: Path, size: Size, habits: Habits | None = None, meter: Meter | None = None) -> list[Reconciled]:
    """The year in `folder`; says its parts, and every figure that is told twice."""
    meter = meter or Meter()
    clock = SteeredClock(datetime(size.year - 1, 12, 20, 4, tzinfo=UTC))
    async with opened(folder / "33", clock, "33") as node:
        books = folder / "workbooks"
        books.mkdir()
        year = Year(node, clock, Plan(size), books, meter, habits)
        await year.run()
        with meter.phase("assessment", "results") as phase:
            figures = await node.assessment.live(size.year, actor=year.staff.province)
            await node.assessment.publish(size.year, actor=year.staff.province)
            phase.done(sum(one.counts.catalogue_results or 0 for one in figures.units))
        with meter.phase("reconciling", "rows") as phase:
            found = await reconcile(year, figures)
            phase.done(size.results)
        database = sum(file.stat().st_size for file in node.folder.data.glob("node.db*"))
    meter.say(meter.total())
    meter.say(f"database: {database / 1024**2:,.0f} MiB; refused rows by reason: {dict(year.tally.refused)}")
    for one in found:
        meter.say(f"{'agrees' if one.agrees else 'DIFFERS'}  {one.what}{one.told}")
    return found


if __name__ == "__main__":
    main()

"""Prints how many planted distortions the screening finds, and how many honest rows it accuses.

The table stands in docs/screening.md. Seconds a stage and the peak of memory follow on stderr.

Usage: python -m tests.soak.distortion_table [--rows 100000] [--each 20] [--seed 1] [--counties 40]
Ends with 1 if a kind's recall is under 95 % or 1 % or more of the honest rows are accused.
"""

import argparse
import resource
import sys
import time
from datetime import date

from tests.support.distortions.facts import Kind
from tests.support.distortions.planted import planted_year
from tests.support.distortions_screened import Detection, detection, every_row

RECALL, SHARE = 0.95, 0.01
YEAR = 2025
NAMES = {
    Kind.OVER_SCALE: "超出申报规模",
    Kind.TWO_PLACES: "同一时间在两处学习",
    Kind.IMPOSSIBLE_HOURS: "一天内培训时数不可能",
    Kind.CLONED_ROSTER: "学习者名单雷同",
    Kind.INVENTED_NUMBERS: "证件号码连号、编造",
    Kind.UNFITTING_AGES: "年龄与培训对象不符",
    Kind.DEADLINE_BURST: "截止日前突击存入",
    Kind.IDENTICAL_EVALUATIONS: "学习成果评价雷同",
}


def table(found: Detection) -> str:
    """The table as Markdown."""
    lines = [
        "| kind | planted | found | recall | honest rows accused | share |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    for one in found.kinds:
        share = one.honest_accused / found.honest
        lines.append(
            f"| {NAMES[one.kind]} `{one.kind}` | {one.planted} | {one.found} | {one.recall:.0%} "
            f"| {one.honest_accused} | {share:.3%} |"
        )
    planted, hits = sum(one.planted for one in found.kinds), sum(one.found for one in found.kinds)
    lines.append(
        f"| all, each row once | {planted} | {hits} | {hits / planted:.1%} "
        f"| {found.honest_accused} of {found.honest} | {found.share_accused:.3%} |"
    )
    return "\n".join(lines)


def is_good_enough(found: Detection) -> bool:
    """Whether every kind is found and few of the honest are accused."""
    return all(one.recall >= RECALL for one in found.kinds) and found.share_accused < SHARE


def main() -> int:
    """Makes a year, screens it, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--counties", type=int, default=40)
    wanted = parser.parse_args()
    began = time.monotonic()
    year, truth = planted_year(wanted.seed, wanted.rows, each=wanted.each, year=YEAR, counties=wanted.counties)
    made = time.monotonic()
    found = detection(year, truth, every_row(year, date(YEAR, 12, 31)))
    screened = time.monotonic()
    print(table(found))
    missed = [name for one in found.kinds for name in one.missed]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"made in {made - began:.0f} s, screened in {screened - made:.0f} s, peak {peak} MiB, "
        f"{found.findings} findings; missed: {', '.join(missed) or 'none'}",
        file=sys.stderr,
    )
    return 0 if is_good_enough(found) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""An evaluation sheet that repeats another run's: the same scores and remarks in the same lines.

Marks of two classes are alike as often as one likes, but not line by line. Sheets in which hardly anything
differs say nothing (they are `identical_evaluations`). Blocks of lines that two sheets share lead from one
to the other, so that sheets with nothing in common cost nothing.

Source: 浙学银〔2019〕2号 二·（二） 学习成果评价表; 三·（三）.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import msgspec

from adapters.screening.findings import Finding, run_words, share_words
from adapters.zhejiang.screening.ground import Evaluated, Ground
from adapters.zhejiang.screening.rulebook import Rule

BLOCK_LINES = 5
# A block that more sheets have is a set form, not a copy.
MAX_SHEETS_OF_A_BLOCK = 20
Mark = tuple[str, str]


class SheetLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds.

    Attributes:
        sheet_people: lines below which two sheets aren't compared.
        sheet_marks: different marks that a sheet must have.
        sheet_percent: lines with the same mark in the same place, in per cent of the longer sheet.
    """

    sheet_people: int
    sheet_marks: int
    sheet_percent: float


def find_copied_sheets(ground: Ground, rule: Rule, limits: SheetLimits) -> Iterator[Finding]:
    """Each sheet that repeats an earlier run's; asked is the unit of the run that stands later in the log."""
    sheets = {
        run: lines
        for run, evaluations in ground.evaluations.items()
        if ground.rows_of_run[run]
        and len(lines := sorted(evaluations, key=lambda one: (one.line, _mark(one)))) >= limits.sheet_people
        and lines[0].line > 0
        and len({_mark(one) for one in lines}) >= limits.sheet_marks
    }
    for one, other in sorted(_pairs(sheets)):
        first, second = sheets[one], sheets[other]
        same = [at for at, (here, there) in enumerate(zip(first, second, strict=False)) if _mark(here) == _mark(there)]
        if 100 * len(same) >= limits.sheet_percent * max(len(first), len(second)):
            yield _finding(ground, rule, limits, one, other, same, sheets)


def _pairs(sheets: dict[int, list[Evaluated]]) -> set[tuple[int, int]]:
    """Sheets that have a block of lines in common, in the same place, with different marks in it."""
    blocks: dict[tuple[int, tuple[Mark, ...]], list[int]] = defaultdict(list)
    for run, lines in sheets.items():
        for start in range(0, len(lines) - BLOCK_LINES + 1, BLOCK_LINES):
            block = tuple(_mark(one) for one in lines[start : start + BLOCK_LINES])
            if len(set(block)) > 1:
                blocks[start, block].append(run)
    return {
        pair
        for runs in blocks.values()
        if 1 < len(runs) <= MAX_SHEETS_OF_A_BLOCK
        for pair in combinations(sorted(runs), 2)
    }


def _mark(one: Evaluated) -> Mark:
    return one.score, one.text


def _finding(
    ground: Ground,
    rule: Rule,
    limits: SheetLimits,
    one: int,
    other: int,
    same: list[int],
    sheets: dict[int, list[Evaluated]],
) -> Finding:
    earlier, later = sorted((one, other), key=lambda run: (ground.rows_of_run[run][0], ground.keys[run]))
    here, there = ground.keys[later], ground.keys[earlier]
    larger = max(len(sheets[one]), len(sheets[other]))
    refs = [ref for run in (earlier, later) for ref in ground.refs_of({sheets[run][at].person for at in same}, [run])]
    return rule.found(
        threshold=f"两期评价表（不少于{limits.sheet_people}人，评价不少于{limits.sheet_marks}种）"
        f"逐行相同的达到{limits.sheet_percent:g}%",
        measured=f"{len(same)}行相同，占{share_words(len(same), larger)}",
        unit_code=ground.units[later],
        at=here,
        related=[there],
        refs=refs,
        evidence=[
            f"{run_words(here)}（机构{ground.units[later]}）评价表{len(sheets[later])}行",
            f"{run_words(there)}（机构{ground.units[earlier]}）评价表{len(sheets[earlier])}行，成果存入在先",
            f"成绩和评语在同一行相同的{len(same)}行，占{share_words(len(same), larger)}",
        ],
    )

"""评价雷同: a run whose evaluations are all the same.

A class that passes together (合格, no score, no remark) is honest, and so is one set phrase beside scores
that differ. Odd are the same score *and* the same remark for nearly everybody, a whole sentence
repeated, or one and the same score for a class; the last only while it is rare.

Source: 浙学银〔2019〕2号 二·（二） 学习成果评价表; 三·（三）.
"""

from collections import Counter
from collections.abc import Iterator

import msgspec

from adapters.zhejiang.screening.custom import MIN_RUNS, is_customary
from adapters.zhejiang.screening.findings import Finding, Severity, run_words, share_words
from adapters.zhejiang.screening.ground import Evaluated, Ground
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of

CODE = "identical-evaluations"


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds.

    Attributes:
        min_people: evaluations of a run below which nothing is said.
        same_percent: share with the same score and text.
        sentence_chars: letters from which a text without a score is more than a set phrase.
        score_people: evaluations from which one score for all (and no text to speak of) is said.
        customary_percent: share of runs from which one score for all is custom.
    """

    min_people: int
    same_percent: float
    sentence_chars: int
    score_people: int
    customary_percent: float


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Runs with identical evaluations."""
    limits = thresholds_of(rule, Limits)
    flat: list[tuple[int, list[Evaluated]]] = []
    looked_at = 0
    for run, evaluations in ground.evaluations.items():
        if len(evaluations) < limits.min_people:
            continue
        looked_at += 1
        (score, text), count = min(
            Counter((one.score, one.text) for one in evaluations).items(), key=lambda item: (-item[1], item[0])
        )
        if 100 * count < limits.same_percent * len(evaluations):
            continue
        same = [one for one in evaluations if (one.score, one.text) == (score, text)]
        if (score and text and text not in PASSED) or len(text) >= limits.sentence_chars:
            yield _finding(ground, rule, limits, run, same)
        elif score and count >= limits.score_people:
            flat.append((run, same))
    if not is_customary(len(flat), looked_at, limits.customary_percent, MIN_RUNS):
        for run, same in flat:
            yield _finding(ground, rule, limits, run, same, Severity.HINT)


PASSED = frozenset({"合格", "良好", "优秀", "通过", "达标", "及格", "好", "完成", "无"})
"""Remarks that repeat the outcome and say nothing of the person."""


def _finding(
    ground: Ground, rule: Rule, limits: Limits, run: int, same: list[Evaluated], severity: Severity | None = None
) -> Finding:
    key, everybody = ground.keys[run], len(ground.evaluations[run])
    people = {one.person for one in same}
    return rule.found(
        threshold=f"评价不少于{limits.min_people}人，成绩和评语均相同的达到{limits.same_percent:g}%",
        measured=f"{len(same)}人相同，占{share_words(len(same), everybody)}",
        unit_code=ground.units[run],
        at=key,
        refs=ground.refs_of(people, [run]),
        evidence=[
            f"{run_words(key)}评价表共{everybody}人，其中{len(same)}人的成绩和评语完全相同",
            f"成绩：{'有，均相同' if same[0].score else '未填'}；评语：{_text_words(same[0].text)}",
        ],
        severity=severity,
    )


def _text_words(text: str) -> str:
    """How long the remark is, not what it says: it may name a person."""
    return f"{len(text)}字，均相同" if text else "未填"

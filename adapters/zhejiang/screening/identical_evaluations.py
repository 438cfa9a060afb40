"""评价雷同: a run whose evaluations are all the same.

A class that passes together (合格, no score, no remark) is honest, and so is one set phrase beside scores
that differ. Odd are the same score *and* the same remark for nearly everybody, a whole sentence
repeated, a paragraph in which only the name changes, or one and the same score, or only two, for a class;
the last two only while they are rare. What two sheets have in common is `copied_sheets`.

Source: 浙学银〔2019〕2号 二·（二） 学习成果评价表; 三·（三）.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from adapters.screening.findings import Finding, Severity, run_words, share_words
from adapters.zhejiang.screening.copied_sheets import SheetLimits, find_copied_sheets
from adapters.zhejiang.screening.custom import MIN_RUNS, is_customary
from adapters.zhejiang.screening.ground import Evaluated, Ground
from adapters.zhejiang.screening.one_paragraph import of_one_paragraph
from adapters.zhejiang.screening.rulebook import Rule, thresholds_of

CODE = "identical-evaluations"


class Limits(SheetLimits, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds, those of copied sheets among them.

    Attributes:
        min_people: evaluations of a run below which nothing is said.
        same_percent: share with the same score and text.
        sentence_chars: letters from which a text without a score is more than a set phrase.
        score_people: evaluations from which one score for all (and no text to speak of) is said.
        customary_percent: share of runs from which one score for all, or two, is custom.
        paragraph_chars: letters from which a remark is a paragraph.
        name_chars: letters that may differ in it: a name's.
        few_people: evaluations with marks of 100 from which two different ones for all are said.
    """

    min_people: int
    same_percent: float
    sentence_chars: int
    score_people: int
    customary_percent: float
    paragraph_chars: int
    name_chars: int
    few_people: int


def find(ground: Ground, rule: Rule) -> Iterator[Finding]:
    """Runs with identical evaluations, then sheets that repeat another run's."""
    limits = thresholds_of(rule, Limits)
    flat: list[tuple[int, list[Evaluated]]] = []
    by_turns: list[tuple[int, list[Evaluated]]] = []
    looked_at = 0
    for run, evaluations in ground.evaluations.items():
        if len(evaluations) < limits.min_people:
            continue
        looked_at += 1
        same = _most_frequent(evaluations, 1)
        score, text = same[0].score, same[0].text
        if not _is_nearly_all(same, evaluations, limits):
            alike = of_one_paragraph(evaluations, limits.paragraph_chars, limits.name_chars)
            if _is_nearly_all(alike, evaluations, limits):
                yield _paragraph_finding(ground, rule, limits, run, alike)
            elif _is_nearly_all(two := _marked_by_turns(evaluations, limits), evaluations, limits):
                by_turns.append((run, two))
        elif (score and text and text not in PASSED) or len(text) >= limits.sentence_chars:
            yield _finding(ground, rule, limits, run, same)
        elif score and len(same) >= limits.score_people:
            flat.append((run, same))
    if not is_customary(len(flat), looked_at, limits.customary_percent, MIN_RUNS):
        for run, same in flat:
            yield _finding(ground, rule, limits, run, same, Severity.HINT)
    if not is_customary(len(by_turns), looked_at, limits.customary_percent, MIN_RUNS):
        for run, two in by_turns:
            yield _by_turns_finding(ground, rule, limits, run, two)
    yield from find_copied_sheets(ground, rule, limits)


def _most_frequent(evaluations: Sequence[Evaluated], marks: int) -> list[Evaluated]:
    """The evaluations with the most frequent marks (score and remark together)."""
    counted = Counter((one.score, one.text) for one in evaluations)
    chosen = {mark for mark, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:marks]}
    return [one for one in evaluations if (one.score, one.text) in chosen]


def _marked_by_turns(evaluations: Sequence[Evaluated], limits: Limits) -> list[Evaluated]:
    """The evaluations with one of two marks of 100; none in a small class, or where marks are grades or passes."""
    if len(evaluations) < limits.few_people or not all(one.score.isdecimal() for one in evaluations):
        return []
    return _most_frequent(evaluations, 2)


def _is_nearly_all(some: Sequence[Evaluated], evaluations: Sequence[Evaluated], limits: Limits) -> bool:
    return 100 * len(some) >= limits.same_percent * len(evaluations)


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


def _paragraph_finding(ground: Ground, rule: Rule, limits: Limits, run: int, alike: list[Evaluated]) -> Finding:
    everybody = len(ground.evaluations[run])
    return rule.found(
        threshold=f"评语不少于{limits.paragraph_chars}字，除至多{limits.name_chars}字（姓名）外相同的达到{limits.same_percent:g}%",
        measured=f"{len(alike)}人的评语除姓名外相同，占{share_words(len(alike), everybody)}",
        unit_code=ground.units[run],
        at=ground.keys[run],
        refs=ground.refs_of({one.person for one in alike}, [run]),
        evidence=[
            f"{run_words(ground.keys[run])}评价表共{everybody}人",
            f"其中{len(alike)}人的评语约{len(alike[0].text)}字，各人之间相差不超过{limits.name_chars}字",
        ],
    )


def _by_turns_finding(ground: Ground, rule: Rule, limits: Limits, run: int, two: list[Evaluated]) -> Finding:
    everybody = len(ground.evaluations[run])
    counted = sorted(Counter(one.score for one in two).items())
    return rule.found(
        threshold=f"百分制评价不少于{limits.few_people}人，只有两种成绩和评语的达到{limits.same_percent:g}%",
        measured=f"{len(two)}人只有两种评价，占{share_words(len(two), everybody)}",
        unit_code=ground.units[run],
        at=ground.keys[run],
        refs=ground.refs_of({one.person for one in two}, [run]),
        evidence=[
            f"{run_words(ground.keys[run])}评价表共{everybody}人",
            *(f"成绩{score}：{count}人" for score, count in counted),
        ],
        severity=Severity.HINT,
    )


def _text_words(text: str) -> str:
    """How long the remark is, not what it says: it may name a person."""
    return f"{len(text)}字，均相同" if text else "未填"

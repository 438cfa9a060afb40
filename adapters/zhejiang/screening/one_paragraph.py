"""A paragraph written once and given to everybody, the learner's name put in.

Two remarks are the same paragraph if what they don't share at their beginning and end is no longer than
a name. Names themselves aren't known here, and needn't be.

Source: 浙学银〔2019〕2号 二·（二） 学习成果评价表; 三·（三）.
"""

from collections.abc import Sequence

from adapters.zhejiang.screening.ground import Evaluated


def of_one_paragraph(evaluations: Sequence[Evaluated], least_chars: int, name_chars: int) -> list[Evaluated]:
    """The largest group of evaluations whose remarks are one paragraph.

    Compared with three of them, taken evenly from all: where nearly all are alike, one of three is.

    Args:
        evaluations: of one run, remarks folded.
        least_chars: of a paragraph.
        name_chars: that may differ.
    """
    long = sorted((one for one in evaluations if len(one.text) >= least_chars), key=lambda one: (one.text, one.person))
    if not long:
        return []
    samples = {long[len(long) * quarter // 4].text for quarter in (1, 2, 3)}
    groups = ([one for one in long if _is_same(one.text, text, name_chars)] for text in sorted(samples))
    return max(groups, key=len)


def _is_same(one: str, other: str, name_chars: int) -> bool:
    before = _shared(one, other)
    # What stands before the name isn't counted again behind it.
    after = _shared(one[before:][::-1], other[before:][::-1])
    return max(len(one), len(other)) - before - after <= name_chars


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))

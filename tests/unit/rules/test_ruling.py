"""Shows that a reviewer grants within the rules: known schemes, no cap exceeded, no course twice."""

import pytest

from federation.rules.outcome import CapUsage, Credit
from federation.rules.ruling import ruling_faults
from federation.rules.trace_words import missing_words
from tests.support.rules import ON, shipped_rules

RULES = shipped_rules("jiangsu")
USED = CapUsage(
    credits={("community", "2026"): 900, ("community", "total"): 900}, courses=frozenset((("elective", "管理学"),))
)


def credit(scheme: str, amount: int, course: str = "") -> Credit:
    return Credit(scheme=scheme, course=course, credits=amount)


@pytest.mark.parametrize(
    ("ruling", "codes"),
    [
        ([credit("community", 100)], []),
        ([credit("community", 60), credit("community", 41)], ["cap-exceeded"]),
        ([credit("nowhere", 100)], ["scheme-unknown"]),
        ([credit("elective", 300, "管理学")], ["course-passed"]),
        ([credit("elective", 300, "会计学"), credit("elective", 300, "会计学")], ["course-passed"]),
        ([credit("elective", 0)], ["amount"]),
        ([credit("elective", 1)] * 11, ["too-many"]),
    ],
    ids=["fits", "one hundredth too much", "unknown scheme", "course before", "course twice", "nothing", "too many"],
)
def test_a_ruling_is_held_against_the_rules(ruling, codes):
    faults = ruling_faults(RULES, ruling, used=USED, on=ON)
    assert [one.code for one in faults] == codes
    for one in faults:
        assert "—" not in missing_words(one, "zh") + missing_words(one, "en")


def test_what_is_too_much_is_told_with_the_figures():
    (fault,) = ruling_faults(RULES, [credit("community", 101)], used=USED, on=ON)
    assert missing_words(fault, "zh") == "《社区教育学分》上限（2026）10 学分，已用 9，不能再给 1.01"

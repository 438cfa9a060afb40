"""Whether a rule is for an achievement, and what it lacks if not.

A rule that an achievement's branch and class don't fit isn't worth telling about: it was made for others.
"""

from datetime import date

from federation.model.achievement import AchievementBody, fold_text
from federation.model.achievement_class import class_code
from federation.rules.amounts import amount_text
from federation.rules.outcome import Candidate, Shortfall
from federation.rules.rule_set import OwnDeposit, Rule, WhenUnknown, measured

MONTHS = 12


def is_made_for(rule: Rule, item: Candidate) -> bool:
    """Whether a rule is about achievements of that branch and class at all."""
    return item.branch in rule.branches and class_code(item.body.achievement_class) in rule.classes


def shortfalls(rule: Rule, item: Candidate, on: date) -> tuple[Shortfall, ...]:
    """Why a rule made for such achievements doesn't apply to this one; empty if it does."""
    body = item.body
    lacks: list[tuple[str, tuple[str, ...]]] = []
    if rule.categories and fold_text(body.category) not in _folded(rule.categories):
        lacks.append(("category", (body.category, *rule.categories)))
    if rule.institutions and not _institutions(body) & _folded(rule.institutions):
        lacks.append(("institution", (body.institution_name, *rule.institutions)))
    if rule.titles and fold_text(body.title) not in _folded(rule.titles):
        lacks.append(("title", (body.title, *rule.titles)))
    if rule.course_codes and fold_text(body.course_code) not in _folded(rule.course_codes):
        lacks.append(("course-code", (body.course_code, *rule.course_codes)))
    if rule.achieved_from is not None and body.achieved_on < rule.achieved_from:
        lacks.append(("achieved-from", (body.achieved_on.isoformat(), rule.achieved_from.isoformat())))
    if rule.achieved_until is not None and body.achieved_on > rule.achieved_until:
        lacks.append(("achieved-until", (body.achieved_on.isoformat(), rule.achieved_until.isoformat())))
    if rule.within_months and body.achieved_on < months_before(on, rule.within_months):
        lacks.append(("too-old", (body.achieved_on.isoformat(), str(rule.within_months))))
    if body.personal_deposit and rule.own_deposit is OwnDeposit.REJECT:
        lacks.append(("own-deposit", ()))
    lacks += _measure_lacks(rule, body)
    return tuple(Shortfall(rule=rule.id, code=code, values=values) for code, values in lacks)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the month's last day where that month has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 - months, MONTHS)
    if year < date.min.year:
        return date.min
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date.min


def _measure_lacks(rule: Rule, body: AchievementBody) -> list[tuple[str, tuple[str, ...]]]:
    if rule.measure is None:
        return []
    amount = measured(body, rule.measure)
    if amount is None:
        return [("unknown", (rule.measure,))] if rule.unknown is WhenUnknown.NEXT_RULE else []
    if rule.minimum is not None and amount < rule.minimum:
        return [("minimum", (rule.measure, amount_text(amount), amount_text(rule.minimum)))]
    return []


def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_text, texts))


def _institutions(body: AchievementBody) -> frozenset[str]:
    stated = (body.institution_name, body.institution_code)
    return frozenset(fold_text(text) for text in stated if text)

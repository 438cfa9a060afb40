"""Arithmetic of grants: a formula, rounding, the limit for one achievement, and the room that caps leave.

Every line of it is kept, so that anybody can compute it again with pencil and paper.
"""

from datetime import date

import msgspec

from federation.rules.amounts import amount_text, fraction_text
from federation.rules.outcome import CapUsage, Credit, TraceLine, period_key
from federation.rules.rounding import RoundingMode, round_to_step
from federation.rules.rule_set import Grant, OverCap, Rule, RuleSet


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """What was granted, how it was computed, and why nothing was if so (`reason`)."""

    grants: tuple[Credit, ...]
    trace: tuple[TraceLine, ...]
    reason: str = ""


class Room:
    """What caps leave for one person; grows smaller as credit is taken."""

    def __init__(self, rules: RuleSet, used: CapUsage, on: date) -> None:
        """Begins with what was granted before."""
        self._rules = rules
        self._on = on
        self._credits = dict(used.credits)
        self._courses = set(used.courses)

    def take(self, rule: Rule, amount: int | None) -> Taking:
        """Grants what a rule gives for `amount` hundredths of its measure, as far as there is room."""
        trace: list[TraceLine] = []
        grants: list[Credit] = []
        reason = "nothing-to-grant"
        for grant in rule.grants:
            credit = _computed(grant, rule, amount, trace)
            if credit and (grant.scheme, grant.course) in self._courses:
                trace.append(TraceLine(code="course-passed", values=self._named(grant)))
                credit, reason = 0, "course-passed"
            if credit:
                credit = self._within_caps(grant, credit, trace)
                reason = "cap-reached"
            if credit:
                self._keep(grant, credit)
                grants.append(Credit(scheme=grant.scheme, course=grant.course, credits=credit))
                trace.append(TraceLine(code="granted", values=(*self._named(grant), amount_text(credit))))
        return Taking(grants=tuple(grants), trace=tuple(trace), reason="" if grants else reason)

    def _within_caps(self, grant: Grant, credit: int, trace: list[TraceLine]) -> int:
        scheme = self._rules.scheme(grant.scheme)
        granted = credit
        for cap in scheme.caps:
            key = period_key(cap.period, self._on)
            used = self._credits.get((scheme.id, key), 0)
            left = max(0, cap.credits - used)
            values = (scheme.name, key, amount_text(cap.credits), amount_text(used), amount_text(left))
            trace.append(TraceLine(code="cap", values=values))
            granted = min(granted, left)
        if granted < credit:
            if scheme.over_cap is OverCap.NOTHING or grant.course:
                granted = 0
            elif grant.step:
                granted = round_to_step(granted, 1, step=grant.step, mode=RoundingMode.DOWN)
            trace.append(TraceLine(code="cut", values=(amount_text(credit), amount_text(granted))))
        return granted

    def _keep(self, grant: Grant, credit: int) -> None:
        for cap in self._rules.scheme(grant.scheme).caps:
            place = (grant.scheme, period_key(cap.period, self._on))
            self._credits[place] = self._credits.get(place, 0) + credit
        if grant.course:
            self._courses.add((grant.scheme, grant.course))

    def _named(self, grant: Grant) -> tuple[str, str]:
        return self._rules.scheme(grant.scheme).name, grant.course


def _computed(grant: Grant, rule: Rule, amount: int | None, trace: list[TraceLine]) -> int:
    """What the grant gives before caps; never more than its own limit."""
    if rule.measure is not None and amount is None:
        credit = grant.if_unknown or 0
        trace.append(TraceLine(code="unknown-fixed", values=(rule.measure, amount_text(credit))))
    elif grant.per and grant.rounding is not None and amount is not None and rule.measure is not None:
        exact = amount * grant.credits
        credit = round_to_step(exact, grant.per, step=grant.step, mode=grant.rounding)
        measured = (rule.measure, amount_text(amount), amount_text(grant.credits), amount_text(grant.per))
        exactly = fraction_text(exact, grant.per)
        trace.append(TraceLine(code="formula", values=(*measured, exactly)))
        rounded = (exactly, amount_text(grant.step), grant.rounding, amount_text(credit))
        trace.append(TraceLine(code="rounded", values=rounded))
    else:
        credit = grant.credits
        trace.append(TraceLine(code="fixed", values=(amount_text(credit),)))
    if grant.at_most is not None and credit > grant.at_most:
        trace.append(TraceLine(code="at-most", values=(amount_text(credit), amount_text(grant.at_most))))
        credit = grant.at_most
    return credit

"""What a reviewer grants is held against the rules too: a person decides what it is worth, never beyond a cap.

Source: DESIGN section 7 (caps are the receiving branch's rules, whoever decides).
"""

from collections.abc import Sequence
from datetime import date

from federation.rules.amounts import amount_text
from federation.rules.bounds import MAX_AMOUNT, MAX_GRANTS
from federation.rules.outcome import CapUsage, Credit, Shortfall, period_key
from federation.rules.rule_set import RuleSet


def ruling_faults(
    rules: RuleSet,
    ruling: Sequence[Credit],
    *,
    used: CapUsage,
    on: date,
) -> tuple[Shortfall, ...]:
    """Why credit can't be granted so, whatever for; empty if it can.

    Args:
        rules: the version to go by.
        ruling: all that is granted at once, of however many achievements.
        used: what the person was granted before.
        on: the day that is decided for.
    """
    faults: list[tuple[str, tuple[str, ...]]] = []
    schemes = {one.id: one for one in rules.schemes}
    courses = set(used.courses)
    asked: dict[str, int] = {}
    if len(ruling) > MAX_GRANTS:
        faults.append(("too-many", (str(MAX_GRANTS),)))
    for one in ruling:
        if not 0 < one.credits <= MAX_AMOUNT:
            faults.append(("amount", (one.scheme,)))
        if one.scheme not in schemes:
            faults.append(("scheme-unknown", (one.scheme,)))
        if one.course and (one.scheme, one.course) in courses:
            faults.append(("course-passed", (one.scheme, one.course)))
        courses.add((one.scheme, one.course))
        asked[one.scheme] = asked.get(one.scheme, 0) + one.credits
    for scheme_id, amount in asked.items():
        scheme = schemes.get(scheme_id)
        for cap in () if scheme is None else scheme.caps:
            key = period_key(cap.period, on)
            before = used.credits.get((scheme_id, key), 0)
            if before + amount > cap.credits:
                told = (amount_text(one) for one in (cap.credits, before, amount))
                faults.append(("cap-exceeded", (schemes[scheme_id].name, key, *told)))
    return tuple(Shortfall(rule="", code=code, values=values) for code, values in faults)

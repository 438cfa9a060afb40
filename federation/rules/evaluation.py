"""What a rule set grants for achievements, with the whole reasoning: pure, and the same for advice and decision.

Achievements are taken in the order of their dates, then of branch and achievement id, however they are given:
where a cap leaves no room for all, the earliest come first. What goes to a reviewer counts towards the caps as
proposed, so that no cap is exceeded whatever the reviewer decides. The first rule that fits applies.

Source: DESIGN section 7 (Rules).
"""

from collections.abc import Sequence
from datetime import date

from federation.model.achievement_class import class_code
from federation.model.standing import Status
from federation.rules.evidence import evidence_of
from federation.rules.fitting import is_made_for, shortfalls
from federation.rules.granting import Room
from federation.rules.outcome import Candidate, CapUsage, Credit, Outcome, Shortfall, TraceLine, Verdict
from federation.rules.rule_set import Handling, OwnDeposit, Rule, RuleSet, WhenUnknown, measured

USABLE = (Status.VALID, Status.HELD)


def evaluate(rules: RuleSet, items: Sequence[Candidate], *, used: CapUsage, on: date) -> tuple[Outcome, ...]:
    """What the rules say of each achievement, in the order in which they are given.

    Args:
        rules: the version to go by.
        items: achievements of one person.
        used: what that person was granted before, in the periods that `on` lies in.
        on: the day that is decided for (Asia/Shanghai).
    """
    room = Room(rules, used, on)
    outcomes: dict[int, Outcome] = {}
    seen: set[tuple[str, bytes]] = set()
    for place in sorted(range(len(items)), key=lambda place: _order(items[place])):
        item = items[place]
        identity = (item.branch, item.achievement_id)
        outcomes[place] = (
            _rejected(rules, "listed-twice") if identity in seen else _outcome(rules, item, room=room, on=on)
        )
        seen.add(identity)
    return tuple(outcomes[place] for place in range(len(items)))


def _order(item: Candidate) -> tuple[object, ...]:
    return (item.body.achieved_on, item.branch, item.achievement_id, item.origin, item.index)


def _outcome(rules: RuleSet, item: Candidate, *, room: Room, on: date) -> Outcome:
    body = item.body
    if not rules.is_in_force(on):
        return _rejected(rules, "not-in-force", Shortfall(rule="", code="not-in-force", values=(on.isoformat(),)))
    if item.standing not in (*USABLE, Status.UNKNOWN):
        return _rejected(rules, "standing", Shortfall(rule="", code="standing", values=(item.standing,)))
    if body.achieved_on > on:
        return _rejected(rules, "date-ahead", Shortfall(rule="", code="date-ahead", values=(str(body.achieved_on),)))
    lacking: list[Shortfall] = []
    for rule in rules.rules:
        if not is_made_for(rule, item):
            continue
        lacks = shortfalls(rule, item, on)
        if not lacks:
            return _applied(rules, rule, item, room=room, before=lacking)
        lacking += lacks
    if lacking:
        return _rejected(rules, "conditions-unmet", *lacking)
    code = class_code(body.achievement_class)
    return _rejected(rules, "no-rule", Shortfall(rule="", code="no-rule", values=(item.branch, code)))


def _applied(rules: RuleSet, rule: Rule, item: Candidate, *, room: Room, before: Sequence[Shortfall]) -> Outcome:
    body = item.body
    source = rules.source(rule.source)
    trace = [
        TraceLine(code="rules", values=(rules.branch, str(rules.version), rules.title)),
        *(TraceLine(code="passed-over", values=(one.rule, one.code)) for one in before),
        TraceLine(code="rule", values=(rule.id, rule.title)),
        TraceLine(code="source", values=(source.document, source.article)),
        TraceLine(code="achieved", values=(item.branch, class_code(body.achievement_class), str(body.achieved_on))),
    ]
    amount = None if rule.measure is None else measured(body, rule.measure)
    is_unknown = rule.measure is not None and amount is None
    doubts = _doubts(rule, item, is_unknown=is_unknown)
    if is_unknown and rule.unknown is WhenUnknown.REJECT:
        return _rejected(rules, "unknown", *doubts, rule=rule, trace=trace)
    if is_unknown and rule.unknown is WhenUnknown.REVIEWER:
        trace.append(TraceLine(code="unknown-reviewer", values=(str(rule.measure),)))
        grants: tuple[Credit, ...] = ()
    else:
        taking = room.take(rule, amount)
        trace += taking.trace
        grants = taking.grants
        if not grants:
            lack = Shortfall(rule=rule.id, code=taking.reason)
            return _rejected(rules, taking.reason, lack, rule=rule, trace=trace)
    if not doubts:
        reason = "granted-in-part" if any(line.code == "cut" for line in trace) else "granted"
        return _told(rules, Verdict.ACCEPTED, reason, grants=grants, rule=rule.id, trace=tuple(trace))
    trace.extend(TraceLine(code=f"reviewer-{one.code}", values=one.values) for one in doubts)
    return _told(
        rules,
        Verdict.TO_REVIEWER,
        doubts[0].code,
        grants=grants,
        rule=rule.id,
        trace=tuple(trace),
        missing=tuple(doubts),
    )


def _doubts(rule: Rule, item: Candidate, *, is_unknown: bool) -> list[Shortfall]:
    """Why a person has to look at it, the weightiest first."""
    codes: list[tuple[str, tuple[str, ...]]] = []
    if item.standing is Status.UNKNOWN:
        codes.append(("standing", (item.standing,)))
    # What was granted wrongly once isn't granted again by the rule that did so.
    codes += [("taken-back", (reference,)) for reference in item.taken_back]
    if is_unknown and rule.unknown in (WhenUnknown.REVIEWER, WhenUnknown.REJECT):
        codes.append(("unknown", (str(rule.measure),)))
    there = evidence_of(item)
    codes += [("evidence", (code,)) for code in rule.evidence if code not in there]
    if item.body.personal_deposit and rule.own_deposit is OwnDeposit.REVIEWER:
        codes.append(("own-deposit", ()))
    if rule.handling is Handling.REVIEWER:
        codes.append(("by-rule", ()))
    return [Shortfall(rule=rule.id, code=code, values=values) for code, values in codes]


def _rejected(
    rules: RuleSet, reason: str, *missing: Shortfall, rule: Rule | None = None, trace: Sequence[TraceLine] = ()
) -> Outcome:
    lines = tuple(trace) or (TraceLine(code="rules", values=(rules.branch, str(rules.version), rules.title)),)
    rule_id = "" if rule is None else rule.id
    return _told(rules, Verdict.REJECTED, reason, rule=rule_id, trace=lines, missing=missing)


def _told(
    rules: RuleSet,
    verdict: Verdict,
    reason: str,
    *,
    grants: tuple[Credit, ...] = (),
    rule: str = "",
    trace: tuple[TraceLine, ...] = (),
    missing: tuple[Shortfall, ...] = (),
) -> Outcome:
    return Outcome(
        verdict=verdict,
        reason=reason,
        branch=rules.branch,
        version=rules.version,
        grants=grants,
        rule=rule,
        trace=trace,
        missing=missing,
    )

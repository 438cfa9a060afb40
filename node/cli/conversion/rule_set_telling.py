"""A rule set, whole: for programs field by field as it is held, for people in words."""

from datetime import date

import msgspec

from federation.rules.amounts import amount_text
from federation.rules.differences import AMOUNTS
from federation.rules.rule_set import Grant, Handling, OwnDeposit, Rule, RuleSet, Scheme, WhenUnknown
from federation.rules.trace_words import VALUES
from node.cli.console.terminal import Terminal

PERIODS = {"year": ("每年", "a year"), "total": ("累计", "in all")}
OVER_CAP = {"part": ("超过的不计", "what is over isn't counted"), "nothing": ("超过则全不计", "none if it goes over")}
HANDLING = {Handling.AUTOMATIC: ("自动认定", "automatic"), Handling.REVIEWER: ("人工审核", "by a reviewer")}
OWN_DEPOSIT = {
    OwnDeposit.ACCEPT: ("同样办理", "handled alike"),
    OwnDeposit.REVIEWER: ("人工审核", "to a reviewer"),
    OwnDeposit.REJECT: ("不予认可", "not accepted"),
}
UNKNOWN = {
    WhenUnknown.REJECT: ("不予认可", "not accepted"),
    WhenUnknown.REVIEWER: ("人工查明", "for a reviewer to find out"),
    WhenUnknown.FIXED: ("给固定学分", "a fixed amount"),
    WhenUnknown.NEXT_RULE: ("看下一条规则", "the next rule"),
}


def rule_set_as_json(rules: RuleSet) -> dict[str, object]:
    """Its sources, schemes and rules with every field that they have; credits and hours as text, not hundredths."""
    return {name: _as_json(getattr(rules, name)) for name in ("sources", "schemes", "rules")}


def _as_json(value: object, field: str = "") -> object:
    # Field by field, so that nothing which a rule set comes to hold can be left out.
    if isinstance(value, msgspec.Struct):
        return {name: _as_json(getattr(value, name), name) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [_as_json(one) for one in value]
    if isinstance(value, int):
        return amount_text(value) if field in AMOUNTS else value
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def tell_rule_set(rules: RuleSet, terminal: Terminal) -> None:
    """The same for people: rules in the order in which they are tried."""
    terminal.say(
        f"{rules.branch} 分行第 {rules.version} 版《{rules.title}》，{rules.valid_from} 起施行"
        f"{'' if rules.valid_until is None else f'，至 {rules.valid_until} 止'}",
        f"Branch {rules.branch}, version {rules.version}, {rules.title}, from {rules.valid_from} on"
        f"{'' if rules.valid_until is None else f', until {rules.valid_until}'}",
    )
    for source in rules.sources:
        told = f"[{source.id}] {source.document} · {source.article}{'；' if source.note else ''}{source.note}"
        terminal.say(f"出处 {told}", f"Source {told}")
    terminal.table(
        (("学分类别", "Scheme"), ("名称", "Name"), ("学分上限", "Caps"), ("超过上限", "Over the cap")),
        [(one.id, one.name, _caps(one, terminal), terminal.choose(*OVER_CAP[one.over_cap])) for one in rules.schemes],
    )
    for number, rule in enumerate(rules.rules, start=1):
        terminal.say(
            f"\n规则 {number}：{rule.title}（{rule.id}），出处 {rule.source}",
            f"\nRule {number}: {rule.title} ({rule.id}), source {rule.source}",
        )
        for zh, en, told in _lines(rule, terminal):
            if told:
                terminal.say(f"  {zh}：{told}", f"  {en}: {told}")


def _caps(scheme: Scheme, terminal: Terminal) -> str:
    return ", ".join(f"{terminal.choose(*PERIODS[cap.period])} {amount_text(cap.credits)}" for cap in scheme.caps)


def _lines(rule: Rule, terminal: Terminal) -> list[tuple[str, str, str]]:
    """What a rule says, line by line; "" where it asks for nothing."""
    comma, stop = terminal.choose("、", ", "), terminal.choose("；", "; ")
    return [
        ("来源分行", "branches", comma.join(rule.branches)),
        ("类别", "classes", comma.join(_coded(code, terminal) for code in rule.classes)),
        ("项目类别", "categories", comma.join(rule.categories)),
        ("单位", "institutions", comma.join(rule.institutions)),
        ("成果名称", "titles", comma.join(rule.titles)),
        ("课程编码", "course codes", comma.join(rule.course_codes)),
        ("取得时间", "achieved", _when(rule, terminal)),
        ("计量", "measured", _measure(rule, terminal)),
        ("给予学分", "grants", stop.join(_grant(rule, grant, terminal) for grant in rule.grants)),
        ("须有材料", "evidence", comma.join(_coded(code, terminal) for code in rule.evidence)),
        ("办理", "handling", terminal.choose(*HANDLING[rule.handling])),
        ("个人存入的", "own deposits", terminal.choose(*OWN_DEPOSIT[rule.own_deposit])),
    ]


def _when(rule: Rule, terminal: Terminal) -> str:
    since, until, months = rule.achieved_from, rule.achieved_until, rule.within_months
    told = [
        terminal.choose(f"{since} 起", f"from {since} on") if since else "",
        terminal.choose(f"至 {until} 止", f"until {until}") if until else "",
        terminal.choose(f"办理当天往前 {months} 个月以内", f"within {months} months") if months else "",
    ]
    return terminal.choose("，", ", ").join(one for one in told if one)


def _measure(rule: Rule, terminal: Terminal) -> str:
    if rule.measure is None or rule.unknown is None:
        return ""
    measure, (zh, en) = _coded(rule.measure, terminal), UNKNOWN[rule.unknown]
    least = "" if rule.minimum is None else amount_text(rule.minimum)
    return terminal.choose(
        f"{measure}{f'，至少 {least}' if least else ''}；未知时：{zh}",
        f"{measure}{f', at least {least}' if least else ''}; if unknown: {en}",
    )


def _grant(rule: Rule, grant: Grant, terminal: Terminal) -> str:
    told = f"{grant.scheme}{f' {grant.course}' if grant.course else ''} "
    credits_text = amount_text(grant.credits)
    if grant.per and rule.measure is not None and grant.rounding is not None:
        per, step = amount_text(grant.per), amount_text(grant.step)
        measure, rounding = _coded(rule.measure, terminal), _coded(grant.rounding, terminal)
        told += terminal.choose(
            f"每 {per} {measure}计 {credits_text}，按 {step} {rounding}",
            f"{credits_text} for each {per} {measure}, to {step}, {rounding}",
        )
    else:
        told += credits_text
    if grant.at_most is not None:
        most = amount_text(grant.at_most)
        told += terminal.choose(f"，单项至多 {most}", f", at most {most} for one")
    if grant.if_unknown is not None:
        then = amount_text(grant.if_unknown)
        told += terminal.choose(f"，未知时 {then}", f", {then} if unknown")
    return told


def _coded(code: str, terminal: Terminal) -> str:
    phrase = VALUES.get(code)
    return code if phrase is None else terminal.choose(phrase.zh, phrase.en)

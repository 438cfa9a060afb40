"""A rule set's TOML file: read strictly, and all that is wrong told by line and key.

Form::

    branch = "32"; version = 1; title = "…"; valid_from = 2027-01-01; valid_until = 2031-12-31 (may be left out)
    [[source]] id, document, article, note?
    [[scheme]] id, name, over_cap?, and [[scheme.cap]] period, credits
    [[rule]]   id, title, source, evidence?, handling?, own_deposit?
    [rule.match]    branches, classes, categories?, institutions?, titles?, course_codes?, achieved_from?,
                    achieved_until?, within_months?
    [rule.measure]  of, minimum?, unknown
    [[rule.grant]]  scheme, course?, credits, per?, rounding?, step?, at_most?, if_unknown?

Amounts are credits and hours, not hundredths: ``credits = 1.5``. The day of adoption isn't of the file: it is the
decision's.

Source: DESIGN section 7 (dated TOML with source references).
"""

from collections.abc import Sequence
from typing import NamedTuple

from federation.errors import RulesInvalid
from federation.rules.amounts import HUNDRED
from federation.rules.bounds import MAX_AMOUNT, MAX_MONTHS, Fault, faults_of
from federation.rules.evidence import EVIDENCE_CODES
from federation.rules.rounding import RoundingMode
from federation.rules.rule_set import (
    Cap,
    Grant,
    Handling,
    Measure,
    OverCap,
    OwnDeposit,
    Period,
    Rule,
    RuleSet,
    Scheme,
    Source,
    WhenUnknown,
)
from federation.rules.toml_lines import key_lines, line_of
from federation.rules.toml_table import NOT_TOML, Table, parse_table


class FoundFault(NamedTuple):
    """What is wrong, with the line (from 1 on) and the key as people are told it."""

    line: int
    key: str
    reason: str


def parse_rules(text: str, *, file: str) -> RuleSet:
    """The rule set that a file's text states.

    Raises:
        RulesInvalid: of the first thing that is wrong; `examine_rules` tells all.
    """
    rules, faults = examine_rules(text)
    if rules is None:
        raise RulesInvalid(file=file, line=faults[0].line, key=faults[0].key, reason=faults[0].reason)
    return rules


def examine_rules(text: str) -> tuple[RuleSet | None, tuple[FoundFault, ...]]:
    """The rule set, or None and everything that is wrong with it, by line."""
    faults: list[Fault] = []
    rules = _rule_set(parse_table(text, faults))
    faults = faults or list(faults_of(rules))
    return (None, located(text, faults)) if faults else (rules, ())


def located(text: str, faults: Sequence[Fault]) -> tuple[FoundFault, ...]:
    """Faults of a file's text with their lines, in their order."""
    if any(fault.reason.startswith(NOT_TOML) for fault in faults):
        line = faults[0].reason.partition(":")[2]
        return (FoundFault(int(line or 1), "TOML", NOT_TOML),)
    if any(fault.reason.startswith("too-large") for fault in faults):
        return (FoundFault(1, "TOML", faults[0].reason),)
    lines = key_lines(text)
    return tuple(sorted({FoundFault(line_of(lines, fault.path), _key(fault.path), fault.reason) for fault in faults}))


def _key(path: Sequence[str | int]) -> str:
    """As people count: ``rule[3].grant[1].step``."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _rule_set(table: Table) -> RuleSet:
    rules = RuleSet(
        branch=table.text("branch"),
        version=table.whole("version"),
        title=table.text("title"),
        valid_from=table.day("valid_from"),
        valid_until=table.optional_day("valid_until"),
        sources=tuple(map(_source, table.tables("source"))),
        schemes=tuple(map(_scheme, table.tables("scheme"))),
        rules=tuple(map(_rule, table.tables("rule"))),
    )
    table.close()
    return rules


def _source(table: Table) -> Source:
    source = Source(
        id=table.text("id"),
        document=table.text("document"),
        article=table.text("article"),
        note=table.text("note", ""),
    )
    table.close()
    return source


def _scheme(table: Table) -> Scheme:
    scheme = Scheme(
        id=table.text("id"),
        name=table.text("name"),
        over_cap=table.choice("over_cap", OverCap, OverCap.PART),
        caps=tuple(map(_cap, table.tables("cap"))),
    )
    table.close()
    return scheme


def _cap(table: Table) -> Cap:
    cap = Cap(period=table.choice("period", Period), credits=table.amount("credits"))
    table.close()
    return cap


def _rule(table: Table) -> Rule:
    match, measure = table.table("match"), table.table("measure")
    rule = Rule(
        id=table.text("id"),
        title=table.text("title"),
        source=table.text("source"),
        branches=match.texts("branches"),
        classes=match.texts("classes"),
        categories=match.texts("categories"),
        institutions=match.texts("institutions"),
        titles=match.texts("titles"),
        course_codes=match.texts("course_codes"),
        achieved_from=match.optional_day("achieved_from"),
        achieved_until=match.optional_day("achieved_until"),
        within_months=match.whole("within_months", 0),
        measure=measure.choice("of", Measure) if measure.has("of") else None,
        minimum=measure.optional_amount("minimum"),
        unknown=measure.choice("unknown", WhenUnknown) if measure.has("unknown") else None,
        evidence=table.texts("evidence"),
        handling=table.choice("handling", Handling, Handling.REVIEWER),
        own_deposit=table.choice("own_deposit", OwnDeposit, OwnDeposit.REVIEWER),
        grants=tuple(map(_grant, table.tables("grant"))),
    )
    if not set(EVIDENCE_CODES).issuperset(rule.evidence):
        # A slip of the pen would send every application to a reviewer, and nobody would know why.
        table.fault("evidence", f"one-of:{', '.join(EVIDENCE_CODES)}")
    # Not stated it is no limit; a zero would read as the narrowest one.
    if match.has("within_months") and not rule.within_months:
        match.fault("within_months", f"range:1–{MAX_MONTHS}")
    for one in (match, measure, table):
        one.close()
    return rule


def _grant(table: Table) -> Grant:
    grant = Grant(
        scheme=table.text("scheme"),
        course=table.text("course", ""),
        credits=table.amount("credits"),
        per=table.amount("per", 0),
        rounding=table.choice("rounding", RoundingMode) if table.has("rounding") else None,
        step=table.amount("step", 0),
        at_most=table.optional_amount("at_most"),
        if_unknown=table.optional_amount("if_unknown"),
    )
    for key, value in (("per", grant.per), ("step", grant.step)):
        if table.has(key) and not value:
            table.fault(key, f"range:0.01–{MAX_AMOUNT // HUNDRED}")
    table.close()
    return grant

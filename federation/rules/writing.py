"""A rule set as the TOML file that says it: what the next version is begun from.

`federation.rules.reading` reads it to the same rule set; comments aren't of the rules, and the day of adoption isn't
of the file.

Source: the form in `federation.rules.reading`; TOML 1.0.0 (basic strings, arrays of tables).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from federation.rules.rule_set import Grant, Rule, RuleSet, Scheme, Source

Stated: TypeAlias = str | int | date | Decimal | tuple[str, ...] | None
"""None, an empty text and an empty list aren't stated."""


def rules_text(rules: RuleSet) -> str:
    """The file's text, a key a line; `parse_rules` is the inverse but for `adopted_on`."""
    return "\n".join(_lines(rules)) + "\n"


def _lines(rules: RuleSet) -> Iterator[str]:
    yield from _keys(
        branch=rules.branch,
        version=rules.version,
        title=rules.title,
        valid_from=rules.valid_from,
        valid_until=rules.valid_until,
    )
    for source in rules.sources:
        yield from _source(source)
    for scheme in rules.schemes:
        yield from _scheme(scheme)
    for rule in rules.rules:
        yield from _rule(rule)


def _source(source: Source) -> Iterator[str]:
    yield from ("", "[[source]]")
    yield from _keys(id=source.id, document=source.document, article=source.article, note=source.note)


def _scheme(scheme: Scheme) -> Iterator[str]:
    yield from ("", "[[scheme]]")
    yield from _keys(id=scheme.id, name=scheme.name, over_cap=scheme.over_cap)
    for cap in scheme.caps:
        yield "[[scheme.cap]]"
        yield from _keys(period=cap.period, credits=_amount(cap.credits))


def _rule(rule: Rule) -> Iterator[str]:
    yield from ("", "[[rule]]")
    yield from _keys(
        id=rule.id,
        title=rule.title,
        source=rule.source,
        evidence=rule.evidence,
        handling=rule.handling,
        own_deposit=rule.own_deposit,
    )
    yield "[rule.match]"
    yield from _keys(
        branches=rule.branches,
        classes=rule.classes,
        categories=rule.categories,
        institutions=rule.institutions,
        titles=rule.titles,
        course_codes=rule.course_codes,
        achieved_from=rule.achieved_from,
        achieved_until=rule.achieved_until,
        within_months=rule.within_months or None,
    )
    if rule.measure is not None or rule.minimum is not None or rule.unknown is not None:
        yield "[rule.measure]"
        yield from _keys(of=rule.measure, minimum=_amount(rule.minimum), unknown=rule.unknown)
    for grant in rule.grants:
        yield "[[rule.grant]]"
        yield from _grant(grant)


def _grant(grant: Grant) -> Iterator[str]:
    yield from _keys(
        scheme=grant.scheme,
        course=grant.course,
        credits=_amount(grant.credits),
        per=_amount(grant.per or None),
        rounding=grant.rounding,
        step=_amount(grant.step or None),
        at_most=_amount(grant.at_most),
        if_unknown=_amount(grant.if_unknown),
    )


def _amount(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2).normalize()


def _keys(**values: Stated) -> Iterator[str]:
    for key, value in values.items():
        if value is not None and value not in ("", ()):
            yield f"{key} = {_value(value)}"


def _value(value: Stated) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_quoted, value))}]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return _quoted(value) if isinstance(value, (str, StrEnum)) else str(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

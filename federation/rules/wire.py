"""A published rule set as the plain body of its entry; and an outcome as what a decision seals.

Source: proto/federation/v1/entry.proto (RuleSetBody, RuleOutcome); DESIGN section 7.
"""

from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from google.protobuf.message import DecodeError

from federation.errors import Malformed, TooLarge
from federation.model.entry import ENTRY_ID_BYTES, MAX_HEADER_BYTES, Header, Kind
from federation.rules.bounds import (
    MAX_CAPS,
    MAX_GRANTS,
    MAX_LISTED,
    MAX_RULES,
    MAX_SCHEMES,
    MAX_SOURCES,
    faults_of,
)
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
from federation.v1 import entry_pb2

WHAT = "rule set"
ID_DOMAIN = b"deltabank/rules/v1/"
# The rest of a header takes a few dozen bytes.
MAX_BODY_BYTES = MAX_HEADER_BYTES - 256
Choice = TypeVar("Choice", bound=StrEnum)


def rules_header(rules: RuleSet) -> Header:
    """The header of the entry that publishes it; the same rules have the same entry id.

    Raises:
        Malformed, TooLarge: what `parse_rules_body` would refuse.
    """
    body = encode_rules(rules)
    entry_id = sha256(ID_DOMAIN + body).digest()[:ENTRY_ID_BYTES]
    return Header(kind=Kind.RULES_PUBLISHED, entry_id=entry_id, plain_body=body)


def encode_rules(rules: RuleSet) -> bytes:
    """The plain body that says it.

    Raises:
        Malformed: not adopted, or something out of bounds.
        TooLarge: more than fits into a header.
    """
    _verify(rules)
    body = rules_message(rules).SerializeToString(deterministic=True)
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_BODY_BYTES)
    return body


def rules_message(rules: RuleSet) -> entry_pb2.RuleSetBody:
    """All that it says, as a message; of a draft too, which has no day of adoption yet."""
    return entry_pb2.RuleSetBody(
        branch=rules.branch,
        version=rules.version,
        title=rules.title,
        adopted_on=_day_text(rules.adopted_on),
        valid_from=rules.valid_from.isoformat(),
        valid_until=_day_text(rules.valid_until),
        sources=[
            entry_pb2.RuleSource(id=one.id, document=one.document, article=one.article, note=one.note)
            for one in rules.sources
        ],
        schemes=map(_scheme_message, rules.schemes),
        rules=map(_rule_message, rules.rules),
    )


def parse_rules_body(data: bytes) -> RuleSet:
    """What a plain body says.

    Raises:
        Malformed: no such body, or something out of bounds.
        TooLarge: more than fits into a header.
    """
    if len(data) > MAX_BODY_BYTES:
        raise TooLarge(what=WHAT, limit=MAX_BODY_BYTES)
    try:
        body = entry_pb2.RuleSetBody.FromString(data)
    except DecodeError as error:
        raise Malformed(what=WHAT, why="encoding") from error
    # Counted before they are turned into values: bounds hold for the work as well.
    _verify_counts(body)
    rules = RuleSet(
        branch=body.branch,
        version=body.version,
        title=body.title,
        adopted_on=_day(body.adopted_on),
        valid_from=_day(body.valid_from),
        valid_until=_day(body.valid_until) if body.valid_until else None,
        sources=tuple(
            Source(id=one.id, document=one.document, article=one.article, note=one.note) for one in body.sources
        ),
        schemes=tuple(map(_scheme, body.schemes)),
        rules=tuple(map(_rule, body.rules)),
    )
    _verify(rules)
    return rules


def _verify(rules: RuleSet) -> None:
    if rules.adopted_on is None:
        raise Malformed(what=WHAT, why="time")
    if next(faults_of(rules), None) is not None:
        raise Malformed(what=WHAT, why="bounds")


def _verify_counts(body: entry_pb2.RuleSetBody) -> None:
    counts = [(len(body.rules), MAX_RULES), (len(body.schemes), MAX_SCHEMES), (len(body.sources), MAX_SOURCES)]
    counts += [(len(scheme.caps), MAX_CAPS) for scheme in body.schemes[:MAX_SCHEMES]]
    for rule in body.rules[:MAX_RULES]:
        counts.append((len(rule.grants), MAX_GRANTS))
        listed = (rule.branches, rule.classes, rule.categories, rule.institutions, rule.titles, rule.course_codes)
        counts += [(len(texts), MAX_LISTED) for texts in (*listed, rule.evidence)]
    if any(count > limit for count, limit in counts):
        raise Malformed(what=WHAT, why="bounds")


def _scheme_message(scheme: Scheme) -> entry_pb2.RuleScheme:
    return entry_pb2.RuleScheme(
        id=scheme.id,
        name=scheme.name,
        over_cap=scheme.over_cap,
        caps=[entry_pb2.RuleCap(period=cap.period, credits=cap.credits) for cap in scheme.caps],
    )


def _scheme(message: entry_pb2.RuleScheme) -> Scheme:
    return Scheme(
        id=message.id,
        name=message.name,
        over_cap=_choice(OverCap, message.over_cap),
        caps=tuple(Cap(period=_choice(Period, cap.period), credits=cap.credits) for cap in message.caps),
    )


def _rule_message(rule: Rule) -> entry_pb2.ConversionRule:
    return entry_pb2.ConversionRule(
        id=rule.id,
        title=rule.title,
        source=rule.source,
        branches=rule.branches,
        classes=rule.classes,
        categories=rule.categories,
        institutions=rule.institutions,
        titles=rule.titles,
        course_codes=rule.course_codes,
        achieved_from=_day_text(rule.achieved_from),
        achieved_until=_day_text(rule.achieved_until),
        within_months=rule.within_months,
        measure=rule.measure or "",
        minimum=rule.minimum,
        unknown=rule.unknown or "",
        evidence=rule.evidence,
        handling=rule.handling,
        own_deposit=rule.own_deposit,
        grants=[
            entry_pb2.RuleGrant(
                scheme=grant.scheme,
                course=grant.course,
                credits=grant.credits,
                per=grant.per,
                rounding=grant.rounding or "",
                step=grant.step,
                at_most=grant.at_most,
                if_unknown=grant.if_unknown,
            )
            for grant in rule.grants
        ],
    )


def _rule(message: entry_pb2.ConversionRule) -> Rule:
    return Rule(
        id=message.id,
        title=message.title,
        source=message.source,
        branches=tuple(message.branches),
        classes=tuple(message.classes),
        categories=tuple(message.categories),
        institutions=tuple(message.institutions),
        titles=tuple(message.titles),
        course_codes=tuple(message.course_codes),
        achieved_from=_day(message.achieved_from) if message.achieved_from else None,
        achieved_until=_day(message.achieved_until) if message.achieved_until else None,
        within_months=message.within_months,
        measure=_choice(Measure, message.measure) if message.measure else None,
        minimum=message.minimum if message.HasField("minimum") else None,
        unknown=_choice(WhenUnknown, message.unknown) if message.unknown else None,
        evidence=tuple(message.evidence),
        handling=_choice(Handling, message.handling),
        own_deposit=_choice(OwnDeposit, message.own_deposit),
        grants=tuple(map(_grant, message.grants)),
    )


def _grant(message: entry_pb2.RuleGrant) -> Grant:
    return Grant(
        scheme=message.scheme,
        course=message.course,
        credits=message.credits,
        per=message.per,
        rounding=_choice(RoundingMode, message.rounding) if message.rounding else None,
        step=message.step,
        at_most=message.at_most if message.HasField("at_most") else None,
        if_unknown=message.if_unknown if message.HasField("if_unknown") else None,
    )


def _choice(kind: type[Choice], code: str) -> Choice:
    # A later version's code: whoever can't tell what it means can't evaluate the rule either.
    try:
        return kind(code)
    except ValueError as error:
        raise Malformed(what=WHAT, why="unknown") from error


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(what=WHAT, why="time") from error
    if day.isoformat() != text:
        raise Malformed(what=WHAT, why="time")
    return day


def _day_text(day: date | None) -> str:
    return "" if day is None else day.isoformat()

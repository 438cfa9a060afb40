"""Rule sets and achievements that tests on rules and credit build on: strategies, and the shipped examples."""

from datetime import date

import msgspec
from hypothesis import strategies as st

from federation.model.achievement import AchievementBody
from federation.model.achievement_class import AchievementClass
from federation.model.standing import Status
from federation.rules.outcome import Candidate, CapUsage
from federation.rules.reading import parse_rules
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
from samples.rules import rules_file

ON = date(2026, 11, 20)
SCHEMES = ("s0", "s1", "s2")
AMOUNTS = st.integers(1, 2_000)
BRANCHES = ("31", "33", "34")


def shipped_rules(name: str) -> RuleSet:
    """An example rule set as it is shipped, adopted."""
    rules = parse_rules(rules_file(name).read_text(encoding="utf-8"), file=name)
    return adopted(rules)


def adopted(rules: RuleSet, on: date = date(2025, 12, 1)) -> RuleSet:
    """The same, adopted on a day."""
    return msgspec.structs.replace(rules, adopted_on=on)


def item_of(number: int, **facts: object) -> Candidate:
    """An achievement of Zhejiang's: 24 credit hours of training against the catalogue."""
    stated: dict[str, object] = {
        "title": "家政服务员培训",
        "institution_name": "某某镇成人文化技术学校",
        "achieved_on": date(2026, 5, 10),
        "masked_name": "张*",
        "document_salt": bytes(16),
        "document_hash": bytes(32),
        "credit_hours": 2_400,
        "project_code": "P3304022600001T",
        "course_code": "P3304022600001T01",
        "achievement_class": AchievementClass.TRAINING,
    }
    return Candidate(
        branch="33",
        origin="zhejiang.example/log",
        index=number,
        achievement_id=number.to_bytes(16, "big"),
        body=AchievementBody(**{**stated, **facts}),  # type: ignore[arg-type]
    )


@st.composite
def grants(draw: st.DrawFn, unknown: WhenUnknown | None) -> Grant:
    """A grant that goes with a measure if `unknown` isn't None."""
    is_formula = unknown is not None and draw(st.booleans())
    return Grant(
        scheme=draw(st.sampled_from(SCHEMES)),
        course=draw(st.sampled_from(("", "", "甲课程", "乙课程"))),
        credits=draw(AMOUNTS),
        per=draw(AMOUNTS) if is_formula else 0,
        rounding=draw(st.sampled_from(RoundingMode)) if is_formula else None,
        step=draw(st.sampled_from((1, 10, 25, 50, 100))) if is_formula else 0,
        at_most=draw(st.none() | AMOUNTS),
        if_unknown=draw(AMOUNTS) if unknown is WhenUnknown.FIXED else None,
    )


@st.composite
def conversion_rules(draw: st.DrawFn, number: int) -> Rule:
    """A rule that says something."""
    unknown = draw(st.none() | st.sampled_from(WhenUnknown))
    found = draw(st.lists(grants(unknown), min_size=1, max_size=3))
    is_measured = unknown is not None
    return Rule(
        id=f"r{number}",
        title="规则",
        source="own",
        branches=tuple(draw(st.sets(st.sampled_from(BRANCHES), min_size=1))),
        classes=tuple(draw(st.sets(st.sampled_from(("training", "degree-course", "unspecified")), min_size=1))),
        grants=tuple(found),
        categories=tuple(draw(st.sets(st.sampled_from(("家政", "电商")), max_size=2))),
        achieved_from=draw(st.none() | st.dates(date(2010, 1, 1), date(2020, 1, 1))),
        achieved_until=draw(st.none() | st.dates(date(2021, 1, 1), date(2026, 1, 1))),
        within_months=draw(st.sampled_from((0, 0, 12, 120))),
        measure=draw(st.sampled_from(Measure)) if is_measured else None,
        minimum=draw(AMOUNTS) if is_measured else None,
        unknown=unknown,
        evidence=tuple(draw(st.sets(st.sampled_from(("score", "certificate-scan")), max_size=2))),
        handling=draw(st.sampled_from(Handling)),
        own_deposit=draw(st.sampled_from(OwnDeposit)),
    )


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """A whole rule set within its bounds, in force on `ON`."""
    schemes = []
    for scheme in SCHEMES:
        periods = draw(st.sets(st.sampled_from(Period), min_size=1))
        caps = tuple(Cap(period=period, credits=draw(AMOUNTS)) for period in sorted(periods))
        schemes.append(Scheme(id=scheme, name=scheme.upper(), caps=caps, over_cap=draw(st.sampled_from(OverCap))))
    count = draw(st.integers(1, 4))
    return RuleSet(
        branch="32",
        version=draw(st.integers(1, 9)),
        title="转换规则",
        adopted_on=date(2025, 12, 1),
        valid_from=date(2026, 1, 1),
        valid_until=draw(st.none() | st.just(date(2030, 12, 31))),
        sources=(Source(id="own", document="示例", article="一"),),
        schemes=tuple(schemes),
        rules=tuple(draw(conversion_rules(number)) for number in range(count)),
    )


@st.composite
def candidates(draw: st.DrawFn, number: int) -> Candidate:
    """An achievement of some branch; what it states of hours may be unknown."""
    hours = st.none() | st.integers(0, 10_000)
    item = item_of(
        number,
        achieved_on=draw(st.dates(date(2009, 1, 1), date(2026, 11, 30))),
        training_hours=draw(hours),
        credit_hours=draw(hours),
        credits=draw(hours),
        category=draw(st.sampled_from(("", "家政", "电商"))),
        score=draw(st.sampled_from(("", "86"))),
        personal_deposit=draw(st.booleans()),
        achievement_class=draw(
            st.sampled_from(
                (AchievementClass.TRAINING, AchievementClass.DEGREE_COURSE, AchievementClass.UNSPECIFIED, 99)
            )
        ),
    )
    return Candidate(
        branch=draw(st.sampled_from(BRANCHES)),
        origin=item.origin,
        index=number,
        achievement_id=draw(st.sampled_from((item.achievement_id, bytes(16)))),
        body=item.body,
        standing=draw(st.sampled_from((Status.VALID,) * 4 + tuple(Status))),
        evidence=frozenset(draw(st.sets(st.sampled_from(("certificate-scan", "transcript-scan"))))),
        taken_back=draw(st.sampled_from(((), (), (), ("32-15",)))),
    )


@st.composite
def applications(draw: st.DrawFn) -> list[Candidate]:
    """Several achievements of one person."""
    return [draw(candidates(number)) for number in range(1, draw(st.integers(1, 6)) + 1)]


@st.composite
def usages(draw: st.DrawFn) -> CapUsage:
    """What was granted before."""
    keys = st.tuples(st.sampled_from(SCHEMES), st.sampled_from(("2026", "total")))
    courses = st.tuples(st.sampled_from(SCHEMES), st.sampled_from(("甲课程", "乙课程")))
    return CapUsage(
        credits=draw(st.dictionaries(keys, st.integers(0, 2_500))),
        courses=frozenset(draw(st.sets(courses, max_size=2))),
    )

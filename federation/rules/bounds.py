"""What a rule set must hold to be one: bounds, references, and combinations that say something.

The same for a draft that an official wrote and for an entry that a branch published.

Source: RELIABILITY 19 (bounded memory whatever arrives); DESIGN section 7 (hours unknown is not zero).
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from federation.model.achievement_class import AchievementClass
from federation.rules.rule_set import Grant, Rule, RuleSet, WhenUnknown

MAX_RULES = 500
MAX_SCHEMES = 50
MAX_SOURCES = 100
MAX_GRANTS = 10
MAX_CAPS = 2
MAX_LISTED = 200
MAX_VERSION = 10_000
MAX_AMOUNT = 10**7
"""In hundredths."""
MAX_MONTHS = 1_200
MAX_ID_CHARS = 40
MAX_LABEL_CHARS = 100
MAX_TEXT_CHARS = 300
BRANCH_FORM = re.compile(r"[0-9]{2}", re.ASCII)
ID_FORM = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
CLASS_CODES = frozenset(one.code for one in AchievementClass)

Path = tuple[str | int, ...]
"""Where in the file's form: keys, and places in lists from 0 on: ``("rule", 2, "grant", 0, "step")``."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, and where. `reason` is a code, perhaps with a detail after a colon."""

    path: Path
    reason: str


def faults_of(rules: RuleSet) -> Iterator[Fault]:
    """Everything that is wrong with a rule set, in the order of the file's form."""
    yield from _pattern((), "branch", rules.branch, BRANCH_FORM, "branch-code")
    yield from _range(("version",), rules.version, 1, MAX_VERSION)
    yield from _text(("title",), rules.title)
    if rules.valid_until is not None and rules.valid_until < rules.valid_from:
        yield Fault(path=("valid_until",), reason="days-reversed")
    yield from _counted("source", rules.sources, MAX_SOURCES)
    yield from _counted("scheme", rules.schemes, MAX_SCHEMES)
    yield from _counted("rule", rules.rules, MAX_RULES)
    for at, source in enumerate(rules.sources):
        yield from _text(("source", at, "document"), source.document)
        yield from _text(("source", at, "article"), source.article)
        if source.note:
            yield from _text(("source", at, "note"), source.note)
    for at, scheme in enumerate(rules.schemes):
        yield from _text(("scheme", at, "name"), scheme.name, MAX_LABEL_CHARS)
        if len({cap.period for cap in scheme.caps}) != len(scheme.caps):
            yield Fault(path=("scheme", at, "cap"), reason="period-twice")
        for place, cap in enumerate(scheme.caps):
            yield from _range(("scheme", at, "cap", place, "credits"), cap.credits, 1, MAX_AMOUNT)
    sources = {one.id for one in rules.sources}
    schemes = {one.id for one in rules.schemes}
    for at, rule in enumerate(rules.rules):
        yield from _rule_faults(("rule", at), rule, sources, schemes)


def _rule_faults(path: Path, rule: Rule, sources: set[str], schemes: set[str]) -> Iterator[Fault]:
    yield from _text((*path, "title"), rule.title, MAX_LABEL_CHARS)
    if rule.source not in sources:
        yield Fault(path=(*path, "source"), reason=f"no-such-source:{rule.source[:MAX_ID_CHARS]}")
    match = (*path, "match")
    for name in ("branches", "classes"):
        if not getattr(rule, name):
            yield Fault(path=(*match, name), reason="list-empty")
    if not all(BRANCH_FORM.fullmatch(one) for one in rule.branches):
        yield Fault(path=(*match, "branches"), reason="branch-code")
    if not CLASS_CODES.issuperset(rule.classes):
        yield Fault(path=(*match, "classes"), reason=f"one-of:{', '.join(sorted(CLASS_CODES))}")
    for name in ("branches", "classes", "categories", "institutions", "titles", "course_codes"):
        yield from _listed((*match, name), getattr(rule, name))
    if rule.achieved_from and rule.achieved_until and rule.achieved_until < rule.achieved_from:
        yield Fault(path=(*match, "achieved_until"), reason="days-reversed")
    yield from _range((*match, "within_months"), rule.within_months, 0, MAX_MONTHS)
    yield from _measure_faults(path, rule)
    yield from _listed((*path, "evidence"), rule.evidence)
    if not all(ID_FORM.fullmatch(one) for one in rule.evidence):
        yield Fault(path=(*path, "evidence"), reason="id-form")
    if not 1 <= len(rule.grants) <= MAX_GRANTS:
        yield Fault(path=(*path, "grant"), reason=f"count:1–{MAX_GRANTS}")
    for at, grant in enumerate(rule.grants):
        yield from _grant_faults((*path, "grant", at), grant, rule, schemes)


def _measure_faults(path: Path, rule: Rule) -> Iterator[Fault]:
    place = (*path, "measure")
    if rule.measure is None:
        if rule.minimum is not None or rule.unknown is not None:
            yield Fault(path=(*place, "of"), reason="missing")
        return
    if rule.unknown is None:
        yield Fault(path=(*place, "unknown"), reason="unknown-needed")
    if rule.minimum is not None:
        yield from _range((*place, "minimum"), rule.minimum, 1, MAX_AMOUNT)
    if rule.minimum is None and not any(grant.per for grant in rule.grants):
        yield Fault(path=(*place, "of"), reason="measure-unused")


def _grant_faults(path: Path, grant: Grant, rule: Rule, schemes: set[str]) -> Iterator[Fault]:
    if grant.scheme not in schemes:
        yield Fault(path=(*path, "scheme"), reason=f"no-such-scheme:{grant.scheme[:MAX_ID_CHARS]}")
    if grant.course:
        yield from _text((*path, "course"), grant.course, MAX_LABEL_CHARS)
    yield from _range((*path, "credits"), grant.credits, 1, MAX_AMOUNT)
    if grant.per:
        yield from _range((*path, "per"), grant.per, 1, MAX_AMOUNT)
        if rule.measure is None:
            yield Fault(path=(*path, "per"), reason="measure-needed")
        if grant.rounding is None:
            yield Fault(path=(*path, "rounding"), reason="rounding-needed")
        yield from _range((*path, "step"), grant.step, 1, MAX_AMOUNT)
    elif grant.rounding is not None or grant.step:
        yield Fault(path=(*path, "rounding" if grant.rounding else "step"), reason="nothing-to-round")
    if grant.at_most is not None:
        yield from _range((*path, "at_most"), grant.at_most, 1, MAX_AMOUNT)
    is_fixed = rule.unknown is WhenUnknown.FIXED
    if is_fixed and grant.if_unknown is None:
        yield Fault(path=(*path, "if_unknown"), reason="if-unknown-needed")
    if not is_fixed and grant.if_unknown is not None:
        yield Fault(path=(*path, "if_unknown"), reason="if-unknown-idle")
    if grant.if_unknown is not None:
        yield from _range((*path, "if_unknown"), grant.if_unknown, 1, MAX_AMOUNT)


def _counted(key: str, rows: Sequence[object], limit: int) -> Iterator[Fault]:
    if not 1 <= len(rows) <= limit:
        yield Fault(path=(key,), reason=f"count:1–{limit}")
    seen: set[str] = set()
    for at, row in enumerate(rows):
        name = str(getattr(row, "id", ""))
        yield from _pattern((key, at), "id", name, ID_FORM, "id-form")
        if name in seen:
            yield Fault(path=(key, at, "id"), reason=f"id-twice:{name[:MAX_ID_CHARS]}")
        seen.add(name)


def _pattern(path: Path, key: str, text: str, form: re.Pattern[str], reason: str) -> Iterator[Fault]:
    if not form.fullmatch(text):
        yield Fault(path=(*path, key), reason=reason)


def _range(path: Path, value: int, least: int, most: int) -> Iterator[Fault]:
    if not least <= value <= most:
        hundredths = most == MAX_AMOUNT
        yield Fault(path=path, reason=f"range:{'0.01' if hundredths else least}–{most // 100 if hundredths else most}")


def _text(path: Path, text: str, limit: int = MAX_TEXT_CHARS) -> Iterator[Fault]:
    if not text.strip() or len(text) > limit or not text.isprintable():
        yield Fault(path=path, reason=f"text:{limit}")


def _listed(path: Path, texts: tuple[str, ...]) -> Iterator[Fault]:
    if len(texts) > MAX_LISTED:
        yield Fault(path=path, reason=f"count:0–{MAX_LISTED}")
    if any(not text.strip() or len(text) > MAX_TEXT_CHARS or not text.isprintable() for text in texts):
        yield Fault(path=path, reason=f"text:{MAX_TEXT_CHARS}")
    elif len(set(texts)) != len(texts):
        yield Fault(path=path, reason="listed-twice")

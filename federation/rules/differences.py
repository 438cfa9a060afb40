"""What two versions of a rule set say differently: by rule, scheme and source, field by field.

The order of rules is told as well: the first that fits applies.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from federation.rules.amounts import amount_text
from federation.rules.rule_set import Cap, Grant, Rule, RuleSet, Scheme, Source

AMOUNTS = frozenset(("credits", "per", "step", "at_most", "if_unknown", "minimum"))
WHOLE = ("title", "adopted_on", "valid_from", "valid_until")


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is said differently.

    Attributes:
        of: ``rules``, ``source``, ``scheme`` or ``rule``.
        id: which of them; "" for the set itself.
        field: "" if it is there in one version alone.
        before, after: as people read them; "" where it isn't said.
    """

    of: str
    id: str
    field: str
    before: str
    after: str


def differences(before: RuleSet, after: RuleSet) -> tuple[Difference, ...]:
    """All of them, in the order of the newer version; what was left out comes after what stayed."""
    found = [
        Difference(of="rules", id="", field=name, before=_told(name, one), after=_told(name, other))
        for name in WHOLE
        if (one := getattr(before, name)) != (other := getattr(after, name))
    ]
    for of, name in (("source", "sources"), ("scheme", "schemes"), ("rule", "rules")):
        found += _between(of, getattr(before, name), getattr(after, name))
    order = [[one.id for one in version.rules] for version in (before, after)]
    kept = [[one for one in ids if one in order[0] and one in order[1]] for ids in order]
    if kept[0] != kept[1]:
        found.append(Difference(of="rules", id="", field="order", before=", ".join(kept[0]), after=", ".join(kept[1])))
    return tuple(found)


def _between(
    of: str, before: tuple[Rule | Scheme | Source, ...], after: tuple[Rule | Scheme | Source, ...]
) -> Iterator[Difference]:
    old, new = _by_id(before), _by_id(after)
    for name, one in new.items():
        if name not in old:
            yield Difference(of=of, id=name, field="", before="", after=_title(one))
            continue
        for field in one.__struct_fields__:
            was, now = getattr(old[name], field), getattr(one, field)
            if was != now:
                yield Difference(of=of, id=name, field=field, before=_told(field, was), after=_told(field, now))
    for name, one in old.items():
        if name not in new:
            yield Difference(of=of, id=name, field="", before=_title(one), after="")


def _by_id(rows: tuple[Rule | Scheme | Source, ...]) -> Mapping[str, Rule | Scheme | Source]:
    return {one.id: one for one in rows}


def _title(one: Rule | Scheme | Source) -> str:
    if isinstance(one, Rule):
        return one.title
    return one.name if isinstance(one, Scheme) else one.document


def _told(field: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(_told("", one) for one in value)
    if isinstance(value, Cap | Grant):
        fields = [(name, getattr(value, name)) for name in value.__struct_fields__]
        return " ".join(f"{name}={_told(name, one)}" for name, one in fields if one not in (None, "", 0))
    if field in AMOUNTS and isinstance(value, int):
        return amount_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)

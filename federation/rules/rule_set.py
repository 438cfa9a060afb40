"""A rule set: what a branch grants for what was earned elsewhere, as data.

Its rules are tried in the order in which they stand; the first that fits applies. All amounts are
hundredths: of a credit or of an hour. What isn't known is not zero: a rule that measures says what then.

Source: DESIGN section 7 (Rules); 教改〔2016〕3号 (a result becomes credit once the receiving side recognises it).
"""

from datetime import date
from enum import StrEnum

import msgspec

from federation.model.achievement import AchievementBody
from federation.rules.rounding import RoundingMode


class Period(StrEnum):
    """Over which time a cap is counted."""

    YEAR = "year"
    """The calendar year (Asia/Shanghai) of the day that is decided for."""
    TOTAL = "total"
    """For ever."""


class OverCap(StrEnum):
    """What is granted where a cap leaves less room than a rule would grant."""

    PART = "part"
    """What there is room for. A course is granted whole or not at all, whatever the scheme says."""
    NOTHING = "nothing"


class Measure(StrEnum):
    """What a rule may measure."""

    TRAINING_HOURS = "training-hours"
    CREDIT_HOURS = "credit-hours"
    CREDITS = "credits"
    """As the sending institution states them."""


class WhenUnknown(StrEnum):
    """What happens if the measure isn't stated."""

    REJECT = "reject"
    REVIEWER = "reviewer"
    """A person finds out, and decides."""
    FIXED = "fixed"
    """Each grant says how much then (`Grant.if_unknown`)."""
    NEXT_RULE = "next-rule"
    """The rule doesn't apply; the ones after it are tried."""


class Handling(StrEnum):
    """Who decides where the rule applies."""

    AUTOMATIC = "automatic"
    REVIEWER = "reviewer"


class OwnDeposit(StrEnum):
    """What a rule makes of what the person deposited and no institution filed."""

    ACCEPT = "accept"
    REVIEWER = "reviewer"
    REJECT = "reject"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule rests on: a document and its article. `note` says so where a figure is in no document."""

    id: str
    document: str
    article: str
    note: str = ""


class Cap(msgspec.Struct, frozen=True, kw_only=True):
    """At most so many hundredths of a credit in a period."""

    period: Period
    credits: int


class Scheme(msgspec.Struct, frozen=True, kw_only=True):
    """What credit counts towards, e.g. a programme's electives: its caps hold together."""

    id: str
    name: str
    caps: tuple[Cap, ...] = ()
    over_cap: OverCap = OverCap.PART


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule grants in one scheme.

    Attributes:
        credits: hundredths; fixed, or for each `per` of the measure.
        per: hundredths of the measure; 0: `credits` are fixed.
        rounding, step: of what a measure gives; None and 0 where `credits` are fixed.
        course: the one of the scheme that counts as passed; "" for none.
        at_most: hundredths for one achievement; None for no limit of its own.
        if_unknown: hundredths, where the rule's measure is unknown and it says `FIXED`.
    """

    scheme: str
    credits: int
    per: int = 0
    rounding: RoundingMode | None = None
    step: int = 0
    course: str = ""
    at_most: int | None = None
    if_unknown: int | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule: what it is for, and what it grants. An empty tuple asks for nothing.

    Attributes:
        id: unique in the set.
        source: id of one of the set's.
        branches: GB/T 2260 codes of sending branches.
        classes: codes of `AchievementClass`.
        categories, institutions, titles: compared as `fold_text` folds them; institutions by name or code.
        course_codes: of the sending branch's catalogue.
        achieved_from, achieved_until: both days belong to it.
        within_months: how old it may be on the day that is decided for; 0 for any age.
        measure: what `minimum` and the grants' `per` are of; None for neither.
        minimum: hundredths.
        unknown: None without a measure.
        evidence: codes of what must be there; what isn't leads to a reviewer.
    """

    id: str
    title: str
    source: str
    branches: tuple[str, ...]
    classes: tuple[str, ...]
    grants: tuple[Grant, ...]
    categories: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    course_codes: tuple[str, ...] = ()
    achieved_from: date | None = None
    achieved_until: date | None = None
    within_months: int = 0
    measure: Measure | None = None
    minimum: int | None = None
    unknown: WhenUnknown | None = None
    evidence: tuple[str, ...] = ()
    handling: Handling = Handling.REVIEWER
    own_deposit: OwnDeposit = OwnDeposit.REVIEWER


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a branch's rules.

    Attributes:
        branch: GB/T 2260 code, 2 digits.
        version: from 1 on.
        adopted_on: None until it is adopted.
        valid_until: the last day; None if none is set.
    """

    branch: str
    version: int
    title: str
    valid_from: date
    sources: tuple[Source, ...]
    schemes: tuple[Scheme, ...]
    rules: tuple[Rule, ...]
    adopted_on: date | None = None
    valid_until: date | None = None

    def scheme(self, scheme_id: str) -> Scheme:
        """The scheme of that id. Raises `KeyError`: there is none."""
        return {one.id: one for one in self.schemes}[scheme_id]

    def source(self, source_id: str) -> Source:
        """The source of that id. Raises `KeyError`: there is none."""
        return {one.id: one for one in self.sources}[source_id]

    def is_in_force(self, on: date) -> bool:
        """Whether that day lies within its validity."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


def measured(body: AchievementBody, measure: Measure) -> int | None:
    """What an achievement states of a measure, in hundredths; None if it isn't known."""
    return {
        Measure.TRAINING_HOURS: body.training_hours,
        Measure.CREDIT_HOURS: body.credit_hours,
        Measure.CREDITS: body.credits,
    }[measure]

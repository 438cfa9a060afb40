"""Cases (样例): what is given and what the rules must say, in a file that an official can read and write.

Form::

    [[case]]
    name = "…"; on = 2027-03-01
    used = [{ scheme = "…", period = "2027", credits = 9.5 }]      # may be left out
    passed = [{ scheme = "…", course = "…" }]                      # courses that count already; may be left out
    [[case.achievement]]
    branch = "33"; title, institution, class, achieved_on; and as far as they are stated: institution_code,
    category, training_hours, credit_hours, credits, score, certificate_number, project_code, course_code,
    own_deposit = true, standing = "revoked", evidence = ["…"], taken_back = ["32-15"]
    [case.achievement.expected]
    verdict = "accepted"; rule?, reason?, missing = ["minimum"]?
    grants = [{ scheme = "…", course = "…", credits = 1.5 }]       # may be left out: none

What is expected is held against the outcome as far as it is stated; grants always, so that none is overlooked.

Source: STYLE (cases an official can read).
"""

from datetime import date

import msgspec

from federation.errors import RulesInvalid
from federation.model.achievement import AchievementBody
from federation.model.achievement_class import AchievementClass, class_named
from federation.model.standing import Status
from federation.rules.amounts import amount_text
from federation.rules.bounds import CLASS_CODES, Fault
from federation.rules.evaluation import evaluate
from federation.rules.evidence import SHOWN
from federation.rules.outcome import Candidate, CapUsage, Credit, Outcome, Verdict
from federation.rules.reading import located
from federation.rules.rule_set import RuleSet
from federation.rules.toml_table import Table, parse_table

ID_BYTES = 16


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What an outcome must be; None where a case doesn't say."""

    verdict: Verdict
    grants: tuple[Credit, ...]
    rule: str | None = None
    reason: str | None = None
    missing: tuple[str, ...] | None = None


class RuleCase(msgspec.Struct, frozen=True, kw_only=True):
    """One case: achievements of one person on a day, and for each what is expected."""

    name: str
    on: date
    used: CapUsage
    achievements: tuple[tuple[Candidate, Expected], ...]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Where an outcome isn't what a case expects: which achievement (from 1 on), of what, and both values."""

    case: str
    achievement: int
    of: str
    expected: str
    found: str


def parse_cases(text: str, *, file: str) -> tuple[RuleCase, ...]:
    """The cases that a file's text states.

    Raises:
        RulesInvalid: of the first thing that is wrong.
    """
    faults: list[Fault] = []
    table = parse_table(text, faults)
    cases = tuple(map(_case, table.tables("case")))
    table.close()
    if not faults and not cases:
        faults.append(Fault(path=("case",), reason="missing"))
    if faults:
        first = located(text, faults)[0]
        raise RulesInvalid(file=file, line=first.line, key=first.key, reason=first.reason)
    return cases


def run_case(rules: RuleSet, case: RuleCase) -> tuple[tuple[Outcome, ...], tuple[Difference, ...]]:
    """What the rules say in a case, and where that isn't what it expects."""
    outcomes = evaluate(rules, [item for item, _ in case.achievements], used=case.used, on=case.on)
    differences = [
        difference
        for at, (outcome, (_, expected)) in enumerate(zip(outcomes, case.achievements, strict=True), start=1)
        for difference in _differences(case.name, at, expected, outcome)
    ]
    return outcomes, tuple(differences)


def _differences(name: str, at: int, expected: Expected, outcome: Outcome) -> list[Difference]:
    pairs: list[tuple[str, object, object]] = [
        ("verdict", expected.verdict, outcome.verdict),
        ("grants", _credits(expected.grants), _credits(outcome.grants)),
        ("rule", expected.rule, outcome.rule),
        ("reason", expected.reason, outcome.reason),
        ("missing", _codes(expected.missing), _codes(tuple(one.code for one in outcome.missing))),
    ]
    return [
        Difference(case=name, achievement=at, of=of, expected=str(wanted), found=str(found))
        for of, wanted, found in pairs
        if wanted is not None and wanted != found
    ]


def _credits(grants: tuple[Credit, ...]) -> str:
    return ", ".join(sorted(f"{one.scheme} {one.course} {amount_text(one.credits)}" for one in grants))


def _codes(codes: tuple[str, ...] | None) -> str | None:
    return None if codes is None else ", ".join(sorted(set(codes)))


def _case(table: Table) -> RuleCase:
    used: dict[tuple[str, str], int] = {}
    for row in table.tables("used"):
        used[row.text("scheme"), row.text("period")] = row.amount("credits")
        row.close()
    passed = set()
    for row in table.tables("passed"):
        passed.add((row.text("scheme"), row.text("course")))
        row.close()
    achievements = table.tables("achievement")
    if not achievements:
        table.fault("achievement", "missing")
    case = RuleCase(
        name=table.text("name"),
        on=table.day("on"),
        used=CapUsage(credits=used, courses=frozenset(passed)),
        achievements=tuple(_achievement(one, at) for at, one in enumerate(achievements)),
    )
    table.close()
    return case


def _achievement(table: Table, at: int) -> tuple[Candidate, Expected]:
    code = table.text("class")
    if code not in CLASS_CODES:
        table.fault("class", f"one-of:{', '.join(sorted(CLASS_CODES))}")
        code = AchievementClass.TRAINING.code
    branch = table.text("branch")
    body = AchievementBody(
        title=table.text("title"),
        institution_name=table.text("institution"),
        institution_code=table.text("institution_code", ""),
        achieved_on=table.day("achieved_on"),
        masked_name="",
        document_salt=b"",
        document_hash=b"",
        training_hours=table.optional_amount("training_hours"),
        credit_hours=table.optional_amount("credit_hours"),
        credits=table.optional_amount("credits"),
        category=table.text("category", ""),
        personal_deposit=table.flag("own_deposit"),
        achievement_class=class_named(code),
        score=table.text("score", ""),
        certificate_number=table.text("certificate_number", ""),
        project_code=table.text("project_code", ""),
        course_code=table.text("course_code", ""),
    )
    item = Candidate(
        branch=branch,
        origin=branch,
        index=at,
        achievement_id=at.to_bytes(ID_BYTES, "big"),
        body=body,
        standing=table.choice("standing", Status, Status.VALID),
        evidence=frozenset(table.texts("evidence")),
        taken_back=table.texts("taken_back"),
    )
    if not set(SHOWN).issuperset(item.evidence):
        # What the record states is given as the record's: `score = "…"`.
        table.fault("evidence", f"one-of:{', '.join(SHOWN)}")
    expected = _expected(table.table("expected"))
    table.close()
    return item, expected


def _expected(table: Table) -> Expected:
    grants = []
    for row in table.tables("grants"):
        credit = Credit(scheme=row.text("scheme"), course=row.text("course", ""), credits=row.amount("credits"))
        grants.append(credit)
        row.close()
    expected = Expected(
        verdict=table.choice("verdict", Verdict),
        grants=tuple(grants),
        rule=table.text("rule") if table.has("rule") else None,
        reason=table.text("reason") if table.has("reason") else None,
        missing=table.texts("missing") if table.has("missing") else None,
    )
    table.close()
    return expected

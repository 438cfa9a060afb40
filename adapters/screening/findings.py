"""Findings: what a rule saw, in which rows, measured against which threshold.

Evidence is Chinese that an official can follow and check; it names runs, days and counts, and
document numbers only masked.

Source: 浙学银〔2019〕2号 三·（三）.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from adapters.screening.facts import RunKey

MAX_REFS = 200
MAX_EVIDENCE_LINES = 12


class Severity(StrEnum):
    """How sure a finding is by itself: not how grave the matter would be."""

    SERIOUS = "serious"
    """严重: honest data hardly ever looks like this."""
    NOTABLE = "notable"
    """较重: seldom, but it happens."""
    HINT = "hint"
    """提示: worth a look, no more."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that one unit is asked to explain.

    Attributes:
        rule, edition: which rule, in which edition.
        title: the rule's name in Chinese.
        threshold: the threshold in words and figures, as the edition states it.
        measured: what was measured, in the threshold's terms.
        unit_code: the unit that is asked; where two units share something, each gets a finding.
        project_code, run: where; empty and 0 if the finding is about the unit as a whole.
        related: other runs concerned.
        refs: entries concerned, ascending, at most `MAX_REFS`.
        ref_count: how many entries are concerned in all.
        evidence: lines in Chinese, at most `MAX_EVIDENCE_LINES`.
    """

    rule: str
    edition: str
    title: str
    severity: Severity
    threshold: str
    measured: str
    unit_code: str
    project_code: str
    run: int
    related: tuple[RunKey, ...]
    refs: tuple[int, ...]
    ref_count: int
    evidence: tuple[str, ...]

    @property
    def order(self) -> tuple[object, ...]:
        """What findings are sorted by: unit, rule, project, run, then the rest."""
        return (self.unit_code, self.rule, self.project_code, self.run, self.related, self.refs, self.evidence)


def bounded_refs(refs: Iterable[int]) -> tuple[tuple[int, ...], int]:
    """The first `MAX_REFS` entries in ascending order, and how many there are."""
    ordered = sorted(set(refs))
    return tuple(ordered[:MAX_REFS]), len(ordered)


def bounded_lines(lines: list[str]) -> tuple[str, ...]:
    """At most `MAX_EVIDENCE_LINES`; the last one then says how many are left out."""
    if len(lines) <= MAX_EVIDENCE_LINES:
        return tuple(lines)
    kept = MAX_EVIDENCE_LINES - 1
    return (*lines[:kept], f"另有{len(lines) - kept}条，从略")


def run_words(key: RunKey) -> str:
    """A run as evidence names it."""
    if not key.run:
        return f"项目{key.project_code}" if key.project_code else "未注明项目"
    return f"项目{key.project_code}第{key.run}期"


def hours_words(hundredths: int) -> str:
    """Hours without needless zeros: ``7.5``."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def share_words(part: int, whole: int) -> str:
    """A share in per cent with one decimal; 0 of 0 is 0."""
    return f"{100 * part / whole if whole else 0:.1f}%"

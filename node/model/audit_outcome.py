"""What came of an audit: each unit's figures beside how its findings stand now.

Source: 浙学银〔2019〕2号, 三（三）.
"""

from collections.abc import Mapping

import msgspec

from node.model.audit import ConductedAudit, UnitChecked
from node.model.audit_finding import AuditFinding
from node.model.case import Case
from node.model.unit import Unit


class ListedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding of many."""

    case: Case
    unit: Unit
    body: AuditFinding


class UnitOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's figures as the audit counted them, and how its findings of that year stand now."""

    checked: UnitChecked
    raised: int
    open: int
    upheld: int
    dismissed: int

    @property
    def share_concerned(self) -> float:
        """Which part of the unit's results findings point at; 0 of none."""
        return self.checked.concerned / self.checked.results if self.checked.results else 0.0


class AuditOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """An audit with its units and findings, as far as the actor may see them.

    Attributes:
        reasons: why a finding was upheld, by its id.
    """

    case: Case
    audit: ConductedAudit
    units: tuple[UnitOutcome, ...]
    findings: tuple[ListedFinding, ...]
    reasons: Mapping[str, str]

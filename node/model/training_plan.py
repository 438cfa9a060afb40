"""A unit's yearly training plan: by quarter how many projects, people and hours. The newest of a year counts.

Source: 浙学银〔2019〕2号, section 3, item 1 (填报要开设的培训项目).
"""

import msgspec

from node.model.access import Duty
from node.model.case import CaseTable, Transition

KIND = "training-plan"
CURRENT, REPLACED, REPLACE = "current", "replaced", "replace"
TABLE = CaseTable(
    kind=KIND,
    first=CURRENT,
    transitions={(CURRENT, REPLACE): Transition(to=REPLACED, duty=Duty.DECLARATION)},
    open_states=frozenset(),
)


class PlanLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One quarter (1 to 4): projects, people, training hours in hundredths."""

    quarter: int
    projects: int
    scale: int = 0
    training_hours: int = 0


class TrainingPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the case; lines by quarter."""

    year: int
    lines: tuple[PlanLine, ...]

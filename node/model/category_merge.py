"""A unit's own category（新）that the provincial centre merged into another: from later catalogues on.

Source: 浙学银〔2019〕2号, section 4, item 3 (可新增项目类别).
"""

import msgspec

from node.model.access import Duty
from node.model.case import CaseTable, Transition

KIND = "category-merge"
CURRENT, REPLACED, REPLACE = "current", "replaced", "replace"
TABLE = CaseTable(
    kind=KIND,
    first=CURRENT,
    transitions={(CURRENT, REPLACE): Transition(to=REPLACED, duty=Duty.CATALOGUING)},
    open_states=frozenset(),
)


class CategoryMerge(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the case: a unit's wording, and a category's code or label instead."""

    wording: str
    into: str

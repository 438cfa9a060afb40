"""A list of declared projects that went on record (备案) with the local education authority: when, and by whom.

Each handing over is a case of its own, which takes no further step: what was handed over stays so, and what is
declared later goes there by a later list.

Source: 浙学银〔2019〕2号, section 1, item 1 (向分中心和当地教育行政主管部门做好培训项目申报备案).
"""

from datetime import date

import msgspec

from node.model.case import CaseTable

KIND = "record-list"
HANDED = "handed"
TABLE = CaseTable(kind=KIND, first=HANDED, transitions={}, open_states=frozenset())


class RecordList(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the case.

    Attributes:
        area: digits of the region whose projects it lists.
        first_quarter, last_quarter: numbers as `federation.model.quarters` counts.
        receiver: the office that took it.
        handed_on: when.
        note: what else there is to say, or "".
        project_ids: cases of the projects that the list held then.
    """

    area: str
    first_quarter: int
    last_quarter: int
    receiver: str
    handed_on: date
    note: str = ""
    project_ids: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Shows nobody: a note may name a person."""
        return f"RecordList({self.area})"

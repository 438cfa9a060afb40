"""Name conflicts (姓名不一致): a document that is filed again under another name. People resolve them, never a file.

One case for each document and name. It stands at the unit that opened the account, whose record it is about;
whoever filed the other name sees it too.

Source: DOMAIN (Jiangsu 3): a conflicting name is an error that a person resolves, never an overwrite.
"""

import msgspec

from federation.errors import IntegrityBroken
from node.model.access import Duty
from node.model.case import CaseTable, Transition

KEEP, CORRECT = "keep", "correct"
OPEN, KEPT, CORRECTED = "open", "resolved-kept", "resolved-corrected"
CONFLICTS = CaseTable(
    kind="account-conflict",
    first=OPEN,
    transitions={
        (OPEN, KEEP): Transition(to=KEPT, duty=Duty.FILING, needs_reason=True),
        (OPEN, CORRECT): Transition(to=CORRECTED, duty=Duty.FILING, needs_reason=True),
    },
    open_states=frozenset(),
)


class NameConflict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was filed against an account; whose it is the case's blind index says.

    Attributes:
        name: the other name, as filed.
        unit_id: who filed it.
        import_id, sheet, row: where it stands.
    """

    name: str
    unit_id: int
    import_id: str
    sheet: str
    row: int

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return f"NameConflict(row {self.row})"


def encode_conflict(conflict: NameConflict) -> bytes:
    """The bytes that a case keeps."""
    return msgspec.json.encode(conflict)


def parse_conflict(body: bytes) -> NameConflict:
    """The conflict that `encode_conflict` wrote.

    Raises:
        IntegrityBroken: the case holds something else.
    """
    try:
        return msgspec.json.decode(body, type=NameConflict)
    except msgspec.DecodeError:
        # Not chained: the decoder's message may hold what was filed.
        raise IntegrityBroken(what="case_file") from None

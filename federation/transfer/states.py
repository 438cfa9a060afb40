"""What can be said of one achievement in a transfer: by the receiving branch, by the sending branch, together.

Each side's state changes by its own entries alone, so that two branches that write at once can't
contradict one another: what is shown is a table over both.

Source: DESIGN section 7.
"""

from enum import IntEnum, StrEnum


class Receiving(StrEnum):
    """What the receiving branch's log says."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"


class Sending(StrEnum):
    """What the sending branch's log says."""

    UNANSWERED = "unanswered"
    HELD = "held"
    DECLINED = "declined"
    CONVERTED = "converted"
    RELEASED = "released"
    REVOKED = "revoked"


class HoldVerdict(IntEnum):
    """Codes of `TRANSFER_HELD`. Whatever isn't 0 or 1 declines, codes of later versions too."""

    NOT_CONCERNED = 0
    HELD = 1
    REVOKED = 2
    NOT_THIS_PERSON = 3
    """The disclosed key isn't the record's: nobody showed the document."""
    NOT_FREE = 4
    """Held or converted already."""
    OVER_QUOTA = 5
    NOT_FOUND = 6
    ERASED = 7
    SUPERSEDED = 8
    """Corrected since: the newest entry is to be asked for."""
    UNCERTAIN = 9
    """What became of it can't be told at present."""
    BRANCH_CLOSED = 10
    """The roster closed the branch that asks."""
    SENDER_CLOSED = 11
    """Never written: the roster closed the branch that is asked before it answered."""


class DecisionVerdict(IntEnum):
    """Codes of `TRANSFER_DECIDED`."""

    NOT_CONCERNED = 0
    ACCEPTED = 1
    REJECTED = 2


class ClosingVerdict(IntEnum):
    """Codes of `TRANSFER_CLOSED`."""

    NOT_CONCERNED = 0
    CONVERTED = 1
    RELEASED = 2
    REVOKED = 3


class Concerned(IntEnum):
    """Codes of `TRANSFER_WITHDRAWN` and `TRANSFER_REVERSED`."""

    NOT_CONCERNED = 0
    CONCERNED = 1


class TransferStatus(StrEnum):
    """What people are shown."""

    REQUESTED = "requested"
    """Waiting for the sending branch."""
    DECLINED = "declined"
    HELD = "held"
    """Waiting for the receiving branch's decision."""
    ACCEPTED = "accepted"
    """Credit is provisional until the sending branch closed."""
    CONVERTED = "converted"
    REVOKED = "revoked"
    """The achievement was revoked before it was converted: credit is to be taken back."""
    REJECTING = "rejecting"
    """Rejected; the sending branch hasn't released it yet."""
    REJECTED = "rejected"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    REVERSING = "reversing"
    REVERSED = "reversed"


class Side(StrEnum):
    """Who takes the next step."""

    RECEIVING = "receiving"
    SENDING = "sending"


_R, _S, _T = Receiving, Sending, TransferStatus
SHOWN: dict[tuple[Receiving, Sending], TransferStatus] = {
    (_R.REQUESTED, _S.UNANSWERED): _T.REQUESTED,
    (_R.REQUESTED, _S.HELD): _T.HELD,
    (_R.REQUESTED, _S.DECLINED): _T.DECLINED,
    # The receiving branch was closed by the roster before it decided.
    (_R.REQUESTED, _S.RELEASED): _T.WITHDRAWN,
    (_R.ACCEPTED, _S.HELD): _T.ACCEPTED,
    (_R.ACCEPTED, _S.CONVERTED): _T.CONVERTED,
    (_R.ACCEPTED, _S.REVOKED): _T.REVOKED,
    (_R.REJECTED, _S.HELD): _T.REJECTING,
    (_R.REJECTED, _S.RELEASED): _T.REJECTED,
    (_R.WITHDRAWN, _S.UNANSWERED): _T.WITHDRAWN,
    (_R.WITHDRAWN, _S.DECLINED): _T.WITHDRAWN,
    (_R.WITHDRAWN, _S.HELD): _T.WITHDRAWING,
    (_R.WITHDRAWN, _S.RELEASED): _T.WITHDRAWN,
    (_R.REVERSED, _S.HELD): _T.REVERSING,
    (_R.REVERSED, _S.CONVERTED): _T.REVERSING,
    (_R.REVERSED, _S.REVOKED): _T.REVERSING,
    (_R.REVERSED, _S.RELEASED): _T.REVERSED,
}
"""Every pair that can be reached."""

FINAL = frozenset((_T.DECLINED, _T.CONVERTED, _T.REJECTED, _T.WITHDRAWN, _T.REVERSED))
"""Nobody owes a step. A converted one can still be reversed."""

NEXT: dict[TransferStatus, Side] = {
    _T.REQUESTED: Side.SENDING,
    _T.HELD: Side.RECEIVING,
    _T.ACCEPTED: Side.SENDING,
    _T.REVOKED: Side.RECEIVING,
    _T.REJECTING: Side.SENDING,
    _T.WITHDRAWING: Side.SENDING,
    _T.REVERSING: Side.SENDING,
}
"""Who owes the next step; what isn't here is final."""

OCCUPYING = frozenset((_S.HELD, _S.CONVERTED, _S.REVOKED))
"""While it is so, the achievement is nobody else's: free again only once it is released."""

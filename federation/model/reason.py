"""Why an achievement was corrected, revoked or reinstated: a code in the open, and never words.

What was said in words may be about somebody and stays at the branch. A code of a later version
is kept as it is: a reader shows it as another reason.

Source: proto/federation/v1/entry.proto (ReasonBody).
"""

import re
from enum import StrEnum

from google.protobuf.message import DecodeError

from federation.errors import Malformed
from federation.v1 import entry_pb2

CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class RevocationReason(StrEnum):
    """Why an achievement is taken back."""

    FILED_IN_ERROR = "filed-in-error"
    WRONG_PERSON = "wrong-person"
    DUPLICATE = "duplicate"
    INSTITUTION_WITHDREW = "institution-withdrew"
    """The institution that had awarded it took it back."""
    FRAUD = "fraud"


class CorrectionReason(StrEnum):
    """Why what is said of an achievement is replaced."""

    FILED_IN_ERROR = "filed-in-error"
    INSTITUTION_CORRECTED = "institution-corrected"
    """The institution itself had stated it wrongly."""
    PERSON_ASKED = "person-asked"
    """The person asked for it and it was found right (PIPL article 46)."""


class ReinstatementReason(StrEnum):
    """Why an achievement that was taken back stands again."""

    WITHDRAWN_IN_ERROR = "withdrawn-in-error"
    INSTITUTION_CONFIRMED = "institution-confirmed"
    """The institution states that it was awarded after all."""


class ReversalReason(StrEnum):
    """Why a receiving branch takes credit back that it granted in a transfer."""

    DECIDED_IN_ERROR = "decided-in-error"
    FRAUD = "fraud"
    PERSON_ASKED = "person-asked"
    REVOKED = "revoked"
    """The achievement was revoked: the branch does this by itself."""


def encode_reason(code: str) -> bytes:
    """The plain body that states a reason.

    Raises:
        Malformed: not a code of 1 to 40 lower-case letters, digits and hyphens.
    """
    _verify(code)
    return entry_pb2.ReasonBody(reason=code).SerializeToString(deterministic=True)


def parse_reason(data: bytes) -> str:
    """The code that a plain body states; "" if there is no body.

    Raises:
        Malformed: it states none, or what is no code.
    """
    if not data:
        return ""
    try:
        code = str(entry_pb2.ReasonBody.FromString(data).reason)
    except DecodeError as error:
        raise Malformed(what="reason", why="encoding") from error
    _verify(code)
    return code


def _verify(code: str) -> None:
    if not CODE.fullmatch(code):
        raise Malformed(what="reason", why="format")

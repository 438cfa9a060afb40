"""The plain body of an access digest: how often people's records were looked at on one day.

Source: DESIGN section 3; proto/federation/v1/entry.proto.
"""

from dataclasses import dataclass
from datetime import date

from google.protobuf.message import DecodeError

from federation.errors import Malformed
from federation.model.entry import DIGEST_BYTES, Header, Kind
from federation.v1 import entry_pb2

ID_PREFIX = b"access"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessDigest:
    """One branch's looks on one day in Asia/Shanghai; `digest` (32 bytes) is over its own records of them."""

    day: date
    accesses: int
    digest: bytes


def digest_header(digest: AccessDigest) -> Header:
    """The header of the digest's entry. The day is the entry's identity: a day has one digest."""
    body = entry_pb2.AccessDigestBody(day=digest.day.isoformat(), accesses=digest.accesses, digest=digest.digest)
    return Header(
        kind=Kind.ACCESS_DIGEST,
        entry_id=ID_PREFIX + digest.day.isoformat().encode(),
        plain_body=body.SerializeToString(deterministic=True),
    )


def parse_access_digest(data: bytes) -> AccessDigest:
    """The digest that a plain body says.

    Raises:
        Malformed: it says none.
    """
    try:
        body = entry_pb2.AccessDigestBody.FromString(data)
        day = date.fromisoformat(body.day)
    except (DecodeError, ValueError) as error:
        raise Malformed(what="access digest", why="encoding") from error
    if len(body.digest) != DIGEST_BYTES:
        raise Malformed(what="access digest", why="length")
    return AccessDigest(day=day, accesses=body.accesses, digest=body.digest)

"""Headers of the six steps: made here, and read strictly.

A later step cites the request first. Ids are derived from what a step answers and says, so that the same
step is written once however often it is tried.

Source: DESIGN section 7; proto/federation/v1/entry.proto.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

import msgspec
from google.protobuf.message import DecodeError

from federation.errors import Malformed
from federation.model.entry import (
    DIGEST_BYTES,
    ENTRY_ID_BYTES,
    MAX_ORIGIN_BYTES,
    TRANSFER_KINDS,
    Citation,
    Header,
    Kind,
)
from federation.model.octets import length_prefixed
from federation.model.reason import encode_reason, parse_reason
from federation.transfer.disclosure import sealed_bytes
from federation.v1 import entry_pb2

WHAT = "transfer"
ID_DOMAIN = b"deltabank/transfer/v1/"
MAX_ITEMS = 50
MAX_CITED_INDEX = 2**40 - 1
"""More leaves than a log will ever have: what is kept of a citation has room for no more."""
ANSWERING = frozenset((Kind.TRANSFER_DECIDED, Kind.TRANSFER_CLOSED, Kind.TRANSFER_REVERSED))
"""Kinds whose second citation is the entry that they answer."""
SEALED_KINDS = frozenset((Kind.TRANSFER_REQUESTED, Kind.TRANSFER_DECIDED))
NAMING_ACHIEVEMENTS = frozenset((Kind.TRANSFER_HELD, Kind.TRANSFER_CLOSED))
"""Kinds that cite the achievements once more, in the log where they stand."""


class RequestBody(msgspec.Struct, frozen=True, kw_only=True):
    """The open part of a request.

    Attributes:
        requested_at: aware, to the second.
        expires_on: the last day on which it may be decided, Asia/Shanghai.
        consent_digest: 32 bytes, salted.
        disclosed_keys: see `federation.transfer.disclosure`.
        contests: the decision that an appeal contests.
    """

    requested_at: datetime
    expires_on: date
    consent_digest: bytes
    disclosed_keys: bytes
    contests: Citation | None = None


class RulesCited(msgspec.Struct, frozen=True, kw_only=True):
    """Which published rule set of the receiving branch a decision applied."""

    version: int
    index: int
    leaf_hash: bytes


class TransferEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A well-formed entry of a transfer, wherever it stands.

    Attributes:
        origin, index, leaf_hash: where, and what its header hashes to.
        kind: one of `TRANSFER_KINDS`.
        request: what it belongs to; of a request, itself.
        answers: the entry that it answers, for those kinds that do.
        achievements: what it names, in order; none where the kind doesn't.
        verdicts: one for each achievement of the request; none in a request.
        entry_id: 16 bytes.
        plain_body: its open part.
    """

    origin: str
    index: int
    leaf_hash: bytes
    kind: Kind
    request: Citation
    answers: Citation | None
    achievements: tuple[Citation, ...]
    verdicts: tuple[int, ...]
    entry_id: bytes = b""
    plain_body: bytes = b""

    @property
    def citation(self) -> Citation:
        """As others cite it."""
        return Citation(origin=self.origin, index=self.index, leaf_hash=self.leaf_hash)


def request_header(
    achievements: Sequence[Citation],
    body: RequestBody,
    *,
    entry_id: bytes,
    key_epoch: int,
    private_digest: bytes,
) -> Header:
    """A request for `achievements` of one other branch's log.

    Args:
        achievements: 1 to 50, each once, of one origin.
        body: the open part.
        entry_id: 16 random bytes, which the disclosure is bound to.
        key_epoch: of the private part.
        private_digest: its SHA-256.

    Raises:
        Malformed: not such achievements, or a body that `parse_request` would refuse.
    """
    header = Header(
        kind=Kind.TRANSFER_REQUESTED,
        critical=True,
        entry_id=entry_id,
        key_epoch=key_epoch,
        cites=tuple(achievements),
        private_digest=private_digest,
        plain_body=encode_request(body, len(achievements)),
    )
    _verify(header)
    return header


def held_header(request: Citation, achievements: Sequence[Citation], verdicts: Sequence[int]) -> Header:
    """What the sending branch holds and declines."""
    return _step(Kind.TRANSFER_HELD, (request, *achievements), verdicts)


def decided_header(
    request: Citation,
    held: Citation,
    verdicts: Sequence[int],
    *,
    rules: RulesCited | None,
    key_epoch: int,
    private_digest: bytes,
) -> Header:
    """What the receiving branch decided; credit and trace are in the private part."""
    body = entry_pb2.TransferDecisionBody()
    if rules is not None:
        body.rules_version, body.rules_index, body.rules_leaf_hash = rules.version, rules.index, rules.leaf_hash
    return _step(
        Kind.TRANSFER_DECIDED,
        (request, held),
        verdicts,
        body=body.SerializeToString(deterministic=True),
        key_epoch=key_epoch,
        private_digest=private_digest,
    )


def decided_id(request: Citation, held: Citation, verdicts: Sequence[int]) -> bytes:
    """The entry id that `decided_header` gives, which the private part is sealed to."""
    return _entry_id(Kind.TRANSFER_DECIDED, (request, held), verdicts)


def withdrawn_header(request: Citation, verdicts: Sequence[int], reason: str) -> Header:
    """What the receiving branch asks for no more; the reason is a code."""
    return _step(Kind.TRANSFER_WITHDRAWN, (request,), verdicts, body=encode_reason(reason))


def closed_header(
    request: Citation, answers: Citation, achievements: Sequence[Citation], verdicts: Sequence[int]
) -> Header:
    """How the sending branch ends its holds; `answers` is the receiving entry that ended them."""
    return _step(Kind.TRANSFER_CLOSED, (request, answers, *achievements), verdicts)


def reversed_header(request: Citation, decided: Citation, verdicts: Sequence[int], reason: str) -> Header:
    """Credit that the receiving branch takes back; the reason is a code."""
    return _step(Kind.TRANSFER_REVERSED, (request, decided), verdicts, body=encode_reason(reason))


def read_transfer_entry(origin: str, index: int, leaf_hash: bytes, header: Header) -> TransferEntry | None:
    """The step that an entry is; None if it is none or isn't well-formed: it counts nowhere then."""
    if header.kind not in TRANSFER_KINDS:
        return None
    try:
        _verify(header)
    except Malformed:
        return None
    kind, cites = Kind(header.kind), header.cites
    if kind is Kind.TRANSFER_REQUESTED:
        own = Citation(origin=origin, index=index, leaf_hash=leaf_hash)
        if cites[0].origin == origin:
            return None
        request, answers, achievements = own, None, cites
    else:
        request, *others = cites
        answers = others.pop(0) if kind in ANSWERING else None
        achievements = tuple(others)
        if kind in NAMING_ACHIEVEMENTS and any(one.origin != origin for one in achievements):
            return None
    return TransferEntry(
        origin=origin,
        index=index,
        leaf_hash=leaf_hash,
        kind=kind,
        request=request,
        answers=answers,
        achievements=achievements,
        verdicts=header.verdicts,
        entry_id=header.entry_id,
        plain_body=header.plain_body,
    )


def encode_request(body: RequestBody, items: int) -> bytes:
    """The plain body of a request for so many achievements. Raises `Malformed`."""
    contests = body.contests
    data = entry_pb2.TransferRequestBody(
        requested_at=body.requested_at.isoformat(timespec="seconds"),
        expires_on=body.expires_on.isoformat(),
        consent_digest=body.consent_digest,
        disclosed_keys=body.disclosed_keys,
        contests=None
        if contests is None
        else entry_pb2.Citation(origin=contests.origin, index=contests.index, leaf_hash=contests.leaf_hash),
    ).SerializeToString(deterministic=True)
    parse_request(data, items)
    return data


def parse_request(data: bytes, items: int) -> RequestBody:
    """What the plain body of a request for so many achievements says.

    Raises:
        Malformed: no such body, or a length or date out of bounds.
    """
    try:
        message = entry_pb2.TransferRequestBody.FromString(data)
        requested_at = datetime.fromisoformat(message.requested_at)
        expires_on = date.fromisoformat(message.expires_on)
    except (DecodeError, ValueError) as error:
        raise Malformed(what=WHAT, why="encoding") from error
    if requested_at.tzinfo is None or requested_at.isoformat(timespec="seconds") != message.requested_at:
        raise Malformed(what=WHAT, why="time")
    try:
        requested_at.astimezone(UTC)
    except OverflowError as error:
        # The first or last day of the calendar, which in UTC is none.
        raise Malformed(what=WHAT, why="time") from error
    if expires_on.isoformat() != message.expires_on:
        raise Malformed(what=WHAT, why="time")
    if len(message.consent_digest) != DIGEST_BYTES or len(message.disclosed_keys) != sealed_bytes(items):
        raise Malformed(what=WHAT, why="length")
    contests = None
    if message.HasField("contests"):
        cite = message.contests
        contests = Citation(origin=cite.origin, index=cite.index, leaf_hash=cite.leaf_hash)
        _verify_contested(contests)
    return RequestBody(
        requested_at=requested_at,
        expires_on=expires_on,
        consent_digest=message.consent_digest,
        disclosed_keys=message.disclosed_keys,
        contests=contests,
    )


def parse_rules_cited(data: bytes) -> RulesCited | None:
    """Which rules a decision's plain body names; None: it was decided without.

    Raises:
        Malformed: no such body.
    """
    try:
        message = entry_pb2.TransferDecisionBody.FromString(data)
    except DecodeError as error:
        raise Malformed(what=WHAT, why="encoding") from error
    if not message.rules_version:
        return None
    if len(message.rules_leaf_hash) != DIGEST_BYTES or message.rules_index > MAX_CITED_INDEX:
        raise Malformed(what=WHAT, why="length")
    return RulesCited(version=message.rules_version, index=message.rules_index, leaf_hash=message.rules_leaf_hash)


def _step(
    kind: Kind,
    cites: Sequence[Citation],
    verdicts: Sequence[int],
    *,
    body: bytes = b"",
    key_epoch: int = 0,
    private_digest: bytes = b"",
) -> Header:
    header = Header(
        kind=kind,
        critical=True,
        entry_id=_entry_id(kind, cites, verdicts),
        key_epoch=key_epoch,
        cites=tuple(cites),
        verdicts=tuple(int(one) for one in verdicts),
        private_digest=private_digest,
        plain_body=body,
    )
    _verify(header)
    return header


def _entry_id(kind: Kind, cites: Sequence[Citation], verdicts: Sequence[int]) -> bytes:
    named = [part for cite in cites for part in (cite.origin.encode(), cite.index.to_bytes(8, "big"), cite.leaf_hash)]
    told = b"".join(int(one).to_bytes(4, "big") for one in verdicts)
    said = length_prefixed(int(kind).to_bytes(4, "big"), told, *named)
    return sha256(ID_DOMAIN + said).digest()[:ENTRY_ID_BYTES]


def _verify(header: Header) -> None:
    """Whether a header has the shape of its kind; the tables judge what it means."""
    kind = Kind(header.kind)
    named = _named(kind, header)
    if any(cite.index > MAX_CITED_INDEX for cite in header.cites):
        raise Malformed(what=WHAT, why="cites")
    items = len(named) if kind is Kind.TRANSFER_REQUESTED else len(header.verdicts)
    if not 1 <= items <= MAX_ITEMS or not header.critical or header.achievement_id:
        raise Malformed(what=WHAT, why="bounds")
    if kind is Kind.TRANSFER_REQUESTED and header.verdicts:
        raise Malformed(what=WHAT, why="bounds")
    if kind in NAMING_ACHIEVEMENTS and len(named) != items:
        raise Malformed(what=WHAT, why="cites")
    if len({one.origin for one in named}) > 1 or len({one.index for one in named}) != len(named):
        raise Malformed(what=WHAT, why="cites")
    if (kind in SEALED_KINDS) != bool(header.private_digest) or (kind in SEALED_KINDS) != bool(header.key_epoch):
        raise Malformed(what=WHAT, why="private_digest")
    _verify_body(kind, header.plain_body, items)


def _named(kind: Kind, header: Header) -> tuple[Citation, ...]:
    """The achievements among what it cites; the citations before them are as many as its kind has."""
    if kind is Kind.TRANSFER_REQUESTED:
        return header.cites
    fixed = 1 + (kind in ANSWERING)
    if len(header.cites) < fixed or (kind not in NAMING_ACHIEVEMENTS and len(header.cites) > fixed):
        raise Malformed(what=WHAT, why="cites")
    return header.cites[fixed:]


def _verify_contested(cite: Citation) -> None:
    """The bounds that a header's own citations have."""
    if len(cite.leaf_hash) != DIGEST_BYTES or not 0 < len(cite.origin.encode()) <= MAX_ORIGIN_BYTES:
        raise Malformed(what=WHAT, why="cites")
    if cite.index > MAX_CITED_INDEX:
        raise Malformed(what=WHAT, why="cites")


def _verify_body(kind: Kind, body: bytes, items: int) -> None:
    if kind is Kind.TRANSFER_REQUESTED:
        parse_request(body, items)
    elif kind is Kind.TRANSFER_DECIDED:
        parse_rules_cited(body)
    elif kind in NAMING_ACHIEVEMENTS:
        if body:
            raise Malformed(what=WHAT, why="bounds")
    else:
        parse_reason(body)

"""An application for credit transfer (转换申请), as the receiving branch keeps it until it has ended.

One application may name achievements of several provinces; it makes one transfer for each of them. What the
branch needs while the person is away is kept with it, sealed: the record keys of the chosen achievements, and
what a later entry is sealed to the person with. Both are dropped when the last transfer has ended.

Source: DESIGN sections 3 (Selective disclosure) and 7; PIPL articles 14, 15, 23.
"""

from datetime import date, datetime
from hashlib import sha256

import msgspec

from federation.errors import Malformed
from federation.model.entry import Citation

KIND = "transfer"
OPEN, ENDED = "open", "ended"


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """What the person agreed to: what, to whom, for what, until when; to be taken back at any time.

    Attributes:
        what: the achievements' titles, in the application's order.
        to_whom: names of the branches that learn of it.
        purpose: for what.
        until: the last day, Asia/Shanghai.
        given_at: aware.
        basis: `node.model.access.Basis`, as recorded.
        recorded_by: who recorded it.
        salt: 32 random bytes, so that the digest in the open says nothing.
    """

    what: tuple[str, ...]
    to_whom: tuple[str, ...]
    purpose: str
    until: date
    given_at: datetime
    basis: str
    recorded_by: str
    salt: bytes

    def digest(self) -> bytes:
        """What the log says of it: 32 bytes."""
        return sha256(b"deltabank/consent/v1/" + msgspec.json.encode(self, order="deterministic")).digest()


class SealingSlot(msgspec.Struct, frozen=True, kw_only=True):
    """What one later entry is sealed to the person with, derived while the person was there.

    Attributes:
        epoch: of the federation key.
        token: the subject token under that epoch, 16 bytes.
        nonce: 16 random bytes, for one private part.
        record_key: the key that the document gives with this nonce, 32 bytes.
    """

    epoch: int
    token: bytes
    nonce: bytes
    record_key: bytes


class AskedAchievement(msgspec.Struct, frozen=True, kw_only=True):
    """An achievement that is asked for.

    Attributes:
        index: its leaf index in the sending log.
        leaf_hash: 32 bytes.
        title: for lists that the applicant sees.
        record_key: opens the record, 32 bytes; empty once the transfer has ended.
        twins: achievement ids, 16 bytes each, under which the same branch holds the same achievement of the person once
            more, by another of the person's documents for one: of all of them one converts.
    """

    index: int
    leaf_hash: bytes
    title: str
    record_key: bytes
    twins: tuple[bytes, ...] = ()


class AskedTransfer(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer of an application.

    Attributes:
        sending: code of the branch that is asked.
        origin: of its log.
        request_index: where the request stands in the own log.
        achievements: in the request's order.
        slot: for the decision; None once it was used or isn't needed any more.
    """

    sending: str
    origin: str
    request_index: int
    achievements: tuple[AskedAchievement, ...]
    slot: SealingSlot | None

    def citations(self) -> tuple[Citation, ...]:
        """The achievements as entries cite them."""
        return tuple(
            Citation(origin=self.origin, index=one.index, leaf_hash=one.leaf_hash) for one in self.achievements
        )


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer decided of one achievement: `credits` stand instead of what the rules propose, where given."""

    request_index: int
    item: int
    accepted: bool
    words: str = ""
    credits: tuple[tuple[str, str, int], ...] = ()
    """Scheme, course, hundredths."""


class TransferApplication(msgspec.Struct, frozen=True, kw_only=True):
    """An application as it stands.

    Attributes:
        application_id: 16 bytes, the applicant's own choice or random: the same one twice is one application.
        accounts: blind indexes of the person's documents, 16 bytes each, the presented one first.
        consent: what it goes by.
        said: digest of what was asked for, 32 bytes: another application under the same id is refused.
        filed_by: name of the actor who filed it.
        transfers: one for each sending branch.
        consent_ended_at: when the consent was taken back.
        rulings: a reviewer's, once there are any.
        reviewed_by: the reviewer.
    """

    application_id: bytes
    accounts: tuple[bytes, ...]
    consent: Consent
    said: bytes
    filed_by: str
    transfers: tuple[AskedTransfer, ...]
    consent_ended_at: datetime | None = None
    rulings: tuple[Ruling, ...] = ()
    reviewed_by: str = ""

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "TransferApplication(…)"


def encode_application(application: TransferApplication) -> bytes:
    """The bytes that a case keeps, sealed."""
    return msgspec.msgpack.encode(application)


def parse_application(data: bytes) -> TransferApplication:
    """What these bytes say. Raises `Malformed`: no application."""
    try:
        return msgspec.msgpack.decode(data, type=TransferApplication)
    except (msgspec.DecodeError, ValueError) as error:
        raise Malformed(what="transfer", why="encoding") from error

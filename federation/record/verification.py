"""What a signed record proves, offline, to whoever trusts a roster.

Verified, each with its own refusal: the federation and the origin, the checkpoint's
signature by the key valid at its size, the ends that the roster states, the leaf's place
in the tree, the private part against its digest, the record key against the part. What
follows is said plainly: authentic as of a time that the origin itself vouched for, seen by
these witnesses. A later correction, revocation or erasure can't be seen from a file.

A cosignature that isn't by a key of a rostered branch, or doesn't hold, refuses nothing and
counts for nothing: anybody can add lines under a note.

Source: DESIGN sections 2 to 4; RFC 9162 section 2.1.3.2; C2SP tlog-cosignature.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from federation.errors import Malformed, NotInRoster, OtherFederation, SignatureInvalid, UnknownSuite
from federation.model.achievement import AchievementBody, parse_body
from federation.model.document import Document
from federation.model.entry import ACHIEVEMENT_KINDS, Header, parse_header, parse_private_part, verify_private_part
from federation.model.sealing import context_of, open_with_record_key
from federation.model.subject import is_document_of
from federation.record.signed_record import SignedRecord
from federation.suite import suite_of
from federation.tlog.checkpoint import Checkpoint, parse_checkpoint, verify_checkpoint
from federation.tlog.cosignature import verify_cosignature
from federation.tlog.hashing import leaf_hash
from federation.tlog.note import Note, parse_note
from federation.tlog.proofs import verify_inclusion
from federation.trust.roster import Branch, Roster


class PrivatePartState(StrEnum):
    """What the file says of the entry's private part."""

    PRESENT = "present"
    """It is there and is the one that the leaf names."""
    NOT_INCLUDED = "not included"
    """The leaf names one that isn't in the file: erased, or not handed over; a file can't tell which."""
    NONE = "none"
    """The entry never had one: it is about nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A branch other than the origin that had verified the checkpoint by `time` (aware, UTC)."""

    branch: str
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedRecord:
    """What holds.

    Attributes:
        branch: the code of the branch that wrote the entry.
        origin: its log.
        index: the entry's leaf index.
        header: the entry's header, parsed; `kind` may be one that this version doesn't know.
        checkpoint: the log's head that includes it.
        authentic_as_of: when the origin last vouched for that head; None if the file has no
            cosignature of its own.
        witnesses: other branches that vouched for it, by code.
        private_part: whether the private part is there.
        body: what the record says, if its key was disclosed.
        belongs_to_presenter: whether it is about whoever presents the document; None if no
            document was given or the record wasn't opened.
        is_current_roster: whether the record was made under exactly the roster used here.
        later_revocation_checked: always False: ask a branch whether it still stands.
    """

    branch: str
    origin: str
    index: int
    header: Header
    checkpoint: Checkpoint
    authentic_as_of: datetime | None
    witnesses: tuple[Witness, ...]
    private_part: PrivatePartState
    body: AchievementBody | None
    belongs_to_presenter: bool | None
    is_current_roster: bool
    later_revocation_checked: Literal[False] = False


def verify_signed_record(record: SignedRecord, roster: Roster, *, document: Document | None = None) -> VerifiedRecord:
    """What the record proves under that roster.

    Args:
        record: as parsed.
        roster: a verified one, preferably the newest.
        document: the document that the presenter shows, if the record should be tied to it.

    Raises:
        OtherFederation: the log is of another federation than the roster.
        NotInRoster: the log is of no branch in the roster.
        Malformed: header, checkpoint or opened body can't be read, or a key is there for nothing.
        SignatureInvalid: the checkpoint isn't signed by the origin's key, or is another log's.
        KeyNotValidAtSize: no key is valid at that size, or the roster states another root there.
        ProofInvalid: the entry isn't at that place in that tree.
        PrivatePartAltered: the private part isn't the one that the leaf names.
        NotThisDocument: the record key isn't this record's.
        SealBroken: the sealed content doesn't open under it.
    """
    branch = _issuing_branch(record.origin, roster)
    note, checkpoint = _verified_checkpoint(record, branch)
    verify_inclusion(leaf_hash(record.header), record.index, checkpoint.size, record.inclusion_proof, checkpoint.root)
    header = parse_header(record.header)
    state = _private_part_state(record, header)
    body = _open(record, header, state)
    vouched = _vouched_by(note, roster)
    return VerifiedRecord(
        branch=branch.code,
        origin=record.origin,
        index=record.index,
        header=header,
        checkpoint=checkpoint,
        authentic_as_of=vouched.pop(branch.code, None),
        witnesses=tuple(Witness(branch=code, time=time) for code, time in sorted(vouched.items())),
        private_part=state,
        body=body,
        belongs_to_presenter=_belongs(body, document),
        is_current_roster=record.roster_fingerprint.hex() == roster.fingerprint,
    )


def _issuing_branch(origin: str, roster: Roster) -> Branch:
    try:
        branch = roster.by_origin(origin)
    except NotInRoster:
        federation = origin.rpartition("/")[0]
        if federation not in {own.origin.rpartition("/")[0] for own in roster.branches}:
            raise OtherFederation(federation=federation) from None
        raise
    return branch


def _verified_checkpoint(record: SignedRecord, branch: Branch) -> tuple[Note, Checkpoint]:
    note = parse_note(record.checkpoint)
    claimed = parse_checkpoint(note.text)
    if claimed.origin != branch.origin:
        raise SignatureInvalid(signer=branch.origin)
    suite = suite_of(branch.log_key_at(claimed.size).suite)
    checkpoint = verify_checkpoint(record.checkpoint, branch.origin, branch.key_at, suite)
    branch.verify_retired(checkpoint.size, checkpoint.root)
    return note, checkpoint


def _private_part_state(record: SignedRecord, header: Header) -> PrivatePartState:
    if record.private_part:
        verify_private_part(header, record.private_part, origin=record.origin, index=record.index)
        return PrivatePartState.PRESENT
    return PrivatePartState.NOT_INCLUDED if header.private_digest else PrivatePartState.NONE


def _open(record: SignedRecord, header: Header, state: PrivatePartState) -> AchievementBody | None:
    if not record.record_key:
        return None
    if state is not PrivatePartState.PRESENT:
        raise Malformed(what="record", why="a record key without a private part")
    if header.kind not in ACHIEVEMENT_KINDS:
        raise Malformed(what="record", why="a record key for what isn't an achievement")
    part = parse_private_part(record.private_part)
    return parse_body(open_with_record_key(part, record.record_key, context_of(header, record.origin)))


def _vouched_by(note: Note, roster: Roster) -> dict[str, datetime]:
    """The latest time at which each branch vouched for the note's checkpoint, by code."""
    vouched: dict[str, datetime] = {}
    named = {signature.name for signature in note.signatures}
    for branch in roster.branches:
        if branch.origin not in named:
            continue
        for key in branch.log_keys:
            # A cosignature isn't bound to a size of the cosigner's own log: any key of its history may have made it.
            try:
                time = verify_cosignature(note, branch.origin, key.public_key, suite_of(key.suite))
            except (SignatureInvalid, Malformed, UnknownSuite):
                continue
            vouched[branch.code] = max(time, vouched.get(branch.code, time))
    return vouched


def _belongs(body: AchievementBody | None, document: Document | None) -> bool | None:
    if body is None or document is None:
        return None
    return is_document_of(document, salt=body.document_salt, expected_hash=body.document_hash)

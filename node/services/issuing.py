"""Turning an achievement into a sealed entry, ready to be appended.

No lock is held while this is done: sealing is the costly part of an import.
"""

import os
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Protocol

import msgspec

from federation.model.achievement import AchievementBody, achievement_id, encode_body
from federation.model.achievement_class import AchievementClass
from federation.model.document import Document, mask_name
from federation.model.entry import (
    ENTRY_ID_BYTES,
    NONCE_BYTES,
    Citation,
    Entry,
    Header,
    Kind,
    encode_header,
    encode_private_part,
)
from federation.model.federation_key import FederationKeys
from federation.model.sealing import SealContext, seal
from federation.model.subject import SALT_BYTES, document_hash
from federation.suite import SUITE_DEFAULT
from node.services.looking.subject_keys import SubjectKeys


class AchievementFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is to be recorded of whom. Hours and credits are hundredths; None is unknown.

    The fields are those of `federation.model.achievement.AchievementBody`, but for `identified_by`: the name that a
    renamed institution bore first, "" for its name as it is. What was filed before it was renamed is the same
    achievement as what is filed since.
    """

    document: Document
    name: str
    institution_name: str
    title: str
    achieved_on: date
    training_hours: int | None = None
    credit_hours: int | None = None
    credits: int | None = None
    category: str = ""
    remarks: tuple[str, ...] = ()
    personal_deposit: bool = False
    training_place: str = ""
    filed_by: str = ""
    achievement_class: AchievementClass = AchievementClass.TRAINING
    score: str = ""
    certificate_number: str = ""
    certificate_level: str = ""
    project_code: str = ""
    course_code: str = ""
    identified_by: str = ""

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "AchievementFacts(…)"


class SealedEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry that isn't appended yet.

    Attributes:
        entry: exact bytes.
        tokens: the subject's tokens under all live epochs; the sealing epoch's last.
        achievement_id: 16 bytes; empty if it is no achievement.
    """

    entry: Entry
    tokens: tuple[bytes, ...]
    achievement_id: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingKeys:
    """What an issuer needs, and nothing else of the node's keys: `identity` is 32 bytes."""

    origin: str
    identity: bytes
    federation: FederationKeys

    def __repr__(self) -> str:
        """Shows no key."""
        return f"SealingKeys({self.origin})"


class IdentityKey(Protocol):
    """What of the node's key issuing needs: the 32 bytes that achievements are identified under."""

    @property
    def identity(self) -> bytes:
        """The key."""
        ...


class Issuer:
    """Seals entries of this branch."""

    def __init__(self, *, origin: str, node_key: IdentityKey, subject_keys: SubjectKeys) -> None:
        self._origin = origin
        self._node_key = node_key
        self._subject_keys = subject_keys

    @property
    def sealing_keys(self) -> SealingKeys:
        """The keys that it seals with at present, for a process that seals beside this one."""
        return SealingKeys(
            origin=self._origin, identity=self._node_key.identity, federation=self._subject_keys.for_sealing()
        )

    def identify(self, facts: AchievementFacts) -> bytes:
        """The achievement's 16-byte identity at this branch.

        What was filed against a catalogue is known by its codes alone: a later edition, another name of the
        unit or another day makes no second achievement of it. A course of a project is learned once.
        """
        return self._identity(facts, facts.document, facts.identified_by or facts.institution_name)

    def identify_body(self, body: AchievementBody, document: Document) -> bytes:
        """The identity that `document`'s holder's achievement would have by what `body` says."""
        return self._identity(body, document, body.institution_name)

    def _identity(self, said: AchievementFacts | AchievementBody, document: Document, institution: str) -> bytes:
        is_catalogued = bool(said.project_code)
        return achievement_id(
            self._node_key.identity,
            document=document,
            institution=said.project_code if is_catalogued else institution,
            title=said.course_code if is_catalogued else said.title,
            achieved_on=date.min if is_catalogued else said.achieved_on,
        )

    def seal_achievement(self, facts: AchievementFacts) -> SealedEntry:
        """An issued achievement."""
        salt = os.urandom(SALT_BYTES)
        body = AchievementBody(
            title=facts.title,
            institution_name=facts.institution_name,
            achieved_on=facts.achieved_on,
            masked_name=mask_name(facts.name),
            document_salt=salt,
            document_hash=document_hash(salt, facts.document),
            training_hours=facts.training_hours,
            credit_hours=facts.credit_hours,
            credits=facts.credits,
            category=facts.category,
            remarks=facts.remarks,
            personal_deposit=facts.personal_deposit,
            training_place=facts.training_place,
            filed_by=facts.filed_by,
            achievement_class=facts.achievement_class,
            score=facts.score,
            certificate_number=facts.certificate_number,
            certificate_level=facts.certificate_level,
            project_code=facts.project_code,
            course_code=facts.course_code,
        )
        return self.seal(Kind.ACHIEVEMENT_ISSUED, facts.document, encode_body(body), self.identify(facts))

    def seal_correction(
        self, body: AchievementBody, document: Document, *, corrects: Citation, identity: bytes, reason: bytes
    ) -> SealedEntry:
        """What is said instead of the entry `corrects`: a whole body under the same identity (16 bytes).

        Args:
            body: as it is to be said; its tie to the document is made anew.
            document: the person's.
            corrects: of this branch's own log.
            identity: the achievement's, which it keeps.
            reason: the plain body, see `federation.model.reason`.
        """
        salt = os.urandom(SALT_BYTES)
        tied = msgspec.structs.replace(body, document_salt=salt, document_hash=document_hash(salt, document))
        kind = Kind.ACHIEVEMENT_CORRECTED
        return self.seal(kind, document, encode_body(tied), identity, cites=(corrects,), plain_body=reason)

    def seal(
        self,
        kind: Kind,
        document: Document,
        plaintext: bytes,
        identity: bytes = b"",
        *,
        cites: tuple[Citation, ...] = (),
        plain_body: bytes = b"",
    ) -> SealedEntry:
        """An entry of `kind` that only `document` opens; what it cites and `plain_body` are open."""
        keys = self._subject_keys.current
        entry_id = os.urandom(ENTRY_ID_BYTES)
        context = SealContext(
            suite=SUITE_DEFAULT, origin=self._origin, kind=int(kind), epoch=keys.epoch, entry_id=entry_id
        )
        part = seal(keys, document, nonce=os.urandom(NONCE_BYTES), context=context, plaintext=plaintext)
        private_part = encode_private_part(part)
        header = Header(
            kind=int(kind),
            entry_id=entry_id,
            key_epoch=keys.epoch,
            achievement_id=identity,
            private_digest=sha256(private_part).digest(),
            cites=cites,
            plain_body=plain_body,
        )
        return SealedEntry(
            entry=Entry(encode_header(header), private_part),
            tokens=(*self._subject_keys.earlier_tokens(document), part.subject_token),
            achievement_id=identity,
        )

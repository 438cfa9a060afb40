"""Sealing a later entry to a person who isn't there any more: what the document gives is derived beforehand.

Source: DESIGN section 3; `federation.model.sealing`.
"""

import os
from collections.abc import Callable
from hashlib import sha256

from federation.model.document import Document
from federation.model.entry import NONCE_BYTES, Entry, Header, Kind, encode_header, encode_private_part
from federation.model.federation_key import EpochKeys
from federation.model.sealing import SealContext, derive_record_key, seal_with_record_key
from federation.model.subject import subject_token
from federation.suite import SUITE_DEFAULT, default_suite
from node.model.transfer_application import SealingSlot


def new_slot(keys: EpochKeys, document: Document) -> SealingSlot:
    """A slot for one private part that only `document` (or whoever keeps the slot) can seal or open."""
    nonce = os.urandom(NONCE_BYTES)
    return SealingSlot(
        epoch=keys.epoch,
        token=subject_token(keys, document),
        nonce=nonce,
        record_key=derive_record_key(keys, document, nonce=nonce, suite=default_suite()),
    )


def seal_entry(
    slot: SealingSlot, *, origin: str, kind: Kind, entry_id: bytes, plaintext: bytes, header: Callable[[bytes], Header]
) -> Entry:
    """An entry whose private part is sealed with the slot.

    Args:
        slot: not used before.
        origin: the log that will carry it.
        kind: the entry's.
        entry_id: the entry's, 16 bytes.
        plaintext: what is sealed.
        header: makes the header from the private part's digest (32 bytes).
    """
    context = SealContext(suite=SUITE_DEFAULT, origin=origin, kind=int(kind), epoch=slot.epoch, entry_id=entry_id)
    part = seal_with_record_key(
        slot.record_key, token=slot.token, nonce=slot.nonce, context=context, plaintext=plaintext
    )
    private = encode_private_part(part)
    return Entry(encode_header(header(sha256(private).digest())), private)

"""Record keys are disclosed to one branch for one request: attacks."""

import pytest

from federation.errors import CreditBankError, Malformed, SealBroken
from federation.model.entry import Citation
from federation.transfer.disclosure import open_keys, seal_keys, sealed_bytes
from federation.trust.federation_key import wrapping_public_key
from tests.support.transfer_logs import HANGZHOU, HEFEI, NANJING, SHANGHAI, octets

PRIVATE = octets("the sending branch's key", count=32)
OTHERS = octets("another branch's key", count=32)
KEYS = [octets("record key", number, count=32) for number in range(3)]
CITED = [
    Citation(origin=HANGZHOU, index=number, leaf_hash=octets("leaf", number, count=32)) for number in range(len(KEYS))
]
ENTRY_ID = octets("request")
SEALED = seal_keys(KEYS, wrapping_public_key(PRIVATE), receiving=NANJING, entry_id=ENTRY_ID, achievements=CITED)


def opened(sealed=SEALED, private=PRIVATE, receiving=NANJING, entry_id=ENTRY_ID, achievements=CITED):
    return open_keys(sealed, private, receiving=receiving, entry_id=entry_id, achievements=achievements)


def test_the_sending_branch_reads_the_keys_in_their_order():
    assert opened() == KEYS
    assert len(SEALED) == sealed_bytes(len(KEYS))


def test_two_disclosures_of_the_same_keys_have_nothing_in_common():
    again = seal_keys(KEYS, wrapping_public_key(PRIVATE), receiving=NANJING, entry_id=ENTRY_ID, achievements=CITED)
    assert again != SEALED
    assert opened(again) == KEYS


@pytest.mark.parametrize(
    "attack",
    [
        {"private": OTHERS},
        {"receiving": SHANGHAI},
        {"receiving": HEFEI},
        {"entry_id": octets("another request")},
        {"achievements": CITED[::-1]},
        {"achievements": [CITED[0], CITED[1], CITED[1]]},
        {"achievements": CITED[:2]},
        {"achievements": [*CITED[:2], Citation(origin=HANGZHOU, index=9, leaf_hash=CITED[2].leaf_hash)]},
        {"achievements": [*CITED[:2], Citation(origin=HANGZHOU, index=2, leaf_hash=bytes(32))]},
        {"achievements": [Citation(origin=HEFEI, index=one.index, leaf_hash=one.leaf_hash) for one in CITED]},
        {"sealed": b""},
        {"sealed": SEALED[:-1]},
        {"sealed": SEALED + b"\0"},
        {"sealed": bytes(len(SEALED))},
    ],
    ids=[
        "opened by another branch",
        "copied into another branch's request",
        "copied into a bystander's request",
        "copied into a later request",
        "in another order",
        "one achievement in another's place",
        "for fewer achievements",
        "for an entry elsewhere",
        "for an entry with another content",
        "for another branch's entries",
        "empty",
        "cut short",
        "made longer",
        "made up",
    ],
)
def test_a_disclosure_that_serves_another_purpose_is_refused(attack):
    with pytest.raises(SealBroken):
        opened(**attack)


@pytest.mark.parametrize("at", range(0, len(SEALED), 7))
def test_a_flipped_bit_is_refused(at):
    flipped = bytearray(SEALED)
    flipped[at] ^= 1
    with pytest.raises(SealBroken):
        opened(bytes(flipped))


@pytest.mark.parametrize(
    ("keys", "recipient"),
    [
        (KEYS[:2], wrapping_public_key(PRIVATE)),
        ([*KEYS[:2], b"short"], wrapping_public_key(PRIVATE)),
    ],
    ids=["a key missing", "a key of another length"],
)
def test_keys_that_are_none_are_not_sealed(keys, recipient):
    with pytest.raises(Malformed):
        seal_keys(keys, recipient, receiving=NANJING, entry_id=ENTRY_ID, achievements=CITED)


@pytest.mark.parametrize("recipient", [bytes(32), b"\1" + bytes(31), b"short"], ids=["zero", "one", "short"])
def test_nothing_is_sealed_to_a_key_that_anybody_has(recipient):
    with pytest.raises(CreditBankError):
        seal_keys(KEYS, recipient, receiving=NANJING, entry_id=ENTRY_ID, achievements=CITED)

"""Shows that a sealed record opens to its document in its own entry, and to nothing else; attacks are named as such."""

from datetime import date

import pytest
from msgspec.structs import replace

from federation.errors import NotThisDocument, SealBroken, UnknownSuite
from federation.model.achievement import AchievementBody, encode_body
from federation.model.document import Document, DocumentType, parse_document
from federation.model.entry import Header, Kind, PrivatePart
from federation.model.federation_key import FederationKeys
from federation.model.sealing import (
    SealContext,
    context_of,
    derive_record_key,
    open_with_document,
    open_with_record_key,
    seal,
)
from federation.model.subject import document_hash, is_document_of, subject_token
from federation.suite import default_suite, suite_of
from tests.support.branches import octets

KEYS = FederationKeys({1: octets("epoch 1"), 2: octets("epoch 2")})
DOCUMENT = parse_document(DocumentType.RESIDENT_ID, "320102199003074472")
OTHER = parse_document(DocumentType.PASSPORT, "E12345678")
CONTEXT = SealContext(
    suite=1, origin="creditbank.delta/1/32", kind=Kind.ACHIEVEMENT_ISSUED, epoch=1, entry_id=octets("id", 16)
)
PLAINTEXT = encode_body(
    AchievementBody(
        title="剪纸",
        institution_name="某县社区学院",
        achieved_on=date(2022, 8, 1),
        masked_name="云**",
        document_salt=bytes(16),
        document_hash=document_hash(bytes(16), DOCUMENT),
    )
)


def sealed(label: str = "nonce", document: Document = DOCUMENT) -> PrivatePart:
    return seal(KEYS.at(1), document, nonce=octets(label, 16), context=CONTEXT, plaintext=PLAINTEXT)


def record_key(part: PrivatePart, document: Document = DOCUMENT) -> bytes:
    return derive_record_key(KEYS.at(1), document, nonce=part.nonce, suite=default_suite())


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    return data[:at] + bytes((data[at] ^ 1 << bit,)) + data[at + 1 :]


def test_the_document_opens_its_record():
    assert open_with_document(KEYS.at(1), sealed(), DOCUMENT, CONTEXT) == PLAINTEXT


def test_a_private_part_shows_neither_text_nor_number():
    part = sealed()
    stored = part.subject_token + part.nonce + part.key_commitment + part.ciphertext
    for text in ("剪纸", "云", DOCUMENT.number):
        assert text.encode() not in stored


def test_another_document_opens_nothing():
    for other in (OTHER, Document(DocumentType.OTHER, DOCUMENT.number)):
        with pytest.raises(NotThisDocument):
            open_with_document(KEYS.at(1), sealed(), other, CONTEXT)


def test_another_federation_key_opens_nothing():
    with pytest.raises(NotThisDocument):
        open_with_document(KEYS.at(2), sealed(), DOCUMENT, CONTEXT)
    with pytest.raises(NotThisDocument):
        open_with_document(FederationKeys({1: octets("elsewhere")}).at(1), sealed(), DOCUMENT, CONTEXT)


def test_a_record_key_opens_its_record_and_no_other():
    first, second = sealed("first"), sealed("second")
    assert open_with_record_key(first, record_key(first), CONTEXT) == PLAINTEXT
    with pytest.raises(NotThisDocument):
        open_with_record_key(second, record_key(first), CONTEXT)


def test_a_record_key_leads_neither_to_the_token_nor_to_another_records_key():
    first, second = sealed("first"), sealed("second")
    assert len({record_key(first), record_key(second), KEYS.at(1).seal, KEYS.at(1).token}) == 4
    assert record_key(first)[:16] != first.subject_token


@pytest.mark.parametrize(
    "moved",
    [
        {"entry_id": octets("another id", 16)},
        {"origin": "creditbank.delta/1/33"},
        {"origin": "creditbank.delta/2/32"},
        {"kind": int(Kind.ACHIEVEMENT_CORRECTED)},
        {"kind": 9_000},
        {"epoch": 2},
    ],
    ids=lambda moved: "-".join(moved),
)
def test_a_private_part_moved_to_another_entry_does_not_open(moved):
    part = sealed()
    with pytest.raises(SealBroken):
        open_with_record_key(part, record_key(part), replace(CONTEXT, **moved))


def test_a_suite_that_is_not_known_is_named_as_such():
    part = sealed()
    for suite in (0, 2, 255, 70_000):
        with pytest.raises(UnknownSuite):
            open_with_record_key(part, record_key(part), replace(CONTEXT, suite=suite))
        with pytest.raises(UnknownSuite):
            seal(KEYS.at(1), DOCUMENT, nonce=bytes(16), context=replace(CONTEXT, suite=suite), plaintext=b"")


@pytest.mark.parametrize("at", range(0, len(sealed().ciphertext), 7))
def test_a_flipped_bit_in_the_ciphertext_breaks_the_seal(at):
    part = sealed()
    with pytest.raises(SealBroken):
        open_with_record_key(replace(part, ciphertext=flipped(part.ciphertext, at, at % 8)), record_key(part), CONTEXT)


def test_a_flipped_bit_in_commitment_or_nonce_is_found_before_anything_is_decrypted():
    part = sealed()
    for at in range(32):
        with pytest.raises(NotThisDocument):
            open_with_document(
                KEYS.at(1), replace(part, key_commitment=flipped(part.key_commitment, at)), DOCUMENT, CONTEXT
            )
    for at in range(16):
        with pytest.raises(NotThisDocument):
            open_with_document(KEYS.at(1), replace(part, nonce=flipped(part.nonce, at)), DOCUMENT, CONTEXT)


@pytest.mark.parametrize("length", [0, 1, 15, 16])
def test_a_truncated_ciphertext_breaks_the_seal(length):
    part = sealed()
    with pytest.raises(SealBroken):
        open_with_record_key(replace(part, ciphertext=part.ciphertext[:length]), record_key(part), CONTEXT)


def test_a_ciphertext_does_not_open_under_two_keys():
    # AES-GCM alone would allow a ciphertext that opens under two keys; the commitment names one of them.
    mine, theirs = sealed("mine"), sealed("theirs", OTHER)
    mixed = replace(mine, ciphertext=theirs.ciphertext)
    with pytest.raises(NotThisDocument):
        open_with_record_key(mixed, record_key(theirs, OTHER), CONTEXT)
    with pytest.raises(SealBroken):
        open_with_record_key(mixed, record_key(mine), CONTEXT)


def test_a_record_key_of_another_length_opens_nothing():
    part = sealed()
    for key in (b"", bytes(16), record_key(part)[:31], record_key(part) + b"\0"):
        with pytest.raises(NotThisDocument):
            open_with_record_key(part, key, CONTEXT)


def test_the_context_is_what_the_entry_says():
    header = Header(kind=2, entry_id=octets("id", 16), key_epoch=7, suite=1)
    assert context_of(header, "o") == SealContext(suite=1, origin="o", kind=2, epoch=7, entry_id=header.entry_id)


def test_origins_that_run_into_the_kind_are_bound_apart():
    # The origin's length stands before it, so that no other origin and kind give the same associated data.
    one, other = replace(CONTEXT, origin="a"), replace(CONTEXT, origin="a\0")
    assert one.associated_data() != other.associated_data()
    assert len(one.associated_data()) == 1 + 2 + 1 + 4 + 4 + 16


def test_a_disclosed_record_belongs_to_who_shows_the_document():
    expected = document_hash(bytes(16), DOCUMENT)
    assert is_document_of(DOCUMENT, salt=bytes(16), expected_hash=expected)
    assert not is_document_of(OTHER, salt=bytes(16), expected_hash=expected)
    assert not is_document_of(DOCUMENT, salt=bytes(15) + b"\1", expected_hash=expected)
    assert not is_document_of(DOCUMENT, salt=bytes(16), expected_hash=b"")


def test_the_token_is_the_seals_own_epochs():
    assert sealed().subject_token == subject_token(KEYS.at(1), DOCUMENT) != subject_token(KEYS.at(2), DOCUMENT)


def test_neither_documents_nor_keys_show_themselves():
    assert DOCUMENT.number not in repr(DOCUMENT)
    assert repr(KEYS.at(1)) == "EpochKeys(epoch=1)"
    assert suite_of(1) is default_suite()

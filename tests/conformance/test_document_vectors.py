"""Shows that documents, tokens, seals and identities keep their bytes, and that these are what the docstrings say.

Each vector is checked twice: against the code, and against the definition worked out here with plain
HMAC, SHA-256 and AES-GCM, so that neither the bytes nor the words that define them can drift alone.
"""

import hashlib
import hmac
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from federation.errors import DocumentMalformed
from federation.model.achievement import achievement_id, fold_text
from federation.model.document import Document, DocumentType, parse_document
from federation.model.entry import encode_private_part, parse_private_part
from federation.model.federation_key import FederationKeys
from federation.model.sealing import SealContext, derive_record_key, open_with_document, open_with_record_key, seal
from federation.model.subject import document_hash, document_octets, is_document_of, subject_token
from federation.suite import SUITE_DEFAULT, default_suite


def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / name).read_text("utf-8"))
    return loaded


DOCUMENTS, TOKENS, SEALS, IDS = map(
    load, ("documents.json", "subject_tokens.json", "sealing.json", "achievement_ids.json")
)
KEYS = FederationKeys({int(epoch): bytes.fromhex(secret) for epoch, secret in TOKENS["secrets"].items()})


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def document_of(case: dict[str, Any]) -> Document:
    return parse_document(DocumentType(case["type"]), case["number"])


def lp(*fields: bytes) -> bytes:
    return b"".join(len(one).to_bytes(2, "big") + one for one in fields)


def octets_of(case: dict[str, Any]) -> bytes:
    return lp(str(case["type"]).encode(), case["number"].encode())


def mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def expand(prk: bytes, label: bytes, length: int = 32) -> bytes:
    """HKDF-Expand of RFC 5869 for at most 32 bytes: one block."""
    return mac(prk, label + b"\x01")[:length]


def subkey(epoch: int, purpose: str) -> bytes:
    secret = bytes.fromhex(TOKENS["secrets"][str(epoch)])
    return expand(mac(b"deltabank/v1/federation-key", secret), purpose.encode())


@pytest.mark.parametrize("case", DOCUMENTS["accepted"], ids=named)
def test_a_number_has_this_canonical_form(case):
    document = parse_document(DocumentType(case["type"]), case["text"])
    assert (int(document.type), document.number) == (case["type"], case["number"])
    assert parse_document(document.type, document.number) == document


@pytest.mark.parametrize("case", DOCUMENTS["refused"], ids=named)
def test_a_number_is_refused_for_this_reason(case):
    with pytest.raises(DocumentMalformed) as refusal:
        parse_document(DocumentType(case["type"]), case["text"])
    assert refusal.value.facts == {"reason": case["reason"]}


def test_every_type_and_every_reason_has_a_vector():
    assert {case["type"] for case in DOCUMENTS["accepted"]} == set(DocumentType)
    told = set(parse_document.__doc__.partition("Raises:")[2].split("``")[1::2]) - {"reason"}
    assert {case["reason"] for case in DOCUMENTS["refused"]} == told


@pytest.mark.parametrize("epoch", [1, 2])
@pytest.mark.parametrize("purpose", ["token", "seal", "report"])
def test_an_epochs_subkeys_are_these(epoch, purpose):
    vector = bytes.fromhex(TOKENS["subkeys"][str(epoch)][purpose])
    assert getattr(KEYS.at(epoch), purpose) == vector
    assert subkey(epoch, purpose) == vector


@pytest.mark.parametrize("case", TOKENS["cases"], ids=lambda case: f"{case['epoch']}-{case['type']}")
def test_a_persons_token_and_salted_hash_are_these(case):
    document, keys, salt = document_of(case), KEYS.at(case["epoch"]), bytes.fromhex(case["salt"])
    assert document_octets(document).hex() == case["octets"] == octets_of(case).hex()
    assert subject_token(keys, document).hex() == case["token"]
    assert mac(subkey(case["epoch"], "token"), octets_of(case))[:16].hex() == case["token"]
    assert document_hash(salt, document).hex() == case["document_hash"]
    assert hashlib.sha256(salt + octets_of(case)).hexdigest() == case["document_hash"]
    assert is_document_of(document, salt=salt, expected_hash=bytes.fromhex(case["document_hash"]))


def test_tokens_differ_by_person_type_and_epoch():
    assert len({case["token"] for case in TOKENS["cases"]}) == len(TOKENS["cases"])


@pytest.mark.parametrize("case", SEALS["cases"], ids=lambda case: f"epoch-{case['epoch']}-kind-{case['kind']}")
def test_a_sealed_record_is_these_bytes(case):
    document, keys, nonce = document_of(case), KEYS.at(case["epoch"]), bytes.fromhex(case["nonce"])
    entry_id, plaintext = bytes.fromhex(case["entry_id"]), bytes.fromhex(case["plaintext"])
    context = SealContext(
        suite=SUITE_DEFAULT, origin=case["origin"], kind=case["kind"], epoch=case["epoch"], entry_id=entry_id
    )
    part = seal(keys, document, nonce=nonce, context=context, plaintext=plaintext)
    assert context.associated_data().hex() == case["associated_data"]
    assert derive_record_key(keys, document, nonce=nonce, suite=default_suite()).hex() == case["record_key"]
    assert part.key_commitment.hex() == case["key_commitment"]
    assert part.ciphertext.hex() == case["ciphertext"]
    assert encode_private_part(part).hex() == case["private_part"]
    stored = parse_private_part(bytes.fromhex(case["private_part"]))
    assert open_with_document(keys, stored, document, context) == plaintext
    assert open_with_record_key(stored, bytes.fromhex(case["record_key"]), context) == plaintext


@pytest.mark.parametrize("case", SEALS["cases"], ids=lambda case: f"epoch-{case['epoch']}-kind-{case['kind']}")
def test_a_sealed_record_is_what_its_definition_says(case):
    record_key = mac(bytes.fromhex(case["nonce"]), subkey(case["epoch"], "seal") + octets_of(case))
    bound = bytes((SUITE_DEFAULT,)) + lp(case["origin"].encode())
    bound += case["kind"].to_bytes(4, "big") + case["epoch"].to_bytes(4, "big") + bytes.fromhex(case["entry_id"])
    key, iv = expand(record_key, b"deltabank/v1/aead-key"), expand(record_key, b"deltabank/v1/aead-iv", 12)
    assert record_key.hex() == case["record_key"]
    assert bound.hex() == case["associated_data"]
    assert expand(record_key, b"deltabank/v1/key-commitment").hex() == case["key_commitment"]
    assert AESGCM(key).encrypt(iv, bytes.fromhex(case["plaintext"]), bound).hex() == case["ciphertext"]


@pytest.mark.parametrize("case", IDS["cases"], ids=named)
def test_an_achievement_has_this_identity(case):
    key, on = bytes.fromhex(IDS["identity_key"]), date.fromisoformat(case["achieved_on"])
    # Not parsed: an identity takes the document as it stands in an account, whatever its type.
    document = Document(DocumentType(case["type"]), case["number"])
    identity = achievement_id(
        key, document=document, institution=case["institution"], title=case["title"], achieved_on=on
    )
    assert identity.hex() == case["id"]
    fields = (str(case["type"]), case["number"], fold_text(case["institution"]), fold_text(case["title"]), str(on))
    assert mac(key, lp(*(one.encode() for one in fields)))[:16].hex() == case["id"]


def test_only_spellings_of_the_same_achievement_share_an_identity():
    ids = {case["name"]: case["id"] for case in IDS["cases"]}
    assert ids["plain"] == ids["white space and width don't count"]
    assert ids["letters"] == ids["letters in another case and width"]
    assert len(set(ids.values())) == len(ids) - 2

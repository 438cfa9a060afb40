"""No altered credential verifies: flipped characters, other algorithms, borrowed keys and branches, forged contents."""

import base64
import hashlib
import hmac
import os
from dataclasses import replace
from datetime import timedelta
from random import Random

import msgspec
import pytest

from federation.badges.issuing import issue_credential
from federation.badges.verification import verify_credential
from federation.errors import CredentialNotGenuine, CreditBankError, Malformed, PeerRefused
from federation.model.achievement_class import AchievementClass
from federation.record.signed_record import encode_signed_record
from federation.suite import SIGNATURE_BYTES
from tests.support.branches import FEDERATION_ID, Branches, key_of
from tests.support.credentials import (
    CREDENTIAL_KEY,
    ISSUED_AT,
    header_of,
    in_base64url,
    make_credential,
    payload_of,
    signed_by,
)
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT, achievement_entry
from tests.support.records import log_with_achievements, make_record

IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
ALTERATIONS = 10_000 if IS_SOAK else 200
SEED = 20261130
ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.fixture(scope="module")
def branches():
    return Branches()


@pytest.fixture(scope="module")
def made(branches):
    return make_credential(branches)


@pytest.fixture(scope="module")
def token(made):
    return made.token


def refusal(token, branches):
    with pytest.raises(CreditBankError) as refused:
        verify_credential(token if isinstance(token, bytes) else token.encode(), branches.roster)
    return refused.value


def reason(token, branches):
    error = refusal(token, branches)
    assert isinstance(error, CredentialNotGenuine | PeerRefused | Malformed), error
    return str(error.facts.get("reason") or error.facts["why"])


def test_the_credential_itself_verifies(branches, token):
    assert verify_credential(token.encode(), branches.roster).issuer.code == "32"


def test_no_flipped_bit_anywhere_in_the_token_passes(branches, token):
    data = token.encode()
    for bit in Random(SEED).sample(range(len(data) * 8), ALTERATIONS):
        altered = bytearray(data)
        altered[bit // 8] ^= 1 << bit % 8
        refusal(bytes(altered), branches)


def test_the_algorithm_none_is_refused(branches, token):
    payload = token.split(".")[1]
    for name in ("none", "None", "NONE", "", None):
        header = header_of(token) | {"alg": name}
        for signature in ("", token.split(".")[2]):
            refusal(f"{in_base64url(header)}.{payload}.{signature}", branches)


def test_the_public_key_used_as_a_secret_for_hmac_is_refused(branches, token):
    signing_input = f"{in_base64url(header_of(token) | {'alg': 'HS512'})}.{token.split('.')[1]}"
    digest = hmac.digest(CREDENTIAL_KEY.public_key, signing_input.encode(), hashlib.sha512)
    assert len(digest) == SIGNATURE_BYTES
    forged = f"{signing_input}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"
    assert reason(forged, branches) == "algorithm"


def test_a_header_that_says_more_or_less_is_refused_even_if_it_is_signed(branches, made, token):
    header, payload = header_of(token), payload_of(token)
    thief = key_of("thief")
    for altered in (
        header | {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}},
        header | {"crit": ["exp"]},
        header | {"b64": False, "crit": ["b64"]},
        header | {"jku": "https://thief.example/keys"},
        header | {"typ": "vc+jwt"},
        header | {"kid": header["kid"].split("#")[0]},
        {"alg": "EdDSA", "typ": "JWT"},
    ):
        assert reason(signed_by(made.key, altered, payload), branches) == "form"
    assert reason(signed_by(thief, header, payload), branches) == "signature"


def test_a_second_spelling_of_the_same_token_is_refused(branches, token):
    header, payload, signature = token.split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    spaced = base64.urlsafe_b64encode(b" " + base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    for other in (
        f"{header}.{payload}.{signature}==",
        f"{header}.{payload}.{base64.b64encode(raw).decode()}",
        f"{header}.{payload}.{signature}.",
        f" {token}",
        f"{token}\n{token}",
        f"{spaced.rstrip(b'=').decode()}.{payload}.{signature}",
    ):
        refusal(other, branches)


def test_the_other_signature_of_the_same_message_is_refused(branches, token):
    # Ed25519 as some libraries take it: s and s + L hold for the same message.
    head, _, signature = token.rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    more = int.from_bytes(raw[32:], "little") + ORDER
    if more < 2**256:
        other = base64.urlsafe_b64encode(raw[:32] + more.to_bytes(32, "little")).rstrip(b"=").decode()
        assert reason(f"{head}.{other}", branches) == "signature"
    assert reason(f"{head}.{'A' * 86}", branches) == "signature"


def test_a_credential_signed_with_ones_own_key_is_refused(branches, made):
    # A thief names themselves as issuer, and shows the branch's endorsement of its own key.
    thief = key_of("thief")
    own = make_credential(branches, key=thief)
    borrowed = replace(own.statement.issuer, endorsement=made.statement.issuer.endorsement)
    forged = issue_credential(replace(own.statement, issuer=borrowed), thief)
    assert reason(forged, branches) == "endorsement"


def test_an_endorsement_by_a_strangers_authority_is_refused(branches):
    stranger = Branches(federation_id=FEDERATION_ID)
    record = make_record(log_with_achievements(branches, "32"))
    own = make_credential(branches, record=record)
    theirs = make_credential(stranger)
    issuer = replace(own.statement.issuer, endorsement=theirs.statement.issuer.endorsement)
    assert reason(issue_credential(replace(own.statement, issuer=issuer), own.key), branches) == "wrong-issuer"


@pytest.mark.parametrize("code", ["31", "33", "34"])
def test_one_branchs_name_with_another_branchs_key_is_refused(branches, code):
    assert reason(make_credential(branches, issuer="32", endorser=code).token, branches) == "endorsement"


def test_an_endorsement_of_another_day_is_refused(branches, made):
    # Who once held the certificate can't date a credential before or after what it vouched for.
    for by in (timedelta(days=1), timedelta(days=-1), timedelta(days=4_000)):
        moved = replace(
            made.statement,
            valid_from=ISSUED_AT + by,
            valid_until=made.statement.valid_until + by,
        )
        assert reason(issue_credential(moved, made.key), branches) in {"endorsement", "not-yet-valid", "expired"}


def test_a_flipped_bit_in_the_endorsement_is_refused(branches, made):
    endorsement = made.statement.issuer.endorsement.encode()
    for bit in Random(SEED).sample(range(len(endorsement) * 8), ALTERATIONS // 4):
        altered = bytearray(endorsement)
        altered[bit // 8] ^= 1 << bit % 8
        try:
            text = bytes(altered).decode("ascii")
        except UnicodeDecodeError:
            continue
        issuer = replace(made.statement.issuer, endorsement=text)
        refusal(issue_credential(replace(made.statement, issuer=issuer), made.key), branches)


def test_a_stolen_key_and_certificate_make_no_achievement(branches, made, token):
    # The thief can sign and endorse; the log says something else.
    payload = payload_of(token)
    subject = payload["credentialSubject"]
    for changed in (
        {"name": "高级茶艺师"},
        {"awardedDate": "2020-01-01T00:00:00+08:00"},
        {"credentialSubject": subject | {"creditsEarned": 20}},
        {"credentialSubject": subject | {"licenseNumber": "S000032000001220000071"}},
        {"credentialSubject": subject | {"achievement": subject["achievement"] | {"achievementType": "MasterDegree"}}},
        {"credentialSubject": subject | {"narrative": "李大明"}},
        {"id": "urn:uuid:00000000-0000-5000-8000-000000000000"},
        {"iss": "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"},
        {"exp": payload["exp"] + 86_400},
        {"nbf": payload["nbf"] - 86_400},
        {"credentialStatus": {"id": "https://thief.example/status", "type": "1EdTechRevocationList"}},
        {"evidence": payload["evidence"][:1] + payload["evidence"][:1]},
        {"issuer": payload["issuer"] | {"url": "https://thief.example"}},
    ):
        assert reason(made.signed(**changed), branches) in {"content-differs", "form"}
    body = made.statement.body
    for field, value in (
        ("title", "高级茶艺师"),
        ("credits", 2_000),
        ("achievement_class", AchievementClass.CERTIFICATE),
    ):
        forged = replace(made.statement, body=msgspec.structs.replace(body, **{field: value}))
        assert reason(issue_credential(forged, made.key), branches) == "content-differs"


def test_an_achievement_of_no_branchs_log_is_refused(branches, made):
    foreign = Branches(federation_id="ffeeddccbbaa0099")
    record = encode_signed_record(make_record(log_with_achievements(foreign, "32")))
    forged = issue_credential(replace(made.statement, record=record), made.key)
    assert refusal(forged, branches).code == "other-federation"


def test_a_record_that_discloses_nothing_makes_no_credential(branches, made):
    sealed = replace(make_record(log_with_achievements(branches, "32")), record_key=b"")
    forged = issue_credential(replace(made.statement, record=encode_signed_record(sealed)), made.key)
    assert reason(forged, branches) == "record"


def test_another_persons_record_under_ones_own_identity_belongs_to_neither(branches):
    log = log_with_achievements(branches, "32")
    log.append([achievement_entry(branches, "32", "茶艺", OTHER_DOCUMENT)])
    theirs = make_credential(branches, record=make_record(log, OTHER_DOCUMENT, log.size - 1), document=OTHER_DOCUMENT)
    own = make_credential(branches)
    mixed = issue_credential(replace(theirs.statement, identity=own.statement.identity), own.key).encode()
    for document in (DOCUMENT, OTHER_DOCUMENT):
        assert verify_credential(mixed, branches.roster, document=document).belongs_to_presenter is False


def test_deep_large_and_odd_payloads_are_refused_in_time(branches, made, token):
    header = token.split(".")[0]
    for data in (
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"a":1,"a":2}',
        b'{"a":NaN}',
        b'{"a":1e999}',
        b'{"a":' + b"9" * 5_000 + b"}",
        b"\xff\xfe",
        b'{"a":"\\ud800"}',
    ):
        payload = base64.urlsafe_b64encode(data).rstrip(b"=").decode()
        assert refusal(f"{header}.{payload}.{'A' * 86}", branches).code == "malformed"
    assert refusal(b"A" * (2 << 20), branches).code == "too-large"

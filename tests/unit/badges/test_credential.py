"""An achievement as an Open Badges 3.0 credential: what the standard, others' libraries and a verifier say of it."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OKPKey
from jsonschema import Draft201909Validator

from federation.badges.did_key import did_of, key_id, public_key_of
from federation.badges.verification import verify_credential
from federation.errors import Malformed
from tests.support.branches import Branches
from tests.support.credentials import (
    CREDENTIAL_KEY,
    ISSUED_AT,
    VALID_FOR,
    base64url,
    header_of,
    make_credential,
    payload_of,
)
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT
from tests.support.published_schemas import achievement_credential_schema
from tests.support.records import INDEX, log_with_achievements, make_record


@pytest.fixture(scope="module")
def branches():
    return Branches()


@pytest.fixture(scope="module")
def made(branches):
    return make_credential(branches)


@pytest.fixture(scope="module")
def token(made):
    return made.token


def faults(payload):
    schema = achievement_credential_schema()
    validator = Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, fault.path))}: {fault.message}" for fault in validator.iter_errors(payload)]


def test_a_credential_is_valid_by_the_schema_of_1edtech(token):
    assert faults(payload_of(token)) == []


def test_the_schema_does_refuse_what_is_no_credential(token):
    payload = payload_of(token)
    del payload["credentialSubject"]["achievement"]["criteria"]
    assert faults(payload)


# RFC 9864 renames the algorithm; Open Badges 3.0 and the libraries that read it know it as EdDSA.
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_another_jose_library_verifies_it_with_the_key_that_its_issuer_is_named_by(token):
    did = payload_of(token)["issuer"]["id"]
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": base64url(public_key_of(did))})
    decoded = jwt.decode(token, key, algorithms=["EdDSA"])
    assert decoded.claims["iss"] == did
    jwt.JWTClaimsRegistry(
        now=lambda: int((ISSUED_AT + timedelta(days=1)).timestamp()),
        iss={"essential": True, "value": did},
        exp={"essential": True},
        nbf={"essential": True},
        jti={"essential": True, "value": decoded.claims["id"]},
    ).validate(decoded.claims)


def test_another_jose_library_verifies_the_branchs_endorsement_of_that_key(token):
    (endorsement,) = payload_of(token)["issuer"]["endorsementJwt"]
    key = ECKey.import_key(header_of(endorsement)["jwk"])
    registry = jws.JWSRegistry(algorithms=["ES256"])
    # A certificate stands in its header.
    registry.max_header_length = 4_096
    verified = jws.deserialize_compact(endorsement, key, registry=registry)
    assert verified.headers()["alg"] == "ES256"
    assert payload_of(endorsement)["credentialSubject"]["id"] == payload_of(token)["iss"]


def test_a_verifier_learns_who_signed_what_the_log_says_and_what_a_file_cannot_tell(branches, token):
    verified = verify_credential(token.encode(), branches.roster)
    assert (verified.issuer.code, verified.record.branch, verified.record.index) == ("32", "32", INDEX)
    assert verified.body.title == "社区教育培训 茶艺"
    assert verified.issuer_did == did_of(CREDENTIAL_KEY.public_key)
    assert verified.later_revocation_checked is False
    assert verified.belongs_to_presenter is None


def test_it_counts_from_its_issue_to_its_end(branches, token):
    verified = verify_credential(token.encode(), branches.roster)
    second = timedelta(seconds=1)
    for at, counts in (
        (ISSUED_AT - second, False),
        (ISSUED_AT, True),
        (ISSUED_AT + VALID_FOR, True),
        (ISSUED_AT + VALID_FOR + second, False),
    ):
        assert verified.is_in_time(at) is counts


def test_it_is_tied_to_whoever_shows_the_document(branches, token):
    for document, belongs in ((DOCUMENT, True), (OTHER_DOCUMENT, False)):
        assert verify_credential(token.encode(), branches.roster, document=document).belongs_to_presenter is belongs


def test_a_branch_issues_what_another_branchs_log_says(branches):
    record = make_record(log_with_achievements(branches, "33"))
    verified = verify_credential(make_credential(branches, record=record).token.encode(), branches.roster)
    assert (verified.issuer.code, verified.record.branch) == ("32", "33")


def test_no_document_number_stands_in_it_in_any_form(made, token):
    told = payload_of(token)
    (identity,) = told["credentialSubject"]["identifier"]
    assert identity["hashed"] is True
    assert DOCUMENT.number not in str(told)
    assert DOCUMENT.number.encode() not in made.statement.record


def test_the_same_statement_always_makes_the_same_token(made, token):
    assert made.token == token


def test_the_did_of_a_key_is_the_one_that_the_method_publishes():
    # Source: W3C CCG, The did:key Method: the example of an Ed25519 key whose seed is zero.
    public_key = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    assert did_of(public_key) == "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
    assert public_key_of(did_of(public_key)) == public_key
    assert key_id(public_key).split("#")[1] == did_of(public_key).removeprefix("did:key:")


@pytest.mark.parametrize(
    "did",
    [
        "",
        "did:key:",
        "did:key:z",
        "did:web:example.org",
        "did:key:z0OIl",
        "did:key:z" + "6" * 60,
        # Of another kind of key: X25519.
        "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",
        # A point of small order, with which a signature can be made that holds for every message.
        did_of(b"\x01" + bytes(31)),
        # Not below the field prime: a second encoding of a key.
        did_of(b"\xf0" + b"\xff" * 30 + b"\x7f"),
        "did:key:z1" + did_of(CREDENTIAL_KEY.public_key).removeprefix("did:key:z"),
    ],
)
def test_what_names_no_trustworthy_key_is_refused(did):
    with pytest.raises(Malformed):
        public_key_of(did)

"""Attacks with certificates, each named: another's, expired, forged, or for another use.

Shows that identity is a branch's URI issued directly by that branch's authority, that TLS
alone doesn't give it, and which check refuses each attempt. See RELIABILITY 21.
"""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from federation.errors import Malformed, PeerRefused
from federation.trust.certificates import (
    CLIENT_AUTH,
    SERVER_AUTH,
    IssuedCertificate,
    create_branch_ca,
    create_client_ca,
    issue_client_leaf,
    issue_leaf,
    issue_service_leaf,
    parse_authority,
)
from federation.trust.names import branch_uri, server_name
from federation.trust.peer_certificate import verify_client_certificate, verify_peer_certificate
from federation.trust.roster import LogEnd
from tests.unit.trust.founding import FEDERATION, NOW, founded, member, members, proposed, signed_by

ALL = members("32", "33", "34")
ROSTER = founded(*ALL.values()).current
CLIENT_CA = create_client_ca(FEDERATION, "33", NOW)
CLIENT_CA_PEM = CLIENT_CA.certificate_pem.decode()
# TLS libraries ask the machine's own clock.
TODAY = datetime.now(UTC)
USAGES = (SERVER_AUTH, CLIENT_AUTH)


def refused(leaf: bytes, now: datetime = NOW) -> object:
    with pytest.raises(PeerRefused) as caught:
        verify_peer_certificate(leaf, ROSTER, now)
    return caught.value.facts["reason"]


def client_refused(leaf: bytes, now: datetime = NOW) -> object:
    with pytest.raises(PeerRefused) as caught:
        verify_client_certificate(leaf, CLIENT_CA_PEM, FEDERATION, "33", now)
    return caught.value.facts["reason"]


def forged(
    ca: IssuedCertificate,
    uris: tuple[str, ...],
    *,
    usages: tuple[x509.ObjectIdentifier, ...] | None = USAGES,
    is_ca: bool = False,
    signs_certificates: bool = False,
    more: tuple[tuple[x509.ExtensionType, bool], ...] = (),
    issuer: x509.Name | None = None,
) -> bytes:
    """A leaf as a branch that controls its authority can make it, DER."""
    authority = x509.load_pem_x509_certificate(ca.certificate_pem)
    ca_key = serialization.load_pem_private_key(ca.private_key_pem, password=None)
    assert isinstance(ca_key, ec.EllipticCurvePrivateKey)
    builder = x509.CertificateBuilder(
        issuer_name=issuer or authority.subject,
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "forged")]),
        public_key=ec.generate_private_key(ec.SECP256R1()).public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=NOW - timedelta(hours=1),
        not_valid_after=NOW + timedelta(days=1),
    )
    if uris:
        names = [x509.UniformResourceIdentifier(uri) for uri in uris]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = builder.add_extension(usage, critical=True)
    if usages is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    for extension, critical in more:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(ca_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def uri(branch: str) -> str:
    return branch_uri(FEDERATION, branch)


# --- whose it is ------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["32", "33", "34"])
def test_a_branchs_own_leaf_is_accepted_as_pem_and_as_der(code: str) -> None:
    leaf = issue_leaf(ALL[code].ca, FEDERATION, code, NOW)
    der = x509.load_pem_x509_certificate(leaf.certificate_pem).public_bytes(serialization.Encoding.DER)
    assert verify_peer_certificate(leaf.certificate_pem, ROSTER, NOW) == code
    assert verify_peer_certificate(der, ROSTER, NOW) == code


def test_branch_33s_name_from_branch_34s_authority_is_refused() -> None:
    leaf = issue_leaf(ALL["34"].ca, FEDERATION, "33", NOW)
    assert refused(leaf.certificate_pem) == "wrong-issuer"


def test_branch_33s_name_under_branch_33s_issuer_name_but_34s_key_is_refused() -> None:
    name = x509.load_pem_x509_certificate(ALL["33"].ca.certificate_pem).subject
    assert refused(forged(ALL["34"].ca, (uri("33"),), issuer=name)) == "wrong-issuer"


def test_tls_alone_takes_33s_name_from_34s_authority_and_the_check_does_not(tmp_path: Path) -> None:
    real = [member(code, now=TODAY) for code in ("33", "34")]
    imposter = issue_leaf(real[1].ca, FEDERATION, "33", TODAY)
    shown = handshake(tmp_path, imposter, [one.ca for one in real])
    assert shown is not None
    with pytest.raises(PeerRefused, match="wrong-issuer"):
        verify_peer_certificate(shown, founded(*real).current, TODAY)


def test_a_caller_that_trusts_the_dialled_branch_alone_ends_the_handshake(tmp_path: Path) -> None:
    real = [member(code, now=TODAY) for code in ("33", "34")]
    imposter = issue_leaf(real[1].ca, FEDERATION, "33", TODAY)
    assert handshake(tmp_path, imposter, [real[0].ca]) is None
    genuine = issue_leaf(real[0].ca, FEDERATION, "33", TODAY)
    shown = handshake(tmp_path, genuine, [real[0].ca])
    assert shown is not None
    assert verify_peer_certificate(shown, founded(*real).current, TODAY) == "33"


def test_an_authority_of_ones_own_with_the_same_name_is_refused() -> None:
    lookalike = create_branch_ca(FEDERATION, "33", NOW)
    assert refused(issue_leaf(lookalike, FEDERATION, "33", NOW).certificate_pem) == "wrong-issuer"


def test_a_branchs_earlier_authority_is_refused_once_the_roster_names_another() -> None:
    trusted = founded(*ALL.values())
    renewed = create_branch_ca(FEDERATION, "33", NOW)
    change = proposed(trusted, tls_ca={"33": renewed.certificate_pem.decode()})
    trusted.apply(signed_by(change, *ALL.values()).to_bytes())
    old = issue_leaf(ALL["33"].ca, FEDERATION, "33", NOW).certificate_pem
    new = issue_leaf(renewed, FEDERATION, "33", NOW).certificate_pem
    assert verify_peer_certificate(new, trusted.current, NOW) == "33"
    with pytest.raises(PeerRefused, match="wrong-issuer"):
        verify_peer_certificate(old, trusted.current, NOW)


def test_no_certificate_is_refused() -> None:
    assert refused(b"") == "no-certificate"


def test_a_stranger_with_a_province_of_its_own_is_refused() -> None:
    stranger = member("35")
    assert refused(issue_leaf(stranger.ca, FEDERATION, "35", NOW).certificate_pem) == "unknown-branch"


def test_a_namesake_from_a_foreign_federation_is_refused() -> None:
    foreign = "f" * 16
    leaf = issue_leaf(create_branch_ca(foreign, "33", NOW), foreign, "33", NOW)
    assert refused(leaf.certificate_pem) == "foreign-federation"


def test_a_closed_branch_is_refused() -> None:
    trusted = founded(*ALL.values())
    leaf = issue_leaf(ALL["34"].ca, FEDERATION, "34", NOW).certificate_pem
    assert verify_peer_certificate(leaf, trusted.current, NOW) == "34"
    closing = proposed(trusted, close={"34": LogEnd(size=9, root=bytes(32))})
    trusted.apply(signed_by(closing, *ALL.values()).to_bytes())
    with pytest.raises(PeerRefused, match="closed-branch"):
        verify_peer_certificate(leaf, trusted.current, NOW)


# --- when -------------------------------------------------------------------------------


def test_an_expired_certificate_is_refused() -> None:
    leaf = issue_leaf(ALL["33"].ca, FEDERATION, "33", NOW).certificate_pem
    assert verify_peer_certificate(leaf, ROSTER, NOW + timedelta(days=365)) == "33"
    assert refused(leaf, NOW + timedelta(days=365, seconds=1)) == "expired"


def test_a_certificate_of_the_future_is_refused() -> None:
    leaf = issue_leaf(ALL["33"].ca, FEDERATION, "33", NOW + timedelta(days=2)).certificate_pem
    assert refused(leaf) == "not-yet-valid"


def test_a_leaf_that_outlives_its_authority_is_refused() -> None:
    late = NOW + timedelta(days=3650)
    leaf = issue_leaf(ALL["33"].ca, FEDERATION, "33", late).certificate_pem
    assert verify_peer_certificate(leaf, ROSTER, late) == "33"
    assert refused(leaf, late + timedelta(days=10)) == "expired"


# --- what it says -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "uris",
    [
        (),
        (uri("33"), uri("34")),
        (uri("33"), uri("33")),
        (uri("33") + "/",),
        (uri("33") + "/service",),
        (uri("33") + "/client/portal",),
        (uri("33") + "#34",),
        (uri("33").upper(),),
        (" " + uri("33"),),
        (uri("33") + "\n",),
        (f"creditbank://{FEDERATION}/branch/033",),
        (f"creditbank://{FEDERATION}/branch/3",),
        (f"creditbank://x@{FEDERATION}/branch/33",),
        (f"https://{FEDERATION}/branch/33",),
    ],
)
def test_anything_but_one_branch_uri_is_refused(uris: tuple[str, ...]) -> None:
    assert refused(forged(ALL["33"].ca, uris)) == "wrong-uri"


def test_a_branch_named_in_the_subject_alone_is_refused() -> None:
    assert refused(forged(ALL["33"].ca, ())) == "wrong-uri"


def test_digits_of_another_script_are_refused() -> None:
    leaf = bytearray(forged(ALL["33"].ca, (uri("33"),)))
    place = leaf.rindex(b"/branch/33") + 8
    leaf[place : place + 2] = "\u0663".encode()
    assert refused(bytes(leaf)) in {"wrong-uri", "malformed"}


@pytest.mark.parametrize("usages", [None, (SERVER_AUTH,), (CLIENT_AUTH,), (*USAGES, x509.ObjectIdentifier("1.2.3.4"))])
def test_a_certificate_for_another_use_is_refused(usages: tuple[x509.ObjectIdentifier, ...] | None) -> None:
    assert refused(forged(ALL["33"].ca, (uri("33"),), usages=usages)) == "wrong-usage"


def test_a_leaf_that_is_an_authority_is_refused() -> None:
    assert refused(forged(ALL["33"].ca, (uri("33"),), is_ca=True)) == "is-authority"
    assert refused(forged(ALL["33"].ca, (uri("33"),), signs_certificates=True)) == "is-authority"


def test_the_authoritys_own_certificate_is_no_leaf() -> None:
    assert refused(ALL["33"].ca.certificate_pem) == "wrong-uri"


def test_a_leaf_that_issues_another_leaf_is_refused() -> None:
    middle = issue_leaf(ALL["33"].ca, FEDERATION, "33", NOW)
    assert refused(forged(middle, (uri("33"),))) == "wrong-issuer"


def test_a_critical_extension_that_nobody_understands_is_refused() -> None:
    strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    assert refused(forged(ALL["33"].ca, (uri("33"),), more=((strange, True),))) == "wrong-usage"
    assert verify_peer_certificate(forged(ALL["33"].ca, (uri("33"),), more=((strange, False),)), ROSTER, NOW) == "33"


# --- altered bytes ------------------------------------------------------------------------


# A flipped bit can make the serial number negative; what reads it warns that it will refuse that itself one day.
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_a_flipped_bit_anywhere_in_a_certificate_is_refused() -> None:
    leaf = forged(ALL["33"].ca, (uri("33"),))
    reasons = set()
    for bit in range(8 * len(leaf)):
        bent = bytearray(leaf)
        bent[bit // 8] ^= 1 << (bit % 8)
        reasons.add(refused(bytes(bent)))
    assert {"malformed", "wrong-uri", "wrong-issuer"} <= reasons


@pytest.mark.parametrize("unused", [1, 2, 3])
def test_a_signature_with_unused_bits_is_a_second_encoding_and_refused(unused: int) -> None:
    leaf, signature = forged(ALL["33"].ca, (uri("33"),)), b"\xff"
    # Unused bits must be zero, or the encoding is refused anyway; signatures are random.
    while signature[-1] % (1 << unused):
        leaf = forged(ALL["33"].ca, (uri("33"),))
        signature = x509.load_der_x509_certificate(leaf).signature
    bent = bytearray(leaf)
    bent[len(leaf) - len(signature) - 1] = unused
    assert refused(bytes(bent)) == "malformed"


@pytest.mark.parametrize("data", [b"\0", b"no certificate", b"-----BEGIN CERTIFICATE-----\n", b"\x30" * 100_000])
def test_what_is_no_certificate_is_malformed(data: bytes) -> None:
    assert refused(data) == "malformed"


def test_two_certificates_at_once_are_malformed() -> None:
    leaf = issue_leaf(ALL["33"].ca, FEDERATION, "33", NOW).certificate_pem
    assert refused(leaf + ALL["34"].ca.certificate_pem) == "malformed"


# --- a branch's own clients ---------------------------------------------------------------


def test_a_client_is_known_by_its_name() -> None:
    leaf = issue_client_leaf(CLIENT_CA, FEDERATION, "33", "portal-1", NOW).certificate_pem
    assert verify_client_certificate(leaf, CLIENT_CA_PEM, FEDERATION, "33", NOW) == "portal-1"


def test_a_peer_does_not_pass_as_a_client() -> None:
    assert client_refused(issue_leaf(ALL["33"].ca, FEDERATION, "33", NOW).certificate_pem) == "wrong-uri"
    assert client_refused(issue_leaf(CLIENT_CA, FEDERATION, "33", NOW).certificate_pem) == "wrong-uri"


def test_a_client_does_not_pass_as_a_peer() -> None:
    for ca in (CLIENT_CA, ALL["33"].ca):
        leaf = issue_client_leaf(ca, FEDERATION, "33", "portal", NOW).certificate_pem
        assert refused(leaf) == "wrong-uri"
    assert refused(issue_leaf(CLIENT_CA, FEDERATION, "33", NOW).certificate_pem) == "wrong-issuer"


def test_the_peers_authority_does_not_issue_clients() -> None:
    leaf = issue_client_leaf(ALL["33"].ca, FEDERATION, "33", "portal", NOW).certificate_pem
    assert client_refused(leaf) == "wrong-issuer"


def test_the_service_passes_neither_as_a_client_nor_as_a_peer() -> None:
    leaf = issue_service_leaf(CLIENT_CA, FEDERATION, "33", NOW).certificate_pem
    assert client_refused(leaf) == "wrong-uri"
    assert refused(leaf) == "wrong-uri"


def test_another_branchs_client_is_refused() -> None:
    other = create_client_ca(FEDERATION, "34", NOW)
    assert client_refused(issue_client_leaf(other, FEDERATION, "34", "portal", NOW).certificate_pem) == "wrong-uri"
    assert client_refused(issue_client_leaf(other, FEDERATION, "33", "portal", NOW).certificate_pem) == "wrong-issuer"


def test_a_client_out_of_time_or_of_another_use_or_without_certificate_is_refused() -> None:
    leaf = issue_client_leaf(CLIENT_CA, FEDERATION, "33", "portal", NOW).certificate_pem
    assert client_refused(leaf, NOW + timedelta(days=366)) == "expired"
    assert client_refused(forged(CLIENT_CA, (uri("33") + "/client/portal",))) == "wrong-usage"
    assert client_refused(b"") == "no-certificate"


@pytest.mark.parametrize("name", ["", "..", "a/b", "Portal", "a b", "-a", "a-", "a" * 64])
def test_a_client_name_that_could_be_read_two_ways_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        issue_client_leaf(CLIENT_CA, FEDERATION, "33", name, NOW)
    assert client_refused(forged(CLIENT_CA, (f"{uri('33')}/client/{name}",), usages=(CLIENT_AUTH,))) == "wrong-uri"


# --- authorities ----------------------------------------------------------------------------


def test_a_leaf_is_not_enrolled_as_an_authority() -> None:
    leaf = issue_leaf(ALL["33"].ca, FEDERATION, "33", NOW)
    with pytest.raises(Malformed):
        parse_authority(leaf.certificate_pem.decode())


@pytest.mark.parametrize(
    "bend",
    [
        lambda pem: "# a comment\n" + pem,
        lambda pem: pem + pem,
        lambda pem: pem.replace("\n", "\r\n"),
        lambda pem: pem.strip(),
        lambda _pem: "",
        lambda _pem: "证书",
    ],
)
def test_an_authority_in_another_spelling_is_refused(bend: Callable[[str], str]) -> None:
    with pytest.raises(Malformed):
        parse_authority(bend(CLIENT_CA_PEM))


def test_an_authority_that_did_not_sign_itself_is_refused() -> None:
    leaf = forged(ALL["33"].ca, (), is_ca=True, signs_certificates=True)
    pem = x509.load_der_x509_certificate(leaf).public_bytes(serialization.Encoding.PEM)
    with pytest.raises(Malformed):
        parse_authority(pem.decode())


def test_an_authority_with_another_branchs_key_issues_nothing() -> None:
    mixed = IssuedCertificate(
        certificate_pem=ALL["33"].ca.certificate_pem, private_key_pem=ALL["34"].ca.private_key_pem
    )
    with pytest.raises(Malformed):
        issue_leaf(mixed, FEDERATION, "33", NOW)


def handshake(folder: Path, leaf: IssuedCertificate, trusted: list[IssuedCertificate]) -> bytes | None:
    """Dials branch 33 over TLS in memory: the server's leaf (DER) once the caller took it, else None."""
    (folder / "leaf.pem").write_bytes(leaf.certificate_pem)
    (folder / "leaf.key").write_bytes(leaf.private_key_pem)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / "leaf.pem", folder / "leaf.key")
    calling = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    calling.load_verify_locations(cadata="".join(ca.certificate_pem.decode() for ca in trusted))
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    client = calling.wrap_bio(to_client, to_server, server_hostname=server_name("33"))
    for _ in range(6):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError:
                return None
    return client.getpeercert(binary_form=True)

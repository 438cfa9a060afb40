"""Join requests: the public keys that a new branch asks to be enrolled with.

A request is signed with the branch's root key and its log key: nobody can enrol a key that
they don't hold. The authority's certificate is signed by itself; a wrapping key that its
sender doesn't hold would only shut the sender out.

Source: DESIGN section 4, RELIABILITY 12.
"""

from dataclasses import dataclass, replace

from federation.errors import InvitationRefused, Malformed, SignatureInvalid
from federation.keys import SigningKey
from federation.suite import suite_of
from federation.trust.certificates import authority_key_bytes, parse_authority
from federation.trust.federation_key import check_wrapping_key
from federation.trust.names import check_branch_code, check_federation_id
from federation.trust.roster import Roster
from federation.trust.roster_parsing import KEY_BYTES, MAX_PEM_CHARS, MAX_SIGNATURE_BYTES, MAX_SUITE
from federation.trust.roster_rules import MAX_ADDRESSES, check_addresses, check_signature_key
from federation.trust.strict_json import JsonValue, canonical_bytes, format_base64, parse_object

MAX_REQUEST_BYTES = 64 * 1024
REQUEST_LABEL = b"deltabank/join-request/v1\n"
SIGNED_REQUEST_MEMBERS = ("request", "root_signature", "log_signature")
REQUEST_MEMBERS = (
    "federation_id",
    "branch",
    "name",
    "suite",
    "root_key",
    "log_key",
    "wrapping_key",
    "tls_ca",
    "addresses",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequest:
    """What a branch asks to be enrolled with, signed by its own root and log key.

    Attributes:
        federation_id: 16 hex digits.
        branch: the code of the branch that asks.
        name: for people.
        suite: the suite byte of both signature keys.
        root_key: public, 32 bytes.
        log_key: public, 32 bytes.
        wrapping_key: public X25519 key, 32 bytes.
        tls_ca: the authority of its peer certificates, one PEM block.
        addresses: where it listens for peers, ``host:port``; may be none.
        root_signature: by the root key over `signed_bytes`.
        log_signature: by the log key over `signed_bytes`.
    """

    federation_id: str
    branch: str
    name: str
    suite: int
    root_key: bytes
    log_key: bytes
    wrapping_key: bytes
    tls_ca: str
    addresses: tuple[str, ...]
    root_signature: bytes = b""
    log_signature: bytes = b""

    def signed_bytes(self) -> bytes:
        """What both keys sign: a label, then the canonical bytes of the request."""
        return REQUEST_LABEL + canonical_bytes(self._request())

    def to_bytes(self) -> bytes:
        """The file form; `parse_join_request` is its inverse."""
        return canonical_bytes(
            {
                "request": self._request(),
                "root_signature": format_base64(self.root_signature),
                "log_signature": format_base64(self.log_signature),
            }
        )

    def _request(self) -> JsonValue:
        return {
            "federation_id": self.federation_id,
            "branch": self.branch,
            "name": self.name,
            "suite": self.suite,
            "root_key": self.root_key.hex(),
            "log_key": self.log_key.hex(),
            "wrapping_key": self.wrapping_key.hex(),
            "tls_ca": self.tls_ca,
            "addresses": list(self.addresses),
        }


def make_join_request(
    *,
    federation_id: str,
    branch: str,
    name: str,
    root_key: SigningKey,
    log_key: SigningKey,
    wrapping_key: bytes,
    tls_ca: str,
    addresses: tuple[str, ...],
) -> JoinRequest:
    """A join request signed by both keys; fields as in `JoinRequest`.

    Raises:
        Malformed: a field that no roster could hold.
        InvitationRefused: reason ``two-suites``.
    """
    if root_key.suite != log_key.suite:
        raise InvitationRefused(reason="two-suites")
    fields = JoinRequest(
        federation_id=federation_id,
        branch=branch,
        name=name,
        suite=root_key.suite,
        root_key=root_key.public_key,
        log_key=log_key.public_key,
        wrapping_key=wrapping_key,
        tls_ca=tls_ca,
        addresses=addresses,
    )
    message = fields.signed_bytes()
    signed = replace(fields, root_signature=root_key.sign(message), log_signature=log_key.sign(message))
    # What would be refused elsewhere is better refused where it was made.
    return parse_join_request(signed.to_bytes())


def parse_join_request(data: bytes) -> JoinRequest:
    """A join request file's bytes as a value, not yet believed.

    Raises:
        TooLarge: more than 64 KiB.
        Malformed: not strict JSON, or a field that no roster could hold (low-order keys too).
    """
    outer = parse_object(data, what="join-request", max_bytes=MAX_REQUEST_BYTES, members=SIGNED_REQUEST_MEMBERS)
    reader = outer.inner("request", REQUEST_MEMBERS)
    request = JoinRequest(
        federation_id=reader.text("federation_id"),
        branch=reader.text("branch"),
        name=reader.text("name"),
        suite=reader.integer("suite", high=MAX_SUITE),
        root_key=reader.hex_bytes("root_key", length=KEY_BYTES),
        log_key=reader.hex_bytes("log_key", length=KEY_BYTES),
        wrapping_key=reader.hex_bytes("wrapping_key", length=KEY_BYTES),
        tls_ca=reader.pem("tls_ca", max_chars=MAX_PEM_CHARS),
        addresses=reader.texts("addresses", most=MAX_ADDRESSES),
        root_signature=outer.base64_bytes("root_signature", max_bytes=MAX_SIGNATURE_BYTES),
        log_signature=outer.base64_bytes("log_signature", max_bytes=MAX_SIGNATURE_BYTES),
    )
    check_federation_id(request.federation_id)
    check_branch_code(request.branch)
    check_signature_key(request.root_key, request.suite)
    check_signature_key(request.log_key, request.suite)
    if request.root_key == request.log_key:
        raise Malformed(what="join-request", why="one key as root key and as log key")
    check_wrapping_key(request.wrapping_key)
    parse_authority(request.tls_ca)
    check_addresses(request.addresses)
    return request


def verify_join_request(request: JoinRequest, federation_id: str, current: Roster | None = None) -> None:
    """Passes a request that its own keys signed and that the federation has room for.

    Args:
        request: what was read.
        federation_id: the federation that is to be joined.
        current: its roster; None when the first one is being made.

    Raises:
        InvitationRefused: reasons ``foreign-federation``, ``signature-invalid``,
            ``already-member``, ``key-in-use`` (a key or authority of the roster's).
    """
    if request.federation_id != federation_id:
        raise InvitationRefused(reason="foreign-federation")
    message = request.signed_bytes()
    suite = suite_of(request.suite)
    try:
        suite.verify_signature(request.root_key, request.root_signature, message)
        suite.verify_signature(request.log_key, request.log_signature, message)
    except SignatureInvalid:
        raise InvitationRefused(reason="signature-invalid") from None
    if current is not None:
        _refuse_in_use(request, current)


def _refuse_in_use(request: JoinRequest, current: Roster) -> None:
    if any(branch.code == request.branch for branch in current.branches):
        raise InvitationRefused(reason="already-member")
    signature_keys = {key.public_key for key in current.root_keys}
    signature_keys |= {key.public_key for branch in current.branches for key in branch.log_keys}
    wrapping_keys = {branch.wrapping_key for branch in current.branches}
    authorities = {authority_key_bytes(parse_authority(branch.tls_ca)) for branch in current.branches}
    if (
        {request.root_key, request.log_key} & signature_keys
        or request.wrapping_key in wrapping_keys
        or authority_key_bytes(parse_authority(request.tls_ca)) in authorities
    ):
        raise InvitationRefused(reason="key-in-use")

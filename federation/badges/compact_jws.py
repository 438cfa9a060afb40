"""Compact JWS whose header and payload are JSON in its one form: each token has exactly one spelling.

Parsing verifies nothing; who parses a token has to hold its signature against a key that the roster leads to.

Source: RFC 7515 sections 3.1, 4.1 and 7.1, RFC 7519, RFC 8037 (EdDSA), RFC 7518 section 3.4 (ES256), RFC 8785.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

import rfc8785

from federation.errors import Malformed, TooLarge

JsonObject: TypeAlias = dict[str, Any]

EDDSA = "EdDSA"
ES256 = "ES256"
TYPE = "JWT"
SIGNATURE_BYTES = 64
# Half of it is the signed record in its base64, and that is at most 256 KiB.
MAX_TOKEN_BYTES = 1024 * 1024
PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactJws:
    """What a token says, none of it verified.

    Attributes:
        header: the JOSE header.
        payload: the claims.
        signing_input: the bytes that are signed.
        signature: 64 bytes.
    """

    header: JsonObject
    payload: JsonObject
    signing_input: bytes
    signature: bytes

    def __repr__(self) -> str:
        """Shows nothing: a credential is about a person."""
        return "CompactJws(…)"


def canonical_json(value: object) -> bytes:
    """The RFC 8785 bytes of a value that was built here."""
    return rfc8785.dumps(value)  # type: ignore[arg-type]


def signing_input_of(header: Mapping[str, object], payload: Mapping[str, object]) -> bytes:
    """What is signed: both in base64url, a dot between. Raises `Malformed`: not JSON in I-JSON's bounds."""
    return b".".join(_encode(_canonical(part)) for part in (header, payload))


def with_signature(signing_input: bytes, signature: bytes) -> str:
    """The token."""
    return b".".join((signing_input, _encode(signature))).decode("ascii")


def parse_compact_jws(token: bytes) -> CompactJws:
    """The header, claims and signature that a token says; `with_signature` is the inverse.

    Raises:
        TooLarge: more than 1 MiB.
        Malformed: not three parts in unpadded base64url, JSON that isn't an object in its canonical form,
            or no signature of 64 bytes.
    """
    if len(token) > MAX_TOKEN_BYTES:
        raise TooLarge(what="credential", limit=MAX_TOKEN_BYTES)
    parts = token.split(b".")
    if len(parts) != PARTS:
        raise Malformed(what="credential", why="form")
    header, payload, signature = (_decode(part) for part in parts)
    if len(signature) != SIGNATURE_BYTES:
        raise Malformed(what="credential", why="signature")
    return CompactJws(
        header=_parse_object(header),
        payload=_parse_object(payload),
        signing_input=b".".join(parts[:2]),
        signature=signature,
    )


def _encode(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _decode(part: bytes) -> bytes:
    try:
        data = base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Malformed(what="credential", why="base64") from None
    # The last digit has bits that a lenient reader passes over.
    if _encode(data) != part:
        raise Malformed(what="credential", why="base64")
    return data


def _parse_object(data: bytes) -> JsonObject:
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_members, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Malformed(what="credential", why="json") from None
    if not isinstance(value, dict):
        raise Malformed(what="credential", why="not an object")
    if _canonical(value) != data:
        raise Malformed(what="credential", why="not in its one encoding")
    return value


def _canonical(value: Mapping[str, object]) -> bytes:
    try:
        return canonical_json(value)
    except (rfc8785.CanonicalizationError, ValueError, RecursionError):
        raise Malformed(what="credential", why="json") from None


def _members(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a doubled member")
    return members


def _refuse(text: str) -> NoReturn:
    raise ValueError("not a number")

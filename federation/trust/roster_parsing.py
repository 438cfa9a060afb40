"""Reading a roster: bytes in, a well-formed value out, or `Malformed`.

Everything is read strictly (`strict_json`), so `SignedRoster.to_bytes` is the inverse, and
checked against `roster_rules`. Whether the roster is to be believed is asked elsewhere.
"""

from federation.errors import Malformed
from federation.trust.roster import (
    Branch,
    LogEnd,
    LogKey,
    RootKey,
    RootSignature,
    Roster,
    SignedRoster,
    WrappedKey,
)
from federation.trust.roster_rules import MAX_ADDRESSES, check_roster
from federation.trust.strict_json import ObjectReader, parse_object

MAX_ROSTER_BYTES = 4 * 1024 * 1024
MAX_BRANCHES = 64
MAX_ROOT_KEYS = 128
MAX_LOG_KEYS = 256
MAX_EPOCHS = 256
MAX_SIGNATURES = 2 * MAX_ROOT_KEYS
MAX_SUITE = 255
KEY_BYTES = 32
HASH_BYTES = 32
MAX_SIGNATURE_BYTES = 1024
MAX_WRAPPED_BYTES = 4096
MAX_PEM_CHARS = 16 * 1024

SIGNED_MEMBERS = ("roster", "signatures")
ROSTER_MEMBERS = ("federation_id", "version", "previous", "issued_at", "root_keys", "branches")
ROOT_KEY_MEMBERS = ("name", "public_key", "suite")
BRANCH_MEMBERS = (
    "code",
    "name",
    "origin",
    "log_keys",
    "tls_ca",
    "addresses",
    "wrapping_key",
    "wrapped_keys",
    "closed",
)
LOG_KEY_MEMBERS = ("public_key", "suite", "from_size", "until_size", "final_root")


def parse_roster(data: bytes) -> SignedRoster:
    """A roster file's or message's bytes as a value.

    Raises:
        TooLarge: more than 4 MiB.
        Malformed: not strict JSON, unknown or missing members, or a rule of `roster_rules`
            that doesn't hold.
    """
    reader = parse_object(data, what="roster", max_bytes=MAX_ROSTER_BYTES, members=SIGNED_MEMBERS)
    return read_signed_roster(reader)


def read_signed_roster(reader: ObjectReader) -> SignedRoster:
    """A signed roster within a larger document. Raises `Malformed`."""
    roster = _read_roster(reader.inner("roster", ROSTER_MEMBERS))
    check_roster(roster)
    signatures = tuple(
        RootSignature(
            public_key=item.hex_bytes("key", length=KEY_BYTES),
            signature=item.base64_bytes("signature", max_bytes=MAX_SIGNATURE_BYTES),
        )
        for item in reader.each("signatures", ("key", "signature"), most=MAX_SIGNATURES)
    )
    keys = [signature.public_key for signature in signatures]
    if keys != sorted(set(keys)):
        raise Malformed(what="roster.signatures", why="not by ascending key, each once")
    return SignedRoster(roster=roster, signatures=signatures)


def _read_roster(reader: ObjectReader) -> Roster:
    return Roster(
        federation_id=reader.text("federation_id"),
        version=reader.integer("version", low=1),
        previous=None if reader.is_null("previous") else reader.hex_bytes("previous", length=HASH_BYTES).hex(),
        issued_at=reader.instant("issued_at"),
        root_keys=tuple(
            _read_root_key(item) for item in reader.each("root_keys", ROOT_KEY_MEMBERS, most=MAX_ROOT_KEYS)
        ),
        branches=tuple(_read_branch(item) for item in reader.each("branches", BRANCH_MEMBERS, most=MAX_BRANCHES)),
    )


def _read_root_key(reader: ObjectReader) -> RootKey:
    return RootKey(
        name=reader.text("name"),
        public_key=reader.hex_bytes("public_key", length=KEY_BYTES),
        suite=reader.integer("suite", high=MAX_SUITE),
    )


def _read_branch(reader: ObjectReader) -> Branch:
    return Branch(
        code=reader.text("code"),
        name=reader.text("name"),
        origin=reader.text("origin"),
        log_keys=tuple(_read_log_key(item) for item in reader.each("log_keys", LOG_KEY_MEMBERS, most=MAX_LOG_KEYS)),
        tls_ca=reader.pem("tls_ca", max_chars=MAX_PEM_CHARS),
        addresses=reader.texts("addresses", most=MAX_ADDRESSES),
        wrapping_key=reader.hex_bytes("wrapping_key", length=KEY_BYTES),
        wrapped_keys=tuple(
            WrappedKey(
                epoch=item.integer("epoch", low=1, high=2**32 - 1),
                wrapped=item.base64_bytes("wrapped", max_bytes=MAX_WRAPPED_BYTES),
            )
            for item in reader.each("wrapped_keys", ("epoch", "wrapped"), most=MAX_EPOCHS)
        ),
        closed=None if reader.is_null("closed") else _read_end(reader.inner("closed", ("size", "root"))),
    )


def _read_log_key(reader: ObjectReader) -> LogKey:
    return LogKey(
        public_key=reader.hex_bytes("public_key", length=KEY_BYTES),
        suite=reader.integer("suite", high=MAX_SUITE),
        from_size=reader.integer("from_size"),
        until_size=None if reader.is_null("until_size") else reader.integer("until_size"),
        final_root=None if reader.is_null("final_root") else reader.hex_bytes("final_root", length=HASH_BYTES),
    )


def _read_end(reader: ObjectReader) -> LogEnd:
    return LogEnd(size=reader.integer("size"), root=reader.hex_bytes("root", length=HASH_BYTES))

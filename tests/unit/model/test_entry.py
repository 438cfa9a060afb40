"""Shows what the entry parsers refuse and what they keep: strict about lengths, lenient about what is newer."""

from hashlib import sha256

import pytest
from msgspec.structs import replace

from federation.errors import CreditBankError, Malformed, PrivatePartAltered, TooLarge
from federation.model.entry import (
    MAX_CITATIONS,
    MAX_HEADER_BYTES,
    MAX_ORIGIN_BYTES,
    MAX_PRIVATE_PART_BYTES,
    Citation,
    Header,
    Kind,
    PrivatePart,
    encode_header,
    encode_private_part,
    parse_header,
    parse_private_part,
    verify_private_part,
)
from federation.tlog.hashing import leaf_hash
from federation.v1 import entry_pb2
from tests.support.branches import octets

CITE = Citation(origin="creditbank.delta/1/32", index=7, leaf_hash=octets("leaf"))
HEADER = Header(
    kind=Kind.ACHIEVEMENT_CORRECTED,
    entry_id=octets("id", 16),
    achievement_id=octets("achievement", 16),
    key_epoch=3,
    cites=(CITE,),
    private_digest=octets("digest"),
)
PART = PrivatePart(
    subject_token=octets("token", 16),
    nonce=octets("nonce", 16),
    key_commitment=octets("commitment"),
    ciphertext=b"ciphertext",
)
# A field that no version has yet: number 1000, eight bytes of text.
NEWER_FIELD = b"\xc2\x3e\x08of later"

WRONG_HEADERS = {
    "format 0": replace(HEADER, format=0),
    "format 2": replace(HEADER, format=2),
    "a negative kind": replace(HEADER, kind=-1),
    "no entry id": replace(HEADER, entry_id=b""),
    "an entry id of 15 bytes": replace(HEADER, entry_id=bytes(15)),
    "an entry id of 17 bytes": replace(HEADER, entry_id=bytes(17)),
    "an achievement id of 15 bytes": replace(HEADER, achievement_id=bytes(15)),
    "an achievement id of 32 bytes": replace(HEADER, achievement_id=bytes(32)),
    "a digest of 31 bytes": replace(HEADER, private_digest=bytes(31)),
    "a digest of 33 bytes": replace(HEADER, private_digest=bytes(33)),
    "a cited leaf of 31 bytes": replace(HEADER, cites=(replace(CITE, leaf_hash=bytes(31)),)),
    "a cited origin of nothing": replace(HEADER, cites=(replace(CITE, origin=""),)),
    "a cited origin too long": replace(HEADER, cites=(replace(CITE, origin="分" * (MAX_ORIGIN_BYTES // 3 + 1)),)),
    "too many citations": replace(HEADER, cites=(CITE,) * (MAX_CITATIONS + 1)),
    "too many verdicts": replace(HEADER, verdicts=(1,) * (MAX_CITATIONS + 1)),
}
WRONG_PARTS = {
    "a token of 15 bytes": replace(PART, subject_token=bytes(15)),
    "no token": replace(PART, subject_token=b""),
    "a nonce of 12 bytes": replace(PART, nonce=bytes(12)),
    "a commitment of 16 bytes": replace(PART, key_commitment=bytes(16)),
}


def raw_header(header: Header) -> bytes:
    """What a writer without our checks would write."""
    message = entry_pb2.Header(
        format=header.format,
        suite=header.suite,
        kind=header.kind,
        entry_id=header.entry_id,
        achievement_id=header.achievement_id,
        cites=[entry_pb2.Citation(origin=one.origin, index=one.index, leaf_hash=one.leaf_hash) for one in header.cites],
        verdicts=header.verdicts,
        private_digest=header.private_digest,
    )
    return message.SerializeToString()


@pytest.mark.parametrize("what", WRONG_HEADERS)
def test_a_header_with_a_wrong_field_is_neither_written_nor_read(what):
    header = WRONG_HEADERS[what]
    with pytest.raises(Malformed):
        encode_header(header)
    data = raw_header(header)
    with pytest.raises(CreditBankError) as refused:
        parse_header(data)
    assert isinstance(refused.value, TooLarge if len(data) > MAX_HEADER_BYTES else Malformed)


@pytest.mark.parametrize("what", WRONG_PARTS)
def test_a_private_part_with_a_wrong_length_is_refused(what):
    with pytest.raises(Malformed):
        parse_private_part(encode_private_part(WRONG_PARTS[what]))


def test_no_bytes_are_no_header_and_no_private_part():
    for parse in (parse_header, parse_private_part):
        with pytest.raises(Malformed):
            parse(b"")


def test_oversized_entries_are_refused_before_they_are_parsed():
    header = encode_header(HEADER)
    largest = header + NEWER_FIELD[:2] + _varint(MAX_HEADER_BYTES - len(header) - 5)
    assert parse_header(largest.ljust(MAX_HEADER_BYTES, b"x")) == HEADER
    with pytest.raises(TooLarge):
        parse_header(largest.ljust(MAX_HEADER_BYTES + 1, b"x"))
    with pytest.raises(TooLarge):
        parse_private_part(encode_private_part(replace(PART, ciphertext=bytes(MAX_PRIVATE_PART_BYTES))))


def test_an_unknown_kind_keeps_its_number():
    for kind in (0, 7, 9_000, 2**31 - 1):
        assert parse_header(encode_header(replace(HEADER, kind=kind))).kind == kind


def test_an_unknown_suite_is_kept_for_whoever_knows_it():
    assert parse_header(encode_header(replace(HEADER, suite=250))).suite == 250


def test_a_header_of_a_newer_writer_parses_and_its_leaf_is_over_all_its_bytes():
    older, newer = encode_header(HEADER), encode_header(HEADER) + NEWER_FIELD
    assert parse_header(newer) == HEADER
    assert leaf_hash(newer) != leaf_hash(older)


def test_a_private_part_of_a_newer_writer_parses_and_its_digest_is_over_all_its_bytes():
    data = encode_private_part(PART) + NEWER_FIELD
    assert parse_private_part(data) == PART
    header = replace(HEADER, private_digest=sha256(data).digest())
    verify_private_part(header, data, origin="o", index=1)
    with pytest.raises(PrivatePartAltered):
        verify_private_part(header, encode_private_part(PART), origin="o", index=1)


def test_a_private_part_where_the_leaf_names_none_is_altered():
    with pytest.raises(PrivatePartAltered) as refused:
        verify_private_part(replace(HEADER, private_digest=b""), encode_private_part(PART), origin="o", index=5)
    assert refused.value.facts == {"origin": "o", "index": 5}


def test_the_same_header_is_always_the_same_bytes():
    assert encode_header(HEADER) == encode_header(replace(HEADER)) == encode_header(parse_header(encode_header(HEADER)))


def _varint(number: int) -> bytes:
    """A length as three bytes of protobuf."""
    return bytes((number & 0x7F | 0x80, number >> 7 & 0x7F | 0x80, number >> 14))

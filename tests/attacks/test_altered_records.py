"""Every altered record is refused, and by the check that the alteration is for."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from msgspec import structs

from federation.errors import (
    CreditBankError,
    KeyNotValidAtSize,
    Malformed,
    NotThisDocument,
    PrivatePartAltered,
    ProofInvalid,
    SealBroken,
    SignatureInvalid,
)
from federation.model.achievement import AchievementBody
from federation.model.entry import Header, encode_header, parse_header
from federation.record.signed_record import SignedRecord, encode_signed_record, parse_signed_record
from federation.record.verification import VerifiedRecord, verify_signed_record
from federation.tlog.checkpoint import Checkpoint, sign_checkpoint
from federation.tlog.cosignature import cosign
from federation.tlog.hashing import leaf_hash
from federation.tlog.note import parse_note, with_signature
from federation.trust.roster import LogEnd
from tests.support.branches import Branches, key_of
from tests.support.memory_source import OTHER_DOCUMENT, achievement_entry, checkpoint_of
from tests.support.records import AS_OF, INDEX, log_with_achievements, make_record


@pytest.fixture(scope="module")
def branches() -> Branches:
    return Branches()


@pytest.fixture(scope="module")
def record(branches) -> SignedRecord:
    return make_record(log_with_achievements(branches))


def flipped(data: bytes, bit: int) -> bytes:
    altered = bytearray(data)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def sampled_bits(data: bytes, count: int, seed: int) -> list[int]:
    return sorted(Random(seed).sample(range(len(data) * 8), min(count, len(data) * 8)))


def refusal(record: SignedRecord, branches: Branches) -> type[CreditBankError]:
    with pytest.raises(CreditBankError) as refused:
        verify_signed_record(record, branches.roster)
    return refused.type


def test_any_flipped_bit_of_the_header_is_refused_by_the_inclusion_proof(branches, record):
    for bit in range(len(record.header) * 8):
        assert refusal(replace(record, header=flipped(record.header, bit)), branches) is ProofInvalid


def test_any_flipped_bit_of_the_private_part_is_refused_by_its_digest(branches, record):
    for bit in sampled_bits(record.private_part, 300, seed=1):
        altered = replace(record, private_part=flipped(record.private_part, bit))
        assert refusal(altered, branches) is PrivatePartAltered


def test_any_flipped_bit_of_the_proof_is_refused_by_the_inclusion_proof(branches, record):
    for place, part in enumerate(record.inclusion_proof):
        for bit in sampled_bits(part, 20, seed=place):
            proof = list(record.inclusion_proof)
            proof[place] = flipped(part, bit)
            assert refusal(replace(record, inclusion_proof=tuple(proof)), branches) is ProofInvalid


def test_a_truncated_or_lengthened_proof_is_refused(branches, record):
    for proof in (record.inclusion_proof[:-1], record.inclusion_proof[1:], (*record.inclusion_proof, bytes(32))):
        assert refusal(replace(record, inclusion_proof=proof), branches) is ProofInvalid


def test_another_index_is_refused_by_the_inclusion_proof(branches, record):
    for index in (0, INDEX - 1, INDEX + 1, 10**9):
        assert refusal(replace(record, index=index), branches) is ProofInvalid


def test_any_flipped_bit_of_the_checkpoint_text_is_refused(branches, record):
    text = record.checkpoint.partition(b"\n\n")[0]
    refusals = {
        refusal(replace(record, checkpoint=flipped(record.checkpoint, bit)), branches) for bit in range(len(text) * 8)
    }
    # Text that still is a checkpoint fails by the signature; the rest can't be read.
    assert refusals == {SignatureInvalid, Malformed}


def test_any_flipped_bit_of_the_origins_signature_is_refused(branches, record):
    start = record.checkpoint.index(b"\n\n") + 2
    end = record.checkpoint.index(b"\n", start)
    for bit in sampled_bits(bytes(end - start), 200, seed=2):
        altered = replace(record, checkpoint=flipped(record.checkpoint, start * 8 + bit))
        assert refusal(altered, branches) in (SignatureInvalid, Malformed)


def test_any_flipped_bit_of_a_cosignature_is_not_counted_and_refuses_nothing_else(branches, record):
    lines = record.checkpoint.split(b"\n")
    place = next(number for number, line in enumerate(lines) if b"/34 " in line)
    encoded = lines[place].rpartition(b" ")[2]
    start = record.checkpoint.index(encoded)
    uncounted = 0
    for bit in sampled_bits(encoded, 200, seed=3):
        altered = replace(record, checkpoint=flipped(record.checkpoint, start * 8 + bit))
        try:
            verified = verify_signed_record(altered, branches.roster)
        except Malformed:
            # No longer a signature line at all: the note is refused whole.
            continue
        assert [witness.branch for witness in verified.witnesses] == ["33"]
        uncounted += 1
    assert uncounted > 50


def test_any_flipped_bit_of_the_record_key_is_refused_by_the_commitment(branches, record):
    for bit in range(256):
        assert refusal(replace(record, record_key=flipped(record.record_key, bit)), branches) is NotThisDocument


def test_another_records_key_opens_nothing(branches, record):
    log = log_with_achievements(branches)
    log.append([achievement_entry(branches, "32", "书法")])
    other = make_record(log, index=log.size - 1)
    assert refusal(replace(record, record_key=other.record_key), branches) is NotThisDocument


def test_another_documents_key_opens_nothing(branches):
    record = make_record(log_with_achievements(branches), document=OTHER_DOCUMENT)
    assert refusal(record, branches) is NotThisDocument


def test_a_private_part_moved_to_another_entry_does_not_open(branches, record):
    # An issuer that signs another header over the same part can't pass one achievement for two.
    log = log_with_achievements(branches)
    header = parse_header(record.header)
    moved = encode_header(structs.replace(header, entry_id=bytes(16)))
    log.append([type(log.items[0])(moved, record.private_part)])
    assert refusal(make_record(log, index=log.size - 1), branches) is SealBroken


def test_another_entrys_private_part_is_refused(branches, record):
    other = achievement_entry(branches, "32", "书法").private_part
    assert refusal(replace(record, private_part=other), branches) is PrivatePartAltered


def test_a_checkpoint_of_another_branch_is_refused(branches, record):
    other = make_record(log_with_achievements(branches, "33"))
    assert refusal(replace(record, checkpoint=other.checkpoint), branches) is SignatureInvalid


def test_a_record_passed_off_as_another_branchs_is_refused(branches, record):
    assert refusal(replace(record, origin=branches["33"].origin), branches) is SignatureInvalid


def test_a_checkpoint_signed_by_a_strangers_key_is_refused(branches, record):
    checkpoint, stranger = checkpoint_of(record.checkpoint), key_of("stranger")
    note = sign_checkpoint(checkpoint, stranger.sign, stranger.public_key)
    assert refusal(replace(record, checkpoint=note), branches) is SignatureInvalid


def test_a_tree_grown_after_the_branch_was_closed_is_refused():
    branches = Branches()
    log = log_with_achievements(branches)
    head = checkpoint_of(log.note)
    log.append([achievement_entry(branches, "32", "补录")])
    branches.close("32", LogEnd(size=head.size, root=head.root))
    assert refusal(make_record(log, index=log.size - 1), branches) is KeyNotValidAtSize


def test_another_tree_of_the_size_at_which_the_branch_was_closed_is_refused():
    branches = Branches()
    log = log_with_achievements(branches)
    head = checkpoint_of(log.note)
    branches.close("32", LogEnd(size=head.size, root=head.root))
    key, entry = branches["32"].log_key, achievement_entry(branches, "32", "补录")
    forged = Checkpoint(origin=log.origin, size=head.size, root=bytes(32))
    record = replace(
        make_record(log), header=entry.header, checkpoint=sign_checkpoint(forged, key.sign, key.public_key)
    )
    assert leaf_hash(entry.header) != leaf_hash(log.items[INDEX].header)
    assert refusal(record, branches) is KeyNotValidAtSize


def test_a_cosignature_in_a_branchs_name_by_a_strangers_key_is_not_counted(branches, record):
    stranger = key_of("stranger")
    text = parse_note(record.checkpoint).text
    later = AS_OF + timedelta(days=1)
    lines = [cosign(text, branches[code].origin, stranger.sign, stranger.public_key, later) for code in ("31", "32")]
    note = with_signature(with_signature(record.checkpoint, lines[0]), lines[1])
    verified = verify_signed_record(replace(record, checkpoint=note), branches.roster)
    assert [witness.branch for witness in verified.witnesses] == ["33", "34"]
    assert verified.authentic_as_of == AS_OF


def test_a_cosignature_of_another_checkpoint_is_not_counted(branches, record):
    log = log_with_achievements(branches)
    log.grow(1)
    key = branches["31"].log_key
    line = cosign(parse_note(log.note).text, branches["31"].origin, key.sign, key.public_key, AS_OF)
    verified = verify_signed_record(
        replace(record, checkpoint=with_signature(record.checkpoint, line)), branches.roster
    )
    assert [witness.branch for witness in verified.witnesses] == ["33", "34"]


def test_no_flipped_bit_anywhere_in_the_file_changes_what_is_believed(branches, record):
    data = encode_signed_record(record)
    honest = believed(verify_signed_record(record, branches.roster))
    witnesses = {"33", "34"}
    for bit in sampled_bits(data, 3_000, seed=4):
        try:
            verified = verify_signed_record(parse_signed_record(flipped(data, bit)), branches.roster)
        except CreditBankError:
            continue
        assert believed(verified) == honest
        assert {witness.branch for witness in verified.witnesses} <= witnesses
        assert verified.authentic_as_of in (AS_OF, None)


def believed(verified: VerifiedRecord) -> tuple[str, int, Header, Checkpoint, AchievementBody | None]:
    return verified.branch, verified.index, verified.header, verified.checkpoint, verified.body

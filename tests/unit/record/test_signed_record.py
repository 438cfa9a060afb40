"""A signed record is one file with one encoding, and proves offline exactly what it says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.errors import Malformed, NotInRoster, OtherFederation, TooLarge
from federation.model.entry import Kind
from federation.record.signed_record import MAX_RECORD_BYTES, SignedRecord, encode_signed_record, parse_signed_record
from federation.record.verification import PrivatePartState, Witness, verify_signed_record
from federation.trust.roster import LogEnd
from tests.support.branches import Branches
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT, checkpoint_of
from tests.support.records import AS_OF, INDEX, WITNESSED_AT, log_with_achievements, make_record


@pytest.fixture(scope="module")
def branches() -> Branches:
    return Branches()


@pytest.fixture(scope="module")
def record(branches) -> SignedRecord:
    return make_record(log_with_achievements(branches))


def test_encoding_and_parsing_are_inverses(record):
    data = encode_signed_record(record)
    assert parse_signed_record(data) == record
    assert encode_signed_record(parse_signed_record(data)) == data


def test_a_record_says_what_was_achieved_and_who_vouches_since_when(branches, record):
    verified = verify_signed_record(record, branches.roster)
    assert (verified.branch, verified.index, verified.header.kind) == ("32", INDEX, Kind.ACHIEVEMENT_ISSUED)
    assert verified.body is not None
    assert verified.body.title == "社区教育培训 茶艺"
    assert verified.authentic_as_of == AS_OF
    assert verified.witnesses == (
        Witness(branch="33", time=WITNESSED_AT),
        Witness(branch="34", time=WITNESSED_AT),
    )
    assert verified.private_part is PrivatePartState.PRESENT
    assert verified.is_current_roster
    assert verified.later_revocation_checked is False


def test_a_record_is_tied_to_whoever_shows_the_document(branches, record):
    assert verify_signed_record(record, branches.roster, document=DOCUMENT).belongs_to_presenter is True
    assert verify_signed_record(record, branches.roster, document=OTHER_DOCUMENT).belongs_to_presenter is False
    assert verify_signed_record(record, branches.roster).belongs_to_presenter is None


def test_a_record_handed_over_without_its_key_is_authentic_and_closed(branches, record):
    verified = verify_signed_record(replace(record, record_key=b""), branches.roster, document=DOCUMENT)
    assert (verified.body, verified.belongs_to_presenter) == (None, None)
    assert verified.private_part is PrivatePartState.PRESENT


def test_an_absent_private_part_is_said_to_be_not_included(branches, record):
    bare = replace(record, private_part=b"", record_key=b"")
    assert verify_signed_record(bare, branches.roster).private_part is PrivatePartState.NOT_INCLUDED


def test_a_key_without_a_private_part_is_refused(branches, record):
    with pytest.raises(Malformed, match="without a private part"):
        verify_signed_record(replace(record, private_part=b""), branches.roster)


def test_a_record_outlives_the_roster_it_was_made_under(record):
    branches = Branches()
    branches.admit("35")
    verified = verify_signed_record(record, branches.rosters[0].roster)
    assert verified.branch == "32"


def test_a_later_roster_verifies_an_earlier_record_and_says_that_it_is_later():
    branches = Branches()
    record = make_record(log_with_achievements(branches))
    branches.admit("35")
    verified = verify_signed_record(record, branches.roster)
    assert not verified.is_current_roster


def test_a_record_of_a_branch_closed_since_still_verifies():
    branches = Branches()
    log = log_with_achievements(branches)
    record = make_record(log)
    head = checkpoint_of(log.note)
    branches.close("32", LogEnd(size=head.size, root=head.root))
    assert verify_signed_record(record, branches.roster).branch == "32"


def test_a_record_without_the_origins_own_cosignature_has_no_time(branches, record):
    note = b"\n".join(
        line
        for number, line in enumerate(record.checkpoint.split(b"\n"))
        if not (line.startswith("— ".encode()) and b"/32 " in line and number != 4)
    )
    verified = verify_signed_record(replace(record, checkpoint=note), branches.roster)
    assert verified.authentic_as_of is None
    assert len(verified.witnesses) == 2


def test_the_latest_time_of_each_branch_counts(branches):
    log = log_with_achievements(branches)
    later = AS_OF + timedelta(hours=3)
    record = replace(make_record(log), checkpoint=branches.cosigned(log.note, "32", later))
    assert verify_signed_record(record, branches.roster).authentic_as_of == later


def test_a_record_of_another_federation_is_refused(record):
    other = Branches(federation_id="ffff0000ffff0000")
    with pytest.raises(OtherFederation):
        verify_signed_record(record, other.roster)


def test_a_record_of_a_branch_outside_the_roster_is_refused(record):
    with pytest.raises(NotInRoster):
        verify_signed_record(record, Branches(("31", "33")).roster)


def test_a_file_over_the_limit_is_refused_unread():
    with pytest.raises(TooLarge):
        parse_signed_record(bytes(MAX_RECORD_BYTES + 1))


@pytest.mark.parametrize(
    "change",
    [
        {"origin": ""},
        {"header": b""},
        {"checkpoint": b""},
        {"inclusion_proof": (bytes(31),)},
        {"inclusion_proof": (bytes(32),) * 65},
        {"record_key": bytes(31)},
        {"roster_fingerprint": b""},
        {"private_part": bytes(64 * 1024 + 1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_field_of_a_wrong_length_has_no_encoding(record, change):
    with pytest.raises(Malformed):
        encode_signed_record(replace(record, **change))


def test_bytes_beyond_the_one_encoding_are_refused(record):
    data = encode_signed_record(record)
    unknown_field = b"\xa2\x06\x03abc"
    for altered in (data + unknown_field, data + data[-34:], data[:-1], b"", b"\xff" * 40):
        with pytest.raises(Malformed):
            parse_signed_record(altered)


def test_showing_a_record_shows_no_key(record):
    assert record.record_key.hex() not in repr(record)
    assert str(record.record_key) not in repr(record)


octet_strings = st.binary(min_size=1, max_size=200)
hashes = st.binary(min_size=32, max_size=32)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.builds(
        SignedRecord,
        origin=st.text(min_size=1, max_size=40),
        index=st.integers(min_value=0, max_value=2**63 - 2),
        header=octet_strings,
        private_part=st.binary(max_size=200),
        inclusion_proof=st.lists(hashes, max_size=64).map(tuple),
        checkpoint=octet_strings,
        record_key=st.just(b"") | hashes,
        roster_fingerprint=hashes,
    )
)
def test_whatever_has_an_encoding_is_read_back_as_it_was(record):
    assert parse_signed_record(encode_signed_record(record)) == record

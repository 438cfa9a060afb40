"""A report's entry: found and opened by its number alone, in one encoding, withdrawn by its own branch."""

from datetime import timedelta

import msgspec
import pytest

from federation.errors import Malformed, NotThisDocument, ReportNumberMalformed, TooLarge
from federation.model.entry import Citation, Kind, parse_header, parse_private_part
from federation.model.federation_key import FederationKeys
from federation.model.reason import parse_reason
from federation.model.sealing import context_of
from federation.model.standing import CitedEntry, Status, fold, is_well_formed
from federation.model.subject import subject_token
from federation.reports.body import MAX_ACHIEVEMENTS, encode_report_body, parse_report_body
from federation.reports.content import body_of, encode_content, parse_content
from federation.reports.entries import WithdrawalReason, issued_entry, withdrawn_entry
from federation.reports.number import number_from
from federation.reports.sealing import open_report, report_id
from federation.suite import SUITE_DEFAULT, suite_of
from federation.tlog.hashing import leaf_hash
from tests.support.branches import Branches, octets
from tests.support.memory_source import DOCUMENT
from tests.support.reports import NAME, NUMBER, ReportMaking, make_report

OTHER_NUMBER = number_from(octets("another", 15))
SUITE = suite_of(SUITE_DEFAULT)


@pytest.fixture(scope="module")
def branches() -> Branches:
    return Branches()


@pytest.fixture(scope="module")
def made(branches) -> ReportMaking:
    return make_report(branches)


def test_a_report_is_found_and_opened_by_its_number_alone(branches, made):
    header, part = parse_header(made.entry.header), parse_private_part(made.entry.private_part)
    keys = branches.keys.current
    context = context_of(header, made.entry.origin)
    assert part.subject_token == report_id(keys, NUMBER, suite=SUITE)
    body = parse_report_body(open_report(keys, part, NUMBER, context))
    assert body.masked_name == "张**"
    with pytest.raises(NotThisDocument):
        open_report(keys, part, OTHER_NUMBER, context)


def test_a_report_isnt_found_by_the_persons_document_nor_by_another_number_or_epoch(branches, made):
    token = parse_private_part(made.entry.private_part).subject_token
    keys = branches.keys.current
    other = FederationKeys({1: octets("another federation")}).current
    assert token != subject_token(keys, DOCUMENT)
    assert token not in {report_id(keys, OTHER_NUMBER, suite=SUITE), report_id(other, NUMBER, suite=SUITE)}


def test_an_issued_report_says_nothing_in_the_open(made):
    header = parse_header(made.entry.header)
    assert header.kind == Kind.REPORT_ISSUED
    assert is_well_formed(header)
    assert not header.cites
    assert not header.plain_body
    assert not header.achievement_id
    for told in (NAME, NUMBER, DOCUMENT.number, "茶艺"):
        assert told.encode() not in made.entry.header + made.entry.private_part


def test_the_full_name_and_the_number_arent_in_the_sealed_body_either(branches, made):
    part = parse_private_part(made.entry.private_part)
    context = context_of(parse_header(made.entry.header), made.entry.origin)
    opened = open_report(branches.keys.current, part, NUMBER, context)
    assert NAME.encode() not in opened
    assert NUMBER.encode() not in opened


def test_body_and_content_have_one_encoding_each(made):
    body = body_of(made.content, document_salt=bytes(16), document_hash=bytes(32))
    assert parse_report_body(encode_report_body(body)) == body
    data = encode_content(made.content)
    assert parse_content(data) == made.content
    for other in (
        data + b" ",
        data.replace(b'"format":2', b'"format":2 '),
        data.replace(b'"format":2', b'"format":3'),
        data.replace(b'"branch"', b'"x":1,"branch"', 1),
    ):
        with pytest.raises(Malformed):
            parse_content(other)


def test_a_content_of_a_wrong_number_kind_or_format_is_refused(made):
    for altered, error in (
        (msgspec.structs.replace(made.content, number=NUMBER[:-1] + "0"), ReportNumberMalformed),
        (msgspec.structs.replace(made.content, number=NUMBER.lower()), Malformed),
        (msgspec.structs.replace(made.content, kind="diploma"), Malformed),
        (msgspec.structs.replace(made.content, format=3), Malformed),
    ):
        with pytest.raises(error):
            parse_content(encode_content(altered))


def test_a_body_out_of_its_bounds_is_refused(made):
    body = body_of(made.content, document_salt=bytes(16), document_hash=bytes(32))
    line = body.achievements[0]
    for altered in (
        msgspec.structs.replace(body, document_salt=bytes(15)),
        msgspec.structs.replace(body, content_digest=b""),
        msgspec.structs.replace(body, valid_until=body.issued_on - timedelta(days=1)),
        msgspec.structs.replace(body, achievements=(line,) * (MAX_ACHIEVEMENTS + 1)),
        msgspec.structs.replace(body, issued_by="长" * 501),
        msgspec.structs.replace(
            body, achievements=(msgspec.structs.replace(line, entry=Citation(origin="", index=0, leaf_hash=bytes(32))),)
        ),
    ):
        with pytest.raises(Malformed):
            encode_report_body(altered)
    with pytest.raises(Malformed):
        parse_report_body(b"\xff")
    with pytest.raises(Malformed):
        parse_report_body(b"")


def test_a_report_that_no_entry_can_hold_is_refused_before_it_is_written(branches, made):
    body = body_of(made.content, document_salt=bytes(16), document_hash=bytes(32))
    line = msgspec.structs.replace(body.achievements[0], title="长" * 400)
    body = msgspec.structs.replace(body, achievements=(line,) * 60)
    with pytest.raises(TooLarge):
        issued_entry(
            body, NUMBER, keys=branches.keys.current, origin=made.entry.origin, entry_id=bytes(16), nonce=bytes(16)
        )


def test_a_withdrawal_ends_a_report_of_its_own_log_once_and_says_why(made):
    origin, index = made.entry.origin, made.entry.index
    cite = Citation(origin=origin, index=index, leaf_hash=leaf_hash(made.entry.header))
    header = parse_header(withdrawn_entry(cite, WithdrawalReason.REPLACED, entry_id=bytes(16)).header)
    assert parse_reason(header.plain_body) == "replaced"
    assert header.critical
    report = CitedEntry(
        kind=int(Kind.REPORT_ISSUED),
        status=Status.VALID,
        achievement_id=b"",
        leaf_hash=cite.leaf_hash,
        has_private_part=True,
    )
    assert fold(origin, index + 1, header, lambda _: report) == {index: Status.REVOKED}
    gone = msgspec.structs.replace(report, status=Status.REVOKED)
    achievement = msgspec.structs.replace(report, kind=int(Kind.ACHIEVEMENT_ISSUED))
    for cited, log in ((gone, origin), (achievement, origin), (report, origin[:-2] + "33")):
        assert fold(log, index + 1, header, lambda _, cited=cited: cited) == {}


def test_an_achievements_revocation_ends_no_report(made):
    origin, index = made.entry.origin, made.entry.index
    cite = Citation(origin=origin, index=index, leaf_hash=leaf_hash(made.entry.header))
    withdrawal = parse_header(withdrawn_entry(cite, WithdrawalReason.FRAUD, entry_id=bytes(16)).header)
    report = CitedEntry(
        kind=int(Kind.REPORT_ISSUED),
        status=Status.VALID,
        achievement_id=b"",
        leaf_hash=cite.leaf_hash,
        has_private_part=True,
    )
    for kind in (Kind.ACHIEVEMENT_REVOKED, Kind.ACHIEVEMENT_REINSTATED, Kind.SUBJECT_UNLINKED):
        assert fold(origin, index + 1, msgspec.structs.replace(withdrawal, kind=int(kind)), lambda _: report) == {}

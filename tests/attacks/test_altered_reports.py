"""No altered report verifies: flipped bits, edits, shadow attacks, swapped records, borrowed certificates.

Quick form some hundred alterations; with DELTABANK_SOAK=1 ten thousand (RELIABILITY 33).
"""

import os
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from random import Random

import msgspec
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter

from federation.errors import CreditBankError, PeerRefused, ReportNotGenuine
from federation.record.signed_record import encode_signed_record
from federation.trust.certificates import IssuedCertificate, issue_client_leaf, issue_leaf
from node.printing.report import created_at, render_report
from node.report_files import signing
from node.report_files.letterhead import Letterhead
from node.report_files.making import make_report_file
from node.report_files.signature import P256_ORDER
from node.report_files.signing import sign_pdf
from node.report_files.verifying import attachments_of, verify_report_file
from tests.support.branches import FEDERATION_ID, START, Branches
from tests.support.memory_source import OTHER_DOCUMENT, achievement_entry
from tests.support.records import make_record
from tests.support.reports import NUMBER, SIGNED_AT, ReportMaking, enter, letterhead, make_report, with_credit

IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
ALTERATIONS = 10_000 if IS_SOAK else 300
SEED = 20260933


@pytest.fixture(scope="module")
def branches() -> Branches:
    return Branches()


@pytest.fixture(scope="module")
def made(branches) -> ReportMaking:
    return make_report(branches)


@pytest.fixture(scope="module")
def paper(branches) -> Letterhead:
    return letterhead(branches)


@pytest.fixture(scope="module")
def file(branches, made, paper) -> bytes:
    return make_report_file(made.files, paper, branches.roster, SIGNED_AT)


def refusal(data: bytes, branches: Branches) -> CreditBankError:
    with pytest.raises(CreditBankError) as refused:
        verify_report_file(data, branches.roster)
    return refused.value


def reason(data: bytes, branches: Branches) -> str:
    error = refusal(data, branches)
    assert isinstance(error, ReportNotGenuine | PeerRefused), error
    return str(error.facts["reason"])


def signed_anew(made: ReportMaking, paper: Letterhead, *, pdf: bytes | None = None, **attached: bytes) -> bytes:
    """What somebody with that letterhead can sign: other pages, other files, unverified."""
    pdf = pdf or render_report(made.content, address=paper.address, created_at=created_at(made.content))
    files = attachments_of(made.files) | {
        name.replace("__", "-").replace("_", "."): one for name, one in attached.items()
    }
    return sign_pdf(pdf, files, certificate=paper.certificate, authority=paper.authority, signed_at=SIGNED_AT)


def container_of(data: bytes) -> tuple[int, int, bytes]:
    """Where the signature stands, and its DER bytes without the room that was left over."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+)", data)
    first, second = int(found[1]), int(found[2])
    return first, second, cms.ContentInfo.load(bytes.fromhex(data[first + 1 : second - 1].decode())).dump()


def with_container(data: bytes, container: bytes) -> bytes:
    first, second, _ = container_of(data)
    room = second - first - 2
    return data[: first + 1] + container.hex().upper().ljust(room, "0").encode() + data[second - 1 :]


def test_the_report_itself_verifies(branches, file):
    assert verify_report_file(file, branches.roster).report.content.number == NUMBER


def test_no_flipped_bit_anywhere_in_the_file_passes(branches, file):
    random = Random(SEED)
    for bit in random.sample(range(len(file) * 8), ALTERATIONS):
        altered = bytearray(file)
        altered[bit // 8] ^= 1 << bit % 8
        refusal(bytes(altered), branches)


def test_no_flipped_bit_of_the_signatures_container_passes(branches, file):
    _, _, container = container_of(file)
    places = range(len(container) * 8)
    for bit in places if IS_SOAK else Random(SEED).sample(places, ALTERATIONS):
        altered = bytearray(container)
        altered[bit // 8] ^= 1 << bit % 8
        refusal(with_container(file, bytes(altered)), branches)


def test_no_cut_doubled_moved_or_overwritten_stretch_passes(branches, file):
    random = Random(SEED)
    for _ in range(ALTERATIONS // 3):
        start, end = sorted(random.sample(range(len(file)), 2))
        end = min(end, start + random.choice((1, 16, 4_096)))
        piece, elsewhere = file[start:end], random.randrange(len(file))
        for altered in (
            file[:start] + file[end:],
            file[:start] + piece + file[start:],
            file[:elsewhere] + piece + file[elsewhere + len(piece) :],
            file[:start] + random.randbytes(len(piece)) + file[end:],
        ):
            if altered != file:
                refusal(altered, branches)


def test_an_appended_update_is_refused_even_if_it_changes_nothing(branches, file):
    writer = IncrementalPdfFileWriter(BytesIO(file))
    writer.root["/Lang"] = generic.pdf_string("zh")
    writer.update_root()
    target = BytesIO()
    writer.write(target)
    assert target.getvalue().startswith(file)
    assert reason(target.getvalue(), branches) == "not-whole"
    for tail in (b"\n", b"%", b"\0", b"%%EOF\n"):
        assert reason(file + tail, branches) == "not-whole"


def test_a_file_attached_after_the_signature_is_refused(branches, file):
    writer = IncrementalPdfFileWriter(BytesIO(file))
    stream = embed.EmbeddedFileObject.from_file_data(writer, b"another", mime_type="text/plain")
    embed.embed_file(writer, embed.FileSpec("content.json", file_name="content.json", embedded_data=stream))
    target = BytesIO()
    writer.write(target)
    assert reason(target.getvalue(), branches) == "not-whole"


def test_a_page_replaced_in_a_later_update_is_refused(branches, file, made, paper):
    # The shadow attack "replace": what was signed stays in the file, what is shown is another page.
    other = render_report(
        msgspec.structs.replace(made.content, name="李大明"), address=paper.address, created_at=created_at(made.content)
    )
    writer = IncrementalPdfFileWriter(BytesIO(file))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=other[:1_000]))
    writer.update_container(page)
    target = BytesIO()
    writer.write(target)
    assert reason(target.getvalue(), branches) == "not-whole"


def test_a_second_signature_over_an_altered_file_is_refused(branches, file, paper, monkeypatch):
    monkeypatch.setattr(signing, "FIELD", "Second")
    twice = sign_pdf(
        file, {"notes.txt": b"x"}, certificate=paper.certificate, authority=paper.authority, signed_at=SIGNED_AT
    )
    assert reason(twice, branches) == "not-whole"


def test_a_range_that_leaves_something_out_is_refused(branches, file):
    first, second, _ = container_of(file)
    rest = len(file) - second
    form = f"/ByteRange [0 {first} {second} {rest}".encode()
    for other in (
        f"/ByteRange [0 {first} {second} {rest - 1}",
        f"/ByteRange [1 {first} {second} {rest}",
        f"/ByteRange [0 {first - 8} {second} {rest}",
        f"/ByteRange [0 {first} {second + 8} {rest - 8}",
        f"/ByteRange [0 {second} {first} {rest}",
        f"/ByteRange [0 {first}.0 {second} {rest}",
        f"/ByteRange [0 -{first} {second} {rest}",
    ):
        assert form in file
        altered = file.replace(form, other.encode().ljust(len(form)))
        assert refusal(altered, branches).code == "report-not-genuine"


def test_a_pdf_without_a_signature_or_with_its_signature_taken_out_is_refused(branches, made, paper, file):
    pdf = render_report(made.content, address=paper.address, created_at=created_at(made.content))
    assert reason(pdf, branches) == "not-signed"
    writer = PdfWriter(clone_from=PdfReader(BytesIO(file)))
    target = BytesIO()
    writer.write(target)
    assert refusal(target.getvalue(), branches).code == "report-not-genuine"
    for other in (b"", b"%PDF-", b"PK\x03\x04", b"%PDF-1.7\n" + b"A" * 100_000):
        assert refusal(other, branches).code == "report-not-genuine"


def test_the_other_signature_of_the_same_message_is_refused(branches, file):
    # Whoever has one ECDSA signature can compute a second one that holds: (r, n - s).
    _, _, container = container_of(file)
    info = cms.ContentInfo.load(container)["content"]["signer_infos"][0]
    signature = info["signature"].native
    r, s = decode_dss_signature(signature)
    other = encode_dss_signature(r, P256_ORDER - s)
    parsed = cms.ContentInfo.load(container)
    parsed["content"]["signer_infos"][0]["signature"] = other
    assert reason(with_container(file, parsed.dump(force=True)), branches) == "signature-form"


def test_nothing_can_be_hidden_in_the_room_left_over_beside_the_signature(branches, file):
    first, second, container = container_of(file)
    for place in (len(container), (second - first - 2) // 2 - 1):
        at = first + 1 + 2 * place
        assert reason(file[:at] + b"01" + file[at + 2 :], branches) == "signature-form"
    lower = file[: first + 1] + file[first + 1 : second - 1].lower() + file[second - 1 :]
    assert reason(lower, branches) == "signature-form"


def test_an_unsigned_attribute_added_to_the_signature_is_refused(branches, file):
    _, _, container = container_of(file)
    parsed = cms.ContentInfo.load(container)
    parsed["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": "1.2.3.4", "values": []})]
    )
    assert reason(with_container(file, parsed.dump(force=True)), branches) == "signature-form"


def test_a_report_signed_with_another_branchs_certificate_is_refused(branches, made):
    for code in ("31", "33", "34"):
        assert reason(signed_anew(made, letterhead(branches, code)), branches) == "other-branch"


def test_a_report_signed_with_a_strangers_authority_is_refused(branches, made):
    stranger = Branches(federation_id=FEDERATION_ID)
    assert reason(signed_anew(made, letterhead(stranger)), branches) == "wrong-issuer"
    foreign = Branches(federation_id="ffeeddccbbaa0099")
    paper = letterhead(foreign)
    assert reason(signed_anew(made, paper), branches) in {"wrong-issuer", "foreign-federation"}


def test_another_certificate_of_the_same_branch_signs_no_reports(branches, made, paper):
    # A stolen peer certificate, or one for the branch's clients, is by a rostered authority too.
    authority = branches["32"].authority
    for leaf in (
        issue_leaf(authority, FEDERATION_ID, "32", START),
        issue_client_leaf(authority, FEDERATION_ID, "32", "counter", START),
    ):
        assert reason(signed_anew(made, replace(paper, certificate=leaf)), branches) in {"wrong-uri", "wrong-usage"}


def test_a_certificate_shown_with_another_authority_beside_it_is_refused(branches, made, paper):
    other = branches["33"].authority.certificate_pem.decode()
    assert reason(signed_anew(made, replace(paper, authority=other)), branches) == "certificate"


def test_a_report_signed_when_the_certificate_had_expired_is_refused(branches, made):
    early = letterhead(branches, now=START - timedelta(days=400))
    assert reason(signed_anew(made, early), branches) in {"not-yet-valid", "expired"}


def test_a_stolen_certificate_alone_makes_no_report(branches, made, paper):
    # The thief can sign, but the branch's log was told of another content.
    for field, value in (
        ("name", "李大明"),
        ("purpose", "升学"),
        ("masked_number", "Y******1"),
        ("valid_until", made.content.valid_until + timedelta(days=1)),
        ("achievements", made.content.achievements[:1]),
        ("kind", "transcript"),
    ):
        content = msgspec.structs.replace(made.content, **{field: value})
        forged = replace(made, content=content)
        assert reason(signed_anew(forged, paper), branches) == "content-differs"


def test_pages_that_say_something_else_than_the_content_are_refused(branches, made, paper):
    for field, value in (("name", "李大明"), ("purpose", "升学"), ("issued_by", "某某培训中心")):
        content = msgspec.structs.replace(made.content, **{field: value})
        pdf = render_report(content, address=paper.address, created_at=created_at(content))
        assert reason(signed_anew(made, paper, pdf=pdf), branches) == "text-differs"


def test_swapped_missing_doubled_or_foreign_attachments_are_refused(branches, made, paper):
    first, second = made.files.achievements
    swapped = signed_anew(made, paper, achievement__001_creditbank=second, achievement__002_creditbank=first)
    assert reason(swapped, branches) == "record-differs"
    doubled = signed_anew(made, paper, achievement__002_creditbank=first)
    assert reason(doubled, branches) == "record-differs"
    more = signed_anew(made, paper, achievement__003_creditbank=first)
    assert reason(more, branches) == "records-missing"
    beside = signed_anew(made, paper, notes_txt=b"not ours")
    assert reason(beside, branches) == "attachments"
    fewer = replace(made, records=made.records[:1])
    assert reason(signed_anew(fewer, paper), branches) == "records-missing"


def test_an_achievements_record_in_place_of_the_reports_entry_is_refused(branches, made, paper):
    forged = signed_anew(made, paper, report_creditbank=made.files.achievements[0])
    assert reason(forged, branches) == "entry-differs"


def test_another_persons_record_under_the_same_title_is_refused(branches, made, paper):
    log = made.logs["33"]
    log.append([achievement_entry(branches, "33", "茶艺", OTHER_DOCUMENT)])
    other = encode_signed_record(make_record(log, OTHER_DOCUMENT, log.size - 1))
    assert reason(signed_anew(made, paper, achievement__002_creditbank=other), branches) == "record-differs"


def test_an_entry_of_another_report_is_refused(branches, made, paper):
    content = msgspec.structs.replace(made.content, purpose="升学")
    other = encode_signed_record(enter(branches, made.logs["32"], content))
    assert reason(signed_anew(made, paper, report_creditbank=other), branches) == "content-differs"


def test_credit_said_to_come_of_another_achievement_is_refused(branches, paper):
    for stated in ({"from_index": 19}, {"from_branch": "31"}, {"transfer": 40}, {"item": 1}):
        made = with_credit(make_report(branches), **stated)
        assert reason(signed_anew(made, paper), branches) == "credit-differs", stated


def test_a_request_swapped_or_left_out_is_refused(branches, paper):
    made = with_credit(make_report(branches))
    assert verify_report_file(signed_anew(made, paper), branches.roster).report.content.credits
    swapped = signed_anew(made, paper, request__001_creditbank=made.files.credits[0])
    assert reason(swapped, branches) == "credit-differs"
    assert reason(signed_anew(replace(made, request=None), paper), branches) == "records-missing"


def test_credit_of_a_decision_that_answers_another_request_is_refused(branches, paper):
    made = with_credit(make_report(branches))
    other = with_credit(made)
    forged = replace(other, request=made.request)
    assert reason(signed_anew(forged, paper), branches) == "credit-differs"


def test_pages_without_the_word_of_what_credit_came_of_are_refused(branches, paper):
    made = with_credit(make_report(branches))
    (line,) = made.content.credits
    bare = msgspec.structs.replace(line, from_branch="", from_index=None)
    content = msgspec.structs.replace(made.content, credits=(bare,))
    pdf = render_report(content, address=paper.address, created_at=created_at(content))
    assert reason(signed_anew(made, paper, pdf=pdf), branches) == "text-differs"


def test_a_report_backdated_by_its_signature_is_refused(branches, made, paper):
    pdf = render_report(made.content, address=paper.address, created_at=created_at(made.content))
    early = letterhead(branches, now=START - timedelta(days=30))
    assert isinstance(early.certificate, IssuedCertificate)
    signed = sign_pdf(
        pdf,
        attachments_of(made.files),
        certificate=early.certificate,
        authority=early.authority,
        signed_at=START - timedelta(days=20),
    )
    # The authority itself is younger than that.
    assert reason(signed, branches) in {"signed-before", "not-yet-valid"}

"""A report's file: what it shows, what it carries, and that programs that aren't ours take its signature."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import msgspec
import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from federation.errors import PrintRefused
from federation.record.signed_record import parse_signed_record
from federation.reports.body import ReportKind
from federation.reports.content import parse_content
from federation.reports.number import grouped
from node.report_files.making import make_report_file
from node.report_files.verifying import VerifiedFile, verify_report_file
from tests.support.branches import Branches
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT
from tests.support.printed import embedded_fonts, pages_of, text_of
from tests.support.reports import ADDRESS, NUMBER, SIGNED_AT, enter, letterhead, make_report, with_credit
from tests.support.repository import ROOT

PDFSIG = shutil.which("pdfsig")
FRESH_READER = """
import sys
from pathlib import Path
from node.report_files.signature import verify_file_signature
verify_file_signature(Path(sys.argv[1]).read_bytes())
print("pyhanko" in sys.modules)
"""


@pytest.fixture(scope="module")
def branches() -> Branches:
    return Branches()


@pytest.fixture(scope="module")
def file(branches) -> bytes:
    return make_report_file(make_report(branches).files, letterhead(branches), branches.roster, SIGNED_AT)


def test_the_signature_holds_in_a_process_that_can_only_read(file, tmp_path):
    """pyHanko teaches the library underneath attributes that a reader has to know without it."""
    path = tmp_path / "report.pdf"
    path.write_bytes(file)
    words = [sys.executable, "-c", FRESH_READER, path]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("False", "")


def test_a_report_shows_number_person_achievements_place_for_the_seal_and_pages(file):
    (page,) = pages_of(file)
    for shown in (
        "学习成果认证报告",
        grouped(NUMBER),
        "张小满",
        "护照",
        "X******7",
        "社区教育培训茶艺",
        "某县社区学院",
        "2025-08-01",
        "32-20",
        "33-20",
        "江苏省学分银行管理中心",
        "出具单位（盖章处）",
        "第1页，共1页",
        "用途：求职",
        ADDRESS,
    ):
        assert shown in page
    assert DOCUMENT.number not in page
    assert embedded_fonts(file) == {"NotoSerifCJKsc-Regular", "NotoSansCJKsc-Medium"}


@pytest.mark.parametrize(
    ("kind", "title", "says"),
    [
        (ReportKind.CERTIFICATION, "学习成果认证报告", "特此认证"),
        (ReportKind.TRANSCRIPT, "成绩证明", "成绩"),
        (ReportKind.STANDING, "资信证明", "登记的下列学习成果共2项"),
    ],
)
def test_each_kind_has_its_title_and_its_words(branches, kind, title, says):
    made = make_report(branches, kind=kind)
    text = text_of(make_report_file(made.files, letterhead(branches), branches.roster, SIGNED_AT))
    assert title in text
    assert says in text


def test_the_file_carries_content_entry_and_one_record_a_line(file):
    attached = {name: data[0] for name, data in PdfReader(BytesIO(file)).attachments.items()}
    assert sorted(attached) == [
        "achievement-001.creditbank",
        "achievement-002.creditbank",
        "content.json",
        "report.creditbank",
    ]
    assert parse_content(attached["content.json"]).number == NUMBER
    assert parse_signed_record(attached["achievement-002.creditbank"]).origin.endswith("/33")


def test_the_file_says_when_it_was_signed_who_saw_its_entry_and_whom_it_is_about(branches, file):
    verified = verify_report_file(file, branches.roster, document=DOCUMENT)
    assert isinstance(verified, VerifiedFile)
    assert verified.signed_at == SIGNED_AT
    assert [one.branch for one in verified.report.witnesses] == ["33", "34"]
    assert verified.report.belongs_to_presenter is True
    assert verify_report_file(file, branches.roster).report.belongs_to_presenter is None


def test_another_persons_document_is_told_from_the_persons(branches, file):
    assert verify_report_file(file, branches.roster, document=OTHER_DOCUMENT).report.belongs_to_presenter is False


def test_a_report_with_converted_credit_carries_the_entries_that_asked_for_it_and_decided_it(branches):
    made = with_credit(make_report(branches))
    file = make_report_file(made.files, letterhead(branches), branches.roster, SIGNED_AT)
    attached = {name: data[0] for name, data in PdfReader(BytesIO(file)).attachments.items()}
    assert {"credit-001.creditbank", "request-001.creditbank"} <= attached.keys()
    assert parse_signed_record(attached["request-001.creditbank"]).private_part == b""
    assert "社区教育学分茶文化概论由33-20转换2.5" in text_of(file)
    report = verify_report_file(file, branches.roster).report
    assert (report.body.credits[0].credits, report.content.credits[0].source) == (250, "33-20")


def test_a_report_issued_before_credit_named_its_source_verifies(branches):
    made = with_credit(make_report(branches), scheme_name="", from_branch="", from_index=None)
    content = msgspec.structs.replace(made.content, format=1)
    made = replace(made, content=content, entry=enter(branches, made.logs["32"], content), request=None)
    assert b"from_branch" not in made.files.content
    assert b"is_converted" not in made.files.content
    file = make_report_file(made.files, letterhead(branches), branches.roster, SIGNED_AT)
    assert verify_report_file(file, branches.roster).report.content.credits[0].said_scheme == "community"


def test_a_long_report_goes_over_several_pages_and_verifies(branches):
    made = make_report(branches)
    lines, records = made.content.achievements * 30, made.records * 30
    content = msgspec.structs.replace(made.content, achievements=lines)
    made = replace(made, content=content, records=records, entry=enter(branches, made.logs["32"], content))
    file = make_report_file(made.files, letterhead(branches), branches.roster, SIGNED_AT)
    assert len(pages_of(file)) == 3
    assert len(verify_report_file(file, branches.roster).report.content.achievements) == 60


def test_rare_characters_are_printed_and_others_refused(branches):
    made = make_report(branches)
    content = msgspec.structs.replace(made.content, purpose="𠮷䶮")
    made = replace(made, content=content, entry=enter(branches, made.logs["32"], content))
    assert "𠮷䶮" in text_of(make_report_file(made.files, letterhead(branches), branches.roster, SIGNED_AT))
    content = msgspec.structs.replace(made.content, purpose="\U0001f600")
    made = replace(made, content=content, entry=enter(branches, made.logs["32"], content))
    with pytest.raises(PrintRefused):
        make_report_file(made.files, letterhead(branches), branches.roster, SIGNED_AT)


def test_a_reader_that_isnt_ours_takes_the_signature_and_its_certificate(branches, file):
    # pyHanko makes the signature; its validator shares nothing with the check of ours.
    _, _, authority = pem.unarmor(branches["32"].authority.certificate_pem)
    trust = ValidationContext(
        trust_roots=[x509.Certificate.load(authority)], allow_fetching=False, moment=SIGNED_AT + timedelta(minutes=1)
    )
    (signature,) = PdfFileReader(BytesIO(file)).embedded_signatures
    status = validate_pdf_signature(signature, trust, key_usage_settings=KeyUsageConstraints({"digital_signature"}))
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.bottom_line


def test_debians_pdfsig_takes_the_signature(file, tmp_path):
    if PDFSIG is None:
        assert "CI" not in os.environ, "pdfsig is missing: .ci/run installs poppler-utils"
        pytest.skip("pdfsig isn't on this machine; on Debian: apt-get install poppler-utils")
    path = tmp_path / "report.pdf"
    path.write_bytes(file)
    told = subprocess.run([PDFSIG, "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    altered = bytearray(file)
    altered[altered.index(b"stream") + 40] ^= 1
    path.write_bytes(altered)
    told = subprocess.run([PDFSIG, "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." not in told
    assert re.search(r"Signature Validation: .*(Digest Mismatch|Invalid)", told)

"""`verify` for a report's PDF, as an employer runs it: no node, a roster, a file."""

from dataclasses import replace
from types import SimpleNamespace

import msgspec
import pytest

from federation.error_catalogue import ExitCode
from federation.reports.number import grouped
from federation.reports.verification import line_of
from node.report_files.making import make_report_file
from tests.support.branches import Branches
from tests.support.command_line import run
from tests.support.memory_source import DOCUMENT, OTHER_DOCUMENT, achievement_entry
from tests.support.printed import text_of
from tests.support.records import make_record
from tests.support.reports import (
    ISSUED_ON,
    NUMBER,
    SIGNED_AT,
    ReportMaking,
    enter,
    letterhead,
    make_report,
    opened,
    with_credit,
)

ENGLISH = {"DELTABANK_LANG": "en"}


def with_hours(made: ReportMaking) -> ReportMaking:
    """The report on one achievement, of 16 training hours and 20 credit hours, instead."""
    log = made.logs["33"]
    log.append([achievement_entry(made.branches, "33", "剪纸", training_hours=1_600, credit_hours=2_000, credits=150)])
    record = make_record(log, DOCUMENT, log.size - 1)
    line = line_of(record, "33", opened(made.branches, record))
    content = msgspec.structs.replace(made.content, achievements=(line,))
    entry = enter(made.branches, made.logs["32"], content)
    return replace(made, records=(record,), content=content, entry=entry)


@pytest.fixture(scope="module")
def employer(tmp_path_factory):
    """A report, the roster, the holder's document and another's."""
    base, branches = tmp_path_factory.mktemp("employer"), Branches()
    converted = with_credit(make_report(branches))
    files = {
        "hours.pdf": make_report_file(
            with_hours(make_report(branches)).files, letterhead(branches), branches.roster, SIGNED_AT
        ),
        "converted.pdf": make_report_file(converted.files, letterhead(branches), branches.roster, SIGNED_AT),
        "report.pdf": make_report_file(make_report(branches).files, letterhead(branches), branches.roster, SIGNED_AT),
        "roster.json": branches.rosters[-1].to_bytes(),
        "document": DOCUMENT.number.encode(),
        "other": OTHER_DOCUMENT.number.encode(),
    }
    for name, data in files.items():
        (base / name).write_bytes(data)
    return SimpleNamespace(base=base, report=base / "report.pdf", roster=("--roster", base / "roster.json"))


def test_a_genuine_report_is_told_with_what_it_says_and_what_wasnt_checked(employer):
    verified = run("verify", employer.report, *employer.roster)
    assert verified.code == ExitCode.OK
    for told in (
        "真实：《学习成果认证报告》",
        grouped(NUMBER),
        "全文未经改动",
        "张小满",
        "茶艺",
        "见证分行：33",
        "未作核对",
    ):
        assert told in verified.out
    assert "Genuine: certification report" in run("verify", employer.report, *employer.roster, environment=ENGLISH).out


def test_training_hours_and_credit_hours_are_told_each_by_its_name(employer):
    told = run("verify", employer.base / "hours.pdf", *employer.roster).out
    (line,) = [one for one in told.splitlines() if "剪纸" in one]
    assert line.endswith("培训时数 16.00  学时 20.00  学分 1.50")
    told = run("verify", employer.base / "hours.pdf", *employer.roster, environment=ENGLISH).out
    assert "training hours 16.00  credit hours 20.00  credits 1.50" in told
    paper = text_of((employer.base / "hours.pdf").read_bytes())
    assert "培训时数学时学分" in paper
    assert "16201.5" in paper


def test_converted_credit_is_told_apart_with_what_it_came_of(employer):
    told = run("verify", employer.base / "converted.pdf", *employer.roster).out
    heading, line, sentence = told[told.index("转换取得的学分：") :].splitlines()[:3]
    assert heading == "转换取得的学分："
    assert line.split() == ["32", ISSUED_ON.isoformat(), "社区教育学分", "茶文化概论", "2.50", "由", "33-20", "转换"]
    assert "不应与原成果的学分重复计算" in sentence
    (credit,) = run("verify", employer.base / "converted.pdf", *employer.roster, "--json").json["credits"]
    assert (credit["scheme"], credit["scheme_name"]) == ("community", "社区教育学分")
    assert credit["converted_from"] == "33-20"
    assert "转换" not in run("verify", employer.report, *employer.roster).out


def test_programs_are_told_the_same(employer):
    told = run("verify", employer.report, *employer.roster, "--json").json
    assert (told["authentic"], told["kind"], told["number"]) == (True, "certification", grouped(NUMBER))
    assert [one["branch"] for one in told["achievements"]] == ["32", "33"]
    assert told["later_withdrawal_checked"] is False
    assert told["belongs_to_presenter"] is None


def test_a_report_is_tied_to_whoever_shows_the_document(employer):
    shown = ("--document-type", "passport", "--document")
    own = run("verify", employer.report, *employer.roster, *shown, employer.base / "document")
    assert (own.code, "与出示的证件相符" in own.out) == (ExitCode.OK, True)
    other = run("verify", employer.report, *employer.roster, *shown, employer.base / "other")
    assert (other.code, "与出示的证件不符" in other.out) == (ExitCode.NOT_ALL_HELD, True)


def test_an_altered_report_is_refused_in_words_and_nothing_of_it_is_told(employer):
    altered = employer.base / "altered.pdf"
    data = bytearray(employer.report.read_bytes())
    data[5_000] ^= 1
    altered.write_bytes(data)
    refused = run("verify", altered, *employer.roster)
    assert refused.code == ExitCode.INTEGRITY
    assert "不是分行出具的报告原件" in refused.err
    assert "签名之后内容被改动" in refused.err
    assert "张小满" not in refused.out + refused.err
    altered.write_bytes(employer.report.read_bytes() + b"\n%%EOF")
    assert "签名没有覆盖整个文件" in run("verify", altered, *employer.roster).err

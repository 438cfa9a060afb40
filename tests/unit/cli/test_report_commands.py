"""Shows a report's way by commands alone: applied for, issued by another person, handed out, verified, withdrawn."""

from types import SimpleNamespace

import pytest

from federation.error_catalogue import ExitCode
from samples.people import person_at
from tests.support.command_line import run
from tests.support.deposits import PDF

ENGLISH = {"DELTABANK_LANG": "en"}
PERSON = person_at(71)


@pytest.fixture(scope="module")
def counter(tmp_path_factory):
    """A branch with a university, its clerk and its reviewer; a person with a deposited certificate; a trust file."""
    base = tmp_path_factory.mktemp("reports")
    folder = base / "32"
    assert run("init", folder, "--branch", "32", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    run("unit", "add", folder, "S1", "--name", "甲市开放大学", "--level", "city-university", "--region", "3201")
    for name, unit, duty in (("经办", "S1", "filing"), ("审核", "S1", "review")):
        assert run("operator", "add", folder, name, "--unit", unit, "--duty", duty).code == 0
    paths = {name: base / name for name in ("document", "name", "number", "scan.pdf", "trust")}
    paths["document"].write_text(PERSON.document_number, "utf-8")
    paths["name"].write_text(PERSON.name, "utf-8")
    paths["number"].write_text("S000032000001220000071", "utf-8")
    paths["scan.pdf"].write_bytes(PDF)
    filed = run(
        "deposit", "file", folder, "--class", "certificate", "--title", "茶艺师证书", "--institution", "某鉴定中心",
        "--date", "20220630", "--document", paths["document"], "--name-file", paths["name"],
        "--certificate-number-file", paths["number"], "--as", "经办", "--json",
    ).json  # fmt: skip
    run("deposit", "attach", folder, filed["case"], paths["scan.pdf"], "--as", "经办")
    run("deposit", "submit", folder, filed["case"], "--as", "经办")
    assert run("deposit", "approve", folder, filed["case"], "--as", "审核").code == 0
    assert run("roster", "show", folder, "--export", paths["trust"]).code == 0
    return SimpleNamespace(
        base=base, folder=folder, document=paths["document"], name=paths["name"], trust=paths["trust"]
    )


def applied(counter, *options):
    return run(
        "report", "apply", counter.folder, "--kind", "certification",
        "--document", counter.document, "--name-file", counter.name, "--as", "经办", "--json",
        *options,
    )  # fmt: skip


@pytest.fixture(scope="module")
def report(counter):
    """An issued report: its case, number and file."""
    case = applied(counter, "--purpose", "求职").json["case"]
    issued = run("report", "issue", counter.folder, case, "--as", "审核", "--json").json
    file = counter.base / "report.pdf"
    assert run("report", "get", counter.folder, case, "-o", file, "--as", "经办").code == 0
    return SimpleNamespace(case=case, number=issued["number"], file=file, issued=issued)


def test_an_application_becomes_a_report_with_a_number_and_a_term(report):
    assert report.issued["state"] == "certified"
    assert len(report.issued["number"].split("-")) == 6
    assert report.issued["valid_until"] > report.issued["issued_on"]
    assert report.file.stat().st_mode & 0o077 == 0


def test_whoever_applied_doesnt_issue(counter):
    case = applied(counter).json["case"]
    refused = run("report", "issue", counter.folder, case, "--as", "经办")
    assert refused.code == ExitCode.NOT_ALLOWED
    assert run("report", "cancel", counter.folder, case, "--as", "经办").code == 0


def test_the_file_verifies_offline_and_is_the_persons(counter, report):
    verified = run("verify", report.file, "--roster", counter.trust, "--document", counter.document)
    assert verified.code == ExitCode.OK
    for told in (
        "真实：《学习成果认证报告》",
        report.number,
        PERSON.name,
        "茶艺师证书",
        "与出示的证件相符",
        "见证分行：出具时尚无其他分行见证；可凭编号在线验证",
    ):
        assert told in verified.out


def test_the_number_verifies_at_the_branch_masked(counter, report):
    found = run("report", "verify-number", counter.folder, report.number.lower())
    assert found.code == ExitCode.OK
    assert f"{report.number}：有效" in found.out
    assert "茶艺师证书" in found.out
    assert PERSON.name not in found.out
    assert ": valid" in run("report", "verify-number", counter.folder, report.number, environment=ENGLISH).out


def test_a_list_of_numbers_is_read_from_a_file_and_mistyped_ones_are_told(counter, report):
    listed = counter.base / "numbers.txt"
    wrong = report.number[:-1] + ("0" if report.number[-1] != "0" else "1")
    listed.write_text(f"{report.number}\n{wrong}\n\n", "utf-8")
    found = run("report", "verify-number", counter.folder, "--file", listed, "--json")
    assert found.code == ExitCode.NOT_ALL_HELD
    assert [(one["state"], one["problem"]) for one in found.json["verdicts"]] == [("valid", ""), ("unknown", "check")]
    both, alone = (run("report", "verify-number", counter.folder, *of) for of in (("--file", listed), (wrong,)))
    assert "有字符抄错或颠倒" in alone.out
    assert ("数据状况" in both.out, "数据状况" in alone.out) == (True, False)
    assert alone.code == ExitCode.NOT_ALL_HELD
    assert run("report", "verify-number", counter.folder).code == ExitCode.USAGE


def test_reports_are_listed_for_the_unit_and_for_the_person(counter, report):
    for options in ((), ("--document", counter.document)):
        listed = run("report", "list", counter.folder, "--state", "certified", "--as", "审核", *options, "--json").json
        assert report.case in {one["case"] for one in listed["reports"]}
    shown = run("report", "show", counter.folder, report.case, "--as", "审核").out
    for told in ("状态：已出具", report.number, "出具"):
        assert told in shown
    assert PERSON.document_number not in shown


def test_a_returned_application_is_stated_anew(counter):
    case = applied(counter).json["case"]
    assert run("report", "return", counter.folder, case, "--reason", "请写明用途", "--as", "审核").code == 0
    again = run(
        "report", "apply-again", counter.folder, case, "--kind", "transcript", "--achievement", "32:0",
        "--document", counter.document, "--name-file", counter.name, "--as", "经办", "--json",
    ).json  # fmt: skip
    assert (again["state"], again["kind"], again["chosen"]) == ("applied", "transcript", [{"branch": "32", "index": 0}])
    assert run("report", "refuse", counter.folder, case, "--reason", "重复申请", "--as", "审核").code == 0


def test_a_wrong_choice_is_told_before_anything_is_filed(counter):
    assert applied(counter, "--achievement", "32-0").code == ExitCode.USAGE
    missing = applied(counter, "--achievement", "33:7")
    assert missing.code == ExitCode.INPUT_REFUSED


def test_a_withdrawn_report_is_told_everywhere_and_its_file_still_stands_for_itself(counter):
    case = applied(counter).json["case"]
    number = run("report", "issue", counter.folder, case, "--as", "审核", "--json").json["number"]
    withdrawn = run("report", "withdraw", counter.folder, case, "--reason", "另行出具", "--as", "审核", "--json")
    assert withdrawn.json["state"] == "withdrawn"
    found = run("report", "verify-number", counter.folder, number)
    assert found.code == ExitCode.NOT_ALL_HELD
    assert f"{number}：已撤回" in found.out
    shown = run("report", "show", counter.folder, case, "--as", "审核").out
    assert "另行出具" in shown
    assert "replaced" not in shown


def test_the_certificate_is_renewed_and_reports_of_before_still_verify(counter, report):
    renewed = run("report", "certificate", counter.folder, "--json").json
    assert renewed["valid_until"] > report.issued["issued_on"]
    assert run("verify", report.file, "--roster", counter.trust).code == ExitCode.OK
    case = applied(counter).json["case"]
    assert run("report", "issue", counter.folder, case, "--as", "审核").code == 0

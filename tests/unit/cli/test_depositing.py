"""Shows a counter's day with a person's own result, by commands alone."""

from types import SimpleNamespace

import pytest

from samples.people import person_at
from tests.support.command_line import run
from tests.support.deposits import PDF, PNG

ENGLISH = {"DELTABANK_LANG": "en"}
PERSON = person_at(61)
CERTIFICATE_NUMBER = "S000032000001220000061"


@pytest.fixture(scope="module")
def counter(tmp_path_factory):
    """A branch with a city's university, its clerk and its reviewer; what the person brought, in files."""
    base = tmp_path_factory.mktemp("deposits")
    folder = base / "32"
    assert run("init", folder, "--branch", "32", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    added = run("unit", "add", folder, "S1", "--name", "甲市开放大学", "--level", "city-university", "--region", "3201")
    assert added.code == 0
    for name, duty in (("填报员", "filing"), ("审核员", "review")):
        assert run("operator", "add", folder, name, "--unit", "S1", "--duty", duty).code == 0
    files = {
        "document": PERSON.document_number,
        "name": PERSON.name,
        "number": CERTIFICATE_NUMBER,
    }
    paths = {}
    for what, text in files.items():
        paths[what] = base / what
        paths[what].write_text(text + "\n", "utf-8")
    for what, content in (("scan.pdf", PDF), ("photo.png", PNG)):
        paths[what] = base / what
        paths[what].write_bytes(content)
    return SimpleNamespace(base=base, folder=folder, **{key.replace(".", "_"): path for key, path in paths.items()})


def filed(counter, title, *options):
    ran = run(
        "deposit", "file", counter.folder, "--class", "certificate", "--title", title, "--institution", "某鉴定中心",
        "--date", "20220630", "--level", "四级", "--document", counter.document, "--name-file", counter.name,
        "--certificate-number-file", counter.number, "--as", "填报员", "--json", *options,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return ran.json


def handed_in(counter, title):
    case = filed(counter, title)["case"]
    assert run("deposit", "attach", counter.folder, case, counter.scan_pdf, "--as", "填报员").code == 0
    assert run("deposit", "submit", counter.folder, case, "--as", "填报员").code == 0
    return case


def looked_up(counter, *options):
    return run(
        "lookup", counter.folder, "--document", counter.document, "--purpose", "本人查询", "--basis", "self", *options
    )


def test_a_deposit_goes_from_draft_to_an_achievement_and_is_marked_wherever_it_is_shown(counter):
    draft = filed(counter, "养老护理员证书", "--note", "原件已核")
    case = draft["case"]
    assert (draft["state"], draft["competent_unit"], draft["document_number"]) == (
        "draft", "S1", f"{PERSON.document_number[:6]}********{PERSON.document_number[-4:]}",
    )  # fmt: skip
    attached = run("deposit", "attach", counter.folder, case, counter.scan_pdf, counter.photo_png, "--as", "填报员")
    assert "现有证明材料 2 份" in attached.out
    assert run("deposit", "submit", counter.folder, case, "--as", "填报员").code == 0
    approved = run("deposit", "approve", counter.folder, case, "--as", "审核员", "--json").json
    assert approved["state"] == "approved"
    (found,) = looked_up(counter, "--json").json["achievements"]
    assert (found["class"], found["personal_deposit"], found["filed_by"]) == ("certificate", True, "甲市开放大学")
    assert (found["certificate_number"], found["certificate_level"]) == (CERTIFICATE_NUMBER, "四级")
    assert found["index"] == approved["index"]
    assert "（个人存入）" in looked_up(counter).out
    record, trust = counter.base / "record", counter.base / "trust"
    assert run("roster", "show", counter.folder, "--export", trust).code == 0
    proved = run(
        "prove", counter.folder, "--origin", "32", "--index", found["index"], "-o", record,
        "--document", counter.document,
    )  # fmt: skip
    assert proved.code == 0
    verified = run("verify", record, "--roster", trust)
    assert "由本人存入" in verified.out
    assert "证书等级：四级" in verified.out
    content = run("verify", record, "--roster", trust, "--json").json["content"]
    assert (content["class"], content["personal_deposit"]) == ("certificate", True)


def test_a_deposit_is_shown_in_words_with_its_history_and_evidence_is_written_out(counter):
    case = handed_in(counter, "茶艺师证书")
    shown = run("deposit", "show", counter.folder, case, "--as", "审核员").out
    for told in ("状态：已提交", "甲市开放大学", PERSON.name, "证书", "添加附件", "scan.pdf"):
        assert told in shown
    assert PERSON.document_number not in shown
    english = run("deposit", "show", counter.folder, case, "--as", "审核员", environment=ENGLISH).out
    assert "State: submitted" in english
    output = counter.base / "evidence.pdf"
    written = run("deposit", "evidence", counter.folder, case, 1, "-o", output, "--as", "审核员", "--json")
    assert written.json["media_type"] == "application/pdf"
    assert output.read_bytes() == PDF
    assert output.stat().st_mode & 0o077 == 0
    assert run("deposit", "evidence", counter.folder, case, 2, "-o", counter.base / "no", "--as", "审核员").code == 1


def test_a_returned_deposit_is_altered_submitted_again_and_refused_in_the_end(counter):
    case = handed_in(counter, "中式面点师证书")
    returned = run("deposit", "return", counter.folder, case, "--reason", "等级不清", "--as", "审核员")
    assert "状态：已退回" in returned.out
    altered = run("deposit", "alter", counter.folder, case, "--level", "三级", "--as", "填报员", "--json").json
    assert (altered["certificate_level"], altered["title"]) == ("三级", "中式面点师证书")
    assert run("deposit", "submit", counter.folder, case, "--as", "填报员").code == 0
    refused = run("deposit", "refuse", counter.folder, case, "--reason", "查无此证", "--as", "审核员", "--json").json
    assert refused["state"] == "refused"
    assert [one["reason"] for one in refused["steps"] if one["reason"]] == ["等级不清", "查无此证"]
    again = run("deposit", "submit", counter.folder, case, "--as", "填报员")
    assert again.code == 3
    assert "提交" in again.err


def test_a_person_lists_and_withdraws_their_own(counter):
    case = filed(counter, "插花证书")["case"]
    assert run("deposit", "withdraw", counter.folder, case, "--reason", "填错了", "--as", "填报员").code == 0
    listed = run(
        "deposit", "list", counter.folder, "--document", counter.document, "--state", "withdrawn", "--as", "填报员",
        "--json",
    ).json["deposits"]  # fmt: skip
    assert [(one["case"], one["state"]) for one in listed] == [(case, "withdrawn")]
    table = run("deposit", "list", counter.folder, "--as", "填报员").out
    assert "插花证书" in table
    assert PERSON.name not in table
    nobody = run("deposit", "list", counter.folder, "--document", "-", stdin=b"320102199003074472\n")
    assert "没有个人存入办件" in nobody.out


def test_what_is_wrong_is_told_in_a_line(counter):
    case = filed(counter, "家政证书")["case"]
    without_evidence = run("deposit", "submit", counter.folder, case, "--as", "填报员")
    assert (without_evidence.code, "证明材料" in without_evidence.err) == (3, True)
    own = handed_in(counter, "收纳师证书")
    not_theirs = run("deposit", "approve", counter.folder, own, "--as", "填报员")
    assert (not_theirs.code, "职责" in not_theirs.err) == (6, True)
    script = counter.base / "script.pdf"
    script.write_bytes(b"#!/bin/sh\n")
    wrong = run("deposit", "attach", counter.folder, case, script, "--as", "填报员", environment=ENGLISH)
    assert (wrong.code, "type isn't allowed" in wrong.err) == (3, True)
    missing = run("deposit", "show", counter.folder, "0" * 32, "--as", "填报员")
    assert missing.code == 1


def test_names_and_certificate_numbers_are_single_lines_of_files(counter):
    several = counter.base / "several"
    several.write_text("甲\n乙\n", "utf-8")
    binary = counter.base / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    large = counter.base / "large"
    large.write_text("长" * 2_000, "utf-8")
    for path, code in ((several, 3), (binary, 3), (large, 3), (counter.base / "none", 2)):
        ran = run(
            "deposit", "file", counter.folder, "--class", "training", "--title", "剪纸", "--institution", "某学院",
            "--date", "20220630", "--document", counter.document, "--name-file", path,
        )  # fmt: skip
        assert ran.code == code, ran.err
        assert "甲" not in ran.err

"""Shows what each command does, in the JSON that the documentation promises and in words."""

import contextlib
import json
import shutil
import sqlite3
import stat

import openpyxl
import pytest

from tests.support.command_line import run
from tests.support.repository import ROOT

SAMPLES = ROOT / "samples"

IMPORT_KEYS = {
    "file", "template", "sheet", "rows", "accepted", "duplicate", "rejected", "errors", "remarks", "error_workbook",
    "withdrawn",
}  # fmt: skip
ACHIEVEMENT_KEYS = {
    "branch", "title", "institution", "achieved_on", "training_hours", "credit_hours", "credits", "status", "origin",
    "index", "masked_name", "likely_duplicate",
    "class", "score", "certificate_number", "certificate_level", "personal_deposit", "filed_by", "training_place",
}  # fmt: skip


def test_an_import_counts_every_row_and_names_every_wrong_cell(branch):
    for ran in (branch.accounts, branch.achievements):
        report = ran.json
        assert set(report) == IMPORT_KEYS
        assert ran.code == 1, "some sample rows are wrong"
        assert report["rows"] == report["accepted"] + report["duplicate"] + report["rejected"]
        assert report["errors"]
        assert all(set(error) == {"sheet", "row", "column", "code", "message"} for error in report["errors"])
        assert openpyxl.load_workbook(report["error_workbook"]).worksheets


def test_importing_a_file_again_changes_nothing(branch):
    before = run("log", "head", branch.folder, "--json").json
    again = run("import", branch.folder, SAMPLES / "jiangsu-achievements.xlsx", "--by", "user-number", "--json").json
    assert again["accepted"] == 0
    assert again["duplicate"] == branch.achievements.json["accepted"] + branch.achievements.json["duplicate"]
    after = run("log", "head", branch.folder, "--json").json
    assert [(head["size"], head["root"]) for head in after] == [(head["size"], head["root"]) for head in before]


def test_an_import_is_told_in_words(branch):
    ran = run("check", branch.folder, SAMPLES / "jiangsu-accounts.xlsx")
    assert "共 133 行" in ran.out
    assert "证件号码" in ran.out


def lookup(branch, *more, document=None, stdin=b""):
    source = branch.documents[0] if document is None else document
    return run(
        "lookup", branch.folder, "--document", source, "--purpose", "测试", "--basis", "self", *more, stdin=stdin
    )


def test_a_lookup_gives_achievements_and_each_branchs_freshness(branch):
    ran = lookup(branch, "--json", "--as", "测试员")
    assert ran.code == 0
    assert [one["branch"] for one in ran.json["branches"]] == ["32"]
    assert set(ran.json["branches"][0]) == {"branch", "status", "as_of", "behind"}
    assert ran.json["branches"][0]["status"] == "fresh"
    assert ran.json["achievements"]
    for achievement in ran.json["achievements"]:
        assert set(achievement) == ACHIEVEMENT_KEYS
        assert achievement["credits"] is None, "unknown isn't zero"
        assert achievement["status"] == "valid"


def test_a_document_may_come_from_standard_input(branch):
    ran = lookup(branch, "--json", document="-", stdin=b"\xef\xbb\xbf" + branch.documents[0].read_bytes())
    assert ran.json["achievements"] == lookup(branch, "--json").json["achievements"]


def test_no_answer_shows_a_document_number(branch, record):
    numbers = [path.read_text().strip() for path in branch.documents]
    answers = [
        lookup(branch).out,
        lookup(branch, "--json").out,
        branch.accounts.out,
        branch.achievements.out,
        run("verify", record.path, "--roster", branch.trust, "--document", branch.documents[0]).out,
    ]
    assert not [number for number in numbers for answer in answers if number in answer]


def test_a_lookup_is_told_in_words(branch):
    out = lookup(branch).out
    assert "有效" in out
    assert "最新" in out


def test_a_record_verifies_without_a_node(branch, record):
    ran = run("verify", record.path, "--roster", branch.trust, "--json")
    assert ran.code == 0
    told = ran.json
    assert told["authentic"] is True
    assert told["branch"] == "32"
    assert told["index"] == record.achievement["index"]
    assert told["content"]["title"] == record.achievement["title"]
    assert told["authentic_as_of"] is not None
    assert told["later_revocation_checked"] is False
    assert told["belongs_to_presenter"] is None
    assert told["trusted_by"] == "unpinned-chain"


def test_a_verified_record_says_that_revocation_was_not_checked_and_what_the_roster_was_trusted_by(branch, record):
    out = run("verify", record.path, "--roster", branch.trust).out
    assert "未作核对" in out
    assert "指纹未核对" in out


def test_a_fingerprint_pins_the_roster(branch, record):
    first = run("roster", "show", branch.folder, "--json").json["first_fingerprint"]
    for roster in (branch.trust, branch.folder / "roster/000001.json"):
        pinned = run("verify", record.path, "--roster", roster, "--fingerprint", first, "--json")
        assert pinned.json["trusted_by"] in ("pinned-chain", "pinned-version")
        assert run("verify", record.path, "--roster", roster, "--fingerprint", "0" * 64).code == 6


def test_a_record_tells_whose_it_is(branch, record):
    arguments = ("verify", record.path, "--roster", branch.trust, "--json", "--document")
    own, others = run(*arguments, branch.documents[0]), run(*arguments, branch.documents[1])
    assert (own.code, own.json["belongs_to_presenter"]) == (0, True)
    assert (others.code, others.json["belongs_to_presenter"]) == (1, False)


def test_a_record_made_without_the_document_keeps_its_content_sealed(branch, record, tmp_path):
    sealed = tmp_path / "sealed"
    arguments = ("--origin", "32", "--index", record.achievement["index"], "-o", sealed, "--json")
    assert run("prove", branch.folder, *arguments).json["discloses_content"] is False
    ran = run("verify", sealed, "--roster", branch.trust, "--json")
    assert ran.code == 0
    assert ran.json["content"] is None
    assert record.achievement["title"].encode() not in sealed.read_bytes()


def test_another_persons_document_discloses_nothing(branch, record, tmp_path):
    refused = tmp_path / "refused"
    arguments = ("--origin", "32", "--index", record.achievement["index"], "-o", refused)
    assert run("prove", branch.folder, *arguments, "--document", branch.documents[1]).code == 3
    assert not refused.exists()


def test_a_record_file_is_its_owners_alone_and_is_not_overwritten(branch, record):
    assert stat.S_IMODE(record.path.stat().st_mode) == 0o600
    arguments = ("--origin", "32", "--index", record.achievement["index"], "-o", record.path)
    assert run("prove", branch.folder, *arguments).code == 4


@pytest.mark.parametrize("place", [10, 200, -40])
def test_an_altered_record_is_refused(branch, record, tmp_path, place):
    altered = bytearray(record.path.read_bytes())
    altered[place] ^= 1
    (tmp_path / "altered").write_bytes(altered)
    ran = run("verify", tmp_path / "altered", "--roster", branch.trust)
    assert ran.code in (3, 6, 7)
    assert ran.out == ""


def test_a_record_of_another_federation_is_not_trusted(branch, record, tmp_path):
    run("init", tmp_path / "32", "--branch", "32", "--new-federation")
    ran = run("verify", record.path, "--roster", tmp_path / "32/roster/000001.json")
    assert ran.code == 6


def test_a_record_that_is_not_there_is_told(branch, tmp_path):
    arguments = ("--origin", "32", "--index", 10**6, "-o", tmp_path / "none")
    assert run("prove", branch.folder, *arguments).code == 1


def test_linked_documents_lead_to_the_same_records_once_a_second_person_confirmed(branch, tmp_path):
    # A copy: with registered operators other tests' commands would have to name one.
    folder = shutil.copytree(branch.folder, tmp_path / "32")
    for name, duty in (("窗口员", "filing"), ("复核员", "review")):
        assert run("operator", "add", folder, name, "--duty", duty).code == 0
    passport = tmp_path / "passport"
    passport.write_text("E12345678\n")
    stated = run(
        "link", folder, "--document", branch.documents[0], "--other", passport, "--other-type", "passport",
        "--reason", "同一人，两证均已核对", "--as", "窗口员", "--json",
    )  # fmt: skip
    assert stated.code == 0, stated.err

    def found():
        ran = run(
            "lookup", folder, "--document", passport, "--document-type", "passport", "--purpose", "测试",
            "--basis", "self", "--as", "窗口员", "--json",
        )  # fmt: skip
        return [one["index"] for one in ran.json["achievements"]]

    assert found() == []
    (case,) = [one["case"] for one in run("links", "list", folder, "--as", "复核员", "--json").json["links"]]
    assert run("links", "confirm", folder, case, "--as", "窗口员").code == 6, "not by whoever stated it"
    confirmed = run("links", "confirm", folder, case, "--as", "复核员", "--json")
    assert confirmed.code == 0, confirmed.err
    assert found() == [one["index"] for one in lookup(branch, "--json").json["achievements"]]


def test_logs_are_headed_and_examined(branch):
    heads = run("log", "head", branch.folder, "--json").json
    assert [set(head) for head in heads] == [{"branch", "origin", "size", "root", "as_of"}]
    ran = run("log", "fsck", branch.folder, "--json")
    assert ran.code == 0
    assert ran.json["entries"] == heads[0]["size"]
    assert ran.json["findings"] == []
    assert "异常 0" in run("log", "fsck", branch.folder).out


def test_a_hold_that_no_entry_says_is_told_and_mended_in_both_languages(branch):
    invented = f"INSERT INTO transfer_hold VALUES (32, 0, {32 << 40}, x'{'00' * 16}', 'held')"
    with contextlib.closing(sqlite3.connect(branch.folder / "data" / "node.db")) as database, database:
        database.execute(invented)
    ran = run("log", "fsck", branch.folder, "--json")
    assert (ran.code, ran.json["findings"]) == (7, ["32/0: transfer is noted otherwise than the entries say"])
    told = run("log", "fsck", branch.folder).out
    assert "32/0：转换检索数据与日志条目不符" in told
    assert "migrate --rebuild-transfers" in told
    told = run("log", "fsck", branch.folder, environment={"DELTABANK_LANG": "en"}).out
    assert ran.json["findings"][0] in told
    assert run("migrate", branch.folder, "--rebuild-transfers", "--json").json["transfers_rebuilt"]
    assert "转换检索数据已重建" in run("migrate", branch.folder, "--rebuild-transfers").out
    assert run("log", "fsck", branch.folder, "--json").json["findings"] == []


def test_sync_status_and_doctor_answer_without_peers(branch):
    status = run("sync", "status", branch.folder, "--json")
    assert (status.code, set(status.json)) == (0, {"branches", "logs", "sources", "recovering"})
    assert run("sync", "status", branch.folder).code == 0
    ran = run("doctor", branch.folder, "--json")
    assert ran.code == 0
    assert ran.json["ok"] is True


def test_a_branch_that_is_not_recovering_is_not_overruled(branch):
    ran = run("recover", branch.folder, "--as", "甲", "--second", "乙", "--absent", "33")
    assert ran.code == 6


def test_templates_are_listed_and_written_once(tmp_path):
    names = [one["name"] for one in run("template", "--list", "--json").json]
    assert {"jiangsu-accounts", "jiangsu-achievements", "neutral-achievements"} <= set(names)
    for name in names:
        file = tmp_path / f"{name}.xlsx"
        assert run("template", name, "-o", file).code == 0
        assert openpyxl.load_workbook(file).worksheets
        assert run("template", name, "-o", file).code == 4
    assert run("template", "none", "-o", tmp_path / "none.xlsx").code == 1


def test_a_template_as_downloaded_imports_no_rows(branch, tmp_path):
    run("template", "jiangsu-accounts", "-o", tmp_path / "empty.xlsx")
    ran = run("check", branch.folder, tmp_path / "empty.xlsx", "--json")
    assert (ran.json["rows"], ran.json["accepted"]) == (0, 0)


def test_migrating_twice_changes_nothing(branch):
    ran = run("migrate", branch.folder, "--json")
    assert ran.code == 0
    assert ran.json["from"] == ran.json["to"]


def test_help_is_shown_where_nothing_is_asked():
    ran = run()
    assert ran.code == 0
    assert "lookup" in ran.out


def test_json_output_is_one_value_and_nothing_else(branch):
    for arguments in (
        ("doctor", branch.folder),
        ("log", "fsck", branch.folder),
        ("sync", "status", branch.folder),
        ("roster", "show", branch.folder),
        ("check", branch.folder, SAMPLES / "jiangsu-accounts.xlsx"),
    ):
        json.loads(run(*arguments, "--json").out)

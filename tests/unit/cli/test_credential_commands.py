"""`credential issue` at a branch, `credential verify` as an employer runs it: no node, a roster, a file."""

import stat
from types import SimpleNamespace

import pytest

from federation.error_catalogue import ExitCode
from tests.support.command_line import run

ENGLISH = {"DELTABANK_LANG": "en"}
WHY = ("--purpose", "求职", "--basis", "self")


@pytest.fixture(scope="module")
def issued(branch):
    """A credential of the first learner's first achievement."""
    found = run("lookup", branch.folder, "--document", branch.documents[0], *WHY, "--json")
    first = found.json["achievements"][0]
    file = branch.base / "credential.jwt"
    told = run(
        "credential", "issue", branch.folder, "--origin", first["branch"], "--index", first["index"], "-o", file,
        "--document", branch.documents[0], *WHY, "--json",
    )  # fmt: skip
    assert told.code == ExitCode.OK, told.err
    return SimpleNamespace(file=file, told=told.json, first=first, roster=("--roster", branch.trust))


def test_the_file_is_its_owners_alone_and_programs_are_told_what_it_is(issued):
    assert stat.S_IMODE(issued.file.stat().st_mode) == 0o600
    assert issued.told["bytes"] == issued.file.stat().st_size
    assert issued.told["issuer"].startswith("did:key:z6Mk")
    assert (issued.told["index"], issued.told["status"]) == (issued.first["index"], "valid")


def test_a_genuine_credential_is_told_with_what_it_says_and_what_a_file_cannot_tell(issued):
    verified = run("credential", "verify", issued.file, *issued.roster)
    assert verified.code == ExitCode.OK
    for told in ("真实：由第 32 分行", issued.first["title"], "有效期至", "脱机无法得知", "名册第 1 版"):
        assert told in verified.out
    english = run("credential", "verify", issued.file, *issued.roster, environment=ENGLISH)
    assert "Genuine: issued by branch 32" in english.out


def test_programs_are_told_the_same(issued):
    told = run("credential", "verify", issued.file, *issued.roster, "--json").json
    assert (told["authentic"], told["in_time"], told["later_revocation_checked"]) == (True, True, False)
    assert told["issuer"]["did"] == issued.told["issuer"]
    assert told["content"]["title"] == issued.first["title"]
    assert told["belongs_to_presenter"] is None


def test_it_is_tied_to_whoever_shows_the_document(branch, issued):
    own, other = (
        run("credential", "verify", issued.file, *issued.roster, "--document", document)
        for document in branch.documents
    )
    assert (own.code, "与出示的证件相符。" in own.out) == (ExitCode.OK, True)
    assert (other.code, "与出示的证件不符！" in other.out) == (ExitCode.NOT_ALL_HELD, True)


def test_a_line_end_from_copying_does_no_harm_and_an_altered_file_is_refused(branch, issued):
    copied, altered = branch.base / "copied.jwt", branch.base / "altered.jwt"
    text = issued.file.read_text("ascii")
    copied.write_text(text + "\r\n", "ascii")
    assert run("credential", "verify", copied, *issued.roster).code == ExitCode.OK
    altered.write_text(text[:-10] + ("A" if text[-10] != "A" else "B") + text[-9:], "ascii")
    refused = run("credential", "verify", altered, *issued.roster)
    assert (refused.code, "签名不成立" in refused.err) == (ExitCode.INTEGRITY, True)
    assert run("credential", "verify", branch.documents[0], *issued.roster).code == ExitCode.INPUT_REFUSED


def test_nothing_is_overwritten_and_anothers_achievement_is_not_issued(branch, issued):
    at = ("--origin", "32", "--index", issued.first["index"])
    again = run("credential", "issue", branch.folder, *at, "-o", issued.file, "--document", branch.documents[0], *WHY)
    assert again.code != ExitCode.OK
    other = branch.base / "other.jwt"
    refused = run("credential", "issue", branch.folder, *at, "-o", other, "--document", branch.documents[1], *WHY)
    assert (refused.code, "不是本人的" in refused.err, other.exists()) == (ExitCode.INPUT_REFUSED, True, False)


def test_the_person_is_told_later_that_it_was_issued(branch, issued):
    looks = run("looks", branch.folder, "--document", branch.documents[0])
    assert "签发学习成果凭证" in looks.out


def test_a_file_of_another_kind_is_sent_to_the_command_that_reads_it(branch, issued, tmp_path):
    pdf, text = tmp_path / "report.pdf", tmp_path / "README.md"
    pdf.write_bytes(b"%PDF-1.7\n" + bytes(2 * 1024 * 1024))
    text.write_text("# 说明\n", "utf-8")
    wide, picture = tmp_path / "from-notepad.txt", tmp_path / "photo.png"
    wide.write_text("说明", "utf-16")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    marked = tmp_path / "saved-by-notepad.jwt"
    marked.write_bytes(b"\xef\xbb\xbf" + issued.file.read_bytes())
    for words, told in (
        (("verify", marked), "请改用 deltabank credential verify"),
        (("verify", issued.file), "请改用 deltabank credential verify"),
        (("credential", "verify", pdf), "请改用 deltabank verify"),
        (("credential", "verify", text), "不是学习成果凭证"),
        *((("verify", other), "既不是记录文件，也不是报告的 PDF") for other in (text, wide, picture)),
    ):
        refused = run(*words, *issued.roster)
        assert refused.code == ExitCode.INPUT_REFUSED
        assert told in refused.err
        assert "损坏" not in refused.err
    damaged = tmp_path / "record"
    damaged.write_bytes(b"\x08\x01\xff\x00")
    assert "可能已损坏" in run("verify", damaged, *issued.roster).err

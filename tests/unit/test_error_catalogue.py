"""The catalogue is complete: every error of the tree has an exit code, statuses and a line in both languages."""

import re
from pathlib import Path
from string import Formatter

import grpc
import pytest

import federation.errors
from adapters.refusals import REFUSALS
from federation.error_catalogue import MESSAGES, ExitCode, describe
from federation.error_catalogue.phrases import PEER_FAULTY_REASONS, REASONS, WORKBOOK_REASONS
from federation.errors import (
    ConfigurationInvalid,
    CreditBankError,
    InvitationRefused,
    Malformed,
    PeerFaulty,
    RosterRefused,
    WorkbookRefused,
)
from federation.rpc import peer_client
from federation.rpc.status import STATUSES, public_text_of, status_of

CLASSES = [
    found
    for found in vars(federation.errors).values()
    if isinstance(found, type) and issubclass(found, CreditBankError) and found is not CreditBankError
]
WITH_CODE = [found for found in CLASSES if "code" in vars(found)]
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(federation.errors.__file__).parent.rglob("*.py")
    if "/v1/" not in path.as_posix()
)


def documented_facts(error: type[CreditBankError]) -> set[str]:
    """The facts that a class's docstring names."""
    told = re.search(r"Facts: (.*)", " ".join((error.__doc__ or "").split()))
    if told is None:
        return set()
    without_remarks = re.sub(r"\([^)]*\)", "", told.group(1))
    return {name.strip(" .") for name in without_remarks.split(",")}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("error", WITH_CODE, ids=lambda error: error.code)
def test_every_error_has_a_message_in_both_languages(error):
    message = MESSAGES[error.code]
    assert re.search(r"[\u4e00-\u9fff]", message.zh)
    assert re.search(r"[A-Za-z]", message.en)
    assert "\n" not in message.zh + message.en


@pytest.mark.parametrize("error", WITH_CODE, ids=lambda error: error.code)
def test_a_template_names_exactly_the_facts_that_the_class_documents(error):
    message = MESSAGES[error.code]
    assert placeholders(message.zh) == placeholders(message.en) == documented_facts(error)


def test_every_class_is_told_by_a_code_of_the_catalogue_and_no_message_is_orphaned():
    assert {error.code for error in CLASSES} | {CreditBankError.code} == set(MESSAGES)


def test_codes_are_not_shared():
    codes = [error.code for error in WITH_CODE]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("code", MESSAGES)
def test_every_code_has_a_grpc_status_an_http_status_and_a_documented_exit_code(code):
    message = MESSAGES[code]
    assert isinstance(STATUSES[code], grpc.StatusCode)
    assert STATUSES[code] is not grpc.StatusCode.OK
    assert 400 <= message.http < 600
    assert message.exit_code in ExitCode
    assert message.exit_code is not ExitCode.OK


def test_peers_hear_a_code_and_no_fact():
    error = federation.errors.FolderNotReady(path="/var/lib/branch", reason="no database")
    assert public_text_of(error) == "folder-not-ready"
    assert status_of(error) is grpc.StatusCode.FAILED_PRECONDITION


def test_an_error_that_the_catalogue_lacks_is_internal():
    class Unheard(CreditBankError):
        code = "unheard-of"

    assert status_of(Unheard()) is grpc.StatusCode.INTERNAL
    assert public_text_of(Unheard()) == "internal"
    assert describe(Unheard(), "zh") == MESSAGES["internal"].zh


def test_reasons_are_said_in_words():
    error = RosterRefused(reason="version-rollback")
    assert describe(error, "zh").startswith("分行名册未被接受：版本不比现行的新。")
    assert describe(error, "en").startswith("The roster was refused: its version isn't newer.")


def test_kinds_of_things_are_said_in_words():
    assert describe(Malformed(what="note", why="utf-8"), "zh").startswith("签名文本的内容不符合格式（不是 UTF-8 文本）")


def test_unknown_reasons_missing_facts_and_odd_values_are_told_all_the_same():
    assert "brand-new" in describe(PeerFaulty(branch="33", reason="brand-new"), "en")
    assert "分行 — 的应答有误：—" in describe(PeerFaulty(), "zh")
    assert describe(Malformed(what=None, why=["{0}", "{x.y}"]), "en")
    told = describe(WorkbookRefused(file="a\nb\x1b[31m" + "长" * 1_000, reason="macros"), "zh")
    assert "\n" not in told
    assert "\x1b" not in told
    assert len(told) < 500


@pytest.mark.parametrize(
    "error",
    [
        Malformed(what="link", why="same document"),
        Malformed(what="invitation", why="no JSON with one reading"),
        Malformed(what="roster.branches[2].name", why="not visible text on one line"),
        Malformed(what="roster", why="branch 32 has no log key"),
        Malformed(what="record", why="encoding"),
        Malformed(what="join-request", why="missing or unknown members"),
        Malformed(what="certificate", why="more than 4096 bytes"),
        Malformed(what="document type", why="unknown"),
        Malformed(what="brand-new", why="brand-new"),
        InvitationRefused(reason="roster-malformed"),
        InvitationRefused(reason="expired"),
        PeerFaulty(branch="33", reason="brand-new"),
        RosterRefused(reason="brand-new"),
        ConfigurationInvalid(path="节点配置", key="日志", reason="not-toml:line 3"),
    ],
)
def test_no_reason_reaches_a_chinese_message_in_english(error):
    told = describe(error, "zh")
    for term in ("JSON", "TOML", "GB/T", "PEM"):
        told = told.replace(term, "")
    assert not re.search(r"[A-Za-z]", told)
    assert re.search(r"[a-z]", describe(error, "en"))


def test_a_line_that_is_no_toml_is_named_by_its_number():
    told = describe(ConfigurationInvalid(path="x", key="node.toml", reason="not-toml:line 3"), "zh")
    assert "第 3 行" in told


@pytest.mark.parametrize("phrases", REASONS.values(), ids=list(REASONS))
def test_every_phrase_is_there_in_both_languages_without_a_full_stop(phrases):
    for phrase in phrases.values():
        assert phrase.zh
        assert phrase.en
        assert not phrase.zh.endswith("。")
        assert not phrase.en.endswith(".")


def test_every_reason_that_the_code_gives_has_a_phrase():
    given = {
        "roster-refused": r"RosterRefused\(reason=\"([a-z-]+)\"",
        "invitation-refused": r"InvitationRefused\(reason=\"([a-z-]+)\"",
        "peer-refused": r"PeerRefused\(reason=\"([a-z-]+)\"",
        "document-malformed": r"DocumentMalformed\(reason=\"([a-z-]+)\"",
        "key-unavailable": r"KeyUnavailable\([^)]*reason=\"([a-z-]+)\"",
        "peer-faulty": r"PeerFaulty\([^)]*reason=\"([a-z-]+)\"",
    }
    for code, pattern in given.items():
        found = set(re.findall(pattern, SOURCES))
        assert found, code
        assert found <= set(REASONS[code])


def test_every_reason_of_the_peer_client_has_a_phrase():
    source = Path(peer_client.__file__).read_text(encoding="utf-8")
    held = set(re.findall(r"self\._hold\([^\n]*\"([a-z-]+)\"\)", source))
    assert len(held) > 8
    assert held <= set(PEER_FAULTY_REASONS)


def test_every_reason_for_which_a_workbook_is_refused_has_a_phrase():
    assert set(REFUSALS) <= set(WORKBOOK_REASONS)

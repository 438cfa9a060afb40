"""Reports on paper: each quantity under its own name, credit with what it came of, text that can be copied."""

import json
from io import BytesIO

import msgspec
import pytest
from pypdf import PdfReader

from federation.reports.body import ReportKind
from federation.reports.content import ReportContent, encode_content, parse_content
from node.printing.report import created_at, printed_texts, render_report
from tests.support.branches import Branches
from tests.support.printed import text_of
from tests.support.reports import ADDRESS, make_report, with_credit

HEADINGS = "培训时数学时学分成绩登记号"
SENTENCE = "转换所得学分由所列原成果转换而来，不应与原成果的学分重复计算。"


@pytest.fixture(scope="module")
def content() -> ReportContent:
    """Two achievements, the second converted; credit that came of it."""
    made = with_credit(make_report(Branches()))
    first, second = made.content.achievements
    stated = msgspec.structs.replace(
        first, training_hours=1_600, credit_hours=2_000, credits=150, score="86.5", certificate_number="JS2025-081"
    )
    lines = (stated, msgspec.structs.replace(second, is_converted=True))
    return msgspec.structs.replace(made.content, achievements=lines)


def printed(content: ReportContent, **changes: object) -> bytes:
    content = msgspec.structs.replace(content, **changes)
    return render_report(content, address=ADDRESS, created_at=created_at(content))


def test_training_hours_and_credit_hours_stand_each_under_its_own_name(content):
    text = text_of(printed(content))
    assert HEADINGS in text
    assert "2025-08-0116201.586.532-20" in text


def test_a_converted_achievement_is_marked_and_its_credit_says_what_it_came_of(content):
    text = text_of(printed(content))
    for told in ("33-20（已转换）", "其中1项已转换为学分", "社区教育学分茶文化概论由33-20转换2.5", SENTENCE):
        assert told in text
    assert "community" not in text


def test_a_report_without_credit_says_nothing_of_conversion(content):
    lines = tuple(msgspec.structs.replace(one, is_converted=False) for one in content.achievements)
    text = text_of(printed(content, achievements=lines, credits=()))
    assert "转换" not in text


def test_a_standing_statement_counts_what_was_converted(content):
    text = text_of(printed(content, kind=ReportKind.STANDING.code))
    assert "项数其中已转换学分合计" in text
    assert "33其他学习成果11—" in text
    assert SENTENCE in text


def test_text_copied_from_the_paper_holds_no_character_that_nobody_sees(content):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(printed(content))).pages)
    for told in ("2025-08-01", "32-20", "33-20", "86.5", "JS2025-081", "https://bank.example/report/"):
        assert told in text.replace("\n", "")
    assert not {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"} & set(text)


def test_a_word_too_long_for_its_column_still_breaks_and_nothing_runs_over(content):
    first, *others = content.achievements
    long = "A" * 30 + "-" + "B" * 60
    lines = (msgspec.structs.replace(first, certificate_number=long), *others)
    pdf = printed(content, achievements=lines)
    assert long in text_of(pdf)
    assert "\u200b" in "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_content_of_before_is_read_to_the_same_bytes_and_its_paper_is_asked_for_no_more_than_it_had(content):
    older = json.loads(encode_content(content))
    older["format"] = 1
    for line in older["achievements"]:
        line.pop("is_converted", None)
    for line in older["credits"]:
        for field in ("scheme_name", "from_branch", "from_index"):
            del line[field]
    data = json.dumps(older, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    read = parse_content(data)
    assert encode_content(read) == data
    texts = list(printed_texts(read))
    assert ("16" in texts, "20" in texts, "community" in texts) == (True, False, True)
    assert "20" in list(printed_texts(msgspec.structs.replace(read, format=2)))

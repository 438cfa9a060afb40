"""Every code that the sources can raise has its Chinese sentence, and no sentence is for nothing."""

import re
from pathlib import Path

import adapters
from adapters.refusals import REFUSALS
from adapters.sentences import CELL_SENTENCES, NOTICE_SENTENCES, REMARK_SENTENCES

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(adapters.__file__).parent.rglob("*.py"))
DOCUMENTS = (Path(adapters.__file__).parents[1] / "federation/model/document.py").read_text(encoding="utf-8")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_cell_refusal_has_a_sentence() -> None:
    raised = set(re.findall(r'CellRefused\(reason="([a-z-]+)"\)', SOURCES))
    raised |= set(re.findall(r'row\.refuse\([\w\[\]"]+, "([a-z-]+)"\)', SOURCES))
    raised |= {f"document-{reason}" for reason in re.findall(r'reason="([a-z-]+)"', DOCUMENTS)}
    assert len(raised) > 25
    assert raised - set(CELL_SENTENCES) == set()


def test_every_document_reason_has_a_sentence() -> None:
    documented = re.findall(r"``([a-z-]+)``", DOCUMENTS.partition("Raises:")[2].partition('"""')[0])
    assert {f"document-{reason}" for reason in documented if reason != "reason"} <= set(CELL_SENTENCES)


def test_every_refusal_of_a_file_has_a_sentence() -> None:
    raised = set(re.findall(r'Refused\("([a-z-]+)"', SOURCES)) | set(re.findall(r'file, reason="([a-z-]+)"', SOURCES))
    assert len(raised) > 15
    assert raised - {"template-unknown"} <= set(REFUSALS)


def test_every_notice_and_remark_has_a_sentence() -> None:
    assert set(re.findall(r'notice\([\w.]+, "([a-z-]+)"', SOURCES)) <= set(NOTICE_SENTENCES)
    assert all(f'"{code}"' in SOURCES.replace(f'    "{code}":', "") for code in REMARK_SENTENCES)


def test_all_sentences_are_chinese() -> None:
    for table in (CELL_SENTENCES, REMARK_SENTENCES, NOTICE_SENTENCES, REFUSALS):
        assert all(CHINESE.search(sentence) for sentence in table.values())

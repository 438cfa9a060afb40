"""The Chinese guide for those who file works as it is written; what it says to do by hand is done here by hand."""

import re
import shlex
from pathlib import Path

import pytest
from openpyxl import load_workbook

from samples.people import people
from samples.workbooks import achievement_row
from tests.support.command_line import run
from tests.support.repository import ROOT

GUIDE = (ROOT / "docs/filing-guide.zh-CN.md").read_text(encoding="utf-8")
STEPS = re.compile(r"<!-- (?:walkthrough -->\n```sh\n(?P<commands>.*?)```|by hand: (?P<hand>\S+) -->)", re.DOTALL)
PNG = b"\x89PNG\r\n\x1a\n"
ID = re.compile(r"(?:编号[：\s]*|│ )([0-9a-f]{8})")
CORRECTED = re.compile(r"更正后的记录为第 (\d+) 条")
REJECTED, NOT_ALLOWED = "退回", "无权"


def mend_application() -> None:
    workbook = load_workbook("samples/jiangsu-administrator.xlsx")
    sheet = workbook.worksheets[0]
    sheet["B3"], sheet["D8"], sheet["D12"] = "12320583MB0000002H", "13900000002", "13900000001"
    workbook.save("demo-data/申请表-已填.xlsx")
    Path("demo-data/扫描件.png").write_bytes(PNG + b"sealed copy")


def mend_contacts() -> None:
    workbook = load_workbook("samples/jiangsu-city-contacts.xlsx")
    sheet = workbook.worksheets[0]
    sheet["D5"], sheet["E5"] = "13900000005", "zhijiao@example.edu.cn"
    workbook.save("demo-data/联络人-已填.xlsx")


def fill_achievements() -> None:
    workbook = load_workbook("demo-data/成果.xlsx")
    sheet = workbook.worksheets[0]
    for number, person in enumerate(people(0, 12), start=3):
        row = [*achievement_row(person, 0), "某某镇社区教育中心"]
        row[1] = "某某县社区学院"
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value
    sheet.cell(5, 5).value = "20219901"
    workbook.save("demo-data/成果.xlsx")


def mend_rejected_rows() -> None:
    # The check left one as well.
    paths = sorted(Path("demo-data/jiangsu/imports").glob("成果-错误-*.xlsx"), key=lambda path: path.stat().st_mtime_ns)
    workbook = load_workbook(paths[-1])
    workbook.worksheets[0].cell(2, 5).value = "20210901"
    workbook.save("demo-data/成果-改正.xlsx")


def write_number() -> None:
    Path("demo-data/证件.txt").write_text(people(0, 1)[0].document_number, encoding="utf-8")


BY_HAND = {
    "改正申请表": mend_application,
    "改正联络人": mend_contacts,
    "填写成果": fill_achievements,
    "改正错误工作簿": mend_rejected_rows,
    "证件号码": write_number,
}


def looked_up(words: list[str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = run(*words, "--json").json["achievements"]
    return found


def expected(remark: str) -> int:
    return 1 if REJECTED in remark else 6 if NOT_ALLOWED in remark else 0


def test_every_step_of_the_guide_works_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (tmp_path / "demo-data").mkdir()
    monkeypatch.chdir(tmp_path)
    done, shown, index, wrong = [], "", "", {}
    for step in STEPS.finditer(GUIDE):
        if step["hand"]:
            BY_HAND[step["hand"]]()
            done.append(step["hand"])
            continue
        for line in step["commands"].splitlines():
            command, _, remark = line.partition(" # ")
            program, *words = shlex.split(command.replace("$ID", shown).replace("$N", index))
            assert program == "deltabank"
            ran = run(*words)
            found = ID.search(ran.out)
            shown = found[1] if found else shown
            if words[0] == "lookup":
                index = next(str(one["index"]) for one in looked_up(words) if not one["personal_deposit"])
            elif corrected := CORRECTED.search(ran.out):
                index = corrected[1]
            if ran.code != expected(remark):
                wrong[line] = (ran.code, ran.err)
    assert wrong == {}
    assert done == list(BY_HAND)
    assert_filed_and_counted()


def assert_filed_and_counted() -> None:
    folder = "demo-data/jiangsu"
    figures = run("progress", "show", folder, "--as", "省中心", "--json").json["rows"]
    counted = {row["region"]: (row["institutions"], row["learners"], row["achievements"]) for row in figures}
    # Twelve rows less the one that was withdrawn; the deposit counts where it was decided on.
    assert counted["320583"] == (1, 121, 11)
    yearly = load_workbook("demo-data/年度考核.xlsx")
    assert yearly.worksheets


def test_every_role_has_its_part_and_both_readmes_lead_to_it() -> None:
    headings = re.findall(r"^## (.*)$", GUIDE, re.MULTILINE)
    for role in ("填报员", "设区市教育局", "省中心", "服务窗口"):
        assert any(role in heading for heading in headings), role
    for name in ("README.md", "README.zh-CN.md"):
        assert "docs/filing-guide.zh-CN.md" in (ROOT / name).read_text(encoding="utf-8")

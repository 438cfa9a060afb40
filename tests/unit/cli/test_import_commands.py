"""Shows imports of several files, how far they are, and what an interruption says."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from node.cli.console.terminal import Terminal
from node.cli.filing.import_progress import LINE_EVERY_S, ShownProgress
from node.services.filing.import_report import ImportProgress
from samples.people import person_at
from samples.workbooks import degree_row, write_accounts_workbook, write_achievements_workbook
from tests.support.command_line import CHINESE, run
from tests.support.repository import ROOT
from tests.support.workbooks import save

ROWS, MANY = 400, 40_000
MAPPING = """
template = "degree-results"
[columns]
"姓名" = "学员"
"证件号码" = "身份证"
"课程名称" = "科目"
"学分" = "分值"
"取得时间" = "结业日"
[fixed]
"证件类型" = "居民身份证"
"学校名称" = "江苏某开放大学"
"""
# A shell that starts the suite in the background switches Ctrl-C off for what it starts.
INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from node.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "32"
    assert run("init", made, "--branch", "32", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    return made


@pytest.fixture
def files(tmp_path):
    made = [tmp_path / f"accounts-{seed}.xlsx" for seed in (1, 2)]
    for seed, path in enumerate(made, start=1):
        write_accounts_workbook(path, rows=ROWS, seed=seed)
    return made


def test_several_files_have_a_report_each_and_a_summary(folder, files):
    ran = run("import", folder, *files)
    assert ran.code == 0, ran.err
    assert ran.out.count("导入完成") == 2
    assert "合计" in ran.out
    assert "800" in ran.out
    again = run("import", folder, *files, "--json")
    assert [(one["file"], one["accepted"], one["duplicate"]) for one in again.json] == [
        (str(file), 0, ROWS) for file in files
    ]


def test_a_refused_file_keeps_no_other_file_out(folder, files, tmp_path):
    strange = save(tmp_path / "strange.xlsx", [["这不是", "模板"], [1, 2]])
    ran = run("import", folder, files[0], strange, files[1], "--json")
    first, refused, last = ran.json
    assert (first["accepted"], last["accepted"]) == (ROWS, ROWS)
    assert refused["file"] == str(strange)
    assert set(refused["error"]) == {"code", "message"}
    assert ran.code == run("import", folder, strange).code != 0
    told = run("import", folder, files[0], strange)
    assert "未导入" in told.out


def degrees_of_own_design(path, *, marked=()):
    """Three people's courses as a school lists them itself; the credit of those in `marked` is none."""
    rows = [degree_row(person_at(at), 0) for at in range(3)]
    lines = [
        (name, number, course, "免修" if at in marked else credit, mark, day, kind)
        for at, (name, _, number, _, course, mark, credit, day, kind) in enumerate(rows)
    ]
    return save(path, [("学员", "身份证", "科目", "分值", "成绩", "结业日", "类别"), *lines])


def test_a_workbook_of_the_units_own_design_is_checked_and_imported_by_its_mapping_file(folder, tmp_path):
    own, mapping = degrees_of_own_design(tmp_path / "本校表.xlsx", marked=(1,)), tmp_path / "对照.toml"
    mapping.write_text(MAPPING, "utf-8")
    assert run("check", folder, own).code == 3
    checked = run("check", folder, own, "--mapping", mapping, "--json").json
    assert (checked["accepted"], checked["rejected"]) == (2, 1)
    ran = run("import", folder, own, "--mapping", mapping, "--json")
    assert ran.code == 1
    assert (ran.json["accepted"], ran.json["rejected"]) == (2, 1)
    assert ran.json["template"].startswith("degree-results@")
    assert [one["column"] for one in ran.json["errors"]] == ["分值"]
    # What comes back is in the school's own layout, to be corrected and read by the same file.
    workbook = load_workbook(ran.json["error_workbook"])
    sheet = workbook.worksheets[0]
    assert [cell.value for cell in sheet[1]][:3] == ["学员", "身份证", "科目"]
    sheet.cell(2, 4).value = "3"
    workbook.save(tmp_path / "corrected.xlsx")
    corrected = run("import", folder, tmp_path / "corrected.xlsx", "--mapping", mapping, "--json")
    assert (corrected.code, corrected.json["accepted"]) == (0, 1)


def test_a_wrong_mapping_file_is_told_and_nothing_is_filed(folder, tmp_path):
    own, mapping = degrees_of_own_design(tmp_path / "本校表.xlsx"), tmp_path / "对照.toml"
    mapping.write_text(MAPPING.replace("姓名", "名字"), "utf-8")
    for command in ("check", "import"):
        refused = run(command, folder, own, "--mapping", mapping)
        assert refused.code != 0
        assert "columns.名字" in refused.err
    assert run("imports", "list", folder, "--json").json["imports"] == []


def test_one_file_alone_is_one_object(folder, files):
    assert run("check", folder, files[0], "--json").json["accepted"] == ROWS


class Lines(Terminal):
    """A terminal whose remarks are kept."""

    def __init__(self, *, is_watched):
        super().__init__(as_json=False)
        self.language, self.lines, self._watched = "zh", [], is_watched

    @property
    def is_watched(self):
        return self._watched

    def remark(self, zh, en):
        self.lines.append((zh, en))


def told(progress_at, *, is_watched=False):
    terminal, now = Lines(is_watched=is_watched), SimpleNamespace(s=0.0)
    shown = ShownProgress(terminal, terminal.bar(), ("正在导入", "Importing"), 2, now=lambda: now.s)
    shown.begin("a.xlsx")
    for now.s, progress in progress_at:
        shown.tell(progress)
    return terminal, shown


def progress(done, expected=100_000):
    return ImportProgress(rows_expected=expected, rows_read=done, accepted=done - 3, duplicate=2, rejected=1)


def test_without_a_screen_a_line_every_few_seconds_says_how_far_it_is_and_how_long_it_takes():
    terminal, _ = told([(1.0, progress(5_000)), (LINE_EVERY_S, progress(20_000)), (LINE_EVERY_S + 1, progress(24_000))])
    assert terminal.lines == [
        (
            "正在导入 a.xlsx (1/2)：20,000 / 100,000 行，成功 19,997，重复 2，失败 1；每秒 4,000 行，约剩 0:20",
            (
                "Importing a.xlsx (1/2): 20,000 of 100,000 rows, 19,997 accepted, 2 duplicate, 1 rejected; "
                "4,000 rows/s, about 0:20 left"
            ),
        )
    ]


def test_before_the_first_row_a_line_promises_no_time():
    nothing = ImportProgress(rows_expected=0, rows_read=0, accepted=0, duplicate=0, rejected=0)
    terminal, _ = told([(LINE_EVERY_S, nothing)])
    assert "约剩" not in terminal.lines[0][0]


def test_on_a_screen_no_lines_run_through_the_bar():
    terminal, _ = told([(LINE_EVERY_S * 3, progress(20_000))], is_watched=True)
    assert terminal.lines == []


def test_what_was_filed_is_summed_over_the_files():
    _, shown = told([(1.0, progress(5_000))])
    shown.begin("b.xlsx")
    shown.tell(progress(1_003))
    assert shown.accepted == 4_997 + 1_000


def test_an_interrupted_import_says_what_it_filed_and_the_same_files_go_on_from_there(folder, tmp_path):
    accounts, file = tmp_path / "accounts.xlsx", tmp_path / "many.xlsx"
    write_accounts_workbook(accounts, rows=10)
    write_achievements_workbook(file, rows=MANY, learners=10)
    assert run("import", folder, accounts).code == 0
    words = ("import", folder, file, "--by", "user-number")
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **CHINESE},
    )
    while process.poll() is None and not committed_entries(folder):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    committed = committed_entries(folder)
    assert process.returncode == 130, errors
    assert 0 < committed < MANY, "the interruption came too late to show anything"
    assert f"已入库 {committed} 行" in errors
    again = run(*words, "--json").json
    assert (again["duplicate"], again["accepted"]) == (committed, MANY - committed)


def committed_entries(folder):
    with closing(sqlite3.connect(f"file:{folder / 'data' / 'node.db'}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT sum(size) FROM log").fetchone()[0] or 0

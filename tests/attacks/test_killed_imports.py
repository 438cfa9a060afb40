"""Shows that an import of several workbooks, killed at any moment, goes on when it is repeated: each row exactly once.

Real processes on a real database file: SIGKILL at every point of a commit (before, in the middle, between commit and
high-water mark, after), and at moments drawn at random. With `DELTABANK_SOAK=1` the workbooks hold 10⁶ rows together
(RELIABILITY 1, 27, 28). A run prints its seed; `DELTABANK_SEED` repeats one.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from federation.model.entry import parse_header
from samples.workbooks import write_accounts_workbook, write_achievements_workbook
from tests.support.command_line import run
from tests.support.killed_command import OF_ONE_CHANGE
from tests.support.repository import ROOT

IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
SEED = int(os.environ.get("DELTABANK_SEED", "20261121"))
FILES, ROWS, LEARNERS = (5, 200_000, 40_000) if IS_SOAK else (3, 5_000, 500)
RANDOM_KILLS = 40 if IS_SOAK else 4
KILLED = -signal.SIGKILL
ROW_NUMBER_BYTES = 4
FIRST_ROW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A branch with accounts, and the workbooks of achievements that are to be filed."""

    folder: Path
    files: tuple[Path, ...]

    @property
    def words(self) -> list[str]:
        """The command that files them all."""
        return ["import", str(self.folder), *map(str, self.files), "--by", "user-number", "--json"]

    def size(self) -> int:
        """How many rows are committed."""
        return int(self.query("SELECT sum(size) FROM log")[0][0] or 0)

    def query(self, text: str) -> list[tuple]:
        """Rows as they stand in the database."""
        database = self.folder / "data" / "node.db"
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return connection.execute(text).fetchall()


@pytest.fixture
def filing(tmp_path):
    folder = tmp_path / "32"
    assert run("init", folder, "--branch", "32", "--new-federation", "--listen-peers", "127.0.0.1:0").code == 0
    files = []
    for seed in range(1, FILES + 1):
        accounts = tmp_path / f"accounts-{seed}.xlsx"
        write_accounts_workbook(accounts, rows=LEARNERS, seed=seed)
        assert run("import", folder, accounts).code == 0
        files.append(tmp_path / f"achievements-{seed}.xlsx")
        write_achievements_workbook(files[-1], rows=ROWS, learners=LEARNERS, seed=seed)
    return Filing(folder=folder, files=tuple(files))


def started(filing, *wrapped):
    return subprocess.Popen(
        [sys.executable, "-m", *(wrapped or ["node.cli"]), *filing.words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def verify_each_row_once(filing, rows):
    """Every row of every file became one entry, and every entry is of one row."""
    assert filing.size() == rows
    headers = filing.query("SELECT header FROM entry")
    assert len({parse_header(header).achievement_id for (header,) in headers}) == len(headers) == rows
    assert filing.query("SELECT count(*) FROM private_part WHERE achievement_key IS NOT NULL") == [(rows,)]
    assert sum(count for _, count in counted(filing)) == rows
    report = run("log", "fsck", filing.folder, "--json").json
    assert report["findings"] == []
    assert filing.query("PRAGMA integrity_check") == [("ok",)]


def counted(filing):
    return filing.query("SELECT day, count FROM filing_count WHERE what = 'achievements'")


def traced_rows(filing):
    """How often each row of each file is named as an entry's source, and how many entries have one."""
    digests = {sha256(file.read_bytes()).digest(): file.name for file in filing.files}
    batches = filing.query(
        "SELECT file_digest, first_index, row_numbers FROM import_batch JOIN import_job USING (import_id)"
    )
    rows, indexes = Counter(), Counter()
    for digest, first, packed in batches:
        numbers = [packed[at : at + ROW_NUMBER_BYTES] for at in range(0, len(packed), ROW_NUMBER_BYTES)]
        rows.update((digests[digest], int.from_bytes(number, "big")) for number in numbers)
        indexes.update(range(first, first + len(numbers)))
    return rows, indexes


def verify_traces(filing, rows):
    found, indexes = traced_rows(filing)
    assert found == Counter((file.name, FIRST_ROW + at) for file in filing.files for at in range(ROWS))
    assert indexes == Counter(range(rows))


def finish(filing, rows):
    """Imports once more, undisturbed: what was committed is known, the rest comes."""
    before = filing.size()
    told = run(*filing.words).json
    assert [one["rows"] for one in told] == [ROWS] * FILES
    assert sum(one["duplicate"] for one in told) == before
    assert sum(one["accepted"] for one in told) == rows - before
    assert sum(one["rejected"] for one in told) == 0
    again = run(*filing.words).json
    assert [(one["accepted"], one["duplicate"]) for one in again] == [(0, ROWS)] * FILES


def test_imports_killed_at_each_point_of_a_commit_lose_and_double_no_row(filing):
    chance, rows = random.Random(SEED), FILES * ROWS
    batches = rows // 2_000
    for at, point in enumerate(OF_ONE_CHANGE):
        before = filing.size()
        # The first change begins the import; later ones file rows, and in every later run fewer are left.
        number = chance.randint(2, max(2, batches // len(OF_ONE_CHANGE)))
        process = started(filing, "tests.support.killed_command", point, str(number))
        process.communicate()
        assert process.returncode == KILLED, f"{point} {number} wasn't reached"
        assert before <= filing.size() <= rows, f"seed {SEED}, kill {at}"
        assert run("log", "head", filing.folder).code == 0
    finish(filing, rows)
    verify_each_row_once(filing, rows)
    verify_traces(filing, rows)


def test_imports_killed_at_random_moments_lose_and_double_no_row(filing):
    chance, rows = random.Random(SEED), FILES * ROWS
    print(f"seed {SEED}, {RANDOM_KILLS} kills, {rows} rows")
    killed = 0
    for left in range(RANDOM_KILLS, 0, -1):
        before = filing.size()
        process = started(filing)
        # So many rows more, and a moment: kills spread over the files, however fast this machine is.
        goal = min(rows - 1, before + chance.randint(0, 2 * (rows - before) // left))
        while process.poll() is None and filing.size() < goal:
            time.sleep(0.005)
        time.sleep(chance.uniform(0.0, 0.15))
        process.kill()
        out, _ = process.communicate()
        killed += process.returncode == KILLED
        assert before <= filing.size() <= rows
        assert out == "" or len(json.loads(out)) == FILES
    assert killed
    finish(filing, rows)
    verify_each_row_once(filing, rows)
    verify_traces(filing, rows)


def test_the_same_and_overlapping_files_at_once_in_two_processes_and_one_killed_file_each_row_once(filing):
    rows = FILES * ROWS
    part = filing.files[0].with_name("part.xlsx")
    # The first rows of the first file once more, in a file of its own.
    write_achievements_workbook(part, rows=ROWS // 2, learners=LEARNERS, seed=1)
    one = Filing(folder=filing.folder, files=(part, *filing.files))
    other = Filing(folder=filing.folder, files=(*reversed(filing.files), part))
    victim = started(filing)
    racers = [started(one), started(other)]
    while victim.poll() is None and filing.size() < ROWS // 2:
        time.sleep(0.005)
    victim.kill()
    victim.communicate()
    for racer in racers:
        told = json.loads(racer.communicate()[0])
        assert sum(report["rows"] for report in told) == rows + ROWS // 2
        assert sum(report["rejected"] for report in told) == 0
    finish(filing, rows)
    verify_each_row_once(filing, rows)

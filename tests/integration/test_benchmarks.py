"""That the benchmarks run and say all they are there to say; no time is asserted."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = {
    "import": 4,
    "sync": 3,
    "lookup": 3,
    "proof": 3,
    "catalogue": 1,
}


def test_every_line_is_measured_in_one_run(tmp_path):
    command = [sys.executable, "-m", "benchmarks", "--records", "200", "--rounds", "1", "--calls", "64", "--json"]
    run = subprocess.run([*command, "--folder", tmp_path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    assert answer["records"] == 200
    subjects = [line["subject"] for line in answer["lines"]]
    assert {subject: subjects.count(subject) for subject in subjects} == LINES
    assert all(line["value"] > 0 for line in answer["lines"])
    assert list(tmp_path.iterdir()) == []


def test_filling_is_measured_when_it_is_chosen(tmp_path):
    command = [sys.executable, "-m", "benchmarks", "--only", "fill", "--records", "400", "--rounds", "1", "--json"]
    run = subprocess.run([*command, "--folder", tmp_path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = json.loads(run.stdout)["lines"]
    assert [line["unit"] for line in lines] == ["rows/s", "×", "MiB", "MiB"]
    assert all(line["value"] > 0 for line in lines)


def test_an_unknown_subject_is_named_as_such():
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--only", "speed"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "import, sync, lookup, proof" in run.stderr

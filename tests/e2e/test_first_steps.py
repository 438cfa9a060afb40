"""Shows what a new user meets: the demonstration holds, and a branch made a moment ago works on its own."""

import json
import os
import signal
import subprocess
from contextlib import suppress

from samples.people import person_at
from tests.support.command_line import run
from tests.support.readme import OF_RUNNING_BRANCHES, make_clone, type_line, walkthroughs
from tests.support.served_federation import (
    LOOPBACK,
    PROGRAM,
    ROOT,
    SAMPLES,
    ServedBranch,
    await_that,
    command,
    free_port,
)

DEMO_S = 600
ANSWER_S = 30
STOP_S = 120


def test_the_demonstration_holds_and_its_branches_serve_whoever_goes_on_by_the_readme(tmp_path):
    clone = make_clone(tmp_path)
    process = subprocess.Popen(
        ["sh", "-c", "exec .venv/bin/deltabank demo --json --keep demo-data/four"],
        cwd=clone, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        learner = clone / "demo-data" / "four" / "learner.txt"
        await_that(lambda: learner.exists() or process.poll() is not None, DEMO_S)
        walked = {line: typed_until_it_holds(line, clone) for line in walkthroughs("README.md")[OF_RUNNING_BRANCHES]}
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=STOP_S)
    finally:
        process.kill()
    assert process.returncode == 0, out + err
    told = json.loads(out)
    assert told["failures"] == []
    assert told["held"] >= 15
    assert "Traceback" not in err
    assert {line: ran.stderr for line, ran in walked.items() if ran.returncode} == {}
    shown = [ran.stdout for line, ran in walked.items() if line.startswith("deltabank credit show")]
    assert "0.50" in shown[0]
    assert "valid" in walked[list(walked)[-1]].stdout or "有效" in walked[list(walked)[-1]].stdout


def typed_until_it_holds(line, clone):
    """As a user types it: again, where the other branch hasn't answered yet."""
    last = []

    def holds():
        last[:] = [type_line(line, clone)]
        return not last[0].returncode

    with suppress(AssertionError):
        await_that(holds, ANSWER_S)
    return last[0]


def test_a_branch_made_a_moment_ago_works_alone_from_an_empty_workbook_to_an_offline_proof(tmp_path):
    branch, number = ServedBranch(tmp_path / "32", "32"), person_at(7).document_number
    ports = ("--listen-peers", f"{LOOPBACK}:{free_port()}", "--listen-clients", f"{LOOPBACK}:{free_port()}")
    founded = branch.run("init", branch.folder, "--branch", "32", "--new-federation", *ports)
    listed = command("template", "--list")
    assert listed
    for one in listed:
        command("template", one["name"], "-o", tmp_path / f"{one['name']}.xlsx")
    assert branch.import_file(SAMPLES / "jiangsu-accounts.xlsx")["accepted"] == 121
    report = branch.import_file(SAMPLES / "jiangsu-achievements.xlsx", "--by", "document-number")
    assert report["accepted"] > 200
    # The rejected rows come back as a workbook that can be checked as it is.
    returned = run("check", branch.folder, report["error_workbook"], "--by", "document-number", "--json")
    assert (returned.code, returned.json["rows"]) == (1, report["rejected"])
    answer = branch.look_up(number)
    assert [(one["branch"], one["status"]) for one in answer["branches"]] == [("32", "fresh")]
    record = answer["achievements"][0]
    where = ("--origin", "32", "--index", record["index"], "--document", "-")
    branch.run("prove", branch.folder, *where, "-o", tmp_path / "record", stdin=number)
    branch.run("roster", "show", branch.folder, "--export", tmp_path / "trust.json")
    pinned = ("--roster", tmp_path / "trust.json", "--fingerprint", founded["fingerprint"])
    verified = command("verify", tmp_path / "record", *pinned)
    assert (verified["authentic"], verified["content"]["title"]) == (True, record["title"])
    branch.start()
    assert branch.run("doctor", branch.folder)["ok"] is True
    assert branch.stop() == 0
    assert branch.fsck()["entries"] == report["accepted"]


def test_a_demonstration_that_is_interrupted_cleans_up_and_ends_with_130(tmp_path):
    environment = {**os.environ, "DELTABANK_LANG": "zh", "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [*PROGRAM, "demo", "--once"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    while "── 1." not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.splitlines() == ["已中断，正在清理…", "已清理。"]
    assert not list(tmp_path.glob("deltabank-demo-*"))

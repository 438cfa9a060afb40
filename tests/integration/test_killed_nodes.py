"""Shows that each of four nodes, killed at random moments of import and sync, goes on by itself and loses nothing.

Real processes over real gRPC. In every round each branch imports a workbook that no branch has seen,
and at a moment drawn for it the importing command, the serving node or both are killed by SIGKILL.
Then they are started again with the same commands, and nothing else is done.

Two kills a node; with DELTABANK_SOAK=1 twenty (RELIABILITY 1 and 9). A run prints its seed;
DELTABANK_SEED repeats one.
"""

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest

from adapters.registry import template_named
from samples.people import person_at
from tests.support.served_federation import CODES, NOT_ALL_HELD, ServedFederation
from tests.support.workbooks import headers_of, save

pytestmark = pytest.mark.xdist_group("served-nodes")

IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
SEED = int(os.environ.get("DELTABANK_SEED", "20260311"))
KILLS = 20 if IS_SOAK else 2
# An import commits some 2,000 rows at a time: several commits, and a kill may fall between them.
ROWS = 6_500 if IS_SOAK else 4_500
TARGETS = ("import", "serve", "both")
ADAPTER = "declared:neutral"
HEADERS = headers_of(template_named("neutral-achievements"))


@dataclass(slots=True)
class Tally:
    """What happened, over all rounds and nodes."""

    kills: Counter[str] = field(default_factory=Counter)
    finished: int = 0
    cut_short: int = 0
    partly_committed: int = 0
    rows: int = 0


@dataclass(slots=True, kw_only=True)
class Strike:
    """One kill: of what, at which branch, how long after the imports began."""

    code: str
    target: str
    after_s: float


@dataclass(slots=True, kw_only=True)
class Importing:
    """One import under way: the command, and the own log's size before it."""

    process: subprocess.Popen[str]
    file: object
    size_before: int


@pytest.fixture
def federation(tmp_path, monkeypatch):
    # One template for all: what is imported isn't the point here.
    monkeypatch.setenv("DELTABANK_NODE__ADAPTER", ADAPTER)
    with ServedFederation(tmp_path) as made:
        yield made


def new_workbook(folder, code: str, turn: int):
    """Rows that no other workbook has; rows of one turn are about the same people in all four provinces."""
    rows = [
        [
            one.name,
            "居民身份证",
            one.document_number,
            f"第{turn}期培训",
            f"{code}社区学院",
            "20200615",
            8,
            8,
            "0.50",
            "",
        ]
        for one in (person_at(turn * ROWS + at) for at in range(ROWS))
    ]
    return save(folder / f"{code}-{turn}.xlsx", [HEADERS[: len(rows[0])], *rows])


def test_invariant_2_each_node_killed_in_import_and_sync_loses_nothing_and_needs_no_hand(federation, tmp_path):
    chance, tally = random.Random(SEED), Tally()
    print(f"seed {SEED}, {KILLS} kills a node, {ROWS} rows an import")
    longest_s = one_undisturbed_import(federation, tmp_path, tally)
    for turn in range(1, KILLS + 1):
        running = {code: start_import(federation, tmp_path, code, turn) for code in CODES}
        strikes = [
            Strike(code=code, target=chance.choice(TARGETS), after_s=chance.uniform(0.3, 1.4) * longest_s)
            for code in CODES
        ]
        strike_all(federation, running, strikes, tally)
        for code in CODES:
            account_for(federation, code, running[code], tally)
        federation.await_equal()
    entries = [branch.fsck()["entries"] for branch in federation.branches.values()]
    assert entries == [tally.rows] * len(CODES)
    assert federation["31"].size_of("31") == (KILLS + 1) * ROWS
    assert_nobody_is_blamed(federation)
    assert sum(tally.kills.values()) == KILLS * len(CODES)
    print(
        f"{sum(tally.kills.values())} kills {dict(tally.kills)}; imports that ended {tally.finished}, "
        f"cut short {tally.cut_short}, of them with part committed {tally.partly_committed}; "
        f"{tally.rows} entries at each of four nodes, each once"
    )


def one_undisturbed_import(federation: ServedFederation, folder, tally: Tally) -> float:
    """All four at once, as in every round; how long that takes on this machine."""
    started = time.monotonic()
    running = {code: start_import(federation, folder, code, 0) for code in CODES}
    for code, one in running.items():
        out, errors = one.process.communicate()
        assert json.loads(out)["accepted"] == ROWS, errors
        assert federation[code].size_of(code) == ROWS
        tally.rows += ROWS
    took = time.monotonic() - started
    print(f"four imports undisturbed: {took:.1f} s")
    federation.await_equal()
    return took


def start_import(federation: ServedFederation, folder, code: str, turn: int) -> Importing:
    branch = federation[code]
    file = new_workbook(folder, code, turn)
    process = branch.command("import", branch.folder, file)
    return Importing(process=process, file=file, size_before=branch.size_of(code))


def strike_all(
    federation: ServedFederation, running: dict[str, Importing], strikes: list[Strike], tally: Tally
) -> None:
    """Kills as drawn; a killed node is started again at once, while the others go on."""
    started = time.monotonic()
    for strike in sorted(strikes, key=lambda one: one.after_s):
        time.sleep(max(0.0, started + strike.after_s - time.monotonic()))
        if strike.target != "serve":
            running[strike.code].process.kill()
        if strike.target != "import":
            assert federation[strike.code].stop(signal.SIGKILL) == -signal.SIGKILL
            federation[strike.code].launch()
        tally.kills[strike.target] += 1
    for strike in strikes:
        if strike.target != "import":
            federation[strike.code].await_ready()


def account_for(federation: ServedFederation, code: str, one: Importing, tally: Tally) -> None:
    """What was acknowledged is there; the same file again brings the rest; every row is there once."""
    branch = federation[code]
    out, _ = one.process.communicate()
    committed = branch.size_of(code) - one.size_before
    assert 0 <= committed <= ROWS
    if one.process.returncode == 0:
        assert json.loads(out)["accepted"] == committed == ROWS
        tally.finished += 1
    else:
        assert one.process.returncode == -signal.SIGKILL
        assert out == "" or committed == ROWS
        tally.cut_short += 1
        tally.partly_committed += 0 < committed < ROWS
    again = branch.run("import", branch.folder, one.file, allowed=(0, NOT_ALL_HELD))
    assert (again["duplicate"], again["accepted"], again["rejected"]) == (committed, ROWS - committed, 0)
    assert branch.size_of(code) == one.size_before + ROWS
    tally.rows += ROWS


def assert_nobody_is_blamed(federation: ServedFederation) -> None:
    """A crash is nobody's fault: no log and no source is in quarantine, nobody is recovering."""
    for branch in federation.branches.values():
        report = branch.run("sync", "status", branch.folder)
        assert report["recovering"] is None
        assert all(one["quarantined_at"] is None for one in (*report["logs"], *report["sources"]))
        assert "Traceback" not in branch.log.read_text()

"""Shows that each of four nodes, killed at random moments of import and sync, goes on by itself and loses nothing.

Real processes over real gRPC. In every round each branch imports a workbook that no branch has seen,
and at a moment drawn for it the importing command, the serving node or both are killed by SIGKILL.
Then they are started again with the same commands, and nothing else is done.

One kill a node; with DELTABANK_SOAK=1 twenty (RELIABILITY 1 and 9). A run prints its seed;
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
from pathlib import Path

import pytest

from adapters.registry import template_named
from samples.people import person_at
from tests.support.served_federation import CODES, NOT_ALL_HELD, ServedFederation
from tests.support.workbooks import headers_of, save

IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
SEED = int(os.environ.get("DELTABANK_SEED", "20260311"))
KILLS = 20 if IS_SOAK else 1
# An import commits some 2,000 rows at a time: several commits, and a kill may fall between them.
ROWS = 6_500 if IS_SOAK else 2_500
TARGETS = ("import", "serve", "both")
ENDED, BEFORE_COMMIT, PARTLY, UNTOLD = "ended", "cut before a commit", "partly committed", "committed and not told"
ADAPTER = "declared:neutral"
HEADERS = headers_of(template_named("neutral-achievements"))


@dataclass(slots=True)
class Tally:
    """What happened, over all rounds and nodes."""

    kills: Counter[str] = field(default_factory=Counter)
    kills_of: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    rows: int = 0


@dataclass(slots=True, kw_only=True)
class Strike:
    """One kill: of what, at which branch, how long after the imports began."""

    code: str
    target: str
    after_s: float


@dataclass(slots=True, kw_only=True)
class Importing:
    """One import under way: the own log's size before it, and the command."""

    file: Path
    size_before: int
    process: subprocess.Popen[str]


@pytest.fixture
def federation(tmp_path, monkeypatch):
    # One template for all: what is imported isn't the point here.
    monkeypatch.setenv("DELTABANK_NODE__ADAPTER", ADAPTER)
    with ServedFederation(tmp_path) as made:
        yield made


def new_workbook(folder: Path, code: str, turn: int) -> Path:
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
    span_s = one_undisturbed_import(federation, tmp_path, tally)
    for turn in range(1, KILLS + 1):
        running = start_imports(federation, tmp_path, turn)
        strikes = [
            Strike(code=code, target=chance.choice(TARGETS), after_s=chance.uniform(0.2, 1.1) * span_s)
            for code in CODES
        ]
        strike_all(federation, running, strikes, tally)
        outcomes = [account_for(federation, code, running[code], tally) for code in CODES]
        # So that kills stay spread over the whole of an import, whatever else the machine does.
        span_s *= 1 + 0.1 * (outcomes.count(BEFORE_COMMIT) - outcomes.count(ENDED) / 2)
        federation.await_equal()
    entries = [branch.fsck()["entries"] for branch in federation.branches.values()]
    assert entries == [tally.rows] * len(CODES)
    assert federation["31"].size_of("31") == (KILLS + 1) * ROWS
    assert_nobody_is_blamed(federation)
    assert tally.kills_of == dict.fromkeys(CODES, KILLS)
    print(f"killed {dict(tally.kills)}; imports {dict(tally.outcomes)}; {tally.rows} entries, once, at each node")


def one_undisturbed_import(federation: ServedFederation, folder: Path, tally: Tally) -> float:
    """All four at once, as in every round; how long that takes on this machine."""
    running = start_imports(federation, folder, 0)
    started = time.monotonic()
    for code, one in running.items():
        out, errors = one.process.communicate()
        assert json.loads(out)["accepted"] == ROWS, errors
        assert federation[code].size_of(code) == ROWS
        tally.rows += ROWS
    took = time.monotonic() - started
    print(f"four imports undisturbed: {took:.1f} s")
    federation.await_equal()
    return took


def start_imports(federation: ServedFederation, folder: Path, turn: int) -> dict[str, Importing]:
    """An import at every branch, all begun at the same time."""
    files = {code: new_workbook(folder, code, turn) for code in CODES}
    return {
        code: Importing(
            file=file,
            size_before=branch.size_of(code),
            process=branch.command("import", branch.folder, file),
        )
        for (code, file), branch in zip(files.items(), federation.branches.values(), strict=True)
    }


def strike_all(
    federation: ServedFederation, running: dict[str, Importing], strikes: list[Strike], tally: Tally
) -> None:
    """Kills as drawn; a killed node is started again at once, while the others go on."""
    started = time.monotonic()
    for strike in sorted(strikes, key=lambda one: one.after_s):
        time.sleep(max(0.0, started + strike.after_s - time.monotonic()))
        importing = running[strike.code].process
        if importing.poll() is not None:
            strike.target = "serve"
        if strike.target != "serve":
            importing.kill()
        if strike.target != "import":
            assert federation[strike.code].stop(signal.SIGKILL) == -signal.SIGKILL
            federation[strike.code].launch()
        tally.kills[strike.target] += 1
        tally.kills_of[strike.code] += 1
    for strike in strikes:
        if strike.target != "import":
            federation[strike.code].await_ready()


def account_for(federation: ServedFederation, code: str, one: Importing, tally: Tally) -> str:
    """What was acknowledged is there; the same file again brings the rest; every row is there once.

    Returns:
        How far the import had come.
    """
    branch = federation[code]
    out, _ = one.process.communicate()
    committed = branch.size_of(code) - one.size_before
    assert 0 <= committed <= ROWS
    if one.process.returncode == 0:
        assert json.loads(out)["accepted"] == committed == ROWS
        outcome = ENDED
    else:
        assert one.process.returncode == -signal.SIGKILL
        assert out == "" or committed == ROWS
        outcome = BEFORE_COMMIT if committed == 0 else PARTLY if committed < ROWS else UNTOLD
    again = branch.run("import", branch.folder, one.file, allowed=(0, NOT_ALL_HELD))
    assert (again["duplicate"], again["accepted"], again["rejected"]) == (committed, ROWS - committed, 0)
    assert branch.size_of(code) == one.size_before + ROWS
    tally.rows += ROWS
    tally.outcomes[outcome] += 1
    return outcome


def assert_nobody_is_blamed(federation: ServedFederation) -> None:
    """A crash is nobody's fault: no log and no source is in quarantine, nobody is recovering."""
    for branch in federation.branches.values():
        report = branch.run("sync", "status", branch.folder)
        assert report["recovering"] is None
        assert all(one["quarantined_at"] is None for one in (*report["logs"], *report["sources"]))
        assert "Traceback" not in branch.log.read_text()

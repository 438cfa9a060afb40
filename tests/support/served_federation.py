"""A federation of served nodes, a process each, made and asked with the real commands.

The nodes are processes that can be killed. Commands run in this process, which is another one
than the node's and saves Python's start, unless a test wants to kill the command itself.
"""

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Any, Self

from tests.support.command_line import Ran, run

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
PROGRAM = (sys.executable, "-m", "node.cli")
DYING_PROGRAM = (sys.executable, "-m", "tests.support.killed_command")
CODES = ("31", "32", "33", "34")
FOUNDER = "32"
# The samples of branch 33 are workbooks of the neutral template.
SAMPLE_ADAPTERS = {"33": "declared:neutral"}
LOOPBACK = "127.0.0.1"
# Rounds and renewals come often, so that tests wait little.
OFTEN = {"DELTABANK_SYNC__INTERVAL_S": "2", "DELTABANK_SYNC__RENEW_S": "5", "DELTABANK_LANG": "zh"}
PATIENCE_S = 60.0
Heads = dict[str, tuple[int, str]]
DONE, NOT_ALL_HELD = 0, 1


class ServedBranch:
    """One branch's folder, and `deltabank serve` of it as a process. It may be started again and again."""

    def __init__(self, folder: Path, code: str) -> None:
        self.folder = folder
        self.code = code
        self.ports: dict[str, int] = {}
        self._process: subprocess.Popen[str] | None = None

    @property
    def log(self) -> Path:
        """What the process wrote to standard error, over all starts."""
        return self.folder / "state" / "serve.log"

    @property
    def database(self) -> Path:
        return self.folder / "data" / "node.db"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, **environment: str) -> Self:
        """Starts it and returns once both ports are bound."""
        self.launch(**environment)
        return self.await_ready()

    def launch(self, *, dying_at: tuple[str, int] | None = None, **environment: str) -> Self:
        """Starts it and returns at once; `dying_at` is where it kills itself, as `killed_command` takes it."""
        program = PROGRAM if dying_at is None else (*DYING_PROGRAM, *map(str, dying_at))
        errors = self.log.open("a")
        words = ("serve", self.folder, "--json")
        self._process = self._popen(*words, errors=errors, environment=environment, program=program)
        return self

    def await_ready(self) -> Self:
        """Returns once both ports are bound."""
        assert self._process is not None
        assert self._process.stdout is not None
        lines: list[str] = []
        while not lines or lines[-1] != "}\n":
            line = self._process.stdout.readline()
            assert line, f"serve {self.code} ended: {''.join(lines)}{self.log.read_text()[-2_000:]}"
            lines.append(line)
        self.ports = json.loads("".join(lines))
        return self

    def stop(self, number: int = signal.SIGTERM) -> int | None:
        """Sends a signal and waits for the end; the exit code, None if it didn't run."""
        if self._process is None:
            return None
        self._process.send_signal(number)
        return self.await_end()

    def send(self, number: int) -> None:
        """Sends a signal and returns at once."""
        assert self._process is not None
        self._process.send_signal(number)

    def await_end(self, patience_s: float = PATIENCE_S) -> int:
        """The exit code, once the process has ended."""
        process, self._process = self._process, None
        assert process is not None
        code = process.wait(patience_s)
        assert process.stdout is not None
        process.stdout.close()
        return code

    def command(self, *words: object) -> subprocess.Popen[str]:
        """`deltabank WORDS --json` as a process of its own, for tests that kill it."""
        return self._popen(*words, "--json", errors=subprocess.PIPE)

    def run(self, *words: object, allowed: Sequence[int] = (DONE,), stdin: str = "") -> Any:
        """What `deltabank WORDS --json` prints; its exit code must be an allowed one."""
        return checked(run(*words, "--json", stdin=stdin.encode()), words, allowed)

    def heads(self) -> Heads:
        """Size and root of each log held here."""
        return {one["branch"]: (one["size"], one["root"]) for one in self.run("log", "head", self.folder)}

    def size_of(self, code: str) -> int:
        """Committed size of a log as it stands in the database, read beside the node."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT size FROM log WHERE branch = ?", (code,)).fetchone()
        return 0 if row is None else int(row[0])

    def import_file(self, file: Path, *options: object) -> Any:
        """The report of `deltabank import`; every row must have gone somewhere."""
        words = ("import", self.folder, file, *options, "--as", "张主任")
        report = self.run(*words, allowed=(DONE, NOT_ALL_HELD))
        assert report["rows"] == report["accepted"] + report["duplicate"] + report["rejected"]
        return report

    def look_up(self, number: str) -> Any:
        """The answer of `deltabank lookup`."""
        words = ("--document", "-", "--purpose", "本人查询", "--basis", "self", "--as", "窗口")
        return self.run("lookup", self.folder, *words, stdin=number)

    def fsck(self) -> Any:
        """The report of `deltabank log fsck`, which must be without findings."""
        report = self.run("log", "fsck", self.folder)
        assert report["findings"] == []
        assert report["withheld"] == 0
        return report

    def _popen(
        self,
        *words: object,
        errors: IO[str] | int,
        environment: Mapping[str, str] | None = None,
        program: Sequence[str] = PROGRAM,
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*program, *(str(word) for word in words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=ROOT,
            env={**os.environ, **OFTEN, **(environment or {})},
        )
        if not isinstance(errors, int):
            errors.close()
        return process


class ServedFederation:
    """Branches, four if nothing else is said, founded, invited and rostered by the commands that agencies would use."""

    def __init__(
        self,
        base: Path,
        announced: Mapping[str, str] | None = None,
        *,
        codes: Sequence[str] = CODES,
        adapters: Mapping[str, str] = SAMPLE_ADAPTERS,
    ) -> None:
        """Makes the folders; nothing serves yet.

        Args:
            base: an empty folder.
            announced: the address by which a branch is known to the others, where that isn't its own.
            codes: which branches, `FOUNDER` among them.
            adapters: of branches that don't take the usual one.
        """
        self.base = base
        self.codes = tuple(codes)
        self._adapters = adapters
        self.branches = {code: ServedBranch(base / code, code) for code in self.codes}
        founded = self._init(FOUNDER, announced or {}, "--new-federation")
        self.fingerprint: str = founded["fingerprint"]
        self.federation_id: str = founded["federation_id"]
        for code in self.codes:
            if code != FOUNDER:
                invitation = base / f"invitation-{code}.json"
                command("roster", "invite", self[FOUNDER].folder, "--branch", code, "-o", invitation)
                self._init(code, announced or {}, "--invite", invitation)
        proposal = base / "roster-2.json"
        requests = [part for code in self.codes if code != FOUNDER for part in ("--add", self[code].folder / REQUEST)]
        command("roster", "propose", self[FOUNDER].folder, *requests, "-o", proposal)
        for code in self.codes:
            command("roster", "sign", self[code].folder, proposal)
        for code in self.codes:
            command("roster", "apply", self[code].folder, proposal)
        self.trust_file = base / "trust.json"
        command("roster", "show", self[FOUNDER].folder, "--export", self.trust_file)

    def __getitem__(self, code: str) -> ServedBranch:
        return self.branches[code]

    def __enter__(self) -> Self:
        for branch in self.branches.values():
            branch.launch()
        for branch in self.branches.values():
            branch.await_ready()
        return self

    def __exit__(self, *exc_info: object) -> None:
        for branch in self.branches.values():
            branch.stop(signal.SIGKILL)

    def await_equal(self) -> dict[str, Heads]:
        """Waits until all nodes hold the same logs; what each of them holds."""
        await_that(lambda: len({tuple(map(one.size_of, self.codes)) for one in self.branches.values()}) == 1)
        heads = {code: branch.heads() for code, branch in self.branches.items()}
        assert all(one == heads[FOUNDER] for one in heads.values()), heads
        assert set(heads[FOUNDER]) == set(self.codes)
        return heads

    def _init(self, code: str, announced: Mapping[str, str], *how: object) -> Any:
        peers, clients = (f"{LOOPBACK}:{free_port()}" for _ in range(2))
        listen = ("--listen-peers", peers, "--listen-clients", clients, "--announce", announced.get(code, peers))
        adapter = ("--adapter", self._adapters[code]) if code in self._adapters else ()
        return command("init", self[code].folder, "--branch", code, *how, *adapter, *listen)


REQUEST = "join-request.json"


def command(*words: object) -> Any:
    """What `deltabank WORDS --json` prints; it must succeed."""
    return checked(run(*words, "--json"), words, (DONE,))


def checked(ran: Ran, words: Sequence[object], allowed: Sequence[int]) -> Any:
    """The value that a command printed, if its exit code is an allowed one."""
    assert ran.code in allowed, f"deltabank {' '.join(map(str, words))}: exit {ran.code}: {ran.err}{ran.out}"
    return json.loads(ran.out) if ran.out.strip() else None


def await_that(holds: Callable[[], bool], patience_s: float = PATIENCE_S) -> float:
    """Waits until something holds; the seconds that it took."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < patience_s, "didn't come to hold"
        time.sleep(0.02)
    return time.monotonic() - started


def free_port() -> int:
    """A port that nothing listens on, below the range that the kernel gives to outgoing connections."""
    while True:
        port = random.randrange(12_000, 30_000)
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind((LOOPBACK, port))
            return port

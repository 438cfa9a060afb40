"""Running `deltabank` itself as other people would: a process a command, JSON read back."""

import asyncio
import json
import os
import shlex
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = (sys.executable, "-m", "node.cli")
READY_S = 60.0
STOP_S = 15.0


def program_words() -> str:
    """How the program that runs now is called from another terminal, as words of a shell."""
    called = Path(sys.argv[0])
    if called.name == "deltabank" and called.is_file():
        return shlex.quote(str(called.resolve()))
    return shlex.join(PROGRAM)


class DemoFailure(Exception):
    """A command that had to work didn't."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended: its exit code, what it printed, how long it took."""

    code: int
    value: Any
    said: str
    seconds: float


async def run(*arguments: object, allowed: Sequence[int] = (0,), typed: str = "") -> Outcome:
    """Runs one command with ``--json``.

    Args:
        arguments: as on a command line.
        allowed: exit codes that are in order.
        typed: what it reads from standard input.

    Raises:
        DemoFailure: it ended with another code.
    """
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *PROGRAM,
        *(str(one) for one in arguments),
        "--json",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await process.communicate(typed.encode())
    except asyncio.CancelledError:
        # It would go on writing into a folder that is being removed.
        if process.returncode is None:
            process.kill()
        await process.wait()
        raise
    code = process.returncode or 0
    said = err.decode(errors="replace").strip()
    if code not in allowed:
        words = " ".join(str(one) for one in arguments)
        raise DemoFailure(f"deltabank {words}: exit {code}\n{said or out.decode(errors='replace')}")
    return Outcome(
        code=code, value=json.loads(out) if out.strip() else None, said=said, seconds=time.perf_counter() - started
    )


class ServingBranch:
    """`deltabank serve` of one folder, as a process of its own."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder = folder
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self.ports: dict[str, int] = {}

    @property
    def pid(self) -> int:
        """The process id."""
        return 0 if self._process is None else self._process.pid

    async def start(self) -> float:
        """Starts it; returns after how many seconds it was ready.

        Raises:
            DemoFailure: it ended, or wasn't ready in a minute.
        """
        started = time.perf_counter()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *PROGRAM,
                "serve",
                str(self.folder),
                "--json",
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                # A Ctrl-C in the terminal is for the demo, which then stops its branches.
                start_new_session=True,
            )
        try:
            async with asyncio.timeout(READY_S):
                self.ports = json.loads(await self._read_object())
        except (TimeoutError, ValueError) as error:
            raise DemoFailure(
                f"deltabank serve {self.folder}: {self._log.read_text(errors='replace')[-2000:]}"
            ) from error
        return time.perf_counter() - started

    async def stop(self, number: int = signal.SIGTERM) -> None:
        """Stops it: by SIGTERM, it drains; by SIGKILL, as a power cut would."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        os.kill(process.pid, number)
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _read_object(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        lines: list[str] = []
        while not lines or lines[-1].rstrip() != "}":
            line = await self._process.stdout.readline()
            if not line:
                break
            lines.append(line.decode())
        return "".join(lines)

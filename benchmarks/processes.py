"""Running steps: each in a fresh process, its figures read from its last line of output."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.figures import StepFailed

ROOT = Path(__file__).resolve().parents[1]
STOP_S = 20.0
# The limit on looking people up is there to be reached by nobody who measures how fast it goes.
ENVIRONMENT = {"DELTABANK_LOOKUP__PER_MINUTE": "1000000000", "DELTABANK_LOGGING__LEVEL": "error"}


def run_step(name: str, **settings: Any) -> dict[str, Any]:
    """The figures of one step, run to its end.

    Args:
        name: of a module in `benchmarks.steps`.
        settings: what it is told; paths as text.

    Raises:
        StepFailed: it ended with an error; its error output is the reason.
    """
    ended = subprocess.run(
        _command(name, settings), cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False
    )
    if ended.returncode != 0:
        raise StepFailed(name, ended.stderr)
    return _last_line(name, ended.stdout)


@contextmanager
def serving_step(name: str, **settings: Any) -> Iterator[dict[str, Any]]:
    """A step that serves while the block runs; yields what it printed once it was ready.

    Raises:
        StepFailed: it ended before it was ready.
    """
    process = subprocess.Popen(
        _command(name, settings), cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        ready = process.stdout.readline()
        if not ready:
            raise StepFailed(name, "ended before it was ready")
        yield _last_line(name, ready)
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def settings_of(argv: list[str]) -> dict[str, Any]:
    """In a step: its settings."""
    settings: dict[str, Any] = json.loads(argv[1])
    return settings


def print_figures(**figures: Any) -> None:
    """In a step: hands its figures over."""
    print(json.dumps(figures), flush=True)


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds until now."""
        return time.perf_counter() - self._start


def _command(name: str, settings: Mapping[str, Any]) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.steps.{name}", json.dumps(settings, default=str)]


def _environment() -> dict[str, str]:
    return {**os.environ, **ENVIRONMENT}


def _last_line(name: str, output: str) -> dict[str, Any]:
    lines = output.strip().splitlines()
    if not lines:
        raise StepFailed(name, "printed nothing")
    figures: dict[str, Any] = json.loads(lines[-1])
    return figures

"""How long each part of a run takes and how much memory it holds, said while it goes on."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peak_memory import ChildrenPeak, peak_mib


@dataclass(slots=True, kw_only=True)
class Phase:
    """One part; memory in MiB, peaks within the part (of this process, where the system lets it be reset).

    Attributes:
        cpu_s: seconds of processor, of this process and of the children that ended meanwhile.
    """

    name: str
    unit: str
    amount: int = 0
    seconds: float = 0.0
    cpu_s: float = 0.0
    node_mib: float = 0.0
    child_mib: float = 0.0

    def done(self, amount: int = 1) -> None:
        """Counts what was done."""
        self.amount += amount


class Meter:
    """All parts of a run, in order."""

    def __init__(self, say: Callable[[str], None] = print) -> None:
        self.phases: list[Phase] = []
        self.say = say

    @contextmanager
    def phase(self, name: str, unit: str) -> Iterator[Phase]:
        """Measures what its block does, and says it."""
        phase = Phase(name=name, unit=unit)
        _forget_peak()
        started, cpu = time.perf_counter(), _cpu_s()
        with ChildrenPeak(0.1) as children:
            yield phase
        phase.seconds, phase.cpu_s = time.perf_counter() - started, _cpu_s() - cpu
        phase.node_mib, phase.child_mib = peak_mib(), children.mib
        self.phases.append(phase)
        self.say(self.line(phase))

    def line(self, phase: Phase) -> str:
        """One part in a line."""
        rate = phase.amount / phase.seconds if phase.seconds else 0.0
        return (
            f"{phase.name:<28}{phase.amount:>9,} {phase.unit:<10}{phase.seconds:>9.1f} s"
            f"{phase.cpu_s:>9.1f} s cpu{rate:>8,.0f} /s{phase.node_mib:>8,.0f} MiB{phase.child_mib:>8,.0f} MiB a child"
        )

    def total(self) -> str:
        """The whole run in a line."""
        seconds, cpu = sum(one.seconds for one in self.phases), sum(one.cpu_s for one in self.phases)
        node = max((one.node_mib for one in self.phases), default=0.0)
        child = max((one.child_mib for one in self.phases), default=0.0)
        return (
            f"{'all':<28}{'':>20}{seconds:>9.1f} s{cpu:>9.1f} s cpu{'':>11}{node:>8,.0f} MiB{child:>8,.0f} MiB a child"
        )


def _cpu_s() -> float:
    return sum(os.times()[:4])


def _forget_peak() -> None:
    """Lets the system count this process's peak anew; where it doesn't, peaks are those since the start."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return

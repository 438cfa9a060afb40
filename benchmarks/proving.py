"""Lines about handing out one record with its proof."""

from math import ceil, log
from pathlib import Path

from benchmarks.figures import Line, Subject
from benchmarks.processes import run_step

PROOFS = 100
TILE_WIDTH = 256


def measure_proof(issuing: Path, records: int) -> list[Line]:
    """Proves random records of the log at `issuing`."""
    found = run_step("proof", folder=issuing, rounds=PROOFS)
    levels = max(1, ceil(log(max(records, 2), TILE_WIDTH)))
    return [
        Line(
            subject=Subject.PROOF,
            name="one record as a portable file, recorded",
            value=found["prove_ms"],
            unit="ms",
            goal=5.0,
            less_is_better=True,
        ),
        Line(
            subject=Subject.PROOF,
            name="its inclusion proof alone",
            value=found["inclusion_ms"],
            unit="ms",
            less_is_better=True,
        ),
        Line(
            subject=Subject.PROOF,
            name="tiles read for it (at most two a level)",
            value=found["tiles"],
            unit="tiles",
            must=2.0 * levels,
            less_is_better=True,
        ),
    ]

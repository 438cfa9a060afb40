"""Lines about lookup over gRPC, against an empty call to the same server."""

from pathlib import Path

from benchmarks.figures import Line, Subject, per_second
from benchmarks.filling import FEW, MANY
from benchmarks.processes import run_step, serving_step

IN_FLIGHT = 32
CALLS = 3_000


def measure_lookup(issuing: Path, records: int, rounds: int, calls: int) -> list[Line]:
    """Looks people up in the store of `records` records at `issuing`, from a client in another process."""
    with serving_step("branch_server", folder=issuing) as ports:
        found = run_step(
            "lookup_client",
            folder=issuing,
            port=ports["clients"],
            records=records,
            calls=calls,
            in_flight=IN_FLIGHT,
            rounds=rounds,
        )
    empty = per_second(calls, found["empty_s"])
    return [
        Line(
            subject=Subject.LOOKUP,
            name=f"lookup of a person with {FEW} record ÷ empty call",
            value=found["empty_s"] / found["few_s"],
            floor=empty,
            product=per_second(calls, found["few_s"]),
            must=0.5,
            goal=0.6,
        ),
        Line(
            subject=Subject.LOOKUP,
            name=f"lookup of a person with {MANY} records ÷ empty call",
            value=found["empty_s"] / found["many_s"],
            floor=empty,
            product=per_second(calls, found["many_s"]),
        ),
        Line(subject=Subject.LOOKUP, name="one lookup alone, answered", value=found["alone_ms"], unit="ms"),
    ]

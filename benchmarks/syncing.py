"""Lines about synchronisation: a fresh node pulls a whole log from a peer in another process."""

from pathlib import Path

from benchmarks.federation_folders import ISSUING, KeptState
from benchmarks.figures import Line, Subject, interleaved, median_of, most_of, per_second
from benchmarks.processes import run_step, serving_step

NODE_MIB = 400
SIGNATURES = 2_000


def measure_sync(base: Path, issuing: Path, pulling: Path, records: int, rounds: int) -> list[Line]:
    """Pulls the `records` entries of the branch at `issuing` into the empty one at `pulling` once a round."""
    before = KeptState(pulling, base / "before-sync")
    database = base / "raw.db"

    def product() -> dict[str, float]:
        before.restore()
        figures = run_step("sync_product", folder=pulling)
        if figures["entries"] != records:
            raise ValueError(f"{figures['entries']} of {records} entries came")
        return figures

    with (
        serving_step("branch_server", folder=issuing),
        serving_step("raw_server", folder=issuing, database=issuing / "data" / "node.db") as raw,
    ):

        def floor() -> dict[str, float]:
            for left in base.glob("raw.db*"):
                left.unlink()
            return run_step("sync_raw", folder=pulling, source=ISSUING, port=raw["port"], database=database)

        found = interleaved(
            rounds,
            {
                "raw": floor,
                "product": product,
                "signatures": lambda: run_step("sync_signatures", count=min(records, SIGNATURES)),
            },
        )
    raw_s, product_s = median_of(found["raw"], "seconds"), median_of(found["product"], "seconds")
    signature_s = records * median_of(found["signatures"], "seconds") / min(records, SIGNATURES)
    return [
        Line(
            subject=Subject.SYNC,
            name="sync, verified and stored ÷ raw gRPC stream + raw insert",
            value=raw_s / product_s,
            floor=per_second(records, raw_s),
            product=per_second(records, product_s),
            must=0.5,
            goal=0.7,
        ),
        Line(
            subject=Subject.SYNC,
            name="sync ÷ merely verifying one signature a record",
            value=signature_s / product_s,
            floor=per_second(records, signature_s),
            product=per_second(records, product_s),
            must=10.0,
        ),
        Line(
            subject=Subject.SYNC,
            name="memory of the node that pulls",
            value=most_of(found["product"], "node_mib"),
            unit="MiB",
            must=NODE_MIB,
            less_is_better=True,
        ),
    ]

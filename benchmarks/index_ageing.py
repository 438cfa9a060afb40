"""How the record tables age: raw SQLite inserts, by index layout, up to 10^7 records.

Two rows a record (the Merkle leaf, the private part), inserted in sorted
batches as the product does, under the pragmas of the product. The layouts
differ only in the one index with random keys:

* ``none``  - no random index: the floor;
* ``blob``  - (subject token 16 bytes, achievement id 16 bytes);
* ``int64`` - (first 8 bytes of each, as signed integers), the product's choice.

Run:  python -m benchmarks.index_ageing --records 10000000 --layout int64
"""

import argparse
import json
import os
import sqlite3
import tempfile
import time
from pathlib import Path

BATCH = 10_000
HEADER_BYTES = 110
PRIVATE_BYTES = 330
KEYS = {
    "none": ("", ""),
    "blob": (", token BLOB, achievement BLOB", "CREATE INDEX by_subject ON private_part (token, achievement)"),
    "int64": (", token INTEGER, achievement INTEGER", "CREATE INDEX by_subject ON private_part (token, achievement)"),
}


def key_of(layout: str, raw: bytes) -> tuple[bytes, bytes] | tuple[int, int] | tuple[()]:
    """The indexed columns of one record, drawn from 32 random bytes."""
    if layout == "none":
        return ()
    token, achievement = raw[:16], raw[16:]
    if layout == "blob":
        return token, achievement
    return int.from_bytes(token[:8], "big", signed=True), int.from_bytes(achievement[:8], "big", signed=True)


def measure(path: Path, layout: str, records: int, report_every: int) -> list[dict[str, float]]:
    """Inserts `records` records; returns one row of figures per `report_every`."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-262144", "secure_delete=ON"):
        db.execute(f"PRAGMA {pragma}")
    columns, index = KEYS[layout]
    db.execute("CREATE TABLE entry (position INTEGER PRIMARY KEY, header BLOB NOT NULL)")
    db.execute(f"CREATE TABLE private_part (position INTEGER PRIMARY KEY, body BLOB NOT NULL{columns})")
    if index:
        db.execute(index)
    marks = ",".join("?" * (2 + (2 if columns else 0)))
    header, body = os.urandom(HEADER_BYTES), os.urandom(PRIVATE_BYTES)
    figures: list[dict[str, float]] = []
    spent, position = 0.0, 0
    window = 0.0
    while position < records:
        raws = sorted(os.urandom(32) for _ in range(BATCH))
        leaves = [(position + i, header) for i in range(BATCH)]
        parts = [(position + i, body, *key_of(layout, raw)) for i, raw in enumerate(raws)]
        start = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT INTO entry VALUES (?,?)", leaves)
        db.executemany(f"INSERT INTO private_part VALUES ({marks})", parts)
        db.execute("COMMIT")
        took = time.perf_counter() - start
        spent, window, position = spent + took, window + took, position + BATCH
        if position % report_every == 0:
            probe = look_up(db, layout, raws)
            figures.append(
                {
                    "records": position,
                    "records_per_s": report_every / window,
                    "lookup_us": probe * 1e6,
                    "bytes": path.stat().st_size,
                }
            )
            print(json.dumps({"layout": layout, **figures[-1]}), flush=True)
            window = 0.0
    db.close()
    return figures


def look_up(db: sqlite3.Connection, layout: str, raws: list[bytes]) -> float:
    """Mean seconds of one indexed read by subject token, over 1,000 of `raws`."""
    if layout == "none":
        return 0.0
    start = time.perf_counter()
    for raw in raws[::10]:
        db.execute("SELECT position, body FROM private_part WHERE token = ?", key_of(layout, raw)[:1]).fetchall()
    return (time.perf_counter() - start) / len(raws[::10])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--layout", choices=sorted(KEYS), default="int64")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder) / "ageing.db", args.layout, args.records, max(BATCH, args.records // 10))


if __name__ == "__main__":
    main()

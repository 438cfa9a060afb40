"""Another floor of import: the bare pipeline, one process, raw sqlite3, nothing sealed or signed.

Parse (calamine), check (number, date), HMAC (subject token, achievement id), hash (leaves and
their tree), insert (two tables and one index, synced commits of 2,000 rows).
"""

import hmac
import re
import sqlite3
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.processes import Stopwatch, print_figures, settings_of
from benchmarks.raw_tables import INSERT_ENTRY, INSERT_PART, create_raw_tables, open_raw
from federation.model.document import check_character
from federation.tlog.right_edge import RightEdge
from node.storage.positions import index_key

NUMBER = re.compile(r"[0-9]{17}[0-9X]")
BATCH = 2_000
KEY = bytes(32)


def run(files: list[str], path: Path) -> None:
    """Takes in all files; each row is two rows and a leaf."""
    rows = 0
    watch = Stopwatch()
    db = open_raw(path)
    create_raw_tables(db)
    edge = RightEdge()
    for file in files:
        sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0)
        batch: list[list[object]] = []
        for row in sheet.iter_rows():
            batch.append(list(row))
            if len(batch) == BATCH:
                rows += take_in(db, edge, batch, rows)
                batch = []
        if batch:
            rows += take_in(db, edge, batch, rows)
    print_figures(rows=rows, seconds=watch.seconds)
    db.close()


def take_in(db: sqlite3.Connection, edge: RightEdge, batch: list[list[object]], start: int) -> int:
    """Checks, keys, hashes and inserts one batch; returns how many rows were right."""
    records = sorted(keyed(row) for row in batch if is_right(row))
    entries, parts, leaves = [], [], []
    for place, (token, identity, body) in enumerate(records, start):
        header = identity + sha256(body).digest()
        entries.append((place, header))
        parts.append((place, body, index_key(token), index_key(identity)))
        leaves.append(sha256(b"\x00" + header).digest())
    edge.append(leaves)
    edge.root()
    db.execute("BEGIN IMMEDIATE")
    db.executemany(INSERT_ENTRY, entries)
    db.executemany(INSERT_PART, parts)
    db.execute("COMMIT")
    return len(records)


def is_right(row: list[object]) -> bool:
    """Whether number and date can be right."""
    number, on = str(row[2]), str(row[4])
    if not NUMBER.fullmatch(number) or check_character(number[:17]) != number[17]:
        return False
    try:
        date(int(on[:4]), int(on[4:6]), int(on[6:]))
    except ValueError:
        return False
    return True


def keyed(row: list[object]) -> tuple[bytes, bytes, bytes]:
    """Token, identity and body of one row."""
    number = str(row[2]).encode()
    body = "\x1f".join(map(str, row)).encode()
    token = hmac.digest(KEY, number, "sha256")[:16]
    return token, hmac.digest(KEY, body, "sha256")[:16], token + body


if __name__ == "__main__":
    chosen = settings_of(sys.argv)
    run(chosen["files"], Path(chosen["database"]))

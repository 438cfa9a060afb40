"""The floor's store: raw sqlite3 with the product's pragmas, the same two tables, the same one index."""

import sqlite3
from pathlib import Path

INSERT_ENTRY = "INSERT INTO entry VALUES (?,?)"
INSERT_PART = "INSERT INTO private_part VALUES (?,?,?,?)"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "cache_size=-65536")


def open_raw(path: Path) -> sqlite3.Connection:
    """A connection that begins and commits only when told to."""
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    return db


def create_raw_tables(db: sqlite3.Connection) -> None:
    """Makes the tables and the index."""
    db.execute("CREATE TABLE entry (position INTEGER PRIMARY KEY, header BLOB NOT NULL)")
    db.execute(
        "CREATE TABLE private_part (position INTEGER PRIMARY KEY, body BLOB NOT NULL,"
        " subject_key INTEGER NOT NULL, achievement_key INTEGER)"
    )
    db.execute("CREATE INDEX private_part_by_subject ON private_part (subject_key, achievement_key)")

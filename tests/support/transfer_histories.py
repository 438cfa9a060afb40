"""Recorded histories of transfers: logs as bytes, and what was made of them when they were recorded.

Later versions replay them to the same states (RELIABILITY 18), so a file is never written anew. One more, of
a schedule that was broken off: ``python -m tests.support.transfer_histories NAME SEED STEPS``.
"""

import json
import sys
from pathlib import Path
from typing import Any

from federation.model.entry import ACHIEVEMENT_KINDS, Citation, encode_header, parse_header
from federation.tlog.hashing import leaf_hash
from federation.transfer.all_transfers import AllTransfers
from federation.transfer.entries import read_transfer_entry
from federation.transfer.states import SHOWN, Receiving, Sending
from federation.transfer.table import AFTER_SENDER_CLOSED
from tests.support.repository import ROOT
from tests.support.transfer_schedule import Schedule
from tests.support.transfer_simulation import World

FOLDER = ROOT / "tests" / "fixtures" / "transfer_histories"


def recorded(world: World) -> dict[str, Any]:
    """A history as it is kept: headers in hex, the roster's closings, states, and whether each step counts."""
    logs = {
        origin: [encode_header(header).hex() for header in headers[: world.closed.get(origin, len(headers))]]
        for origin, headers in world.logs.headers.items()
    }
    history: dict[str, Any] = {"closed": sorted(world.closed), "logs": logs}
    return history | {"transfers": states(history)}


def states(history: dict[str, Any]) -> list[Any]:
    """What this version makes of a history's logs."""
    headers = {origin: [bytes.fromhex(one) for one in log] for origin, log in history["logs"].items()}
    parsed = {origin: [parse_header(one) for one in log] for origin, log in headers.items()}
    steps = [
        step
        for origin, log in headers.items()
        for index, data in enumerate(log)
        if (step := read_transfer_entry(origin, index, leaf_hash(data), parsed[origin][index])) is not None
    ]

    def identity(cite: Citation) -> bytes | None:
        log = headers.get(cite.origin, [])
        if cite.index >= len(log) or leaf_hash(log[cite.index]) != cite.leaf_hash:
            return None
        header = parsed[cite.origin][cite.index]
        return header.achievement_id if header.kind in ACHIEVEMENT_KINDS else None

    view = AllTransfers(
        steps,
        sizes={origin: len(log) for origin, log in headers.items()},
        identity=identity,
        is_closed=lambda origin: origin in history["closed"],
    )
    return [
        {
            "request": [one.request.origin, one.request.index],
            "items": [
                [str(item.receiving), str(item.sending), str(item.status), item.held_at, item.released_at]
                for item in one.items
            ],
            "steps": [[step.entry.origin, step.entry.index, step.verdict.name.lower()] for step in one.steps],
        }
        for one in view.all()
    ]


def ended(history: dict[str, Any]) -> list[Any]:
    """The states as they were recorded; what a closed log still owed then is over since.

    That is the one thing that later versions make otherwise of older histories: it was waited for without end.
    """
    told = []
    for one in history["transfers"]:
        origin, index = one["request"]
        (request,) = parse_header(bytes.fromhex(history["logs"][origin][index])).cites[:1]
        items = one["items"] if request.origin not in history["closed"] else [_ended(item) for item in one["items"]]
        told.append(one | {"items": items})
    return told


def _ended(item: list[Any]) -> list[Any]:
    receiving, sending = Receiving(item[0]), Sending(item[1])
    after = AFTER_SENDER_CLOSED.get((receiving, sending), sending)
    return [item[0], str(after), str(SHOWN[receiving, after]), *item[3:]]


def write(name: str, world: World, folder: Path = FOLDER) -> Path:
    """Keeps a history. Raises `FileExistsError`: there is one of that name."""
    path = folder / f"{name}.json"
    with path.open("x", encoding="utf-8") as file:
        json.dump(recorded(world), file, indent=1)
        file.write("\n")
    return path


if __name__ == "__main__":
    drawn = Schedule(int(sys.argv[2]))
    for _ in range(int(sys.argv[3])):
        drawn.step()
    print(write(sys.argv[1], drawn.world))

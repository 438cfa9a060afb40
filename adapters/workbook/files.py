"""Files written as a whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def replace_file(target: Path, write: Callable[[str], Any]) -> None:
    """Writes beside `target`, then takes its place: nobody ever sees half a file."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        # It holds personal data: nobody else's from its first byte on.
        beside.touch(mode=0o600)
        write(str(beside))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)

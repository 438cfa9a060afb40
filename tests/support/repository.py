"""The repository as a tree of files, for tests that hold it to its own rules."""

import subprocess
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__"}


@lru_cache(maxsize=1)
def tracked_files() -> tuple[Path, ...]:
    """Every file that belongs to the project; without git, every file that isn't plainly made by a tool."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        found = (path for path in ROOT.rglob("*") if path.is_file() and not _is_made(path.relative_to(ROOT)))
        return tuple(sorted(found))
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(path for path in paths if path.exists())


def tracked_texts() -> dict[str, str]:
    """The project's text files by their path from the root; workbooks and the like are left out."""
    texts = {}
    for path in tracked_files():
        try:
            texts[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return texts


def _is_made(path: Path) -> bool:
    return any(part in NOT_OURS or part.endswith((".egg-info", "_cache")) for part in path.parts)

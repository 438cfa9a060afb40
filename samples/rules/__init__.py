"""Example rule sets, one for each branch, and the cases that they must meet.

No public document states how many hours make a credit, how credit is rounded or capped: all such figures here
are examples of ours, and each file says so. A branch's expert committee adopts rules of its own.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
CASES = FOLDER / "cases"
NAMES = ("anhui", "jiangsu", "shanghai", "zhejiang")


def rules_file(name: str) -> Path:
    """The rule set of that name."""
    return FOLDER / f"{name}.toml"


def cases_file(name: str) -> Path:
    """The cases of that rule set."""
    return CASES / f"{name}.toml"

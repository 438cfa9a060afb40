"""The documents tell of everything that is there, and of nothing that isn't."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from federation import errors
from tests.support.repository import ROOT, tracked_files

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
RECORDS = sorted(path for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
MAPPED = ("federation", "adapters", "node", "samples", "benchmarks")
INVARIANT_TEST = re.compile(r"def (test_invariant_(\d+)_\w+)")
# Words on a printed page, tables counted: ARCHITECTURE.md is to stay within four.
WORDS_A_PAGE = 450
PAGES = 4


def leaves(error: type[errors.CreditBankError]) -> set[type[errors.CreditBankError]]:
    """Every class of the tree that isn't its root; what a test adds to the tree isn't of it."""
    own = [
        child for child in error.__subclasses__() if child.__module__.startswith(("federation.", "adapters.", "node."))
    ]
    return {found for child in own for found in {child} | leaves(child)}


def packages() -> set[str]:
    """Folders with modules, by path; revisions of the schema belong to `node/storage/migrations`."""
    folders = {path.parent.relative_to(ROOT) for path in tracked_files() if path.suffix == ".py"}
    return {folder.as_posix() for folder in folders if folder.parts[0] in MAPPED and folder.name != "versions"}


def invariants() -> dict[int, str]:
    """The table of ARCHITECTURE.md: number to where it is shown."""
    rows = re.findall(r"^\| (\d) \| [^|]+ \| ([^|]+) \|$", ARCHITECTURE, re.MULTILINE)
    return {int(number): shown.strip() for number, shown in rows}


def test_the_package_map_names_every_package() -> None:
    named = set(re.findall(r"`([a-z0-9_/]+)`", ARCHITECTURE))
    assert packages() - named == set()


def test_what_architecture_points_at_is_there() -> None:
    pointed = {
        path for path in re.findall(r"`([a-z0-9_]+/[a-z0-9_/.]+)`", ARCHITECTURE) if "." in path or "tests/" in path
    }
    assert [path for path in sorted(pointed) if not (ROOT / path).exists()] == []


def test_architecture_stays_short() -> None:
    assert len(ARCHITECTURE.split()) <= PAGES * WORDS_A_PAGE


def test_every_invariant_of_the_design_stands_in_architecture() -> None:
    assert sorted(invariants()) == list(range(1, 10))


@pytest.mark.parametrize("number", range(1, 10))
def test_an_invariant_has_a_test_of_its_name_where_architecture_says(number: int) -> None:
    folders = re.findall(r"`(tests/[^`]+)`", invariants()[number])
    assert folders
    for folder in folders:
        path = ROOT / folder
        modules = [path] if path.is_file() else sorted(path.rglob("test_*.py"))
        found = {int(match[1]) for module in modules for match in INVARIANT_TEST.findall(module.read_text("utf-8"))}
        assert number in found, f"no test_invariant_{number}_… in {folder}"


def test_every_decision_record_is_in_the_index_and_numbered_without_a_gap() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert [path.name[:4] for path in RECORDS] == [f"{number:04}" for number in range(1, len(RECORDS) + 1)]
    for path in RECORDS:
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix(f"# {path.name[:4]} ")
        assert f"| [{path.name[:4]}]({path.name}) | {title} |" in index


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_a_decision_record_says_context_decision_and_consequences(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [heading for heading in ("## Context", "## Decision", "## Consequences") if heading not in text] == []


def test_every_dependency_beyond_the_given_ones_has_its_reason() -> None:
    given = {"grpcio", "protobuf", "sqlalchemy", "aiosqlite", "apscheduler", "cryptography", "openpyxl"}
    content = tomllib.loads((ROOT / "pyproject.toml").read_text())
    record = (ROOT / "docs" / "adr" / "0009-dependencies.md").read_text(encoding="utf-8")
    rows = {name.strip() for row in re.findall(r"^\| ([^|]+) \|", record, re.MULTILINE) for name in row.split(",")}
    asked = {Requirement(line).name for line in content["project"]["dependencies"]}
    assert asked - given == rows - {"package", "---"}


def test_every_error_code_is_documented() -> None:
    documented = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")))
    shown = {error.code for error in leaves(errors.CreditBankError) if error is not errors.CellRefused}
    assert shown - documented == set()


def test_every_make_target_is_explained_and_named_in_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: ([a-z]+)$", makefile, re.MULTILINE))
    assert {"demo", "test", "check", "bench", "soak", "proto", "lock", "help"} <= targets
    assert targets == set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))
    for name in ("README.md", "README.zh-CN.md"):
        readme = (ROOT / name).read_text(encoding="utf-8")
        missing = [
            target for target in sorted(targets - {"help"}) if not re.search(rf"`{target}`|make {target}", readme)
        ]
        assert missing == [], name


def test_relative_links_lead_somewhere() -> None:
    broken = {}
    for path in tracked_files():
        if path.suffix == ".md":
            links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
            lost = [link for link in links if not (path.parent / link).exists()]
            if lost:
                broken[path.name] = lost
    assert broken == {}

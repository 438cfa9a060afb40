"""What pyproject.toml asks for is what requirements/*.txt pin, each pin with its hashes."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.repository import ROOT

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;]+)")
HASH = re.compile(r"^ +--hash=sha256:[0-9a-f]{64}( \\)?$")


def pins(name: str) -> dict[str, str]:
    """Pinned versions by canonical name; refuses a line that is neither pin nor hash."""
    found: dict[str, str] = {}
    hashed: set[str] = set()
    current = ""
    for line in (ROOT / "requirements" / name).read_text().splitlines():
        if match := PIN.match(line):
            current = canonicalize_name(match["name"])
            found[current] = match["version"]
        else:
            assert HASH.match(line), f"{name}: {line}"
            hashed.add(current)
    assert found.keys() == hashed, f"{name}: {found.keys() - hashed} without hash"
    return found


def asked(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for: the project's own and those of dependency groups."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = list(content["project"]["dependencies"]) if "project" in groups else []
    for group in groups:
        lines += content["dependency-groups"].get(group, [])
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("run.txt", ("project",)),
        ("dev.txt", ("project", "dev")),
        ("bootstrap.txt", ("bootstrap",)),
        ("lock.txt", ("lock",)),
    ],
)
def test_every_requirement_is_pinned_within_its_bounds(name: str, groups: tuple[str, ...]) -> None:
    pinned = pins(name)
    for requirement in asked(*groups):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} isn't in {name}: make lock"
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement}, but {name} pins {version}"


def test_what_runs_in_production_is_what_was_tested() -> None:
    tested = pins("dev.txt")
    assert {name: tested.get(name) for name in pins("run.txt")} == pins("run.txt")


def test_generated_code_and_its_runtime_are_pinned_together() -> None:
    tested = pins("dev.txt")
    family = {tested[name] for name in ("grpcio", "grpcio-tools", "grpcio-health-checking", "grpcio-reflection")}
    assert len(family) == 1

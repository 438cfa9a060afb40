"""The Dockerfile: what it copies is there, what it runs as has no rights, what it needs is pinned."""

import ast
import fnmatch
import importlib.metadata
import importlib.util
import re
import sys

from packaging.utils import canonicalize_name

from tests.architecture.test_requirements import pins
from tests.support.repository import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
INSTRUCTIONS = [
    line.split(None, 1)
    for line in re.sub(r" *\\\n *", " ", DOCKERFILE).splitlines()
    if line and not line.startswith("#")
]
SHIPPED = ("federation", "adapters", "node")


def arguments(name: str) -> list[str]:
    return [rest for instruction, rest in INSTRUCTIONS if instruction == name]


def copied() -> list[str]:
    return [source.split()[0] for source in arguments("COPY") if not source.startswith("--from")]


def test_what_is_copied_is_there_and_not_ignored() -> None:
    admitted = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for source in copied():
        assert (ROOT / source).exists()
        assert any(fnmatch.fnmatch(source, pattern) for pattern in admitted), source
    assert set(SHIPPED) <= set(copied())


def test_it_runs_as_a_user_without_rights() -> None:
    assert arguments("USER") == ["10001:10001"]


def test_packages_come_pinned_with_hashes_and_without_a_compiler() -> None:
    installing = next(run for run in arguments("RUN") if "pip install" in run)
    assert "--require-hashes" in installing
    assert "--only-binary :all:" in installing
    assert "apt-get" not in DOCKERFILE


def test_its_health_is_asked_of_the_node_itself() -> None:
    assert "node.rpc.health_probe" in arguments("HEALTHCHECK")[0]
    assert importlib.util.find_spec("node.rpc.health_probe") is not None


def test_the_entry_point_is_executable() -> None:
    assert arguments("ENTRYPOINT") == ['["/app/entrypoint.sh"]']
    assert (ROOT / "docker" / "entrypoint.sh").stat().st_mode & 0o111


def test_the_packages_need_nothing_that_is_pinned_for_development_only() -> None:
    """Every third-party module that shipped code imports comes from a distribution in run.txt."""
    of_module = importlib.metadata.packages_distributions()
    allowed = pins("run.txt").keys()
    missing = set()
    for package in SHIPPED:
        for path in (ROOT / package).rglob("*.py"):
            for module in imported(ast.parse(path.read_bytes())):
                if module in sys.stdlib_module_names or module in (*SHIPPED, "samples"):
                    continue
                found = {canonicalize_name(name) for name in of_module.get(module, [module])}
                if not found & allowed:
                    missing.add((path.relative_to(ROOT).as_posix(), module))
    assert missing == set()


def imported(tree: ast.AST) -> set[str]:
    """Top-level names of all modules imported anywhere in a module."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found

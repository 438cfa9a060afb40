"""The import contracts of pyproject.toml hold, and each of them catches what it is there for."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.support.repository import ROOT

VERDICT = re.compile(r"^(?P<name>.+) (?P<verdict>KEPT|BROKEN)$", re.MULTILINE)
PACKAGES = ("federation", "adapters", "node")
# One forbidden import for each contract, by the module that it is planted in.
PLANTED = {
    "federation.clock": ("import adapters.base", "import sqlalchemy", "import grpc", "import openpyxl"),
    "adapters.zhejiang": ("import adapters.jiangsu.hierarchy",),
    "federation.errors": ("import federation.trust.roster",),
    "federation.model.octets": ("import asyncio",),
    "node.model.access": ("import node.ports", "import apscheduler", "import typer", "import typst", "import pypdf"),
    "node.storage.schema": ("import node.services.filing.importing",),
    "node.services": ("import node.storage.schema",),
    "node.bootstrap.looking": ("import node.bootstrap.filing",),
    "node.cli.console.times": ("import node.cli.filing.filed",),
}


def verdicts(folder: Path) -> dict[str, str]:
    """Each contract's name with KEPT or BROKEN, for the packages in `folder`."""
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    ended = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    found = {match["name"].strip(): match["verdict"] for match in VERDICT.finditer(ended.stdout)}
    assert found, ended.stdout + ended.stderr
    return found


def contract_names() -> set[str]:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {contract["name"] for contract in content["tool"]["importlinter"]["contracts"]}


def test_every_import_contract_is_kept() -> None:
    assert verdicts(ROOT) == dict.fromkeys(contract_names(), "KEPT")


def test_every_import_contract_catches_a_planted_import(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for module, statements in PLANTED.items():
        path = tmp_path.joinpath(*module.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(statements) + "\n")
    assert verdicts(tmp_path) == dict.fromkeys(contract_names(), "BROKEN")

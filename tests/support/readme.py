"""The commands that the READMEs tell a user to type, and a folder where nothing was done before to type them in."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.repository import ROOT

NAMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"<!-- walkthrough(?:: (\w+))? -->\n```sh\n(.*?)```", re.DOTALL)
OF_RUNNING_BRANCHES = "transfer"
"""The walkthrough that takes branches which serve."""


def walkthroughs(name: str) -> dict[str, list[str]]:
    """A README's walkthroughs by their names, "" for the first, a command line each."""
    return {block: lines.splitlines() for block, lines in BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))}


def make_clone(folder: Path) -> Path:
    """What a user has after `make`: the samples, and `.venv/bin` with the program."""
    (folder / "samples").symlink_to(ROOT / "samples")
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, command in (("deltabank", "-m node.cli"), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} {command} "$@"\n')
        program.chmod(0o755)
    return folder


def type_line(line: str, clone: Path) -> subprocess.CompletedProcess[str]:
    """Runs a line as a user's shell would."""
    script = f'export PATH="$PWD/.venv/bin:$PATH"\n{line}'
    return subprocess.run(
        ["sh", "-c", script], cwd=clone, env=dict(os.environ), capture_output=True, text=True, check=False
    )

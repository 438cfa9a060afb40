"""The README's commands work as they are written, in a folder where nothing was done before."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT

BLOCK = re.compile(r"<!-- walkthrough(?:: \w+)? -->\n```sh\n(.*?)```", re.DOTALL)
# The samples have rows that are wrong on purpose.
REJECTING = ("deltabank check ", "deltabank import ")


def walkthrough(name: str) -> list[str]:
    blocks = BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
    assert len(blocks) == 4
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a user has after `make`: the samples, and `.venv/bin` with the program."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, command in (("deltabank", "-m node.cli"), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} {command} "$@"\n')
        program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_command_of_the_walkthrough_works_as_written(clone: Path, name: str) -> None:
    ended = {}
    for line in walkthrough(name):
        script = f'export PATH="$PWD/.venv/bin:$PATH"\n{line}'
        run = subprocess.run(["sh", "-c", script], cwd=clone, env=dict(os.environ), capture_output=True, check=False)
        ended[line] = run.returncode
    wrong = {line: code for line, code in ended.items() if code != (1 if line.startswith(REJECTING) else 0)}
    assert wrong == {}


def test_both_languages_walk_the_same_way() -> None:
    without_purpose = [
        [re.sub(r"--purpose '[^']+'", "--purpose …", line) for line in walkthrough(name)]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert without_purpose[0] == without_purpose[1]

"""The README's commands work as they are written, in a folder where nothing was done before."""

import re
from pathlib import Path

from tests.support.readme import NAMES, OF_RUNNING_BRANCHES, make_clone, type_line, walkthroughs

# The samples have rows that are wrong on purpose.
REJECTING = ("deltabank check ", "deltabank import ")


def of_one_branch(name: str) -> list[str]:
    blocks = walkthroughs(name)
    assert list(blocks) == ["", "college", "zhejiang", "report", OF_RUNNING_BRANCHES]
    return [line for block, lines in blocks.items() if block != OF_RUNNING_BRANCHES for line in lines]


def test_every_command_of_the_walkthrough_works_as_written(tmp_path: Path) -> None:
    """In one language: the other's commands are the same, see below."""
    clone = make_clone(tmp_path)
    ended = {line: type_line(line, clone).returncode for line in of_one_branch("README.md")}
    wrong = {line: code for line, code in ended.items() if code != (1 if line.startswith(REJECTING) else 0)}
    assert wrong == {}


def test_both_languages_walk_the_same_way() -> None:
    without_words = [
        [
            re.sub(r"--(purpose|words) '[^']+'", r"--\1 …", line)
            for lines in walkthroughs(name).values()
            for line in lines
        ]
        for name in NAMES
    ]
    assert without_words[0] == without_words[1]

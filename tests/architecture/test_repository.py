"""No file says where packages come from or on whose machine it was written."""

import re

from tests.support.repository import tracked_texts

# Written in pieces, so that this file doesn't match itself.
REGISTRY = re.compile(
    "|".join(("py" + r"pi\.", "python" + "hosted", "index" + "[-_]url", "/sim" + "ple/", "find" + "-links"))
)
MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(("home", "Users", "root", "work", "opt/wheels")) + r")/\w")
ADDRESS = re.compile(r"\bhttps?://[\w.-]+")
WHERE_A_FLAG_IS_MEANT = {"Makefile": "--no-emit-index" + "-url"}


def test_no_file_names_a_package_index() -> None:
    found = {}
    for name, text in tracked_texts().items():
        if match := REGISTRY.search(text.replace(WHERE_A_FLAG_IS_MEANT.get(name, "\0"), "")):
            found[name] = match.group()
    assert found == {}


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    found = {name: match.group() for name, text in tracked_texts().items() if (match := MACHINE.search(text))}
    assert found == {}


def test_requirements_and_build_files_hold_no_address_at_all() -> None:
    checked = [
        name for name in tracked_texts() if name.startswith("requirements/") or name in ("Makefile", "pyproject.toml")
    ]
    assert len(checked) >= 6
    assert {name: ADDRESS.findall(tracked_texts()[name]) for name in checked} == {name: [] for name in checked}

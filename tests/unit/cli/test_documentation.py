"""Shows that every command, option, setting and exit code is documented, and nothing that there isn't."""

import re

import pytest
from typer.main import get_command

from federation.error_catalogue import MESSAGES, ExitCode
from node.cli.console.outcome import INTERRUPTED
from node.cli.main import build
from node.config_reading import setting_names
from tests.support.repository import ROOT

COMMANDS = (ROOT / "docs/commands.md").read_text("utf-8")
CONFIGURATION = (ROOT / "docs/configuration.md").read_text("utf-8")
EXIT_CODES = (ROOT / "docs/exit-codes.md").read_text("utf-8")


def leaves(command, path=()):
    inner = getattr(command, "commands", None)
    if not inner:
        yield " ".join(path), command
        return
    for name, child in inner.items():
        yield from leaves(child, (*path, name))


LEAVES = dict(leaves(get_command(build())))


def section_of(name):
    """The documentation from the heading that names the command to the next heading."""
    for part in re.split(r"^#{2,3} ", COMMANDS, flags=re.MULTILINE):
        if re.search(rf"`deltabank {re.escape(name)}(?: |`)", part.partition("\n")[0]):
            return part
    return ""


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_and_option_is_documented(name):
    section = section_of(name)
    assert section, f"docs/commands.md has no heading for {name}"
    for parameter in LEAVES[name].params:
        for option in parameter.opts:
            if option.startswith("-"):
                assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", section), f"{name} {option}"


def test_no_command_is_documented_that_there_is_not():
    headings = re.findall(r"^### (.*)$", COMMANDS, re.MULTILINE)
    named = {match for heading in headings for match in re.findall(r"`deltabank ([a-z-]+(?: [a-z][a-z-]*)?)", heading)}
    assert named == set(LEAVES)


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_says_what_it_does_in_both_languages(name):
    told = LEAVES[name].help or ""
    chinese, slash, english = told.partition(" / ")
    assert slash
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert not re.search("[\u4e00-\u9fff]", english)


@pytest.mark.parametrize("name", ["check", "import", "lookup", "prove", "link", "recover"])
def test_whoever_touches_personal_data_can_be_named(name):
    assert "--as" in {option for parameter in LEAVES[name].params for option in parameter.opts}


@pytest.mark.parametrize("name", LEAVES)
def test_no_command_takes_a_document_number_as_an_argument(name):
    for parameter in LEAVES[name].params:
        if parameter.name in ("document", "other"):
            assert parameter.metavar == "FILE"


def test_every_setting_is_documented_and_no_other():
    documented = re.findall(r"^\| `([a-z_.0-9]+)` \|", CONFIGURATION, re.MULTILINE)
    assert sorted(documented) == sorted(setting_names())


def test_every_exit_code_is_documented_with_the_errors_that_end_in_it():
    rows = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]*)\|$", EXIT_CODES, re.MULTILINE)
    documented = {int(code): set(re.findall(r"`([a-z-]+)`", errors)) for code, errors in rows}
    expected = {int(code): set() for code in ExitCode} | {INTERRUPTED: set()}
    for code, message in MESSAGES.items():
        expected[int(message.exit_code)].add(code)
    assert documented == expected

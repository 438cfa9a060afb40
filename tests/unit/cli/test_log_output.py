"""Shows that what libraries log reaches the node's log by its place alone, without its text."""

import json
import logging

import pytest

from node.cli.console.log_output import configure_logging
from node.config import LoggingConfig

SECRET = "320102199003074472"


AS_JSON = LoggingConfig(level="warning", json=True)


@pytest.fixture
def library():
    """A library's logger; afterwards the root logger is as it was."""
    before = list(logging.root.handlers)
    yield logging.getLogger("some.library")
    logging.root.handlers = before


def test_a_librarys_message_is_one_json_object_that_tells_where_and_not_what(library, capsys):
    configure_logging(AS_JSON)
    library.warning("row %s is wrong", SECRET)
    try:
        raise ValueError(SECRET)
    except ValueError:
        library.exception("row %s failed", SECRET)
    library.info("row %s", SECRET)
    lines = capsys.readouterr().err.splitlines()
    told = [json.loads(line) for line in lines]
    assert [(one["library"], one["level"]) for one in told] == [("some.library", "warning"), ("some.library", "error")]
    assert told[1]["error"][0] == "builtins.ValueError"
    assert SECRET not in "".join(lines)


def test_configuring_again_writes_no_line_twice(library, capsys):
    configure_logging(AS_JSON)
    configure_logging(AS_JSON)
    library.warning("once")
    assert len(capsys.readouterr().err.splitlines()) == 1

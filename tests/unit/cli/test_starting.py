"""Shows that a command starts without the libraries that only a few commands need."""

import subprocess
import sys

import pytest

from tests.support.repository import ROOT

WRITING, PRINTING, MIGRATING = "openpyxl", "xlsxwriter segno", "alembic"


@pytest.mark.parametrize(
    ("started", "unneeded"),
    [
        ("node.cli.main", f"{WRITING} {PRINTING} {MIGRATING} sqlalchemy grpc"),
        ("node.bootstrap", f"{WRITING} {PRINTING} {MIGRATING} typer"),
        ("adapters.workbook.child", f"{WRITING} {PRINTING} {MIGRATING} sqlalchemy grpc structlog typer"),
    ],
)
def test_what_starts_loads_no_library_that_few_need(started, unneeded):
    asked = f"import sys, {started}; print(*(sys.modules.keys() & set({unneeded.split()})))"
    loaded = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []

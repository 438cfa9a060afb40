"""Shows that a command starts without the libraries that only a few commands need."""

import subprocess
import sys

import pytest

from tests.support.repository import ROOT

FOR_FEW = "openpyxl xlsxwriter segno alembic"
"""Writing workbooks, printing, migrating."""


@pytest.mark.parametrize(
    ("started", "unneeded"),
    [
        ("node.cli.main", f"{FOR_FEW} sqlalchemy grpc"),
        (
            "node.bootstrap",
            f"{FOR_FEW} typer grpc pyhanko sqlalchemy.orm node.services.transfers node.services.declaring",
        ),
        (
            "adapters.workbook.child",
            f"{FOR_FEW} sqlalchemy grpc google.protobuf structlog typer",
        ),
    ],
)
def test_what_starts_loads_no_library_that_few_need(started, unneeded):
    asked = f"import sys, {started}; print(*(sys.modules.keys() & set({unneeded.split()})))"
    loaded = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []

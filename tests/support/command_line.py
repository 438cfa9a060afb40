"""Runs command lines in this process, with what they read and write held."""

import io
import json
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from node.cli.main import main

CHINESE = {"DELTABANK_LANG": "zh"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command line ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON value that it must be."""
        return json.loads(self.out)


def run(*arguments: object, stdin: bytes = b"", environment: Mapping[str, str] = CHINESE) -> Ran:
    """Runs `deltabank` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    fed = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with (
        patch.dict(os.environ, environment),
        patch.object(sys, "stdin", fed),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = main([str(argument) for argument in arguments])
    return Ran(code=code, out=out.getvalue(), err=err.getvalue())

"""The committed protobuf modules are what their sources give today."""

import subprocess
import sys
from pathlib import Path

from tests.support.repository import ROOT, tracked_files

SUFFIXES = ("_pb2.py", "_pb2.pyi", "_pb2_grpc.py")


def test_generated_modules_are_up_to_date(tmp_path: Path) -> None:
    sources = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "proto").rglob("*.proto"))
    outputs = [f"--{kind}_out={tmp_path}" for kind in ("python", "pyi", "grpc_python")]
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", "-I", "proto", *outputs, *sources], cwd=ROOT, check=True)
    fresh = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    held = {
        path.relative_to(ROOT).as_posix(): path.read_bytes() for path in tracked_files() if path.name.endswith(SUFFIXES)
    }
    assert fresh.keys() == held.keys()
    assert [name for name, content in fresh.items() if held[name] != content] == [], "make proto"

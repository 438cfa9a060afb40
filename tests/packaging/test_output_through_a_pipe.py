"""What a command says reaches a program that reads it through a pipe at once, without help from the environment."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tests.support.repository import ROOT

PROGRAM = (sys.executable, "-m", "node.cli")
PATIENCE_S = 60.0


def test_serve_tells_its_ports_while_it_serves(tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    folder = tmp_path / "32"
    listening = ("--listen-peers", "127.0.0.1:0", "--listen-clients", "127.0.0.1:0")
    founding = (*PROGRAM, "init", str(folder), "--branch", "32", "--new-federation", *listening)
    subprocess.run(founding, cwd=ROOT, env=plain, check=True, stdout=subprocess.DEVNULL)
    serving = subprocess.Popen(
        [*PROGRAM, "serve", str(folder), "--json"],
        cwd=ROOT,
        env=plain,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    # Ends the wait for lines that never come; what was said then is too little to be JSON.
    alarm = threading.Timer(PATIENCE_S, serving.kill)
    alarm.start()
    try:
        assert serving.stdout is not None
        told = ""
        for line in serving.stdout:
            told += line
            if line.rstrip() == "}":
                break
        assert json.loads(told).keys() == {"peers", "clients"}
        assert serving.poll() is None
    finally:
        alarm.cancel()
        serving.send_signal(signal.SIGTERM)
        serving.communicate(timeout=PATIENCE_S)
    assert serving.returncode == 0

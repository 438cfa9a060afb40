"""The container's exact entry point, run outside a container: a federation set up, served, checked and stopped.

Branch 32 stands on a real PostgreSQL server, branch 33 on SQLite.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.repository import ROOT
from tests.support.stores import PostgresServer

ENTRY_POINT = ROOT / "docker" / "entrypoint.sh"
SET_UP = ROOT / "docker" / "set-up-federation.sh"
START_S = 60.0
# Stands in for `docker compose run`: the branch's settings, its own folder, then the entry point.
IN_BRANCH = """\
#!/bin/sh
. "$1.env"; shift
for word in "$@"; do shift; case "$word" in THE-FOLDER) word=$BRANCH_FOLDER;; esac; set -- "$@" "$word"; done
exec {entry_point} "$@"
"""


class Container:
    """One branch's settings, as compose gives them to its container."""

    def __init__(self, code: str, folder: Path, database_url: str) -> None:
        peers, clients = free_port(), free_port()
        self.folder = folder / code
        self.password_file = folder / f"password-{code}"
        self.password_file.write_text("not needed here\n")
        self.settings = {
            "BRANCH": code,
            "BRANCH_FOLDER": str(self.folder),
            "DATABASE_URL": database_url,
            "DATABASE_PASSWORD_FILE": str(self.password_file) if database_url.startswith("postgresql") else "",
            "LISTEN_PEERS": f"127.0.0.1:{peers}",
            "LISTEN_CLIENTS": f"127.0.0.1:{clients}",
            "ANNOUNCE": f"127.0.0.1:{peers}",
        }

    def run(self, *arguments: str) -> "subprocess.Popen[str]":
        """Starts the entry point with these arguments."""
        return subprocess.Popen(
            [str(ENTRY_POINT), *arguments], env=environment() | self.settings, stdout=subprocess.PIPE, text=True
        )

    def probe(self) -> int:
        """The exit code of the image's health check."""
        command = [sys.executable, "-m", "node.rpc.health_probe", str(self.folder)]
        return subprocess.run(command, env=environment(), cwd=ROOT, check=False).returncode


def environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
async def containers(tmp_path: Path) -> dict[str, Container]:
    """Two branches in one federation, by the script that does it for docker compose."""
    url = (await PostgresServer().new_empty_database()).replace("+asyncpg", "")
    made = {
        "32": Container("32", tmp_path, url),
        "33": Container("33", tmp_path, "sqlite:///data/node.db"),
    }
    for code, container in made.items():
        lines = (f"export {name}='{value}'\n" for name, value in container.settings.items())
        (tmp_path / f"branch-{code}.env").write_text("".join(lines))
    runner = tmp_path / "in-branch"
    runner.write_text(IN_BRANCH.format(entry_point=ENTRY_POINT).replace('"$1.env"', f'"{tmp_path}/$1.env"'))
    runner.chmod(0o755)
    (tmp_path / "exchange").mkdir()
    variables = {
        "BRANCHES": "32 33",
        "EXCHANGE": str(tmp_path / "exchange"),
        "IN_BRANCH": str(runner),
        "FOLDER": "THE-FOLDER",
    }
    subprocess.run([str(SET_UP)], env=environment() | variables, check=True, stdout=subprocess.DEVNULL)
    return made


@pytest.fixture
def running(containers: dict[str, Container]) -> Iterator[dict[str, "subprocess.Popen[str]"]]:
    """Both branches serving."""
    started = {code: container.run("serve") for code, container in containers.items()}
    yield started
    for process in started.values():
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_a_container_serves_is_healthy_and_stops_when_told(
    containers: dict[str, Container], running: dict[str, "subprocess.Popen[str]"]
) -> None:
    for code, container in containers.items():
        deadline = time.monotonic() + START_S
        while container.probe() != 0:
            assert running[code].poll() is None, f"branch {code} ended"
            assert time.monotonic() < deadline, f"branch {code} isn't healthy"
    for process in running.values():
        process.send_signal(signal.SIGTERM)
    assert {code: process.wait(START_S) for code, process in running.items()} == {"32": 0, "33": 0}
    assert {code: container.probe() for code, container in containers.items()} == {"32": 1, "33": 1}


async def test_a_container_without_a_folder_says_so_and_ends(tmp_path: Path) -> None:
    container = Container("34", tmp_path, "sqlite:///data/node.db")
    process = container.run("serve")
    process.communicate(timeout=START_S)
    assert process.returncode == 4
    assert container.probe() == 1

"""Shows how the process ends: at once, with everything told and written, and with nothing of gRPC left behind."""

import socket
import subprocess
import sys

import pytest

from tests.support.command_line import run
from tests.support.repository import ROOT

LEAVING = """
import atexit, threading, time
from pathlib import Path
from node.cli.console.leaving import leave
atexit.register(print, "taken apart")
def work():
    time.sleep(0.2)
    Path({path!r}).write_text("written")
threading.Thread(target=work).start()
threading.Thread(target=threading.Event().wait, daemon=True).start()
print("told", end="")
leave(7)
"""
SERVING = """
import asyncio, sys, threading
from pathlib import Path
from federation.errors import PortInUse
from node.folder.branch_folder import BranchFolder
from node.server import serve
try:
    asyncio.run(serve(BranchFolder(Path(sys.argv[1])), lambda peers, clients: None))
except PortInUse as error:
    print(error.code, [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()])
"""


def python(program, *arguments, **pipes):
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], cwd=ROOT, check=False, text=True, **pipes
    )


def test_output_and_work_in_threads_are_awaited_and_nothing_is_taken_apart(tmp_path):
    path = tmp_path / "file"
    ended = python(LEAVING.format(path=str(path)), stdout=subprocess.PIPE)
    assert (ended.returncode, ended.stdout, path.read_text()) == (7, "told", "written")


def test_output_that_nobody_can_take_is_a_failure():
    full = "import sys; sys.stdout = open('/dev/full', 'w'); print('told')"
    program = f"{full}; from node.cli.console.leaving import leave; leave(0)"
    assert python(program).returncode == 120


@pytest.mark.parametrize("option", ["--listen-peers", "--listen-clients"])
def test_a_port_in_use_leaves_no_thread_of_grpc_behind(tmp_path, option):
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        listening = {"--listen-peers": "127.0.0.1:0", "--listen-clients": "127.0.0.1:0"}
        listening[option] = f"127.0.0.1:{occupant.getsockname()[1]}"
        addresses = [word for pair in listening.items() for word in pair]
        assert run("init", tmp_path / "32", "--branch", "32", "--new-federation", *addresses).code == 0
        ended = python(SERVING, tmp_path / "32", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert ended.stdout.splitlines()[-1] == "port-in-use []"

"""A TCP proxy on loopback that keeps chosen processes out, as a firewall between two branches would.

Who dials is told by the kernel's tables: everybody comes from 127.0.0.1, and what TLS says is sealed.

Source: proc(5), /proc/net/tcp, /proc/net/tcp6 and /proc/PID/fd.
"""

import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

LOOPBACK = "127.0.0.1"
CHUNK_BYTES = 64 * 1024
RESET = struct.pack("ii", 1, 0)


class TcpProxy:
    """Passes connections on while its ``with`` block runs; `refused` holds the ids of processes kept out."""

    def __init__(self, port: int, upstream_port: int) -> None:
        self._port = port
        self._upstream_port = upstream_port
        self.refused: set[int] = set()
        self.refusals = 0
        self._listener = socket.create_server((LOOPBACK, port))
        self._open: set[socket.socket] = set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        # Closing alone doesn't wake a thread that waits in accept.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Resets every open connection."""
        for one in tuple(self._open):
            self._reset(one)

    def _accept(self) -> None:
        while True:
            try:
                dialled, (_, client_port) = self._listener.accept()
            except OSError:
                return
            if any(_holds(pid, client_port, self._port) for pid in tuple(self.refused)):
                self.refusals += 1
                self._reset(dialled)
                continue
            try:
                upstream = socket.create_connection((LOOPBACK, self._upstream_port))
            except OSError:
                self._reset(dialled)
                continue
            self._open |= {dialled, upstream}
            for source, sink in ((dialled, upstream), (upstream, dialled)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK_BYTES):
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            self._open.discard(one)

    def _reset(self, one: socket.socket) -> None:
        self._open.discard(one)
        with suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            one.shutdown(socket.SHUT_RDWR)
        one.close()


def _holds(pid: int, local_port: int, remote_port: int) -> bool:
    """Whether that process has the socket at the dialling end."""
    # gRPC dials through dual-stack sockets, which stand in the second table.
    tables = (Path("/proc/net") / name for name in ("tcp", "tcp6"))
    for line in (line for table in tables if table.exists() for line in table.read_text().splitlines()[1:]):
        fields = line.split()
        local, remote = (int(address.rpartition(":")[2], 16) for address in fields[1:3])
        if (local, remote) == (local_port, remote_port):
            return f"socket:[{fields[9]}]" in _descriptors(pid)
    return False


def _descriptors(pid: int) -> set[str]:
    found = set()
    # Neither a process that has ended meanwhile nor one of its files holds anything up.
    with suppress(OSError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found.add(str(link.readlink()))
    return found

"""TCP proxies that pass everything on a fixed time later, as a line between two provinces would; until stopped.

Whatever is read at one moment goes out together and in order: bandwidth isn't narrowed.
"""

import asyncio
import sys
from contextlib import suppress
from functools import partial

from benchmarks.processes import print_figures, settings_of

HOST = "127.0.0.1"
CHUNK_BYTES = 64 * 1024


async def pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter, delay_s: float) -> None:
    """Passes one direction on until it ends."""
    loop = asyncio.get_running_loop()
    due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def read() -> None:
        data = b"-"
        while data:
            data = await source.read(CHUNK_BYTES)
            due.put_nowait((loop.time() + delay_s, data))

    reading = asyncio.create_task(read())
    try:
        while True:
            at, data = await due.get()
            await asyncio.sleep(max(0.0, at - loop.time()))
            if not data:
                break
            sink.write(data)
            await sink.drain()
    except OSError:
        pass
    finally:
        reading.cancel()
        sink.close()


async def take(
    dialled_in: asyncio.StreamReader, dialled_out: asyncio.StreamWriter, *, upstream: int, delay_s: float
) -> None:
    """Joins one connection to the server behind."""
    try:
        reader, writer = await asyncio.open_connection(HOST, upstream)
    except OSError:
        dialled_out.close()
        return
    with suppress(OSError):
        await asyncio.gather(pass_on(dialled_in, writer, delay_s), pass_on(reader, dialled_out, delay_s))


async def run(ports: list[list[int]], delay_s: float) -> None:
    """Serves pairs of (own port, port behind)."""
    for port, upstream in ports:
        await asyncio.start_server(partial(take, upstream=upstream, delay_s=delay_s), HOST, port)
    print_figures(ready=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    chosen = settings_of(sys.argv)
    asyncio.run(run(chosen["ports"], chosen["delay_s"]))

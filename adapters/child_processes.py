"""Ending a child process, whatever it still had to say.

A child whose output nobody took has filled its pipe and the parent's buffer. asyncio then stops reading, never
sees the pipe's end, and waits for the process for ever, dead as it is: what is left must be read first.
"""

import asyncio
from contextlib import suppress

READ_BYTES = 1 << 20
OWN_SESSION = True
"""Children stand apart from the terminal: Ctrl-C is for the parent, which ends them when it is done with them."""


async def end_child(process: asyncio.subprocess.Process) -> int:
    """Kills a child that still runs, and waits for its end; returns its exit code.

    Nobody else may be reading its output.
    """
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    if process.stdout is not None:
        while await process.stdout.read(READ_BYTES):
            pass
    return await process.wait()

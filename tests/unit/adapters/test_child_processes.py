"""Shows that a child which still had much to say is ended, and doesn't hold its parent up."""

import asyncio
import sys

from adapters.child_processes import end_child

BUFFER_BYTES = 1 << 16
TALKER = f"import sys\nwhile True: sys.stdout.write('x' * {BUFFER_BYTES})"
PATIENCE_S = 60


async def started(code):
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE, limit=BUFFER_BYTES
    )


async def test_a_child_that_nobody_listened_to_is_ended():
    process = await started(TALKER)
    # One byte is read, and so much comes that reading is paused.
    await process.stdout.readexactly(1)
    while len(process.stdout._buffer) <= 2 * BUFFER_BYTES:
        await asyncio.sleep(0.01)
    async with asyncio.timeout(PATIENCE_S):
        assert await end_child(process) == -9


async def test_a_child_that_has_ended_keeps_its_exit_code():
    process = await started("print('done'); raise SystemExit(3)")
    await process.wait()
    assert await end_child(process) == 3

"""The parent's side of the process that seals beside a large import.

Sealing is half of what an import computes, and Python computes on one core a process. Should the
child end early, its batch is sealed here: an import never fails for the lack of it.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog

from adapters.child_processes import OWN_SESSION, end_child
from node.services.filing.sealing_child import (
    LENGTH,
    decode_sealed,
    encode_frame,
    frame_of_keys,
    issuer_of,
)
from node.services.issuing import AchievementFacts, SealedEntry, SealingKeys

log = structlog.get_logger()
PACKAGE_ROOT = Path(__file__).resolve().parents[3]
# Starting the child costs as much as sealing some ten thousand records.
LARGE_FILE_BYTES = 512 * 1024


class SealingProcess:
    """A running child. Batches are asked for as they come and answered in that order, so that it never waits.

    Attributes:
        batches_lost: how many batches the child was asked for in vain.
    """

    def __init__(self, process: asyncio.subprocess.Process, keys: SealingKeys) -> None:
        self._process = process
        self._keys = keys
        self._sending = asyncio.Lock()
        self._answers = asyncio.Lock()
        self.batches_lost = 0

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def kill(self) -> None:
        """Ends the child now."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def seal(self, facts: Sequence[AchievementFacts]) -> list[SealedEntry]:
        """The entries of these achievements, in their order."""
        try:
            return await self._ask(facts)
        except (OSError, asyncio.IncompleteReadError):
            self.batches_lost += 1
            log.warning("sealing-process-lost", returncode=self._process.returncode)
            issuer = issuer_of(self._keys)
            return [issuer.seal_achievement(one) for one in facts]

    async def send(self, frame: bytes) -> None:
        """Sends a frame."""
        assert self._process.stdin is not None
        self._process.stdin.write(frame)
        await self._process.stdin.drain()

    async def _ask(self, facts: Sequence[AchievementFacts]) -> list[SealedEntry]:
        answers = self._process.stdout
        assert answers is not None
        # Both locks serve in the order in which they were asked for: each batch gets its own answer.
        async with self._sending:
            await self.send(encode_frame(facts))
            turn = asyncio.ensure_future(self._answers.acquire())
            await asyncio.sleep(0)
        await turn
        try:
            size = LENGTH.unpack(await answers.readexactly(LENGTH.size))[0]
            body = await answers.readexactly(size)
        finally:
            self._answers.release()
        return decode_sealed(body)


def is_worth_a_process(path: Path) -> bool:
    """Whether a file is large enough, and the machine has a core for it."""
    return path.stat().st_size >= LARGE_FILE_BYTES and (os.cpu_count() or 1) > 1


@asynccontextmanager
async def sealing_process(keys: SealingKeys) -> AsyncIterator[SealingProcess]:
    """A child that seals with these keys while the block runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        # -P: a folder named "node" where the command is run must not be taken for this package.
        "-P",
        "-m",
        "node.services.filing.sealing_child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(PACKAGE_ROOT), "PYTHONUTF8": "1"},
        limit=1 << 20,
        start_new_session=OWN_SESSION,
    )
    try:
        sealing = SealingProcess(process, keys)
        with suppress(OSError):
            # If it died already, the first batch finds out.
            await sealing.send(encode_frame(frame_of_keys(keys)))
        yield sealing
    finally:
        await end_child(process)

"""Workbooks as events: the parent's side of the child that reads them.

The parent only decodes frames. Whatever the child dies of, the caller sees
`WorkbookRefused` with a reason of `adapters.refusals`.

Source: DESIGN section 8; RELIABILITY 26 (refused within 10 s by a child held under 1 GB).
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

import msgspec

from adapters.base import RESULT_KINDS, CellIssue, ImportMode, TemplateKind
from adapters.child_processes import OWN_SESSION, end_child
from adapters.declared.mapping import load_mapping
from adapters.registry import adapter_named, adapter_of_template, form_of_adapter
from adapters.workbook.frames import (
    LENGTH,
    MAX_FRAME_BYTES,
    Answer,
    Finished,
    FormRead,
    Recognised,
    Refusal,
    Request,
    RowBatch,
    decode_answer,
    encode_issues,
    encode_request,
)
from adapters.workbook.limits import WorkbookLimits
from federation.errors import CreditBankError, TemplateUnknown, WorkbookRefused

__all__ = [
    "Finished",
    "ReadEvent",
    "Recognised",
    "RowBatch",
    "WorkbookLimits",
    "read_form",
    "read_workbook",
    "write_error_workbook",
]
PACKAGE_ROOT = Path(__file__).resolve().parents[2]


ReadEvent = Recognised | RowBatch | Finished


async def read_workbook(
    path: Path,
    *,
    adapter: str,
    mode: ImportMode | None,
    today: date,
    limits: WorkbookLimits | None = None,
    kinds: Sequence[TemplateKind] = RESULT_KINDS,
    mapping: Path | None = None,
) -> AsyncGenerator[ReadEvent, None]:
    """Reads and checks a workbook in a child process.

    A caller that stops early should close the iterator (``aclosing``): the child ends with it.

    Args:
        path: .xlsx, .xls, .ods or .csv, told by content.
        adapter: a name that `adapter_named` takes.
        mode: for templates with modes; without it only `Recognised` and `Finished` come.
        today: the date in the branch's time zone.
        limits: of the file and the child; None for the defaults.
        kinds: which templates of the adapter are looked for; a workbook of another kind is refused as ``other-kind``.
        mapping: a unit's own layout of one of these templates (`adapters.declared.mapping`).

    Raises:
        WorkbookRefused: facts ``file`` (its name alone), ``reason``, and ``columns`` for some reasons.
        TemplateUnknown: no template of the adapter is recognised.
        ConfigurationInvalid, NotHere: the adapter itself can't be loaded, or the mapping file is wrong.
    """
    _check_loads(adapter, mapping)
    limits = limits or WorkbookLimits()
    mode_text = None if mode is None else str(mode)
    request = [
        "read",
        asdict(limits),
        str(path),
        adapter,
        mode_text,
        today.isoformat(),
        list(kinds),
        _path_text(mapping),
    ]
    async with _child(path, request, limits) as child:
        while True:
            answer = await child.answer()
            if not isinstance(answer, ReadEvent):
                raise WorkbookRefused(file=path.name, reason="damaged")
            yield answer
            if isinstance(answer, Finished):
                return


async def read_form(
    path: Path, *, adapter: str, form: str, today: date, limits: WorkbookLimits | None = None
) -> msgspec.Struct | list[CellIssue]:
    """Reads and checks a filled form in a child process.

    Args:
        path: .xlsx, .xls, .ods or .csv, told by content.
        adapter: a name that `adapter_named` takes.
        form: the name of one of the adapter's forms.
        today: the date in the branch's time zone.
        limits: of the file and the child; None for the defaults.

    Returns:
        A draft of the form's own type (`adapters.forms.Form.draft`), or everything that is wrong with it.

    Raises:
        WorkbookRefused: facts ``file`` (its name alone), ``reason``, and ``columns`` for some reasons.
        TemplateUnknown: the workbook doesn't hold this form.
        ConfigurationInvalid, NotHere: the adapter can't be loaded, or has no such form.
    """
    expected = form_of_adapter(adapter, form)
    limits = limits or WorkbookLimits()
    request = ["form", asdict(limits), str(path), adapter, form, today.isoformat()]
    async with _child(path, request, limits) as child:
        answer = await child.answer()
    try:
        if isinstance(answer, FormRead) and answer.issues:
            return list(answer.issues)
        if isinstance(answer, FormRead):
            draft: msgspec.Struct = msgspec.json.decode(answer.draft, type=expected.draft)
            return draft
    except msgspec.MsgspecError:
        pass
    raise WorkbookRefused(file=path.name, reason="damaged")


async def write_error_workbook(
    source: Path,
    *,
    template: str,
    issues: Sequence[CellIssue],
    target: Path,
    adapter: str | None = None,
    limits: WorkbookLimits | None = None,
    mapping: Path | None = None,
) -> Path:
    """Writes the rows of `source` that have errors, with red cells and a 错误原因 column.

    The result can be corrected and uploaded as it is. It holds personal data: the
    caller keeps it where the source may be kept.

    Args:
        source: the workbook that was read.
        template: the name that was recognised.
        issues: of that reading; remarks are left out.
        target: an .xlsx to write (replaced as a whole).
        adapter: the adapter that read it; None if it is one that comes with the package.
        limits: of the file and the child; None for the defaults.
        mapping: the file by which it was read, if there was one.

    Raises:
        WorkbookRefused: as `read_workbook`; ``no-rows`` if no issue is an error.
        ConfigurationInvalid: the mapping file is wrong.
    """
    limits = limits or WorkbookLimits()
    adapter = adapter or adapter_of_template(template).name
    _check_loads(adapter, mapping)
    errors = [issue for issue in issues if issue.severity == "error"]
    request = ["errors", asdict(limits), str(source), adapter, template, str(target), _path_text(mapping)]
    async with _child(source, request, limits, encode_issues(errors)) as child:
        await child.answer()
    return target


def _check_loads(adapter: str, mapping: Path | None) -> None:
    """Told here what the child could only die of."""
    loaded = adapter_named(adapter)
    if mapping is not None:
        load_mapping(mapping, loaded)


def _path_text(path: Path | None) -> str | None:
    return None if path is None else str(path)


class _Child:
    """A running child; each wait for it is taken from one time budget."""

    def __init__(self, process: asyncio.subprocess.Process, file: str, limits: WorkbookLimits) -> None:
        self._process = process
        self._file = file
        self._left_s = float(limits.timeout_s)

    async def send(self, request: Request, following: Iterable[bytes]) -> None:
        """Sends the one request, and the frames that it is followed by."""
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(encode_request(request))
            await stdin.drain()
            for frame in following:
                stdin.write(frame)
                await stdin.drain()
            stdin.close()
        except (BrokenPipeError, ConnectionResetError):
            # It died first; reading its frames tells why.
            return

    async def answer(self) -> Answer:
        """The next answer that isn't a refusal.

        Raises:
            WorkbookRefused, TemplateUnknown: the child refused the file, died or took too long.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._left_s):
                answer = await self._next()
        except TimeoutError:
            raise WorkbookRefused(file=self._file, reason="timeout") from None
        finally:
            # Only waiting counts: a slow consumer isn't the file's fault.
            self._left_s -= loop.time() - began
        if isinstance(answer, Refusal):
            raise self._refusal(answer)
        return answer

    async def _next(self) -> Answer:
        stdout = self._process.stdout
        assert stdout is not None
        try:
            size = LENGTH.unpack(await stdout.readexactly(LENGTH.size))[0]
            if size > MAX_FRAME_BYTES:
                raise WorkbookRefused(file=self._file, reason="memory")
            return decode_answer(await stdout.readexactly(size))
        except asyncio.IncompleteReadError:
            raise WorkbookRefused(file=self._file, reason=_reason_of_death(await self._process.wait())) from None
        except msgspec.MsgspecError:
            raise WorkbookRefused(file=self._file, reason="damaged") from None

    def _refusal(self, refusal: Refusal) -> CreditBankError:
        if refusal.reason == "template-unknown":
            return TemplateUnknown(file=self._file)
        if refusal.columns:
            return WorkbookRefused(file=self._file, reason=refusal.reason, columns="、".join(refusal.columns))
        return WorkbookRefused(file=self._file, reason=refusal.reason)


@asynccontextmanager
async def _child(
    path: Path, request: Request, limits: WorkbookLimits, following: Iterable[bytes] = ()
) -> AsyncIterator[_Child]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        # -P: a folder named "adapters" where the command is run must not be taken for this package.
        "-P",
        "-m",
        "adapters.workbook.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
        limit=1 << 20,
        start_new_session=OWN_SESSION,
    )
    try:
        child = _Child(process, path.name, limits)
        await child.send(request, following)
        yield child
    finally:
        await end_child(process)


def _environment() -> dict[str, str]:
    """Only what Python needs: the node's secrets in the environment are not the child's."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(PACKAGE_ROOT), "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"}


def _reason_of_death(return_code: int) -> str:
    if return_code == -signal.SIGXCPU:
        return "timeout"
    # A failed allocation aborts; the kernel kills whoever makes it run out.
    if return_code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGBUS):
        return "memory"
    return "damaged"

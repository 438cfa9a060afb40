"""How a run ends: one line for a person, an exit code for a script, never a traceback.

A fault of the program is told in one line too; where it happened goes to a file, as names of
modules, lines and kinds of errors. The errors' own texts don't: a driver puts the values of a
row into them, and personal data stays out of logs.

Source: sysexits.h (70); POSIX shells (128 + signal number).
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from typer import Abort
from typer.exceptions import TyperException

from federation.error_catalogue import MESSAGES, ExitCode, describe
from federation.errors import CreditBankError
from node.cli.console.language import language_of
from node.cli.console.log_output import error_places
from node.cli.console.usage import usage_line
from node.folder.branch_folder import BranchFolder

INTERRUPTED = 130
MAX_TOLD = 50
"""Refusals of one batch that are told on the screen; JSON has all of them."""
MAX_FAULT_LOG_BYTES = 5 * 1024 * 1024


def end(command: Callable[[], object], arguments: Sequence[str]) -> int:
    """Runs the command and returns the exit code; what went wrong is told.

    Args:
        command: returns its own exit code, or anything else for 0.
        arguments: those of the command line: whether JSON is wanted, which folder is used.
    """
    language = language_of(os.environ)
    zh = language == "zh"
    try:
        code = command()
    except CreditBankError as error:
        each = [{"id": what, "code": one.code, "message": describe(one, language)} for what, one in error.each]
        line = describe(error, language, most=MAX_TOLD)
        return _told(error.code, line, exit_code_of(error), arguments, {"refused": each} if each else {})
    except TyperException as error:
        line = usage_line(error, language)
        return _told("usage", line, ExitCode.USAGE, arguments)
    except (KeyboardInterrupt, Abort):
        return _told("interrupted", "已中断。" if zh else "Interrupted.", INTERRUPTED, arguments)
    except Exception as error:  # noqa: BLE001 - the last place where it can be told
        where = _keep(error, arguments)
        line = (
            f"内部错误，本次操作未完成。详情已写入 {where}，请联系技术支持。"
            if zh
            else f"Internal error; this was not done. Details are in {where}: call support."
        )
        return _told("internal", line, ExitCode.INTERNAL, arguments)
    return code if isinstance(code, int) else ExitCode.OK


def exit_code_of(error: CreditBankError) -> int:
    """The documented exit code of an error."""
    return MESSAGES.get(error.code, MESSAGES[CreditBankError.code]).exit_code


def _told(
    code: str, line: str, exit_code: int, arguments: Sequence[str], more: Mapping[str, object] = MappingProxyType({})
) -> int:
    if "--json" in arguments:
        print(json.dumps({"error": {"code": code, "message": line, **more}}, ensure_ascii=False, indent=2))
    print(" ".join(line.split()), file=sys.stderr)
    return int(exit_code)


def _keep(error: BaseException, arguments: Sequence[str]) -> Path:
    text = "\n".join((f"--- {datetime.now(UTC).isoformat(timespec='seconds')}", *error_places(error), ""))
    for path in (*_logs_of(arguments), Path(tempfile.gettempdir()) / f"deltabank-faults-{os.getuid()}.log"):
        try:
            # Not through a link that somebody else laid in a shared folder.
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
            with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:
                if file.tell() > MAX_FAULT_LOG_BYTES:
                    file.truncate(0)
                file.write(text)
        except OSError:
            continue
        return path
    return Path(os.devnull)


def _logs_of(arguments: Sequence[str]) -> list[Path]:
    folders = (BranchFolder(Path(argument)) for argument in arguments if argument and "\0" not in argument)
    return [folder.fault_log for folder in folders if folder.node_toml.is_file() and folder.state.is_dir()][:1]

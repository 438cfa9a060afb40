"""Where the program's own log goes: standard error, since standard output is the result's.

Errors in it are named by kind and place; their texts, into which drivers put the values of
rows, are left out: personal data stays out of logs.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import structlog

from node.config import LoggingConfig


def configure_logging(config: LoggingConfig) -> None:
    """Sets how much of the log is written, and in which form, for this process."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if config.json
        else structlog.processors.KeyValueRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            name_errors,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, config.level.upper())),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    if not any(isinstance(one, LibraryLog) for one in logging.root.handlers):
        logging.root.addHandler(LibraryLog(logging.WARNING))


class LibraryLog(logging.Handler):
    """What libraries log, in our form: which of them and where in its code; not its text, which may hold anything."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one record."""
        # A log that can't be written must not fail the library.
        with suppress(OSError, ValueError):
            structlog.get_logger().log(
                record.levelno,
                "library-message",
                library=record.name,
                where=f"{record.module}:{record.lineno}",
                exc_info=record.exc_info[1] if record.exc_info else None,
            )


def name_errors(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Puts kinds and places of errors where the error itself was handed in."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = error_places(error)
    return event


def error_places(error: BaseException) -> list[str]:
    """The kinds of an error and its causes, each with the lines that it came through."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
    return lines

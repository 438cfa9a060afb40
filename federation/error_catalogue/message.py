"""The form of an entry in the catalogue, and the exit codes.

Source: sysexits.h (70, EX_SOFTWARE); the others are this program's own, documented here.
"""

from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ends. Scripts rely on these: they never change meaning."""

    OK = 0
    """Done, and everything held."""
    NOT_ALL_HELD = 1
    """The command ran, but not everything held: rejected rows, a failed check."""
    USAGE = 2
    """The command line itself was wrong."""
    INPUT_REFUSED = 3
    """The input was refused: a workbook, a document, a record."""
    CONFIGURATION = 4
    """The configuration or the branch's folder isn't as needed."""
    UNAVAILABLE = 5
    """A database, port, peer or disk isn't available."""
    NOT_ALLOWED = 6
    """Not allowed, or not trusted."""
    INTEGRITY = 7
    """Signed or stored bytes don't hold."""
    RECOVERING = 8
    """The branch is recovering and signs nothing yet."""
    INTERNAL = 70
    """A fault of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one error code means outside.

    Attributes:
        exit_code: of a command that ends with it.
        grpc: name of the gRPC status code.
        http: HTTP status code.
        zh: one line in Chinese, what happened and what to do; ``{fact}`` stands for a fact.
        en: the same in English.
    """

    exit_code: ExitCode
    grpc: str
    http: int
    zh: str
    en: str


def message(exit_code: ExitCode, grpc: str, http: int, zh: str, en: str) -> Message:
    """The same without names, as the catalogue's tables write it."""
    return Message(exit_code=exit_code, grpc=grpc, http=http, zh=zh, en=en)

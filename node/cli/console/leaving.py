"""The end of the process, once a command's outcome is told.

gRPC's threads end on their own account after its last object is gone; while C++ takes its objects apart at
exit one of them may still poll, and aborts a process whose work was done. A process that ends at once takes
nothing apart.
"""

import os
import sys
import threading
from contextlib import suppress
from typing import NoReturn

OUTPUT_LOST = 120
"""As Python's own end says it, where standard output can't be written."""


def leave(code: int) -> NoReturn:
    """Ends the process with this exit code: threads that do somebody's work are waited for, output is written."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        code = code or OUTPUT_LOST
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)

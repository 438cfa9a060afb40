"""Branch codes as they are typed.

Source: GB/T 2260-2007 (province codes).
"""

import typer

from federation.trust.names import PROVINCE_CODES
from node.cli.console.terminal import Terminal


def check_province(code: str, terminal: Terminal) -> None:
    """Refuses what is no province's two-digit code. Raises `typer.BadParameter`."""
    if code not in PROVINCE_CODES:
        raise typer.BadParameter(
            terminal.choose(
                "分行代码应为两位省级代码，如 31、32、33、34",
                "a branch's code is a province's two digits, such as 31, 32, 33 or 34",
            )
        )

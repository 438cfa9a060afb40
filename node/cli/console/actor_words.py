"""Who acted, as people read it: names of operators as they are, the program's own names in words."""

import re

from node.cli.console.terminal import Terminal
from node.model.operator import LOCAL

SYSTEM = "system"


def actor_word(name: str, terminal: Terminal) -> str:
    """The name; in Chinese ``系统`` for the node itself, ``本机（NAME）`` for the machine's own administrator."""
    if name == SYSTEM:
        return terminal.choose("系统", name)
    if name.startswith(LOCAL):
        return terminal.choose(f"本机（{name.removeprefix(LOCAL)}）", name)
    return name


def set_off(text: str) -> str:
    """A name within a Chinese sentence: a space where Latin letters or digits meet the characters around."""
    before = " " if re.match(r"[0-9A-Za-z]", text) else ""
    return f"{before}{text}{' ' if re.search(r'[0-9A-Za-z]$', text) else ''}"

"""What the chapters of the story share: the folder, the four branches, and what held so far."""

import asyncio
from pathlib import Path
from typing import Any

from node.cli.console.terminal import Terminal
from node.cli.demo.commands import Outcome, ServingBranch, run
from node.cli.demo.setting_up import Federation

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
NAMES = {"31": ("上海", "Shanghai"), "32": ("江苏", "Jiangsu"), "33": ("浙江", "Zhejiang"), "34": ("安徽", "Anhui")}
NOT_ALL_HELD = 1


class Stage:
    """One run of the demo over an empty folder.

    Attributes:
        base: the folder.
        serving: the branches' nodes, by code, once they run.
        actors: who acts at a branch that has registered operators; elsewhere whoever sits at the machine.
        held: how many checks held.
        failures: in the terminal's language, those that didn't.
        figures: what ``--json`` tells besides.
    """

    def __init__(self, base: Path, terminal: Terminal) -> None:
        self.base = base
        self.terminal = terminal
        self.serving: dict[str, ServingBranch] = {}
        self.actors: dict[str, str] = {}
        self.held = 0
        self.failures: list[str] = []
        self.figures: dict[str, object] = {}
        self._federation: Federation | None = None

    @property
    def federation(self) -> Federation:
        """The four branches; the first chapter sets it up."""
        assert self._federation is not None
        return self._federation

    @federation.setter
    def federation(self, made: Federation) -> None:
        self._federation = made

    @property
    def folders(self) -> dict[str, Path]:
        """The branches' folders, by code."""
        return self.federation.folders

    async def stop(self) -> None:
        """Stops the nodes."""
        await asyncio.gather(*(one.stop() for one in self.serving.values()))

    async def import_one(self, code: str, file: str, options: tuple[str, ...]) -> Outcome:
        """Imports a sample workbook at a branch; every row must have come somewhere."""
        folder = self.folders[code]
        report = await run("import", folder, SAMPLES / file, *options, *self._acting(code), allowed=(0, NOT_ALL_HELD))
        value = report.value
        self.hold(
            value["rows"] == value["accepted"] + value["duplicate"] + value["rejected"],
            f"{self.name(code)} {file}：每一行都有去处",
            f"{self.name(code)} {file}: every row is accounted for",
            quiet=True,
        )
        return report

    async def lookup(self, code: str, number: str) -> Any:
        """What a branch finds of the person with that document number."""
        words = ("--document", "-", "--purpose", "本人查询", "--basis", "self", *self._acting(code))
        return (await run("lookup", self.folders[code], *words, typed=number)).value

    def name(self, code: str) -> str:
        """A branch's name and code."""
        return self.terminal.choose(*NAMES[code]) + f" {code}"

    def say(self, zh: str, en: str) -> None:
        """Says a line of the chapter."""
        self.terminal.say(f"   {zh}", f"   {en}")

    def hold(self, holds: bool, zh: str, en: str, *, quiet: bool = False) -> None:
        """Counts a check, and says whether it held."""
        if holds:
            self.held += 1
        else:
            self.failures.append(self.terminal.choose(zh, en))
        if not quiet or not holds:
            mark = "✓" if holds else "✗"
            self.terminal.say(f"   {mark} {zh}", f"   {mark} {en}")

    def _acting(self, code: str) -> tuple[str, str]:
        return "--as", self.actors.get(code, "demo")

"""Opening a branch's node for one command, and saying who is acting."""

import asyncio
import os
import pwd
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from node.config import NodeConfig
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.model.access import Actor

log = structlog.get_logger()

if TYPE_CHECKING:
    from node.bootstrap import Node

T = TypeVar("T")


def with_node(path: Path, work: "Callable[[Node], Awaitable[T]]") -> T:
    """What `work` returns for the node of that folder; the node is closed again.

    Raises:
        FolderNotReady: no branch's folder, or not a whole one.
        CreditBankError: whatever opening the node or the work itself raises.
    """
    BranchFolder(path).require_ready()

    async def opened() -> T:
        asyncio.get_running_loop().set_exception_handler(note_loop_fault)
        # Imported here: what needs no node (verify, template, roster show) starts without it.
        from node.bootstrap import open_node
        from node.settling import settle_process

        settle_process()
        async with open_node(BranchFolder(path)) as node:
            return await work(node)

    return asyncio.run(opened())


def note_loop_fault(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Notes what asyncio would otherwise print with its traceback; the command's own error is told elsewhere."""
    log.warning("task-failed", exc_info=context.get("exception"))


def load_settings(path: Path) -> NodeConfig:
    """The configuration of that folder, for commands that open no node.

    Raises:
        FolderNotReady, ConfigurationInvalid: it can't be used.
    """
    BranchFolder(path).require_ready()
    return load_config(BranchFolder(path).node_toml, os.environ)


def with_actor(path: Path, name: str, work: "Callable[[Node, Actor], Awaitable[T]]") -> T:
    """What `work` returns for the node of that folder and whoever acts under `name`; raises as `with_node`."""

    async def known(node: "Node") -> T:
        return await work(node, await acting(name, node))

    return with_node(path, known)


async def acting(name: str, node: "Node") -> Actor:
    """Who acts for that node's branch: the operator of that name, or the machine's local administrator.

    Raises:
        ActorRefused: the branch has operators, and none of that name.
    """
    return await node.operators.acting(name, _system_user())


def _system_user() -> str:
    # Whose process it is, not what LOGNAME or USER say: those anybody sets to anybody's name.
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        # A container may run under a number that no user has.
        return f"uid-{os.getuid()}"

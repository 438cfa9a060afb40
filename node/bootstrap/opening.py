"""Opening a branch's node over its folder, and bringing its database to this version's schema."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from federation.clock import Clock, SystemClock
from federation.errors import DatabaseUnavailable
from node.bootstrap.assembled import Node
from node.bootstrap.foundation import foundation_of
from node.config import NodeConfig
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.folder.federation_epochs import HeldFederationKeys
from node.folder.held_roster import HeldRoster
from node.folder.roster_files import RosterFiles
from node.storage.catalogue import CatalogueRepository
from node.storage.database import Database
from node.storage.schema_revision import verify_current
from node.storage.transfers import TransferRepository


async def migrate(
    folder: BranchFolder, *, rebuild_catalogues: bool = False, rebuild_transfers: bool = False
) -> tuple[str, str]:
    """Brings the folder's database to this version's schema; returns (found, reached).

    Args:
        folder: of the branch.
        rebuild_catalogues: whether what catalogues are found by is made anew from the entries.
        rebuild_transfers: whether what transfers are found by is.

    Raises:
        FolderNotReady, ConfigurationInvalid, DatabaseUnavailable: it can't be opened.
    """
    # Only here is Alembic needed: loading it costs every other command more than its own work.
    from node.storage.migrating import upgrade

    database = Database(_config(folder).database.url)
    try:
        reached = await upgrade(database)
        if rebuild_catalogues:
            await CatalogueRepository(database.write).rebuild()
        if rebuild_transfers:
            await TransferRepository(database.write).reread()
        return reached
    finally:
        await database.close()


@asynccontextmanager
async def open_node(folder: BranchFolder, clock: Clock | None = None) -> AsyncIterator[Node]:
    """A node over a branch's folder; nothing listens and nothing is dialled.

    Raises:
        FolderNotReady, ConfigurationInvalid, KeyUnavailable: the folder can't be used.
        NotInRoster: the branch isn't in the roster (yet).
        DatabaseUnavailable, DatabaseOutdated: the database can't be used.
    """
    clock = clock or SystemClock()
    config = _config(folder)
    rosters = HeldRoster(RosterFiles(folder))
    federation_keys = HeldFederationKeys(folder, config, rosters)
    database = Database(config.database.url)
    try:
        if database.path is not None and not database.path.exists():
            # To open it would make an empty one, and hide that the branch's records are gone.
            raise DatabaseUnavailable(reason="missing")
        await verify_current(database)
        node = Node(foundation_of(folder, config, rosters, federation_keys, database, clock))
        await node.own_log.prepare()
        await node.units.prepare()
        try:
            yield node
        finally:
            await node.close()
    finally:
        await database.close()


def _config(folder: BranchFolder) -> NodeConfig:
    folder.require_ready()
    return load_config(folder.node_toml, os.environ)

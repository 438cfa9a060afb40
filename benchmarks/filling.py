"""Filling a branch's log with synthetic records, through the product's own append.

A few people's records are truly sealed, so that a lookup finds, verifies and opens them; they
are spread over the whole log. All others are random bytes of a real record's shape, which is
what every replica sees of records it can't open.
"""

import os
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from federation.clock import SystemClock
from federation.keys import load_secret
from federation.model.document import Document, DocumentType
from federation.model.entry import Entry, Header, Kind, PrivatePart, encode_header, encode_private_part
from federation.model.federation_key import FederationKeys
from node.bootstrap import Node, open_node
from node.config_reading import load_config
from node.folder.branch_folder import BranchFolder
from node.folder.federation_epochs import load_federation_epochs
from node.folder.roster_files import RosterFiles
from node.node_key import NodeKey
from node.services.issuing import AchievementFacts, Issuer
from node.services.looking.subject_keys import SubjectKeys
from samples.people import Person, person_at
from samples.workbooks import COLLEGES, TITLES

BATCH = 10_000
CIPHERTEXT_BYTES = 190
PEOPLE_AT_MOST = 1_000
FEW, MANY = 1, 5
"""How many records a looked-up person has: of one half of the people, and of the other."""


def people_of(records: int) -> tuple[list[Person], list[Person]]:
    """The people with truly sealed records in a store of that size: with `FEW` records each, with `MANY`."""
    each = max(1, min(PEOPLE_AT_MOST // 2, records // 50))
    return [person_at(index) for index in range(each)], [person_at(index) for index in range(each, 2 * each)]


async def fill(folder: Path, records: int) -> None:
    """Appends `records` records to the log of the branch in `folder`, which is migrated and empty."""
    async with open_node(BranchFolder(folder)) as node:
        sealed = list(_sealed(node, records))
        every = max(1, records // len(sealed))
        pending: list[tuple[bytes, Entry]] = []
        for index in range(records):
            is_sealed = index % every == 0 and index // every < len(sealed)
            pending.append(sealed[index // every] if is_sealed else random_record())
            if len(pending) == BATCH or index == records - 1:
                # As an import does it: each batch in the order of the index's keys.
                pending.sort(key=lambda pair: pair[0])
                async with node.own_log.change() as change:
                    await change.append([entry for _, entry in pending])
                pending.clear()


def document_of(person: Person) -> Document:
    """The person's document."""
    return Document(DocumentType.RESIDENT_ID, person.document_number)


def issuer_of(node: Node) -> Issuer:
    """Seals records as the node itself does."""
    folder = node.folder
    config = load_config(folder.node_toml, {})
    epochs = load_federation_epochs(folder, config, RosterFiles(folder).trusted().current)
    federation_keys = FederationKeys(epochs)
    keys = SubjectKeys(lambda: federation_keys, clock=SystemClock(), lookups_per_minute=1)
    return Issuer(
        origin=node.own_log.origin, node_key=NodeKey(load_secret(config.keys.node, folder.path)), subject_keys=keys
    )


def _sealed(node: Node, records: int) -> Iterator[tuple[bytes, Entry]]:
    issuer = issuer_of(node)
    few, many = people_of(records)
    for count, people in ((FEW, few), (MANY, many)):
        for person in people:
            for turn in range(count):
                facts = AchievementFacts(
                    document=document_of(person),
                    name=person.name,
                    institution_name=COLLEGES[turn % len(COLLEGES)],
                    title=f"{TITLES[turn % len(TITLES)]}培训",
                    achieved_on=date(2019, 1 + turn % 12, 1),
                )
                one = issuer.seal_achievement(facts)
                yield one.tokens[-1], one.entry


def random_record() -> tuple[bytes, Entry]:
    """A record that nobody can open, and its key in the index."""
    raw = os.urandom(16 + 16 + 32 + CIPHERTEXT_BYTES + 16 + 16)
    part = encode_private_part(
        PrivatePart(subject_token=raw[:16], nonce=raw[16:32], key_commitment=raw[32:64], ciphertext=raw[64:-32])
    )
    header = Header(
        kind=Kind.ACHIEVEMENT_ISSUED,
        entry_id=raw[-32:-16],
        key_epoch=1,
        achievement_id=raw[-16:],
        private_digest=sha256(part).digest(),
    )
    return raw[:16], Entry(encode_header(header), part)

"""A `LogSource` in memory over real trees, checkpoints and rosters, for tests of the peer protocol."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Sequence
from datetime import date
from typing import Any

from federation.errors import NotHere
from federation.model.achievement import AchievementBody, encode_body
from federation.model.document import Document, DocumentType, parse_document
from federation.model.entry import Entry, Header, Kind, encode_header, encode_private_part
from federation.model.sealing import SealContext, seal
from federation.model.subject import document_hash
from federation.suite import SUITE_DEFAULT
from federation.tlog.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from federation.tlog.hashing import leaf_hash
from federation.tlog.note import parse_note
from federation.tlog.proofs import consistency_proof, inclusion_proof, root_at
from federation.tlog.right_edge import RightEdge
from federation.tlog.tiles import TileSet
from federation.trust.roster import Roster
from tests.support.branches import Branches, octets

DOCUMENT = parse_document(DocumentType.PASSPORT, "X1234567")
OTHER_DOCUMENT = parse_document(DocumentType.PASSPORT, "X7654321")


class MemoryLog:
    """One log: entries, tree, newest checkpoint."""

    def __init__(self, branches: Branches, code: str) -> None:
        self.branches = branches
        self.code = code
        self.origin = branches[code].origin
        self.items: list[Entry] = []
        self.edge = RightEdge()
        self.tiles = TileSet()
        self.note = self._signed()

    @property
    def size(self) -> int:
        return len(self.items)

    def append(self, entries: Sequence[Entry]) -> bytes:
        """Appends and releases a checkpoint, cosigned by the branch itself."""
        self.items.extend(entries)
        self.tiles.put(self.edge.append([leaf_hash(entry.header) for entry in entries]))
        self.note = self._signed()
        return self.note

    def grow(self, count: int) -> bytes:
        """Appends plain entries with made-up private parts."""
        return self.append([plain_entry(self.origin, self.size + step) for step in range(count)])

    def inclusion(self, index: int) -> list[bytes]:
        return inclusion_proof(index, self.size, self.tiles.read)

    def _signed(self) -> bytes:
        key = self.branches[self.code].log_key
        checkpoint = Checkpoint(origin=self.origin, size=self.edge.size, root=self.edge.root())
        note = sign_checkpoint(checkpoint, key.sign, key.public_key)
        return self.branches.cosigned(note, self.code, self.branches.clock.now())


class MemorySource:
    """Serves the logs of some branches as one of them holds them."""

    def __init__(self, branches: Branches, *codes: str) -> None:
        self.branches = branches
        self.current = branches.roster
        self.logs = {branches[code].origin: MemoryLog(branches, code) for code in codes}
        self.watchers: set[asyncio.Queue[bytes]] = set()
        self.asked: list[tuple[str, int, int]] = []

    def roster(self) -> Roster:
        return self.current

    async def rosters_after(self, version: int) -> Sequence[bytes]:
        return [signed.to_bytes() for signed in self.branches.rosters if signed.roster.version > version]

    async def checkpoints(self) -> Sequence[bytes]:
        return [log.note for log in self.logs.values()]

    async def entries(self, origin: str, start: int, count: int, max_bytes: int) -> Sequence[Entry]:
        self.asked.append((origin, start, count))
        taken: list[Entry] = []
        for entry in self._log(origin).items[start : start + count]:
            max_bytes -= len(entry.header) + len(entry.private_part)
            if taken and max_bytes < 0:
                break
            taken.append(entry)
        return taken

    async def consistency(self, origin: str, first: int, second: int) -> tuple[bytes, Sequence[bytes]]:
        log = self._log(origin)
        if second > log.size:
            raise NotHere(what="entries")
        return root_at(first, log.tiles.read), consistency_proof(first, second, log.tiles.read)

    async def private_parts(self, origin: str, indexes: Sequence[int]) -> Sequence[bytes]:
        items = self._log(origin).items
        return [items[index].private_part if index < len(items) else b"" for index in indexes]

    async def watch(self) -> AsyncGenerator[bytes, None]:
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self.watchers.add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self.watchers.discard(queue)

    def release(self, note: bytes) -> None:
        """Tells all watchers."""
        for queue in self.watchers:
            queue.put_nowait(note)

    def _log(self, origin: str) -> MemoryLog:
        if origin not in self.logs:
            raise NotHere(what="log")
        return self.logs[origin]


def plain_entry(origin: str, index: int, private_bytes: int = 200) -> Entry:
    """An entry with a header of the usual size and a private part that nobody can open."""
    private_part = octets(f"{origin}/{index}/private", private_bytes)
    header = Header(
        kind=Kind.ACHIEVEMENT_ISSUED,
        entry_id=octets(f"{origin}/{index}/id", 16),
        achievement_id=octets(f"{origin}/{index}/achievement", 16),
        key_epoch=1,
        private_digest=_sha256(private_part),
    )
    return Entry(encode_header(header), private_part)


def achievement_entry(branches: Branches, code: str, label: str, document: Document = DOCUMENT, **stated: Any) -> Entry:
    """A sealed achievement, as a branch would issue it; `stated` are further fields of its body."""
    origin, keys = branches[code].origin, branches.keys.current
    salt = octets(f"{label}/salt", 16)
    body = AchievementBody(
        title=f"社区教育培训 {label}",
        institution_name="某县社区学院",
        achieved_on=date(2025, 8, 1),
        masked_name="张**",
        document_salt=salt,
        document_hash=document_hash(salt, document),
        **stated,
    )
    header = Header(
        kind=Kind.ACHIEVEMENT_ISSUED,
        entry_id=octets(f"{label}/id", 16),
        achievement_id=octets(f"{label}/achievement", 16),
        key_epoch=keys.epoch,
    )
    context = SealContext(
        suite=SUITE_DEFAULT, origin=origin, kind=header.kind, epoch=keys.epoch, entry_id=header.entry_id
    )
    nonce = octets(f"{label}/nonce", 16)
    part = encode_private_part(seal(keys, document, nonce=nonce, context=context, plaintext=encode_body(body)))
    header = Header(
        kind=header.kind,
        entry_id=header.entry_id,
        achievement_id=header.achievement_id,
        key_epoch=header.key_epoch,
        private_digest=_sha256(part),
    )
    return Entry(encode_header(header), part)


def checkpoint_of(note: bytes) -> Checkpoint:
    """What a note says, unverified."""
    return parse_checkpoint(parse_note(note).text)


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()

"""Logs of four branches with achievements and steps of transfers, encoded and read as real ones are.

What a branch sees of them is a view: for each log, how many of its entries it holds.
"""

import hashlib
import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from federation.model.entry import (
    ACHIEVEMENT_KINDS,
    Citation,
    Header,
    Kind,
    encode_header,
    parse_header,
)
from federation.model.reason import encode_reason
from federation.model.standing import CitedEntry, Status, fold
from federation.tlog.hashing import leaf_hash
from federation.transfer.all_transfers import AllTransfers
from federation.transfer.disclosure import sealed_bytes
from federation.transfer.entries import RequestBody, TransferEntry, read_transfer_entry, request_header
from federation.transfer.replay import Transfer

SHANGHAI, NANJING, HANGZHOU, HEFEI = ORIGINS = ("log/31", "log/32", "log/33", "log/34")
REQUESTED_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
EXPIRES_ON = date(2026, 5, 31)


def octets(*labels: object, count: int = 16) -> bytes:
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_256(repr(labels).encode()).digest(count)


class Logs:
    """What every branch has written."""

    def __init__(self) -> None:
        self.headers: dict[str, list[Header]] = {origin: [] for origin in ORIGINS}
        self._citations: dict[str, list[Citation]] = {origin: [] for origin in ORIGINS}
        self._steps: dict[str, list[TransferEntry]] = {origin: [] for origin in ORIGINS}
        self._ids: dict[str, set[bytes]] = {origin: set() for origin in ORIGINS}
        self._fates: dict[tuple[str, int], list[tuple[int, Status]]] = defaultdict(list)

    def append(self, origin: str, header: Header) -> Citation | None:
        """Writes an entry; None if one with its id stands already, as a real log answers."""
        if header.entry_id in self._ids[origin]:
            return None
        self._ids[origin].add(header.entry_id)
        data = encode_header(header)
        read, index = parse_header(data), len(self.headers[origin])
        cite = Citation(origin=origin, index=index, leaf_hash=leaf_hash(data))
        for changed, status in fold(origin, index, read, self._cited).items():
            self._fates[origin, changed].append((index, status))
        self.headers[origin].append(read)
        self._citations[origin].append(cite)
        step = read_transfer_entry(origin, index, cite.leaf_hash, read)
        if step is not None:
            self._steps[origin].append(step)
        return cite

    def write(self, origin: str, header: Header) -> Citation:
        """As `append`, of what doesn't stand there yet."""
        cite = self.append(origin, header)
        assert cite is not None
        return cite

    def issue(self, origin: str, identity: bytes, *labels: object) -> Citation:
        """An achievement; labels tell apart entries about the same one."""
        header = Header(
            kind=Kind.ACHIEVEMENT_ISSUED,
            entry_id=octets("issued", origin, identity, labels),
            key_epoch=1,
            achievement_id=identity,
            private_digest=octets("sealed", origin, identity, labels, count=32),
        )
        return self.write(origin, header)

    def correct(self, cite: Citation) -> Citation:
        """An entry that takes an achievement's place."""
        header = Header(
            kind=Kind.ACHIEVEMENT_CORRECTED,
            entry_id=octets("corrected", cite),
            key_epoch=1,
            achievement_id=self.header(cite).achievement_id,
            cites=(cite,),
            private_digest=octets("sealed anew", cite, count=32),
            plain_body=encode_reason("filed-in-error"),
        )
        return self.write(cite.origin, header)

    def take_back(self, kind: Kind, cite: Citation) -> Citation:
        """The entry that revokes or erases an achievement."""
        return self.write(cite.origin, taken_back(kind, cite))

    def header(self, cite: Citation) -> Header:
        """The cited entry's."""
        return self.headers[cite.origin][cite.index]

    def status(self, cite: Citation, size: int) -> Status:
        """What became of an achievement by the first `size` entries of its log."""
        told = [status for at, status in self._fates[cite.origin, cite.index] if at < size]
        return told[-1] if told else Status.VALID

    def sizes(self) -> dict[str, int]:
        """How many entries each log has."""
        return {origin: len(headers) for origin, headers in self.headers.items()}

    def citation(self, origin: str, index: int) -> Citation | None:
        """How the entry that stands there is cited; None if there is none."""
        return self._citations[origin][index] if 0 <= index < len(self._citations[origin]) else None

    def achievements(self, origin: str, size: int) -> list[Citation]:
        """The achievements among a log's first entries, corrections included."""
        return [
            self._citations[origin][index]
            for index, header in enumerate(self.headers[origin][:size])
            if header.kind in ACHIEVEMENT_KINDS
        ]

    def newest(self, origin: str, identity: bytes, size: int) -> Citation:
        """The last entry of an achievement among a log's first ones."""
        return [one for one in self.achievements(origin, size) if self.header(one).achievement_id == identity][-1]

    def identity(self, cite: Citation) -> bytes | None:
        """The id of a cited achievement; None if it is none."""
        if cite.origin not in self.headers or self.citation(cite.origin, cite.index) != cite:
            return None
        header = self.header(cite)
        return header.achievement_id if header.kind in ACHIEVEMENT_KINDS else None

    def steps(self, sizes: Mapping[str, int] | None = None) -> list[TransferEntry]:
        """The steps of transfers among the first entries of each log."""
        held = self.sizes() if sizes is None else sizes
        return [step for origin in ORIGINS for step in self._steps[origin] if step.index < held[origin]]

    def view(
        self,
        sizes: Mapping[str, int] | None = None,
        *,
        closed: Collection[str] = (),
        shuffled: random.Random | None = None,
    ) -> AllTransfers:
        """What can be said of all transfers by who holds so much of each log.

        Args:
            sizes: origin → entries held; everything if None.
            closed: logs that the roster closed.
            shuffled: draws another order, and each step one to five times.
        """
        steps = self.steps(sizes)
        if shuffled is not None:
            steps = [step for step in steps for _ in range(shuffled.randint(1, 5))]
            shuffled.shuffle(steps)
        held = self.sizes() if sizes is None else sizes
        return AllTransfers(steps, sizes=held, identity=self.identity, is_closed=lambda origin: origin in closed)

    def _cited(self, cite: Citation) -> CitedEntry | None:
        if cite.index >= len(self.headers[cite.origin]):
            return None
        header = self.header(cite)
        status = self.status(cite, len(self.headers[cite.origin]))
        return CitedEntry(
            kind=header.kind,
            status=status,
            achievement_id=header.achievement_id,
            leaf_hash=self._citations[cite.origin][cite.index].leaf_hash,
            has_private_part=bool(header.private_digest),
        )


def taken_back(kind: Kind, cite: Citation) -> Header:
    """What revokes or erases an achievement."""
    body = encode_reason("fraud") if kind is Kind.ACHIEVEMENT_REVOKED else b""
    return Header(kind=kind, entry_id=octets(kind, cite), cites=(cite,), plain_body=body)


def request_of(
    achievements: Sequence[Citation],
    *labels: object,
    disclosed: bytes | None = None,
    contests: Citation | None = None,
    expires_on: date = EXPIRES_ON,
) -> Header:
    """A request for achievements; labels tell apart requests for the same ones."""
    body = RequestBody(
        requested_at=REQUESTED_AT,
        expires_on=expires_on,
        consent_digest=octets("consent", achievements, count=32),
        disclosed_keys=bytes(sealed_bytes(len(achievements))) if disclosed is None else disclosed,
        contests=contests,
    )
    return request_header(
        achievements,
        body,
        entry_id=octets("request", achievements, labels),
        key_epoch=1,
        private_digest=octets("request's private part", achievements, labels, count=32),
    )


def outcome(transfers: Iterable[Transfer]) -> list[object]:
    """All that is to be the same wherever it is computed."""
    return [
        (
            one.request.citation,
            [(item.identity, item.status, item.verdict, item.held_at, item.released_at, item.by) for item in one.items],
            [(step.entry.citation, step.verdict) for step in one.steps],
        )
        for one in transfers
    ]

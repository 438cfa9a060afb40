"""A ledger's manifest: what a recording's digest is of.

The manifest names each file by part, digest and size, and the structured part by a keyed digest. The
same ledger has one digest, any change another; and as the key is a salt that never leaves the branch,
nobody can try from the log which learners or which files a ledger has.

Source: FIPS 180-4 (SHA-256); RFC 2104 (HMAC); 浙学银〔2019〕2号, 四 (核查: 台账资料).
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256

import msgspec

from node.model.case import Attachment
from node.model.training_run import TrainingRun

DOMAIN = b"deltabank/ledger-manifest/v1/"


class ManifestFile(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One file: `digest` is the SHA-256 of its bytes, in hex."""

    part: str
    digest: str
    size: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a ledger consists of; `structured` is an HMAC-SHA256 under the run's salt, in hex."""

    files: tuple[ManifestFile, ...]
    structured: str


def manifest_of(run: TrainingRun, attachments: Iterable[Attachment]) -> Manifest:
    """The manifest; files by part and digest, whatever order they come in."""
    files = [ManifestFile(part=one.part, digest=one.digest.hex(), size=one.size) for one in attachments]
    said = msgspec.structs.replace(run, salt=b"")
    structured = hmac.new(run.salt, DOMAIN + _canonical(said), sha256).hexdigest()
    return Manifest(files=tuple(sorted(files)), structured=structured)


def manifest_digest(run: TrainingRun, attachments: Iterable[Attachment]) -> bytes:
    """SHA-256 over the manifest, 32 bytes."""
    return sha256(DOMAIN + _canonical(manifest_of(run, attachments))).digest()


def _canonical(value: msgspec.Struct) -> bytes:
    # Keys in order, no spaces, dates in ISO 8601: one text for one value.
    return msgspec.json.encode(value, order="sorted")

"""The parts of a zip, inflated in pieces and counted for real.

Declared sizes are claims: what counts is what comes out of the inflater, and a part
whose real size or checksum differs from its claim makes the file damaged.

Source: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header) and 4.4.4 (flags); RELIABILITY 26.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from adapters.workbook.limits import WorkbookLimits
from adapters.workbook.refused import Refused

PIECE_BYTES = 1 << 20
LOCAL_HEADER = struct.Struct("<4s22xHH")
ENCRYPTED_FLAG = 0x1


class ZipParts:
    """A zip's parts, each to be inflated once, under one budget of expanded bytes."""

    def __init__(self, content: bytes, limits: WorkbookLimits) -> None:
        """Reads the directory.

        Raises:
            Refused: ``damaged``, ``too-many-parts``, ``encrypted``.
        """
        try:
            entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, UnicodeDecodeError):
            raise Refused("damaged") from None
        if len(entries) > limits.max_parts:
            raise Refused("too-many-parts")
        self._content = content
        self._limits = limits
        self._expanded_bytes = 0
        self.entries = {entry.filename: entry for entry in entries}
        if len(self.entries) != len(entries):
            # Two parts of one name: readers differ on which one counts.
            raise Refused("damaged")
        if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
            raise Refused("encrypted")

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part's bytes in pieces of at most `PIECE_BYTES`.

        Raises:
            Refused: ``damaged``, ``zip-bomb``.
        """
        entry = self.entries[name]
        size = checksum = 0
        for piece in self._inflate(entry):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            self._count(entry, size, len(piece))
            yield piece
        if size != entry.file_size or checksum != entry.CRC:
            raise Refused("damaged")

    def whole(self, name: str, max_bytes: int) -> bytes:
        """A small part at once; b"" if there is no such part.

        Raises:
            Refused: ``damaged`` (also if it is larger than `max_bytes`), ``zip-bomb``.
        """
        if name not in self.entries:
            return b""
        gathered = bytearray()
        for piece in self.pieces(name):
            gathered += piece
            if len(gathered) > max_bytes:
                raise Refused("damaged")
        return bytes(gathered)

    def _count(self, entry: zipfile.ZipInfo, size: int, piece_bytes: int) -> None:
        self._expanded_bytes += piece_bytes
        is_dense = size > self._limits.ratio_from_bytes and size > self._limits.max_ratio * entry.compress_size
        if is_dense or self._expanded_bytes > self._limits.max_expanded_bytes:
            raise Refused("zip-bomb")

    def _inflate(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        compressed = self._compressed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            for start in range(0, len(compressed), PIECE_BYTES):
                yield bytes(compressed[start : start + PIECE_BYTES])
            return
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise Refused("damaged")
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        pending: bytes | memoryview = compressed
        try:
            while not inflater.eof:
                piece = inflater.decompress(pending, PIECE_BYTES)
                pending = inflater.unconsumed_tail
                if not piece and not pending and not inflater.eof:
                    raise Refused("damaged")
                yield piece
        except zlib.error:
            raise Refused("damaged") from None

    def _compressed(self, entry: zipfile.ZipInfo) -> memoryview:
        header = self._content[entry.header_offset : entry.header_offset + LOCAL_HEADER.size]
        if len(header) != LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise Refused("damaged")
        _, name_bytes, extra_bytes = LOCAL_HEADER.unpack(header)
        start = entry.header_offset + LOCAL_HEADER.size + name_bytes + extra_bytes
        if start + entry.compress_size > len(self._content):
            raise Refused("damaged")
        return memoryview(self._content)[start : start + entry.compress_size]

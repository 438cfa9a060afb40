from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class SignedRecord(_message.Message):
    __slots__ = ("format", "origin", "index", "header", "private_part", "inclusion_proof", "checkpoint", "record_key", "roster_fingerprint")
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    PRIVATE_PART_FIELD_NUMBER: _ClassVar[int]
    INCLUSION_PROOF_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    RECORD_KEY_FIELD_NUMBER: _ClassVar[int]
    ROSTER_FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    format: int
    origin: str
    index: int
    header: bytes
    private_part: bytes
    inclusion_proof: _containers.RepeatedScalarFieldContainer[bytes]
    checkpoint: bytes
    record_key: bytes
    roster_fingerprint: bytes
    def __init__(self, format: _Optional[int] = ..., origin: _Optional[str] = ..., index: _Optional[int] = ..., header: _Optional[bytes] = ..., private_part: _Optional[bytes] = ..., inclusion_proof: _Optional[_Iterable[bytes]] = ..., checkpoint: _Optional[bytes] = ..., record_key: _Optional[bytes] = ..., roster_fingerprint: _Optional[bytes] = ...) -> None: ...

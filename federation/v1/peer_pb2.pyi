from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HandshakeRequest(_message.Message):
    __slots__ = ("federation_id", "roster_version", "roster_fingerprint")
    FEDERATION_ID_FIELD_NUMBER: _ClassVar[int]
    ROSTER_VERSION_FIELD_NUMBER: _ClassVar[int]
    ROSTER_FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    federation_id: str
    roster_version: int
    roster_fingerprint: bytes
    def __init__(self, federation_id: _Optional[str] = ..., roster_version: _Optional[int] = ..., roster_fingerprint: _Optional[bytes] = ...) -> None: ...

class HandshakeResponse(_message.Message):
    __slots__ = ("federation_id", "roster_version", "roster_fingerprint", "branch")
    FEDERATION_ID_FIELD_NUMBER: _ClassVar[int]
    ROSTER_VERSION_FIELD_NUMBER: _ClassVar[int]
    ROSTER_FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    BRANCH_FIELD_NUMBER: _ClassVar[int]
    federation_id: str
    roster_version: int
    roster_fingerprint: bytes
    branch: str
    def __init__(self, federation_id: _Optional[str] = ..., roster_version: _Optional[int] = ..., roster_fingerprint: _Optional[bytes] = ..., branch: _Optional[str] = ...) -> None: ...

class FetchRostersRequest(_message.Message):
    __slots__ = ("after_version",)
    AFTER_VERSION_FIELD_NUMBER: _ClassVar[int]
    after_version: int
    def __init__(self, after_version: _Optional[int] = ...) -> None: ...

class FetchRostersResponse(_message.Message):
    __slots__ = ("rosters",)
    ROSTERS_FIELD_NUMBER: _ClassVar[int]
    rosters: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, rosters: _Optional[_Iterable[bytes]] = ...) -> None: ...

class FetchCheckpointsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class FetchCheckpointsResponse(_message.Message):
    __slots__ = ("checkpoints",)
    CHECKPOINTS_FIELD_NUMBER: _ClassVar[int]
    checkpoints: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, checkpoints: _Optional[_Iterable[bytes]] = ...) -> None: ...

class Entry(_message.Message):
    __slots__ = ("header", "private_part")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    PRIVATE_PART_FIELD_NUMBER: _ClassVar[int]
    header: bytes
    private_part: bytes
    def __init__(self, header: _Optional[bytes] = ..., private_part: _Optional[bytes] = ...) -> None: ...

class StreamEntriesRequest(_message.Message):
    __slots__ = ("origin", "start", "size")
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    origin: str
    start: int
    size: int
    def __init__(self, origin: _Optional[str] = ..., start: _Optional[int] = ..., size: _Optional[int] = ...) -> None: ...

class EntryBatch(_message.Message):
    __slots__ = ("start", "entries", "consistency_proof")
    START_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    CONSISTENCY_PROOF_FIELD_NUMBER: _ClassVar[int]
    start: int
    entries: _containers.RepeatedCompositeFieldContainer[Entry]
    consistency_proof: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, start: _Optional[int] = ..., entries: _Optional[_Iterable[_Union[Entry, _Mapping]]] = ..., consistency_proof: _Optional[_Iterable[bytes]] = ...) -> None: ...

class FetchPrivatePartsRequest(_message.Message):
    __slots__ = ("origin", "indexes")
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    INDEXES_FIELD_NUMBER: _ClassVar[int]
    origin: str
    indexes: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, origin: _Optional[str] = ..., indexes: _Optional[_Iterable[int]] = ...) -> None: ...

class FetchPrivatePartsResponse(_message.Message):
    __slots__ = ("private_parts",)
    PRIVATE_PARTS_FIELD_NUMBER: _ClassVar[int]
    private_parts: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, private_parts: _Optional[_Iterable[bytes]] = ...) -> None: ...

class FetchConsistencyRequest(_message.Message):
    __slots__ = ("origin", "first", "second")
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    SECOND_FIELD_NUMBER: _ClassVar[int]
    origin: str
    first: int
    second: int
    def __init__(self, origin: _Optional[str] = ..., first: _Optional[int] = ..., second: _Optional[int] = ...) -> None: ...

class FetchConsistencyResponse(_message.Message):
    __slots__ = ("first_root", "proof")
    FIRST_ROOT_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    first_root: bytes
    proof: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, first_root: _Optional[bytes] = ..., proof: _Optional[_Iterable[bytes]] = ...) -> None: ...

class WatchRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class WatchResponse(_message.Message):
    __slots__ = ("checkpoint",)
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    checkpoint: bytes
    def __init__(self, checkpoint: _Optional[bytes] = ...) -> None: ...

"""Shows that a mark file that was tampered with or torn is named as such, whatever its bytes."""

import pytest

from federation.errors import FolderNotReady
from node.high_water_mark import HighWaterMark


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"incarnation":"x","size":1e400,"root":""}',
        b'{"incarnation":"x","size":' + b"9" * 5_000 + b',"root":""}',
        b'{"incarnation":"x","size":-5,"root":""}',
    ],
    ids=["empty", "no fields", "a list", "no text", "deep", "infinite", "many digits", "negative"],
)
def test_a_garbled_mark_is_refused_by_name(tmp_path, content):
    path = tmp_path / "mark.json"
    path.write_bytes(content)
    with pytest.raises(FolderNotReady) as caught:
        HighWaterMark(path).load()
    assert caught.value.facts == {"path": "mark.json", "reason": "mark-unreadable"}

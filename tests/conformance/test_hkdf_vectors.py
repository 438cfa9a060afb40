"""Shows that key derivation is that of RFC 5869."""

import json
from pathlib import Path
from typing import Any

import pytest

from federation.suite import default_suite

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "hkdf_sha256.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_published_keys_are_derived(case: dict[str, Any]) -> None:
    suite = default_suite()
    prk = suite.hkdf_extract(bytes.fromhex(case["salt"]), bytes.fromhex(case["ikm"]))
    assert prk.hex() == case["prk"]
    assert suite.hkdf_expand(prk, bytes.fromhex(case["info"]), case["length"]).hex() == case["okm"]

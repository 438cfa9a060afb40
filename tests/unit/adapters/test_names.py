"""Names keep what stands on the ID card and lose what typing adds (LIBRARIES, Excel list, item 11)."""

import pytest

from adapters.checks.names import parse_name
from federation.errors import CellRefused


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王　五", "王五"),
        (" 王 五 ", "王五"),
        ("\u200b王五\ufeff", "王五"),
        ("阿依•星川", "阿依·星川"),
        ("阿依・星川", "阿依·星川"),
        ("阿依‧星川", "阿依·星川"),
        ("阿依 . 星川", "阿依·星川"),
        ("云䶮", "云䶮"),
        ("𠮷雪原", "𠮷雪原"),
        ("\U00030edd云", "\U00030edd云"),
        ("\uf9b5云", "\uf9b5云"),
        ("Anne-Marie  O'Neil", "Anne-Marie O'Neil"),
    ],
)
def test_11_a_name_has_one_spelling(written: str, name: str) -> None:
    assert parse_name(written) == name


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("王五3", "name-character"),
        ("王五（女）", "name-character"),
        ("王\x07五", "name-character"),
        ("·", "name-character"),
        ("王\ue123", "name-private-character"),
        ("王" * 51, "name-too-long"),
        (12, "wrong-kind"),
    ],
)
def test_11_what_no_id_card_bears_is_refused(written: str | int, reason: str) -> None:
    with pytest.raises(CellRefused) as refused:
        parse_name(written)
    assert refused.value.facts["reason"] == reason

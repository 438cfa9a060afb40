"""The unified social credit code, held against python-stdnum."""

import random

import pytest
from stdnum.cn import uscc as oracle

from adapters.base import Cell
from adapters.checks.uscc import CHARACTERS, check_character, parse_uscc
from federation.errors import CellRefused

CODE = "12320100MB0000001J"


def reason(cell: Cell) -> str:
    with pytest.raises(CellRefused) as refused:
        parse_uscc(cell)
    return str(refused.value.facts["reason"])


def made(random_: random.Random) -> str:
    body = random_.choice("159") + random_.choice("123") + "".join(random_.choices("0123456789", k=6))
    body += "".join(random_.choices(CHARACTERS, k=9))
    return body + check_character(body)


def test_check_characters_are_the_oracles() -> None:
    random_ = random.Random(32100)
    for _ in range(2_000):
        code = made(random_)
        assert oracle.is_valid(code)
        assert parse_uscc(code) == code


def test_one_changed_character_is_refused_as_the_oracle_refuses_it() -> None:
    random_ = random.Random(32101)
    for _ in range(2_000):
        code = made(random_)
        at = random_.randrange(18)
        changed = code[:at] + random_.choice(CHARACTERS) + code[at + 1 :]
        if changed != code and changed[2:8].isdigit() and changed[:2].isdigit():
            assert not oracle.is_valid(changed)
            assert reason(changed) in ("uscc-check-character", "number-lost-digits")


def test_an_authoritys_letter_is_accepted() -> None:
    body = "N2320106MF0000001"
    assert parse_uscc(body + check_character(body)).startswith("N2")


@pytest.mark.parametrize(
    "written",
    [CODE.lower(), f" {CODE[:8]} {CODE[8:]} ", f"'{CODE}", "１２３２０１００ＭＢ００００００１Ｊ", f"\u200b{CODE}"],
)
def test_width_case_and_spaces_are_folded(written: str) -> None:
    assert parse_uscc(written) == "12320100MB0000001J"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (123201004660012345, "numeric-cell"),
        (1.23e17, "numeric-cell"),
        ("1.2320100466E+17", "number-scientific"),
        ("123201004660012000", "number-lost-digits"),
        ("12320100********1J", "number-masked"),
        (CODE[:17], "uscc-form"),
        (CODE + "0", "uscc-form"),
        ("12320100MB000000IJ", "uscc-form"),
        ("1232O100MB0000001J", "uscc-form"),
        (CODE[:17] + "K", "uscc-check-character"),
        ("甲" * 100, "uscc-form"),
    ],
)
def test_damaged_codes_are_refused_by_their_own_name(written: Cell, expected: str) -> None:
    assert reason(written) == expected

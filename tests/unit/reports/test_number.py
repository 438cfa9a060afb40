"""A report's number: drawn from more than anybody can try, typed by people, wrong ones told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.errors import ReportNumberMalformed
from federation.reports.number import ALPHABET, LENGTH, RANDOM_BITS, RANDOM_BYTES, grouped, number_from, parse_number

RANDOM = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)


def refusal(typed: str) -> str:
    with pytest.raises(ReportNumberMalformed) as refused:
        parse_number(typed)
    return str(refused.value.facts["reason"])


def test_a_number_carries_more_than_a_hundred_random_bits():
    assert RANDOM_BITS >= 100
    ones, zeros = number_from(b"\xff" * RANDOM_BYTES), number_from(bytes(RANDOM_BYTES))
    assert ones[:-1] == "Z" * (LENGTH - 1)
    assert zeros == "0" * LENGTH


@given(RANDOM, st.integers(0, RANDOM_BITS - 1))
def test_each_random_bit_makes_another_number(random, bit):
    flipped = (int.from_bytes(random, "big") ^ 1 << bit + 8 * RANDOM_BYTES - RANDOM_BITS).to_bytes(RANDOM_BYTES, "big")
    assert number_from(random) != number_from(flipped)


@given(RANDOM)
def test_a_number_is_read_as_it_is_printed_typed_and_dictated(random):
    number = number_from(random)
    printed = grouped(number)
    assert len(printed.split("-")) == 6
    for typed in (
        printed,
        number,
        printed.lower(),
        printed.replace("-", " "),
        printed.replace("-", "－"),
        f" {printed}\n",
        printed.replace("0", "O").replace("1", "l"),
        printed.translate({ord(one): ord(one) + 0xFEE0 for one in ALPHABET}),
    ):
        assert parse_number(typed) == number


@given(RANDOM, st.integers(0, LENGTH - 1), st.integers(1, 31))
def test_one_wrong_character_is_told(random, place, by):
    number = number_from(random)
    wrong = ALPHABET[(ALPHABET.index(number[place]) + by) % 32]
    assert refusal(number[:place] + wrong + number[place + 1 :]) == "check"


@given(RANDOM, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_characters_that_changed_places_are_told(random, first, second):
    number = list(number_from(random))
    number[first], number[second] = number[second], number[first]
    swapped = "".join(number)
    if swapped != number_from(random):
        assert refusal(swapped) == "check"


def test_what_is_no_number_is_refused_by_what_is_wrong_with_it():
    number = number_from(bytes(range(RANDOM_BYTES)))
    assert refusal(number[:-1]) == "length"
    assert refusal(number + "0") == "length"
    assert refusal("") == "length"
    assert refusal("0" * 10_000) == "length"
    assert refusal("U" + number[1:]) == "character"
    assert refusal("编" + number[1:]) == "character"


def test_fifteen_bytes_make_a_number_and_no_other_count():
    for count in (0, RANDOM_BYTES - 1, RANDOM_BYTES + 1):
        with pytest.raises(ValueError, match="15"):
            number_from(bytes(count))

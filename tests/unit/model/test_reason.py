"""Shows that reasons are codes, travel as they were written, and that words are refused."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.errors import Malformed
from federation.model.reason import CorrectionReason, RevocationReason, encode_reason, parse_reason


@pytest.mark.parametrize("code", [*RevocationReason, *CorrectionReason, "a-later-versions-code"])
def test_a_code_parses_back(code):
    assert parse_reason(encode_reason(code)) == code


def test_an_entry_without_a_body_states_no_reason():
    assert parse_reason(b"") == ""


@pytest.mark.parametrize("code", ["", "与某某同名", "Fraud", "two words", "a" * 41, "-", "1st", "fraud\n"])
def test_words_are_no_reason(code):
    with pytest.raises(Malformed):
        encode_reason(code)


@pytest.mark.parametrize("data", [b"\xff", b"\x0a\x05Fraud", b"\x0a\x02\xe4\xb8", b"\x10\x01"])
def test_a_body_that_states_no_code_is_refused(data):
    with pytest.raises(Malformed):
        parse_reason(data)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=60))
def test_no_bytes_raise_outside_the_tree(data):
    with suppress(Malformed):
        assert encode_reason(parse_reason(data)) or not data

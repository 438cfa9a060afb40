"""Shows what a sealed body keeps apart (unknown hours from none) and what is refused as no body."""

from datetime import date

import pytest
from msgspec.structs import replace

from federation.errors import Malformed
from federation.model.achievement import AchievementBody, encode_body, fold_text, parse_body
from federation.model.achievement_class import AchievementClass
from federation.v1 import entry_pb2

BODY = AchievementBody(
    title="剪纸",
    institution_name="某县社区学院",
    achieved_on=date(2022, 8, 1),
    masked_name="云**",
    document_salt=bytes(16),
    document_hash=bytes(32),
)


@pytest.mark.parametrize("field", ["training_hours", "credit_hours", "credits"])
def test_hours_unknown_are_not_zero(field):
    unknown, none = parse_body(encode_body(BODY)), parse_body(encode_body(replace(BODY, **{field: 0})))
    assert getattr(unknown, field) is None
    assert getattr(none, field) == 0


@pytest.mark.parametrize("day", ["", "2022", "2022-13-01", "20220832", "yesterday", "2022-08-01T00:00:00"])
def test_a_body_without_a_true_day_is_no_body(day):
    message = entry_pb2.AchievementBody(title="剪纸", achieved_on=day)
    with pytest.raises(Malformed):
        parse_body(message.SerializeToString())


def test_a_body_of_a_newer_writer_parses():
    assert parse_body(encode_body(BODY) + b"\xc2\x3e\x05later") == BODY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("智能手机 应用", "智能手机应用"),
        ("智能手机\u3000应用", "智能手机应用"),
        ("Excel（初级）", "ＥＸＣＥＬ(初级)"),
        ("A\tB\nC", "abc"),
        ("①期", "1期"),
        ("STRASSE", "straße"),
    ],
)
def test_spellings_that_are_folded_together(one, other):
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(
    ("one", "other"), [("剪纸", "剪紙"), ("剪纸1", "剪纸2"), ("剪纸一期", "剪纸1期"), ("A-B", "AB")]
)
def test_spellings_that_are_told_apart(one, other):
    assert fold_text(one) != fold_text(other)


def test_classes_are_those_of_the_protocol():
    stated = dict(entry_pb2.AchievementClass.items())
    assert {f"ACHIEVEMENT_CLASS_{one.name}": one.value for one in AchievementClass} == stated

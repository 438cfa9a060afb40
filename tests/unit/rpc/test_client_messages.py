"""Shows that the branch's own clients are told of an achievement all that a lookup found."""

import msgspec

from federation.model.standing import Status
from node.rpc.branch_service import _achievement
from node.services.looking.lookup import AchievementView
from node.v1 import branch_pb2

VIEW = AchievementView(
    branch="32",
    title="大学英语（一）",
    institution="某某开放大学",
    achieved_on="2022-06-30",
    training_hours=1250,
    credit_hours=None,
    credits=350,
    status=Status.VALID,
    origin="origin",
    index=7,
    masked_name="张**",
    achievement_id=b"\x01" * 16,
    likely_duplicate=True,
    achievement_class="degree-course",
    score="86",
    certificate_number="S1",
    certificate_level="四级",
    personal_deposit=True,
    filed_by="某开放大学",
    training_place="某社区教育中心",
)


def test_every_field_of_a_view_but_the_branchs_own_identity_reaches_the_client():
    message = _achievement(VIEW)
    assert {field.name for field in branch_pb2.Achievement.DESCRIPTOR.fields} == set(VIEW.__struct_fields__) - {
        "achievement_id"
    }
    for field in branch_pb2.Achievement.DESCRIPTOR.fields:
        value = getattr(VIEW, field.name)
        if value is None:
            assert not message.HasField(field.name)
        else:
            assert getattr(message, field.name) == value


def test_unknown_amounts_are_absent_and_zero_is_told():
    told = _achievement(msgspec.structs.replace(VIEW, training_hours=None, credit_hours=0, credits=None))
    assert [told.HasField(name) for name in ("training_hours", "credit_hours", "credits")] == [False, True, False]

"""How achievements are earned: the classes that entries state by number, and their codes.

Apart from what encodes entries: a process that reads workbooks needs the classes and no encoding.

Source: proto/federation/v1/entry.proto (enum AchievementClass).
"""

from enum import IntEnum


class AchievementClass(IntEnum):
    """How an achievement was earned."""

    UNSPECIFIED = 0
    TRAINING = 1
    DEGREE_COURSE = 2
    SELF_STUDY_EXAMINATION = 3
    CERTIFICATE = 4
    DUAL_CERTIFICATE = 5

    @property
    def code(self) -> str:
        """As commands, files and clients name it, e.g. ``degree-course``."""
        return self.name.lower().replace("_", "-")


def class_named(code: str) -> AchievementClass:
    """The class of that code. Raises `ValueError`: there is none."""
    for one in AchievementClass:
        if one.code == code:
            return one
    raise ValueError(code)


def class_code(number: int) -> str:
    """The code of a class as an entry states it; a later version's is told by its number: ``class-9``."""
    try:
        return AchievementClass(number).code
    except ValueError:
        return f"class-{number}"

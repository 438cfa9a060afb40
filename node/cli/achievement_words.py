"""What people read for an achievement's class. A class that a later version brings is shown by its code."""

from federation.model.achievement import AchievementClass
from node.cli.terminal import Terminal

CLASSES = {
    AchievementClass.UNSPECIFIED.code: ("未注明", "unspecified"),
    AchievementClass.TRAINING.code: ("培训", "training"),
    AchievementClass.DEGREE_COURSE.code: ("课程学分", "degree course"),
    AchievementClass.SELF_STUDY_EXAMINATION.code: ("自学考试", "self-study examination"),
    AchievementClass.CERTIFICATE.code: ("证书", "certificate"),
}


def class_word(code: str, terminal: Terminal) -> str:
    """The class of that code, in the language of the run."""
    return terminal.choose(*CLASSES.get(code, (code, code)))

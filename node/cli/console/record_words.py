"""What people read for an achievement's class and standing, and for how far a branch's part can be relied on.

A class that a later version brings is shown by its code.
"""

from federation.model.achievement_class import AchievementClass
from node.cli.console.terminal import Terminal

CLASSES = {
    AchievementClass.UNSPECIFIED.code: ("未注明", "unspecified"),
    AchievementClass.TRAINING.code: ("培训", "training"),
    AchievementClass.DEGREE_COURSE.code: ("课程学分", "degree course"),
    AchievementClass.SELF_STUDY_EXAMINATION.code: ("自学考试", "self-study examination"),
    AchievementClass.CERTIFICATE.code: ("证书", "certificate"),
    AchievementClass.DUAL_CERTIFICATE.code: ("双证制", "dual certificate"),
}
STATUSES = {
    "valid": "有效",
    "corrected": "已更正",
    "revoked": "已撤销",
    "held": "转换办理中",
    "converted": "已转换",
    "erased": "已删除",
    "unknown": "状态不明",
}
REPORT_KINDS = {
    "certification": ("学习成果认证报告", "certification report"),
    "transcript": ("成绩证明", "transcript"),
    "standing": ("资信证明", "statement of standing"),
}
REPORT_STATES = {
    "valid": ("有效", "valid"),
    "withdrawn": ("已撤回", "withdrawn"),
    "revoked": (
        "所载成果已撤销、更正，或所载学分已冲回",
        "revoked: an achievement in it was revoked or corrected, or credit in it reversed",
    ),
    "expired": ("已过有效期", "expired"),
    "unknown": ("状态不明", "unknown"),
}
CREDIT_STANDINGS = {
    "valid": ("有效", "valid"),
    "reversed": ("已冲回", "reversed"),
    "unknown": ("状态不明", "unknown"),
}
FRESHNESS = {
    "fresh": "最新",
    "stale": "可能过期",
    "never synced": "从未同步",
    "quarantined": "已停止采信",
}


def class_word(code: str, terminal: Terminal) -> str:
    """The class of that code, in the language of the run."""
    return terminal.choose(*CLASSES.get(code, (code, code)))

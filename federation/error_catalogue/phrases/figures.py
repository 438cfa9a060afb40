"""Why a period of figures was refused.

Source: the docstrings of `node.services.progress`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

PROGRESS_REASONS: Mapping[str, Phrase] = {
    "period-order": Phrase("统计起始日期晚于截止日期", "the period ends before it begins"),
    "period-open": Phrase("统计时段尚未结束", "the period isn't over"),
    "period-too-long": Phrase("统计时段过长或过早", "the period is too long or too long ago"),
}

"""What is wrong with conversion rules and with credit: codes in words.

Source: the docstrings of `federation.rules`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.configuration import CONFIGURATION_REASONS
from federation.error_catalogue.phrases.phrase import Phrase

RULES_INVALID_REASONS: Mapping[str, Phrase] = {
    **{
        code: CONFIGURATION_REASONS[code]
        for code in (
            "not-toml",
            "too-large",
            "missing",
            "known-keys",
            "one-of",
            "branch-code",
            "kind:text",
            "kind:texts",
            "kind:whole",
            "kind:true-false",
            "kind:table",
            "kind:tables",
        )
    },
    "unreadable": Phrase("文件无法读取，或不是 UTF-8 文本", "the file can't be read, or is no UTF-8 text"),
    "kind:amount": Phrase(
        "应为至多两位小数的数，如 1.5，不加引号", "it must be a number of at most two decimals like 1.5, unquoted"
    ),
    "kind:day": Phrase("应为日期，如 2027-01-31，不加引号", "it must be a date like 2027-01-31, unquoted"),
    "text": Phrase("应为一行可见文字，字数不超过", "it must be visible text on one line, characters at most"),
    "range": Phrase("超出允许范围", "it is out of the range"),
    "count": Phrase("数量应在下列范围内：", "there must be so many of them:"),
    "id-form": Phrase(
        "编号由小写字母、数字和连字符组成，不超过 40 位",
        "an id is of lower-case letters, digits and hyphens, 40 at most",
    ),
    "id-twice": Phrase("编号重复", "an id stands twice"),
    "listed-twice": Phrase("同一项列了两次", "one item is listed twice"),
    "list-empty": Phrase("至少应列一项", "at least one must be listed"),
    "days-reversed": Phrase("截止日期早于起始日期", "the last day is before the first"),
    "period-twice": Phrase("同一期间有两个上限", "one period has two caps"),
    "no-such-source": Phrase("没有这一项 [[source]]", "there is no such [[source]]"),
    "no-such-scheme": Phrase("没有这一项 [[scheme]]", "there is no such [[scheme]]"),
    "unknown-needed": Phrase(
        "应写明该数值未知时如何办理；未知不等于零", "it must say what happens if it isn't known: that is not zero"
    ),
    "measure-needed": Phrase("按量折算须有 [rule.measure]", "a formula needs a [rule.measure]"),
    "measure-unused": Phrase(
        "既无 minimum 也无按量折算，不必写 [rule.measure]", "neither a minimum nor a formula uses the measure"
    ),
    "rounding-needed": Phrase("按量折算须写明舍入方式", "a formula must state how it rounds"),
    "nothing-to-round": Phrase("固定学分无须舍入，请删去这一项", "fixed credits aren't rounded: leave it out"),
    "if-unknown-needed": Phrase("应写明数值未知时给予的学分", "it must say how much is granted if it isn't known"),
    "if-unknown-idle": Phrase("只有 unknown 为 fixed 时才可填写", "it goes with unknown = fixed alone"),
}

RULES_REFUSED_REASONS: Mapping[str, Phrase] = {
    "other-branch": Phrase("规则属于另一分行", "they are another branch's"),
    "not-due": Phrase("版本号应接在已发布的版本之后，应为", "versions follow one another without gaps; due is"),
    "retroactive": Phrase("生效日期早于通过日期", "they would be in force before they were adopted"),
    "day-ahead": Phrase("通过日期晚于今天", "the day of adoption is after today"),
    "day-differs": Phrase("两次签署的通过日期不一致", "the two signatures state different days"),
    "cases-differ": Phrase(
        "有样例与规则不符，请用 deltabank rules cases 查看", "a case isn't met: see deltabank rules cases"
    ),
}

CREDIT_REASONS: Mapping[str, Phrase] = {
    "nothing": Phrase("没有学分可记", "there is no credit to book"),
    "granted-otherwise": Phrase(
        "同一转换的同一成果已按另一结果记账", "the same achievement of the transfer was granted otherwise"
    ),
    "not-granted": Phrase("该成果未曾给予学分", "nothing was granted for that achievement"),
    "reversed": Phrase("学分已冲回", "the credit was reversed"),
}

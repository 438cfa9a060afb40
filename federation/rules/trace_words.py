"""A rule's reasoning in words, Chinese and English: what was found, computed, and what is missing.

A code of a later version is shown with its values as they are.
"""

import re
from collections.abc import Mapping

from federation.error_catalogue import Language
from federation.error_catalogue.phrases import Phrase
from federation.rules.outcome import Outcome, Shortfall, TraceLine, Verdict

PLACE = re.compile(r"\{([0-9])\}")
VERDICTS: Mapping[str, Phrase] = {
    Verdict.ACCEPTED: Phrase("认可", "accepted"),
    Verdict.REJECTED: Phrase("不予认可", "rejected"),
    Verdict.TO_REVIEWER: Phrase("转人工审核", "to a reviewer"),
}
REASONS: Mapping[str, Phrase] = {
    "granted": Phrase("符合规则", "by the rule"),
    "granted-in-part": Phrase("符合规则，因学分上限只认可一部分", "by the rule, in part: a cap leaves no more room"),
    "listed-twice": Phrase("同一学习成果重复列出", "the same achievement is listed twice"),
    "not-in-force": Phrase("这一天规则未在有效期内", "the rules aren't in force on that day"),
    "standing": Phrase("学习成果的现状不能转换", "the achievement's standing doesn't allow it"),
    "date-ahead": Phrase("取得时间晚于办理日期", "it is dated after the day that is decided for"),
    "no-rule": Phrase("没有适用于此类学习成果的规则", "no rule is for achievements of this kind"),
    "conditions-unmet": Phrase("不符合有关规则的条件", "conditions of the rules aren't met"),
    "unknown": Phrase("规则所需的数值未知", "what the rule measures isn't known"),
    "nothing-to-grant": Phrase("按规则折算后学分为零", "by the rule it comes to no credit"),
    "cap-reached": Phrase("学分已达上限", "a cap is reached"),
    "course-passed": Phrase("该课程已计学分", "the course counts as passed already"),
    "evidence": Phrase("缺少证明材料", "evidence is missing"),
    "taken-back": Phrase("此前由其转换的学分曾被冲回", "credit for it was taken back before"),
    "own-deposit": Phrase("属个人存入的成果", "the person deposited it"),
    "by-rule": Phrase("规则规定由人工审核", "the rule leaves it to a reviewer"),
}
LINES: Mapping[str, Phrase] = {
    "rules": Phrase("依据分行 {0} 转换规则第 {1} 版《{2}》", "rules of branch {0}, version {1}: {2}"),
    "passed-over": Phrase("规则 {0} 不适用：{1}", "rule {0} doesn't apply: {1}"),
    "rule": Phrase("适用规则 {0}：{1}", "rule {0} applies: {1}"),
    "source": Phrase("规则出处：{0}，{1}", "source: {0}, {1}"),
    "achieved": Phrase("成果来自分行 {0}，类别为{1}，取得时间 {2}", "from branch {0}, {1}, achieved on {2}"),
    "formula": Phrase("{0} {1} × {2} 学分 ÷ {3} = {4} 学分", "{0} {1} × {2} credits ÷ {3} = {4} credits"),
    "rounded": Phrase("{0} 按 {1} 的整数倍{2}，得 {3} 学分", "{0} to a multiple of {1}, {2}: {3} credits"),
    "fixed": Phrase("固定 {0} 学分", "{0} credits, fixed"),
    "unknown-fixed": Phrase("{0}未知，按规则给 {1} 学分", "{0} unknown: {1} credits by the rule"),
    "unknown-reviewer": Phrase("{0}未知，由人工查明", "{0} unknown: for a reviewer to find out"),
    "at-most": Phrase("{0} 学分超过单项上限，按 {1} 学分计", "{0} credits are over the limit for one: {1}"),
    "cap": Phrase("《{0}》上限（{1}）{2} 学分，已用 {3}，尚余 {4}", "{0}, {1}: cap {2} credits, used {3}, left {4}"),
    "cut": Phrase("因上限，{0} 学分减为 {1} 学分", "cut by the cap from {0} to {1} credits"),
    "course-passed": Phrase("《{0}》的课程“{1}”已计学分", "course {1} of {0} counts as passed already"),
    "granted": Phrase("计入《{0}》{1} {2} 学分", "{2} credits in {0} {1}"),
    "reviewer-standing": Phrase("须人工审核：成果现状为{0}", "to a reviewer: its standing is {0}"),
    "reviewer-unknown": Phrase("须人工审核：{0}未知", "to a reviewer: {0} unknown"),
    "reviewer-evidence": Phrase("须人工审核：缺少{0}", "to a reviewer: no {0}"),
    "reviewer-taken-back": Phrase(
        "须人工审核：转换 {0} 因认定有误或弄虚作假已冲回",
        "to a reviewer: the credit of transfer {0} was taken back, decided in error or got by fraud",
    ),
    "reviewer-own-deposit": Phrase("须人工审核：属个人存入的成果", "to a reviewer: deposited by the person"),
    "reviewer-by-rule": Phrase("须人工审核：规则如此规定", "to a reviewer: the rule says so"),
}
MISSING: Mapping[str, Phrase] = {
    "category": Phrase("类别“{0}”不在规则所列之内", "category {0} isn't one of the rule's"),
    "institution": Phrase("发证单位“{0}”不在规则所列之内", "institution {0} isn't one of the rule's"),
    "title": Phrase("名称“{0}”不在规则所列之内", "title {0} isn't one of the rule's"),
    "course-code": Phrase("课程编码“{0}”不在规则所列之内", "course code {0} isn't one of the rule's"),
    "achieved-from": Phrase("取得时间 {0} 早于 {1}", "achieved on {0}, before {1}"),
    "achieved-until": Phrase("取得时间 {0} 晚于 {1}", "achieved on {0}, after {1}"),
    "too-old": Phrase("取得时间 {0} 已超过 {1} 个月", "achieved on {0}, more than {1} months ago"),
    "minimum": Phrase("{0} {1}，规则要求至少 {2}", "{0} {1}, the rule asks for {2} at least"),
    "unknown": Phrase("{0}未知", "{0} unknown"),
    "evidence": Phrase("须提供{0}", "{0} is wanted"),
    "taken-back": Phrase("转换 {0} 的学分已冲回", "the credit of transfer {0} was taken back"),
    "own-deposit": Phrase("属个人存入的成果", "deposited by the person"),
    "by-rule": Phrase("须经人工审核", "a reviewer must look at it"),
    "standing": Phrase("成果现状为{0}", "its standing is {0}"),
    "no-rule": Phrase("分行 {0} 的{1}没有适用的规则", "no rule for {1} of branch {0}"),
    "not-in-force": Phrase("规则在 {0} 不在有效期内", "the rules aren't in force on {0}"),
    "date-ahead": Phrase("取得时间为 {0}", "it is dated {0}"),
    "too-many": Phrase("一次至多 {0} 笔学分", "{0} lines of credit at most"),
    "amount": Phrase("学分类别 {0} 的学分应为正数", "credit in {0} must be positive"),
    "scheme-unknown": Phrase("规则中没有学分类别 {0}", "the rules have no scheme {0}"),
    "cap-exceeded": Phrase(
        "《{0}》上限（{1}）{2} 学分，已用 {3}，不能再给 {4}", "{0}, {1}: cap {2} credits, used {3}: {4} is too much"
    ),
    "cap-reached": REASONS["cap-reached"],
    "course-passed": REASONS["course-passed"],
    "nothing-to-grant": REASONS["nothing-to-grant"],
}
LACKING = frozenset(("evidence", "unknown"))
"""Shortfalls that somebody may make good."""
LACKS, BECAUSE = Phrase("所缺", "missing"), Phrase("原因", "because")
WORDLESS = frozenset(("reviewer-by-rule", "reviewer-own-deposit"))
"""Lines of a trace that say no more than the outcome's reason of the same code."""
VALUES: Mapping[str, Phrase] = {
    "training-hours": Phrase("培训时数", "training hours"),
    "credit-hours": Phrase("学时数", "credit hours"),
    "credits": Phrase("原学分", "stated credits"),
    "down": Phrase("舍去", "rounded down"),
    "up": Phrase("进位", "rounded up"),
    "half-up": Phrase("四舍五入", "half rounded up"),
    "half-even": Phrase("四舍六入五成双", "half rounded to even"),
    "total": Phrase("累计", "in all"),
    "training": Phrase("培训", "training"),
    "degree-course": Phrase("学历教育课程", "degree course"),
    "self-study-examination": Phrase("自学考试课程", "self-study examination"),
    "certificate": Phrase("证书", "certificate"),
    "dual-certificate": Phrase("双证制", "dual certificate"),
    "unspecified": Phrase("未注明类别", "class not stated"),
    "valid": Phrase("有效", "valid"),
    "corrected": Phrase("已更正", "corrected"),
    "revoked": Phrase("已撤销", "revoked"),
    "held": Phrase("转换中", "held"),
    "converted": Phrase("已转换", "converted"),
    "erased": Phrase("已删除", "erased"),
    "unknown": Phrase("未知", "unknown"),
    "void": Phrase("无效", "void"),
    "certificate-number": Phrase("证书编号", "certificate number"),
    "certificate-scan": Phrase("证书扫描件", "scan of the certificate"),
    "transcript-scan": Phrase("成绩单扫描件", "scan of the transcript"),
    "project-code": Phrase("项目编码", "project code"),
    "course-code": Phrase("课程编码", "course code"),
    "score": Phrase("成绩", "score"),
    "institution-code": Phrase("机构代码", "institution code"),
}
# These values are codes; all others are a file's or a record's own words, which no table may change.
CODED = {
    "achieved": (1,),
    "formula": (0,),
    "rounded": (2,),
    "unknown-fixed": (0,),
    "unknown-reviewer": (0,),
    "cap": (1,),
    "cap-exceeded": (1,),
    "reviewer-standing": (0,),
    "reviewer-unknown": (0,),
    "reviewer-evidence": (0,),
    "minimum": (0,),
    "unknown": (0,),
    "evidence": (0,),
    "standing": (0,),
    "no-rule": (1,),
}


def trace_words(line: TraceLine, language: Language) -> str:
    """One line of a trace."""
    if line.code == "passed-over" and len(line.values) > 1:
        return _filled(LINES[line.code], (line.values[0], reason_of_passing(line.values[1], language)), language)
    return _told(LINES, line.code, line.values, language)


def missing_words(one: Shortfall, language: Language) -> str:
    """What is missing, without the rule that it is missing for."""
    return _told(MISSING, one.code, one.values, language)


def shortfalls_told(outcome: Outcome) -> tuple[Shortfall, ...]:
    """What is to be told beside the verdict and its reason, each once.

    What wants a reviewer is told by the reason, or by its line of the trace; what can be handed in later is lacking.
    """
    if outcome.verdict is not Verdict.TO_REVIEWER:
        return outcome.missing
    return tuple(one for one in outcome.missing if one.code in LACKING)


def trace_told(outcome: Outcome) -> tuple[TraceLine, ...]:
    """The trace without what the reason or `shortfalls_told` says already."""
    said = {f"reviewer-{code}" for code in LACKING} | ({f"reviewer-{outcome.reason}"} & WORDLESS)
    return tuple(one for one in outcome.trace if one.code not in said)


def shortfall_label(one: Shortfall, language: Language) -> str:
    """``所缺`` of what is lacking, ``原因`` of what merely is so."""
    return _in(LACKS if one.code in LACKING else BECAUSE, language)


def verdict_words(outcome: Outcome, language: Language) -> str:
    """The verdict in a word."""
    return _in(VERDICTS[outcome.verdict], language)


def reason_words(code: str, language: Language) -> str:
    """An outcome's reason; a code of a later version as it is."""
    return _in(REASONS[code], language) if code in REASONS else code


def reason_of_passing(code: str, language: Language) -> str:
    """Why a rule was passed over, in general."""
    phrase = PASSED.get(code)
    return code if phrase is None else _in(phrase, language)


PASSED: Mapping[str, Phrase] = {
    "category": Phrase("类别不符", "category"),
    "institution": Phrase("单位不符", "institution"),
    "title": Phrase("名称不符", "title"),
    "course-code": Phrase("课程编码不符", "course code"),
    "achieved-from": Phrase("取得过早", "achieved too early"),
    "achieved-until": Phrase("取得过晚", "achieved too late"),
    "too-old": Phrase("时间过久", "too old"),
    "minimum": Phrase("未达到最低要求", "below the minimum"),
    "unknown": Phrase("所需数值未知", "measure unknown"),
    "own-deposit": Phrase("属个人存入", "deposited by the person"),
}


def _told(table: Mapping[str, Phrase], code: str, values: tuple[str, ...], language: Language) -> str:
    if code not in table:
        return " ".join((code, *values))
    coded = CODED.get(code, ())
    words = tuple(
        _in(VALUES[value], language) if at in coded and value in VALUES else value for at, value in enumerate(values)
    )
    return _filled(table[code], words, language)


def _filled(phrase: Phrase, values: tuple[str, ...], language: Language) -> str:
    # Not `format`: values may hold braces, and some may be missing.
    told = PLACE.sub(lambda at: values[int(at[1])] if int(at[1]) < len(values) else "—", _in(phrase, language))
    return " ".join(told.split())


def _in(phrase: Phrase, language: Language) -> str:
    return phrase.zh if language == "zh" else phrase.en

"""Why a transfer can't be asked for, decided or ended so: codes in words.

Source: the docstrings of `node.services.transfers`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

TRANSFER_REASONS: Mapping[str, Phrase] = {
    "basis": Phrase("须由本人当场申请，或凭本人授权代为申请", "it is the person's to ask for, there or by consent"),
    "until": Phrase("授权截止日期须在今天至一年之内", "the consent must end between today and a year from now"),
    "nothing-chosen": Phrase("未选择学习成果，或同一成果选了两次", "nothing was chosen, or something twice"),
    "too-many": Phrase("同一分行一次最多申请 20 项", "at most 20 achievements of one branch at a time"),
    "not-found": Phrase("所选成果 {place} 不在本人名下", "the chosen achievement {place} isn't this person's"),
    "no-branch": Phrase("没有 {place} 分行", "there is no branch {place}"),
    "branch-closed": Phrase(
        "{place} 分行已关闭，其成果不能再转换",
        "branch {place} was closed: its achievements can't be converted any more",
    ),
    "own-branch": Phrase(
        "所选成果 {place} 已在本分行，无需转换", "the chosen achievement {place} is this branch's own"
    ),
    "not-valid": Phrase(
        "所选成果 {place} 已更正、撤销或状态不明", "the chosen achievement {place} doesn't stand as it was"
    ),
    "not-free": Phrase(
        "所选成果 {place} 正在转换或已转换", "the chosen achievement {place} is held or converted already"
    ),
    "same-id": Phrase("同一申请编号已用于另一申请", "another application has this id"),
    "not-decidable": Phrase("目前没有待决定的成果", "nothing of it waits for a decision"),
    "no-rules": Phrase(
        "本行没有现行的转换规则，不能受理转换申请，也不能准予转换；规则发布后再办",
        "no conversion rules are in force at this branch: it takes no applications and grants nothing until some are",
    ),
    "not-revoked": Phrase(
        "该成果没有被撤销；理由须属实，请改用其他理由",
        "the achievement wasn't revoked: give the reason that is true",
    ),
    "words-missing": Phrase(
        "不予认可须写明审核意见，告知本人", "what is rejected needs the reviewer's words, which the person is told"
    ),
    "contests-other": Phrase(
        "所异议的认定不是就所选成果 {place} 作出的",
        "the contested decision isn't on the chosen achievement {place}",
    ),
    "against-rules": Phrase(
        "规则已能自行决定的成果，审核人只能不予转换，不能另行准予转换",
        "what the rules decide by themselves a reviewer can reject, and not accept otherwise",
    ),
    "same-achievement": Phrase(
        "所选成果中有同一项成果的两条记录，请只选其中一条",
        "two of the records tell of one achievement: choose one of them",
    ),
    "unruled": Phrase("尚有成果未作决定", "an achievement was left undecided"),
    "no-credit": Phrase("认可的成果须写明学分", "what is accepted needs its credit"),
    "cap-exceeded": Phrase("所给学分超出上限", "it is more credit than a cap leaves room for"),
    "scheme-unknown": Phrase("规则中没有该学分类别", "the rules have no such scheme"),
    "course-passed": Phrase("该课程已给过学分", "credit for that course was granted already"),
    "amount": Phrase("学分数不在允许范围内", "the amount of credit is out of bounds"),
    "not-decided": Phrase("没有可申诉的决定", "there is no decision of this person's to contest"),
    "no-such-item": Phrase("本件没有 {place} 这一项", "this application has no {place}"),
    "consent-ended": Phrase("授权已经撤回，无须再办", "the consent was taken back already"),
    "ended": Phrase("本件已经结束，没有可撤回的授权", "the application has ended: no consent is left to take back"),
    "not-undecided": Phrase("已决定或已结束，不能撤回", "it is decided or ended: it can't be withdrawn"),
    "already-reversed": Phrase("该成果的学分已经冲回", "its credit was taken back already"),
    "not-accepted": Phrase("该成果未获认可，无学分可冲回", "nothing was granted that could be taken back"),
}

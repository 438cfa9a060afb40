"""Transfers in words: how an achievement stands, why it was declined, entries, reasons, what to do.

Source: `federation.transfer.states`; seed document 001 (转换申请明细).
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases import Phrase

TRANSFER_STATUSES: Mapping[str, Phrase] = {
    "requested": Phrase("已申请，待原存入分行答复", "asked for, the sending branch is to answer"),
    "declined": Phrase("原存入分行不予受理", "declined by the sending branch"),
    "held": Phrase("已锁定，待认定", "held, to be decided"),
    "accepted": Phrase("已认可，学分暂记", "accepted, credit provisional"),
    "converted": Phrase("已转换", "converted"),
    "revoked": Phrase("成果已被撤销，学分待冲回", "the achievement was revoked, credit to be taken back"),
    "rejecting": Phrase("不予认可，待解除锁定", "rejected, to be released"),
    "rejected": Phrase("不予认可", "rejected"),
    "withdrawing": Phrase("已撤回，待解除锁定", "withdrawn, to be released"),
    "withdrawn": Phrase("已撤回", "withdrawn"),
    "reversing": Phrase("学分已冲回，待解除锁定", "credit taken back, to be released"),
    "reversed": Phrase("学分已冲回", "credit taken back"),
}
HOLD_VERDICTS: Mapping[int, Phrase] = {
    1: Phrase("予以锁定", "held"),
    2: Phrase("成果已撤销", "it was revoked"),
    3: Phrase("未出示本人证件", "the person's document wasn't shown"),
    4: Phrase("正在另一转换中，或已转换", "another transfer holds it or has converted it"),
    5: Phrase("该分行同时锁定的成果已达上限", "that branch holds as much as it may at a time"),
    6: Phrase("没有这项成果", "there is no such achievement"),
    7: Phrase("成果内容已删除", "it was erased"),
    8: Phrase("成果已更正，请按更正后的记录申请", "it was corrected since: ask for the newest record"),
    9: Phrase("成果目前状态不明", "how it stands can't be told at present"),
    10: Phrase("提出申请的分行已关闭", "the branch that asks was closed"),
    11: Phrase("原存入分行已关闭，未作答复", "the branch that keeps it was closed before it answered"),
}
"""Codes of a hold; a code of a later version declines too."""
OTHER_VERDICT = Phrase("其他原因", "another reason")
TRANSFER_ENTRIES: Mapping[int, Phrase] = {
    30: Phrase("申请", "requested"),
    31: Phrase("答复", "answered"),
    32: Phrase("认定", "decided"),
    33: Phrase("撤回", "withdrawn"),
    34: Phrase("办结", "closed"),
    35: Phrase("冲回", "reversed"),
}
"""By entry kind."""
ENDING_REASONS: Mapping[str, Phrase] = {
    "person-asked": Phrase("本人要求", "the person asked for it"),
    "consent-ended": Phrase("授权已撤回", "the consent was taken back"),
    "expired": Phrase("逾期未认定", "not decided in time"),
    "revoked": Phrase("成果已被撤销", "the achievement was revoked"),
    "decided-in-error": Phrase("认定有误", "decided in error"),
    "fraud": Phrase("弄虚作假", "fraud"),
}
STEP_VERDICTS: Mapping[int, Phrase] = {
    1: Phrase("有效", "counts"),
    2: Phrase("无效", "counts nowhere"),
    3: Phrase("所答复的记录尚未到达", "what it answers hasn't arrived"),
}
"""Whether an entry counts, by `federation.model.standing.Verdict`."""
TRANSFER_NEXT_STEPS: Mapping[str, Phrase] = {
    "attend": Phrase(
        "本行应办，节点运行时自动办理；也可执行 transfer attend",
        "this branch's to do: a serving node does it, or transfer attend",
    ),
    "review": Phrase("待本行审核人员执行 transfer decide 认定", "a reviewer of this branch decides: transfer decide"),
    "await-others": Phrase("等待同一申请的其他分行答复", "another branch that the application asks is to answer"),
    "await": Phrase("等待对方分行，无需处理；久无进展请联系该分行", "wait; if it lasts, call the other branch"),
    "reconnect": Phrase(
        "对方分行失联，请查看 sync status 并联系该分行，恢复后自动继续",
        "the other branch isn't heard of: see sync status and call it; it goes on by itself",
    ),
    "quarantined": Phrase(
        "对方分行的日志已停止采信，请与其他分行核实",
        "the other branch's log is quarantined: settle that with the other branches",
    ),
}

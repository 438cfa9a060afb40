"""States and steps of cases in words: the facts `state` and `step`, and what people are shown of a case.

Source: 江苏省教育厅办公室 2022 notice, sections 2 and 3 (填报、报送、汇总).
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases import Phrase

STATES: Mapping[str, Phrase] = {
    "not-filed": Phrase("未填报", "not filed"),
    "draft": Phrase("填报中", "draft"),
    "submitted": Phrase("已提交", "submitted"),
    "collected": Phrase("已汇总上报", "collected"),
    "granted": Phrase("已核准", "granted"),
    "returned": Phrase("已退回", "returned"),
    "refused": Phrase("不予核准", "refused"),
    "suspended": Phrase("已停用", "suspended"),
    "approved": Phrase("审核通过", "approved"),
    "withdrawn": Phrase("已撤回", "withdrawn"),
    "published": Phrase("已列入目录", "published"),
    "dropped": Phrase("已放弃", "dropped"),
    "current": Phrase("现行", "current"),
    "replaced": Phrase("已更换", "replaced"),
    "stated": Phrase("待他人确认", "stated"),
    "confirmed": Phrase("已确认", "confirmed"),
    "open": Phrase("进行中", "open"),
    "closed": Phrase("已办结", "closed"),
    "handed": Phrase("已送交备案", "handed over"),
    "done": Phrase("已完成", "done"),
    "raised": Phrase("已提出", "raised"),
    "declared": Phrase("已告知单位", "made known to the unit"),
    "answered": Phrase("单位已说明", "answered"),
    "upheld": Phrase("属实", "upheld"),
    "dismissed": Phrase("排除", "dismissed"),
}
STEPS: Mapping[str, Phrase] = {
    "file": Phrase("填报", "file"),
    "alter": Phrase("修改", "alter"),
    "attach": Phrase("添加附件", "attach"),
    "detach": Phrase("移除附件", "take an attachment off"),
    "submit": Phrase("提交", "submit"),
    "collect": Phrase("汇总上报", "collect"),
    "grant": Phrase("核准", "grant"),
    "return": Phrase("退回", "return"),
    "refuse": Phrase("不予核准", "refuse"),
    "suspend": Phrase("停用", "suspend"),
    "approve": Phrase("审核通过", "approve"),
    "withdraw": Phrase("撤回", "withdraw"),
    "recall": Phrase("撤回修改", "recall"),
    "drop": Phrase("放弃", "drop"),
    "remark": Phrase("检查意见", "remark"),
    "publish": Phrase("列入目录", "publish"),
    "correct": Phrase("更正", "correct"),
    "receive-paper": Phrase("接收纸质材料", "receive paper"),
    "replace": Phrase("更换", "replace"),
    "confirm": Phrase("确认", "confirm"),
    "take-sheet": Phrase("录入表格", "take a sheet in"),
    "record": Phrase("登记台账", "record"),
    "close": Phrase("办结", "close"),
    "declare": Phrase("告知单位", "make known to the unit"),
    "answer": Phrase("作出说明", "answer"),
    "uphold": Phrase("认定属实", "uphold"),
    "dismiss": Phrase("予以排除", "dismiss"),
}

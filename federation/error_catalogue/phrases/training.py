"""Why a declaration, a catalogue, a ledger or an audit was refused.

Source: the docstrings of `node.services.declaring`, `cataloguing`, `ledgers` and `auditing`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

DECLARATION_REASONS: Mapping[str, Phrase] = {
    "no-projects": Phrase("没有填写培训项目", "it states no project"),
    "too-many": Phrase("项目、课程或对象过多", "too many projects, courses or target groups"),
    "twice": Phrase("同一季度有两个同名项目", "two projects of one quarter have the same name"),
    "centre": Phrase("省中心不申报项目", "the provincial centre declares none"),
    "field-unknown": Phrase("没有这一栏目", "there is no such field"),
    "file-form": Phrase("文件不是规定格式的 JSON", "the file isn't JSON of the documented form"),
    "field-form": Phrase("栏目内容的写法不对", "a field's value is of another form"),
    "name-missing": Phrase("项目或课程没有名称", "a project or course has no name"),
    "personal-number": Phrase(
        "目录公开发布，公开栏目中不得填写手机号码或身份证件号码",
        "a catalogue is public: nobody's mobile phone or ID number belongs in what it publishes",
    ),
    "period-of-quarter": Phrase(
        "起始日期应在申报季度之内，终止日期应在该季度起的四个季度之内",
        "it starts in its quarter, and ends within the four quarters from it on",
    ),
    "name-form": Phrase("名称过长或含有不允许的字符", "a name is too long or holds other characters"),
    "text-form": Phrase("文字过长或含有不允许的字符", "a text is too long or holds other characters"),
    "scale": Phrase("培训规模应为 1 至 1000000 人", "its scale isn't from 1 to 1,000,000 people"),
    "hours": Phrase("培训时数和学时数应大于 0，不超过 10000", "hours are more than 0 and at most 10,000"),
    "quarter": Phrase("季度应为 1 至 4", "its quarter isn't from 1 to 4"),
    "year": Phrase("年度应为 2019 至 2099", "its year isn't from 2019 to 2099"),
    "period": Phrase("开始日期晚于结束日期", "it ends before it begins"),
    "plan-empty": Phrase("年度计划没有内容", "the plan has no lines"),
    "plan-form": Phrase(
        "年度计划应写作 季度:项目数:人数:培训时数", "a line of the plan is quarter:projects:people:hours"
    ),
    "plan-quarter": Phrase("年度计划中同一季度出现两次", "a quarter stands in the plan twice"),
    "plan-amounts": Phrase("年度计划中的数量不合规定", "an amount of the plan is out of bounds"),
    "lead-days": Phrase("提前提醒天数应在 0 至 365 之间", "units are reminded 0 to 365 days before"),
    "quarters": Phrase("季度起止有误，一份备案表不超过四个季度", "its quarters are in no order, or more than four"),
    "list-too-long": Phrase(
        "备案表项目过多，一次打印不下；请用 --area 按设区市或县（市、区），或用 --quarter 按季度，分次打印",
        "too many projects to print as one list: print it by city or county (--area), or by quarter (--quarter)",
    ),
    "nothing-listed": Phrase("该范围和季度没有可备案的项目", "there is no project to put on record"),
    "receiver": Phrase("没有注明接收部门，或文字不合规定", "who received it is missing or can't be kept"),
    "day-to-come": Phrase("日期晚于今天", "the day is still to come"),
}

CATALOGUE_REASONS: Mapping[str, Phrase] = {
    "no-scheme": Phrase("本分行未配备项目编码规则", "the branch has no scheme of project codes"),
    "not-an-area": Phrase("该机构不负责一个县（市、区）或省的目录", "the unit has no area of its own"),
    "quarters": Phrase(
        "季度起止有误：一份目录的各季度须属同一年度，已发布的项目不得改换季度",
        "its quarters are in no order or of two years, or a published project would change its quarter",
    ),
    "quarters-overlap": Phrase(
        "其中有季度已收入另一份目录，已发布的内容不得改动",
        "one of its quarters is in another catalogue, and what is published doesn't change",
    ),
    "nothing-approved": Phrase("没有审核通过、待发布的项目", "no approved project waits for it"),
    "published-already": Phrase(
        "该季度目录已发布，已发布的项目不改动；增加、更正、取消须用 catalogue amend 发布新版并说明理由",
        "it is published and doesn't change: a new edition, with its reason, comes by catalogue amend",
    ),
    "not-published": Phrase("该季度目录尚未发布", "no such catalogue is published yet"),
    "project-unknown": Phrase("现行目录中没有这一项目", "the present edition has no such project"),
    "incomplete": Phrase("更正后项目内容不全", "the corrected project lacks what it must have"),
    "withdrawn-and-corrected": Phrase("同一项目既更正又取消", "one project is both corrected and withdrawn"),
    "no-county-catalogues": Phrase("各县（市、区）在该季度均未发布目录", "no county published one for these quarters"),
    "codes-used-up": Phrase("编码已用完", "there are no codes left"),
    "personal-number": Phrase(
        "目录及其更正理由公开发布、不能撤下，不得含有手机号码或身份证件号码",
        "a catalogue and its reason are public and never taken out: nobody's mobile phone or ID number belongs in them",
    ),
    "category": Phrase("类别文字不合规定，或并入自身", "the category can't be kept, or is merged into itself"),
}

LEDGER_REASONS: Mapping[str, Phrase] = {
    "project-unknown": Phrase("该项目编码不在现行培训项目目录内", "no current catalogue has a project of that code"),
    "unit-unknown": Phrase("该项目的申报单位未登记", "the project's unit isn't registered"),
    "outside-period": Phrase("起止日期超出该项目的期限", "the days are outside the project's period"),
    "date-order": Phrase("起始日期晚于截止日期", "it ends before it begins"),
    "too-many-runs": Phrase("该项目的期次已达上限", "the project has as many runs as it may"),
    "text-form": Phrase("所填文字过长或含有不允许的字符", "a text is too long or holds control characters"),
    "file-recorded": Phrase(
        "该文件已随台账登记，不能再移除", "the file was recorded with the ledger: it can't be taken out any more"
    ),
    "sheet-empty": Phrase("表中没有数据行", "the sheet has no rows"),
    "too-many-learners": Phrase("学员人数超过上限", "there are too many learners"),
    "too-many-sessions": Phrase("签到次数超过上限", "there are too many sessions"),
}

AUDIT_REASONS: Mapping[str, Phrase] = {
    "no-screening": Phrase("本省没有数据排查规则", "the province has no rules for screening"),
    "quarters": Phrase("季度起止不成立，或超过一年", "the quarters are out of order, or more than a year's"),
    "seed": Phrase("抽样种子应为 1 至 64 个可见字符", "a seed has 1 to 64 visible characters"),
    "sample-size": Phrase("抽样期数应在 0 至 1000 之间", "0 to 1000 runs are drawn"),
    "statement-empty": Phrase("没有写明说明内容", "the statement says nothing"),
    "statement-long": Phrase(
        "说明不得超过 5000 字，并不得含有控制字符", "a statement has 5,000 plain characters at most"
    ),
    "answer-days": Phrase("说明期限应在 1 至 90 天之间", "a unit has 1 to 90 days to answer"),
    "answer-awaited": Phrase("单位尚未说明，且说明期限未满", "the unit hasn't answered, and may still do so"),
    "not-the-unit": Phrase("只有被核查单位本身可以说明", "only the unit itself answers"),
}

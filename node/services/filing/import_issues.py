"""What can be wrong with a row that only the branch's own records can tell.

The adapter checks what a row says; here it is held against accounts. Messages are
Chinese and never repeat a cell's text.
"""

from adapters.base import CellIssue, RowRef

SENTENCES = {
    "account-missing": "未找到该学习者的学习账户，请先导入学习账户信息表，再导入学习成果。",
    "document-ambiguous": "该证件号码对应不同证件类型的多个学习账户，无法确定学习者，请改用协议单位用户号填报。",
    "document-mismatch": "协议单位用户号与证件号码不属于同一学习者，请核对后只保留正确的一项或同时改正。",
    "name-conflict": "该证件号码已开户，但姓名与已有账户不一致，请核对证件后由管理人员处理，系统不会覆盖已有信息。",
    "institution-not-yours": "“{column}”不是您所在机构或其下属机构，请由该机构或其上级填报，或改正单位名称。",
    "project-unknown": "“项目编码”不在已发布的季度培训项目目录中，请核对编码；项目须先申报、审核并编入目录。",
    "project-not-yours": "“项目编码”对应的项目不属于您所在机构或其下属机构，请由申报单位填报，或改正编码。",
    "course-unknown": "“课程编码”不是该项目在目录中的课程，请核对编码。",
    "outside-period": "“取得时间”不在该项目目录公布的开展时间之内，请核对日期。",
    "hours-exceed-catalogue": "所填时数超过目录公布的时数；可以少填，不能多填，留空则按目录计。",
    "run-unknown": "该项目没有登记这一期次的台账，请先登记期次，或改正“期次”。",
    "user-number-taken": "该协议单位用户号已分配给另一名学习者，请核对用户号。",
}


REMARKS = {
    "institution-renamed": "“{named}”是原名称，该单位现名为“{unit}”；已按所填名称入库，今后请填现名。",
    "withdrawn": "该成果已撤回，不再入库；确需恢复的，由原填报单位或其上级说明理由后办理恢复（reinstate）。",
    "training-place-unknown": "“办学点”未登记为该单位的下属机构，已按所填文字保存，请核对名称或先登记机构。",
}


def remark(ref: RowRef, code: str, *, named: str = "", unit: str = "") -> CellIssue:
    """What is worth knowing of a row that is filed all the same; a unit's name is public."""
    message = REMARKS[code].format(named=named, unit=unit)
    return CellIssue(sheet=ref.sheet, row=ref.row, column="", code=code, message=message, severity="remark")


def issue(ref: RowRef, column: str, code: str, advice: str = "") -> CellIssue:
    """One finding, as an error that keeps the row out; `advice` follows the sentence."""
    message = SENTENCES[code].format(column=column) + advice
    return CellIssue(sheet=ref.sheet, row=ref.row, column=column, code=code, message=message)

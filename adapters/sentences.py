"""What an issue's code says to the person who filled the workbook in.

One table, Chinese, in an official's tone; ``{column}`` is the header. No sentence ever
takes the cell's own text: error lists travel farther than workbooks.
"""

from adapters.base import CellIssue, RowRef, Severity
from adapters.checks.dates import ACCEPTED_FORMS

CELL_SENTENCES = {
    "required": "“{column}”为必填项，请填写。",
    "numeric-cell": (
        "“{column}”是数值格式，Excel 可能已丢失末几位数字或前导零，系统不作修复。"
        "请先将单元格设为“文本”格式，再按原件重新录入。"
    ),
    "formula-without-value": "“{column}”是公式且文件中没有保存计算结果。请复制后“选择性粘贴—数值”，再保存上传。",
    "error-value": "“{column}”是公式错误值（如 #N/A），请改为实际内容。",
    "wrong-kind": "“{column}”的单元格类型不对，请按文本填写。",
    "too-long": "“{column}”内容过长，请不超过 200 个字。",
    "text-too-long": "“{column}”内容过长，请不超过 5000 个字。",
    "control-character": "“{column}”含有不可见的控制字符，请重新录入。",
    "date-form": f"“{{column}}”不是可识别的日期。可接受的写法：{ACCEPTED_FORMS}。",
    "date-impossible": f"“{{column}}”不是真实存在的日期。可接受的写法：{ACCEPTED_FORMS}。",
    "date-in-future": "“{column}”晚于今天，请核对。",
    "date-too-early": "“{column}”早于 1950 年，请核对。",
    "date-too-late": "“{column}”晚于 2149 年，请核对。",
    "ends-before-start": "“{column}”早于开始时间，请核对。",
    "time-form": "“{column}”不是可识别的时间。可接受的写法：9:00、14:30、下午2:30 或时间单元格。",
    "date-before-birth": "“{column}”早于证件号码所载的出生日期，请核对。",
    "name-character": "“{column}”含有数字或符号，请与居民身份证（户口本）一致。",
    "name-private-character": "“{column}”含有自造字库中的字，他处无法显示。请使用国家标准字库的生僻字重新录入。",
    "name-too-long": "“{column}”超过 50 个字，请核对。",
    "code-unknown": "“{column}”不在可选范围内，请从下拉列表中选择{choices}。",
    "document-empty": "“{column}”为必填项，请填写。",
    "document-too-long": "“{column}”过长，不是有效的证件号码。",
    "document-scientific": "“{column}”是科学计数法，号码已经损坏。请将单元格设为“文本”格式后按证件重新录入。",
    "document-decimal": "“{column}”带小数点，号码已经损坏。请将单元格设为“文本”格式后按证件重新录入。",
    "document-masked": "“{column}”是脱敏号码（含星号），请填写完整的证件号码。",
    "document-form": "“{column}”的位数或字符不符合该类证件的规则，请按证件核对。",
    "document-check-digit": "“{column}”的校验码不正确，请按证件逐位核对。",
    "document-birth-date": "“{column}”中的出生日期不存在，请按证件核对。",
    "document-permit-region": "“{column}”与证件类型不符：以 81、82、83 开头的是港澳台居民居住证号码。",
    "document-lost-digits": "“{column}”末几位为 000 且校验不通过，多为 Excel 丢失精度所致。请按证件重新录入。",
    "consecutive-numbers": "“{column}”与相邻各行是连续号码，多为拖动填充所致。请按各人证件逐一录入。",
    "number-scientific": "“{column}”是科学计数法，号码已经损坏。请将单元格设为“文本”格式后重新录入。",
    "number-decimal": "“{column}”带小数点，号码已经损坏。请将单元格设为“文本”格式后重新录入。",
    "number-lost-digits": "“{column}”第 15 位以后全是 0，多为 Excel 丢失精度所致。请按原件重新录入。",
    "number-masked": "“{column}”是脱敏号码（含星号），请填写完整号码。",
    "number-too-long": "“{column}”过长，请核对。",
    "number-form": "“{column}”含有号码中不应出现的字符，请核对。",
    "user-number-differs": "“{column}”是身份证号码，但与本行证件号码不一致，请核对。",
    "birth-sex-differs": "“{column}”与证件号码所载的性别不一致，请核对。",
    "city-not-in-province": "“{column}”不属于所填的省，请从下拉列表中选择。",
    "district-not-in-city": "“{column}”不属于所填的市，请从下拉列表中选择。",
    "amount-form": "“{column}”应为不小于零的数字。不清楚的请留空，不要填 0。",
    "amount-decimals": "“{column}”最多保留两位小数。",
    "amount-zero": "“{column}”不应为 0。不清楚的请留空。",
    "amount-too-large": "“{column}”超过 10000，请核对。",
    "credits-required": "“{column}”在类别为“课程学分”时必填，请填写。",
    "uscc-form": "“{column}”应为 18 位，由数字和大写字母组成，不含字母 I、O、S、V、Z，请按证书核对。",
    "uscc-check-character": "“{column}”的校验码不正确，请按证书逐位核对。",
    "mobile-form": "“{column}”应为 11 位手机号码，请核对。",
    "phone-form": "“{column}”不是可识别的电话号码。请按“区号-号码”填写，几个号码以“/”分开。",
    "email-form": "“{column}”不是有效的电子邮箱地址，请核对。",
    "qq-form": "“{column}”应为 5—12 位数字，请核对。",
    "website-form": "“{column}”不是有效的网址，没有的请留空。",
    "institution-code-form": "“{column}”应为学分银行系统生成的机构代码：12 位，以 Z33 开头，请核对。",
    "project-code-form": "“{column}”应为目录中的项目编码：15 位，以 P33 开头，请核对。",
    "course-code-form": "“{column}”应为目录中的课程编码：17 位，以 C33 开头，请核对。",
    "code-check": "“{column}”的校验码不正确，请与系统生成的编码逐位核对。",
    "course-of-other-project": "“{column}”不是本行项目编码所指项目的课程，请按目录核对。",
    "category-unmarked": "“{column}”不在通知所列 18 类之内，请选择最接近的类别；确实无法归类的，请注明“（新）”。",
    "groups-too-many": "“{column}”超过 30 类，请核对。",
    "quarter-form": "“{column}”应为一个季度，如“2026年第二季度”。",
    "courses-form": "“{column}”的写法无法识别，请写作“课程名称（培训时数/学时数）”，几门课程以“；”分开。",
    "courses-too-many": "“{column}”超过 99 门，请核对。",
    "people-form": "“{column}”应为大于零的整数人数，如“50”或“50人”。",
    "people-too-many": "“{column}”超过 10 万人，请核对。",
    "run-form": "“{column}”应为第几期，如“1”或“第1期”，不超过 999。",
    "bureau-unknown": "“{column}”不是本省的设区市，请在“市教育局”前填写设区市名称。",
    "no-contact": "“{column}”尚未填写，请至少填写一名联络人。",
    "value-scattered": "“{column}”右侧有多个单元格填了内容，无法判断以哪一个为准，请只保留一个。",
    "field-not-in-template": "“{column}”不在该类学习成果的模板内，请不要报送此项。",
    "row-unreadable": "本行无法识别，请核对后重新录入。",
}
REMARK_SENTENCES = {
    "year-outside-notice": "成果取得年份不是今年，也不在 2016—2020 年之间；通知未作规定，已予接受，请核对。",
    "address-outside-province": "通信地址不在本省下拉列表内，市、区按所填文字保存，请核对。",
    "consecutive-numbers-first": "后续各行的证件号码由本行拖动填充而来，请核对本行。",
}
NOTICE_SENTENCES = {
    "hidden-sheet": "隐藏的工作表未读取。如需导入，请取消隐藏。",
    "other-sheet": "该工作表的表头与模板不符，未读取。",
    "other-template": "该工作表是另一种模板，未读取。请分开导入。",
    "hidden-rows": "该工作表有 {count} 个隐藏或被筛选掉的行，已一并读取。如不需导入，请删除这些行。",
    "repeated-header": "有 {count} 个重复的表头行，已跳过。",
    "sample-rows": "有 {count} 个示例行，已跳过。",
    "column-ignored": "有 {count} 列不在模板内，未读取。",
    "version-unknown": "文件所注的模板版本未登记，已按现行版本读取。",
}


def cell_issue(ref: RowRef, column: str, code: str, *, choices: tuple[str, ...] = ()) -> CellIssue:
    """An error of one cell; a short list of `choices` is spelled out."""
    offered = f"：{'、'.join(choices)}" if 0 < len(choices) <= 12 else ""
    message = CELL_SENTENCES[code].format(column=column, choices=offered)
    return CellIssue(sheet=ref.sheet, row=ref.row, column=column, code=code, message=message)


def remark(ref: RowRef, code: str) -> CellIssue:
    """What is worth knowing of a row that is taken all the same."""
    message = REMARK_SENTENCES[code]
    return CellIssue(sheet=ref.sheet, row=ref.row, column="", code=code, message=message, severity="remark")


def notice(sheet: str, code: str, *, row: int = 0, count: int = 0) -> CellIssue:
    """A remark about a whole sheet."""
    message = NOTICE_SENTENCES[code].format(count=count)
    severity: Severity = "remark"
    return CellIssue(sheet=sheet, row=row, column="", code=code, message=message, severity=severity)

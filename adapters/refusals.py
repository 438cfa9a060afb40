"""Why a whole file is refused: each reason with what to do about it.

The reasons are the fact ``reason`` of `WorkbookRefused`; the table is complete for them.

Source: RELIABILITY 26 (each hostile file has an error that names its reason).
"""

from federation.errors import TemplateUnknown, WorkbookRefused

REFUSALS = {
    "not-found": "找不到该文件。",
    "unreadable-file": "无法打开该文件，请检查读取权限。",
    "empty-file": "文件是空的（0 字节），请重新导出。",
    "file-too-large": "文件过大，请拆分成几个工作簿分别导入。",
    "not-a-workbook": (
        "文件内容不是 Excel 或 WPS 工作簿，也不是 UTF-8 或 GB18030 编码的 CSV。"
        "请用 Excel 或 WPS 打开原表，另存为 .xlsx 后再导入。"
    ),
    "unsupported-format": "不支持该种工作簿格式（如 .xlsb、旧版 .xls 或文档文件）。请另存为 .xlsx 后再导入。",
    "encrypted": "工作簿设有打开密码。请取消密码保护后再导入。",
    "macros": "工作簿含有宏。为安全起见不予打开，请另存为不含宏的 .xlsx。",
    "external-links": "工作簿引用了其他文件（外部链接）。请断开链接、粘贴为数值后再导入。",
    "dangerous-xml": "工作簿内部含有文档类型定义或实体声明，正常软件不会产生，不予打开。",
    "xml-encoding": "工作簿内部的 XML 编码不是 UTF-8，不予打开。请用 Excel 或 WPS 另存为 .xlsx。",
    "zip-bomb": "工作簿解压后体积异常，不予打开。",
    "too-many-parts": "工作簿内部的部件过多，不予打开。请另存为新的 .xlsx。",
    "damaged": "文件已损坏或不完整，可能是传输中断。请重新导出或复制后再试。",
    "too-many-rows": "数据超过了可导入的最大行数，或远处有残留的单元格。请删除空白区域，或拆分成几个工作簿。",
    "too-many-columns": "数据超过了可导入的最大列数，或远处有残留的单元格。请删除模板以外的列。",
    "cell-position": "工作簿内部的单元格位置不合规，正常软件不会产生，不予打开。",
    "shared-strings": "工作簿内部的文本表数量与内容不符，不予打开。",
    "memory": "读取该文件所需的内存超过限制。请删除多余的行、列和工作表后再导入。",
    "timeout": "读取该文件超过时限。请拆分成几个工作簿后再导入。",
    "a-form": "这是一张申请（申报）表，不是批量数据表。请用 application file、contacts file 或 project file 报送。",
    "other-kind": "该工作簿是本系统的另一类表格（学习成果表、培训项目申报表、台账表须分别办理）。请换用相应的操作。",
    "missing-column": "表头缺少以下列：{columns}。请下载最新模板对照补齐。",
    "repeated-column": "表头中以下列重复出现，无法判断以哪一列为准：{columns}。请删除多余的列。",
    "missing-field": "申请表缺少以下栏目：{columns}。请下载最新模板对照补齐。",
    "repeated-field": "申请表中以下栏目重复出现，无法判断以哪一处为准：{columns}。请删除多余的一处。",
    "several-forms": "工作簿中有多张填好的同类表格。请每个工作簿只保留一张，分别导入。",
    "mode-required": "请选择导入方式：按协议单位用户号导入，或按证件号码导入。",
    "rule-fault": "检查规则的程序有误（{columns}），不是文件的问题。请联系技术支持。",
    "no-rows": "没有可写出的错误行。",
}
TEMPLATE_UNKNOWN = "未能从表头识别出模板。请下载模板，保持表头文字不变。"


def refusal_sentence(error: WorkbookRefused | TemplateUnknown) -> str:
    """The Chinese sentence for a refused file."""
    if isinstance(error, TemplateUnknown):
        return TEMPLATE_UNKNOWN
    return REFUSALS[str(error.facts["reason"])].format(columns=error.facts.get("columns", ""))

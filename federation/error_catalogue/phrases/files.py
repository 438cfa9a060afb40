"""Why a workbook, an attachment or a printed document was refused.

Source: the docstrings of `adapters.workbook`, `node.services.attachment_types` and `node.printing`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

WORKBOOK_REASONS: Mapping[str, Phrase] = {
    "suspended": Phrase("经办人在导入期间已停用", "the operator was suspended meanwhile"),
    "not-found": Phrase("找不到该文件", "there is no such file"),
    "a-form": Phrase(
        "这是申请（申报）表，请用 application file、contacts file 或 project file 报送",
        "it is a form: application file, contacts file or project file takes it",
    ),
    "other-kind": Phrase("是另一类表格，请换用相应的操作", "it is another kind of sheet: another command takes it"),
    "unreadable-file": Phrase("无法打开，请检查读取权限", "it can't be opened: check its rights"),
    "empty-file": Phrase("文件是空的", "it is empty"),
    "file-too-large": Phrase("文件过大，请拆分", "it is too large: split it"),
    "not-a-workbook": Phrase("内容不是 Excel 或 WPS 工作簿", "it is no workbook"),
    "unsupported-format": Phrase("不支持该种格式，请另存为 .xlsx", "its format isn't supported: save it as .xlsx"),
    "encrypted": Phrase("设有打开密码", "it is encrypted"),
    "macros": Phrase("含有宏", "it has macros"),
    "external-links": Phrase("引用了其他文件", "it refers to other files"),
    "dangerous-xml": Phrase("内部含有文档类型定义或实体声明", "it declares XML entities"),
    "xml-encoding": Phrase("内部编码不是 UTF-8", "its XML isn't UTF-8"),
    "zip-bomb": Phrase("解压后体积异常", "it unpacks to an absurd size"),
    "too-many-parts": Phrase("内部部件过多", "it has too many parts"),
    "damaged": Phrase("文件已损坏或不完整", "it is damaged or truncated"),
    "too-many-rows": Phrase("行数过多或远处有残留单元格", "it has too many rows, or a stray cell far below"),
    "too-many-columns": Phrase("列数过多或远处有残留单元格", "it has too many columns, or a stray cell far right"),
    "cell-position": Phrase("单元格位置不合规", "a cell's position isn't valid"),
    "shared-strings": Phrase("文本表数量与内容不符", "its table of texts isn't what it says"),
    "memory": Phrase("读取所需内存超过限制", "reading it takes too much memory"),
    "timeout": Phrase("读取超过时限", "reading it takes too long"),
    "rule-fault": Phrase(
        "检查规则的程序有误，不是文件的问题，请联系技术支持",
        "the program that checks its rows is at fault, not the file: call support",
    ),
    "missing-column": Phrase("表头缺少必需的列", "a required column is missing"),
    "repeated-column": Phrase("表头中有列重复", "a column is there twice"),
    "missing-field": Phrase("申请表缺少必需的栏目，请下载最新模板对照补齐", "the form lacks a required field"),
    "repeated-field": Phrase("申请表中有栏目重复", "a field of the form is there twice"),
    "several-forms": Phrase("有多张填好的同类表格，请只保留一张", "it holds several filled forms: keep one"),
    "mode-required": Phrase(
        "须指明导入方式：按协议单位用户号导入加 --by 用户号，按证件号码导入加 --by 证件号码",
        "say which numbers count: --by user-number or --by document-number",
    ),
    "no-rows": Phrase("没有可写出的错误行", "there are no rows to write"),
}

ATTACHMENT_REASONS: Mapping[str, Phrase] = {
    "too-large": Phrase("超过大小上限", "it is too large"),
    "empty": Phrase("文件是空的", "it is empty"),
    "media-type": Phrase("不是允许的文件类型", "its type isn't allowed"),
    "name-differs": Phrase("文件名的后缀与文件内容不符", "its name says another type than its content has"),
    "unreadable": Phrase("无法读取，请检查权限", "it can't be read: check its rights"),
    "part-unknown": Phrase("该事项没有这一附件项", "the case has no such part"),
    "too-many": Phrase("附件数量超过上限", "there are too many"),
}

PRINT_REASONS: Mapping[str, Phrase] = {
    "no-template": Phrase("没有这一打印模板", "there is no such template"),
    "no-font": Phrase("缺少随附的字体", "the fonts that come with the program are missing"),
    "no-glyph": Phrase("有字库中没有的字符", "a character isn't in any font"),
    "text-direction": Phrase("含有改变文字方向的控制字符", "it holds a control character that reorders text"),
    "not-one-year": Phrase("统计时段跨了年度", "its period reaches over the turn of a year"),
    "not-typeset": Phrase("内容与打印模板不符", "its content doesn't fit the template"),
}
OTHER_KIND_REASONS: Mapping[str, Phrase] = {
    "is-credential": Phrase(
        "该文件是学习成果凭证，请改用 deltabank credential verify",
        "this is a credential: use deltabank credential verify",
    ),
    "is-pdf": Phrase(
        "该文件是 PDF，报告请改用 deltabank verify 校验", "this is a PDF: a report goes to deltabank verify"
    ),
    "no-credential": Phrase(
        "该文件不是学习成果凭证，请核对所选的文件", "this isn't a credential: check which file was chosen"
    ),
    "no-record": Phrase(
        "该文件既不是记录文件，也不是报告的 PDF，请核对所选的文件",
        "this is neither a record's file nor a report's PDF: check which file was chosen",
    ),
}

"""What is wrong with a configuration or a declared adapter.

Source: the docstrings of `node.config_reading` and `adapters.declared`.
"""

from collections.abc import Mapping

from federation.error_catalogue.phrases.phrase import Phrase

# A reason may go on after a colon with a detail, shown as it is: "unknown-key:database.url".
CONFIGURATION_REASONS: Mapping[str, Phrase] = {
    "missing-file": Phrase("找不到该文件", "the file is missing"),
    "unreadable": Phrase("文件无法读取", "the file can't be read"),
    "too-large": Phrase("文件过大", "the file is too large"),
    "not-toml": Phrase("不合 TOML 语法", "it is no TOML"),
    "unknown-key": Phrase("没有这个配置项，可能应为", "there is no such key; this may be meant:"),
    "no-such-key": Phrase("没有这个配置项", "there is no such key"),
    "missing": Phrase("必须填写", "it must be given"),
    "kind:text": Phrase("应为一行文本", "it must be text on one line"),
    "kind:texts": Phrase("应为文本列表", "it must be a list of texts"),
    "kind:whole": Phrase("应为整数", "it must be a whole number"),
    "kind:number": Phrase("应为数值", "it must be a number"),
    "kind:true-false": Phrase("应为 true 或 false", "it must be true or false"),
    "kind:section": Phrase("应为一节（方括号标题）", "it must be a section in brackets"),
    "range": Phrase("超出允许范围", "it is out of range"),
    "address": Phrase("应写作 主机:端口", "it must be host:port"),
    "branch-code": Phrase("不是 GB/T 2260 省级代码", "it is no province code of GB/T 2260"),
    "adapter": Phrase(
        "应为 declared:文件路径，或下列之一：",
        "it must be declared:PATH or one of",
    ),
    "level": Phrase("只能取", "it must be one of"),
    "database-url": Phrase(
        "应为 sqlite:///文件 或 postgresql://用户@主机/库名", "it must be sqlite:///FILE or postgresql://USER@HOST/NAME"
    ),
    "password-in-url": Phrase("口令不得写在 URL 里，请用 password_file", "no password in the URL: use password_file"),
    "client-form": Phrase(
        "客户端应写作 证书名称、证书名称:机构代码（柜台）或 证书名称:经办人（业务系统）",
        "a client is NAME, NAME:UNIT (counters) or NAME:OPERATOR (systems)",
    ),
    "client-twice": Phrase("同一客户端列了两次", "a client is listed twice"),
    "kind:table": Phrase("应为一张表", "it must be a table"),
    "kind:tables": Phrase("应为若干张表的列表", "it must be a list of tables"),
    "known-keys": Phrase("没有这一项，可用的有", "there is no such key; known are"),
    "one-of": Phrase("只能取", "it must be one of"),
    "no-template": Phrase("至少应有一个 [[template]]", "at least one [[template]] is needed"),
    "no-column": Phrase("至少应有一个 [[template.column]]", "at least one [[template.column]] is needed"),
    "template-name": Phrase(
        "模板名称应以小写字母开头，由小写字母、数字和连字符组成，不超过 41 位",
        "a name begins with a lower-case letter and goes on with such, digits and hyphens, 41 at most",
    ),
    "template-shared": Phrase("与各分行共用的模板重名", "it is the name of a template that all branches share"),
    "template-version": Phrase(
        "版本由字母、数字、点和连字符组成，不超过 20 位",
        "a version is of letters, digits, dots and hyphens, 20 at most",
    ),
    "version-twice": Phrase("同一模板的同一版本声明了两次", "one version of a template is declared twice"),
    "sheet-name": Phrase(
        "将用作工作表名称，不得超过 31 个字，也不得含 [ ] : * ? / \\",
        "it becomes the sheet's name: 31 characters at most, none of [ ] : * ? / \\",
    ),
    "field-twice": Phrase("有两列填写同一 field", "two columns fill one field"),
    "field-needed": Phrase("缺少必填的列，其 field 为", "there must be a required column that fills"),
    "person-needed": Phrase(
        "必填的列应包括 document_type 和 document_number，或者 member_user_number",
        "required columns must fill document_type and document_number, or member_user_number",
    ),
    "takes-no-codes": Phrase("这种检查不用代码表", "no code list goes with the check"),
    "no-such-list": Phrase("文件中没有这张代码表", "the file has no such code list:"),
    "document-types": Phrase("证件类型只能用联盟统一的代码", "types of document have the federation's codes alone:"),
    "width": Phrase("列宽应为整数，范围", "a width is a whole number,"),
    "codes-form": Phrase(
        '每一项应写作 { code = "…", label = "…" }，可加 aliases = ["…"]',
        'each is { code = "…", label = "…" }, perhaps with aliases = ["…"]',
    ),
    "spelling-twice": Phrase("两个代码有相同的写法", "two codes share the spelling"),
    "no-such-column": Phrase("模板中没有这一列，模板的列有", "the template has no such column; it has"),
    "headers-form": Phrase("应为一个表头，或几个表头的列表", "it must be a header, or a list of some"),
    "header-twice": Phrase("同一表头对应了两列", "one header would mean two columns:"),
    "not-numbers": Phrase("不是填写数字的列", "it is no column of numbers"),
    "factor": Phrase("应为加引号的数字，范围", "it must be a number in quotes,"),
    "password-file": Phrase("口令文件不存在、为空或无法读取", "the password's file is missing, empty or unreadable"),
}

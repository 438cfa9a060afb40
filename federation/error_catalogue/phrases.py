"""Codes within facts, in words: why something was refused, and what it was.

Source: the docstrings of the modules that raise them.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Phrase(NamedTuple):
    """The same in both languages, without a full stop."""

    zh: str
    en: str


DOCUMENT_REASONS: Mapping[str, Phrase] = {
    "empty": Phrase("没有填写", "nothing was given"),
    "too-long": Phrase("位数过多", "it is too long"),
    "form": Phrase("位数或字符与证件类型不符", "length or characters don't fit the type"),
    "scientific": Phrase("已被表格软件变成科学计数", "a spreadsheet turned it into scientific notation"),
    "decimal": Phrase("带有小数", "it has decimals"),
    "masked": Phrase("含有星号等遮盖字符", "it is masked"),
    "permit-region": Phrase("居住证应以 81、82 或 83 开头", "a residence permit begins with 81, 82 or 83"),
    "birth-date": Phrase("其中的出生日期不存在", "its birth date doesn't exist"),
    "lost-digits": Phrase("末几位变成了零，已被表格软件损坏", "its last digits became zeros in a spreadsheet"),
    "check-digit": Phrase("校验码不对", "its check digit is wrong"),
    "several-lines": Phrase("文件里不止一行", "the file has more than one line"),
}

ROSTER_REASONS: Mapping[str, Phrase] = {
    "not-first": Phrase("不是第一版", "it isn't version 1"),
    "fingerprint-mismatch": Phrase("指纹与约定的不符", "its fingerprint isn't the agreed one"),
    "foreign-federation": Phrase("属于另一联盟", "it is another federation's"),
    "version-rollback": Phrase("版本不比现行的新", "its version isn't newer"),
    "version-skipped": Phrase("跳过了中间版本", "versions in between are missing"),
    "previous-mismatch": Phrase("与现行版本不衔接", "it doesn't follow the present one"),
    "epoch-removed": Phrase("缺少仍在使用的联盟密钥", "a live federation key is gone"),
    "epoch-missing": Phrase("缺少联盟密钥", "a federation key is missing"),
    "branch-removed": Phrase("删去了原有分行（只能关闭）", "a branch is gone (it can only be closed)"),
    "branch-not-new": Phrase("新分行的日志不是从头开始", "a new branch's log doesn't begin at the beginning"),
    "origin-changed": Phrase("分行的日志名称被更改", "a branch's log changed its name"),
    "closing-altered": Phrase("分行的关闭记载被更改", "how a branch was closed was altered"),
    "closed-branch-altered": Phrase("已关闭的分行被更改", "a closed branch was altered"),
    "log-history-altered": Phrase("日志密钥的历史被更改", "the history of log keys was altered"),
    "unknown-signer": Phrase("签名方不在名册之内", "a signer isn't in the roster"),
    "not-a-root-key": Phrase("该密钥不是名册的根密钥", "the key isn't a root key"),
    "signature-invalid": Phrase("有签名不成立", "a signature doesn't hold"),
    "signature-conflict": Phrase("同一密钥有两个签名", "one key has two signatures"),
    "different-roster": Phrase("签名所对应的名册不同", "the signatures are over different rosters"),
    "too-few-signatures": Phrase("签名未过半数", "no more than half of its root keys signed"),
    "too-few-signatures-of-current": Phrase(
        "现行根密钥的签名未过半数", "no more than half of the present root keys signed"
    ),
    "empty-chain": Phrase("没有任何版本", "there is no version at all"),
    "unreadable": Phrase("文件无法读取", "the file can't be read"),
}

INVITATION_REASONS: Mapping[str, Phrase] = {
    **{f"roster-{code}": phrase for code, phrase in ROSTER_REASONS.items()},
    "expired": Phrase("已过有效期", "it has expired"),
    "other-branch": Phrase("是发给另一分行的", "it is for another branch"),
    "fingerprint-mismatch": ROSTER_REASONS["fingerprint-mismatch"],
    "foreign-federation": ROSTER_REASONS["foreign-federation"],
    "already-member": Phrase("该分行已在名册之内", "the branch is in the roster already"),
    "key-in-use": Phrase("所用密钥已属于其他分行", "a key is in use elsewhere"),
    "signature-invalid": ROSTER_REASONS["signature-invalid"],
    "unreadable": ROSTER_REASONS["unreadable"],
    "roster-malformed": Phrase("所附名册不合格式", "its roster is malformed"),
    "two-suites": Phrase("各密钥的密码套件不一致", "its keys are of different suites"),
}

PEER_REFUSED_REASONS: Mapping[str, Phrase] = {
    "no-certificate": Phrase("未出示证书", "no certificate was shown"),
    "malformed": Phrase("证书无法识别", "the certificate can't be read"),
    "wrong-uri": Phrase("证书上没有唯一的分行标识", "the certificate doesn't name exactly one branch"),
    "foreign-federation": Phrase("证书属于另一联盟", "the certificate is another federation's"),
    "unknown-branch": Phrase("证书所示分行不在名册之内", "the branch isn't in the roster"),
    "closed-branch": Phrase("证书所示分行已关闭", "the branch is closed"),
    "wrong-issuer": Phrase(
        "证书不是该分行自己的机构签发的", "the certificate wasn't issued by that branch's own authority"
    ),
    "not-yet-valid": Phrase("证书尚未生效", "the certificate isn't valid yet"),
    "expired": Phrase("证书已过期", "the certificate has expired"),
    "is-authority": Phrase("出示的是签发机构证书", "an authority's own certificate was shown"),
    "wrong-usage": Phrase("证书用途不符", "the certificate is for another use"),
    "not-let-in": Phrase("对方不接受本分行的证书", "the peer doesn't let this branch in"),
    "not-its-certificate": Phrase("对方出示的不是该分行的证书", "the peer's certificate isn't that branch's"),
}

KEY_REASONS: Mapping[str, Phrase] = {
    "missing": Phrase("找不到", "it is missing"),
    "unreadable": Phrase("无法读取", "it can't be read"),
    "unwritable": Phrase("无法写入", "it can't be written"),
    "malformed": Phrase("内容不是密钥", "it is no key"),
    "no-certificate": Phrase("内容不是证书", "it is no certificate"),
    "other-certificate": Phrase("与证书不是一对", "it isn't the certificate's key"),
    "too-open": Phrase("其他用户也有权限", "others than its owner have rights to it"),
    "unknown-scheme": Phrase("不支持这种存放方式", "this way of keeping keys isn't known"),
}

PEER_FAULTY_REASONS: Mapping[str, Phrase] = {
    "other-federation": Phrase("自称属于另一联盟", "it says that it is of another federation"),
    "other-branch": Phrase("自称是另一分行", "it says that it is another branch"),
    "other-roster": Phrase("同一版本的名册内容不同", "it has another roster of the same version"),
    "fingerprint-length": Phrase("名册指纹长度不对", "the roster's fingerprint has a wrong length"),
    "too-many-rosters": Phrase("名册过多", "too many rosters"),
    "too-many-checkpoints": Phrase("存证过多", "too many checkpoints"),
    "oversized": Phrase("超过大小上限", "it is oversized"),
    "root-length": Phrase("根哈希长度不对", "a root has a wrong length"),
    "proof-length": Phrase("证明长度不对", "a proof has a wrong length"),
    "private-parts-count": Phrase("密封部分的数目不对", "a wrong number of private parts"),
    "out-of-order": Phrase("批次顺序不对", "batches out of order"),
    "batch-count": Phrase("批次为空或过大", "a batch is empty or too large"),
    "more-than-asked": Phrase("多于所要的条数", "more entries than asked for"),
    "incomplete": Phrase("未送完即结束", "it ended before the end"),
    "garbled": Phrase("无法解读", "it can't be read"),
}

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

RULES_INVALID_REASONS: Mapping[str, Phrase] = {
    **{
        code: CONFIGURATION_REASONS[code]
        for code in (
            "not-toml",
            "too-large",
            "missing",
            "known-keys",
            "one-of",
            "branch-code",
            "kind:text",
            "kind:texts",
            "kind:whole",
            "kind:true-false",
            "kind:table",
            "kind:tables",
        )
    },
    "unreadable": Phrase("文件无法读取，或不是 UTF-8 文本", "the file can't be read, or is no UTF-8 text"),
    "kind:amount": Phrase(
        "应为至多两位小数的数，如 1.5，不加引号", "it must be a number of at most two decimals like 1.5, unquoted"
    ),
    "kind:day": Phrase("应为日期，如 2027-01-31，不加引号", "it must be a date like 2027-01-31, unquoted"),
    "text": Phrase("应为一行可见文字，字数不超过", "it must be visible text on one line, characters at most"),
    "range": Phrase("超出允许范围", "it is out of the range"),
    "count": Phrase("数量应在下列范围内：", "there must be so many of them:"),
    "id-form": Phrase(
        "编号由小写字母、数字和连字符组成，不超过 40 位",
        "an id is of lower-case letters, digits and hyphens, 40 at most",
    ),
    "id-twice": Phrase("编号重复", "an id stands twice"),
    "listed-twice": Phrase("同一项列了两次", "one item is listed twice"),
    "list-empty": Phrase("至少应列一项", "at least one must be listed"),
    "days-reversed": Phrase("截止日期早于起始日期", "the last day is before the first"),
    "period-twice": Phrase("同一期间有两个上限", "one period has two caps"),
    "no-such-source": Phrase("没有这一项 [[source]]", "there is no such [[source]]"),
    "no-such-scheme": Phrase("没有这一项 [[scheme]]", "there is no such [[scheme]]"),
    "unknown-needed": Phrase(
        "应写明该数值未知时如何办理；未知不等于零", "it must say what happens if it isn't known: that is not zero"
    ),
    "measure-needed": Phrase("按量折算须有 [rule.measure]", "a formula needs a [rule.measure]"),
    "measure-unused": Phrase(
        "既无 minimum 也无按量折算，不必写 [rule.measure]", "neither a minimum nor a formula uses the measure"
    ),
    "rounding-needed": Phrase("按量折算须写明舍入方式", "a formula must state how it rounds"),
    "nothing-to-round": Phrase("固定学分无须舍入，请删去这一项", "fixed credits aren't rounded: leave it out"),
    "if-unknown-needed": Phrase("应写明数值未知时给予的学分", "it must say how much is granted if it isn't known"),
    "if-unknown-idle": Phrase("只有 unknown 为 fixed 时才可填写", "it goes with unknown = fixed alone"),
}

FOLDER_REASONS: Mapping[str, Phrase] = {
    "missing": Phrase("目录不存在，请先执行 deltabank init", "there is no such folder: run deltabank init"),
    "half-made": Phrase(
        "上次 deltabank init 未完成，请删除该目录后重新执行",
        "deltabank init was interrupted: delete the folder and run it again",
    ),
    "no-configuration": Phrase(
        "其中没有 node.toml，请确认目录，或执行 deltabank init",
        "it has no node.toml: check the path, or run deltabank init",
    ),
    "not-empty": Phrase("目录不是空的，请换一个目录", "it isn't empty: choose another one"),
    "unwritable": Phrase("无法写入，请检查权限", "it can't be written: check its rights"),
    "unreadable": Phrase("无法读取，请检查权限", "it can't be read: check its rights"),
    "no-roster": Phrase("其中没有分行名册，请从备份恢复", "it has no roster: restore a backup"),
    "no-pin": Phrase("缺少首版名册指纹，请从备份恢复", "the pinned fingerprint is missing: restore a backup"),
    "mark-unreadable": Phrase("高水位标记已损坏，请从备份恢复", "the high-water mark is damaged: restore a backup"),
    "mark-locked": Phrase(
        "另一进程长时间占用高水位标记，请结束该进程后再试",
        "another process keeps the high-water mark: end that process",
    ),
}

OUTPUT_REASONS: Mapping[str, Phrase] = {
    "no-folder": Phrase("上级目录不存在", "its folder doesn't exist"),
    "not-in-folder": Phrase("上级不是目录", "what it should be in is no folder"),
    "is-folder": Phrase("是目录", "it is a folder"),
    "unwritable": Phrase("无权限", "no right to write there"),
}

DATABASE_REASONS: Mapping[str, Phrase] = {
    "url": Phrase("地址写法有误", "its URL can't be read"),
    "driver": Phrase("不支持这种数据库", "that kind of database isn't supported"),
    "missing": Phrase(
        "数据库文件不存在。如系误删，请从备份恢复（docs/operations.md）；新建分行或确需重建时执行 deltabank migrate",
        "the file is missing. If it was deleted, restore a backup (docs/operations.md); for a new branch, or to make "
        "it anew on purpose, run deltabank migrate",
    ),
    "connection": Phrase("无法连接", "no connection"),
    "busy": Phrase("繁忙，请稍后重试", "it is busy: try again"),
    "disk": Phrase("磁盘读写出错", "the disk fails"),
    "schema": Phrase("尚未建表，请执行 deltabank migrate", "it has no tables: run deltabank migrate"),
}

ACTOR_REASONS: Mapping[str, Phrase] = {
    "purpose-missing": Phrase("未说明查询用途", "no purpose was stated"),
    "rate-limit": Phrase("查询过于频繁，请稍后再试", "too many lookups: try again later"),
    "not-recovering": Phrase("本分行并未处于恢复状态", "the branch isn't recovering"),
    "two-people": Phrase("须由两名不同人员共同决定", "it takes two different people"),
    "duty": Phrase("您的职责不包括此项操作", "it isn't among your duties"),
    "place": Phrase("不在您所在机构的管理范围内", "it is outside your unit and those under it"),
    "centre-only": Phrase("须由省中心办理", "it is for the provincial centre alone"),
    "own-unit": Phrase("本机构的事项须由上级机构办理", "your own unit's case is for a unit above it"),
    "reason-missing": Phrase("未说明理由", "no reason was stated"),
    "not-directly-above": Phrase("须由直接上级机构审核", "it is for the unit directly above"),
    "self-review": Phrase("不得审核本人经办的事项", "nobody decides on what they filed themselves"),
    "two-operators": Phrase(
        "须由两名已登记的经办人分别经办和决定。请先用 operator add 登记经办人，再以 --as 注明；"
        "登记前已填报的，请重新填报",
        "it takes two registered operators, one who files and one who decides: register them with operator add and "
        "name them with --as; file anew what was filed before",
    ),
    "suspended": Phrase("经办人已停用", "the operator was suspended"),
    "client-unlisted": Phrase("该客户端未在本分行登记", "the client isn't listed in the branch's configuration"),
    "client-method": Phrase("该客户端不得调用此接口", "a client of this kind may not call that"),
    "client-actor": Phrase("该客户端不得代此经办人办理", "the client may not act for that operator"),
    "unknown-operator": Phrase("经办人未登记或已停用", "no such operator is registered, or it was suspended"),
}

UNIT_REASONS: Mapping[str, Phrase] = {
    "code-taken": Phrase("机构代码已被使用", "the code is taken"),
    "code-missing": Phrase("没有填写机构代码，本分行不编发代码", "its code is missing, and the branch issues none"),
    "codes-used-up": Phrase("该地区的机构代码已用完", "there are no codes left in that region"),
    "code-form": Phrase(
        "机构代码只能由字母、数字和连字符组成，最长 32 个字符", "its code isn't up to 32 letters, digits, hyphens"
    ),
    "name-missing": Phrase("名称没有填写或超过 100 个字", "the name is missing or longer than 100 characters"),
    "name-taken": Phrase("本分行已有或曾有同名机构", "another unit of the branch has that name, or had it"),
    "name-form": Phrase(
        "名称含有换行、控制符等不可显示的字符", "the name has line breaks, controls or other unprintable characters"
    ),
    "same-name": Phrase("所填名称与现名相同", "it bears that name already"),
    "centre": Phrase(
        "省中心的名称以分行名册为准，且不能关闭", "the provincial centre's name is the roster's, and it can't be closed"
    ),
    "closed": Phrase("该机构已关闭，不能再填报", "the unit is closed: it files nothing any more"),
    "units-under": Phrase("其下还有未关闭的机构，请先逐一关闭", "there are units under it: close them first"),
    "operators-left": Phrase(
        "还有未停用的经办人，请先用 operator suspend 停用", "it has operators: suspend them first (operator suspend)"
    ),
    "cases-open": Phrase(
        "还有未办结的事项或未停用的管理员账号，请先办结、停用",
        "it has open cases, or an administrator's account: bring them to their end first",
    ),
    "level-unknown": Phrase("没有这一机构层级", "there is no such level"),
    "level-order": Phrase("层级应低于上级机构", "its level must be below that of the unit above it"),
    "region-form": Phrase("区划代码的位数与层级不符", "its region's digits don't fit its level"),
    "region-outside": Phrase("区划代码不在上级机构的范围内", "its region isn't inside that of the unit above it"),
    "operator-taken": Phrase("该经办人已登记", "the operator is registered already"),
    "operator-name": Phrase("经办人名称没有填写或过长", "the operator's name is missing or too long"),
    "no-account": Phrase(
        "该机构原则上不单独配发账号，须经省中心特别批准",
        "the unit holds no account unless the provincial centre excepts it",
    ),
    "exception-not-needed": Phrase("该机构本就可以持有账号", "the unit may hold an account anyway"),
}

DEPOSIT_REASONS: Mapping[str, Phrase] = {
    "class": Phrase("未选择学习成果类别", "no class of achievement was given"),
    "name": Phrase("姓名没有填写或不是姓名", "the name is missing or isn't one"),
    "title": Phrase("学习成果名称没有填写或不合规定", "the title is missing or can't be kept"),
    "institution": Phrase("发证（办学）单位没有填写或不合规定", "the institution is missing or can't be kept"),
    "achieved-on": Phrase(
        "取得时间没有填写、不是可识别的日期，或不在 1950 年至今天之间",
        "the date is missing, can't be read, or isn't from 1950 to today",
    ),
    "score": Phrase("成绩不合规定", "the score can't be kept"),
    "credits": Phrase("学分应为 0—10000、最多两位小数的数字", "credits are a number up to 10000, two decimals at most"),
    "certificate-number": Phrase("证书编号不合规定", "the certificate's number can't be one"),
    "certificate-level": Phrase("证书等级不合规定", "the certificate's level can't be kept"),
    "note": Phrase("备注过长或含有不允许的字符", "the note is too long or can't be kept"),
    "before-birth": Phrase("取得时间早于证件所载的出生日期", "it was achieved before the person was born"),
    "credits-required": Phrase("课程学分须填写学分", "a course's credit must be stated"),
    "score-required": Phrase("课程学分和自学考试须填写成绩", "a course or examination needs its score"),
    "certificate-number-required": Phrase("证书须填写证书编号", "a certificate needs its number"),
    "name-differs": Phrase(
        "姓名与该证件已有的学习账户不一致，请核对证件后由管理人员处理",
        "the name isn't that of the document's learner account: people must resolve it",
    ),
    "evidence-missing": Phrase("尚未上传证明材料，至少须有一份", "no evidence is attached: one file at least"),
    "already-there": Phrase("该学习成果已经存入，不再重复登记", "the achievement is deposited already"),
    "withdrawn": Phrase(
        "该学习成果已撤回，不能重新存入；确需恢复的，由原填报（审核）机构或其上级用 reinstate 办理",
        "the achievement was withdrawn: whoever filed it, or a unit above, reinstates it (reinstate)",
    ),
}

ACCOUNT_REASONS: Mapping[str, Phrase] = {
    "name-form": Phrase("姓名为空、过长或含有不允许的字符", "the name is empty, too long or holds other characters"),
    "same-name": Phrase("所填姓名与账户相同，确认原姓名请用 account keep", "that is its name: use account keep"),
    "no-conflict": Phrase("没有待处理的姓名不一致", "there is no name conflict to resolve"),
}
CORRECTION_REASONS: Mapping[str, Phrase] = {
    "corrected": Phrase("已被更正，请对更正后的记录办理", "it was corrected: see the entry that replaced it"),
    "revoked": Phrase("已撤回", "it was withdrawn already"),
    "erased": Phrase("已应要求删除", "it was erased"),
    "held": Phrase("正在办理转换", "it is held for a conversion"),
    "converted": Phrase("已转换为学分", "it was converted"),
    "void": Phrase("该更正本身无效", "it is a correction that doesn't count"),
    "stands": Phrase("未被撤回，无需恢复", "it wasn't withdrawn"),
    "nothing-changed": Phrase("所填内容与原记录相同", "it says what is there already"),
    "duplicate": Phrase(
        "更正后与该学习者已登记过的另一成果相同，应撤回重复的一条",
        "it would be the same as another achievement of that person: withdraw the one that is too many",
    ),
    "text-form": Phrase(
        "所填文字过长、为空或含有不允许的字符", "a text is empty, too long or holds control characters"
    ),
    "date-form": Phrase("取得时间不是有效日期，或晚于今天", "the date isn't one, or is still to come"),
    "before-birth": Phrase("取得时间早于出生日期", "the date is before the person was born"),
    "amount-form": Phrase(
        "培训时数、学时和学分应为 0—10000、最多两位小数的数字",
        "hours and credits are numbers up to 10000 of at most two decimals",
    ),
    "of-the-catalogue": Phrase(
        "按目录存入的成果，其名称、机构以目录为准，不另计学分，时数不得留空",
        "its name and institution are the catalogue's, it has no credits of its own, and its hours are stated",
    ),
    "hours-exceed-catalogue": Phrase(
        "时数超过现行目录所列；目录中已无此课程的，不得超过原记录",
        "the hours are more than the catalogue's, or, if it has the course no more, than they were",
    ),
    "outside-period": Phrase("取得时间不在该项目现行目录所列期间", "the date is outside the project's period"),
}
APPLICATION_REASONS: Mapping[str, Phrase] = {
    "no-account": Phrase(
        "该机构原则上不单独配发账号，由本地社区学院统一组织填报，确需配发的须先经省中心特别批准",
        "the unit holds no account of its own: the college above files for it, unless the centre excepts it first",
    ),
    "another": Phrase("该机构已有一份申请在办或已获批准", "the unit has another application, pending or granted"),
    "centre": Phrase("省中心无需申请管理员账号", "the provincial centre itself needs no account"),
    "applicant-unknown": Phrase(
        "申请表上的单位尚未登记或不止一个，请用 --unit 注明机构代码",
        "no unit, or more than one, has the form's name: say which with --unit",
    ),
    "applicant-differs": Phrase("申请表上的单位与所注明的机构不符", "the form names another unit than --unit does"),
    "city-unknown": Phrase("该设区市尚未登记机构", "no unit of that city is registered"),
    "city-differs": Phrase("联络人信息表上的设区市与所注明的机构不符", "the sheet is another city's than the unit's"),
    "lead-days": Phrase("提前提醒天数应在 0 至 365 之间", "units are reminded 0 to 365 days before"),
}

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

ATTACHMENT_REASONS: Mapping[str, Phrase] = {
    "too-large": Phrase("超过大小上限", "it is too large"),
    "empty": Phrase("文件是空的", "it is empty"),
    "media-type": Phrase("不是允许的文件类型", "its type isn't allowed"),
    "name-differs": Phrase("文件名的后缀与文件内容不符", "its name says another type than its content has"),
    "unreadable": Phrase("无法读取，请检查权限", "it can't be read: check its rights"),
    "part-unknown": Phrase("该事项没有这一附件项", "the case has no such part"),
    "too-many": Phrase("附件数量超过上限", "there are too many"),
}

PROGRESS_REASONS: Mapping[str, Phrase] = {
    "period-order": Phrase("统计起始日期晚于截止日期", "the period ends before it begins"),
    "period-open": Phrase("统计时段尚未结束", "the period isn't over"),
    "period-too-long": Phrase("统计时段过长或过早", "the period is too long or too long ago"),
}

PRINT_REASONS: Mapping[str, Phrase] = {
    "no-template": Phrase("没有这一打印模板", "there is no such template"),
    "no-font": Phrase("缺少随附的字体", "the fonts that come with the program are missing"),
    "no-glyph": Phrase("有字库中没有的字符", "a character isn't in any font"),
    "text-direction": Phrase("含有改变文字方向的控制字符", "it holds a control character that reorders text"),
    "not-one-year": Phrase("统计时段跨了年度", "its period reaches over the turn of a year"),
    "not-typeset": Phrase("内容与打印模板不符", "its content doesn't fit the template"),
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
REASONS: Mapping[str, Mapping[str, Phrase]] = {
    "configuration-invalid": CONFIGURATION_REASONS,
    "folder-not-ready": FOLDER_REASONS,
    "output-unwritable": OUTPUT_REASONS,
    "database-unavailable": DATABASE_REASONS,
    "actor-refused": ACTOR_REASONS,
    "unit-refused": UNIT_REASONS,
    "application-refused": APPLICATION_REASONS,
    "account-refused": ACCOUNT_REASONS,
    "declaration-refused": DECLARATION_REASONS,
    "catalogue-refused": CATALOGUE_REASONS,
    "correction-refused": CORRECTION_REASONS,
    "rules-invalid": RULES_INVALID_REASONS,
    "ledger-refused": LEDGER_REASONS,
    "audit-refused": AUDIT_REASONS,
    "attachment-refused": ATTACHMENT_REASONS,
    "deposit-refused": DEPOSIT_REASONS,
    "progress-refused": PROGRESS_REASONS,
    "print-refused": PRINT_REASONS,
    "document-malformed": DOCUMENT_REASONS,
    "roster-refused": ROSTER_REASONS,
    "invitation-refused": INVITATION_REASONS,
    "peer-refused": PEER_REFUSED_REASONS,
    "key-unavailable": KEY_REASONS,
    "peer-faulty": PEER_FAULTY_REASONS,
    "workbook-refused": WORKBOOK_REASONS,
    "import-broken-off": WORKBOOK_REASONS,
}

THINGS: Mapping[str, Phrase] = {
    "adapter": Phrase("适配规则", "adapter"),
    "template": Phrase("模板", "template"),
    "inclusion": Phrase("收录证明", "inclusion"),
    "consistency": Phrase("前后一致证明", "consistency"),
    "header": Phrase("记录头", "record header"),
    "private part": Phrase("密封部分", "private part"),
    "achievement body": Phrase("学习成果内容", "achievement"),
    "checkpoint": Phrase("日志存证", "checkpoint"),
    "note": Phrase("签名文本", "signed note"),
    "cosignature": Phrase("见证签名", "cosignature"),
    "fork-evidence": Phrase("日志分叉证据", "evidence of a fork"),
    "record": Phrase("记录文件", "record file"),
    "request": Phrase("请求", "request"),
    "range": Phrase("起止范围", "range"),
    "indexes": Phrase("序号清单", "list of indexes"),
    "entries": Phrase("日志条目", "log entries"),
    "certificate": Phrase("证书", "certificate"),
    "authority": Phrase("分行的签发机构证书", "branch's authority"),
    "public-key": Phrase("公钥", "public key"),
    "roster": Phrase("分行名册", "roster"),
    "invitation": Phrase("邀请文件", "invitation"),
    "join-request": Phrase("加入申请", "join request"),
    "addresses": Phrase("地址", "addresses"),
    "branch-code": Phrase("分行代码", "branch code"),
    "client-name": Phrase("客户端名称", "client name"),
    "federation-id": Phrase("联盟编号", "federation id"),
    "federation-key": Phrase("联盟密钥", "federation key"),
    "wrapping-key": Phrase("密钥封装公钥", "wrapping key"),
    "leaf-index": Phrase("条目序号", "leaf index"),
    "tree-size": Phrase("日志条数", "tree size"),
    "document type": Phrase("证件类型", "document type"),
    "basis": Phrase("法律依据", "legal basis"),
    "published progress": Phrase("已公布的工作进展数据", "published progress"),
    "catalogue": Phrase("培训项目目录", "catalogue"),
    "quarter": Phrase("季度", "quarter"),
    "rule set": Phrase("转换规则", "rule set"),
    "rule outcome": Phrase("转换规则的认定结果", "outcome of rules"),
    "recorded ledger": Phrase("已登记的台账摘要", "recorded ledger"),
    "access digest": Phrase("查阅记录摘要", "access digest"),
    "name file": Phrase("姓名文件", "name's file"),
    "certificate number file": Phrase("证书编号文件", "certificate number's file"),
    "deposit": Phrase("个人存入办件", "deposit"),
    "document file": Phrase("证件号码文件", "document's file"),
    "trust-file": Phrase("名册链文件", "trust file"),
    "purpose": Phrase("查询用途", "purpose"),
    "link": Phrase("证件关联", "link"),
    "entry": Phrase("该条目", "the entry"),
    "achievement": Phrase("该序号的学习成果", "an achievement of that index"),
    "import": Phrase("该次导入", "the import"),
    "filed achievements": Phrase("该次导入入库的学习成果", "achievements filed by that import"),
    "account": Phrase("本机构范围内该证件的学习账户", "an account of that document within your unit"),
    "reason": Phrase("更正或撤回理由", "reason of a correction or revocation"),
    "audit note": Phrase("说明文字", "the note"),
    "leaf-hash": Phrase("条目哈希", "leaf hash"),
    "file": Phrase("文件", "file"),
    "administrator_form": Phrase("管理人员申请表", "administrator's application form"),
    "yearly_workbook": Phrase("年度考核数据表", "workbook of yearly figures"),
    "case": Phrase("该办件", "the case"),
    "attachment": Phrase("该附件", "the attachment"),
    "audit": Phrase("该次核查", "that audit"),
    "training run": Phrase("该项目的这一期次", "that run of the project"),
    "unit": Phrase("该机构", "the unit"),
    "operator": Phrase("该经办人", "the operator"),
    "id-card-front": Phrase("管理员身份证正面复印件", "front of the administrator's ID card"),
    "id-card-back": Phrase("管理员身份证反面复印件", "back of the administrator's ID card"),
    "uscc-certificate": Phrase("统一社会信用代码证书复印件", "certificate of the unified social credit code"),
    "upload": Phrase("上传内容", "upload"),
    "part": Phrase("台账资料种类", "part of a ledger"),
    "date": Phrase("日期", "date"),
    "file name": Phrase("文件名", "file name"),
    "actor": Phrase("经办人名称", "actor's name"),
    "mode": Phrase("导入方式", "mode of import"),
    "batch name": Phrase("批次名称", "name of the batch"),
    "results": Phrase("报送的学习成果", "list of results"),
    "achievement class": Phrase("学习成果类别", "class of achievement"),
    "project-name": Phrase("项目名称", "project name"),
    "category": Phrase("项目类别", "category"),
    "scale": Phrase("培训规模", "scale"),
    "target-groups": Phrase("培训对象", "target groups"),
    "training-form": Phrase("培训形式", "form of training"),
    "training-hours": Phrase("培训时数", "training hours"),
    "credit-hours": Phrase("学时数", "credit hours"),
    "result-form": Phrase("成果呈现形式", "form of the result"),
    "assessment": Phrase("考核考察方式", "assessment"),
    "teachers": Phrase("师资", "teachers"),
    "content": Phrase("培训内容（方案）", "content"),
    "year": Phrase("年度", "year"),
    "training plan": Phrase("年度培训计划", "yearly plan"),
    "catalogue edition": Phrase("该目录", "the catalogue"),
    "record_list": Phrase("备案表", "list for the record"),
    "city_contacts": Phrase("工作联络人信息表", "sheet of city contacts"),
}

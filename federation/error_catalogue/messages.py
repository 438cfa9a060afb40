"""The catalogue: every error code with its message. Templates name only facts that the class documents.

Source: federation/errors.py; RFC 9110 section 15 (HTTP); gRPC "Status codes and their use".
"""

from collections.abc import Mapping

from federation.error_catalogue.message import ExitCode, Message


def _message(exit_code: ExitCode, grpc: str, http: int, zh: str, en: str) -> Message:
    return Message(exit_code=exit_code, grpc=grpc, http=http, zh=zh, en=en)


BYTES: Mapping[str, Message] = {
    "malformed": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 400,
        "{what}的内容不符合格式（{why}），可能已损坏或被改动。请向提供方重新索取。",
        "The {what} is malformed ({why}): damaged or altered. Ask for it again where it came from.",
    ),
    "too-large": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 413,
        "{what}超过上限（{limit}）。请缩减或拆分后再试。",
        "The {what} exceeds the limit ({limit}). Make it smaller, or split it.",
    ),
    "unknown-suite": _message(
        ExitCode.INPUT_REFUSED, "UNIMPLEMENTED", 501,
        "使用了本版本不支持的密码套件（编号 {suite}）。请升级程序后再试。",
        "Made with a cryptographic suite that this version doesn't have (number {suite}). Upgrade the program.",
    ),
}  # fmt: skip

DOCUMENTS: Mapping[str, Message] = {
    "document-malformed": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 400,
        "证件号码有误：{reason}。请对照证件原件核对后重新填写。",
        "The document number can't be right: {reason}. Check it against the document itself.",
    ),
    "seal-broken": _message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "密封内容校验不通过，已拒绝打开。请向出具该记录的分行重新索取。",
        "The sealed content doesn't hold and was not opened. Ask the issuing branch for the record again.",
    ),
    "not-this-document": _message(
        ExitCode.INPUT_REFUSED, "PERMISSION_DENIED", 403,
        "出示的证件或钥匙与该记录不对应，不能打开。请核对证件类型和号码，或索取正确的记录文件。",
        "The document or key presented doesn't open this record. Check type and number, or get the right file.",
    ),
}  # fmt: skip

LOGS: Mapping[str, Message] = {
    "proof-invalid": _message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "存证校验不通过：{proof}不成立，不予采信。请向来源方重新索取，仍不通过的请报省中心。",
        "Not believed: the {proof} proof doesn't hold. Get it again from its source; report it if it fails again.",
    ),
    "signature-invalid": _message(
        ExitCode.INTEGRITY, "UNAUTHENTICATED", 422,
        "签名校验不通过（签名方：{signer}），不予采信。请核对来源和所用的分行名册。",
        "The signature (signer: {signer}) doesn't hold. Check where it came from and which roster was used.",
    ),
    "key-not-valid-at-size": _message(
        ExitCode.INTEGRITY, "UNAUTHENTICATED", 422,
        "日志 {origin} 在第 {size} 条处的签名密钥无效（已停用、尚未启用或分行已关闭）。请更新分行名册后再校验。",
        "No key of log {origin} is valid at size {size} with this content (retired, not yet in use, or closed). "
        "Update the roster and verify again.",
    ),
    "private-part-altered": _message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "日志 {origin} 第 {index} 条的密封部分与存证不符，已被改动，不予采信。请从其他分行重新获取。",
        "The private part of entry {index} in log {origin} was altered. Fetch it from another branch.",
    ),
    "private-part-withheld": _message(
        ExitCode.INTEGRITY, "DATA_LOSS", 502,
        "日志 {origin} 有 {count} 条记录的密封部分未送达，又无删除记载，将向其他分行索取。请查看同步状态。",
        "{count} private parts of log {origin} were withheld though no erasure covers them. See the sync status.",
    ),
    "fork-found": _message(
        ExitCode.INTEGRITY, "DATA_LOSS", 409,
        "日志 {origin} 先后签发了互相矛盾的存证，已停止采信该日志并保存证据。请立即报告联盟管理机构。",
        "Log {origin} signed two heads that can't both be true. It is quarantined, the evidence kept: report it.",
    ),
    "entry-refused": _message(
        ExitCode.INTEGRITY, "FAILED_PRECONDITION", 409,
        "该条目不合规则（无权写入，或编号相同而内容不同），未予登记。请核对来源。",
        "The entry may not be written by its origin, or repeats an id with another body. Check its source.",
    ),
}  # fmt: skip

TRUST: Mapping[str, Message] = {
    "roster-refused": _message(
        ExitCode.NOT_ALLOWED, "FAILED_PRECONDITION", 409,
        "分行名册未被接受：{reason}。现行名册保持不变，请与名册签发方核对。",
        "The roster was refused: {reason}. The present one stands; check with those who signed it.",
    ),
    "invitation-refused": _message(
        ExitCode.NOT_ALLOWED, "FAILED_PRECONDITION", 409,
        "邀请或加入申请不能使用：{reason}。请联系发出邀请的分行重新办理。",
        "The invitation or join request can't be used: {reason}. Ask the inviting branch for a new one.",
    ),
    "peer-refused": _message(
        ExitCode.NOT_ALLOWED, "PERMISSION_DENIED", 403,
        "与对方分行的身份核验未通过：{reason}。请核对双方证书和分行名册。",
        "The identity check between branches failed: {reason}. Check both certificates and the roster.",
    ),
    "key-unavailable": _message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "密钥 {uri} 不能使用：{reason}。请检查密钥文件及其权限（应为 0600）。",
        "The key {uri} can't be used: {reason}. Check the key file and its rights (0600).",
    ),
}  # fmt: skip

PEERS: Mapping[str, Message] = {
    "peer-unavailable": _message(
        ExitCode.UNAVAILABLE, "UNAVAILABLE", 503,
        "分行 {branch} 暂时无法连通，稍后会自动重试。如长时间不通，请检查网络和对方服务。",
        "Branch {branch} can't be reached; it is tried again by itself. If that lasts, check network and peer.",
    ),
    "peer-faulty": _message(
        ExitCode.INTEGRITY, "DATA_LOSS", 502,
        "分行 {branch} 的应答有误：{reason}，已弃用。请通知对方分行检查。",
        "Branch {branch} answered what can't be right: {reason}. The answer was dropped; tell that branch.",
    ),
    "not-here": _message(
        ExitCode.NOT_ALL_HELD, "NOT_FOUND", 404,
        "没有查到：{what}。请核对代码或编号；其他分行的内容请待同步完成后再查。",
        "Not held here: {what}. Check what was asked for, or wait until the sync is done.",
    ),
    "other-federation": _message(
        ExitCode.NOT_ALLOWED, "FAILED_PRECONDITION", 409,
        "不属于本联盟（{federation}），不予受理。请核对所用的分行名册和来源。",
        "Not of this federation ({federation}). Check which roster was used, and where this came from.",
    ),
    "too-many-calls": _message(
        ExitCode.UNAVAILABLE, "RESOURCE_EXHAUSTED", 429,
        "同时进行的请求过多（上限 {limit} 个）。请等前面的请求结束后再试。",
        "Too many calls at once (at most {limit}). Try again when the earlier ones have ended.",
    ),
    "call-timed-out": _message(
        ExitCode.UNAVAILABLE, "DEADLINE_EXCEEDED", 504,
        "请求超时（{limit} 秒），已中止。请查看办理结果后重新提交，已入库的不会重复。",
        "The call took too long ({limit} s) and was ended. See what came of it and try again: nothing is filed twice.",
    ),
}  # fmt: skip

NODE: Mapping[str, Message] = {
    "internal": _message(
        ExitCode.INTERNAL, "INTERNAL", 500,
        "程序内部故障，本次操作未完成。请保留日志并联系技术支持。",
        "A fault of the program; this was not done. Keep the log and call support.",
    ),
    "configuration-invalid": _message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "配置文件 {path} 中 {key} 一项有误：{reason}。请改正后重试。",
        "In the configuration {path}, {key} is wrong: {reason}. Correct it and try again.",
    ),
    "folder-not-ready": _message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "分行目录 {path} 不能使用：{reason}。",
        "The branch's folder {path} can't be used: {reason}.",
    ),
    "already-exists": _message(
        ExitCode.CONFIGURATION, "ALREADY_EXISTS", 409,
        "{path} 已存在，不予覆盖。请换一个位置，或自行移走原有文件。",
        "{path} exists and is not overwritten. Choose another place, or move it away yourself.",
    ),
    "output-unwritable": _message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "无法写入文件 {path}：{reason}。请换一个位置。",
        "The file {path} can't be written: {reason}. Choose another place.",
    ),
    "database-unavailable": _message(
        ExitCode.UNAVAILABLE, "UNAVAILABLE", 503,
        "数据库不可用：{reason}。请检查数据库服务、地址和权限。",
        "The database isn't available: {reason}. Check the service, its address and rights.",
    ),
    "database-outdated": _message(
        ExitCode.CONFIGURATION, "FAILED_PRECONDITION", 500,
        "数据库结构版本为 {found}，本程序需要 {expected}。请先备份，再执行 deltabank migrate。",
        "The database schema is {found}; this program needs {expected}. Back up, then run deltabank migrate.",
    ),
    "storage-full": _message(
        ExitCode.UNAVAILABLE, "RESOURCE_EXHAUSTED", 507,
        "磁盘空间不足，操作中止：此前已提交的保留，其余未保留。请清理磁盘后重新执行，已提交的不会重复。",
        "The disk is full: what was committed before stays, the rest was not kept. Make room and run it again.",
    ),
    "committed-not-released": _message(
        ExitCode.UNAVAILABLE, "RESOURCE_EXHAUSTED", 507,
        "已入库，但高水位标记无法写入，暂不对外发布。请清理磁盘并检查 state 目录权限，勿重复办理；"
        "导入可再次执行，已入库的行不会重复。",
        "Committed, but the high-water mark can't be written, so it isn't let out yet. Make room, check the rights of "
        "state/, and don't do it twice; an import may be run again.",
    ),
    "integrity-broken": _message(
        ExitCode.INTEGRITY, "DATA_LOSS", 500,
        "本地数据与签名存证不符：{what}，已停止对外提供。请执行 deltabank log fsck，必要时从备份恢复。",
        "Stored data no longer is what was signed: {what}. Run deltabank log fsck; restore a backup if needed.",
    ),
    "recovering": _message(
        ExitCode.RECOVERING, "UNAVAILABLE", 503,
        "本分行正在恢复（尚差 {behind} 条），恢复前不签发任何内容。请保持与其他分行的网络连通。",
        "This branch is recovering ({behind} entries behind) and signs nothing. Keep it connected to its peers.",
    ),
    "head-moved": _message(
        ExitCode.UNAVAILABLE, "ABORTED", 409,
        "另一进程抢先写入，本次改动未生效。请重试。",
        "Another process wrote first; the change was not made. Try again.",
    ),
    "port-in-use": _message(
        ExitCode.UNAVAILABLE, "UNAVAILABLE", 503,
        "监听地址 {address} 已被占用或不可用。请停掉占用的程序，或在 node.toml 中改用其他端口。",
        "The address {address} is taken or can't be used. Stop what uses it, or choose another port in node.toml.",
    ),
    "not-in-roster": _message(
        ExitCode.NOT_ALLOWED, "PERMISSION_DENIED", 403,
        "分行名册中没有 {branch}。请待名册签发方将其列入后，用 deltabank roster apply 更新名册。",
        "{branch} isn't in the roster. Once it is admitted, take the new one in with deltabank roster apply.",
    ),
    "actor-refused": _message(
        ExitCode.NOT_ALLOWED, "PERMISSION_DENIED", 403,
        "无权进行此项操作：{reason}。请由有权限的人员办理，并注明用途和依据。",
        "Not allowed: {reason}. Have it done by someone who may, with purpose and legal basis.",
    ),
}  # fmt: skip

CASES: Mapping[str, Message] = {
    "step-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "该事项目前为“{state}”状态，不能执行“{step}”。请先查看办理进度。",
        "The case is in state {state}: step {step} isn't possible. Look at how far it is.",
    ),
    "case-incomplete": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "材料不齐，缺少：{parts}。请补齐后再提交。",
        "Not complete; missing: {parts}. Add it and hand it in again.",
    ),
    "application-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "申报材料不能受理：{reason}。",
        "What was handed in can't be taken: {reason}.",
    ),
    "declaration-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "培训项目申报不能受理：{reason}。请核对后重新填报。",
        "The declaration can't be taken: {reason}. Check and file it again.",
    ),
    "catalogue-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "培训项目目录未发布：{reason}。",
        "The catalogue was not published: {reason}.",
    ),
    "unit-refused": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "机构或经办人信息不能保存：{reason}。请核对后重新提交。",
        "The unit or operator can't be kept: {reason}. Check and hand it in again.",
    ),
    "deposit-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "个人存入未能办理：{reason}。请核对后再办。",
        "The deposit can't be taken: {reason}. Check and do it again.",
    ),
    "account-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "学习账户未作改动：{reason}。请对照证件原件核对。",
        "The account was not changed: {reason}. Check it against the document itself.",
    ),
    "correction-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "第 {index} 条记录不能如此更正或撤回：{reason}。请用 deltabank filed 查看其来源和现状。",
        "Entry {index} can't be corrected or withdrawn so: {reason}. Look at it with deltabank filed.",
    ),
    "rules-invalid": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "转换规则文件 {file} 第 {line} 行 {key} 一项有误：{reason}。请改正后重试。",
        "In the rules file {file}, line {line}, {key} is wrong: {reason}. Correct it and try again.",
    ),
    "rules-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "转换规则未能办理：{reason}。请核对后再办。",
        "The conversion rules can't be dealt with so: {reason}. Check and do it again.",
    ),
    "credit-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "学分未能记账：{reason}。请用 deltabank credit check 核对。",
        "The credit can't be booked: {reason}. Check with deltabank credit check.",
    ),
    "transfer-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "学分转换未能办理：{reason}。请核对后再办。",
        "The transfer can't be dealt with so: {reason}. Check and do it again.",
    ),
    "ledger-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "培训台账未能办理：{reason}。请核对后再办。",
        "The training's ledger can't be kept so: {reason}. Check and do it again.",
    ),
    "audit-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 422,
        "核查未能办理：{reason}。请核对后再办。",
        "The audit can't be done so: {reason}. Check and do it again.",
    ),
    "attachment-refused": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "附件 {file} 不能接收：{reason}。请更换文件后重新提交。",
        "The attachment {file} can't be taken: {reason}. Hand in another file.",
    ),
    "report-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "报告不能这样办理：{reason}。请核对后重新办理。",
        "The report can't be dealt with so: {reason}. Check and do it again.",
    ),
    "report-number-malformed": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 400,
        "报告编号有误：{reason}。请对照报告原件重新输入，或扫描报告上的二维码。",
        "The report number can't be right: {reason}. Type it again from the report, or scan its code.",
    ),
    "report-not-genuine": _message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "该文件不是分行出具的报告原件，不予采信：{reason}。请向持有人索取原始电子文件，或凭报告编号在线验证。",
        "The file isn't a report as a branch issued it: {reason}. Get the original file, or verify by its number.",
    ),
    "credential-refused": _message(
        ExitCode.INPUT_REFUSED, "FAILED_PRECONDITION", 409,
        "凭证不能这样签发：{reason}。请核对后重新办理。",
        "The credential can't be issued so: {reason}. Check and do it again.",
    ),
    "credential-not-genuine": _message(
        ExitCode.INTEGRITY, "DATA_LOSS", 422,
        "该凭证不是分行签发的原件，不予采信：{reason}。请向持有人索取原始文件，或凭证件向任一分行查询。",
        "The credential isn't one as a branch issued it: {reason}. Get the original file, or ask any branch.",
    ),
    "progress-refused": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "工作进展数据未能生成：{reason}。请核对统计起止日期后再试。",
        "There are no such figures: {reason}. Check the first and the last day.",
    ),
    "print-refused": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "{what}不能生成打印件：{reason}。请核对所填文字，必要时由管理员补充字体。",
        "The {what} can't be printed: {reason}. Check the text; an operator may have to add a font.",
    ),
}  # fmt: skip

WORKBOOKS: Mapping[str, Message] = {
    "workbook-refused": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "文件 {file} 不能作为工作簿导入：{reason}。请改正后重新提交。",
        "The file {file} can't be taken as a workbook: {reason}. Correct it and hand it in again.",
    ),
    "import-broken-off": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "文件 {file} 的导入中断：{reason}。此前已入库 {filed} 行，予以保留。请处理后重新导入，已入库的行不会重复。",
        "The import of {file} broke off: {reason}. {filed} rows were filed before and stay. Correct it and import it "
        "again: they are not doubled.",
    ),
    "template-unknown": _message(
        ExitCode.INPUT_REFUSED, "INVALID_ARGUMENT", 422,
        "未能从文件 {file} 的表头识别出模板。请用 deltabank template 下载模板，保持表头文字不变。",
        "No template is recognised by the headers of {file}. Get one with deltabank template; keep its headers.",
    ),
}  # fmt: skip

MESSAGES: Mapping[str, Message] = {**BYTES, **DOCUMENTS, **LOGS, **TRUST, **PEERS, **NODE, **CASES, **WORKBOOKS}
